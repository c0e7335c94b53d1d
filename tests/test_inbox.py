"""Wordings gathered into needs, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from bot import Assistant, grouping, inbox
from bot.store import forgetting, log, needs, votes
from bot.store.database import Database
from bot.store.log import Asked

NOON = 1_700_049_600

# Twenty ways to ask for what the bakery's article does not have, as twenty people would type them.
GLUTEN = (
    "do you sell gluten free bread", "is any of your bread without gluten?", "gluten", "gluten free",
    "do you have something gluten free for my sister", "i am allergic to gluten, what can i eat", "bread with no gluten",
    "glutenfree bread?", "gluten-free options", "are there any gluten free loaves", "which breads contain no gluten",
    "gluton free bread", "can coeliacs eat your bread? gluten", "how about gluten?", "gluten free rolls", "anything w/o gluten",
    "is there gluten in the rye bread", "no gluten please", "whats gluten free here", "can you bake without gluten",
)  # fmt: skip
PARKING = ("where can i park", "is there parking", "parking near the bakery", "car park")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def ask(database: Database, assistant: Assistant, questions: Sequence[str], prefix: str = "r") -> None:
    """Ask the bot and keep it."""
    asked = [Asked.of(assistant.reply(text), f"{prefix}-{at}", NOON + at) for at, text in enumerate(questions)]
    with database.writing() as connection:
        log.write(connection, asked)


def rows(database: Database, assistant: Assistant) -> list[inbox.Row]:
    inbox.gather(assistant, database)
    with database.reading() as connection:
        return inbox.rows(assistant, connection, "open", 50)


def test_twenty_wordings_of_one_need_are_one_row(database: Database, assistant: Assistant) -> None:
    ask(database, assistant, [*GLUTEN, *PARKING, *GLUTEN[:3]])
    found = rows(database, assistant)
    gluten = found[0]
    assert (gluten.need.wordings, gluten.need.weight) == (20, 23)
    assert {wording.text for wording in gluten.wordings} <= set(GLUTEN)
    assert (gluten.need.first_asked, gluten.need.last_asked) == (NOON, NOON + 26)
    assert len(gluten.wordings) == inbox.EXAMPLES
    assert {wording.text for row in found[1:] for wording in row.wordings} == set(PARKING)


def test_the_same_log_gives_the_same_needs(database: Database, assistant: Assistant) -> None:
    ask(database, assistant, [*PARKING, *GLUTEN])
    inbox.gather(assistant, database, most=7)
    first = [(row.title, row.need.wordings) for row in rows(database, assistant)]
    with database.writing() as connection:
        forgetting.forget_all(connection)
    ask(database, assistant, [*PARKING, *GLUTEN])
    assert [(row.title, row.need.wordings) for row in rows(database, assistant)] == first


def test_what_was_answered_is_in_the_inbox_only_when_a_visitor_says_it_did_not_help(
    database: Database, assistant: Assistant
) -> None:
    ask(database, assistant, ["When do you open?", "how much is a cake"])
    assert rows(database, assistant) == []
    with database.writing() as connection:
        votes.vote(connection, "r-0", "bad", "I meant on christmas", NOON)
    [row] = rows(database, assistant)
    assert (row.title, row.need.bad, row.reasons) == ("When do you open?", 1, ("I meant on christmas",))
    assert row.best[0].entry.id == "opening-hours"
    assert row.best[0].confidence > 0.5
    with database.writing() as connection:
        votes.vote(connection, "r-0", "good", "", NOON)
    with database.reading() as connection:
        [need] = needs.list_needs(connection, "open", 10)
    assert need.weight == 0


def test_what_was_picked_from_suggestions_stands_beside_the_need(database: Database, assistant: Assistant) -> None:
    with database.writing() as connection:
        log.write(connection, [Asked("s", NOON, "dough hours", "suggestions", "", 0.4)])
        votes.pick(connection, "s", "sourdough", NOON)
        votes.vote(connection, "s", "none", "", NOON)
    [row] = rows(database, assistant)
    assert (row.picked, row.need.near, row.need.none, row.need.weight) == ({"sourdough": 1}, 1, 1, 2)


def test_a_wording_without_a_subject_stands_alone(database: Database, assistant: Assistant) -> None:
    with database.writing() as connection:
        log.write(
            connection,
            [Asked(str(at), NOON, text, "no_answer", "", 0.1) for at, text in enumerate(("and then?", "why not", "???"))],
        )
    assert sorted(row.need.wordings for row in rows(database, assistant)) == [1, 1, 1]


def test_a_need_is_known_again_after_some_of_its_wordings_were_forgotten(database: Database, assistant: Assistant) -> None:
    ask(database, assistant, GLUTEN[:5])
    assert len(rows(database, assistant)) == 1
    with database.writing() as connection:
        forgetting.forget_text(connection, "my sister")
    ask(database, assistant, GLUTEN[5:], "s")
    [row] = rows(database, assistant)
    assert row.need.wordings == 19


def test_one_need_is_shown_with_all_its_wordings(database: Database, assistant: Assistant) -> None:
    ask(database, assistant, GLUTEN)
    [row] = rows(database, assistant)
    with database.reading() as connection:
        whole = inbox.row(assistant, connection, row.need.id)
        assert inbox.row(assistant, connection, 10_000) is None
    assert whole
    assert len(whole.wordings) == 20


def test_the_cosine_of_what_shares_nothing_is_0_and_of_the_same_1() -> None:
    one = {"gluten": 2.0, "bread": 1.0}
    assert grouping.cosine(one, {}) == grouping.cosine(one, {"park": 1.0}) == 0.0
    assert grouping.cosine(one, one) == pytest.approx(1.0)


def test_the_oldest_of_the_nearest_is_joined_and_another_subject_joins_none() -> None:
    gluten = grouping.terms({"gluten": 5.0})
    assert grouping.nearest(grouping.terms({"gluten": 5.0, "free": 2.0}), {1: gluten, 2: gluten}) == 1
    assert grouping.nearest(grouping.terms({"park": 5.0}), {1: gluten}) is None
