"""The database: SQLite in a file, or PostgreSQL by URL. What was committed is on the disk when `writing` returns."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import platformdirs
from sqlalchemy import Connection, Engine, Table, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from bot.errors import ExtraMissingError, StoreError
from bot.store.migrations import migrate

BUSY = 5.0  # seconds that a writer waits for another one
_LOCK = 0x66617162  # names our lock among those of a PostgreSQL database
_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


def default_url() -> str:
    """`FAQBOT_DATABASE` (a URL, or the path of an SQLite file), else a file in the user's data folder."""
    return os.environ.get("FAQBOT_DATABASE") or str(Path(platformdirs.user_data_dir("faqbot", appauthor=False)) / "faqbot.db")


def wal_is_safe(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite may use a write-ahead log: versions before 3.51.3 can damage a file when two connections write and
    checkpoint at once (the "WAL-reset bug"; repaired in 3.44.6 and 3.50.7 as well)."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


class Database:
    """An open database with its schema up to date; safe to share between threads.

    Raises:
        StoreError: It cannot be opened, or a newer faqbot has written it.
        ExtraMissingError: It is PostgreSQL and psycopg is not installed.
    """

    def __init__(self, url: str | None = None) -> None:
        place = _url(url or default_url())
        self.url = place.render_as_string(hide_password=True)
        if place.get_backend_name() == "sqlite":
            _make_file(place)
        self._engine = _engine(place)
        try:
            with self.writing() as connection:
                migrate(connection)
        except BaseException:
            self.close()
            raise

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engine.dialect.name

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database.

        Raises:
            StoreError: The database fails.
        """
        with self._connected() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction, one writer at a time: committed and on the disk at the end of the block, or not at all.

        Raises:
            StoreError: The database fails; nothing of the block was kept.
        """
        with self._connected(faqbot_writes=True) as connection:
            if self.dialect == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            yield connection

    @contextmanager
    def _connected(self, **options: bool) -> Iterator[Connection]:
        try:
            with self._engine.connect().execution_options(**options) as connection, connection.begin():
                yield connection
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise StoreError(f"{self.url}: {getattr(error, 'orig', None) or error}") from error


def add(connection: Connection, table: Table, amounts: Mapping[Any, float]) -> None:
    """Add to the one column beside the primary key, in the rows with these keys (tuples), which may be new."""
    if not amounts:
        return
    insert = _insert(connection, table)
    keys = [column.name for column in table.primary_key]
    [sums] = [column.name for column in table.columns if not column.primary_key]
    rows = [{**dict(zip(keys, key, strict=True)), sums: amount} for key, amount in amounts.items()]
    connection.execute(
        insert.on_conflict_do_update(index_elements=keys, set_={sums: table.c[sums] + insert.excluded[sums]}), rows
    )


def put(connection: Connection, table: Table, row: Mapping[str, Any], *, replace: bool) -> None:
    """Insert a row; where the primary key is there already, replace the row or leave it."""
    insert, keys = _insert(connection, table).values(**row), [column.name for column in table.primary_key]
    others = {name: value for name, value in row.items() if name not in keys}
    connection.execute(
        insert.on_conflict_do_update(index_elements=keys, set_=others)
        if replace
        else insert.on_conflict_do_nothing(index_elements=keys)
    )


def _insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def _url(written: str) -> URL:
    if "://" not in written:
        return URL.create("sqlite", database=str(Path(written).expanduser().absolute()))
    try:
        url = make_url(written)
    except (ArgumentError, ValueError):
        url = None
    driver = _DRIVERS.get(url.drivername.split("+")[0]) if url else None
    if url is None or driver is None or (driver == "sqlite" and not url.database):
        # Nothing of what was written is repeated: it may hold a password.
        raise StoreError("FAQBOT_DATABASE: expected the path of a file, sqlite:///file, or postgresql://user@host/name")
    return url.set(drivername=driver)


def _make_file(url: URL) -> None:
    """An empty file that only its owner reads, where there is none yet."""
    file = Path(str(url.database))
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600)
    except OSError as error:
        raise StoreError(f"{file}: {error.strerror}, expected a place for the database (FAQBOT_DATABASE)") from None


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": BUSY, "check_same_thread": False})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": int(BUSY)})
    except (ModuleNotFoundError, NoSuchModuleError):
        raise ExtraMissingError("PostgreSQL needs psycopg: pip install 'faqbot[postgres]'") from None


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where `_begin_sqlite` says, not where the driver guesses
    connection.execute(f"PRAGMA journal_mode = {'WAL' if wal_is_safe() else 'DELETE'}")
    connection.execute("PRAGMA synchronous = FULL")  # NORMAL may lose what was acknowledged when the power fails
    connection.execute("PRAGMA secure_delete = ON")  # what is forgotten is overwritten, not only unlinked


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock at once: a reader that becomes a writer could not wait for its turn.
    writes = connection.get_execution_options().get("faqbot_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
