"""The JSON API under /api. Every error has one shape: {"error": {"code": ..., "message": ...}}."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, Flask, Response, current_app, g, jsonify, request
from werkzeug.exceptions import HTTPException, NotFound

from bot.assistant import Assistant
from bot.errors import StoreError
from bot.web.bodies import BadRequestError, json_object, refuse, text_field
from bot.web.live import LiveAssistant
from bot.web.observing import replied
from bot.web.openapi import document
from bot.web.remembering import keep_pick, keep_vote, memory, remember
from bot.wire import entry_json, entry_reference, reply_json, welcome_json

LONGEST_QUESTION = 1000  # characters
LONGEST_CONTEXT = 4096
MOST_SUGGESTED = 5
RETRY_AFTER = 5  # seconds

blueprint = Blueprint("api", __name__)


def live() -> LiveAssistant:
    """What the app answers from."""
    return cast("LiveAssistant", current_app.extensions["faqbot"])


def assistant() -> Assistant:
    """The assistant that answers now."""
    return live().served.assistant


@blueprint.post("/ask")
def ask() -> Response:
    """Answer one question."""
    body = json_object()
    question = text_field(body, "question", LONGEST_QUESTION)
    if not question.strip():
        refuse("question_missing", "expected a question that is not empty")
    context = text_field(body, "context", LONGEST_CONTEXT) if body.get("context") is not None else None
    bot = assistant()
    article = _article(bot, body)
    keep_pick(bot, body)
    reply = bot.reply(question, context, article)
    written = reply_json(bot, reply, feedback=memory().takes_votes)
    remember(reply, written["reply_id"])
    replied(reply)
    return jsonify(written)


@blueprint.post("/feedback")
def feedback() -> Response:
    """Keep a vote on a reply; when this answers with 200, the vote is on the disk."""
    keep_vote(json_object())
    return jsonify({"kept": True})


@blueprint.get("/suggest")
def suggest() -> Response:
    """Questions that begin like what is being typed; the starters when nothing is typed yet."""
    typed = request.args.get("q", "")[:LONGEST_QUESTION]
    bot = assistant()
    found = bot.suggest(typed, MOST_SUGGESTED, _article(bot, {"article": request.args.get("article") or None}))
    return jsonify({"suggestions": [{"id": each.id, "question": each.question} for each in found]})


@blueprint.get("/welcome")
def welcome() -> Response:
    """What to show before the first question."""
    bot = assistant()
    article = _article(bot, {"article": request.args.get("article") or None})
    return jsonify(welcome_json(bot, article, MOST_SUGGESTED))


@blueprint.get("/entries")
def entries() -> Response:
    """All entries by name, and the articles that they come from."""
    knowledge = assistant().knowledge
    return jsonify(
        {
            "articles": [
                {
                    "id": article.id,
                    "title": article.title,
                    "language": article.language,
                    "url": article.source.url if article.source else None,
                }
                for article in knowledge.articles
            ],
            "entries": [{**entry_reference(entry), "article": entry.article} for entry in knowledge.entries],
        }
    )


@blueprint.get("/entries/<name>")
def entry(name: str) -> Response:
    """One entry with its answer."""
    bot = assistant()
    found = bot.entry(name)
    if found is None:
        raise BadRequestError(404, "entry_unknown", f"there is no entry {name!r}, expected an id that /api/entries lists")
    return jsonify(entry_json(bot, found))


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """The description of this API."""
    return jsonify(document())


def handle_errors(app: Flask) -> None:
    """Give every error of the app the one shape."""

    @app.errorhandler(BadRequestError)
    def bad_request(error: BadRequestError) -> tuple[Response, int]:
        return _error(error.code, str(error)), error.status

    @app.errorhandler(StoreError)
    def store_error(error: StoreError) -> tuple[Response, int, dict[str, str]]:
        app.logger.error("the database fails: %s", error, extra={"fields": {"request_id": g.get("request_id")}})
        return _error("not_kept", "this could not be kept, try again later"), 503, {"Retry-After": str(RETRY_AFTER)}

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> tuple[Response, int, list[tuple[str, str]]]:
        status = error.code or 500
        allowed = [(name, value) for name, value in error.get_headers() if name == "Allow"]
        name = "not_found" if isinstance(error, NotFound) else (error.name or "error").lower().replace(" ", "_")
        return _error(name, error.description or error.name or "error"), status, allowed

    @app.errorhandler(Exception)
    def surprise(error: Exception) -> tuple[Response, int]:
        app.logger.error("unexpected error", exc_info=error, extra={"fields": {"request_id": g.get("request_id")}})
        return _error("internal_error", "the server made a mistake; it has been noted"), 500


def _error(code: str, message: str) -> Response:
    return jsonify({"error": {"code": code, "message": message}})


def _article(bot: Assistant, body: dict[str, Any]) -> str | None:
    if body.get("article") in (None, ""):
        return None
    name = text_field(body, "article", LONGEST_CONTEXT)
    if name not in {article.id for article in bot.knowledge.articles}:
        refuse("article_unknown", f"there is no article {name[:80]!r}, expected an id that /api/entries lists")
    return name
