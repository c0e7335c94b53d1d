"""The log and the votes, on SQLite and on PostgreSQL."""

from __future__ import annotations

import re
import sqlite3
import stat
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, inspect, select, text

from bot.errors import SettingError, StoreError
from bot.store import exporting, figures, forgetting, lessons, log, migrations, needs, tables, votes
from bot.store.database import Database, wal_is_safe
from bot.store.log import Asked
from bot.store.memory import Memory, mode, retention, tidy
from bot.store.writer import Writer

NOON = 1_700_049_600  # 15 November 2023, 12:00 UTC
DAY = "2023-11-15"
MISS = Asked("r-1", NOON, "Do you sell rye bread?", "no_answer", "", 0.21, address="192.0.2.7", agent="Browser")
ANSWERED = replace(MISS, reply_id="r-2", text="When do you open?", kind="answer", entry="opening-hours", confidence=0.93)
NEAR = replace(MISS, reply_id="r-3", text="rye", kind="suggestions", confidence=0.4)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def memory(database_url: str) -> Iterator[Memory]:
    memory = Memory("questions", database_url, days=0)
    yield memory
    memory.close()


def ask(database: Database, *asked: Asked, with_text: bool = True) -> None:
    with database.writing() as connection:
        log.write(connection, asked, with_text=with_text)


def count(database: Database, table: str) -> int:
    with database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(tables.metadata.tables[table])).scalar_one())


def wordings(database: Database) -> dict[str, needs.Wording]:
    with database.reading() as connection:
        return {each.text: each for each in figures.top_wordings(connection, 100)}


def exported(database: Database) -> list[dict[str, object]]:
    return list(exporting.rows(database))


def test_a_database_is_made_on_first_use_and_opened_again(database_url: str) -> None:
    first = Database(database_url)
    ask(first, MISS)
    first.close()
    second = Database(database_url)
    assert count(second, "questions") == 1
    second.close()


def test_the_tables_that_the_migrations_make_are_those_that_the_statements_name(database: Database) -> None:
    with database.reading() as connection:
        inspector = inspect(connection)
        made = {name: {each["name"] for each in inspector.get_columns(name)} for name in inspector.get_table_names()}
        assert migrations.version(connection) == len(migrations.MIGRATIONS)
    del made["schema_version"]
    assert made == {name: {column.name for column in table.columns} for name, table in tables.metadata.tables.items()}


def test_a_database_of_a_newer_faqbot_is_left_alone(database_url: str, database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE schema_version SET version = 99"))
    with pytest.raises(StoreError, match="schema 99, expected at most"):
        Database(database_url)


def test_many_processes_that_open_an_empty_database_at_once_migrate_it_once(database_url: str) -> None:
    opened: list[Database] = []
    threads = [threading.Thread(target=lambda: opened.append(Database(database_url))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 6
    for each in opened:
        each.close()


def test_sqlite_syncs_in_full_overwrites_what_is_deleted_and_uses_a_write_ahead_log_only_where_that_is_safe(
    tmp_path: Path,
) -> None:
    database = Database(str(tmp_path / "faqbot.db"))
    with database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar_one() == 1
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == ("wal" if wal_is_safe() else "delete")
    database.close()
    assert stat.S_IMODE((tmp_path / "faqbot.db").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("version", "safe"),
    [((3, 40, 1), False), ((3, 44, 5), False), ((3, 44, 6), True), ((3, 46, 0), False), ((3, 50, 7), True), ((3, 51, 2), False),
     ((3, 51, 3), True), ((4, 0, 0), True)],
)  # fmt: skip
def test_the_versions_of_sqlite_whose_write_ahead_log_is_safe(version: tuple[int, int, int], *, safe: bool) -> None:
    assert wal_is_safe(version) is safe


@pytest.mark.parametrize("url", ["mysql://localhost/faqbot", "sqlite://", "postgresql://h:notaport/x", "://secret"])
def test_a_url_of_another_sort_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(StoreError, match="FAQBOT_DATABASE: expected") as raised:
        Database(url)
    assert not {"mysql", "notaport", "secret"} & set(re.findall(r"\w+", str(raised.value)))


def test_a_place_where_no_file_can_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="expected a place for the database"):
        Database(str(tmp_path / "file" / "faqbot.db"))


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "faqbot.db").write_text("a letter to grandmother, which must not be overwritten")
    with pytest.raises(StoreError, match="not a database"):
        Database(str(tmp_path / "faqbot.db"))
    assert "grandmother" in (tmp_path / "faqbot.db").read_text()


def test_a_question_is_kept_with_what_it_got(database: Database) -> None:
    ask(database, MISS, ANSWERED)
    [first, second] = exported(database)
    assert first["asked_at"] == "2023-11-15T12:00:00+00:00"
    assert (first["question"], first["kind"], first["entry"], first["confidence"]) == (MISS.text, "no_answer", "", 0.21)
    assert (second["kind"], second["entry"], second["surface"]) == ("answer", "opening-hours", "web")


def test_many_questions_are_given_out_page_by_page_each_once(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "PAGE", 3)
    ask(database, *(replace(MISS, reply_id=str(number), text=f"rye {number}") for number in range(9)))
    assert [row["question"] for row in exported(database)] == [f"rye {number}" for number in range(9)]


def test_one_wording_is_one_row_however_it_is_capitalised_and_punctuated(database: Database) -> None:
    ask(database, MISS, replace(MISS, reply_id="b", text="do you sell RYE bread"), NEAR)
    ask(database, replace(MISS, reply_id="c", text="Do you sell rye bread?!", at=NOON + 5))
    found = wordings(database)
    assert set(found) == {MISS.text, "rye"}
    assert (found[MISS.text].asked, found[MISS.text].missed, found[MISS.text].near) == (3, 3, 0)
    assert (found[MISS.text].first_asked, found[MISS.text].last_asked) == (NOON, NOON + 5)
    assert found["rye"].near == 1


def test_a_known_unknown_is_no_miss(database: Database) -> None:
    ask(database, replace(MISS, entry="prices"))
    assert wordings(database)[MISS.text].missed == 0


def test_no_address_is_kept_and_a_visitor_is_the_same_for_a_day_only(database: Database, tmp_path: Path) -> None:
    later = [
        replace(MISS, reply_id="b"),
        replace(MISS, reply_id="c", address="192.0.2.8"),
        replace(MISS, reply_id="d", at=NOON + 86_400),
    ]
    ask(database, MISS, *later)
    same, again, other, tomorrow = [row["visitor"] for row in exported(database)]
    assert same == again
    assert len({same, other, tomorrow}) == 3
    assert all(re.fullmatch("[0-9a-f]{16}", str(each)) for each in (same, other, tomorrow))
    for path in (tmp_path / "new").glob("*"):
        assert b"192.0.2." not in path.read_bytes()


def test_the_salts_of_past_days_are_dropped(database: Database) -> None:
    ask(database, MISS, replace(MISS, reply_id="today", at=int(time.time())))
    assert count(database, "salts") == 2
    tidy(database, 0)
    assert count(database, "salts") == 1


def test_counts_alone_hold_neither_words_nor_visitors(database: Database) -> None:
    ask(database, MISS, ANSWERED, with_text=False)
    assert [(row["question"], row["visitor"], row["kind"]) for row in exported(database)] == [
        ("", "", "no_answer"),
        ("", "", "answer"),
    ]
    assert count(database, "wordings") == 0
    assert count(database, "salts") == 0
    with database.writing() as connection:
        assert votes.vote(connection, "r-1", "bad", "", NOON)


def test_a_vote_needs_a_reply_and_the_last_one_counts(database: Database) -> None:
    ask(database, MISS)
    with database.writing() as connection:
        assert not votes.vote(connection, "guessed", "bad", "", NOON)
        assert votes.vote(connection, "r-1", "bad", "wrong shop", NOON)
        assert votes.vote(connection, "r-1", "none", "", NOON)
        assert votes.vote(connection, "r-1", "good", "", NOON)
        assert votes.vote(connection, "r-1", "bad", "write to me@example.org", NOON)
    [row] = exported(database)
    assert (row["vote"], row["reason"]) == ("bad", "write to [e-mail]")
    found = wordings(database)[MISS.text]
    assert (found.bad, found.none, found.missed) == (1, 0, 1)
    with database.reading() as connection:
        assert {vote: n for vote, n in figures.figures(connection, DAY).votes.items() if n} == {"bad": 1}


def test_a_picked_suggestion_is_kept_once(database: Database) -> None:
    ask(database, NEAR)
    with database.writing() as connection:
        assert votes.pick(connection, "r-3", "sourdough", NOON)
        assert votes.pick(connection, "r-3", "oven", NOON)
        assert not votes.pick(connection, "guessed", "oven", NOON)
    assert exported(database)[0]["picked"] == "sourdough"


def test_the_figures_of_a_span_count_every_day_the_quiet_ones_too(database: Database) -> None:
    ask(database, MISS, ANSWERED, NEAR, replace(MISS, reply_id="s", kind="smalltalk", entry="hello"))
    ask(database, replace(ANSWERED, reply_id="old", at=NOON - 86_400 * 40))
    with database.reading() as connection:
        found = figures.figures(connection, DAY, span=30)
        assert figures.shown(connection) == {"opening-hours": 2, "hello": 1}
    assert len(found.days) == 30
    assert found.days[-1].kinds == {"no_answer": 1, "answer": 1, "suggestions": 1, "smalltalk": 1}
    assert (found.asked, found.share("answer"), found.helpful) == (3, 1 / 3, None)
    assert found.tenths == (0, 0, 1, 0, 1, 0, 0, 0, 0, 1)


def test_what_is_older_than_the_retention_is_forgotten_and_the_sums_follow(database: Database) -> None:
    old = replace(MISS, reply_id="old", at=NOON - 100 * forgetting.DAY)
    ask(database, old, replace(old, reply_id="gone", text="only then"), MISS)
    with database.writing() as connection:
        votes.vote(connection, "old", "bad", "", NOON)
        [first, second] = needs.waiting(connection, 10)
        need = needs.found(connection, first)
        needs.join(connection, first, need, {"rye": 2.0, "bread": 1.0})
        needs.join(connection, second, need, {"only": 1.0})
        assert forgetting.forget_before(connection, NOON - 90 * forgetting.DAY) == 2
    found = wordings(database)
    assert set(found) == {MISS.text}
    assert (found[MISS.text].asked, found[MISS.text].missed, found[MISS.text].bad, found[MISS.text].first_asked) == (
        1,
        1,
        0,
        NOON,
    )
    assert count(database, "votes") == 0
    with database.reading() as connection:
        [left] = needs.list_needs(connection, "open", 10)
        assert (left.wordings, left.weight, left.first_asked) == (1, 1, NOON)
        assert needs.to_weigh(connection, 10) == [left.id]
        assert figures.figures(connection, DAY, span=120).asked == 3


def test_tidying_keeps_what_is_within_the_retention(database: Database) -> None:
    now = int(time.time())
    ask(database, replace(MISS, at=now - 91 * forgetting.DAY), replace(MISS, reply_id="new", at=now - 89 * forgetting.DAY))
    tidy(database, 90)
    assert count(database, "questions") == 1


def test_forgetting_a_text_takes_every_trace_of_it(database: Database, database_url: str) -> None:
    secret = replace(MISS, reply_id="s", text="My name is Wilhelmina 100% sure_ly")
    ask(database, MISS, secret, replace(MISS, reply_id="v", text="a 100 percent"))
    with database.writing() as connection:
        votes.vote(connection, "r-1", "bad", "wilhelmina was here", NOON)
        for wording in needs.waiting(connection, 10):
            needs.join(connection, wording, needs.found(connection, wording), dict.fromkeys(wording.text.split(), 1.0))
        assert forgetting.forget_text(connection, "WILHELMINA 100%") == 1
        assert forgetting.forget_text(connection, "wilhelmina") == 0
    assert {row["question"] for row in exported(database)} == {MISS.text, "a 100 percent"}
    assert exported(database)[0]["reason"] == ""
    with database.reading() as connection:
        assert len(needs.list_needs(connection, "open", 10)) == 2
        assert not needs.sharing(connection, ["Wilhelmina"])
    if database.dialect == "sqlite":
        assert b"ilhelmina" not in Path(database_url).read_bytes()


def test_forgetting_all_leaves_only_the_counts_by_day(database: Database) -> None:
    ask(database, MISS, NEAR)
    with database.writing() as connection:
        assert forgetting.forget_all(connection) == 2
    assert [count(database, name) for name in ("questions", "wordings", "votes", "needs", "salts")] == [0] * 5
    assert count(database, "days") == 2


def test_a_need_that_was_done_is_open_again_when_it_is_missed_again_but_an_ignored_one_is_not(database: Database) -> None:
    ask(database, MISS, replace(MISS, reply_id="b", text="weather"))
    with database.writing() as connection:
        numbers = []
        for wording in needs.waiting(connection, 10):
            numbers.append(needs.found(connection, wording))
            needs.join(connection, wording, numbers[-1], {wording.text: 1.0})
        assert needs.set_state(connection, numbers[0], "done")
        assert needs.set_state(connection, numbers[1], "ignored")
        assert not needs.set_state(connection, 10_000, "done")
    ask(database, replace(MISS, reply_id="c", at=NOON + 60), replace(MISS, reply_id="d", text="weather"))
    with database.reading() as connection:
        assert needs.count_needs(connection) == {"open": 1, "done": 0, "ignored": 1}
        [again] = needs.list_needs(connection, "open", 10)
    assert (again.missed, again.weight, again.last_asked) == (2, 2, NOON + 60)


def test_a_lesson_keeps_both_versions_of_the_file(database: Database) -> None:
    with database.writing() as connection:
        number = lessons.record(connection, "two phrasings", "bakery.yaml", b"before", b"after", None, NOON)
        lessons.record(connection, "another", "bakery.yaml", b"after", b"later", None, NOON)
        taught = lessons.lesson(connection, number)
        assert taught
        assert (lessons.content(connection, taught.before), lessons.content(connection, taught.after)) == (b"before", b"after")
        last = lessons.last_standing(connection)
        assert last
        lessons.undone(connection, last.id, NOON)
        assert lessons.last_standing(connection) == taught
        assert [each.what for each in lessons.latest(connection, 10)] == ["another", "two phrasings"]


def test_the_memory_keeps_questions_in_passing_and_votes_at_once(memory: Memory) -> None:
    for at in range(200):
        memory.ask(replace(MISS, reply_id=f"m-{at}"))
    assert memory.vote("m-199", "good")
    assert not memory.vote("guessed", "good")
    memory.pick("m-1", "sourdough")
    memory.pick("guessed", "sourdough")
    assert memory.flush()
    assert count(memory.database, "picks") == 1
    assert count(memory.database, "questions") == 200
    assert memory.lost == 0


def test_a_memory_that_is_off_keeps_nothing_and_makes_no_file(tmp_path: Path) -> None:
    memory = Memory("off", str(tmp_path / "faqbot.db"))
    memory.ask(MISS)
    assert not memory.takes_votes
    assert not memory.vote("r-1", "good")
    memory.close()
    assert list(tmp_path.iterdir()) == []


def test_a_question_that_cannot_be_kept_costs_nothing_but_a_count(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    memory = Memory("questions", str(tmp_path / "file" / "faqbot.db"))
    memory._writer._pause = 0.001
    began = time.monotonic()
    memory.ask(MISS)
    assert time.monotonic() - began < 1
    assert memory.flush(10)
    assert memory.lost == 1
    with pytest.raises(StoreError):
        memory.vote("r-1", "good")


def test_questions_wait_out_a_locked_database(tmp_path: Path) -> None:
    memory = Memory("questions", str(tmp_path / "faqbot.db"), days=0)
    with sqlite3.connect(memory.database.url.removeprefix("sqlite:///"), isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        memory.ask(MISS)
        assert not memory.flush(0.3)
        other.execute("ROLLBACK")
    other.close()
    assert memory.flush(10)
    assert (count(memory.database, "questions"), memory.lost) == (1, 0)
    memory.close()


def test_a_writer_that_fails_once_loses_nothing_and_a_full_one_counts_what_it_loses() -> None:
    written: list[int] = []
    gate = threading.Event()

    def write(batch: Sequence[int]) -> None:
        gate.wait(10)
        if not written:
            written.append(-1)
            raise OSError("the disk is full")
        written.extend(batch)

    writer: Writer[int] = Writer(write, most=5, pause=0.001)
    handed = 0
    while writer.put(handed):
        handed += 1
    gate.set()
    assert writer.flush(10)
    assert written == [-1, *range(handed)]
    assert writer.lost == 1


@pytest.mark.parametrize(("variable", "value"), [("FAQBOT_LOG", "everything"), ("FAQBOT_RETENTION", "-1")])
def test_a_setting_that_is_no_setting_is_refused(variable: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingError, match=f"{variable}='{value}': expected"):
        mode(), retention()


CELLS = [
    "=1+1",
    "+44",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "=cmd|' /C calc'!A0",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "\ufeff=1",
    "%0A=1",
    "|x",
]


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_that_looks_like_a_formula_is_made_text(cell: str) -> None:
    assert exporting.safe_cell(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["what is =", "a-b", "'quoted'", "", "1+1"])
def test_another_cell_stays_as_it_is(cell: str) -> None:
    assert exporting.safe_cell(cell) == cell
