"""How sure the bot is, where several kinds of entry have a say, or a story stands around the question."""

from __future__ import annotations

import math

import pytest
from conftest import BAKERY, ENTRIES

from bot import Assistant, Entry, KnowledgeBase
from bot.policy import NEVER, against

UNKNOWN = Entry(
    "dough-temperature", "How warm is the dough of the sourdough?", "The article gives no temperature.",
    ("temperature of the sourdough", "how warm is the sourdough"), kind="not-covered", article="bakery",
)  # fmt: skip


def test_by_itself_a_candidate_is_as_likely_as_it_looks() -> None:
    assert against(1.5, (NEVER, NEVER)) == pytest.approx(1.5, abs=1e-6)


def test_a_rival_of_another_kind_takes_of_its_likelihood() -> None:
    likely = {rival: against(1.5, (rival,)) for rival in (-3.0, 0.0, 3.0)}
    assert likely[3.0] < likely[0.0] < likely[-3.0] < 1.5


def test_of_two_that_both_look_sure_each_has_half() -> None:
    assert 1 / (1 + math.exp(-against(20.0, (20.0,)))) == pytest.approx(0.5, abs=1e-6)


def test_a_known_unknown_that_fits_lowers_the_confidence_in_the_answer() -> None:
    with_it = Assistant(KnowledgeBase((*ENTRIES, UNKNOWN), (BAKERY,)))
    without = Assistant(KnowledgeBase(ENTRIES, (BAKERY,)))
    query = "how warm is the sourdough"
    assert with_it.reply(query).confidence < without.reply(query).confidence / 2
    assert with_it.reply(query).entry == UNKNOWN


STORY = "Yesterday my aunt came by and she loved the loaf that we had for lunch. How long does the sourdough rest?"


def test_a_story_around_the_question_does_not_hide_it(assistant: Assistant) -> None:
    alone, told = assistant.reply("How long does the sourdough rest?"), assistant.reply(STORY)
    assert (told.kind, told.entry) == ("answer", alone.entry)


def test_a_reply_to_a_story_tells_all_that_was_typed(assistant: Assistant) -> None:
    reply = assistant.reply(STORY)
    assert (reply.query, reply.understood_as) == (STORY, STORY)


def test_a_sentence_that_points_elsewhere_is_only_story(assistant: Assistant) -> None:
    told = assistant.judged("I know that you deliver. What oven do you use for that?")
    assert told.answerable is not None
    assert assistant.index.entry(told.entry(told.answerable)).id == "oven"
