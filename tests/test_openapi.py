from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from bot import Assistant, Entry, KnowledgeBase
from bot.records import NoAnswer, Suggestion, Suggestions
from bot.web import create_app
from bot.web.openapi import document
from bot.wire import entry_json, reply_json


def closed(schema: Any) -> Any:
    """`schema` with every object closed, so that a field which it does not describe is an error."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: closed(each) for name, each in schema.items()}
    return {**inner, "additionalProperties": False} if isinstance(schema.get("properties"), dict) else inner


def mistakes(value: object, schema: dict[str, Any]) -> list[str]:
    """Where `value` is not as `schema`, in which `$ref` points into the document, says."""
    whole = closed({**schema, "components": document()["components"]})
    Draft202012Validator.check_schema(whole)
    sent = json.loads(json.dumps(value))
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(whole).iter_errors(sent)]


def described(path: str, method: str = "get", status: int = 200) -> dict[str, Any]:
    """The schema of a response."""
    responses = document()["paths"][path][method]["responses"]
    return dict(responses[str(status)]["content"]["application/json"]["schema"])


def without_blocks(value: dict[str, Any]) -> dict[str, Any]:
    return {**value, "blocks": []}


REPLIES = [
    "when are you open?",
    "how long does the sourdough rest?",
    "white flour is toxic",
    "price of a birthday cake",
    "zxqv",
    "hello",
]

MARKDOWN = [
    "Plain.",
    "*Emphasis*, **strong**, `code` and [a link](https://bread.example/).",
    "Two  \nlines.",
    "- a list\n- of two\n\n1. numbered",
    "> quoted",
    "```\ncode\n```",
    "# Heading",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "Above\n\n---\n\nbelow.",
]


def test_the_document_describes_every_route_of_the_api_with_its_methods_and_no_other(client: FlaskClient) -> None:
    routes = {
        (re.sub(r"<(?:\w+:)?\w+>", "{}", rule.rule), method.lower())
        for rule in client.application.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    paths = {(re.sub(r"\{\w+\}", "{}", path), method) for path, methods in document()["paths"].items() for method in methods}
    assert paths == routes


def test_the_document_is_served_as_it_is(client: FlaskClient) -> None:
    assert client.get("/api/openapi.json").get_json() == document()
    assert document()["openapi"].startswith("3.1.")


def test_every_path_parameter_is_described() -> None:
    for path, methods in document()["paths"].items():
        for operation in methods.values():
            named = {each["name"] for each in operation.get("parameters", []) if each["in"] == "path"}
            assert named == set(re.findall(r"\{(\w+)\}", path))


def test_every_reference_leads_to_a_schema() -> None:
    whole = document()
    names = re.findall(r"'\$ref': '#/components/schemas/(\w+)'", str(whole))
    assert set(names) == set(whole["components"]["schemas"])


@pytest.mark.parametrize("query", REPLIES)
def test_every_field_of_a_reply_is_as_described(assistant: Assistant, query: str) -> None:
    written = reply_json(assistant, assistant.reply(query))
    assert mistakes(without_blocks(written), described("/api/ask", "post")) == []


@pytest.mark.parametrize(
    "reply",
    [
        Suggestions("q", "q", 0.4, "", (Suggestion("oven", "The oven"), Suggestion("delivery", "Do you deliver?"))),
        NoAnswer("q", "q", 0.0, "", None, ()),
    ],
    ids=lambda reply: reply.kind,
)
def test_every_field_of_a_reply_without_an_entry_is_as_described(assistant: Assistant, reply: Suggestions | NoAnswer) -> None:
    assert mistakes(without_blocks(reply_json(assistant, reply)), described("/api/ask", "post")) == []


@pytest.mark.parametrize("markdown", MARKDOWN)
def test_every_field_of_the_blocks_is_described_for_clients_that_build_their_own_nodes(markdown: str) -> None:
    bot = Assistant(KnowledgeBase([Entry("a", "What is bread?", markdown)]))
    written = entry_json(bot, bot.knowledge.entries[0])
    assert mistakes(written["blocks"], {"type": "array", "items": {"$ref": "#/components/schemas/Block"}}) == []


def test_every_kind_of_reply_was_held_against_the_document(assistant: Assistant) -> None:
    kinds = {assistant.reply(query).kind for query in REPLIES} | {"suggestions"}
    assert set(document()["components"]["schemas"]["Reply"]["properties"]["kind"]["enum"]) == kinds


def test_a_reply_that_lacks_a_field_would_be_noticed(assistant: Assistant) -> None:
    written = reply_json(assistant, assistant.reply("when are you open?"))
    for name in written:
        lacking = {field: value for field, value in written.items() if field != name}
        assert mistakes(lacking, described("/api/ask", "post")), name


def test_every_field_of_every_entry_is_as_described(assistant: Assistant) -> None:
    for entry in assistant.knowledge.entries:
        assert mistakes(without_blocks(entry_json(assistant, entry)), described("/api/entries/{id}")) == []


def test_every_field_of_the_shipped_entries_is_as_described(heat_pumps: Assistant) -> None:
    for entry in heat_pumps.knowledge.entries:
        assert mistakes(without_blocks(entry_json(heat_pumps, entry)), described("/api/entries/{id}")) == []


def test_every_field_of_the_list_of_entries_is_as_described(client: FlaskClient) -> None:
    assert mistakes(client.get("/api/entries").get_json(), described("/api/entries")) == []


def test_every_field_of_the_welcome_is_as_described(client: FlaskClient) -> None:
    assert mistakes(client.get("/api/welcome").get_json(), described("/api/welcome")) == []


@pytest.mark.parametrize("query", ["", "open", "zxqv"])
def test_every_field_of_the_suggestions_is_as_described(client: FlaskClient, query: str) -> None:
    found = client.get("/api/suggest", query_string={"q": query}).get_json()
    assert mistakes(found, described("/api/suggest")) == []


@pytest.mark.parametrize(
    ("method", "path", "body", "content_type"),
    [
        ("POST", "/api/ask", b"{}", "application/json"),
        ("POST", "/api/ask", b"x" * 100_000, "application/json"),
        ("POST", "/api/ask", b"{}", "text/plain"),
        ("GET", "/api/entries/nothing", b"", None),
    ],
)
def test_every_error_is_described_with_its_status(
    client: FlaskClient, method: str, path: str, body: bytes, content_type: str | None
) -> None:
    response = client.open(path, method=method, data=body, content_type=content_type)
    schema = described(path.replace("nothing", "{id}"), method.lower(), response.status_code)
    assert mistakes(response.get_json(), schema) == []


def test_what_ask_takes_is_what_the_document_says(assistant: Assistant) -> None:
    taken = document()["paths"]["/api/ask"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    longest = taken["properties"]["question"]["maxLength"]
    client = create_app(assistant).test_client()
    assert client.post("/api/ask", json={"question": "x" * longest}).status_code == 200
    assert client.post("/api/ask", json={"question": "x" * (longest + 1)}).status_code == 400
    assert set(taken["properties"]) == {"question", "context", "article", "picked"}
