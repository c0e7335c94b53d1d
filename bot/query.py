"""What a visitor typed -> the weighed terms that the index is searched with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.asking import asks
from bot.spelling import Speller
from bot.text import Analyser, clean, find_words, normalise

LONGEST = 1000  # characters of a query that are read

CORRECTED_WEIGHT = 0.8  # a corrected word is a guess
CARRIED_WEIGHT = 0.4  # a word carried over from the turn before

_LAST_WORD = re.compile(r"(.*?)(\w*)", re.DOTALL)


@dataclass(frozen=True)
class Query:
    """A query as it was typed (`text`), as it was read after spelling correction (`understood_as`), its stems, each with
    its weight from 0 to 1, and what it asks for, as `asking.asks` gives it."""

    text: str
    understood_as: str
    stems: tuple[str, ...]
    weights: tuple[float, ...]
    asks: int = 0

    @property
    def phrase(self) -> str:
        """The stems between spaces."""
        return " ".join(self.stems)

    def following(self, previous: Query) -> Query:
        """The query with the words of the turn before as a faint background."""
        carried = [stem for stem in dict.fromkeys(previous.stems) if stem not in self.stems]
        return Query(
            self.text,
            self.understood_as,
            (*self.stems, *carried),
            (*self.weights, *(CARRIED_WEIGHT for _ in carried)),
            self.asks,
        )


@dataclass(frozen=True)
class _Correction:
    """The characters from `start` to `end` are read as `words`."""

    start: int
    end: int
    words: tuple[str, ...]


def read(text: str, analyser: Analyser, speller: Speller) -> Query:
    """Read a query: clean it, correct its spelling and take its stems."""
    typed = clean(text[:LONGEST])
    words: list[str] = []
    corrections: list[_Correction] = []
    spans = [(found.start(), found.end(), normalise(found[0])) for found in find_words(typed)]
    after = [*spans[1:], (0, 0, "")]
    skipped = False
    for (start, end, word), (_, next_end, next_word) in zip(spans, after, strict=False):
        if skipped:
            skipped = False
        elif next_word and (whole := speller.joined(word, next_word)):
            corrections.append(_Correction(start, next_end, (whole,)))
            words.append(whole)
            skipped = True
        elif read_as := speller.correct(word):
            corrections.append(_Correction(start, end, read_as))
            words += read_as
        else:
            words += analyser.words(word)
    # Two halves that were only written together are sure; another word in place of what was typed is a guess.
    guessed = {analyser.stem(each.words[0]) for each in corrections if len(each.words) == 1}
    stems = analyser.stems(words)
    weights = (CORRECTED_WEIGHT if stem in guessed else 1.0 for stem in stems)
    understood_as = _replaced(typed, corrections)
    return Query(typed, understood_as, tuple(stems), tuple(weights), asks(understood_as) if analyser.english else 0)


def read_unfinished(text: str, analyser: Analyser, speller: Speller) -> Query:
    """Read a query that is being typed: its last word stands for the commonest of the knowledge's words that begin with it."""
    head, last = _LAST_WORD.fullmatch(clean(text[:LONGEST]) + text[-1:].isspace() * " ").groups()  # type: ignore[union-attr]  # matches anything
    completion = speller.completion(normalise(last)) if last else None
    return read(text if completion is None else head + completion, analyser, speller)


def _replaced(text: str, corrections: Sequence[_Correction]) -> str:
    for each in reversed(corrections):
        text = text[: each.start] + " ".join(each.words) + text[each.end :]
    return text
