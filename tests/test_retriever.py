from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot import Assistant, Entry, KnowledgeBase
from bot.query import Query, read
from bot.ranker import shipped
from bot.retriever import FEATURES, POOL, Evidence, Retriever
from bot.spelling import Speller
from bot.text import Analyser


class Searching:
    """Asks the retriever alone."""

    def __init__(self, assistant: Assistant) -> None:
        index = assistant.index
        self.index = index
        self._analyser = Analyser("en", index.articles[0].synonyms)
        self._speller = Speller(index.spellings, index.words.numbers, self._analyser)
        self.retriever = Retriever(index, self._analyser, shipped().first_pass)

    def query(self, text: str) -> Query:
        return read(text, self._analyser, self._speller)

    def best(self, found: Evidence, feature: str) -> str:
        column = found.features[:, FEATURES.index(feature)]
        return self.index.entry(int(found.entries[int(column.argmax())])).id


@pytest.fixture(scope="module")
def searching(assistant: Assistant) -> Searching:
    return Searching(assistant)


@pytest.mark.parametrize("feature", FEATURES)
def test_each_similarity_alone_finds_the_entry_that_asks_just_that(searching: Searching, feature: str) -> None:
    found = searching.retriever.evidence(searching.query("How long does the sourdough rest?"))
    assert searching.best(found, feature) == "sourdough"


def test_the_very_words_of_a_phrasing_are_its_whole_similarity(searching: Searching) -> None:
    found = searching.retriever.evidence(searching.query("at what time do you close"))
    row = found.features[found.entries.tolist().index(searching.index.numbers["opening-hours"])]
    exact = ("asked_words", "asked_grams", "coverage", "asked_coverage", "asked_precision", "fuzzy_set", "fuzzy_order")
    assert [row[FEATURES.index(name)] for name in exact] == pytest.approx([1.0] * len(exact), abs=0.12)


def test_words_that_the_knowledge_has_never_seen_are_told(searching: Searching) -> None:
    assert searching.retriever.evidence(searching.query("sourdough")).unseen == 0
    assert searching.retriever.evidence(searching.query("quantum chromodynamics")).unseen == 1
    assert 0 < searching.retriever.evidence(searching.query("quantum sourdough")).unseen < 1


def test_only_allowed_entries_are_candidates(searching: Searching) -> None:
    allowed = np.zeros(len(searching.index), dtype=bool)
    allowed[2] = True
    assert searching.retriever.evidence(searching.query("bread"), allowed).entries.tolist() == [2]


def test_the_pool_grows_as_asked_for() -> None:
    many = Searching(Assistant(KnowledgeBase([Entry(str(n), f"question number {n}", "x") for n in range(100)])))
    assert len(many.retriever.evidence(many.query("question")).entries) == POOL
    assert len(many.retriever.evidence(many.query("question"), pool=60).entries) == 60
    assert len(many.retriever.evidence(many.query("question"), pool=10_000).entries) == len(many.index)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120))
@example("H:I")  # a short entry that repeats the one word there is
def test_features_of_any_text_are_shares(searching: Searching, text: str) -> None:
    found = searching.retriever.evidence(searching.query(text))
    assert np.isfinite(found.features).all()
    assert found.features.min() >= 0
    assert found.features.max() <= 1.0001
    assert 0 <= found.unseen <= 1
