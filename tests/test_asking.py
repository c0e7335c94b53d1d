"""What a question asks for, and what an entry may be taken to tell."""

from __future__ import annotations

import pytest

from bot import Assistant, Entry, KnowledgeBase
from bot.asking import EVERYTHING, asks, tells


@pytest.mark.parametrize(
    ("question", "alike", "other"),
    [
        ("How many loaves are there?", "the number of loaves", "why are there loaves"),
        ("how much is a cake", "price of the cake", "how is a cake made"),
        ("How often do you bake?", "how frequently is there fresh bread", "how do you bake"),
        ("How long does it rest?", "how many hours does it rest", "does it rest"),
        ("what temperature has the oven", "how hot is the oven", "what is the oven"),
        ("When is it open?", "at what hour does it open", "is it open"),
        ("where can I park", "where to park", "can I park"),
        ("who bakes the bread", "whose bread is it", "how is bread baked"),
        ("which flour is best", "recommend a flour", "is flour good"),
    ],
)
def test_questions_for_the_same_thing_are_told_from_others(question: str, alike: str, other: str) -> None:
    assert asks(question) & asks(alike)
    assert not asks(question) & asks(other)


def test_an_entry_tells_what_its_phrasings_ask_for_and_anything_where_it_has_a_figure() -> None:
    assert tells(("Is it serviced?", "how often is it serviced"), "Yes.") == asks("how often")
    assert tells(("Is it serviced?",), "Yes, twice in 12 months.") == EVERYTHING


def test_the_bot_is_less_sure_of_an_entry_that_does_not_tell_what_is_asked_for() -> None:
    others = [Entry(f"e{at}", f"What is {word}?", "A thing.") for at, word in enumerate(("rye", "wheat", "oats", "barley"))]
    service = Entry("service", "Does service of the oven save wood?", "Yes, a clean oven burns less.", ("service of the oven",))
    bot = Assistant(KnowledgeBase([service, *others]))
    assert bot.reply("how often service of the oven").confidence < bot.reply("tell me service of the oven").confidence
