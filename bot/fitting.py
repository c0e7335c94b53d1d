"""Knowledge base -> index. The one place that knows scikit-learn: everything is fitted here once and answered from arrays."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from bot import records_json
from bot.arrays import Floats, Ints, Postings, Texts, Vectors, Vocabulary
from bot.asking import tells as told
from bot.index import Index
from bot.knowledge import parse
from bot.markdown import render
from bot.records import ENTRY_KINDS, Entry, KnowledgeBase
from bot.text import FUNCTION_WORD_WEIGHT, Analyser, Reading
from bot.thesaurus import relatives

# BM25's usual constants (Robertson and Zaragoza 2009): how soon repetition stops counting, how much length matters.
BM25_SATURATION = 1.2
BM25_LENGTH = 0.75


def fit(knowledge: KnowledgeBase, reading: Reading | None = None) -> Index:
    """Fit TF-IDF over words and character n-grams and BM25 over words, and render every answer.

    Args:
        knowledge: What to fit.
        reading: Of `analyser_of(knowledge)`, where much the same texts are fitted several times.
    """
    entries = [*knowledge.entries, *(smalltalk() if knowledge.language.startswith("en") else ())]
    reading = reading or Reading(analyser_of(knowledge))
    analyser = reading.analyser
    rendered = [render(entry.answer) for entry in entries]
    asked = [phrasing for entry in entries for phrasing in entry.phrasings]
    bodies = [f"{entry.question}\n{answer.text}" for entry, answer in zip(entries, rendered, strict=True)]
    wholes = [" \n".join((*entry.phrasings, answer.text)) for entry, answer in zip(entries, rendered, strict=True)]
    first = np.cumsum([0, *(len(entry.phrasings) for entry in entries)], dtype=np.int32)

    words = _vectorizer(reading.terms, wholes, analyser.function_stems)
    grams = _vectorizer(reading.ngrams, wholes, frozenset())
    asked_words, asked_grams = _tfidf(words, asked), _tfidf(grams, asked)
    kin = _kin(entries)
    return Index(
        articles=tuple(knowledge.articles),
        kinds=np.array([ENTRY_KINDS.index(entry.kind) for entry in entries], dtype=np.uint8),
        entries=Texts.of(json.dumps(records_json.plain(entry)) for entry in entries),
        answers=Texts.of(json.dumps(records_json.plain(answer)) for answer in rendered),
        first_phrasing=first,
        phrasings=Texts.of(" ".join(reading.stems(phrasing)) for phrasing in asked),
        words=_vocabulary(words),
        grams=_vocabulary(grams),
        asked_words=_postings(asked_words),
        asked_grams=_postings(asked_grams),
        body_words=_postings(_tfidf(words, bodies)),
        body_grams=_vectors(_tfidf(grams, bodies)),
        entry_words=_postings(_bm25(words, wholes)),
        word_centroids=_centroid_lengths(asked_words, first),
        gram_centroids=_centroid_lengths(asked_grams, first),
        spellings=Texts.of(_spellings(analyser, wholes)),
        near=Texts.of(" ".join((stem, *near)) for stem, near in relatives(analyser, words.vocabulary_).items()),
        tells=np.array([told(entry.phrasings, entry.answer) for entry in entries], dtype=np.int32),
        kin_starts=np.cumsum([0, *map(len, kin)], dtype=np.int32),
        kin=np.array([other for others in kin for other in others], dtype=np.int32),
    )


def analyser_of(knowledge: KnowledgeBase) -> Analyser:
    """The reader of text that the index is fitted with; the retriever reads queries with the same."""
    return Analyser(knowledge.language, tuple(group for article in knowledge.articles for group in article.synonyms))


@lru_cache(maxsize=1)
def smalltalk() -> tuple[Entry, ...]:
    """The built-in small talk."""
    file = Path(__file__).with_name("smalltalk.yaml")
    return tuple(parse({file.name: file.read_bytes()}, smalltalk=True).entries)


def _vectorizer(analyser: Callable[[str], list[str]], texts: Sequence[str], light: frozenset[str]) -> TfidfVectorizer:
    """Vocabulary and document frequencies, counted over whole entries: how often an entry was phrased says nothing."""
    vectorizer = TfidfVectorizer(analyzer=analyser, sublinear_tf=True, dtype=np.float32)
    vectorizer.fit(texts or [""]) if any(map(analyser, texts)) else vectorizer.fit(["nothing"])
    for term in light & vectorizer.vocabulary_.keys():
        vectorizer.idf_[vectorizer.vocabulary_[term]] *= FUNCTION_WORD_WEIGHT
    return vectorizer


def _tfidf(vectorizer: TfidfVectorizer, texts: Iterable[str]) -> csr_matrix:
    return csr_matrix(vectorizer.transform(texts))


def _bm25(vectorizer: TfidfVectorizer, texts: Sequence[str]) -> csr_matrix:
    """BM25's share of each term in each text, single stems only (pairs would count every word twice)."""
    counts = csr_matrix(super(TfidfVectorizer, vectorizer).transform(texts), dtype=np.float32)
    single = np.array([" " not in term for term in vectorizer.get_feature_names_out()], dtype=np.float32)
    counts = csr_matrix(counts.multiply(single[np.newaxis, :]))
    counts.eliminate_zeros()
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    long = 1 - BM25_LENGTH + BM25_LENGTH * lengths / max(1.0, float(lengths.mean()))
    entry = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    saturated = counts.data * (BM25_SATURATION + 1) / (counts.data + BM25_SATURATION * long[entry])
    counts.data = saturated * vectorizer.idf_[counts.indices]
    return counts


def _vocabulary(vectorizer: TfidfVectorizer) -> Vocabulary:
    return Vocabulary(Texts.of(vectorizer.get_feature_names_out()), vectorizer.idf_.astype(np.float32))


def _postings(matrix: csr_matrix) -> Postings:
    by_term = matrix.tocsc()
    by_term.sort_indices()
    return Postings(by_term.indptr.astype(np.int32), by_term.indices.astype(np.int32), by_term.data.astype(np.float32))


def _vectors(matrix: csr_matrix) -> Vectors:
    return Vectors(matrix.indptr.astype(np.int32), matrix.indices.astype(np.int32), matrix.data.astype(np.float32))


def _centroid_lengths(phrasings: csr_matrix, first: Ints) -> Floats:
    """For each entry the length of the sum of its phrasings' vectors."""
    count = phrasings.shape[0]
    members = csr_matrix((np.ones(count, dtype=np.float32), np.arange(count), first), shape=(len(first) - 1, count))
    sums = csr_matrix(members @ phrasings)
    lengths: Floats = np.sqrt(np.asarray(sums.multiply(sums).sum(axis=1)).ravel()).clip(1e-6).astype(np.float32)
    return lengths


def _kin(entries: Sequence[Entry]) -> list[list[int]]:
    """For each entry those that rest on the same main heading of the same article, or that it or they name as related."""
    places = {entry.id: at for at, entry in enumerate(entries) if entry.kind != "smalltalk"}
    sections: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, entry in enumerate(entries):
        if entry.answerable and entry.source:
            sections[entry.article, entry.source[0]].append(at)
    kin: list[set[int]] = [set() for _ in entries]
    for at, entry in enumerate(entries):
        for other in (places[name] for name in entry.related if name in places):
            kin[at].add(other)
            kin[other].add(at)
        if entry.answerable and entry.source:
            kin[at].update(sections[entry.article, entry.source[0]])
    return [sorted(others - {at}) for at, others in enumerate(kin)]


def _spellings(analyser: Analyser, texts: Iterable[str]) -> list[str]:
    """The words of the knowledge as they are written, the most frequent first."""
    counts = Counter(word for text in texts for word in analyser.words(text) if word.isalpha())
    return [word for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
