"""What visitors say of replies: a thumb, "none of these", or a suggestion that they picked. One vote a reply, the last one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from sqlalchemy import Connection, Row, select, update

from bot.store.database import add, put
from bot.store.log import day_of, raise_need
from bot.store.privacy import masked
from bot.store.tables import day_votes, picks, questions, votes, wordings

Vote: TypeAlias = Literal["good", "bad", "none"]
VOTES: tuple[Vote, ...] = get_args(Vote)

LONGEST_REASON = 500  # characters


@dataclass(frozen=True)
class Pick:
    """The suggestion of a reply that was picked, and when."""

    reply_id: str
    entry: str
    at: int


def vote(connection: Connection, reply_id: str, given: Vote, reason: str, at: int) -> bool:
    """Keep the vote on a reply in place of any earlier one; whether there is such a reply."""
    asked = _asked(connection, reply_id)
    if asked is None:
        return False
    before = connection.execute(select(votes).where(votes.c.reply_id == reply_id)).one_or_none()
    row = {"reply_id": reply_id, "voted_at": at, "vote": given, "reason": masked(reason)[:LONGEST_REASON]}
    put(connection, votes, {**row, "wording": asked.wording}, replace=True)
    change = Counter({given: 1})
    counted = Counter({(day_of(at), given): 1})
    if before is not None:
        change[before.vote] -= 1
        counted[(day_of(before.voted_at), before.vote)] -= 1
    add(connection, day_votes, {key: count for key, count in counted.items() if count})
    _count(connection, asked, {name: change[name] for name in ("bad", "none") if change[name]})
    return True


def pick(connection: Connection, reply_id: str, entry: str, at: int) -> bool:
    """Keep which suggestion of a reply was picked, the first time; whether there is such a reply."""
    asked = _asked(connection, reply_id)
    if asked is None:
        return False
    put(connection, picks, {"reply_id": reply_id, "picked_at": at, "entry": entry, "wording": asked.wording}, replace=False)
    return True


def _asked(connection: Connection, reply_id: str) -> Row[int | None, int | None] | None:
    """The wording of a reply's question, and the wording's need."""
    joined = questions.outerjoin(wordings, questions.c.wording == wordings.c.id)
    return connection.execute(
        select(questions.c.wording, wordings.c.need).select_from(joined).where(questions.c.reply_id == reply_id)
    ).one_or_none()


def _count(connection: Connection, asked: Row[int | None, int | None], change: dict[str, int]) -> None:
    wording, need = asked
    if wording is None or not change:
        return
    sums = {wordings.c[name]: wordings.c[name] + count for name, count in change.items()}
    weight = wordings.c.weight + sum(change.values())
    connection.execute(update(wordings).where(wordings.c.id == wording).values({**sums, wordings.c.weight: weight}))
    if need is not None:
        raise_need(connection, need, **change)
