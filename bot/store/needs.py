"""Wordings gathered into needs: which wordings wait for one, what a need holds, and its state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from sqlalchemy import Connection, Integer, RowMapping, Select, Text, func, insert, literal_column, select, union_all, update

from bot.store.database import add
from bot.store.tables import need_terms, needs, picks, votes, wordings

State: TypeAlias = Literal["open", "done", "ignored"]
STATES: tuple[State, ...] = get_args(State)

ALIKE = 15  # needs that share a term and are looked at, the largest first

# Written into the statement rather than bound to it, for else no database may use an index that is made for this very value.
_ZERO = literal_column("0", Integer)
_EMPTY = literal_column("''", Text)

_SUMS = ("missed", "near", "bad", "none", "weight")


@dataclass(frozen=True)
class Wording:
    """A distinct question; the counts are those of its replies and of the votes on them."""

    id: int
    text: str
    asked: int
    missed: int
    near: int
    bad: int
    none: int
    first_asked: int
    last_asked: int


@dataclass(frozen=True)
class Need:
    """What several wordings ask for. `wordings` counts them; `weight` counts the replies that did not help."""

    id: int
    state: State
    wordings: int
    missed: int
    near: int
    bad: int
    none: int
    weight: int
    first_asked: int
    last_asked: int


def waiting(connection: Connection, most: int) -> list[Wording]:
    """Wordings that some reply did not help and that no need has yet, the oldest first."""
    chosen = wordings.c.need.is_(None) & (wordings.c.weight > _ZERO)
    return _wordings(connection, select(wordings).where(chosen).order_by(wordings.c.id).limit(most))


def sharing(connection: Connection, terms: Iterable[str]) -> list[int]:
    """The needs in which one of `terms` stands, of each term those where it weighs most."""
    each = [
        select(need_terms.c.need)
        .where(need_terms.c.term == term)
        .order_by(need_terms.c.weight.desc(), need_terms.c.need)
        .limit(ALIKE)
        .subquery()
        for term in sorted(terms)
    ]
    if not each:
        return []
    return sorted(set(connection.execute(union_all(*(select(one.c.need) for one in each))).scalars()))


def centroids(connection: Connection, chosen: Sequence[int]) -> dict[int, dict[str, float]]:
    """For each need what its terms weigh in a wording on average."""
    averages: dict[int, dict[str, float]] = {need: {} for need in chosen}
    query = (
        select(need_terms, needs.c.wordings)
        .join(needs, needs.c.id == need_terms.c.need)
        .where(need_terms.c.need.in_(chosen))
        .order_by(need_terms.c.need, need_terms.c.term)
    )
    for row in connection.execute(query):
        averages[row.need][row.term] = row.weight / max(1, row.wordings)
    return averages


def found(connection: Connection, wording: Wording) -> int:
    """A new need, still without wordings."""
    times = {"first_asked": wording.first_asked, "last_asked": wording.last_asked}
    row = {"state": "open", "wordings": 0, "weighed": 1, **dict.fromkeys(_SUMS, 0), **times}
    return int(connection.execute(insert(needs).values(row).returning(needs.c.id)).scalar_one())


def join(connection: Connection, wording: Wording, need: int, terms: Mapping[str, float]) -> None:
    """Make a wording one of a need's; a need that was done is open again."""
    connection.execute(update(wordings).where(wordings.c.id == wording.id).values(need=need))
    _sum_up(connection, need)
    connection.execute(update(needs).where(needs.c.id == need, needs.c.state == "done").values(state="open"))
    add_terms(connection, need, terms)


def add_terms(connection: Connection, need: int, terms: Mapping[str, float]) -> None:
    """Add the weights of a wording's terms to those of its need."""
    add(connection, need_terms, {(term, need): weight for term, weight in sorted(terms.items())})


def list_needs(connection: Connection, state: State, most: int, skip: int = 0) -> list[Need]:
    """The needs in a state, the weightiest first."""
    query = select(needs).where(needs.c.state == state).order_by(needs.c.weight.desc(), needs.c.last_asked.desc(), needs.c.id)
    return [_need(row) for row in connection.execute(query.limit(most).offset(skip)).mappings()]


def count_needs(connection: Connection) -> dict[State, int]:
    """How many needs are in each state."""
    rows = connection.execute(select(needs.c.state, func.count()).group_by(needs.c.state))
    return dict.fromkeys(STATES, 0) | dict(rows.all())


def need(connection: Connection, name: int) -> Need | None:
    """The need with this id."""
    row = connection.execute(select(needs).where(needs.c.id == name)).mappings().one_or_none()
    return _need(row) if row else None


def wordings_of(connection: Connection, name: int, most: int) -> list[Wording]:
    """A need's wordings, those that failed most often first."""
    order = (wordings.c.weight.desc(), wordings.c.last_asked.desc(), wordings.c.id)
    return _wordings(connection, select(wordings).where(wordings.c.need == name).order_by(*order).limit(most))


def picked(connection: Connection, name: int) -> dict[str, int]:
    """How often each entry was picked from the suggestions for a need's wordings, the commonest first."""
    query = (
        select(picks.c.entry, func.count().label("times"))
        .join(wordings, wordings.c.id == picks.c.wording)
        .where(wordings.c.need == name)
        .group_by(picks.c.entry)
        .order_by(func.count().desc(), picks.c.entry)
    )
    return dict(connection.execute(query).all())


def reasons(connection: Connection, name: int, most: int) -> list[str]:
    """What visitors wrote beside their votes on a need's wordings, the latest first."""
    query = (
        select(votes.c.reason)
        .join(wordings, wordings.c.id == votes.c.wording)
        .where(wordings.c.need == name, votes.c.reason != _EMPTY)
        .order_by(votes.c.voted_at.desc())
    )
    return list(connection.execute(query.limit(most)).scalars())


def set_state(connection: Connection, name: int, state: State) -> bool:
    """Put a need into a state; whether there is one."""
    return connection.execute(update(needs).where(needs.c.id == name).values(state=state)).rowcount == 1


def to_weigh(connection: Connection, most: int) -> list[int]:
    """Needs whose terms must be weighed again, for some of their wordings were forgotten."""
    return list(connection.execute(select(needs.c.id).where(needs.c.weighed == _ZERO).order_by(needs.c.id).limit(most)).scalars())


def weighed(connection: Connection, name: int) -> None:
    """Note that a need's terms are right again."""
    connection.execute(update(needs).where(needs.c.id == name).values(weighed=1))


def sum_up_again(connection: Connection, chosen: Iterable[int]) -> None:
    """Put the sums of needs right after some of their wordings were forgotten; those without any go."""
    for name in chosen:
        connection.execute(need_terms.delete().where(need_terms.c.need == name))
        _sum_up(connection, name)
        connection.execute(update(needs).where(needs.c.id == name).values(weighed=0))
    connection.execute(needs.delete().where(needs.c.wordings == 0))


def _sum_up(connection: Connection, name: int) -> None:
    columns = (func.coalesce(func.sum(wordings.c[column]), 0).label(column) for column in _SUMS)
    times = (func.coalesce(func.min(wordings.c.first_asked), 0).label("first_asked"),
             func.coalesce(func.max(wordings.c.last_asked), 0).label("last_asked"))  # fmt: skip
    query = select(func.count().label("wordings"), *columns, *times).where(wordings.c.need == name)
    connection.execute(update(needs).where(needs.c.id == name).values(dict(connection.execute(query).mappings().one())))


def _need(row: RowMapping) -> Need:
    return Need(**{name: row[name] for name in Need.__dataclass_fields__})


def _wordings(connection: Connection, query: Select[Any]) -> list[Wording]:
    names = Wording.__dataclass_fields__
    rows = connection.execute(query)
    return [Wording(**{name: getattr(row, name) for name in names}) for row in rows]
