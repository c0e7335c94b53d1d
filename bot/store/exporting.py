"""The kept questions as CSV, safe to open in a spreadsheet, and as JSON lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from bot.store.database import Database
from bot.store.tables import picks, questions, votes

COLUMNS = ("asked_at", "question", "kind", "entry", "confidence", "article", "surface", "visitor", "vote", "reason", "picked")

PAGE = 2000  # rows

_QUERY = (
    select(questions, votes.c.vote, votes.c.reason, picks.c.entry.label("picked"))
    .select_from(
        questions.outerjoin(votes, votes.c.reply_id == questions.c.reply_id).outerjoin(
            picks, picks.c.reply_id == questions.c.reply_id
        )
    )
    .order_by(questions.c.id)
)

# What makes a spreadsheet take a cell for a formula (OWASP, "CSV injection"), in full width as well.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20", "|", "%")


def rows(database: Database) -> Iterator[dict[str, Any]]:
    """Every kept question with the vote on its reply, in the order in which they were written.

    They are read in pages, so that nobody who writes waits for the end.
    """
    last = 0
    while True:
        with database.reading() as connection:
            page = connection.execute(_QUERY.where(questions.c.id > last).limit(PAGE)).all()
        for row in page:
            yield {
                "asked_at": datetime.fromtimestamp(row.asked_at, UTC).isoformat(timespec="seconds"),
                "question": row.text,
                "kind": row.kind,
                "entry": row.entry,
                "confidence": round(row.confidence, 4),
                "article": row.article,
                "surface": row.surface,
                "visitor": row.visitor,
                "vote": row.vote or "",
                "reason": row.reason or "",
                "picked": row.picked or "",
            }
        if len(page) < PAGE:
            return
        last = page[-1].id


def as_json(found: Iterable[dict[str, Any]]) -> Iterator[str]:
    """One JSON object a line."""
    return (json.dumps(row, ensure_ascii=False) + "\n" for row in found)


def as_csv(found: Iterable[dict[str, Any]]) -> Iterator[str]:
    """CSV (RFC 4180) with a header; a cell that a spreadsheet would take for a formula begins with an apostrophe."""
    yield _line(COLUMNS)
    for row in found:
        yield _line([safe_cell(row[column]) for column in COLUMNS])


def safe_cell(value: object) -> object:
    """`value` for a cell, texts that begin like a formula led by an apostrophe."""
    if isinstance(value, str) and value.lstrip(" \u00a0\ufeff").startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def _line(cells: Iterable[object]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()
