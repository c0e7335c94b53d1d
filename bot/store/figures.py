"""What the log says at a glance: questions a day, how they were answered, what visitors found of it. Read from sums alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from bot.store.needs import Wording
from bot.store.tables import day_votes, days, picks, questions, usage, votes, wordings

TENTHS = 10


@dataclass(frozen=True)
class Day:
    """A day's replies by kind."""

    day: str
    kinds: dict[str, int]

    @property
    def total(self) -> int:
        """All replies."""
        return sum(self.kinds.values())


@dataclass(frozen=True)
class Figures:
    """A span of days.

    Args:
        days: Every day of the span, the quiet ones too.
        kinds: Replies by kind.
        votes: Votes by kind.
        tenths: Replies by the tenth that their confidence lies in, small talk left out.
        top: The wordings that were asked most, of all that are kept.
        misses: The wordings that most replies did not help, of all that are kept.
    """

    days: tuple[Day, ...]
    kinds: dict[str, int]
    votes: dict[str, int]
    tenths: tuple[int, ...]
    top: tuple[Wording, ...]
    misses: tuple[Wording, ...]

    @property
    def asked(self) -> int:
        """Questions in all, small talk left out."""
        return sum(count for kind, count in self.kinds.items() if kind != "smalltalk")

    def share(self, kind: str) -> float | None:
        """The share of the questions that got this kind of reply; None where nothing was asked."""
        return self.kinds.get(kind, 0) / self.asked if self.asked else None

    @property
    def helpful(self) -> float | None:
        """The share of thumbs up among the thumbs; None where there are none."""
        thumbs = self.votes.get("good", 0) + self.votes.get("bad", 0)
        return self.votes.get("good", 0) / thumbs if thumbs else None


def figures(connection: Connection, until: str, span: int = 30, most: int = 10) -> Figures:
    """The figures of the `span` days that end with the day `until`."""
    names = [(date.fromisoformat(until) - timedelta(days=ago)).isoformat() for ago in reversed(range(span))]
    by_day: dict[str, dict[str, int]] = {name: {} for name in names}
    kinds: Counter[str] = Counter()
    tenths = [0] * TENTHS
    for day, kind, tenth, count in connection.execute(select(days).where(days.c.day.between(names[0], names[-1]))):
        by_day[day][kind] = by_day[day].get(kind, 0) + count
        kinds[kind] += count
        if kind != "smalltalk":
            tenths[tenth] += count
    voted = select(day_votes.c.vote, func.sum(day_votes.c.count)).where(day_votes.c.day.between(names[0], names[-1]))
    thumbs = {vote: int(count) for vote, count in connection.execute(voted.group_by(day_votes.c.vote))}
    return Figures(
        tuple(Day(day, counts) for day, counts in by_day.items()),
        dict(kinds),
        thumbs,
        tuple(tenths),
        tuple(top_wordings(connection, most)),
        tuple(top_wordings(connection, most, missed=True)),
    )


def top_wordings(connection: Connection, most: int, *, missed: bool = False) -> list[Wording]:
    """The wordings asked most often, or those that most replies did not help."""
    by = wordings.c.weight if missed else wordings.c.asked
    rows = connection.execute(select(wordings).where(by > 0).order_by(by.desc(), wordings.c.id).limit(most))
    return [Wording(**{name: getattr(row, name) for name in Wording.__dataclass_fields__}) for row in rows]


def shown(connection: Connection) -> dict[str, int]:
    """How often each entry was shown since the counting began."""
    return {
        entry: int(count)
        for entry, count in connection.execute(select(usage.c.entry, func.sum(usage.c.count)).group_by(usage.c.entry))
    }


def confirmed(connection: Connection) -> dict[int, str]:
    """For each wording that visitors said so of, the entry that answers it: picked from suggestions, or thanked for."""
    thanked = (
        select(questions.c.wording, questions.c.entry, func.count().label("times"))
        .join(votes, votes.c.reply_id == questions.c.reply_id)
        .where(votes.c.vote == "good", questions.c.kind == "answer", questions.c.wording.is_not(None))
        .group_by(questions.c.wording, questions.c.entry)
    )
    chosen = (
        select(picks.c.wording, picks.c.entry, func.count().label("times"))
        .where(picks.c.wording.is_not(None))
        .group_by(picks.c.wording, picks.c.entry)
    )
    rows = [*connection.execute(thanked), *connection.execute(chosen)]
    return {row.wording: row.entry for row in sorted(rows, key=lambda row: (row.times, row.entry))}
