"""The first page: how much was asked, how it was answered, what visitors found of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, g, render_template, request

from bot.errors import StoreError
from bot.store import exporting, figures, needs
from bot.store.log import day_of
from bot.web.admin import charts
from bot.web.api import live
from bot.web.remembering import memory

SPANS = (7, 30, 90)


def every_page() -> dict[str, Any]:
    """What the layout of every page shows."""
    served = live().served
    return {
        "token": g.get("token", ""),
        "site": served.assistant.knowledge.title or "Questions and answers",
        "problem": served.problem,
        "open_needs": _open_needs() if g.get("token") else 0,
        "day": lambda at: datetime.fromtimestamp(at, UTC).date().isoformat(),
        "moment": lambda at: datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M"),
    }


def add_routes(blueprint: Blueprint) -> None:
    """The overview, and the log to take away."""

    @blueprint.get("/")
    def overview() -> str:
        span = request.args.get("days", type=int)
        span = span if span in SPANS else 30
        if memory().mode == "off":
            return render_template("admin/overview.html", figures=None)
        with memory().database.reading() as connection:
            found = figures.figures(connection, day_of(int(time.time())), span)
        return render_template(
            "admin/overview.html",
            figures=found,
            span=span,
            spans=SPANS,
            days=charts.by_day(found.days),
            tenths=charts.by_tenth(found.tenths),
            lost=memory().lost,
        )

    @blueprint.get("/log.csv")
    def log_csv() -> Response:
        return _file(exporting.as_csv(exporting.rows(memory().database)), "text/csv", "faqbot-log.csv")

    @blueprint.get("/log.jsonl")
    def log_json() -> Response:
        return _file(exporting.as_json(exporting.rows(memory().database)), "application/jsonl", "faqbot-log.jsonl")


def _open_needs() -> int:
    try:
        with memory().database.reading() as connection:
            return needs.count_needs(connection)["open"] if memory().mode != "off" else 0
    except StoreError:
        return 0


def _file(lines: Iterator[str], kind: str, name: str) -> Response:
    return Response(lines, content_type=f"{kind}; charset=utf-8", headers={"Content-Disposition": f"attachment; filename={name}"})
