"""The JSON API under /api. Every error has one shape: {"error": {"code": ..., "message": ...}}."""

from __future__ import annotations

import json
from typing import Any, NoReturn, cast

from flask import Blueprint, Flask, Response, current_app, jsonify, request
from werkzeug.exceptions import HTTPException, NotFound

from bot.assistant import Assistant
from bot.web.live import LiveAssistant
from bot.web.openapi import document
from bot.wire import entry_json, entry_reference, reply_json, welcome_json

LONGEST_QUESTION = 1000  # characters
LONGEST_CONTEXT = 4096
MOST_SUGGESTED = 5

blueprint = Blueprint("api", __name__)


class BadRequestError(Exception):
    """A request that cannot be understood; `code` is for programs, the message for people."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


def live() -> LiveAssistant:
    """What the app answers from."""
    return cast("LiveAssistant", current_app.extensions["faqbot"])


def assistant() -> Assistant:
    """The assistant that answers now."""
    return live().served.assistant


@blueprint.post("/ask")
def ask() -> Response:
    """Answer one question."""
    body = _json_object()
    question = _text(body, "question", LONGEST_QUESTION)
    if not question.strip():
        _refuse("question_missing", "expected a question that is not empty")
    context = _text(body, "context", LONGEST_CONTEXT) if body.get("context") is not None else None
    bot = assistant()
    article = _article(bot, body)
    return jsonify(reply_json(bot, bot.reply(question, context, article)))


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

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> tuple[Response, int, list[tuple[str, str]]]:
        status = error.code or 500
        allowed = [(name, value) for name, value in error.get_headers() if name == "Allow"]
        name = "not_found" if isinstance(error, NotFound) else (error.name or "error").lower().replace(" ", "_")
        return _error(name, error.description or error.name or "error"), status, allowed

    @app.errorhandler(Exception)
    def surprise(error: Exception) -> tuple[Response, int]:
        app.logger.error("unexpected error", exc_info=error)
        return _error("internal_error", "the server made a mistake; it has been noted"), 500


def _error(code: str, message: str) -> Response:
    return jsonify({"error": {"code": code, "message": message}})


def _refuse(code: str, message: str, status: int = 400) -> NoReturn:
    raise BadRequestError(status, code, message)


def _json_object() -> dict[str, Any]:
    # A form or a plain-text post can come from any site without the browser asking first; JSON cannot.
    if request.mimetype != "application/json":
        _refuse("not_json", "expected the header Content-Type: application/json", 415)
    try:
        body = json.loads(request.get_data(cache=False), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        _refuse("not_json", 'the body is not JSON, expected an object such as {"question": "..."}')
    if not isinstance(body, dict):
        _refuse("not_an_object", 'expected a JSON object such as {"question": "..."}')
    return body


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _text(body: dict[str, Any], field: str, longest: int) -> str:
    value = body.get(field)
    if not isinstance(value, str):
        _refuse(f"{field}_missing" if value is None else f"{field}_not_text", f"expected {field!r} to be text")
    if len(value) > longest:
        _refuse(f"{field}_too_long", f"{field!r} has {len(value)} characters, expected at most {longest}")
    if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
        _refuse(f"{field}_not_text", f"{field!r} holds a NUL or half a surrogate pair, expected text")
    return value


def _article(bot: Assistant, body: dict[str, Any]) -> str | None:
    if body.get("article") in (None, ""):
        return None
    name = _text(body, "article", LONGEST_CONTEXT)
    if name not in {article.id for article in bot.knowledge.articles}:
        _refuse("article_unknown", f"there is no article {name[:80]!r}, expected an id that /api/entries lists")
    return name
