"""Questions out of the tables: those that are too old, those that hold a text, or all. What was counted by day stays."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, Select, delete, func, select, update

from bot.store.needs import sum_up_again
from bot.store.tables import need_terms, needs, picks, questions, salts, votes, wordings

DAY = 86_400  # seconds


def forget_before(connection: Connection, time: int) -> int:
    """Forget the questions asked before `time` with their votes; how many they were."""
    return _forget(connection, questions.c.asked_at < time, wordings.c.first_asked < time)


def forget_text(connection: Connection, text: str) -> int:
    """Forget the questions that hold `text`, in capitals or not, and the reasons that do; how many questions they were."""
    connection.execute(update(votes).where(votes.c.reason.icontains(text, autoescape=True)).values(reason=""))
    holds = questions.c.text.icontains(text, autoescape=True)
    wording_holds = wordings.c.text.icontains(text, autoescape=True)
    asked = select(questions.c.wording).where(holds)
    return _forget(
        connection,
        holds | questions.c.wording.in_(select(wordings.c.id).where(wording_holds)),
        wording_holds | wordings.c.id.in_(asked),
    )


def forget_all(connection: Connection) -> int:
    """Forget every question, vote, pick and need; how many questions they were."""
    count = int(connection.execute(select(func.count()).select_from(questions)).scalar_one())
    for table in (questions, votes, picks, wordings, needs, need_terms, salts):
        connection.execute(delete(table))
    return count


def _forget(connection: Connection, chosen: ColumnElement[bool], touched: ColumnElement[bool]) -> int:
    """Forget the `chosen` questions; `touched` are the wordings that may have lost some."""
    ids = list(connection.execute(select(wordings.c.id).where(touched)).scalars())
    replies = select(questions.c.reply_id).where(chosen)
    connection.execute(delete(votes).where(votes.c.reply_id.in_(replies)))
    connection.execute(delete(picks).where(picks.c.reply_id.in_(replies)))
    count = connection.execute(delete(questions).where(chosen)).rowcount
    for start in range(0, len(ids), 1000):
        _count_again(connection, ids[start : start + 1000])
    return count


def _count_again(connection: Connection, ids: list[int]) -> None:
    """Put the sums of wordings right, drop those that nobody asks any more, and so with their needs."""
    losing = list(connection.execute(_needs_of(ids)).scalars())
    mine = questions.c.wording == wordings.c.id

    def count(*more: ColumnElement[bool]) -> object:
        return select(func.count()).select_from(questions).where(mine, *more).scalar_subquery()

    def voted(kind: str) -> object:
        joined = votes.join(questions, votes.c.reply_id == questions.c.reply_id)
        return select(func.count()).select_from(joined).where(mine, votes.c.vote == kind).scalar_subquery()

    def time(function: ColumnElement[int]) -> object:
        return func.coalesce(select(function).where(mine).scalar_subquery(), 0)

    sums = {
        "asked": count(),
        "missed": count(questions.c.kind == "no_answer", questions.c.entry == ""),
        "near": count(questions.c.kind == "suggestions"),
        "bad": voted("bad"),
        "none": voted("none"),
        "first_asked": time(func.min(questions.c.asked_at)),
        "last_asked": time(func.max(questions.c.asked_at)),
    }
    among = wordings.c.id.in_(ids)
    connection.execute(update(wordings).where(among).values(sums))
    connection.execute(delete(wordings).where(among, wordings.c.asked == 0))
    weight = wordings.c.missed + wordings.c.near + wordings.c.bad + wordings.c.none
    connection.execute(update(wordings).where(among).values(weight=weight))
    sum_up_again(connection, losing)


def _needs_of(ids: Iterable[int]) -> Select[int]:
    return select(wordings.c.need).where(wordings.c.id.in_(list(ids)), wordings.c.need.is_not(None)).distinct()
