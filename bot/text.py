"""Text to words, words to stems, stems to character n-grams. Pure: the same text always gives the same terms.

The same functions read the knowledge when the index is fitted and the query when it is answered, so that the two meet.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import pairwise

from Stemmer import Stemmer

from bot.language import ENGLISH_CONTRACTIONS, ENGLISH_FUNCTION_WORDS, ENGLISH_OWN_STEMS, ENGLISH_WRITTEN_OUT, STEMMERS

# How much a function word weighs beside a subject word of the same rarity.
FUNCTION_WORD_WEIGHT = 0.35

MOST_STEMS = 200_000  # stems remembered; queries bring new words without end

# Vowel signs and other marks that belong to the letter before them, by script; `\w` leaves them out.
_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
    "\u0e31-\u0e4e\u0eb1-\u0ece\u0f71-\u0fbc\u102b-\u103e\u17b4-\u17d3"
)
_LETTERS = rf"(?:[^\W_]|[{_MARKS}])+"
_WORD = re.compile(rf"{_LETTERS}(?:'{_LETTERS})*")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+(?:'[A-Za-z0-9]+)*")  # the same, three times as fast
# Scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, Japanese and Chinese.
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)"
)
_ASCII_CONTROLS = dict.fromkeys((*range(32), 127), " ")
_SPACES = re.compile(r"\s+")
# Apostrophes of all kinds are one; joiners and soft hyphens inside words are none.
_FOLDED = str.maketrans("\u2018\u2019\u02bc\u00b4`", "'''''", "\u00ad\u200c\u200d")
_CONTRACTION = re.compile(r"(n't|'(?:re|s|ll|ve|d|m))$")


def find_words(text: str) -> Iterator[re.Match[str]]:
    """The words of a text in order, with their places."""
    return (_ASCII_WORD if text.isascii() else _WORD).finditer(text)


def clean(text: str) -> str:
    """`text` on one line, in Unicode's composed form, without control and invisible formatting characters."""
    if text.isascii():
        return _SPACES.sub(" ", text.translate(_ASCII_CONTROLS)).strip()
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
    return unicodedata.normalize("NFKC", text).casefold().translate(_FOLDED)


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


def _character_pairs(word: str) -> list[str]:
    """The word itself, or its neighbouring pairs of characters where its script has no spaces (as Lucene's CJK analyser cuts)."""
    parts = [part for part in _UNSPACED.split(word) if part]
    return [
        pair
        for part in parts
        for pair in ([a + b for a, b in pairwise(part)] if len(part) > 1 and _UNSPACED.match(part) else [part])
    ]


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
        """The words of `text` in order, folded, contractions written out; where a script has no spaces between words, each two
        neighbouring characters are one."""
        found = [word[0] for word in find_words(normalise(text))]
        if self.english:
            found = [part for word in found for part in _written_out(word)]
        return found if text.isascii() else [part for word in found for part in _character_pairs(word)]

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


class Reading:
    """What an analyser makes of texts that are read again and again while a knowledge base is fitted; each is read once.

    Kept no longer than the fitting: it remembers every text.
    """

    def __init__(self, analyser: Analyser) -> None:
        self.analyser = analyser
        self.stems = cache(self._stems_of)
        self._grams = cache(padded_ngrams)

    def terms(self, text: str) -> list[str]:
        """Stems and neighbouring pairs of stems."""
        stems = self.stems(text)
        return [*stems, *word_pairs(stems)]

    def ngrams(self, text: str) -> list[str]:
        """Character n-grams of all stems."""
        return [gram for stem in self.stems(text) for gram in self._grams(stem)]

    def _stems_of(self, text: str) -> tuple[str, ...]:
        return tuple(self.analyser.stems(self.analyser.words(text)))
