"""Questions into the tables: each with what it got, and the sums over wordings, needs and days kept up with it."""

from __future__ import annotations

import secrets
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, case, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.records import Reply
from bot.store.database import add, put
from bot.store.privacy import masked, visitor_hash
from bot.store.tables import days, needs, questions, salts, usage, wordings
from bot.text import find_words, normalise

Surface: TypeAlias = Literal["web", "terminal"]

MOST_KEYS = 5000  # values named in one SELECT


@dataclass(frozen=True)
class Asked:
    """A question and what it got. `at` is in seconds since 1970; `address` and `agent` tell visitors apart and are never kept."""

    reply_id: str
    at: int
    text: str
    kind: str
    entry: str
    confidence: float
    article: str = ""
    surface: Surface = "web"
    address: str = ""
    agent: str = ""

    @classmethod
    def of(  # noqa: PLR0913, PLR0917  # what is known of a question
        cls, reply: Reply, reply_id: str, at: int, surface: Surface = "web", address: str = "", agent: str = ""
    ) -> Asked:
        """What is kept of a reply."""
        entry = reply.entry.id if reply.entry else ""
        article = reply.entry.article if reply.entry else ""
        return cls(reply_id, at, reply.query, reply.kind, entry, reply.confidence, article, surface, address, agent)

    @property
    def missed(self) -> bool:
        """Whether it got nothing; a known unknown is not a miss, for an editor wrote what to say."""
        return self.kind == "no_answer" and not self.entry

    @property
    def near(self) -> bool:
        """Whether it got suggestions."""
        return self.kind == "suggestions"


def day_of(at: int) -> str:
    """The day of a time, in UTC, as an ISO date."""
    return datetime.fromtimestamp(at, UTC).date().isoformat()


def wording_key(text: str) -> str:
    """What two askings of one wording have in common: its words, however capitalised and punctuated."""
    return " ".join(word[0] for word in find_words(normalise(text))) or normalise(text)


def write(connection: Connection, batch: Sequence[Asked], *, with_text: bool = True) -> None:
    """Keep a batch of questions; without text only what they got."""
    kept = [(asked, masked(asked.text) if with_text else "") for asked in batch]
    ids = _count_wordings(connection, kept) if with_text else {}
    salt = {day: _salt(connection, day) for day in sorted({day_of(asked.at) for asked in batch})} if with_text else {}
    connection.execute(
        insert(questions),
        [
            {
                "reply_id": asked.reply_id,
                "asked_at": asked.at,
                "kind": asked.kind,
                "entry": asked.entry,
                "confidence": asked.confidence,
                "article": asked.article,
                "surface": asked.surface,
                "visitor": visitor_hash(salt[day_of(asked.at)], asked.address, asked.agent)
                if with_text and asked.address
                else "",
                "text": text,
                "wording": ids.get(wording_key(text)) if with_text else None,
            }
            for asked, text in kept
        ],
    )
    _count_days(connection, batch)


def raise_need(connection: Connection, need: int, **more: int) -> None:
    """Add to the sums of a need; one that was done is open again when it is missed again."""
    weight = sum(more.get(name, 0) for name in ("missed", "near", "bad", "none"))
    sums = {needs.c[name]: needs.c[name] + count for name, count in more.items()}
    state = case((needs.c.state == "done", "open"), else_=needs.c.state) if weight > 0 else needs.c.state
    connection.execute(
        update(needs).where(needs.c.id == need).values({**sums, needs.c.weight: needs.c.weight + weight, needs.c.state: state})
    )


def _count_wordings(connection: Connection, kept: Sequence[tuple[Asked, str]]) -> dict[str, int]:
    """Add the questions to the sums of their wordings; the ids of the wordings by key."""
    found: dict[str, dict[str, Any]] = {}
    for asked, text in kept:
        key = wording_key(text)
        row = found.setdefault(
            key,
            {"key": key, "text": text, "asked": 0, "missed": 0, "near": 0, "bad": 0, "none": 0, "weight": 0,
             "first_asked": asked.at, "last_asked": asked.at},
        )  # fmt: skip
        row["asked"] += 1
        row["missed"] += asked.missed
        row["near"] += asked.near
        row["weight"] += asked.missed or asked.near
        row["first_asked"], row["last_asked"] = min(row["first_asked"], asked.at), max(row["last_asked"], asked.at)
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    upsert = dialect.insert(wordings)
    sums = {name: wordings.c[name] + upsert.excluded[name] for name in ("asked", "missed", "near", "weight")}
    later = case((upsert.excluded.last_asked > wordings.c.last_asked, upsert.excluded.last_asked), else_=wordings.c.last_asked)
    connection.execute(
        upsert.on_conflict_do_update(index_elements=["key"], set_={**sums, "last_asked": later}),
        [found[key] for key in sorted(found)],
    )
    return _ids(connection, found)


def _ids(connection: Connection, found: dict[str, dict[str, Any]]) -> dict[str, int]:
    """The wordings' ids by key; what they add goes to their needs."""
    ids: dict[str, int] = {}
    gains: dict[int, Counter[str]] = defaultdict(Counter)
    last: dict[int, int] = {}
    keys = sorted(found)
    for start in range(0, len(keys), MOST_KEYS):
        chosen = wordings.c.key.in_(keys[start : start + MOST_KEYS])
        for row in connection.execute(select(wordings.c.id, wordings.c.key, wordings.c.need).where(chosen)):
            ids[row.key] = row.id
            new = found[row.key]
            if row.need is not None and new["weight"]:
                gains[row.need].update(missed=new["missed"], near=new["near"])
                last[row.need] = max(last.get(row.need, 0), new["last_asked"])
    for need, gain in sorted(gains.items()):
        raise_need(connection, need, **gain)
        newest = case((needs.c.last_asked < last[need], last[need]), else_=needs.c.last_asked)
        connection.execute(update(needs).where(needs.c.id == need).values(last_asked=newest))
    return ids


def _count_days(connection: Connection, batch: Sequence[Asked]) -> None:
    kinds = Counter((day_of(asked.at), asked.kind, min(9, int(asked.confidence * 10))) for asked in batch)
    add(connection, days, kinds)
    add(connection, usage, Counter((day_of(asked.at), asked.entry) for asked in batch if asked.entry))


def _salt(connection: Connection, day: str) -> bytes:
    """The salt of a day, the same for every process."""
    put(connection, salts, {"day": day, "salt": secrets.token_bytes(32)}, replace=False)
    return bytes(connection.execute(select(salts.c.salt).where(salts.c.day == day)).scalar_one())


def drop_salts(connection: Connection, today: str) -> None:
    """Make the visitor hashes of past days untraceable."""
    connection.execute(salts.delete().where(salts.c.day < today))


def latest(connection: Connection) -> int:
    """When the last question was asked; 0 when none was."""
    return int(connection.execute(select(func.coalesce(func.max(questions.c.asked_at), 0))).scalar_one())
