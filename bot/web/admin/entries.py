"""The entries: found, counted, and edited."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from bot.records import Entry
from bot.store import figures
from bot.web.api import LONGEST_QUESTION, assistant
from bot.web.remembering import memory

MOST = 200  # entries in the list


def add_routes(blueprint: Blueprint) -> None:
    """The list, one entry to edit, and a new one."""

    @blueprint.get("/entries")
    def entries() -> str:
        query = request.args.get("q", "")[:LONGEST_QUESTION].strip()
        found = _matching(query)
        return render_template(
            "admin/entries.html", entries=found[:MOST], more=max(0, len(found) - MOST), query=query, shown=_shown()
        )

    @blueprint.get("/entries/<name>")
    def entry(name: str) -> str:
        found = assistant().entry(name)
        if found is None:
            raise NotFound(f"there is no entry {name!r}, expected one that the list has")
        answer = Markup(assistant().rendered(found).html)
        return render_template("admin/entry.html", entry=found, answer=answer, shown=_shown().get(name, 0))

    @blueprint.get("/new")
    def new_entry() -> str:
        question = request.args.get("q", "")[:LONGEST_QUESTION]
        return render_template("admin/new.html", question=question, articles=assistant().knowledge.articles)


def _matching(query: str) -> list[Entry]:
    """The entries in which the words stand, then those that the bot finds for them; all where there are none."""
    every = list(assistant().knowledge.entries)
    if not query:
        return every
    words = query.casefold().split()
    literal = [
        each for each in every if all(word in f"{each.id} {' '.join(each.phrasings)} {each.answer}".casefold() for word in words)
    ]
    near = [each.entry for each in assistant().search(query, 10)]
    return [*literal, *(each for each in near if each not in literal)]


def _shown() -> dict[str, int]:
    if memory().mode == "off":
        return {}
    with memory().database.reading() as connection:
        return figures.shown(connection)
