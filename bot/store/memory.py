"""What a surface remembers of its visitors: questions in passing, votes for certain, as much of it as the owner wants."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias, get_args

from bot.errors import SettingError
from bot.store import forgetting, log, votes
from bot.store.database import Database, default_url
from bot.store.log import Asked
from bot.store.votes import Pick, Vote
from bot.store.writer import Writer

Mode: TypeAlias = Literal["off", "counts", "questions"]
MODES: tuple[Mode, ...] = get_args(Mode)

RETENTION = 90  # days that questions are kept where nobody says otherwise
HURRY = 2.0  # seconds that a vote waits for its question to be written
TIDY = 3600.0  # seconds between looks for what is too old

logger = logging.getLogger("faqbot")


def mode() -> Mode:
    """`FAQBOT_LOG`: `questions` (the default), `counts` (what was answered and how surely, no words) or `off`.

    Raises:
        SettingError: It is something else.
    """
    written = os.environ.get("FAQBOT_LOG") or "questions"
    for each in MODES:
        if written == each:
            return each
    raise SettingError("FAQBOT_LOG", written, f"one of {', '.join(MODES)}")


def retention() -> int:
    """`FAQBOT_RETENTION`: for how many days questions are kept; 0 for ever.

    Raises:
        SettingError: It is no such number.
    """
    written = os.environ.get("FAQBOT_RETENTION") or str(RETENTION)
    if not written.isdecimal():
        raise SettingError("FAQBOT_RETENTION", written, "a number of days, 0 to keep questions for ever")
    return int(written)


class Memory:
    """Keeps questions and votes; safe to share between threads. The database is opened when it is first needed.

    Args:
        kept: How much is kept.
        url: The database; by default that of `FAQBOT_DATABASE`.
        after: Called by the writing thread with the database when questions were written.
        days: How long questions are kept; by default as `FAQBOT_RETENTION` says.
    """

    def __init__(
        self,
        kept: Mode = "questions",
        url: str | None = None,
        after: Callable[[Database], None] | None = None,
        days: int | None = None,
    ) -> None:
        self.mode = kept
        self._url, self._after = url or default_url(), after
        self._days = retention() if days is None else days
        self._opening = threading.Lock()
        self._database: Database | None = None
        self._writer: Writer[Asked | Pick] = Writer(self._write)
        self._tidied = -TIDY
        self._closed = threading.Event()

    @property
    def takes_votes(self) -> bool:
        """Whether feedback is kept."""
        return self.mode != "off"

    @property
    def lost(self) -> int:
        """Questions that could not be kept since this process began."""
        return self._writer.lost

    @property
    def database(self) -> Database:
        """The database.

        Raises:
            StoreError: It cannot be opened; the next try may do better.
        """
        with self._opening:
            if self._database is None:
                self._database = Database(self._url)
            return self._database

    def ask(self, asked: Asked) -> None:
        """Keep a question soon; never waits, never fails."""
        if self.mode != "off":
            self._writer.put(asked)

    def vote(self, reply_id: str, given: Vote, reason: str = "") -> bool:
        """Keep a vote now; whether there is such a reply.

        Raises:
            StoreError: It could not be kept.
        """
        if self.mode == "off":
            return False
        # The question may still wait to be written.
        return self._voted(reply_id, given, reason) or (self._writer.flush(HURRY) and self._voted(reply_id, given, reason))

    def pick(self, reply_id: str, entry: str) -> None:
        """Keep soon which suggestion of a reply was picked; never waits, never fails."""
        if self.mode != "off":
            self._writer.put(Pick(reply_id, entry, int(time.time())))

    def flush(self, timeout: float = HURRY) -> bool:
        """Wait until the questions are written; False when that takes longer than `timeout` seconds."""
        return self._writer.flush(timeout)

    def keep_tidy(self) -> None:
        """From now on forget what is too old by the hour, also while nobody asks anything."""
        threading.Thread(target=self._keep_tidy, name="faqbot-tidy", daemon=True).start()

    def close(self) -> None:
        """Write what waits and close the database."""
        self._closed.set()
        self._writer.close()
        with self._opening:
            if self._database is not None:
                self._database.close()
                self._database = None

    def _voted(self, reply_id: str, given: Vote, reason: str) -> bool:
        with self.database.writing() as connection:
            return votes.vote(connection, reply_id, given, reason, int(time.time()))

    def _write(self, batch: Sequence[Asked | Pick]) -> None:
        database = self.database
        with database.writing() as connection:
            if asked := [each for each in batch if isinstance(each, Asked)]:
                log.write(connection, asked, with_text=self.mode == "questions")
            for each in batch:
                if isinstance(each, Pick):
                    votes.pick(connection, each.reply_id, each.entry, each.at)
        try:
            self._tidy(database)
            if self._after is not None:
                self._after(database)
        except Exception:
            # The questions are kept; what failed here is tried again after the next ones.
            logger.exception("could not tidy up after writing questions")

    def _keep_tidy(self) -> None:
        while self.mode != "off":
            try:
                self._tidy(self.database)
            except Exception:
                logger.exception("could not forget what is too old, trying again later")
            if self._closed.wait(TIDY):
                break

    def _tidy(self, database: Database) -> None:
        """Forget what is too old, from time to time."""
        if time.monotonic() < self._tidied + TIDY:
            return
        self._tidied = time.monotonic()
        tidy(database, self._days)


def tidy(database: Database, days: int) -> None:
    """Forget the questions of more than `days` days ago (0: none) and the salts of past days."""
    now = int(time.time())
    with database.writing() as connection:
        log.drop_salts(connection, log.day_of(now))
        if days:
            forgetting.forget_before(connection, now - days * forgetting.DAY)
