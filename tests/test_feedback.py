"""What the web keeps of questions, votes and picked suggestions."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import FAQBOT
from flask import Flask
from flask.testing import FlaskClient

from bot import Assistant
from bot.store import exporting
from bot.store.database import Database
from bot.store.memory import Memory
from bot.web import create_app


@pytest.fixture
def app(assistant: Assistant, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The bakery's app, over a database of its own of either sort."""
    monkeypatch.setenv("FAQBOT_DATABASE", database_url)
    app = create_app(assistant)
    yield app
    memory(app).close()


def memory(app: Flask) -> Memory:
    kept: Memory = app.extensions["faqbot-memory"]
    return kept


def ask(client: FlaskClient, question: str, **more: object) -> dict[str, Any]:
    response = client.post("/api/ask", json={"question": question, **more})
    assert response.status_code == 200, response.text
    return dict(response.get_json())


def kept(app: Flask) -> list[dict[str, Any]]:
    assert memory(app).flush(10)
    return list(exporting.rows(memory(app).database))


def test_every_question_is_kept_with_what_it_got(app: Flask) -> None:
    client = app.test_client()
    ask(client, "When do you open?")
    ask(client, "who won the world cup")
    ask(client, "write to me@example.org")
    [open_, cup, letter] = kept(app)
    assert (open_["question"], open_["kind"], open_["entry"]) == ("When do you open?", "answer", "opening-hours")
    assert letter["question"] == "write to [e-mail]"
    assert (open_["article"], open_["surface"], len(open_["visitor"])) == ("bakery", "web", 16)
    assert (cup["kind"], cup["entry"]) == ("no_answer", "")


def test_a_vote_is_kept_when_the_answer_says_so(app: Flask) -> None:
    client = app.test_client()
    reply = ask(client, "white flour is toxic")
    assert reply["feedback"] is True
    vote = {"reply_id": reply["reply_id"], "vote": "bad", "reason": "I asked for rye"}
    response = client.post("/api/feedback", json=vote)
    assert (response.status_code, response.get_json()) == (200, {"kept": True})
    assert [(row["vote"], row["reason"]) for row in kept(app)] == [("bad", "I asked for rye")]


def test_a_second_vote_on_a_reply_takes_the_place_of_the_first(app: Flask) -> None:
    client = app.test_client()
    reply_id = ask(client, "rye")["reply_id"]
    for vote in ("none", "good", "good"):
        assert client.post("/api/feedback", json={"reply_id": reply_id, "vote": vote}).status_code == 200
    assert [row["vote"] for row in kept(app)] == ["good"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"reply_id": "guessed", "vote": "good"}, 404, "reply_unknown"),
        ({"vote": "good"}, 400, "reply_id_missing"),
        ({"reply_id": "guessed"}, 400, "vote_missing"),
        ({"reply_id": "guessed", "vote": "best"}, 400, "vote_unknown"),
        ({"reply_id": ["a"], "vote": "good"}, 400, "reply_id_not_text"),
        ({"reply_id": "a", "vote": "good", "reason": "x" * 501}, 400, "reason_too_long"),
        ({"reply_id": "a\0", "vote": "good"}, 400, "reply_id_not_text"),
        ([], 400, "not_an_object"),
    ],
)
def test_what_is_no_vote_is_refused(client: FlaskClient, body: object, status: int, code: str) -> None:
    response = client.post("/api/feedback", json=body)
    assert (response.status_code, response.get_json()["error"]["code"]) == (status, code)


def test_a_form_of_another_site_cannot_vote(client: FlaskClient) -> None:
    assert client.post("/api/feedback", data="reply_id=a&vote=good").status_code == 415


def test_a_picked_suggestion_is_kept_with_the_reply_that_offered_it(app: Flask) -> None:
    client = app.test_client()
    offered = ask(client, "bread")
    ask(client, "How long does the sourdough rest?", picked={"reply_id": offered["reply_id"], "entry": "sourdough"})
    ask(client, "When is the bakery open?", picked={"reply_id": offered["reply_id"], "entry": "no-such-entry"})
    assert [row["picked"] for row in kept(app)] == ["sourdough", "", ""]


@pytest.mark.parametrize("picked", ["sourdough", [], {"entry": "sourdough"}, {"reply_id": 1, "entry": "sourdough"}])
def test_what_is_no_pick_is_refused(client: FlaskClient, picked: object) -> None:
    assert client.post("/api/ask", json={"question": "bread", "picked": picked}).status_code == 400


def test_a_database_that_fails_costs_no_answer_but_no_vote_is_said_to_be_kept(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("FAQBOT_DATABASE", str(tmp_path / "file" / "faqbot.db"))
    app = create_app(assistant)
    client = app.test_client()
    reply = ask(client, "When do you open?")
    assert reply["kind"] == "answer"
    response = client.post("/api/feedback", json={"reply_id": reply["reply_id"], "vote": "good"})
    assert (response.status_code, response.get_json()["error"]["code"]) == (503, "not_kept")
    assert int(response.headers["Retry-After"]) > 0
    assert str(tmp_path) not in response.text


def test_with_the_log_off_nothing_is_kept_and_no_vote_is_asked_for(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAQBOT_LOG", "off")
    monkeypatch.setenv("FAQBOT_DATABASE", str(tmp_path / "faqbot.db"))
    client = create_app(assistant).test_client()
    reply = ask(client, "When do you open?")
    assert reply["feedback"] is False
    response = client.post("/api/feedback", json={"reply_id": reply["reply_id"], "vote": "good"})
    assert (response.status_code, response.get_json()["error"]["code"]) == (404, "feedback_off")
    assert list(tmp_path.iterdir()) == []


def test_counts_alone_take_votes_and_keep_no_word(
    assistant: Assistant, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAQBOT_DATABASE", database_url)
    monkeypatch.setenv("FAQBOT_LOG", "counts")
    counting = create_app(assistant)
    client = counting.test_client()
    reply = ask(client, "When do you open?")
    assert client.post("/api/feedback", json={"reply_id": reply["reply_id"], "vote": "good"}).status_code == 200
    [row] = kept(counting)
    assert (row["question"], row["visitor"], row["entry"], row["vote"]) == ("", "", "opening-hours", "good")
    memory(counting).close()


def test_a_vote_in_the_terminal_keeps_the_question_with_it(tmp_path: Path, bakery_folder: Path) -> None:
    database = tmp_path / "faqbot.db"
    chat = [FAQBOT, "chat", "--knowledge", str(bakery_folder)]
    typed = "when do you open\nrye\n/bad none of these\n/good\n/bad the rye of jane@example.org\n"
    environment = {**os.environ, "FAQBOT_DATABASE": str(database)}
    done = subprocess.run(chat, input=typed, capture_output=True, text=True, check=True, timeout=60, env=environment)
    assert done.stdout.count("Thank you.") == 3
    opened = Database(str(database))
    [row] = exporting.rows(opened)
    opened.close()
    assert (row["question"], row["surface"], row["vote"], row["reason"]) == ("rye", "terminal", "bad", "the rye of [e-mail]")


def test_a_vote_in_the_terminal_with_the_log_off_is_refused(bakery_folder: Path) -> None:
    chat = [FAQBOT, "chat", "--knowledge", str(bakery_folder)]
    environment = {**os.environ, "FAQBOT_LOG": "off"}
    done = subprocess.run(chat, input="rye\n/bad\n", capture_output=True, text=True, check=True, timeout=60, env=environment)
    assert "Not kept: FAQBOT_LOG is off" in done.stdout
