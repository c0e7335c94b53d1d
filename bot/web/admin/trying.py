"""Trying a question, with all that made its reply."""

from __future__ import annotations

from functools import lru_cache

from flask import Blueprint, render_template, request
from markupsafe import Markup

from bot.assistant import Assistant
from bot.checking import Finding, check
from bot.shown import says
from bot.teaching.preview import MOST_CHECKED
from bot.web.api import LONGEST_QUESTION, assistant, live

CANDIDATES = 5
MOST_FOUND = 200  # findings listed


def add_routes(blueprint: Blueprint) -> None:
    """The box to try questions in, and what is wrong with the knowledge."""

    @blueprint.get("/try")
    def try_it() -> str:
        query = request.args.get("q", "")[:LONGEST_QUESTION].strip()
        if not query:
            return render_template("admin/try.html", query="", reply=None)
        bot = assistant()
        reply = bot.reply(query)
        return render_template(
            "admin/try.html",
            query=query,
            reply=reply,
            says=Markup(says(bot, reply).html),
            reasons=bot.explain(query, limit=CANDIDATES),
        )

    @blueprint.get("/check", endpoint="check")
    def check_knowledge() -> str:
        served = live().served
        return render_template(
            "admin/check.html",
            served=served,
            measured=served.assistant.index.calibration,
            findings=_findings(served.assistant)[:MOST_FOUND]
            if len(served.assistant.knowledge.entries) <= MOST_CHECKED
            else None,
        )


@lru_cache(maxsize=1)
def _findings(bot: Assistant) -> list[Finding]:
    """What the check finds, looked for once as long as the knowledge stays."""
    return check(bot)
