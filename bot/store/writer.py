"""A thread that writes what others hand it, so that nobody waits for the database. What cannot be written is counted."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from multiprocessing.util import Finalize
from typing import Generic, TypeVar

Item = TypeVar("Item")

MOST_WAITING = 20_000  # items; when so many wait, the database has been failing for long
MOST_AT_ONCE = 500
LINGER = 0.1  # seconds that a first item waits for others, so that busy moments cost few transactions
TRIES = 4
PAUSE = 0.5  # seconds before the second try, twice as long before each further one
GOODBYE = 5.0  # seconds that the end of the process may wait for the last items

log = logging.getLogger("faqbot")


class Writer(Generic[Item]):
    """Writes items in batches, in their order.

    Args:
        write: Writes a batch or raises; it is tried again a few times, then the batch is lost.
        most: Items that may wait; what comes on top is lost.
        pause: Seconds before the second try.
    """

    def __init__(self, write: Callable[[Sequence[Item]], None], most: int = MOST_WAITING, pause: float = PAUSE) -> None:
        self.lost = 0
        self._write, self._most, self._pause = write, most, pause
        self._waiting: deque[Item] = deque()
        self._changed = threading.Condition()
        self._unwritten = 0  # waiting, or in the batch under way
        self._hurried = False  # somebody waits for what is unwritten
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()
        # Not atexit: a server's worker process ends without it.
        self._goodbye = Finalize(None, self.close, exitpriority=10)

    def put(self, item: Item) -> bool:
        """Hand over an item; False when it is lost, for too many wait."""
        with self._changed:
            if len(self._waiting) >= self._most or self._closed.is_set():
                self.lost += 1
                return False
            self._waiting.append(item)
            self._unwritten += 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="faqbot-log", daemon=True)
                self._thread.start()
            self._changed.notify_all()
            return True

    def flush(self, timeout: float) -> bool:
        """Wait until all that was handed over is written or lost; False when that takes longer than `timeout` seconds."""
        with self._changed:
            self._hurried = True
            self._changed.notify_all()
            return self._changed.wait_for(lambda: not self._unwritten, timeout)

    def close(self) -> None:
        """Write what waits, for a few seconds at most, and stop."""
        self.flush(GOODBYE)
        with self._changed:
            self._closed.set()
            self._changed.notify_all()

    def _run(self) -> None:
        while batch := self._next():
            written = self._try(batch)
            with self._changed:
                self._unwritten -= len(batch)
                self.lost += 0 if written else len(batch)
                self._hurried = self._hurried and self._unwritten > 0
                self._changed.notify_all()

    def _next(self) -> list[Item]:
        """The next batch; none at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed.is_set())
            self._changed.wait_for(lambda: self._hurried or self._closed.is_set() or len(self._waiting) >= MOST_AT_ONCE, LINGER)
            return [self._waiting.popleft() for _ in range(min(MOST_AT_ONCE, len(self._waiting)))]

    def _try(self, batch: list[Item]) -> bool:
        for attempt in range(TRIES):
            try:
                self._write(batch)
            except Exception as error:  # noqa: BLE001  # the thread must outlive any surprise: the server answers on
                log.error("could not keep %d questions (try %d of %d): %s", len(batch), attempt + 1, TRIES, error)  # noqa: TRY400  # the message says all
                if attempt + 1 < TRIES and self._closed.wait(self._pause * 2**attempt):
                    return False
            else:
                return True
        return False
