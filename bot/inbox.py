"""What went unanswered, as an editor reads it: wordings gathered into needs, each with the entries that may answer it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from bot import grouping
from bot.assistant import Assistant
from bot.records import Entry
from bot.store import needs
from bot.store.database import Database
from bot.store.needs import Need, State, Wording

AT_ONCE = 50  # wordings that are gathered in one transaction, so that others can write in between
EXAMPLES = 5  # wordings shown of a need
MOST_WORDINGS = 1000  # wordings of a need that are looked at
JUDGED = 3  # wordings by which the best entries are found
BEST = 3


@dataclass(frozen=True)
class Best:
    """An entry that may answer a need, with the mean confidence over its commonest wordings."""

    entry: Entry
    confidence: float


@dataclass(frozen=True)
class Row:
    """A need as the inbox shows it.

    Args:
        need: Its state and its counts.
        wordings: The wordings that failed most often first; a few of them, or all where one need is shown.
        best: The entries nearest to it, the likeliest first.
        picked: How often visitors picked an entry from the suggestions.
        reasons: What visitors wrote beside their votes, the latest first.
    """

    need: Need
    wordings: tuple[Wording, ...]
    best: tuple[Best, ...]
    picked: dict[str, int]
    reasons: tuple[str, ...]

    @property
    def title(self) -> str:
        """The wording that stands for all."""
        return self.wordings[0].text if self.wordings else ""


def gather(assistant: Assistant, database: Database, most: int | None = None) -> int:
    """Gather the wordings that wait into needs, `most` of them at most; how many were gathered.

    Raises:
        StoreError: The database fails.
    """
    gathered = 0
    while most is None or gathered < most:
        limit = AT_ONCE if most is None else min(AT_ONCE, most - gathered)
        with database.reading() as connection:
            if not needs.waiting(connection, 1) and not needs.to_weigh(connection, 1):
                break
        with database.writing() as connection:
            for name in needs.to_weigh(connection, AT_ONCE):
                _weigh_again(assistant, connection, name)
            found = needs.waiting(connection, limit)
            for wording in found:
                _join(assistant, connection, wording)
        gathered += len(found)
    return gathered


def rows(assistant: Assistant, connection: Connection, state: State, most: int, skip: int = 0) -> list[Row]:
    """The needs in a state, the weightiest first."""
    return [_row(assistant, connection, each, EXAMPLES) for each in needs.list_needs(connection, state, most, skip)]


def row(assistant: Assistant, connection: Connection, name: int) -> Row | None:
    """One need with all of its wordings."""
    found = needs.need(connection, name)
    return _row(assistant, connection, found, MOST_WORDINGS) if found else None


def _terms(assistant: Assistant, text: str) -> dict[str, float]:
    # A wording without a subject ("and then?") is known by itself alone.
    return grouping.terms(assistant.subject(text)) or {f"={text.casefold()}": 1.0}


def _join(assistant: Assistant, connection: Connection, wording: Wording) -> None:
    weighed = _terms(assistant, wording.text)
    alike = needs.sharing(connection, grouping.telling(weighed))
    name = grouping.nearest(weighed, needs.centroids(connection, alike))
    needs.join(connection, wording, needs.found(connection, wording) if name is None else name, weighed)


def _weigh_again(assistant: Assistant, connection: Connection, name: int) -> None:
    for wording in needs.wordings_of(connection, name, MOST_WORDINGS):
        needs.add_terms(connection, name, _terms(assistant, wording.text))
    needs.weighed(connection, name)


def _row(assistant: Assistant, connection: Connection, need: Need, most: int) -> Row:
    wordings = needs.wordings_of(connection, need.id, most)
    reasons = needs.reasons(connection, need.id, EXAMPLES) if need.bad or need.none else []
    best = _best(assistant, [wording.text for wording in wordings[:JUDGED]])
    return Row(need, tuple(wordings), best, needs.picked(connection, need.id), tuple(reasons))


def _best(assistant: Assistant, texts: Sequence[str]) -> tuple[Best, ...]:
    entries: dict[str, Entry] = {}
    confidences: dict[str, float] = defaultdict(float)
    for text in texts:
        for entry, confidence in assistant.likeliest(text, 2 * BEST):
            entries[entry.id] = entry
            confidences[entry.id] += confidence / len(texts)
    ranked = sorted(entries, key=lambda name: (-confidences[name], name))
    return tuple(Best(entries[name], confidences[name]) for name in ranked[:BEST])
