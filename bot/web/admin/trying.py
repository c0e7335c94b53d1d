"""Trying a question, with all that made its reply."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from markupsafe import Markup

from bot.shown import says
from bot.web.api import LONGEST_QUESTION, assistant, live

CANDIDATES = 5


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

    @blueprint.get("/check")
    def check() -> str:
        return render_template("admin/check.html", served=live().served, measured=assistant().index.calibration)
