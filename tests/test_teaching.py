"""Drafts, what would come of them, and lessons kept and undone."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import FAQBOT

from bot import Assistant, Entry, KnowledgeError
from bot.errors import StoreError, TeachingError
from bot.store import lessons, log, needs, votes
from bot.store.database import Database
from bot.store.log import Asked
from bot.teaching import asked, drafts
from bot.teaching.keeping import keep, undo
from bot.teaching.preview import Preview, Trial, preview

NOON = 1_700_049_600
COMMENTED = """\
# The bakery's knowledge. Please keep it short.
format: 1
title: The bakery
entries:
  # the one that everybody asks
  - id: hours
    question: When are you open?
    also_asked: ["opening hours", 'when do you close']   # no full stops
    answer: From seven to six.

  - id: rye
    question: Do you bake rye bread?
    answer: Every day.
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a knowledge file that its editor has written comments into."""
    folder = tmp_path / "knowledge"
    folder.mkdir()
    (folder / "bakery.yaml").write_text(COMMENTED)
    return folder


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(str(tmp_path / "faqbot.db"))
    yield database
    database.close()


def taught(place: Path, *wordings: str, entry: str = "hours") -> tuple[drafts.Draft, drafts.Written]:
    draft = drafts.phrasings(Assistant.open(place).knowledge, entry, wordings)
    return draft, drafts.written(place, draft)


def test_wordings_become_phrasings_and_every_other_byte_stays(place: Path) -> None:
    draft, written = taught(place, "what time do you open", "Opening hours!", " what time  do you open ")
    assert draft.what == "1 phrasing for hours"
    assert written.before.decode() == COMMENTED
    changed = COMMENTED.replace("'when do you close']", "'when do you close', what time do you open]")
    assert written.after.decode() == changed
    assert (place / "bakery.yaml").read_text() == COMMENTED


def test_what_the_knowledge_has_already_is_nothing_to_teach(place: Path) -> None:
    with pytest.raises(TeachingError, match="has all of that already"):
        taught(place, "OPENING HOURS", "")
    with pytest.raises(TeachingError, match="no entry 'cakes'"):
        taught(place, "anything", entry="cakes")


def test_a_new_entry_goes_into_the_file_of_its_article(place: Path) -> None:
    knowledge = Assistant.open(place).knowledge
    entry = Entry(
        "parking",
        "Where can I park?",
        "Behind the house.",
        ("parking", "rye?", "opening hours", "where can I park"),
        article="bakery",
    )
    draft = drafts.new_entry(knowledge, entry)
    after = drafts.written(place, draft).after.decode()
    assert after.startswith(COMMENTED)
    assert "id: parking" in after
    assert draft.wordings == ("Where can I park?", "parking", "rye?")
    for taken in (Entry("rye", "New?", "x", article="bakery"), Entry("x", "When are you open", "x", article="bakery")):
        with pytest.raises(TeachingError, match="already"):
            drafts.new_entry(knowledge, taken)
    with pytest.raises(TeachingError, match="no article 'butcher'"):
        drafts.written(place, drafts.new_entry(knowledge, Entry("b", "Sausages?", "No.", article="butcher")))


def test_an_entry_that_makes_the_file_wrong_is_refused_before_it_is_written(place: Path) -> None:
    entry = Entry("Parking Place", "Where can I park?", "Here.", article="bakery")
    with pytest.raises(KnowledgeError, match="lower-case letters"):
        drafts.written(place, drafts.new_entry(Assistant.open(place).knowledge, entry))


def test_a_revised_entry_gets_its_new_words_and_no_others(place: Path) -> None:
    knowledge = Assistant.open(place).knowledge
    draft = drafts.revised(
        knowledge, "hours", "When are you open?", "From eight to six.\n", ("opening hours", "when do you close")
    )
    assert draft.what == "answer of hours"
    assert drafts.written(place, draft).after.decode() == COMMENTED.replace(
        "answer: From seven to six.", "answer: |\n      From eight to six."
    )


def test_the_knowledge_inside_the_package_is_not_written_to(place: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    inside = tmp_path / "shipped"
    place.rename(inside)
    monkeypatch.setattr(drafts, "carried", lambda: inside)
    with pytest.raises(TeachingError, match="expected your own"):
        taught(inside, "what time do you open")


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Where can I park?", "where-can-i-park"),
        ("Où est le café ?", "ou-est-le-cafe"),
        ("???", "entry"),
        ("hours", "hours-2"),
        ("word " * 40, "word-word-word-word-word-word-word-word-word-word-word-word"),
    ],
)
def test_an_id_is_made_of_the_question(question: str, name: str) -> None:
    assert drafts.id_of(question, ["hours"]) == name


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Preview:
    """A preview of a draft that teaches one entry what another one answers."""
    folder = tmp_path_factory.mktemp("knowledge")
    (folder / "bakery.yaml").write_text(COMMENTED)
    now = Assistant.open(folder)
    draft = drafts.phrasings(now.knowledge, "rye", ["do you have pumpernickel", "what is pumpernickel"])
    others = [
        Trial("pumpernickel", "logged"),
        Trial("have you got pumpernickel?", "evaluation", frozenset({"rye"})),
        Trial("is pumpernickel open?", "evaluation", frozenset()),
        Trial("when do you close", "logged", frozenset({"hours"})),
    ]
    return preview(now, draft, drafts.written(folder, draft), others)


def test_a_preview_says_what_the_taught_questions_would_get(seen: Preview) -> None:
    assert seen.learned == len(seen.taught) == 2
    assert {each.before.outcome for each in seen.taught} == {"refused"}
    assert {each.after.entry for each in seen.taught} == {"rye"}


def test_a_preview_lists_what_would_be_answered_differently_the_worse_ones_first(seen: Preview) -> None:
    found = {each.asked.text: each for each in seen.differences}
    assert found["have you got pumpernickel?"].better is True
    assert found["pumpernickel"].better is None
    assert found["pumpernickel"].after.entry == "rye"
    assert "when do you close" not in found
    order = [each.better is False for each in seen.differences]
    assert order == sorted(order, reverse=True)
    assert all(each.better is False for each in seen.worse)


def test_a_preview_has_what_the_check_would_find_and_does_not_find_now(place: Path) -> None:
    now = Assistant.open(place)
    entry = Entry("open", "When are you open today?", "From noon.", ("rye bread, do you bake it",), article="bakery")
    draft = drafts.new_entry(now.knowledge, entry)
    found = preview(now, draft, drafts.written(place, draft)).findings
    assert {(each.code, each.entry) for each in found} >= {("no-source", "open")}
    assert not any(each.code == "no-source" and each.entry == "hours" for each in found)


def test_a_lesson_writes_the_file_and_is_undone_to_the_last_byte(place: Path, database: Database) -> None:
    with database.writing() as connection:
        log.write(connection, [Asked("r", NOON, "what time do you open", "no_answer", "", 0.1)])
        [wording] = needs.waiting(connection, 1)
        need = needs.found(connection, wording)
        needs.join(connection, wording, need, {"open": 1.0})
    draft, written = taught(place, "what time do you open")
    number = keep(database, draft, written, need)
    assert (place / "bakery.yaml").read_bytes() == written.after
    with database.reading() as connection:
        assert needs.count_needs(connection) == {"open": 0, "done": 1, "ignored": 0}
    assert undo(database, place).id == number
    assert (place / "bakery.yaml").read_text() == COMMENTED
    with database.reading() as connection:
        assert needs.count_needs(connection) == {"open": 1, "done": 0, "ignored": 0}
    with pytest.raises(TeachingError, match="no lesson to undo"):
        undo(database, place)


def test_lessons_are_undone_from_the_last_to_the_first(place: Path, database: Database) -> None:
    first = keep(database, *taught(place, "what time do you open"))
    keep(database, *taught(place, "how long are you open"))
    with pytest.raises(TeachingError, match="changed in the meantime"):
        undo(database, place, first)
    undo(database, place)
    undo(database, place)
    assert (place / "bakery.yaml").read_text() == COMMENTED


def test_a_file_that_was_changed_in_the_meantime_is_left_alone(place: Path, database: Database) -> None:
    draft, written = taught(place, "what time do you open")
    changed = COMMENTED.replace("Every day.", "On Fridays.")
    (place / "bakery.yaml").write_text(changed)
    with pytest.raises(TeachingError, match="changed in the meantime"):
        keep(database, draft, written)
    assert (place / "bakery.yaml").read_text() == changed
    with database.reading() as connection:
        assert lessons.latest(connection, 10) == []


def test_a_file_that_cannot_be_written_leaves_no_lesson(place: Path, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    draft, written = taught(place, "what time do you open")
    monkeypatch.setattr("bot.files.replace", full)
    with pytest.raises(TeachingError, match="No space left on device"):
        keep(database, draft, written)
    with database.reading() as connection:
        assert lessons.latest(connection, 10) == []


def test_a_lesson_that_the_database_does_not_take_leaves_the_file_as_it_was(place: Path, database: Database) -> None:
    draft, written = taught(place, "what time do you open")
    with database.writing() as connection:
        connection.exec_driver_sql("CREATE TRIGGER full BEFORE INSERT ON lessons BEGIN SELECT RAISE(ABORT, 'full'); END")
    with pytest.raises(StoreError, match="full"):
        keep(database, draft, written)
    assert (place / "bakery.yaml").read_text() == COMMENTED


def test_what_visitors_picked_or_thanked_for_is_what_a_logged_question_should_get(database: Database) -> None:
    with database.writing() as connection:
        log.write(connection, [
            Asked("a", NOON, "rye", "suggestions", "", 0.4), Asked("b", NOON, "closing time", "answer", "hours", 0.9),
            Asked("c", NOON, "pumpernickel", "no_answer", "", 0.1),
        ])  # fmt: skip
        votes.pick(connection, "a", "rye", NOON)
        votes.vote(connection, "b", "good", "", NOON)
    with database.reading() as connection:
        found = {each.text: each.gold for each in asked.logged(connection)}
    assert found == {"rye": frozenset({"rye"}), "closing time": frozenset({"hours"}), "pumpernickel": None}


def test_labelled_questions_are_read_where_the_environment_names_them(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asked.labelled(assistant) == []
    path = tmp_path / "questions.csv"
    path.write_text("text,gold\nhow long do you bake,sourdough\nweather,\n")
    monkeypatch.setenv("FAQBOT_EVALUATION", str(path))
    assert [(each.text, each.gold) for each in asked.labelled(assistant)] == [
        ("how long do you bake", frozenset({"sourdough"})),
        ("weather", frozenset()),
    ]
    monkeypatch.setenv("FAQBOT_EVALUATION", str(tmp_path / "none.csv"))
    with pytest.raises(TeachingError, match="No such file"):
        asked.labelled(assistant)


@pytest.fixture
def faqbot(place: Path, tmp_path: Path) -> Any:
    """Runs a command over the bakery and a database of its own."""

    def run(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "FAQBOT_DATABASE": str(tmp_path / "faqbot.db"), "FAQBOT_KNOWLEDGE": str(place)}
        return subprocess.run(
            [FAQBOT, *arguments], input=typed, capture_output=True, text=True, timeout=120, check=False, env=environment
        )

    return run


def test_the_loop_on_the_command_line(faqbot: Any, place: Path) -> None:
    for wording in ("have you got pumpernickel", "pumpernickel", "do you sell pumpernickel bread"):
        assert faqbot("ask", wording).returncode == 1
        assert "Thank you." in faqbot("chat", typed=f"{wording}\n/bad\n").stdout
    [row] = map(json.loads, faqbot("inbox", "--json").stdout.splitlines())
    assert (row["wordings"], row["bad"], row["state"]) == (3, 3, "open")
    assert "pumpernickel" in faqbot("inbox").stdout

    shown = faqbot("teach", "--new", "Do you have pumpernickel?", "--answer", "On Fridays.", "--need", str(row["id"]))
    assert shown.returncode == 1
    assert "4 of 4 would be answered by it" in shown.stdout
    assert "expected --yes" in shown.stderr
    assert (place / "bakery.yaml").read_text() == COMMENTED

    kept = faqbot("teach", "--new", "Do you have pumpernickel?", "--answer", "On Fridays.", "--need", str(row["id"]), "--yes")
    assert kept.returncode == 0, kept.stderr
    assert faqbot("ask", "have you got pumpernickel").stdout.startswith("On Fridays.")
    assert "No need is open." in faqbot("inbox").stderr
    assert faqbot("inbox", "--state", "done", "--json").stdout.count("\n") == 1

    assert "undone: new question: do-you-have-pumpernickel" in faqbot("teach", "--undo").stderr
    assert (place / "bakery.yaml").read_text() == COMMENTED
    assert faqbot("ask", "have you got pumpernickel").returncode == 1
    assert faqbot("inbox", str(row["id"]), "--set", "ignored", "--json").stdout.count('"ignored"') == 1

    assert len(faqbot("log").stdout.splitlines()) == 4
    assert "1 question forgotten" in faqbot("forget", "have you GOT").stderr
    assert len(faqbot("log", "--json").stdout.splitlines()) == 2
    assert "2 questions forgotten" in faqbot("forget", "--everything").stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["teach"], "Expected the id of an entry"),
        (["teach", "hours"], "Expected phrasings"),
        (["teach", "cakes", "cake"], "no entry 'cakes'"),
        (["teach", "--new", "Cakes?"], "Expected --answer"),
        (["teach", "hours", "--need", "7"], "no need 7"),
        (["teach", "--undo"], "no lesson to undo"),
        (["inbox", "7"], "no need 7"),
        (["inbox", "--set", "done"], "--set needs the NUMBER"),
        (["forget"], "Expected one of TEXT"),
        (["forget", "x", "--everything"], "Expected one of TEXT"),
    ],
)  # fmt: skip
def test_bad_use_says_what_was_expected(faqbot: Any, arguments: list[str], expected: str) -> None:
    done = faqbot(*arguments)
    assert done.returncode == 2
    assert expected in done.stderr
