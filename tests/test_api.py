from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from bot import Assistant, Entry, KnowledgeBase
from bot.records import Article
from bot.web import create_app

JSON = "application/json"
GETS = [
    "/", "/faq", "/healthz", "/readyz", "/api/suggest?q=open", "/api/entries", "/api/entries/oven", "/api/openapi.json",
    "/api/welcome", "/embed", "/widget.js", "/static/page.css", "/static/tokens.css", "/static/favicon.svg",
]  # fmt: skip

Ask: TypeAlias = Callable[..., dict[str, Any]]


@pytest.fixture
def ask(client: FlaskClient) -> Ask:
    """Asks, and gives the reply."""

    def reply(question: str, **fields: object) -> dict[str, Any]:
        response = client.post("/api/ask", json={"question": question, **fields})
        assert response.status_code == 200, response.text
        return dict(response.get_json())

    return reply


@pytest.fixture(scope="module")
def fuzzed(assistant: Assistant) -> FlaskClient:
    """A client that Hypothesis may use again and again."""
    return create_app(assistant).test_client()


def assert_refused(response: TestResponse) -> None:
    """The response is the client's fault, in the one shape of errors."""
    assert 400 <= response.status_code < 500, response.text
    assert response.mimetype == JSON
    error = response.get_json()
    assert set(error) == {"error"}
    assert set(error["error"]) == {"code", "message"}
    assert all(isinstance(text, str) and text for text in error["error"].values())


def nested(depth: int) -> bytes:
    return b'{"question": ' + b"[" * depth + b"]" * depth + b"}"


BODIES: dict[str, tuple[bytes, int]] = {
    "empty": (b"", 400),
    "not JSON": (b"question=hello", 400),
    "cut off": (b'{"question": "hel', 400),
    "two objects": (b'{"question": "a"} {"question": "b"}', 400),
    "null": (b"null", 400),
    "text": (b'"when are you open?"', 400),
    "number": (b"42", 400),
    "array": (b'[{"question": "when are you open?"}]', 400),
    "no question": (b"{}", 400),
    "misnamed question": (b'{"query": "when are you open?"}', 400),
    "null question": (b'{"question": null}', 400),
    "number as question": (b'{"question": 7}', 400),
    "true as question": (b'{"question": true}', 400),
    "array as question": (b'{"question": ["when are you open?"]}', 400),
    "object as question": (b'{"question": {"text": "when are you open?"}}', 400),
    "empty question": (b'{"question": ""}', 400),
    "blank question": (b'{"question": " \\n\\t "}', 400),
    "NaN as question": (b'{"question": NaN}', 400),
    "NaN beside a question": (b'{"question": "when are you open?", "context": NaN}', 400),
    "infinity": (b'{"question": "when are you open?", "x": -Infinity}', 400),
    "long number": (b'{"question": ' + b"9" * 5000 + b"}", 400),
    "high surrogate": (b'{"question": "open \\ud83c?"}', 400),
    "low surrogate": (b'{"question": "open \\udf5e?"}', 400),
    "surrogate in UTF-8": (b'{"question": "open \xed\xa0\x80?"}', 400),
    "NUL": (b'{"question": "open\\u0000?"}', 400),
    "raw NUL": (b'{"question": "open\0?"}', 400),
    "no UTF-8": (b'{"question": "open \xff\xfe?"}', 400),
    "deep nesting": (nested(20_000), 400),
    "deeper than the largest body": (nested(200_000), 413),
    "question of 1001 characters": (json.dumps({"question": "x" * 1001}).encode(), 400),
    "question of 100 kB": (json.dumps({"question": "open? " * 17_000}).encode(), 413),
    "body of 5 MB": (json.dumps({"question": "x", "padding": "x" * 5_000_000}).encode(), 413),
    "number as context": (b'{"question": "open?", "context": 7}', 400),
    "array as context": (b'{"question": "open?", "context": []}', 400),
    "long context": (json.dumps({"question": "open?", "context": "x" * 5000}).encode(), 400),
    "surrogate in context": (b'{"question": "open?", "context": "\\ud800"}', 400),
    "unknown article": (b'{"question": "open?", "article": "butcher"}', 400),
    "number as article": (b'{"question": "open?", "article": 7}', 400),
    "surrogate in article": (b'{"question": "open?", "article": "\\ud800"}', 400),
}


@pytest.mark.parametrize(("body", "status"), BODIES.values(), ids=BODIES.keys())
def test_a_bad_body_is_refused_in_the_one_error_shape(client: FlaskClient, body: bytes, status: int) -> None:
    response = client.post("/api/ask", data=body, content_type=JSON)
    assert_refused(response)
    assert response.status_code == status


@pytest.mark.parametrize(
    "content_type", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/json"]
)
def test_a_body_that_a_page_of_another_site_could_send_unasked_is_refused(client: FlaskClient, content_type: str | None) -> None:
    response = client.post("/api/ask", data=b'{"question": "when are you open?"}', content_type=content_type)
    assert_refused(response)
    assert response.status_code == 415


def test_a_form_is_refused(client: FlaskClient) -> None:
    assert_refused(client.post("/api/ask", data={"question": "when are you open?"}))


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "Application/JSON"])
def test_json_is_recognised_however_its_type_is_written(client: FlaskClient, content_type: str) -> None:
    assert client.post("/api/ask", data=b'{"question": "open?"}', content_type=content_type).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/ask", 405),
        ("PUT", "/api/ask", 405),
        ("DELETE", "/api/entries/oven", 405),
        ("POST", "/api/suggest", 405),
        ("POST", "/faq", 405),
        ("POST", "/", 405),
        ("POST", "/healthz", 405),
        ("GET", "/api", 404),
        ("GET", "/api/", 404),
        ("GET", "/api/ask/", 404),
        ("GET", "/nowhere", 404),
        ("GET", "/%ff%fe", 404),
        ("GET", "/static/nothing.css", 404),
        ("GET", "/static/../api.py", 404),
        ("GET", "/static/%2e%2e/api.py", 404),
        ("GET", "/api/entries/butcher", 404),
        ("GET", "/api/entries/%ed%a0%80", 404),
        ("GET", "/api/entries/%00", 404),
        ("GET", "/api/entries/hello", 404),  # small talk is no entry
        ("GET", "/api/entries/" + "x" * 20_000, 404),
    ],
)
def test_a_wrong_method_or_path_is_refused_in_the_one_error_shape(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    response = client.open(path, method=method)
    assert_refused(response)
    assert response.status_code == status


def test_a_wrong_method_is_told_which_one_is_allowed(client: FlaskClient) -> None:
    assert "POST" in client.get("/api/ask").headers["Allow"]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode(errors="surrogatepass")))
def test_no_bytes_at_all_make_the_server_fail(fuzzed: FlaskClient, body: bytes) -> None:
    response = fuzzed.post("/api/ask", data=body, content_type=JSON)
    assert response.status_code == 200 or 400 <= response.status_code < 500
    assert response.is_json


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=50),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(("question", "context", "article"), JSON_VALUES)) | JSON_VALUES)
def test_no_json_at_all_makes_the_server_fail(fuzzed: FlaskClient, body: object) -> None:
    response = fuzzed.post("/api/ask", data=json.dumps(body), content_type=JSON)
    if response.status_code != 200:
        assert_refused(response)


@settings(max_examples=100, deadline=None)
@given(question=st.text(min_size=1, max_size=1000), context=st.text(max_size=700) | st.none())
def test_every_text_is_answered_or_refused_and_comes_back_as_typed(
    fuzzed: FlaskClient, question: str, context: str | None
) -> None:
    response = fuzzed.post("/api/ask", json={"question": question, "context": context})
    if question.strip() and "\0" not in question + (context or ""):
        assert response.get_json()["question"] == question
    else:
        assert_refused(response)


def test_ask_answers(ask: Ask) -> None:
    reply = ask("when are you open?")
    assert (reply["kind"], reply["entry"]["id"]) == ("answer", "opening-hours")
    assert reply["sources"][0]["url"] == "https://bakery.example/about#opening-hours"


def test_a_question_of_1000_characters_is_taken(ask: Ask) -> None:
    question = "when are you open? ".ljust(1000, "x")
    assert ask(question)["question"] == question


@pytest.mark.parametrize("context", [None, "", "nonsense", "WzEsMl0", "\u2603", "A" * 4096])
def test_a_context_that_is_unknown_counts_as_none(ask: Ask, context: str | None) -> None:
    assert ask("when are you open?", context=context)["entry"]["id"] == "opening-hours"


def test_the_context_of_a_reply_makes_a_follow_up_understood(ask: Ask) -> None:
    assert ask("why so long?")["kind"] == "no_answer"
    before = ask("how long does the sourdough rest?")["context"]
    assert ask("why so long?", context=before)["entry"]["id"] == "sourdough"


def test_the_server_keeps_no_session(client: FlaskClient) -> None:
    response = client.post("/api/ask", json={"question": "how long does the sourdough rest?"})
    assert "Set-Cookie" not in response.headers
    assert client.post("/api/ask", json={"question": "why so long?"}).get_json()["kind"] == "no_answer"


def test_unknown_fields_are_ignored(ask: Ask) -> None:
    assert ask("when are you open?", user="me", nested={"a": [1, 2.5, None]})["kind"] == "answer"


def test_an_article_limits_what_is_answered_from(ask: Ask) -> None:
    assert ask("when are you open?", article="bakery")["entry"]["id"] == "opening-hours"
    assert ask("when are you open?", article=None)["entry"]["id"] == "opening-hours"


def test_each_reply_has_an_id_of_its_own(ask: Ask) -> None:
    assert ask("hello")["reply_id"] != ask("hello")["reply_id"]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", ["opening-hours", "sourdough"]),
        ("   ", ["opening-hours", "sourdough"]),
        ("deliv", ["delivery"]),
        ("zxqvw", []),
    ],
)
def test_suggest_completes_what_is_typed_and_gives_the_starters_when_nothing_is(
    client: FlaskClient, query: str, ids: list[str]
) -> None:
    found = client.get("/api/suggest", query_string={"q": query}).get_json()["suggestions"]
    assert [each["id"] for each in found] == ids


def test_suggest_without_a_query_gives_the_starters(client: FlaskClient) -> None:
    assert client.get("/api/suggest").get_json() == client.get("/api/suggest?q=").get_json()


def test_suggest_offers_at_most_five_questions_and_no_known_unknowns(heat_pump_client: FlaskClient) -> None:
    for typed in ("heat pump", "how much", "install", "can i"):
        found = heat_pump_client.get("/api/suggest", query_string={"q": typed}).get_json()["suggestions"]
        kinds = {heat_pump_client.get(f"/api/entries/{each['id']}").get_json()["kind"] for each in found}
        assert len(found) <= 5
        assert "not-covered" not in kinds


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%ff%fe", "q=%ed%a0%80", "q=" + "x" * 50_000, "q=a&q=b", "q[]=a", "%", "q=%F0%9F%8D%9E"]
)
def test_suggest_takes_anything_that_can_stand_in_an_address(client: FlaskClient, query: str) -> None:
    response = client.get(f"/api/suggest?{query}")
    assert response.status_code == 200
    assert isinstance(response.get_json()["suggestions"], list)


def test_entries_lists_all_entries_and_articles_without_small_talk(client: FlaskClient, assistant: Assistant) -> None:
    listed = client.get("/api/entries").get_json()
    assert [each["id"] for each in listed["entries"]] == [entry.id for entry in assistant.knowledge.entries]
    assert listed["entries"][2] == {
        "id": "white-flour",
        "kind": "misconception",
        "question": "White flour is poison.",
        "verdict": "wrong",
        "article": "bakery",
    }
    assert listed["articles"] == [
        {"id": "bakery", "title": "The bakery", "language": "en", "url": "https://bakery.example/about"}
    ]


def test_every_listed_entry_can_be_fetched_with_its_answer(client: FlaskClient) -> None:
    for listed in client.get("/api/entries").get_json()["entries"]:
        entry = client.get(f"/api/entries/{listed['id']}").get_json()
        assert {name: entry[name] for name in listed} == listed
        assert entry["text"]
        assert entry["html"].startswith("<p>")


def test_healthz_says_that_the_process_answers(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}


def test_readyz_says_what_is_answered_from(client: FlaskClient) -> None:
    ready = client.get("/readyz").get_json()
    assert (ready["status"], ready["entries"], ready["problem"]) == ("ready", 6, None)


def test_the_shipped_bot_answers_with_the_section_that_the_answer_rests_on(heat_pump_client: FlaskClient) -> None:
    reply = heat_pump_client.post("/api/ask", json={"question": "can a heat pump power my house?"}).get_json()
    assert reply["text"].startswith("No")
    assert reply["sources"][0]["url"].endswith("#do-heat-pumps-generate-electricity-a-direct-answer")


@pytest.mark.parametrize("path", [*GETS, "/nowhere", "/api/ask", "/api/entries/butcher"])
def test_every_response_forbids_sniffing_and_everything_inline_or_from_elsewhere(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        policy = dict(rule.strip().split(" ", 1) for rule in response.headers["Content-Security-Policy"].split(";"))
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert policy["default-src"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert not {"unsafe-inline", "unsafe-eval", "http:", "https:", "*", "data:"} & set(
        " ".join(policy.values()).replace("'", "").split()
    )


@pytest.mark.parametrize("path", GETS)
def test_every_route_answers_get_and_head_without_a_cookie(client: FlaskClient, path: str) -> None:
    with client.get(path) as got, client.head(path) as headed:
        assert (got.status_code, headed.status_code) == (200, 200)
        assert "Set-Cookie" not in got.headers


def test_a_mistake_of_the_server_has_the_one_shape_and_tells_nothing(assistant: Assistant) -> None:
    app = create_app(assistant)
    app.add_url_rule("/broken", view_func=lambda: 1 / 0)  # type: ignore[arg-type]
    response = app.test_client().get("/broken")
    assert response.status_code == 500
    assert response.get_json()["error"]["code"] == "internal_error"
    assert "division" not in response.text


def test_answers_of_many_threads_do_not_mix(assistant: Assistant) -> None:
    from concurrent.futures import ThreadPoolExecutor

    app = create_app(assistant)
    asked = {"when are you open?": "opening-hours", "do you deliver?": "delivery", "what oven do you use": "oven"}

    def answered(question: str) -> str:
        return str(app.test_client().post("/api/ask", json={"question": question}).get_json()["entry"]["id"])

    with ThreadPoolExecutor(8) as pool:
        questions = list(asked) * 50
        assert list(pool.map(answered, questions)) == [asked[question] for question in questions]


def test_the_welcome_says_what_to_show_before_the_first_question(client: FlaskClient) -> None:
    assert client.get("/api/welcome").get_json() == {
        "title": "The bakery",
        "language": "en",
        "welcome": "Welcome to the bakery!",
        "starters": [
            {"id": "opening-hours", "question": "When is the bakery open?"},
            {"id": "sourdough", "question": "How long does the sourdough rest?"},
        ],
    }


@pytest.fixture(scope="module")
def two_shops() -> FlaskClient:
    """A client of a bot that knows two articles."""
    entries = [
        Entry("rye", "What is rye bread?", "Bread of rye.", article="bread"),
        Entry("brie", "What is brie?", "A cheese, good with bread.", ("which cheese goes with bread",), article="cheese"),
    ]
    articles = [
        Article("bread", "Bread", welcome="Bread here.", starters=("rye",)),
        Article("cheese", "Käse", "de", welcome="Cheese here.", starters=("brie",)),
    ]
    return create_app(Assistant(KnowledgeBase(entries, articles))).test_client()


def test_the_welcome_of_an_article_is_its_own(two_shops: FlaskClient) -> None:
    got = two_shops.get("/api/welcome?article=cheese").get_json()
    assert (got["title"], got["language"], got["welcome"]) == ("Käse", "de", "Cheese here.")
    assert [each["id"] for each in got["starters"]] == ["brie"]
    both = two_shops.get("/api/welcome").get_json()
    assert (both["title"], both["welcome"], len(both["starters"])) == ("Bread, Käse", "Bread here.", 2)


def test_suggestions_keep_to_an_article_where_one_is_named(two_shops: FlaskClient) -> None:
    def suggested(article: str) -> set[str]:
        found = two_shops.get("/api/suggest", query_string={"q": "bread", "article": article}).get_json()["suggestions"]
        return {each["id"] for each in found}

    assert (suggested(""), suggested("bread"), suggested("cheese")) == ({"rye", "brie"}, {"rye"}, {"brie"})


@pytest.mark.parametrize("path", ["/api/welcome?article=butcher", "/api/suggest?article=butcher"])
def test_an_unknown_article_is_refused_wherever_it_is_named(client: FlaskClient, path: str) -> None:
    assert_refused(client.get(path))
