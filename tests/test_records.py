from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from bot import Entry, KnowledgeBase, KnowledgeError


def test_lists_become_tuples_so_that_a_record_stays_frozen() -> None:
    entry = Entry("a", "?", "!", also_asked=["b"], source=["c"], related=["d"])  # type: ignore[arg-type]
    assert (entry.also_asked, entry.source, entry.related) == (("b",), ("c",), ("d",))
    with pytest.raises(FrozenInstanceError):
        entry.id = "b"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"id": " "}, "expected a id that is not empty"),
        ({"question": ""}, "expected a question that is not empty"),
        ({"answer": "\n"}, "expected a answer that is not empty"),
        ({"kind": "faq"}, "unknown kind 'faq', expected one of question, misconception, topic, not-covered, smalltalk"),
        ({"kind": "misconception"}, "expected a verdict for a misconception, and for no other kind"),
        ({"verdict": "wrong"}, "expected a verdict for a misconception, and for no other kind"),
    ],
)
def test_a_half_filled_entry_cannot_be_made(fields: dict[str, str], message: str) -> None:
    with pytest.raises(KnowledgeError, match=message):
        Entry(**{"id": "a", "question": "?", "answer": "!", **fields})  # type: ignore[arg-type]


def test_two_entries_of_one_id_cannot_be_one_knowledge_base() -> None:
    with pytest.raises(KnowledgeError, match="entry id 'a' is used twice"):
        KnowledgeBase([Entry("a", "?", "!"), Entry("a", "??", "!!")])


@pytest.mark.parametrize(
    ("kind", "answerable"), [("question", True), ("topic", True), ("not-covered", False), ("smalltalk", False)]
)
def test_known_unknowns_and_small_talk_answer_nothing(kind: str, answerable: bool) -> None:  # noqa: FBT001  # a table
    assert Entry("a", "?", "!", kind=kind).answerable is answerable  # type: ignore[arg-type]


def test_the_question_is_the_first_of_its_phrasings() -> None:
    assert Entry("a", "b", "!", ("c", "d")).phrasings == ("b", "c", "d")
