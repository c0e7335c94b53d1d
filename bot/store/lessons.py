"""What was taught: each change of a knowledge file with its content before and after, so that it can be undone."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from bot.store.database import put
from bot.store.tables import lessons, versions


@dataclass(frozen=True)
class Lesson:
    """A change of a knowledge file; `before` and `after` are hashes of its content, `undone_at` is 0 while it stands."""

    id: int
    taught_at: int
    what: str
    file: str
    before: str
    after: str
    need: int | None
    undone_at: int


def content_hash(content: bytes) -> str:
    """The name of a version of a file."""
    return hashlib.sha256(content).hexdigest()


def record(connection: Connection, what: str, file: str, before: bytes, after: bytes, need: int | None, at: int) -> int:  # noqa: PLR0913, PLR0917  # a lesson has these parts
    """Keep a lesson and both versions; its number."""
    for content in (before, after):
        put(connection, versions, {"hash": content_hash(content), "content": zlib.compress(content)}, replace=False)
    row = {"taught_at": at, "what": what, "file": file, "before": content_hash(before), "after": content_hash(after)}
    query = insert(lessons).values({**row, "need": need, "undone_at": 0}).returning(lessons.c.id)
    return int(connection.execute(query).scalar_one())


def latest(connection: Connection, most: int) -> list[Lesson]:
    """The lessons, the latest first."""
    rows = connection.execute(select(lessons).order_by(lessons.c.id.desc()).limit(most)).mappings()
    return [Lesson(**row) for row in rows]


def lesson(connection: Connection, number: int) -> Lesson | None:
    """The lesson with this number."""
    row = connection.execute(select(lessons).where(lessons.c.id == number)).mappings().one_or_none()
    return Lesson(**row) if row else None


def last_standing(connection: Connection) -> Lesson | None:
    """The latest lesson that was not undone."""
    query = select(lessons).where(lessons.c.undone_at == 0).order_by(lessons.c.id.desc()).limit(1)
    row = connection.execute(query).mappings().one_or_none()
    return Lesson(**row) if row else None


def content(connection: Connection, name: str) -> bytes:
    """The content of a version that was kept."""
    return zlib.decompress(connection.execute(select(versions.c.content).where(versions.c.hash == name)).scalar_one())


def undone(connection: Connection, number: int, at: int) -> None:
    """Note that a lesson was undone."""
    connection.execute(update(lessons).where(lessons.c.id == number).values(undone_at=at))
