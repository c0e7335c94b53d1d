"""The contract that other programs rely on."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import Assistant, Entry, KnowledgeBase
from bot.explaining import REASONS
from bot.ranker import JUDGED
from bot.records import Article

QUERIES = [
    "when are you open?", "how long does the sourdough rest?", "white flour is toxic", "price of a birthday cake", "hello",
    "who won the world cup", "", "???", "bread", "x" * 5000, "delivery " * 300, "\x00\ud800", "パンはいくらですか",
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:20].encode("unicode_escape").decode())
def test_every_reply_has_what_the_contract_names(assistant: Assistant, query: str) -> None:
    reply = assistant.reply(query, context=None)
    assert reply.kind in {"answer", "suggestions", "no_answer", "smalltalk"}
    assert 0.0 <= reply.confidence <= 1.0
    assert isinstance(reply.context, str)
    assert len(reply.context) <= 600
    assert len(reply.suggestions) <= 3
    assert all((entry := assistant.entry(each.id)) and entry.answerable for each in reply.suggestions)
    assert (reply.entry is None) == (reply.kind == "suggestions" or (reply.kind == "no_answer" and reply.entry is None))


@pytest.mark.parametrize(
    ("query", "kind", "entry"),
    [
        ("when do you open", "answer", "opening-hours"),
        ("how long does sourdough rest", "answer", "sourdough"),
        ("is white flour poison", "answer", "white-flour"),
        ("tell me about the oven", "answer", "oven"),
        ("what does a cake cost", "no_answer", "prices"),
        ("hello", "smalltalk", "hello"),
        ("who won the world cup", "no_answer", None),
        ("", "no_answer", None),
        ("?!", "no_answer", None),
    ],
)
def test_the_kind_of_reply_follows_what_the_knowledge_has(assistant: Assistant, query: str, kind: str, entry: str | None) -> None:
    reply = assistant.reply(query)
    assert (reply.kind, reply.entry and reply.entry.id) == (kind, entry)


def test_synonyms_find_what_the_entry_words_otherwise(assistant: Assistant) -> None:
    reply = assistant.reply("can you bring a loaf to my house")
    assert reply.entry is not None
    assert reply.entry.id == "delivery"


def test_spelling_is_corrected_and_the_correction_told(assistant: Assistant) -> None:
    reply = assistant.reply("how long does the sourdouhg rest?")
    assert reply.understood_as == "how long does the sourdough rest?"
    assert reply.entry is not None
    assert reply.entry.id == "sourdough"


def test_small_talk_and_known_unknowns_give_little_confidence(assistant: Assistant) -> None:
    assert assistant.reply("hello").confidence < 0.1
    assert assistant.reply("how much does a cake cost?").confidence < 0.1
    assert assistant.reply("when is the bakery open?").confidence > 0.8


def test_search_gives_candidates_best_first_without_small_talk(assistant: Assistant) -> None:
    found = assistant.search("hello, when is the bakery open?", limit=4)
    assert found[0].entry.id == "opening-hours"
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert all(each.entry.kind != "smalltalk" for each in found)
    assert len(found) == 4


def test_search_gives_all_entries_when_the_limit_is_high(assistant: Assistant) -> None:
    assert {each.entry.id for each in assistant.search("bread", limit=500)} == {entry.id for entry in assistant.knowledge.entries}


def test_the_knowledge_is_without_small_talk(assistant: Assistant, bakery: KnowledgeBase) -> None:
    assert assistant.knowledge.entries == bakery.entries


def test_a_follow_up_is_read_with_the_question_before_it(assistant: Assistant) -> None:
    before = assistant.reply("how long does the sourdough rest?")
    assert assistant.reply("and why so long?", before.context).entry == before.entry
    assert assistant.reply("and why so long?").kind != "answer"


@pytest.mark.parametrize("context", ["", "x", "=" * 100, "WzFd", "é", "A" * 100_000])
def test_a_stale_or_unknown_context_means_none(assistant: Assistant, context: str) -> None:
    assert assistant.reply("and the oven?", context) == assistant.reply("and the oven?")


def test_a_new_subject_is_not_read_with_the_one_before(assistant: Assistant) -> None:
    before = assistant.reply("how long does the sourdough rest?")
    reply = assistant.reply("when is the bakery open on saturday?", before.context)
    assert reply.entry is not None
    assert reply.entry.id == "opening-hours"


def test_one_article_can_be_asked_alone() -> None:
    entries = [
        Entry("a", "When do you open?", "At nine.", article="shop"),
        Entry("b", "When do you open?", "At noon.", article="museum"),
    ]
    both = Assistant(KnowledgeBase(entries, [Article("shop"), Article("museum")]))
    assert both.reply("when do you open?", article="museum").entry == entries[1]
    assert both.reply("when do you open?", article="shop").entry == entries[0]
    assert both.reply("when do you open?", article="elsewhere").entry is None


@pytest.mark.parametrize("name", ["1", "An id with spaces", "ümlaut/äöü", "a\tb", "😀", "hello"])
def test_an_id_may_be_any_text(name: str) -> None:
    bot = Assistant(KnowledgeBase([Entry(name, "When do the trains leave?", "At nine.")]))
    assert [each.entry.id for each in bot.search("when do the trains leave")] == [name]
    assert bot.reply("when do the trains leave?").entry == bot.entry(name)


def test_entries_may_share_questions_and_phrasings() -> None:
    twins = [Entry(name, "Where is the key?", "Here.", ("key", "key")) for name in ("a", "b")]
    assert {each.entry.id for each in Assistant(KnowledgeBase(twins)).search("where is the key")} == {"a", "b"}


def test_knowledge_without_entries_answers_nothing_and_stays_polite() -> None:
    bot = Assistant(KnowledgeBase([]))
    assert bot.reply("when do you open?").kind == "no_answer"
    assert bot.reply("hello").kind == "smalltalk"
    assert bot.search("anything") == []
    assert bot.suggest("anyth") == ()


def test_typing_is_met_with_questions_that_have_what_is_typed(assistant: Assistant) -> None:
    assert assistant.suggest("sourd")[0].id == "sourdough"
    assert assistant.suggest("when is the bak")[0].id == "opening-hours"
    assert assistant.suggest("football results tomor") == ()


def test_before_typing_the_starters_are_offered(assistant: Assistant) -> None:
    assert [each.id for each in assistant.suggest("  ")] == ["opening-hours", "sourdough"]


def test_an_explanation_adds_up_to_the_score_and_to_the_log_odds_of_the_confidence(assistant: Assistant) -> None:
    for each in assistant.explain("when is the bakery open?"):
        assert sum(share.score for share in each.shares) == pytest.approx(each.candidate.score)
        odds = each.confidence / (1 - each.confidence)
        assert sum(share.confidence for share in each.shares) == pytest.approx(math.log(odds))


def test_the_reasons_are_all_that_the_ranker_and_the_judge_go_by() -> None:
    named = [name for names in REASONS.values() for name in names]
    assert sorted(named) == sorted(JUDGED)


def test_an_explanation_names_the_subject_words_that_an_entry_lacks(assistant: Assistant) -> None:
    best = assistant.explain("when is the bakery open on the moon?")[0]
    assert best.candidate.entry.id == "opening-hours"
    assert best.missing == ("moon",)


def test_a_search_finds_as_many_as_it_is_asked_for_though_small_talk_matches_too(assistant: Assistant) -> None:
    everything = len(assistant.knowledge.entries)
    for limit in (1, everything, everything + 5):
        assert len(assistant.search("hello, how are you, who are you", limit)) == min(limit, everything)


def test_the_same_query_always_gets_the_same_reply(bakery: KnowledgeBase, assistant: Assistant) -> None:
    assert [Assistant(bakery).reply(query) for query in QUERIES] == [assistant.reply(query) for query in QUERIES]


def test_threads_get_the_replies_that_one_alone_would_get(bakery: KnowledgeBase, assistant: Assistant) -> None:
    expected = [assistant.reply(query) for query in QUERIES]
    fresh = Assistant(bakery)
    with ThreadPoolExecutor(8) as threads:
        rounds = list(threads.map(lambda _: [fresh.reply(query) for query in QUERIES], range(16)))
    assert all(replies == expected for replies in rounds)


def test_a_reply_cannot_be_changed(assistant: Assistant) -> None:
    reply = assistant.reply("when do you open?")
    with pytest.raises(FrozenInstanceError):
        reply.confidence = 1.0  # type: ignore[misc]
    assert replace(reply, confidence=0.5).confidence == 0.5


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.none() | st.text(max_size=100))
def test_no_text_at_all_is_too_much_for_it(assistant: Assistant, query: str, context: str | None) -> None:
    reply = assistant.reply(query, context)
    assert 0.0 <= reply.confidence <= 1.0
    assistant.suggest(query)
    assistant.search(query, limit=3, context=context)


def test_a_question_that_several_articles_ask_is_offered_once() -> None:
    asked = [Entry(f"e{at}", "Where can I park the car?", f"In yard {at}.") for at in "abc"]
    others = [Entry("cakes", "Do you bake cakes?", "Yes."), Entry("boat", "Where can I leave the boat?", "At the pier.")]
    suggested = Assistant(KnowledgeBase([*asked, *others])).suggest("where can i")
    questions = [each.question for each in suggested]
    assert sorted(questions) == sorted(set(questions))
    assert "Where can I park the car?" in questions
