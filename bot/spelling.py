"""Spelling tolerance against the knowledge's own words: a word that it never uses is read as the nearest one that it uses."""

from __future__ import annotations

from collections.abc import Container, Iterable
from functools import cached_property, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.text import Analyser

SHORTEST = 4  # letters; shorter words have too many neighbours
LONG = 9  # letters from which two mistakes are forgiven
SHORTEST_PART = 3  # letters of each half of a compound


class Speller:
    """Corrects words of a query.

    Args:
        spellings: The knowledge's words as written, the most frequent first.
        terms: The stems, and pairs of neighbouring stems, that the knowledge uses.
        analyser: The reader of text that the index was fitted with.
    """

    def __init__(self, spellings: Iterable[str], terms: Container[str], analyser: Analyser) -> None:
        self._terms = terms
        self._analyser = analyser
        self._known = {word: rank for rank, word in enumerate(spellings)}
        self._nearest = lru_cache(maxsize=4096)(self._search)

    def knows(self, word: str) -> bool:
        """Whether the knowledge uses `word` or another form of it, or has a synonym for it."""
        return word in self._known or (stem := self._analyser.stem(word)) in self._terms or self._analyser.has_synonym(stem)

    def correct(self, word: str) -> tuple[str, ...] | None:
        """The words that `word` is read as: one, or the two halves of a compound; None where it stays as it is."""
        if len(word) < SHORTEST or not word.isalpha() or self.knows(word):
            return None
        return self._nearest(word)

    def completion(self, beginning: str) -> str | None:
        """The knowledge's most frequent word that begins with `beginning`, unless it is a word already."""
        if beginning in self._known:
            return None
        return next((word for word in self._known if word.startswith(beginning)), None)

    def joined(self, first: str, second: str) -> str | None:
        """The one word that two words make ("thermo stat"), where the knowledge uses it and not both of its parts."""
        whole = first + second
        if whole in self._known and not (self.knows(first) and self.knows(second)):
            return whole
        return None

    def _search(self, word: str) -> tuple[str, ...] | None:
        if halves := self._halves(word):
            return halves
        mistakes = 2 if len(word) >= LONG else 1
        best: tuple[int, int, str] | None = None
        for length in range(len(word) - mistakes, len(word) + mistakes + 1):
            for near, distance, _ in process.extract_iter(
                word, self._by_length.get(length, ()), scorer=OSA.distance, score_cutoff=mistakes
            ):
                if plausible(word, near) and (best is None or (distance, self._known[near]) < best[:2]):
                    best = (int(distance), self._known[near], near)
        return (best[2],) if best else None

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        words: dict[int, list[str]] = {}
        for word in self._known:
            if len(word) >= SHORTEST:
                words.setdefault(len(word), []).append(word)
        return words

    def _halves(self, word: str) -> tuple[str, str] | None:
        """The two known words that `word` runs together, where the knowledge has them side by side."""
        for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            first, second = word[:at], word[at:]
            if first in self._known and second in self._known and self._side_by_side(first, second):
                return first, second
        return None

    def _side_by_side(self, first: str, second: str) -> bool:
        return " ".join(self._analyser.stems((first, second))) in self._terms


def plausible(word: str, near: str) -> bool:
    """Whether `near` is a likely slip for `word`: first letters are seldom mistaken, and those of short words are rather
    swapped or dropped."""
    if sorted(word) == sorted(near):
        return True
    return word[0] == near[0] and (len(word) > SHORTEST or len(near) > len(word))
