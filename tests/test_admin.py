"""The editor's pages: who may see them, and what they show of what strangers typed."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot import Assistant, Entry, KnowledgeBase
from bot.checking import check
from bot.errors import SettingError
from bot.store import lessons
from bot.store.figures import Day
from bot.web import create_app
from bot.web.admin import charts
from bot.web.admin.login import ALL_TRIES, COOKIE, LONGEST, MINUTE, TRIES, Gate
from bot.web.widget import built

SECRET = "thirty-two characters, at the very least"

# Where each route leads whom. Every route of the app must stand here.
OPEN = {
    ("GET", "/"), ("GET", "/faq"), ("GET", "/healthz"), ("GET", "/readyz"), ("GET", "/metrics"), ("POST", "/api/ask"),
    ("POST", "/api/feedback"), ("GET", "/api/suggest"), ("GET", "/api/entries"), ("GET", "/api/entries/<name>"),
    ("GET", "/api/openapi.json"), ("GET", "/api/welcome"), ("GET", "/embed"), ("GET", "/widget.js"),
    ("GET", "/widget/<version>/widget.js"), ("GET", "/widget/<version>/<language>.json"),
    ("GET", "/static/<path:filename>"), ("GET", "/admin/login"), ("POST", "/admin/login"),
}  # fmt: skip
GUARDED = {
    ("GET", "/admin/"), ("GET", "/admin/inbox"), ("GET", "/admin/inbox/<int:number>"),
    ("POST", "/admin/inbox/<int:number>/state"),
    ("POST", "/admin/preview"), ("POST", "/admin/keep"), ("GET", "/admin/lessons"), ("POST", "/admin/undo"),
    ("GET", "/admin/entries"), ("GET", "/admin/entries/<name>"), ("GET", "/admin/new"), ("GET", "/admin/try"),
    ("GET", "/admin/check"), ("GET", "/admin/log.csv"), ("GET", "/admin/log.jsonl"), ("POST", "/admin/logout"),
}  # fmt: skip

XSS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "'><b onmouseover='alert(1)'>x",
    "javascript:alert(1)", "</title><script>alert(1)</script>", "</textarea><script>alert(1)</script>", "{{ 7*7 }}",
    "<a href='javascript:alert(1)'>rye</a>", "&lt;script&gt;alert(1)&lt;/script&gt;", "<style>*{display:none}</style>",
    "<math><mtext></mtext><script>alert(1)</script>", "` onfocus=alert(1) autofocus x=`", "<base href=//evil.example>",
    "<form action=//evil.example>",
)  # fmt: skip
FORMULAS = (
    "=1+1", "+1+1", "-2+3", "@SUM(A1:A9)", "=cmd|' /C calc'!A0", '=HYPERLINK("http://evil.example")', "＝1＋1", "%0A-3+3", "|cmd",
)  # fmt: skip


@pytest.fixture
def app(assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The bakery's app with the editor's pages, over a database of its own."""
    monkeypatch.setenv("FAQBOT_ADMIN_SECRET", SECRET)
    monkeypatch.setenv("FAQBOT_DATABASE", str(tmp_path / "faqbot.db"))
    app = create_app(assistant)
    yield app
    app.extensions["faqbot-memory"].close()


@pytest.fixture
def editor(app: Flask) -> FlaskClient:
    """A client that is logged in."""
    return logged_in(app)


def logged_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    response = client.post("/admin/login", data={"secret": SECRET})
    assert (response.status_code, response.headers["Location"]) == (303, "/admin/")
    return client


def token(client: FlaskClient, page: str = "/admin/lessons") -> str:
    """The token of the client's forms."""
    found = re.search(r'name="token" value="(\w+)"', client.get(page).text)
    assert found
    return found[1]


def ask(app: Flask, *questions: str) -> list[str]:
    """Ask as a visitor; the ids of the replies."""
    client = app.test_client()
    ids = [client.post("/api/ask", json={"question": question}).get_json()["reply_id"] for question in questions]
    assert app.extensions["faqbot-memory"].flush(10)
    return ids


def routes(app: Flask) -> set[tuple[str, str]]:
    return {(method, rule.rule) for rule in app.url_map.iter_rules() for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}


def path_of(rule: str) -> str:
    made = {"<path:filename>": "page.css", "<name>": "oven", "<version>": built().version, "<language>": "de"}
    path = re.sub(r"<int:\w+>", "1", rule)
    for part, value in made.items():
        path = path.replace(part, value)
    return path


def test_every_route_is_open_or_guarded(app: Flask) -> None:
    assert routes(app) == OPEN | GUARDED


def test_without_a_secret_there_are_no_editors_pages(client: FlaskClient) -> None:
    assert not any(rule.startswith("/admin") for _, rule in routes(client.application))
    assert client.get("/admin/").status_code == 404
    assert client.post("/admin/login", data={"secret": ""}).status_code == 404


@pytest.mark.parametrize(("method", "rule"), sorted(GUARDED))
@pytest.mark.parametrize("cookie", [None, "", "forged", "another secret"])
def test_a_guarded_route_lets_nobody_by_without_a_login(app: Flask, method: str, rule: str, cookie: str | None) -> None:
    client = app.test_client()
    if cookie is not None:
        client.set_cookie(COOKIE, Gate("x" * 40).cookie() if cookie == "another secret" else cookie)
    response = client.open(path_of(rule), method=method, data={"state": "done", "action": "new"} if method == "POST" else None)
    if method == "GET":
        assert (response.status_code, response.headers["Location"]) == (303, "/admin/login")
    else:
        assert response.status_code == 403
    assert "The bakery" not in response.text or "Log in" in response.text or "not logged in" in response.text


@pytest.mark.parametrize(("method", "rule"), sorted(GUARDED - {("POST", "/admin/logout")}))
def test_with_the_login_a_page_is_shown_and_a_form_without_its_token_is_refused(
    app: Flask, editor: FlaskClient, method: str, rule: str
) -> None:
    ask(app, "rye bread")
    response = editor.open(path_of(rule), method=method, data={"token": "guessed"} if method == "POST" else None)
    if method == "POST":
        assert response.status_code == 403
    else:
        assert response.status_code in ({200, 404} if "<int" in rule else {200})


@pytest.mark.parametrize(("method", "rule"), sorted(OPEN))
def test_an_open_route_asks_nobody_for_a_login(app: Flask, method: str, rule: str) -> None:
    client = app.test_client()
    body = {"question": "rye"} if rule == "/api/ask" else {"reply_id": "x", "vote": "good"}
    sent = body if method == "POST" and rule != "/admin/login" else None
    response = client.open(path_of(rule), method=method, json=sent, buffered=True)
    assert response.status_code == {"/api/feedback": 404, "/admin/login": 200 if method == "GET" else 403}.get(rule, 200)


def test_a_form_of_another_login_does_not_count(app: Flask, editor: FlaskClient) -> None:
    other = token(logged_in(app))
    assert other != token(editor)
    assert editor.post("/admin/undo", data={"token": other}).status_code == 403
    assert editor.post("/admin/undo", data={"token": token(editor)}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert (
        app.test_client().post("/admin/login", data={"secret": SECRET}, headers={"Sec-Fetch-Site": "cross-site"}).status_code
        == 403
    )


def test_the_login_is_a_cookie_that_no_script_and_no_other_site_gets_and_ends_at_logging_out(app: Flask) -> None:
    client = app.test_client()
    response = client.post("/admin/login", data={"secret": SECRET}, base_url="https://bakery.example")
    cookie = response.headers["Set-Cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Strict", "Path=/admin/", "Secure", f"Max-Age={LONGEST}"))
    assert SECRET not in cookie
    editor = logged_in(app)
    assert editor.post("/admin/logout", data={"token": token(editor)}).status_code == 303
    assert editor.get("/admin/").status_code == 303


def test_a_login_that_is_too_old_is_none() -> None:
    gate = Gate(SECRET)
    cookie = gate.cookie()
    assert gate.login(cookie)
    assert gate.login(cookie[:-1]) is None
    assert Gate(SECRET + "x").login(cookie) is None


def test_wrong_secrets_are_throttled_by_address_and_altogether(app: Flask) -> None:
    client = app.test_client()
    for _ in range(TRIES):
        assert client.post("/admin/login", data={"secret": "wrong"}).status_code == 403
    response = client.post("/admin/login", data={"secret": SECRET})
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) == MINUTE
    elsewhere = {"REMOTE_ADDR": "192.0.2.9"}
    assert client.post("/admin/login", data={"secret": SECRET}, environ_base=elsewhere).status_code == 303
    for number in range(ALL_TRIES):
        client.post("/admin/login", data={"secret": "wrong"}, environ_base={"REMOTE_ADDR": f"198.51.100.{number}"})
    assert client.post("/admin/login", data={"secret": SECRET}, environ_base=elsewhere).status_code == 429
    gate = app.extensions["faqbot-gate"]
    then = gate.clock() + MINUTE + 1
    gate.clock = lambda: then
    assert client.post("/admin/login", data={"secret": SECRET}).status_code == 303


def test_a_short_secret_is_refused_at_the_start(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAQBOT_ADMIN_SECRET", "123456")
    with pytest.raises(SettingError, match="6 characters': expected at least 32"):
        create_app(assistant)


def test_the_pages_allow_no_script_and_are_not_cached(editor: FlaskClient) -> None:
    response = editor.get("/admin/")
    assert "script-src" not in response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"


class Reader(HTMLParser):
    """Notes the elements and attributes of a page that should never be there, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style", "base", "math", "iframe", "object", "embed"} or (
            tag == "img" and dict(attrs).get("src") == "x"
        ):
            self.bad.append(tag)
        for name, value in attrs:
            if (
                name.startswith("on")
                or name == "style"
                or ("evil.example" in (value or "") and name in {"href", "action", "src"})
            ):
                self.bad.append(f"{tag} {name}")
            if name in {"href", "src", "action"} and (value or "").startswith("javascript:"):
                self.bad.append(f"{tag} {name}={value}")
            if name == "value":
                self.said.append(value or "")

    def handle_data(self, data: str) -> None:
        self.said.append(data)


PAGES = ("/admin/", "/admin/inbox", "/admin/inbox?state=done", "/admin/lessons", "/admin/entries", "/admin/check")


def test_what_strangers_typed_is_text_on_every_page(app: Flask, editor: FlaskClient) -> None:
    ids = ask(app, *XSS)
    for reply_id, reason in zip(ids, XSS, strict=True):
        vote = {"reply_id": reply_id, "vote": "bad", "reason": reason}
        assert app.test_client().post("/api/feedback", json=vote).status_code == 200
    with app.extensions["faqbot-memory"].database.writing() as connection:
        lessons.record(connection, XSS[0], XSS[1], b"a", b"b", None, 0)
    editor.get("/admin/inbox")
    needs = [f"/admin/inbox/{number}" for number in range(1, 30)]
    tried = [
        f"/admin/{page}?q={text}"
        for page in ("try", "entries", "new")
        for text in ("<script>alert(1)</script>", XSS[2].replace("#", ""))
    ]
    said: list[str] = []
    for page in [*PAGES, *needs, *tried]:
        response = editor.get(page)
        assert response.status_code in {200, 404}
        reader = Reader()
        reader.feed(response.text)
        assert reader.bad == [], page
        said += reader.said
    for text in XSS:
        assert any(text in each for each in said), text
    assert "49" not in said


def test_the_log_to_take_away_is_safe_for_spreadsheets_and_whole(app: Flask, editor: FlaskClient) -> None:
    ids = ask(app, *FORMULAS)
    for reply_id, reason in zip(ids, FORMULAS, strict=True):
        app.test_client().post("/api/feedback", json={"reply_id": reply_id, "vote": "bad", "reason": reason})
    response = editor.get("/admin/log.csv")
    assert response.headers["Content-Disposition"] == "attachment; filename=faqbot-log.csv"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert [row["question"] for row in rows] == [f"'{text}" for text in FORMULAS]
    assert [row["reason"] for row in rows] == [f"'{text}" for text in FORMULAS]
    lines = [json.loads(line) for line in editor.get("/admin/log.jsonl").text.splitlines()]
    assert [line["question"] for line in lines] == list(FORMULAS)


def test_the_overview_has_the_figures(app: Flask, editor: FlaskClient) -> None:
    [first, *_] = ask(app, "When do you open?", "rye", "who won the cup", "hello")
    app.test_client().post("/api/feedback", json={"reply_id": first, "vote": "good"})
    page = editor.get("/admin/?days=7").text
    assert re.search(r"<dt>Questions</dt><dd>3</dd>", page)
    assert re.search(r"<dt>Answered</dt><dd>33 %</dd>", page)
    assert re.search(r"<dt>Helpful</dt><dd>100 %</dd>", page)
    assert "who won the cup" in page


def test_a_need_changes_its_state(app: Flask, editor: FlaskClient) -> None:
    ask(app, "who won the cup")
    assert "who won the cup" in editor.get("/admin/inbox").text
    data = {"token": token(editor), "state": "ignored"}
    assert editor.post("/admin/inbox/1/state", data=data).status_code == 303
    assert "No need is open." in editor.get("/admin/inbox").text
    assert "who won the cup" in editor.get("/admin/inbox?state=ignored").text
    assert editor.post("/admin/inbox/1/state", data={**data, "state": "gone"}).status_code == 400
    assert editor.post("/admin/inbox/99/state", data=data).status_code == 404
    assert editor.get(f"/admin/inbox/{10**30}").status_code == 404


def test_trying_a_question_explains_its_reply(editor: FlaskClient) -> None:
    page = editor.get("/admin/try?q=When do you open?").text
    assert "Answered" in page
    assert "entry opening-hours" in page
    assert "Teach it this question" in page


def test_the_check_lists_what_an_editor_should_look_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAQBOT_ADMIN_SECRET", SECRET)
    bot = Assistant(KnowledgeBase([Entry("hours", "When are you open?", "From seven to six.")]))
    page = html.unescape(logged_in(create_app(bot)).get("/admin/check").text)
    assert "Held-out phrasings" in page
    found = check(bot)
    assert {finding.code for finding in found} >= {"no-source", "thin"}
    assert all(finding.what in page for finding in found)


def test_entries_are_found_by_word_id_and_question(app: Flask, editor: FlaskClient) -> None:
    ask(app, "When do you open?")
    assert "shown 1×" in editor.get("/admin/entries/opening-hours").text
    assert "The oven" in editor.get("/admin/entries?q=1911").text
    assert "Do you deliver?" in editor.get("/admin/entries?q=delivery").text
    assert editor.get("/admin/entries/none").status_code == 404


def test_a_bot_without_files_says_that_it_cannot_be_taught(editor: FlaskClient) -> None:
    form = {"token": token(editor), "action": "phrasings", "entry": "oven", "wording": "brick stove"}
    response = editor.post("/admin/preview", data=form)
    assert response.status_code == 409
    assert "expected a folder of them to write to" in response.text


@pytest.mark.parametrize(
    ("form", "status", "expected"),
    [
        ({}, 400, "says what to teach"),
        ({"action": "phrasings", "entry": "none", "wording": "x"}, 409, "no entry"),
        ({"action": "new", "question": "Rye?", "answer": "", "kind": "question"}, 409, "expected a answer"),
        ({"action": "new", "question": "Rye?", "answer": "Yes.", "kind": "rumour"}, 400, "expected a kind"),
        ({"action": "new", "question": "Rye?", "answer": "Yes.", "kind": "misconception"}, 409, "expected a verdict"),
        ({"action": "new", "id": "oven", "question": "Rye?", "answer": "Yes.", "kind": "topic"}, 409, "already"),
    ],
)
def test_a_form_that_teaches_nothing_says_what_was_expected(
    editor: FlaskClient, form: dict[str, str], status: int, expected: str
) -> None:
    response = editor.post("/admin/preview", data={"token": token(editor), **form})
    assert response.status_code == status
    assert expected in response.text


def test_a_database_that_fails_gives_a_page_that_says_so(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("FAQBOT_ADMIN_SECRET", SECRET)
    monkeypatch.setenv("FAQBOT_DATABASE", str(tmp_path / "file" / "faqbot.db"))
    editor = logged_in(create_app(assistant))
    response = editor.get("/admin/")
    assert response.status_code == 503
    assert "expected a place for the database" in response.text
    assert editor.get("/admin/try?q=rye").status_code == 200


def test_with_the_log_off_the_pages_say_so(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAQBOT_ADMIN_SECRET", SECRET)
    monkeypatch.setenv("FAQBOT_LOG", "off")
    editor = logged_in(create_app(assistant))
    assert "FAQBOT_LOG is off" in editor.get("/admin/").text
    assert "FAQBOT_LOG is off" in editor.get("/admin/inbox").text
    assert editor.get("/admin/entries").status_code == 200


def test_a_chart_fits_its_box_and_shows_all_that_is_not_nothing() -> None:
    days = [Day("2026-01-01", {"answer": 990, "no_answer": 1}), Day("2026-01-02", {}), Day("2026-01-03", {"smalltalk": 3})]
    chart = charts.by_day(days)
    assert (chart.top, len(chart.bars)) == (1000, 3)
    for bar in chart.bars:
        assert bar.height >= charts.LEAST
        assert min(bar.x, bar.y) >= 0
        assert bar.x + bar.width <= charts.WIDTH
        assert bar.y + bar.height <= charts.HEIGHT + charts.LEAST
    assert charts.by_tenth([0] * 10).bars == ()
    assert [charts.round_up(number) for number in (0, 1, 3, 11, 50, 51)] == [1, 1, 5, 20, 50, 100]


def test_the_knowledge_that_is_broken_is_said_on_every_page(
    bakery_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FAQBOT_ADMIN_SECRET", SECRET)
    monkeypatch.setenv("FAQBOT_DATABASE", str(tmp_path / "faqbot.db"))
    app = create_app(str(bakery_folder))
    live: Any = app.extensions["faqbot"]
    live.close()
    (bakery_folder / "bakery.yaml").write_text("format: 2\n")
    live.refresh(bakery_folder)
    assert "bakery.yaml:1" in logged_in(app).get("/admin/check").text
