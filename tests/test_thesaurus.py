"""Words of like meaning: hints where a query and the knowledge share no word."""

from __future__ import annotations

from pathlib import Path

import bot
from bot import Assistant, Entry, KnowledgeBase
from bot.records import Article
from bot.text import Analyser
from bot.thesaurus import relatives

LINES = [
    line
    for line in Path(bot.__file__).with_name("thesaurus.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def test_relatives_are_stems_that_the_knowledge_has() -> None:
    assert relatives(Analyser(), {"price", "rain"})["expens"] == ("price",)


def test_a_word_is_no_relative_of_itself_and_function_words_have_none() -> None:
    analyser = Analyser()
    found = relatives(analyser, {analyser.stem(word) for line in LINES for word in line.split()})
    assert found
    for stem, others in found.items():
        assert stem not in others
        assert not analyser.function_stems & {stem, *others}


def test_an_editors_synonyms_are_read_first() -> None:
    analyser = Analyser("en", (("tariff", "price"),))
    assert relatives(analyser, {"tariff"})["expens"] == ("tariff",)


def test_other_languages_have_no_relatives() -> None:
    assert relatives(Analyser("de"), {"price"}) == {}


def test_the_groups_are_plain_words_two_or_more_a_line() -> None:
    for line in LINES:
        words = line.split()
        assert len(words) >= 2, line
        assert len(set(words)) == len(words), line
        assert line.islower()
        assert all(word.isalpha() for word in words), line


def test_a_question_in_other_words_finds_its_entry() -> None:
    entries = [
        Entry("price", "What does a ticket cost?", "Five euros."),
        Entry("start", "When does the concert begin?", "At eight."),
        Entry("parking", "Where can I park?", "Behind the hall."),
    ]
    assistant = Assistant(KnowledgeBase(entries))
    assert assistant.search("is it expensive")[0].entry.id == "price"
    assert assistant.search("at what time does it start")[0].entry.id == "start"


def test_what_is_written_counts_more_than_what_may_be_meant() -> None:
    entries = [Entry("begin", "When does it begin?", "At eight."), Entry("start", "When does it start?", "At nine.")]
    for language in ("en", "de"):
        assistant = Assistant(KnowledgeBase(entries, (Article(language=language),)))
        assert assistant.search("start")[0].entry.id == "start"
