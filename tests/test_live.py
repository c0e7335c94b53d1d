from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import ENTRIES, eventually, knowledge_text
from flask.testing import FlaskClient

from bot import KnowledgeError, KnowledgeMissingError
from bot.web import create_app
from bot.web.live import LiveAssistant

LATER = (replace(ENTRIES[0], answer="From eight to seven."), *ENTRIES[1:])
BROKEN = "format: 1\ntitle: The bakery\nentries:\n  - id: hours\n    kind: rumour\n"


@pytest.fixture
def watching(bakery_folder: Path) -> Iterator[FlaskClient]:
    """A client of an app that looks for changes of the bakery's knowledge."""
    app = create_app(str(bakery_folder))
    yield app.test_client()
    app.extensions["faqbot"].close()


@pytest.fixture
def live(bakery_folder: Path) -> LiveAssistant:
    """An assistant that looks for changes when the test says so."""
    live = LiveAssistant.watching(bakery_folder)
    live.close()
    return live


def hours(client: FlaskClient) -> str:
    return str(client.post("/api/ask", json={"question": "what are your opening hours"}).get_json()["text"])


def readiness(client: FlaskClient) -> dict[str, Any]:
    return dict(client.get("/readyz").get_json())


def answer(live: LiveAssistant) -> str:
    entry = live.served.assistant.entry("opening-hours")
    assert entry
    return entry.answer


def test_a_change_on_disk_is_taken_over_by_itself(watching: FlaskClient, bakery_folder: Path) -> None:
    before = readiness(watching)["knowledge"]
    assert hours(watching).startswith("From seven")
    (bakery_folder / "bakery.yaml").write_text(knowledge_text(LATER))
    eventually(lambda: hours(watching) == "From eight to seven.", "the new answer")
    assert readiness(watching)["knowledge"] != before


def test_a_broken_change_keeps_the_old_knowledge_and_readyz_says_why_until_it_is_repaired(
    watching: FlaskClient, bakery_folder: Path
) -> None:
    (bakery_folder / "bakery.yaml").write_text(BROKEN)
    eventually(lambda: readiness(watching)["problem"], "the problem")
    assert "bakery.yaml:5: kind 'rumour'" in readiness(watching)["problem"]
    assert "'question' is missing" in readiness(watching)["problem"]
    assert hours(watching).startswith("From seven")
    (bakery_folder / "bakery.yaml").write_text(knowledge_text(LATER))
    eventually(lambda: readiness(watching)["problem"] is None, "the recovery")
    assert hours(watching) == "From eight to seven."


def test_a_deleted_folder_keeps_answering_and_is_taken_over_when_it_is_back(watching: FlaskClient, bakery_folder: Path) -> None:
    shutil.rmtree(bakery_folder)
    eventually(lambda: readiness(watching)["problem"], "the problem")
    assert hours(watching).startswith("From seven")
    bakery_folder.mkdir()
    (bakery_folder / "bakery.yaml").write_text(knowledge_text(LATER))
    eventually(lambda: hours(watching) == "From eight to seven.", "the new answer")
    assert readiness(watching)["problem"] is None


def test_a_new_file_in_the_folder_is_taken_over(live: LiveAssistant, bakery_folder: Path) -> None:
    (bakery_folder / "more.yaml").write_text(
        "format: 1\ntitle: More\nentries: [{id: rolls, question: Are there rolls?, answer: Yes.}]\n"
    )
    live.refresh(bakery_folder)
    assert len(live.served.assistant.knowledge.entries) == len(ENTRIES) + 1
    assert live.served.assistant.entry("rolls")


def test_a_request_under_way_keeps_the_assistant_it_began_with(live: LiveAssistant, bakery_folder: Path) -> None:
    begun = live.served.assistant
    (bakery_folder / "bakery.yaml").write_text(knowledge_text(LATER))
    live.refresh(bakery_folder)
    assert answer(live) == "From eight to seven."
    assert begun.reply("what are your opening hours").entry == ENTRIES[0]


def test_a_file_that_was_only_touched_keeps_the_same_assistant(live: LiveAssistant, bakery_folder: Path) -> None:
    before = live.served
    (bakery_folder / "bakery.yaml").touch()
    live.refresh(bakery_folder)
    assert live.served.assistant is before.assistant


def test_a_repair_to_what_it_was_before_clears_the_problem(live: LiveAssistant, bakery_folder: Path) -> None:
    (bakery_folder / "bakery.yaml").write_text(BROKEN)
    live.refresh(bakery_folder)
    assert live.served.problem
    (bakery_folder / "bakery.yaml").write_text(knowledge_text())
    live.refresh(bakery_folder)
    assert live.served.problem == ""


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"a: [", b"[]", b"\x00" * 100], ids=["empty", "bytes", "cut off", "list", "NULs"]
)
def test_a_half_written_file_never_replaces_a_good_one(live: LiveAssistant, bakery_folder: Path, content: bytes) -> None:
    (bakery_folder / "bakery.yaml").write_bytes(content)
    live.refresh(bakery_folder)
    assert "bakery.yaml" in live.served.problem
    assert answer(live).startswith("From **seven**")


def test_an_unreadable_file_never_replaces_a_good_one(live: LiveAssistant, bakery_folder: Path) -> None:
    (bakery_folder / "bakery.yaml").unlink()
    (bakery_folder / "bakery.yaml").mkdir()
    live.refresh(bakery_folder)
    assert live.served.problem
    assert answer(live).startswith("From **seven**")


def test_an_app_does_not_start_over_broken_or_missing_knowledge(bakery_folder: Path) -> None:
    (bakery_folder / "bakery.yaml").write_text(BROKEN)
    with pytest.raises(KnowledgeError, match="rumour"):
        create_app(str(bakery_folder))
    with pytest.raises(KnowledgeMissingError, match="nowhere"):
        create_app(str(bakery_folder / "nowhere"))
