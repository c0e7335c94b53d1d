"""Drafts into knowledge files, and back: each lesson with both versions of the file in the database."""

from __future__ import annotations

import time
from pathlib import Path

from sqlalchemy import Connection

from bot import files
from bot.cache import read_files
from bot.errors import TeachingError
from bot.store import lessons, needs
from bot.store.database import Database
from bot.store.lessons import Lesson, content_hash
from bot.teaching.drafts import Draft, Written


def keep(database: Database, draft: Draft, written: Written, need: int | None = None) -> int:
    """Write the file and the lesson, both or neither, and put the need that it answers among those done; the lesson's number.

    Raises:
        TeachingError: The file is not what the draft was made for any more, or cannot be written.
        StoreError: The database fails; the file is as it was.
    """
    wrote = False
    try:
        with database.writing() as connection:
            _expect(written.path, written.version)
            number = lessons.record(
                connection, draft.what, written.path.name, written.before, written.after, need, int(time.time())
            )
            if need is not None:
                needs.set_state(connection, need, "done")
            _replace(written.path, written.after)
            wrote = True
    except BaseException:
        if wrote:
            _replace(written.path, written.before)
        raise
    return number


def undo(database: Database, place: Path, number: int | None = None) -> Lesson:
    """Give a file back the version from before a lesson, by default the latest one that stands.

    Raises:
        TeachingError: There is no such lesson, or the file was changed since.
    """
    wrote: tuple[Path, bytes] | None = None
    try:
        with database.writing() as connection:
            lesson = _standing(connection, number)
            path = _path(place, lesson.file)
            _expect(path, lesson.after)
            lessons.undone(connection, lesson.id, int(time.time()))
            if lesson.need is not None:
                needs.set_state(connection, lesson.need, "open")
            before, after = lessons.content(connection, lesson.before), path.read_bytes()
            _replace(path, before)
            wrote = path, after
    except BaseException:
        if wrote:
            _replace(*wrote)
        raise
    return lesson


def _standing(connection: Connection, number: int | None) -> Lesson:
    lesson = lessons.last_standing(connection) if number is None else lessons.lesson(connection, number)
    if lesson is None or lesson.undone_at:
        raise TeachingError("there is no lesson to undo" if number is None else f"there is no lesson {number} that stands")
    return lesson


def _expect(path: Path, version: str) -> None:
    if content_hash(path.read_bytes()) != version:
        raise TeachingError(
            f"{path.name} was changed in the meantime, expected the version that this was made for: look at it again"
        )


def _replace(path: Path, content: bytes) -> None:
    try:
        files.replace(path, content)
    except OSError as error:
        raise TeachingError(f"{path}: {error.strerror}, expected a file that can be written") from None


def _path(place: Path, name: str) -> Path:
    for path in map(Path, read_files(place)):
        if path.name == name:
            return path
    raise TeachingError(f"there is no file {name} in this knowledge any more, expected it for undoing the lesson")
