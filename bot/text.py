"""Text to words, words to stems, stems to character n-grams. Pure: the same text always gives the same terms.

The same functions read the knowledge when the index is fitted and the query when it is answered, so that the two meet.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise

from Stemmer import Stemmer

from bot.language import ENGLISH_CONTRACTIONS, ENGLISH_FUNCTION_WORDS, ENGLISH_OWN_STEMS, ENGLISH_WRITTEN_OUT, STEMMERS

# How much a function word weighs beside a subject word of the same rarity.
FUNCTION_WORD_WEIGHT = 0.35

MOST_STEMS = 200_000  # stems remembered; queries bring new words without end

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_SPACES = re.compile(r"\s+")
_APOSTROPHES = str.maketrans("\u2018\u2019\u02bc\u00b4`", "'''''")
_CONTRACTION = re.compile(r"(n't|'(?:re|s|ll|ve|d|m))$")


def clean(text: str) -> str:
    """`text` on one line, in Unicode's composed form, without control and invisible formatting characters."""
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(
        " " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c
        for c in composed
        if unicodedata.category(c) not in {"Cf", "Cs"}
    )
    return _SPACES.sub(" ", visible).strip()


def normalise(text: str) -> str:
    """`text` folded for comparison: compatibility forms unified, lower case, straight apostrophes."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)


class _Stemmers(threading.local):
    """Snowball stemmers by language; PyStemmer's are not safe to share between threads, so each thread has its own."""

    def __init__(self) -> None:
        self._known: dict[str, Stemmer | None] = {}

    def stem(self, word: str, language: str) -> str:
        """The stem of a word; the word itself in a language that Snowball does not know."""
        if language not in self._known:
            name = STEMMERS.get(language[:2].lower())
            self._known[language] = Stemmer(name) if name else None
        stemmer = self._known[language]
        return str(stemmer.stemWord(word)) if stemmer else word


_STEMMERS = _Stemmers()


def padded_ngrams(stem: str, shortest: int = 3, longest: int = 5) -> list[str]:
    """The character n-grams of one stem between spaces, as scikit-learn's `char_wb` analyser cuts them."""
    padded = f" {stem} "
    if len(padded) <= shortest:
        return [padded]
    return [padded[i : i + n] for n in range(shortest, longest + 1) for i in range(len(padded) - n + 1)]


def word_pairs(stems: Sequence[str]) -> list[str]:
    """Each two neighbouring stems as one term."""
    return [f"{first} {second}" for first, second in pairwise(stems)]


@dataclass(frozen=True)
class Analyser:
    """Reads text in one language, with the knowledge's synonyms: every member of a group reads as its first member."""

    language: str = "en"
    synonyms: tuple[tuple[str, ...], ...] = ()
    _stems: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def english(self) -> bool:
        """Whether the English tables apply."""
        return self.language[:2].lower() == "en"

    def words(self, text: str) -> list[str]:
        """The words of `text` in order, folded, contractions written out."""
        found = WORD.findall(normalise(text))
        return found if not self.english else [part for word in found for part in _written_out(word)]

    def stem(self, word: str) -> str:
        """The stem of one word; a bounded memory makes the second look cheap."""
        if (known := self._stems.get(word)) is not None:
            return known
        stem = ENGLISH_OWN_STEMS.get(word) if self.english else None
        if stem is None:
            stem = _STEMMERS.stem(word, self.language)
        if len(self._stems) < MOST_STEMS:
            self._stems[word] = stem
        return stem

    def stems(self, words: Iterable[str]) -> list[str]:
        """The stems of `words`, synonyms replaced by the first of their group."""
        stems = [self.stem(word) for word in words]
        return self._unified(stems) if self._synonyms else stems

    def has_synonym(self, stem: str) -> bool:
        """Whether a synonym begins with `stem`."""
        return stem in self._synonyms

    def terms(self, text: str) -> list[str]:
        """Stems and neighbouring pairs of stems."""
        stems = self.stems(self.words(text))
        return stems + word_pairs(stems)

    def ngrams(self, text: str) -> list[str]:
        """Character n-grams of all stems."""
        return [gram for stem in self.stems(self.words(text)) for gram in padded_ngrams(stem)]

    @cached_property
    def function_stems(self) -> frozenset[str]:
        """Stems of the words that carry grammar rather than subject."""
        return frozenset(self.stem(word) for word in ENGLISH_FUNCTION_WORDS) if self.english else frozenset()

    def weight(self, stem: str) -> float:
        """How much a stem weighs for what it is, its rarity apart."""
        return FUNCTION_WORD_WEIGHT if stem in self.function_stems else 1.0

    @cached_property
    def _synonyms(self) -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
        """First stem -> the synonyms that begin with it and what they read as, longest first."""
        table: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        for group in self.synonyms:
            members = [tuple(self.stem(word) for word in self.words(member)) for member in group]
            for member in members[1:]:
                if member and members[0] and member != members[0]:
                    table.setdefault(member[0], []).append((member, members[0]))
        for choices in table.values():
            choices.sort(key=lambda choice: -len(choice[0]))
        return table

    def _unified(self, stems: list[str]) -> list[str]:
        unified: list[str] = []
        at = 0
        while at < len(stems):
            for member, first in self._synonyms.get(stems[at], ()):
                if tuple(stems[at : at + len(member)]) == member:
                    unified += first
                    at += len(member)
                    break
            else:
                unified.append(stems[at])
                at += 1
        return unified


@lru_cache(maxsize=4096)
def _written_out(word: str) -> tuple[str, ...]:
    if known := ENGLISH_WRITTEN_OUT.get(word):
        return tuple(known.split())
    if "'" not in word:
        return (word,)
    return tuple(_CONTRACTION.sub(lambda found: ENGLISH_CONTRACTIONS[found[1]], word).replace("'", "").split())
