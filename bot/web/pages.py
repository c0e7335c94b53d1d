"""The pages for people, and the probes for machines."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, jsonify, render_template, request
from markupsafe import Markup

from bot import sentences
from bot.anchors import safe_url
from bot.assistant import Assistant
from bot.records import Entry, KnowledgeBase
from bot.shown import article_of, from_article
from bot.web import widget
from bot.web.api import assistant, live
from bot.wire import entry_json

NOT_COVERED = "What this does not cover"

blueprint = Blueprint("pages", __name__)


@dataclass(frozen=True)
class Group:
    """Entries under one heading of the FAQ page."""

    heading: str
    entries: list[dict[str, Any]]


@blueprint.get("/")
def chat() -> str:
    """The chat page."""
    knowledge = assistant().knowledge
    return render_template(
        "chat.html", **_about(knowledge), welcome=sentences.welcome(knowledge), entry_count=len(knowledge.entries)
    )


@blueprint.get("/faq")
def faq() -> str:
    """Every entry as plain HTML, with the same as schema.org data."""
    return faq_page(assistant())


@blueprint.get("/embed")
def embed() -> str:
    """How to put the bot on another page, with what it looks like there."""
    knowledge = assistant().knowledge
    origin = urlsplit(request.host_url)
    return render_template(
        "embed.html",
        **_about(knowledge),
        articles=knowledge.articles,
        widget=widget.built(),
        languages=widget.languages(),
        origins=current_app.extensions["faqbot-settings"].origins,
        origin=f"{origin.scheme}://{origin.netloc}",
    )


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return jsonify({"status": "ok"})


@blueprint.get("/readyz")
def readyz() -> Response:
    """What is being answered from; `problem` says why the latest knowledge files are not in use."""
    served = live().served
    entries = len(served.assistant.knowledge.entries)
    return jsonify({"status": "ready", "entries": entries, "knowledge": served.fingerprint, "problem": served.problem or None})


def faq_page(bot: Assistant, *, exported: bool = False) -> str:
    """The FAQ page; an `exported` one stands beside its style sheet on any host, without the chat."""
    about, written = _about(bot.knowledge), Markup(json_ld(bot))
    return render_template("faq.html", **about, groups=groups(bot), json_ld=written, exported=exported)


def groups(bot: Assistant) -> list[Group]:
    """The entries under the main heading that each rests on, in the knowledge's order, known unknowns last."""
    found: dict[str, list[Entry]] = {}
    for entry in bot.knowledge.entries:
        found.setdefault(_heading(bot, entry), []).append(entry)
    ordered = sorted(found.items(), key=lambda group: group[0] == NOT_COVERED)
    return [
        Group(heading, [{**entry_json(bot, entry), "html": Markup(bot.rendered(entry).html)} for entry in entries])
        for heading, entries in ordered
    ]


def json_ld(bot: Assistant) -> str:
    """The answerable entries as schema.org FAQPage, safe inside a script element."""
    questions = [
        {"@type": "Question", "name": entry.question, "acceptedAnswer": {"@type": "Answer", "text": bot.rendered(entry).html}}
        for entry in bot.knowledge.entries
        if entry.answerable
    ]
    page = {"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": questions}
    text = json.dumps(page, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _heading(bot: Assistant, entry: Entry) -> str:
    if entry.kind == "not-covered":
        return NOT_COVERED
    article = article_of(bot, entry)
    title = article.title if article else ""
    heading = entry.source[0] if entry.source else title
    return f"{heading} ({title})" if from_article(bot, entry) and heading != title else heading


def _about(knowledge: KnowledgeBase) -> dict[str, Any]:
    title = knowledge.title or "Questions and answers"
    answered = sum(entry.answerable for entry in knowledge.entries)
    return {
        "title": title,
        "description": f"{answered} questions, each with an answer that a person wrote and the section that it rests on.",
        "language": knowledge.language,
        "source": next(
            (each.source for each in knowledge.articles if each.source and (not each.source.url or safe_url(each.source.url))),
            None,
        ),
    }
