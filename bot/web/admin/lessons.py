"""Teaching in the browser: a form becomes a draft, its preview shows what would change, then it is kept; and the way back."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from bot.errors import TeachingError
from bot.records import ENTRY_KINDS, VERDICTS, Entry, KnowledgeBase
from bot.store import lessons
from bot.teaching import drafts
from bot.teaching.asked import labelled, logged
from bot.teaching.drafts import Draft
from bot.teaching.keeping import keep, undo
from bot.teaching.preview import preview
from bot.web.api import assistant, live
from bot.web.remembering import memory

MOST_LISTED = 100
SHOWN = 50  # differences


def add_routes(blueprint: Blueprint) -> None:
    """Preview, keep, undo, and the list of lessons."""

    @blueprint.post("/preview")
    def show_preview() -> str:
        draft = _draft(assistant().knowledge)
        written = drafts.written(_place(), draft)
        with memory().database.reading() as connection:
            others = [*labelled(assistant()), *logged(connection)]
        seen = preview(assistant(), draft, written, others)
        fields = [(name, value) for name, value in request.form.items(multi=True) if name not in {"token", "version"}]
        return render_template("admin/preview.html", draft=draft, seen=seen, fields=fields, shown=SHOWN)

    @blueprint.post("/keep")
    def keep_draft() -> AnyResponse:
        draft = _draft(assistant().knowledge)
        written = drafts.written(_place(), draft)
        if written.version != request.form.get("version"):
            raise TeachingError(f"{written.path.name} was changed since the preview: look at it again")
        need = request.form.get("need", type=int)
        number = keep(memory().database, draft, written, need)
        live().refresh(_place())
        return redirect(url_for("admin.list_lessons", kept=number), 303)

    @blueprint.get("/lessons")
    def list_lessons() -> str:
        with memory().database.reading() as connection:
            found = lessons.latest(connection, MOST_LISTED)
        last = next((each.id for each in found if not each.undone_at), None)
        return render_template("admin/lessons.html", lessons=found, last=last, kept=request.args.get("kept", type=int))

    @blueprint.post("/undo")
    def undo_lesson() -> AnyResponse:
        undo(memory().database, _place(), request.form.get("lesson", type=int))
        live().refresh(_place())
        return redirect(url_for("admin.list_lessons"), 303)


def _place() -> Path:
    place = live().place
    if place is None:
        raise TeachingError("this bot answers from knowledge without files, expected a folder of them to write to")
    return place


def _draft(knowledge: KnowledgeBase) -> Draft:
    """The draft that the form describes.

    Raises:
        BadRequest: It describes none.
        TeachingError: It cannot be made.
        KnowledgeError: Its entry would be wrong.
    """
    form = request.form
    match form.get("action"):
        case "phrasings":
            wordings = [*form.getlist("wording"), *form.get("more", "").splitlines()]
            return drafts.phrasings(knowledge, form.get("other", "").strip() or form.get("entry", ""), wordings)
        case "new":
            return drafts.new_entry(knowledge, _entry(knowledge))
        case "revise":
            also_asked = [line.strip() for line in form.get("also_asked", "").splitlines() if line.strip()]
            return drafts.revised(knowledge, form.get("entry", ""), form.get("question", ""), form.get("answer", ""), also_asked)
        case _:
            raise BadRequest("expected a form that says what to teach")


def _entry(knowledge: KnowledgeBase) -> Entry:
    form = request.form
    question = " ".join(form.get("question", "").split())
    kind = next((each for each in ENTRY_KINDS if each == form.get("kind") and each != "smalltalk"), None)
    if kind is None:
        raise BadRequest("expected a kind of entry")
    verdict = next((each for each in VERDICTS if each == form.get("verdict")), None) if kind == "misconception" else None
    name = form.get("id", "").strip() or drafts.id_of(question, (entry.id for entry in knowledge.entries))
    also_asked = (*form.getlist("wording"), *form.get("more", "").splitlines())
    answer = form.get("answer", "").replace("\r\n", "\n")
    return Entry(name, question, answer, also_asked, kind, verdict, article=form.get("article") or knowledge.articles[0].id)
