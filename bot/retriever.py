"""Query -> candidates with their features, from the arrays of the index.

Two passes: every entry gets the similarities that are sums over postings, the best few get the dearer ones as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.arrays import Floats, Ints
from bot.index import Index
from bot.query import Query
from bot.text import Analyser, padded_ngrams, word_pairs

Array = NDArray[np.float64]

# What is known of a candidate, each from 0 to 1. The first nine are sums over postings; the ranker's weights follow this order.
FEATURES = (
    "asked_words",  # TF-IDF cosine with the best phrasing, over stems and pairs of stems
    "asked_grams",  # the same over character n-grams
    "asked_words_all",  # cosine with all phrasings taken together
    "asked_grams_all",
    "body_words",  # cosine with question and answer
    "bm25",  # BM25 over phrasings and answer, as a share of the query's idf mass
    "coverage",  # idf share of the query's words that stand anywhere in the entry
    "meant_words_all",  # asked_words_all where the relatives of the query's words count as well
    "meant_coverage",  # coverage where they do
    "body_grams",
    "asked_coverage",  # idf share of the query's words that the best phrasing has
    "asked_precision",  # idf share of the best phrasing's words that the query has
    "asked_meant",  # asked_coverage where relatives count
    "fuzzy_set",  # rapidfuzz token_set_ratio with the best phrasing
    "fuzzy_order",  # rapidfuzz ratio with the best phrasing
)
SUMS = 9
POOL = 16  # candidates that get every feature

RELATED = 0.5  # what a relative of a query word counts beside the word itself

_FUZZY = (fuzz.token_set_ratio, fuzz.ratio)  # the last two features; rapidfuzz counts to 100
_BM25_CEILING = 2.2  # what BM25 gives a word that is repeated without end, per idf


@dataclass(frozen=True)
class Evidence:
    """What the index says of one query.

    `entries` are K entry numbers in no order and `features` is K x len(FEATURES); `unseen` is the idf share of the query's
    words that the knowledge has never seen, `mass` their idf in all; `untold` says of each entry whether the query asks for a
    number, time, place or the like that it is not known to tell.
    """

    entries: Ints
    features: Array
    untold: NDArray[np.bool_]
    unseen: float
    mass: float


@dataclass(frozen=True)
class _Terms:
    """Terms of a query that the index knows, with their factors."""

    numbers: Ints
    factors: Floats


@dataclass(frozen=True)
class _Phrasing:
    text: str
    stems: frozenset[str]
    mass: float


class Retriever:
    """Finds the entries that may answer a query.

    Args:
        index: The fitted knowledge.
        analyser: The reader of text that it was fitted with.
        first_pass: A weight for each of the first `SUMS` features, by which the pool of candidates is drawn.
    """

    def __init__(self, index: Index, analyser: Analyser, first_pass: Array) -> None:
        self._index = index
        self._analyser = analyser
        self._first_pass = first_pass
        self._gram_terms = lru_cache(maxsize=8192)(self._grams_of_stem)
        self._phrasing = lru_cache(maxsize=65536)(self._read_phrasing)

    def evidence(self, query: Query, allowed: NDArray[np.bool_] | None = None, pool: int = 0) -> Evidence:
        """The features of the best candidates for `query`: at least `pool` of those entries that are `allowed`."""
        masses = self._masses(query)
        total = sum(masses.values())
        numbers = self._index.words.numbers
        unseen = sum(mass for stem, mass in masses.items() if stem not in numbers)
        grams = self._grams(query)
        sums, asked = self._sums(query, masses, total, grams)
        rough = sum(weight * feature for weight, feature in zip(self._first_pass, sums, strict=True))
        if allowed is not None:
            rough[~allowed] = -np.inf
        size = max(pool, POOL)
        best = np.argpartition(-rough, size)[:size] if len(rough) > size else np.arange(len(rough))
        kept = best[np.isfinite(rough[best])].astype(np.int32)
        bodies = self._index.body_grams.dot(kept, grams.numbers, grams.factors, len(self._index.grams.idf))
        near = self._near(query, masses, total, self._best_phrasings(kept, asked))
        features = np.vstack([[*(feature[kept] for feature in sums), bodies], near]).T
        untold = (self._index.tells[kept] & query.asks == 0) & (query.asks != 0)
        return Evidence(kept, features, untold, unseen / total if total else 1.0, total)

    def _masses(self, query: Query) -> dict[str, float]:
        """Each distinct stem's idf, weighed; words that the knowledge lacks count as the rarest."""
        words = self._index.words
        masses: dict[str, float] = {}
        for stem, weight in zip(query.stems, query.weights, strict=True):
            number = words.numbers.get(stem)
            idf = words.unseen_idf * self._analyser.weight(stem) if number is None else float(words.idf[number])
            masses[stem] = max(masses.get(stem, 0.0), idf * weight)
        return masses

    def _sums(self, query: Query, masses: dict[str, float], total: float, grams: _Terms) -> tuple[list[Array], Array]:
        """The first `SUMS` features of all entries (E each), and the similarity of every phrasing (P)."""
        index, size = self._index, len(self._index)
        phrasing_count, first = int(index.first_phrasing[-1]), index.first_phrasing[:-1]
        words, single = self._word_terms(query, masses), self._single_terms(masses)
        asked_words = index.asked_words.dot(words.numbers, words.factors, phrasing_count)
        asked_grams = index.asked_grams.dot(grams.numbers, grams.factors, phrasing_count)
        rows, weights, idf = index.entry_words.gather(single.numbers, single.factors)
        share = 1 / total if total else 0.0
        relatives = self._relatives(masses)
        meant_words = asked_words + index.asked_words.dot(relatives.numbers, relatives.factors, phrasing_count)
        sums = [
            np.maximum.reduceat(asked_words, first),
            np.maximum.reduceat(asked_grams, first),
            np.add.reduceat(asked_words, first) / index.word_centroids,
            np.add.reduceat(asked_grams, first) / index.gram_centroids,
            index.body_words.dot(words.numbers, words.factors, size),
            # A corrected word counts in full here and less in the mass, so that a short entry could have more than all of it.
            np.minimum(1.0, np.bincount(rows, weights, minlength=size) * (share / _BM25_CEILING)),
            np.bincount(rows, idf, minlength=size) * share,
            np.add.reduceat(meant_words, first) / index.word_centroids,
            self._meant_coverage(masses) * share,
        ]
        return sums, asked_words + asked_grams

    def _word_terms(self, query: Query, masses: dict[str, float]) -> _Terms:
        """The query's TF-IDF vector, of length 1 with the words in it that the knowledge lacks."""
        words = self._index.words
        weights = dict(masses)
        pair_weights = (min(pair) for pair in zip(query.weights, query.weights[1:], strict=False))
        for pair, weight in zip(word_pairs(query.stems), pair_weights, strict=True):
            if (number := words.numbers.get(pair)) is not None:
                weights[pair] = float(words.idf[number]) * weight
        length = sum(weight * weight for weight in weights.values()) ** 0.5 or 1.0
        known = {words.numbers[term]: weight / length for term, weight in weights.items() if term in words.numbers}
        return _terms(list(known), list(known.values()))

    def _relatives(self, masses: dict[str, float]) -> _Terms:
        """What the relatives of the query's words add to its TF-IDF vector."""
        words = self._index.words
        length = sum(mass * mass for mass in masses.values()) ** 0.5
        found: dict[int, float] = {}
        for stem, mass in masses.items():
            for relative in self._index.relatives.get(stem, ()):
                if relative not in masses:
                    number = words.numbers[relative]
                    weight = RELATED * min(mass, float(words.idf[number])) / length
                    found[number] = max(found.get(number, 0.0), weight)
        return _terms(list(found), list(found.values()))

    def _meant_coverage(self, masses: dict[str, float]) -> Array:
        """For each entry the mass of the query's words that it has; a word that it has only a relative of counts in part."""
        index, numbers = self._index, self._index.words.numbers
        covered = np.zeros(len(index))
        for stem, mass in masses.items():
            of_stem = np.zeros(len(index))
            for relative in index.relatives.get(stem, ()):
                of_stem[index.entry_words.rows_of(numbers[relative])] = RELATED * mass
            if stem in numbers:
                of_stem[index.entry_words.rows_of(numbers[stem])] = mass
            covered += of_stem
        return covered

    def _single_terms(self, masses: dict[str, float]) -> _Terms:
        numbers = self._index.words.numbers
        known = {numbers[stem]: mass for stem, mass in masses.items() if stem in numbers}
        return _terms(list(known), list(known.values()))

    def _grams(self, query: Query) -> _Terms:
        """The query's vector of character n-grams, of length 1 with the n-grams in it that the knowledge lacks."""
        numbers: list[Ints] = []
        factors: list[Floats] = []
        length = 0.0
        for stem, weight in dict(zip(query.stems, query.weights, strict=True)).items():
            terms, missing = self._gram_terms(stem)
            share = weight * self._analyser.weight(stem)
            numbers.append(terms.numbers)
            factors.append(terms.factors * np.float32(share))
            length += share * share * (float(terms.factors @ terms.factors) + missing)
        if not length:
            return _terms([], [])
        return _Terms(np.concatenate(numbers), np.concatenate(factors) / np.float32(length**0.5))

    def _grams_of_stem(self, stem: str) -> tuple[_Terms, float]:
        """A stem's known n-grams with their idf, and the squared length of its unknown ones."""
        grams = self._index.grams
        found = [grams.numbers.get(gram) for gram in padded_ngrams(stem)]
        known = np.array([number for number in found if number is not None], dtype=np.int32)
        missing = (len(found) - len(known)) * grams.unseen_idf**2
        return _Terms(known, grams.idf[known]), missing

    def _best_phrasings(self, pool: Ints, asked: Array) -> list[_Phrasing]:
        """For each entry of the pool the phrasing that is most like the query."""
        first = self._index.first_phrasing
        spans = zip(first[pool].tolist(), first[pool + 1].tolist(), strict=True)
        return [self._phrasing(start + int(asked[start:end].argmax())) for start, end in spans]

    def _near(self, query: Query, masses: dict[str, float], total: float, phrasings: list[_Phrasing]) -> Array:
        """What each candidate's best phrasing says: the last features, one a row."""
        share = 1 / total if total else 0.0
        relatives = {stem: near for stem in masses if (near := self._index.relatives.get(stem))}
        covered, precise, meant = [], [], []
        for best in phrasings:
            shared = sum([masses[stem] for stem in masses.keys() & best.stems])
            lacks = ((stem, others) for stem, others in relatives.items() if stem not in best.stems)
            related = sum([masses[stem] for stem, others in lacks if not best.stems.isdisjoint(others)])
            covered.append(shared * share)
            precise.append(min(1.0, shared / best.mass) if best.mass else 0.0)
            meant.append((shared + RELATED * related) * share)
        texts = [best.text for best in phrasings]
        fuzzy = [process.cdist([query.phrase], texts, scorer=scorer, dtype=np.float64)[0] / 100 for scorer in _FUZZY]
        return np.array([covered, precise, meant, *fuzzy])

    def _read_phrasing(self, at: int) -> _Phrasing:
        words, text = self._index.words, self._index.phrasings[at]
        stems = frozenset(text.split())
        return _Phrasing(text, stems, sum(float(words.idf[words.numbers[stem]]) for stem in stems))


def _terms(numbers: list[int], factors: list[float]) -> _Terms:
    return _Terms(np.array(numbers, dtype=np.int32), np.array(factors, dtype=np.float32))
