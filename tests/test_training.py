from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot import Assistant, Entry, KnowledgeBase
from bot.fitting import fit
from bot.ranker import Ranker
from bot.training.models import START, beliefs, fit_judge, fit_rank, observe
from bot.training.sets import Case, LabelledSet, held_out_phrasings, public_set, questions, with_gaps, without_phrasings


def write(path: Path, *rows: Mapping[str, object]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def test_a_set_of_intents_is_an_entry_an_intent(tmp_path: Path) -> None:
    write(
        tmp_path / "train.jsonl", {"text": "a b", "intent": "x"}, {"text": "a c", "intent": "x"}, {"text": "z", "intent": "oos"}
    )
    write(tmp_path / "test.jsonl", {"text": "q", "intent": "x"}, {"text": "r", "intent": "oos"})
    read = public_set(tmp_path)
    assert [(entry.id, entry.phrasings) for entry in read.knowledge.entries] == [("x", ("a b", "a c"))]
    assert [(case.text, set(case.right)) for case in read.cases] == [("q", {"x"}), ("r", set())]


def test_a_set_of_documents_has_its_right_ones_in_qrels(tmp_path: Path) -> None:
    write(tmp_path / "docs.jsonl", {"id": 1, "question": "", "answer": "long text"}, {"id": 2, "question": "q2", "answer": "a2"})
    write(tmp_path / "queries.jsonl", {"id": "a", "text": "x"}, {"id": "b", "text": "y"})
    write(tmp_path / "qrels.jsonl", {"query": "a", "doc": 2}, {"query": "b", "doc": 1, "grade": 0})
    read = public_set(tmp_path)
    assert [entry.question for entry in read.knowledge.entries] == ["long text", "q2"]
    assert [set(case.right) for case in read.cases] == [{"2"}, set()]


def test_labelled_questions_name_headings_or_units(tmp_path: Path) -> None:
    knowledge = KnowledgeBase([Entry("a", "?", "!", source=("The Oven",)), Entry("b", "?", "!", source=("Bread",))])
    write(tmp_path / "units.jsonl", {"id": "u1", "heading": "Bread"})
    write(tmp_path / "q.jsonl", *({"id": f"n{n}", "text": "x", "gold": ["the oven", "u1"]} for n in range(20)))
    parts = [questions("g", tmp_path / "q.jsonl", knowledge, part).cases for part in ("look", "report")]
    assert sum(map(len, parts)) == 20
    assert {case.right for part in parts for case in part} == {frozenset({"a", "b"})}


def test_gaps_leave_entries_out_and_turn_some_into_known_unknowns() -> None:
    entries = [Entry(str(n), f"q{n}", "a") for n in range(200)]
    gaps = with_gaps(LabelledSet("g", KnowledgeBase(entries), ()), seed=1).knowledge.entries
    assert 130 < len(gaps) < 190
    assert 10 < sum(entry.kind == "not-covered" for entry in gaps) < 60


def test_every_phrasing_is_held_out_once_and_asks_a_knowledge_without_it(bakery: KnowledgeBase) -> None:
    folds = list(held_out_phrasings("g", bakery, seed=0))
    held = [case.text for fold in folds for case in fold.cases]
    assert sorted(held) == sorted(p for entry in bakery.entries for p in entry.also_asked)
    assert all(case.text not in entry.also_asked for fold in folds for case in fold.cases for entry in fold.knowledge.entries)


def test_without_phrasings_an_entry_is_asked_by_them_and_a_known_unknown_has_no_answer() -> None:
    entries = [
        Entry("a", "Is bread baked?", "Yes.", ("baking bread",), source=("Bread",)),
        Entry("b", "How is bread baked?", "Hot.", ("bread how",), source=("Bread",)),
        Entry("c", "What does it cost?", "Not told.", ("price of bread",), kind="not-covered"),
    ]
    bare = without_phrasings("g", KnowledgeBase(entries), seed=0)
    assert [(entry.id, entry.phrasings) for entry in bare.knowledge.entries] == [
        ("a", ("Is bread baked?",)),
        ("b", ("How is bread baked?",)),
    ]
    assert {case.text: set(case.right) for case in bare.cases} == {
        "baking bread": {"a", "b"},
        "bread how": {"a", "b"},
        "price of bread": set(),
    }


def test_a_query_has_an_answer_though_the_candidates_miss_it() -> None:
    entries = [Entry(f"n{n}", "How is bread baked?", "Hot.") for n in range(40)]
    entries.append(Entry("odd", "Where do ferries land?", "In the north."))
    asked = LabelledSet("g", KnowledgeBase(entries), (Case("bread", frozenset({"odd"})), Case("bread", frozenset({"gone"}))))
    seen = observe(asked, fit(asked.knowledge), START)
    assert [bool(each.right.any()) for each in seen] == [False, False]
    assert [has_answer for _, _, has_answer in beliefs(seen, START)] == [True, False]


@pytest.fixture(scope="module")
def fitted(heat_pumps: Assistant) -> list[Ranker]:
    """The models fitted twice on the same held-out phrasings."""
    knowledge = heat_pumps.knowledge
    rankers = []
    for _ in range(2):
        fold = next(held_out_phrasings("g", knowledge, seed=0))
        seen = observe(LabelledSet(fold.group, fold.knowledge, fold.cases[::4]), fit(fold.knowledge), START)
        rank = fit_rank(seen)
        judge, bias = fit_judge(seen, rank)
        rankers.append(Ranker(rank, judge, bias, START.thresholds))
    return rankers


def test_fitting_twice_gives_the_same_weights(fitted: list[Ranker]) -> None:
    assert fitted[0].to_json() == fitted[1].to_json()


def test_the_command_explains_its_options() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.training", "--help"], capture_output=True, text=True, check=True, timeout=60
    )
    assert all(option in done.stdout for option in ("--knowledge", "--questions", "--set", "--check", "--output"))
