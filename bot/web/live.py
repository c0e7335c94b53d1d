"""The assistant of a running server: replaced when the knowledge files change, kept when the new ones are broken."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from bot.assistant import Assistant
from bot.cache import fingerprint, locate, read_files
from bot.errors import BotError
from bot.preparing import prepare

INTERVAL = 0.5  # seconds between looks at the files

_Stamp: TypeAlias = tuple[tuple[str, int, int], ...]

log = logging.getLogger("faqbot")


@dataclass(frozen=True)
class Served:
    """What is being answered from, by its fingerprint, and why the files' latest state is not (empty if it is)."""

    assistant: Assistant
    fingerprint: str
    problem: str = ""


class LiveAssistant:
    """Holds the assistant that answers now; requests take it once and keep it, so a change never drops one."""

    def __init__(self, served: Served, place: Path | None = None) -> None:
        self.served = served
        self.place = place  # of the knowledge files; None where the knowledge came without any
        self._closed = threading.Event()

    @classmethod
    def watching(cls, path: str | Path | None) -> LiveAssistant:
        """Over the knowledge at `path`, looking for changes from now on."""
        place = locate(path)
        stamp = _stamp(place)  # taken first, so that a change while the knowledge is read is seen later
        live = cls(_opened(place), place)
        threading.Thread(target=live._watch, args=(place, stamp), name="faqbot-knowledge", daemon=True).start()
        return live

    def close(self) -> None:
        """Stop watching."""
        self._closed.set()

    def refresh(self, place: Path) -> None:
        """Take over the knowledge at `place` if it changed and is sound."""
        try:
            latest = fingerprint(read_files(place))
            if latest == self.served.fingerprint:
                self.served = Served(self.served.assistant, latest)
                return
            self.served = _opened(place)
            log.warning("knowledge changed: now answering from %d entries", len(self.served.assistant.knowledge.entries))
        except BotError as error:
            self.served = Served(self.served.assistant, self.served.fingerprint, str(error))
            log.error("knowledge changed but is broken, still answering from the one before:\n%s", error)  # noqa: TRY400  # the mistakes say where; a traceback would not

    def _watch(self, place: Path, seen: _Stamp) -> None:
        while not self._closed.wait(INTERVAL):
            if (stamp := _stamp(place)) == seen:
                continue
            seen = stamp
            try:
                self.refresh(place)
            except Exception:
                # The watcher must outlive any surprise (a folder unmounted, memory short): the server answers on.
                log.exception("could not look at the knowledge files, trying again")


def _opened(place: Path) -> Served:
    name = prepare(place)
    return Served(Assistant.open(place), name)


def _stamp(place: Path) -> _Stamp:
    """What tells a changed file without reading it: names, times and sizes. A missing place is an empty stamp."""
    try:
        paths = sorted(place.iterdir()) if place.is_dir() else [place]
        return tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in paths)
    except OSError:
        return ()
