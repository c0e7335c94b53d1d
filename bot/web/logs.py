"""Log lines: for people as they are, for machines as JSON, one object a line with the request's id."""

from __future__ import annotations

import json
import logging
import os
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias, get_args

from bot.errors import SettingError

SHARED = "PROMETHEUS_MULTIPROC_DIR"  # where several workers add up their figures; prometheus-client reads it when imported

Access: TypeAlias = Literal["off", "on", "text"]
ACCESS: tuple[Access, ...] = get_args(Access)


def access() -> Access:
    """`FAQBOT_ACCESS`: `off` (the default), `on` (log every request, all lines as JSON) or `text` (with the questions).

    Raises:
        SettingError: It is something else.
    """
    written = os.environ.get("FAQBOT_ACCESS") or "off"
    for each in ACCESS:
        if written == each:
            return each
    raise SettingError("FAQBOT_ACCESS", written, f"one of {', '.join(ACCESS)}")


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON: time (UTC), level, logger, message, and the `fields` that came with it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def configuration(kept: Access) -> dict[str, Any]:
    """The server's logging, to standard error."""
    plain = {"format": "%(asctime)s %(levelname)s %(message)s"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": plain if kept == "off" else {"()": JsonFormatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"}},
        "loggers": {
            "faqbot": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
            "bot.web": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "_granian": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "granian.access": {"handlers": [], "propagate": False},
        },
    }
