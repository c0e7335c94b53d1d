"""The inbox: what was asked in vain, and what an editor makes of it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response as AnyResponse

from bot import inbox as room
from bot.store import needs
from bot.store.needs import STATES, State
from bot.web.api import assistant
from bot.web.remembering import memory

PAGE = 20  # needs
MOST = 2**63 - 1  # the largest number that a database takes


def add_routes(blueprint: Blueprint) -> None:
    """The list, one need, and its state."""

    @blueprint.get("/inbox")
    def inbox() -> str:
        state = _state(request.args.get("state", "open"))
        page = max(1, request.args.get("page", 1, type=int))
        if memory().mode == "off":
            return render_template("admin/inbox.html", rows=[], off=True, state=state, counts={}, page=1, more=False)
        room.gather(assistant(), memory().database, room.AT_ONCE)
        with memory().database.reading() as connection:
            rows = room.rows(assistant(), connection, state, PAGE + 1, (page - 1) * PAGE)
            counts = needs.count_needs(connection)
        return render_template(
            "admin/inbox.html", rows=rows[:PAGE], off=False, state=state, counts=counts, page=page, more=len(rows) > PAGE
        )

    @blueprint.get("/inbox/<int:number>")
    def need(number: int) -> str:
        with memory().database.reading() as connection:
            row = room.row(assistant(), connection, number) if number <= MOST else None
        if row is None:
            raise NotFound(f"there is no need {number}, expected one that the inbox lists")
        knowledge = assistant().knowledge
        return render_template("admin/need.html", row=row, entries=knowledge.entries, articles=knowledge.articles)

    @blueprint.post("/inbox/<int:number>/state")
    def set_state(number: int) -> AnyResponse:
        state = _state(request.form.get("state", ""))
        with memory().database.writing() as connection:
            if number > MOST or not needs.set_state(connection, number, state):
                raise NotFound(f"there is no need {number}, expected one that the inbox lists")
        return redirect(url_for("admin.inbox"), 303)


def _state(written: str) -> State:
    for state in STATES:
        if written == state:
            return state
    raise BadRequest(f"expected a state among {', '.join(STATES)}")
