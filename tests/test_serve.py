from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import ENTRIES, FAQBOT, Serve, Server, eventually, free_port, knowledge_text, serving

from bot.store import exporting, log
from bot.store.database import Database
from bot.store.log import Asked

BAD_USE = 2
HOURS = {"question": "what are your opening hours"}


def refused(*arguments: str) -> subprocess.CompletedProcess[str]:
    """What `faqbot serve` says when it does not start."""
    return subprocess.run([FAQBOT, "serve", *arguments], capture_output=True, text=True, timeout=60, check=False)


def hours(server: Server) -> str:
    return str(server.fetch("/api/ask", HOURS)[1]["text"])


@contextmanager
def visitors(server: Server, count: int = 4) -> Iterator[Counter[str]]:
    """Visitors who ask without a pause; counts what they got."""
    got: Counter[str] = Counter()
    done = threading.Event()

    def visit() -> None:
        while not done.is_set():
            try:
                status, reply = server.fetch("/api/ask", HOURS)
                got[reply["text"] if status == 200 else str(status)] += 1
            except OSError as error:
                got[repr(error)] += 1

    threads = [threading.Thread(target=visit) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield got
    finally:
        done.set()
        for thread in threads:
            thread.join(30)


def test_serve_prints_its_address_and_answers_there(serve: Serve, bakery_folder: Path) -> None:
    server = serve(bakery_folder)
    assert f"faqbot answers at {server.address}/ (Ctrl-C stops it)" in server.log.read_text()
    assert hours(server).startswith("From seven")
    assert server.fetch("/readyz")[1]["entries"] == len(ENTRIES)
    assert server.fetch("/nowhere")[0] == 404


def test_serve_takes_over_a_changed_file_without_one_failed_request(serve: Serve, bakery_folder: Path) -> None:
    server = serve(bakery_folder)
    later = knowledge_text((replace(ENTRIES[0], answer="From eight to seven."), *ENTRIES[1:]))
    with visitors(server) as got:
        eventually(lambda: got.total() > 50, "visitors are answered")
        (bakery_folder / "bakery.yaml").write_text(later)
        eventually(lambda: got["From eight to seven."] > 50, "the new answer")
    old = "From seven in the morning to six in the evening, every day but Sunday."
    assert set(got) == {old, "From eight to seven."}


def test_serve_keeps_answering_while_a_changed_file_is_broken_and_says_what_is_wrong(serve: Serve, bakery_folder: Path) -> None:
    server = serve(bakery_folder)
    with visitors(server) as got:
        (bakery_folder / "bakery.yaml").write_text("format: 1\ntitle: x\nentries: [{id: a, kind: rumour}]\n")
        eventually(lambda: server.fetch("/readyz")[1]["problem"], "the problem")
    assert len(got) == 1
    assert "bakery.yaml:3: kind 'rumour'" in server.fetch("/readyz")[1]["problem"]
    eventually(lambda: "bakery.yaml:3: kind 'rumour'" in server.log.read_text(), "the mistake in the log")


def test_a_request_that_is_too_large_is_refused_by_the_server_too(serve: Serve, bakery_folder: Path) -> None:
    server = serve(bakery_folder)
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(server.address).port, timeout=20)
    with suppress(ConnectionError):  # it answers before all has arrived, and hangs up
        connection.request("POST", "/api/ask", b"x" * 5_000_000, {"Content-Type": "application/json"})
    response = connection.getresponse()
    assert response.status == 413
    assert set(json.load(response)["error"]) == {"code", "message"}
    connection.close()
    assert hours(server).startswith("From seven")


@contextmanager
def half_sent(server: Server) -> Iterator[tuple[socket.socket, Callable[[], http.client.HTTPResponse]]]:
    """A request whose body is half on its way; the function sends the rest and reads the response."""
    body = json.dumps(HOURS).encode()
    head = f"POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", urlsplit(server.address).port or 0), timeout=20) as connection:
        connection.sendall(head + body[:5])

        def finish() -> http.client.HTTPResponse:
            connection.sendall(body[5:])
            response = http.client.HTTPResponse(connection)
            response.begin()
            return response

        yield connection, finish


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT], ids=lambda stop: stop.name)
def test_a_signal_ends_serve_after_the_requests_under_way(serve: Serve, bakery_folder: Path, stop: signal.Signals) -> None:
    server = serve(bakery_folder)
    with half_sent(server) as (_, finish):
        eventually(lambda: hours(server), "the half request has arrived")
        server.process.send_signal(stop)
        with pytest.raises(subprocess.TimeoutExpired):
            server.process.wait(0.5)
        response = finish()
        assert (response.status, json.load(response)["entry"]["id"]) == (200, "opening-hours")
    assert server.process.wait(20) == 0
    with pytest.raises(OSError, match="refused"):
        server.fetch("/healthz")


def test_after_its_end_serve_leaves_no_process_behind(serve: Serve, bakery_folder: Path) -> None:
    server = serve(bakery_folder)
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(20)
    with pytest.raises(ProcessLookupError):
        os.killpg(server.process.pid, 0)


def test_a_port_in_use_is_refused_with_the_port_and_what_to_do(bakery_folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = refused("--port", str(port), "--knowledge", str(bakery_folder))
    assert done.returncode == BAD_USE
    assert f"Cannot listen on 127.0.0.1 port {port}" in done.stderr
    assert "Expected a free --port" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_host_of_another_machine_is_refused(bakery_folder: Path) -> None:
    done = refused("--host", "192.0.2.1", "--port", str(free_port()), "--knowledge", str(bakery_folder))
    assert done.returncode == BAD_USE
    assert "Cannot listen on 192.0.2.1" in done.stderr


def test_broken_knowledge_at_the_start_is_refused_with_every_mistake(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text(
        "format: 1\ntitle: x\nentries:\n  - {id: a, kind: rumour, question: b, answer: c}\n  - {id: A B}\n"
    )
    done = refused("--port", str(free_port()), "--knowledge", str(tmp_path))
    assert done.returncode == BAD_USE
    assert "broken.yaml:4: kind 'rumour'" in done.stderr
    assert "broken.yaml:5: id 'A B'" in done.stderr
    assert "answers at" not in done.stderr


def test_several_workers_answer_and_all_take_over_a_change(bakery_folder: Path, tmp_path: Path) -> None:
    with serving(bakery_folder, tmp_path / "log", "--workers", "2") as server:
        (bakery_folder / "bakery.yaml").write_text(knowledge_text((replace(ENTRIES[0], answer="From eight."), *ENTRIES[1:])))
        eventually(lambda: {hours(server) for _ in range(20)} == {"From eight."}, "the new answer of all workers")


def test_a_setting_that_means_nothing_is_refused_with_what_was_expected(
    bakery_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAQBOT_ORIGINS", "site.example")
    done = refused("--port", str(free_port()), "--knowledge", str(bakery_folder))
    assert done.returncode == BAD_USE
    assert "FAQBOT_ORIGINS='site.example': expected origins such as https://site.example" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_settings_reach_the_workers(bakery_folder: Path, tmp_path: Path) -> None:
    with serving(bakery_folder, tmp_path / "log", FAQBOT_RATE="2/hour") as server:
        assert [server.fetch("/api/ask", HOURS)[0] for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("FAQBOT_LOG", "all", "FAQBOT_LOG='all': expected one of off, counts, questions"),
        ("FAQBOT_RETENTION", "soon", "FAQBOT_RETENTION='soon': expected a number of days"),
        ("FAQBOT_ACCESS", "yes", "FAQBOT_ACCESS='yes': expected one of off, on, text"),
        ("FAQBOT_ADMIN_SECRET", "123456", "FAQBOT_ADMIN_SECRET='6 characters': expected at least 32"),
        ("FAQBOT_DATABASE", "/dev/null/faqbot.db", "expected a place for the database"),
    ],
)
def test_serve_does_not_start_with_a_setting_that_is_none(
    variable: str, value: str, expected: str, bakery_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    done = refused("--port", str(free_port()), "--knowledge", str(bakery_folder))
    assert done.returncode == BAD_USE
    assert expected in done.stderr


def test_serve_keeps_what_was_asked_and_forgets_what_is_too_old(
    serve: Serve, bakery_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAQBOT_DATABASE", str(tmp_path / "faqbot.db"))
    database = Database()
    with database.writing() as connection:
        log.write(connection, [Asked("old", 1_700_000_000, "who asked this?", "no_answer", "", 0.1)])
    server = serve(bakery_folder)
    assert server.fetch("/api/ask", HOURS)[1]["feedback"] is True

    def kept() -> list[str]:
        return [row["question"] for row in exporting.rows(database)]

    eventually(lambda: kept() == [HOURS["question"]], "the new question is kept and the old one forgotten")
    database.close()
