from __future__ import annotations

import numpy as np
import pytest

from bot import Assistant, Entry, KnowledgeBase
from bot.arrays import Postings, Texts
from bot.errors import IndexDamagedError
from bot.index import Index


@pytest.fixture(scope="module")
def content(assistant: Assistant) -> bytes:
    return assistant.index.to_bytes()


def test_an_index_read_back_answers_alike(assistant: Assistant, content: bytes) -> None:
    again = Assistant(Index.from_bytes(content))
    for query in ("when are you open?", "is white flour bad", "price of cake", "hello", "xyzzy"):
        assert again.reply(query) == assistant.reply(query)
    assert again.knowledge == assistant.knowledge
    assert again.rendered(again.knowledge.entries[1]) == assistant.rendered(assistant.knowledge.entries[1])


def test_an_index_written_twice_is_the_same(assistant: Assistant, content: bytes) -> None:
    assert Index.from_bytes(content).to_bytes() == content == assistant.index.to_bytes()


@pytest.mark.parametrize("keep", [0, 5, 30, 1000, -1])
def test_a_cut_off_file_is_noticed(content: bytes, keep: int) -> None:
    with pytest.raises(IndexDamagedError):
        Index.from_bytes(content[:keep])


@pytest.mark.parametrize("at", [0, 14, 18, 22, 100, 5000, -1])
def test_a_changed_byte_is_noticed(content: bytes, at: int) -> None:
    changed = bytearray(content)
    changed[at] ^= 0xFF
    with pytest.raises(IndexDamagedError):
        Index.from_bytes(bytes(changed))


def test_something_else_is_no_index() -> None:
    with pytest.raises(IndexDamagedError, match="not an index file"):
        Index.from_bytes(b"PK\x03\x04" * 100)


def test_texts_keep_every_text_and_their_order() -> None:
    texts = ["a", "", "größe", "line of\twords", "日本"]
    packed = Texts.of(texts)
    assert list(packed) == [packed[at] for at in range(len(packed))] == texts
    assert list(Texts.of([])) == []


def test_a_product_over_postings_is_the_dense_product() -> None:
    random = np.random.default_rng(1)
    dense = random.random((7, 5)) * (random.random((7, 5)) > 0.5)
    rows = [np.flatnonzero(term) for term in dense]
    postings = Postings(
        np.cumsum([0, *map(len, rows)], dtype=np.int32),
        np.concatenate(rows).astype(np.int32),
        np.concatenate([term[found] for term, found in zip(dense, rows, strict=True)]).astype(np.float32),
    )
    terms, factors = np.array([1, 3, 6], dtype=np.int32), np.array([0.5, 2.0, 1.0], dtype=np.float32)
    assert postings.dot(terms, factors, 5) == pytest.approx(factors @ dense[terms], abs=1e-6)
    assert postings.dot(terms[:0], factors[:0], 5) == pytest.approx(np.zeros(5))


def test_entries_on_one_heading_and_entries_that_name_each_other_are_kin() -> None:
    entries = [
        Entry("a", "one", "!", source=("Top",)),
        Entry("b", "two", "!", source=("Top", "Other")),
        Entry("c", "three", "!", source=("Other",), related=("a",)),
        Entry("d", "four", "!", source=("Alone",)),
    ]
    index = Assistant(KnowledgeBase(entries)).index
    assert [index.kin_of(at).tolist() for at in range(4)] == [[1, 2], [0], [0], []]
