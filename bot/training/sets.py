"""Labelled questions to fit on: public sets, the heat pump questions, and the knowledge's own phrasings held out.

A public set is a folder as `evaluation/public/*` has them; the heat pump questions are a JSONL file beside `units.jsonl`.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.records import Entry, KnowledgeBase

HIDDEN_SHARE = 0.2  # entries left out, so that their questions have no answer
UNKNOWN_SHARE = 0.15  # entries turned into known unknowns
FOLDS = 4
MOST_ASKED = 5000  # phrasings that are asked of one knowledge base


@dataclass(frozen=True)
class Case:
    """A query, the ids of the entries that answer it (none if nothing does), and the question before it."""

    text: str
    right: frozenset[str]
    context: str | None = None


@dataclass(frozen=True)
class LabelledSet:
    """A knowledge base and queries for it. `group` names the set that it was made from."""

    group: str
    knowledge: KnowledgeBase
    cases: tuple[Case, ...]
    known_unknowns: bool = True  # whether `right` also names known unknowns


def public_set(folder: Path) -> LabelledSet:
    """Read a public set: `train.jsonl` (an entry an intent) or `docs.jsonl`, with `test.jsonl` or with `queries.jsonl` and
    `qrels.jsonl`."""
    cases = [Case(text, frozenset(right)) for text, right in _public_cases(folder)]
    return LabelledSet(folder.name, KnowledgeBase(list(_public_entries(folder))), tuple(cases))


def questions(group: str, file: Path, knowledge: KnowledgeBase, part: str) -> LabelledSet:
    """Labelled questions of one part ("look" or "report", by hash of their id); an entry is right when its main heading is one
    of the question's `gold`: headings, or ids of the units in a `units.jsonl` beside the file.
    """
    headings = {unit["id"]: unit["heading"] for unit in _rows(file.parent / "units.jsonl")}
    entries: dict[str, list[str]] = defaultdict(list)
    for entry in knowledge.entries:
        if entry.answerable and entry.source:
            entries[_squash(entry.source[0])].append(entry.id)
    cases = [
        Case(
            row["text"],
            frozenset(name for gold in row["gold"] for name in entries[_squash(headings.get(gold, gold))]),
            row.get("context"),
        )
        for row in _rows(file)
        if row.get("note") != "borderline" and part == _part(row["id"])
    ]
    return LabelledSet(group, knowledge, tuple(cases), known_unknowns=False)


def with_gaps(whole: LabelledSet, seed: int) -> LabelledSet:
    """The set with some entries left out and some turned into known unknowns, drawn by `seed`."""
    draw = random.Random(seed)
    entries: list[Entry] = []
    for entry in whole.knowledge.entries:
        chance = draw.random()
        if chance >= HIDDEN_SHARE + UNKNOWN_SHARE or not entry.answerable:
            entries.append(entry)
        elif chance >= HIDDEN_SHARE:
            entries.append(replace(entry, kind="not-covered", verdict=None))
    left = {entry.id for entry in entries}
    cases = tuple(replace(case, right=case.right & left) for case in whole.cases)
    return replace(whole, knowledge=replace(whole.knowledge, entries=entries), cases=cases)


def held_out_phrasings(group: str, knowledge: KnowledgeBase, seed: int) -> Iterator[LabelledSet]:
    """The knowledge in `FOLDS` versions, each without a share of its phrasings, which become the queries."""
    alike = _alike(knowledge)
    draw = random.Random(seed)
    folds = {phrasing: draw.randrange(FOLDS) for entry in knowledge.entries for phrasing in entry.also_asked}
    for fold in range(FOLDS):
        entries = [
            replace(entry, also_asked=tuple(p for p in entry.also_asked if folds[p] != fold)) for entry in knowledge.entries
        ]
        cases = [Case(p, alike[entry.id]) for entry in knowledge.entries for p in entry.also_asked if folds[p] == fold]
        yield LabelledSet(group, replace(knowledge, entries=entries), _drawn(cases, MOST_ASKED // FOLDS, draw))


def without_phrasings(group: str, knowledge: KnowledgeBase, seed: int) -> LabelledSet:
    """What an article is before an editor works on it: the answerable entries with their own questions alone. The phrasings are
    the queries; those of known unknowns have no answer."""
    alike = _alike(knowledge)
    entries = [replace(entry, also_asked=()) for entry in knowledge.entries if entry.answerable]
    left = {entry.id for entry in entries}
    cases = [Case(phrasing, alike[entry.id] & left) for entry in knowledge.entries for phrasing in entry.also_asked]
    return LabelledSet(group, replace(knowledge, entries=entries), _drawn(cases, MOST_ASKED, random.Random(seed)))


def _alike(knowledge: KnowledgeBase) -> dict[str, frozenset[str]]:
    """For each entry those that rest on the same main heading: each of them is right, for they say the same from two sides."""
    alike: dict[str, set[str]] = defaultdict(set)
    for entry in knowledge.entries:
        alike[_main_heading(entry)].add(entry.id)
    return {entry.id: frozenset(alike[_main_heading(entry)]) for entry in knowledge.entries}


def _drawn(cases: Sequence[Case], most: int, draw: random.Random) -> tuple[Case, ...]:
    return tuple(draw.sample(cases, most) if len(cases) > most else cases)


def _public_entries(folder: Path) -> Iterator[Entry]:
    if train := _rows(folder / "train.jsonl"):
        grouped: dict[str, list[str]] = defaultdict(list)
        for row in train:
            if row["intent"] != "oos":
                grouped[str(row["intent"])].append(row["text"])
        for name, texts in grouped.items():
            yield Entry(name, texts[0], texts[0], tuple(dict.fromkeys(texts[1:])))
        return
    for row in _rows(folder / "docs.jsonl"):
        question = row["question"] or row["answer"][:80]
        yield Entry(str(row["id"]), question, row["answer"] or question, tuple(row.get("alternates", ())))


def _public_cases(folder: Path) -> Iterator[tuple[str, Iterable[str]]]:
    if test := _rows(folder / "test.jsonl"):
        yield from ((row["text"], () if row["intent"] == "oos" else (str(row["intent"]),)) for row in test)
        if all(row["intent"] != "oos" for row in test):
            yield from ((row["text"], ()) for row in _rows(folder / "queries.jsonl") if row.get("answerable") is False)
        return
    right: Mapping[str, set[str]] = defaultdict(set)
    for row in _rows(folder / "qrels.jsonl"):
        if row.get("grade", 1) > 0:
            right[row["query"]].add(str(row["doc"]))
    yield from ((row["text"], right.get(row["id"], ())) for row in _rows(folder / "queries.jsonl"))


def _main_heading(entry: Entry) -> str:
    return entry.source[0] if entry.answerable and entry.source else f"entry {entry.id}"


def _rows(path: Path) -> Sequence[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def _squash(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def _part(name: str) -> str:
    return "look" if int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 else "report"
