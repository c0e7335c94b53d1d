"""The OpenAPI 3.1 description of the JSON API; a test holds it against the routes and the replies."""

from __future__ import annotations

from typing import Any

from bot.records import ENTRY_KINDS, VERDICTS, Answer, NoAnswer, SmallTalk, Suggestions
from bot.store.votes import LONGEST_REASON, VOTES
from bot.version import VERSION
from bot.web.remembering import LONGEST_ID

REPLY_KINDS = [kind.kind for kind in (Answer, Suggestions, NoAnswer, SmallTalk)]

Schema = dict[str, Any]

_OF_ARTICLE = ("article", "Keep to this article.")


def document() -> Schema:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "faqbot", "version": VERSION, "description": "Answers from a knowledge base that people wrote."},
        "paths": {
            "/api/ask": {"post": _ask()},
            "/api/feedback": {"post": _feedback()},
            "/api/suggest": {"get": _suggest()},
            "/api/welcome": {"get": _welcome()},
            "/api/entries": {
                "get": _operation(
                    "All entries by name", _object(articles=_list(_ref("Article")), entries=_list(_ref("EntryName")))
                )
            },
            "/api/entries/{id}": {"get": _entry()},
            "/api/openapi.json": {"get": _operation("This description", {"type": "object"})},
        },
        "components": {"schemas": _schemas()},
    }


def _schemas() -> dict[str, Schema]:
    text: Schema = {"type": "string"}
    inlines = _list(_ref("Inline"))
    name = {"id": text, "kind": {"enum": list(ENTRY_KINDS)}, "question": text, "verdict": {"enum": [*VERDICTS, None]}}
    shown = {
        "text": {**text, "description": "The answer as plain text."},
        "html": {**text, "description": "The answer as sanitised HTML."},
        "blocks": {**_list(_ref("Block")), "description": "The answer as a tree, for clients that build their own nodes."},
    }
    links = {
        "sources": {
            **_list(_object(heading=text, url=_or_null(text))),
            "description": "Headings that the answer rests on, main one first.",
        },
        "related": _list(_ref("Suggestion")),
        "read_more": _list(_object(title=text, url=text)),
    }
    return {
        "Error": _object(error=_object(code=text, message=text)),
        "Suggestion": _object(id=text, question=text),
        "EntryReference": _object(**name),
        "EntryName": _object(**name, article=text),
        "Entry": _object(**name, article=text, **shown, **links),
        "Article": _object(id=text, title=text, language=text, url=_or_null(text)),
        "Block": _one_of(
            _typed("paragraph", children=inlines),
            _typed("heading", level={"type": "integer", "minimum": 1, "maximum": 6}, children=inlines),
            _typed("list", ordered={"type": "boolean"}, items=_list(_list(_ref("Block")))),
            _typed("quote", children=_list(_ref("Block"))),
            _typed("code", text=text),
            _typed("table", header=_list(inlines), rows=_list(_list(inlines))),
            _typed("rule"),
        ),
        "Inline": _one_of(
            _typed("text", text=text),
            _typed("strong", children=inlines),
            _typed("emphasis", children=inlines),
            _typed("code", text=text),
            _typed("link", url=text, children=inlines),
            _typed("break"),
        ),
        "Reply": _object(
            kind={"enum": REPLY_KINDS},
            question={**text, "description": "The question as typed."},
            understood_as={**text, "description": "The question after spelling correction."},
            **shown,
            confidence={
                "type": "number",
                "minimum": 0,
                "maximum": 1,
                "description": "The probability that the best answerable entry answers the question.",
            },
            entry=_or_null(_ref("EntryReference")),
            article={
                **_or_null(_object(id=text, title=text)),
                "description": "Where the bot knows several articles: that of the entry.",
            },
            **links,
            suggestions={**_list(_ref("Suggestion")), "maxItems": 3},
            contact=_or_null(text),
            context={**text, "description": "Send it with the next question."},
            reply_id={**text, "description": "Names this reply in /api/feedback."},
            feedback={"type": "boolean", "description": "Whether this server takes votes on its replies."},
        ),
    }


def _ask() -> Schema:
    body = {
        "type": "object",
        "required": ["question"],
        "properties": {
            "question": {"type": "string", "minLength": 1, "maxLength": 1000},
            "context": {"type": ["string", "null"], "maxLength": 4096, "description": "The `context` of the last reply."},
            "article": {"type": ["string", "null"], "description": "Answer from this article alone."},
            "picked": _or_null(
                {
                    **_object(reply_id={"type": "string"}, entry={"type": "string"}),
                    "description": "The suggestion that was picked.",
                }
            ),
        },
    }
    content = {"application/json": {"schema": body}}
    return {
        **_operation("Answer a question", _ref("Reply"), 400, 413, 415),
        "requestBody": {"required": True, "content": content},
    }


def _feedback() -> Schema:
    body = {
        "type": "object",
        "required": ["reply_id", "vote"],
        "properties": {
            "reply_id": {"type": "string", "maxLength": LONGEST_ID},
            "vote": {"enum": list(VOTES), "description": "A thumb, or none: none of the suggestions is meant."},
            "reason": {"type": ["string", "null"], "maxLength": LONGEST_REASON},
        },
    }
    kept = _object(kept={"const": True})
    return {
        **_operation("Vote on a reply; the last vote counts", kept, 400, 404, 413, 415, 503),
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
    }


def _suggest() -> Schema:
    suggestions = {**_list(_ref("Suggestion")), "maxItems": 5}
    return {
        **_operation("Questions while typing", _object(suggestions=suggestions), 400),
        "parameters": [_query("q", "What is typed so far; the starters when empty."), _query(*_OF_ARTICLE)],
    }


def _welcome() -> Schema:
    text: Schema = {"type": "string"}
    starters = {**_list(_ref("Suggestion")), "maxItems": 5}
    said = _object(title=text, language=text, welcome=text, starters=starters)
    return {**_operation("What to show before the first question", said, 400), "parameters": [_query(*_OF_ARTICLE)]}


def _query(name: str, description: str) -> Schema:
    return {"name": name, "in": "query", "schema": {"type": "string"}, "description": description}


def _entry() -> Schema:
    parameter = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    return {**_operation("One entry with its answer", _ref("Entry"), 404), "parameters": [parameter]}


def _operation(summary: str, schema: Schema, *errors: int) -> Schema:
    responses: Schema = {"200": {"description": summary, "content": {"application/json": {"schema": schema}}}}
    for status in errors:
        responses[str(status)] = {"description": "An error", "content": {"application/json": {"schema": _ref("Error")}}}
    responses["429"] = {
        "description": "Too many requests in a short time",
        "headers": {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds until the next may come."}},
        "content": {"application/json": {"schema": _ref("Error")}},
    }
    return {"summary": summary, "responses": responses}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties}


def _typed(kind: str, **properties: Schema) -> Schema:
    return _object(type={"const": kind}, **properties)


def _one_of(*schemas: Schema) -> Schema:
    return {"oneOf": list(schemas)}


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}
