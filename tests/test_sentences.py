"""What the bot says in its own words, and in which language."""

from __future__ import annotations

from dataclasses import fields

import pytest

from bot import Assistant, Entry, KnowledgeBase
from bot.records import Article, Verdict
from bot.sentences import Sentences, no_answer, of, verdict, welcome
from bot.shown import says

LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "pl", "ar")


def knowledge(language: str, title: str = "Brot") -> KnowledgeBase:
    entries = [
        Entry("offen", "Wann ist die Bäckerei offen?", "Ab sieben.", ("Öffnungszeiten",)),
        Entry("mehl", "Weißes Mehl ist Gift.", "Nein.", ("ist Weißmehl ungesund",), kind="misconception", verdict="wrong"),
    ]
    return KnowledgeBase(entries, (Article(title=title, language=language),))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_sentence_in_words_of_its_own(language: str) -> None:
    said = of(language)
    assert all(getattr(said, field.name).strip() for field in fields(Sentences))
    assert "{title}" in said.hello_about
    assert "{title}" in said.about
    assert "{words}" in said.nothing_on
    assert language == "en" or said.no_answer != of("en").no_answer


def test_a_regional_code_counts_as_its_language_and_an_unknown_one_as_english() -> None:
    assert of("de-AT") == of("de")
    assert of("PT-BR") == of("pt")
    assert of("xx") == of("en")


def test_the_bots_sentences_follow_the_knowledge() -> None:
    bot = Assistant(knowledge("de"))
    assert says(bot, bot.reply("Quantenphysik")).text == of("de").no_answer + " Zu “Quantenphysik” weiß ich nichts. " + (
        "Womit ich mich auskenne: Brot."
    )
    assert welcome(bot.knowledge) == "Hallo! Fragen Sie mich etwas zu: Brot."


@pytest.mark.parametrize("given", ["wrong", "partly", "outdated"])
def test_each_verdict_has_its_words(given: Verdict) -> None:
    assert verdict("en", given) != verdict("de", given)
    assert len({verdict("en", each) for each in ("wrong", "partly", "outdated")}) == 3


def test_a_refusal_names_what_is_strange_and_what_is_known() -> None:
    assert no_answer(knowledge("en", "Bread"), ("submarine", "periscope")) == (
        "I have no answer to that. I know nothing about “submarine” or “periscope”. What I know about: Bread."
    )
    assert no_answer(knowledge("en", "Bread")) == "I have no answer to that. What I know about: Bread."
    assert no_answer(knowledge("en", "")) == "I have no answer to that."


def test_a_refusal_names_few_words() -> None:
    assert "third" not in no_answer(knowledge("en"), ("first", "second", "third"))


def test_only_subject_words_that_the_knowledge_lacks_are_strange(assistant: Assistant) -> None:
    reply = assistant.reply("could you please tell me about submarine sandwiches and your SUBMARINE bakery")
    assert reply.kind != "answer"
    assert assistant.reply("who won the submarine race").unknown == ("submarine", "race")  # type: ignore[union-attr]  # it is a refusal


def test_a_refusal_offers_the_nearest_questions_else_the_starters(assistant: Assistant) -> None:
    strange = assistant.reply("submarine periscope")
    assert [each.id for each in strange.suggestions] == list(assistant.index.starters)
    near = assistant.reply("how long house")
    assert near.kind == "no_answer"
    assert {each.id for each in near.suggestions} == {"delivery", "sourdough"}
