"""Metrics, request ids and log lines."""

from __future__ import annotations

import json
import logging
import re
import urllib.request
from pathlib import Path

import pytest
from conftest import eventually, serving
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from bot import Assistant
from bot.errors import SettingError
from bot.web import create_app
from bot.web.logs import JsonFormatter


def samples(text: str) -> dict[tuple[str, ...], float]:
    """Every sample by its name and the values of its labels in the order of their names."""
    return {
        (sample.name, *(sample.labels[name] for name in sorted(sample.labels))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_requests_replies_and_confidences_are_counted_by_route_and_never_by_what_was_sent(client: FlaskClient) -> None:
    client.post("/api/ask", json={"question": "When do you open?"})
    client.post("/api/ask", json={"question": "who won the cup"})
    client.get("/api/entries/oven")
    client.get("/nowhere/secret")
    text = client.get("/metrics").text
    found = samples(text)
    assert found["faqbot_requests_total", "POST", "/api/ask", "200"] == 2
    assert found["faqbot_requests_total", "GET", "none", "404"] == 1
    assert found["faqbot_request_seconds_count", "/api/entries/<name>"] == 1
    assert found["faqbot_replies_total", "answer"] == found["faqbot_replies_total", "no_answer"] == 1
    assert found[("faqbot_confidence_count",)] == 2
    assert found[("faqbot_questions_lost_total",)] == 0
    assert "secret" not in text


def test_questions_that_could_not_be_kept_are_counted(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("FAQBOT_DATABASE", str(tmp_path / "file" / "faqbot.db"))
    app = create_app(assistant)
    app.extensions["faqbot-memory"]._writer._pause = 0.001
    client = app.test_client()
    client.post("/api/ask", json={"question": "When do you open?"})
    assert app.extensions["faqbot-memory"].flush(10)
    client.get("/healthz")
    assert samples(client.get("/metrics").text)[("faqbot_questions_lost_total",)] == 1


def test_with_a_token_the_metrics_are_for_who_has_it(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAQBOT_METRICS_TOKEN", "correct horse")
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert client.get("/metrics", headers={"Authorization": "Bearer correct horse"}).status_code == 200


def test_every_response_has_an_id_and_keeps_one_that_a_proxy_gave(client: FlaskClient) -> None:
    first, second = (client.get("/healthz").headers["X-Request-Id"] for _ in range(2))
    assert re.fullmatch("[0-9a-f]{16}", first)
    assert first != second
    assert client.get("/healthz", headers={"X-Request-Id": "abc-1.2"}).headers["X-Request-Id"] == "abc-1.2"
    assert client.get("/healthz", headers={"X-Request-Id": "a b\u00e9"}).headers["X-Request-Id"] != "a b\u00e9"


@pytest.mark.parametrize(("access", "holds_text"), [("on", False), ("text", True)])
def test_a_request_is_a_line_of_json_with_the_question_only_where_that_is_wanted(
    *, access: str, holds_text: bool, assistant: Assistant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("FAQBOT_ACCESS", access)
    client = create_app(assistant).test_client()
    with caplog.at_level(logging.INFO, "faqbot"):
        response = client.post("/api/ask", json={"question": "When do you open?"})
        client.get("/api/suggest?q=open")
    lines = [json.loads(JsonFormatter().format(record)) for record in caplog.records if record.message == "request"]
    assert [line["route"] for line in lines] == ["/api/ask", "/api/suggest"]
    ask = lines[0]
    assert (ask["request_id"], ask["status"], ask["kind"], ask["entry"]) == (
        response.headers["X-Request-Id"], 200, "answer", "opening-hours",
    )  # fmt: skip
    assert ("question" in ask) is holds_text
    assert holds_text or "open?" not in json.dumps(lines)


def test_without_it_no_request_is_logged(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "faqbot"):
        client.get("/healthz")
    assert [record for record in caplog.records if record.message == "request"] == []


def test_an_unexpected_error_is_logged_with_the_id_of_its_request(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = create_app(assistant).test_client()
    monkeypatch.setattr("bot.web.pages.jsonify", lambda _: 1 / 0)
    response = client.get("/healthz")
    assert response.status_code == 500
    [record] = [record for record in caplog.records if record.levelname == "ERROR"]
    line = json.loads(JsonFormatter().format(record))
    assert line["request_id"] == response.headers["X-Request-Id"]
    assert "ZeroDivisionError" in line["error"]


def test_another_value_is_refused(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAQBOT_ACCESS", "yes")
    with pytest.raises(SettingError, match="expected one of off, on, text"):
        create_app(assistant)


def test_several_workers_add_up_their_figures(tmp_path: Path, bakery_folder: Path) -> None:
    with serving(bakery_folder, tmp_path / "log", "--workers", "2") as server:
        for _ in range(20):
            assert server.fetch("/api/ask", {"question": "When do you open?"})[0] == 200

        def counted() -> bool:
            with urllib.request.urlopen(server.address + "/metrics", timeout=20) as response:
                return samples(response.read().decode())["faqbot_replies_total", "answer"] == 20

        eventually(counted, "both workers' replies are counted")
