"""What a visitor typed -> the weighed terms that the index is searched with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.spelling import Speller
from bot.text import WORD, Analyser, clean, normalise

LONGEST = 1000  # characters of a query that are read

CORRECTED_WEIGHT = 0.8  # a corrected word is a guess
CARRIED_WEIGHT = 0.4  # a word carried over from the turn before


@dataclass(frozen=True)
class Query:
    """A query as it was typed (`text`), as it was read after spelling correction (`understood_as`), and its stems, each with
    its weight from 0 to 1."""

    text: str
    understood_as: str
    stems: tuple[str, ...]
    weights: tuple[float, ...]

    @property
    def phrase(self) -> str:
        """The stems between spaces."""
        return " ".join(self.stems)

    def following(self, previous: Query) -> Query:
        """This query with the words of the turn before as a faint background."""
        carried = [stem for stem in dict.fromkeys(previous.stems) if stem not in self.stems]
        return Query(
            self.text,
            self.understood_as,
            (*self.stems, *carried),
            (*self.weights, *(CARRIED_WEIGHT for _ in carried)),
        )


def read(text: str, analyser: Analyser, speller: Speller) -> Query:
    """Read a query: clean it, correct its spelling and take its stems."""
    typed = clean(text[:LONGEST])
    stems: list[str] = []
    weights: list[float] = []
    words: list[str] = []
    corrections: list[tuple[int, int, str]] = []
    found = list(WORD.finditer(typed))
    skip = False
    for at, match in enumerate(found):
        if skip:
            skip = False
            continue
        word = normalise(match[0])
        if at + 1 < len(found) and (whole := speller.joined(word, normalise(found[at + 1][0]))):
            corrections.append((match.start(), found[at + 1].end(), whole))
            words.append(whole)
            skip = True
        elif read_as := speller.correct(word):
            corrections.append((match.start(), match.end(), " ".join(read_as)))
            words += read_as
        else:
            words += analyser.words(match[0])
    guessed = {analyser.stem(word) for _, _, text in corrections for word in text.split() if " " not in text}
    stems = analyser.stems(words)
    weights = [CORRECTED_WEIGHT if stem in guessed else 1.0 for stem in stems]
    return Query(typed, _replaced(typed, corrections), tuple(stems), tuple(weights))


def _replaced(text: str, corrections: Sequence[tuple[int, int, str]]) -> str:
    for start, end, words in reversed(corrections):
        text = text[:start] + words + text[end:]
    return text
