from __future__ import annotations

import json
import re

import pytest

from bot import Assistant, Entry, KnowledgeBase
from bot.context import unpack
from bot.records import Article, NoAnswer, Suggestion, Suggestions
from bot.wire import entry_json, reply_json

FIELDS = {
    "kind", "question", "understood_as", "text", "html", "blocks", "confidence", "entry", "sources", "suggestions", "context",
    "reply_id",
}  # fmt: skip


def unsure(query: str) -> Suggestions:
    """A reply that offers two questions, whatever the thresholds are."""
    offered = (Suggestion("delivery", "Do you deliver?"), Suggestion("oven", "The oven"))
    return Suggestions(query, query, 0.41, "context", offered)


@pytest.mark.parametrize("query", ["when are you open?", "is white flour toxic", "price of a birthday cake", "zxqv", "hello"])
def test_every_reply_has_every_field_of_the_contract_and_is_json(assistant: Assistant, query: str) -> None:
    written = reply_json(assistant, assistant.reply(query))
    assert set(written) >= FIELDS
    assert set(json.loads(json.dumps(written, allow_nan=False))) == set(written)


def test_an_answer_holds_its_words_its_entry_and_its_sources_main_one_first(assistant: Assistant) -> None:
    written = reply_json(assistant, assistant.reply("what are your opening hours"))
    assert written["kind"] == "answer"
    assert written["text"] == "From seven in the morning to six in the evening, every day but Sunday."
    assert "<strong>seven</strong>" in written["html"]
    assert written["entry"]["id"] == "opening-hours"
    assert written["sources"] == [
        {"heading": "Opening hours", "url": "https://bakery.example/about#opening-hours"},
        {"heading": "Visit us", "url": "https://bakery.example/about#visit-us"},
    ]
    assert [each["id"] for each in written["related"]] == ["sourdough", "delivery"]
    assert written["contact"] is None


def test_a_misconception_carries_its_verdict_and_the_anchor_written_for_its_heading(assistant: Assistant) -> None:
    written = reply_json(assistant, assistant.reply("white flour is toxic"))
    assert written["entry"] == {
        "id": "white-flour",
        "kind": "misconception",
        "question": "White flour is poison.",
        "verdict": "wrong",
    }
    assert written["sources"][0]["url"] == "https://bakery.example/about#myths"


def test_a_known_unknown_is_no_answer_with_its_entry_and_whom_to_ask(assistant: Assistant) -> None:
    written = reply_json(assistant, assistant.reply("price of a birthday cake"))
    assert (written["kind"], written["entry"]["kind"]) == ("no_answer", "not-covered")
    assert written["text"].startswith("Prices are not in this article.")
    assert written["suggestions"] == [{"id": "delivery", "question": "Do you deliver?"}]
    assert written["contact"] == "Ask at the counter."


def test_no_answer_without_an_entry_has_no_entry_and_no_sources(assistant: Assistant) -> None:
    written = reply_json(assistant, NoAnswer("zxqv", "zxqv", 0.0, "", None))
    assert (written["kind"], written["entry"], written["sources"]) == ("no_answer", None, [])
    assert "The bakery" in written["text"]
    assert written["contact"] == "Ask at the counter."


def test_suggestions_have_no_entry_and_list_ids_with_questions(assistant: Assistant) -> None:
    written = reply_json(assistant, unsure("bring the oven"))
    assert (written["kind"], written["entry"], written["sources"]) == ("suggestions", None, [])
    assert written["suggestions"] == [
        {"id": "delivery", "question": "Do you deliver?"},
        {"id": "oven", "question": "The oven"},
    ]


def test_small_talk_shows_its_entry(assistant: Assistant) -> None:
    written = reply_json(assistant, assistant.reply("hello"))
    assert (written["kind"], written["entry"]["kind"]) == ("smalltalk", "smalltalk")
    assert written["text"]


def test_the_question_stays_as_typed_and_understood_as_is_corrected(assistant: Assistant) -> None:
    written = reply_json(assistant, assistant.reply("  do you   DELIVRE ?"))
    assert written["question"] == "  do you   DELIVRE ?"
    assert "deliver" in written["understood_as"].lower().split()


def test_the_context_of_a_reply_is_one_that_the_next_question_understands(assistant: Assistant) -> None:
    written = reply_json(assistant, assistant.reply("when are you open?"))
    before = unpack(written["context"])
    assert before is not None
    assert before.entry == "opening-hours"


def test_confidence_is_a_share_with_at_most_four_digits(assistant: Assistant) -> None:
    confidence = reply_json(assistant, assistant.reply("when are you open?"))["confidence"]
    assert 0.5 < confidence <= 1
    assert confidence == round(confidence, 4)


def test_reply_ids_differ_at_each_call_and_are_too_long_to_guess(assistant: Assistant) -> None:
    reply = assistant.reply("when are you open?")
    ids = {reply_json(assistant, reply)["reply_id"] for _ in range(200)}
    assert len(ids) == 200
    assert min(map(len, ids)) >= 21  # 128 bits in base 64


@pytest.mark.parametrize(
    "answer",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[press](javascript:alert(1))",
        "[press](data:text/html;base64,PHNjcmlwdD4=)",
        '<a href="https://x.example" onclick="alert(1)">x</a>',
    ],
)
def test_markup_and_dangerous_links_in_an_answer_never_become_html(answer: str) -> None:
    hostile = Assistant(KnowledgeBase([Entry("a", "Is it safe?", answer)]))
    html = entry_json(hostile, hostile.knowledge.entries[0])["html"]
    assert set(re.findall(r"<(\w+[^>]*)", html)) == {"p"}


def test_an_answer_loads_no_image_from_elsewhere() -> None:
    tracking = Assistant(KnowledgeBase([Entry("a", "Is it safe?", "![x](https://x.example/pixel.png)")]))
    assert "<img" not in entry_json(tracking, tracking.knowledge.entries[0])["html"]


def test_the_title_is_escaped_in_the_html_of_a_reply_without_an_entry() -> None:
    hostile = Assistant(KnowledgeBase([Entry("a", "Is it safe?", "Yes.")], [Article(title="<b>&")]))
    written = reply_json(hostile, NoAnswer("zxqv", "zxqv", 0.0, "", None))
    assert "&lt;b&gt;&amp;" in written["html"]
    assert "<b>&" in written["text"]


def test_blocks_say_the_same_as_the_text(assistant: Assistant) -> None:
    written = reply_json(assistant, assistant.reply("how long does the sourdough rest?"))
    assert [block["type"] for block in written["blocks"]] == ["paragraph", "list", "paragraph"]
    assert len(written["blocks"][1]["items"]) == 3
    assert written["blocks"][2]["children"][1] == {
        "type": "link",
        "url": "https://bakery.example/recipe",
        "children": [{"type": "text", "text": "the recipe"}],
    }


def test_an_entry_whose_article_was_not_published_has_sources_without_address() -> None:
    unpublished = Assistant(KnowledgeBase([Entry("a", "Is it safe?", "Yes.", source=("Safety",))]))
    assert entry_json(unpublished, unpublished.knowledge.entries[0])["sources"] == [{"heading": "Safety", "url": None}]


def test_an_entry_is_written_with_its_article_answer_and_further_reading(assistant: Assistant) -> None:
    entry = assistant.entry("sourdough")
    assert entry
    written = entry_json(assistant, entry)
    assert (written["id"], written["article"]) == ("sourdough", "bakery")
    assert "<em>eighteen hours</em>" in written["html"]
    assert written["read_more"] == [{"title": "The recipe", "url": "https://bakery.example/recipe"}]
