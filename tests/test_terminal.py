from __future__ import annotations

import io
import os
import re
import unicodedata

import pytest

from bot import Assistant, Entry, KnowledgeBase
from bot.explaining import REASONS
from bot.records import Article, ArticleSource, Link, NoAnswer, Suggestion, Suggestions
from bot.terminal import _REASONS, Layout, printable, wants_colour

STYLE = re.compile(r"\x1b\[[0-9;]*m")
EVIL = "\x1b]0;pwned\x07\x1b[2J\x9b31m\u202edesrever\u2066\x08\x7f\r\x00"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def layout(assistant: Assistant) -> Layout:
    return Layout(assistant)


@pytest.fixture
def coloured(assistant: Assistant) -> Layout:
    return Layout(assistant, colour=True)


@pytest.fixture(scope="module")
def hostile() -> Assistant:
    """A bot whose knowledge is full of control characters."""
    source = ArticleSource(f"Source{EVIL}", f"https://evil.example/{EVIL}")
    article = Article("evil", f"Title{EVIL}", source=source, welcome=f"Welcome{EVIL}", contact=f"Contact{EVIL}", starters=("a",))
    link = Link(f"Link{EVIL}", f"https://evil.example/more{EVIL}")
    entries = [
        Entry("a", f"Where is the lighthouse{EVIL}", f"On the cliff{EVIL} `code{EVIL}`", source=(f"Heading{EVIL}",),
              related=("b",), read_more=(link,), article="evil"),
        Entry("b", f"Lighthouses are haunted{EVIL}", f"No{EVIL}", kind="misconception", verdict="wrong",
              related=("a",), article="evil"),
        Entry("c", f"How tall is the tower{EVIL}", f"Unknown{EVIL}", kind="not-covered", related=("a",), article="evil"),
    ]  # fmt: skip
    return Assistant(KnowledgeBase(entries, [article]))


def steering(text: str) -> list[str]:
    """The characters of `text`, its own styles aside, that a terminal would obey."""
    plain = STYLE.sub("", text)
    return [c for c in plain if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Cs"}]


def test_an_answer_shows_its_text_its_source_with_link_and_what_is_related(layout: Layout) -> None:
    shown = layout.reply(layout.assistant.reply("what are your opening hours"))
    assert shown == (
        "From seven in the morning to six in the evening, every day but Sunday.\n"
        "\n"
        "From: Opening hours\n"
        "      https://bakery.example/about#opening-hours\n"
        "\n"
        "Related:\n"
        "  - How long does the sourdough rest?\n"
        "  - Do you deliver?"
    )


def test_a_misconception_is_marked_as_one_with_the_claim_before_the_correction(layout: Layout) -> None:
    lines = layout.reply(layout.assistant.reply("white flour is toxic")).split("\n")
    assert lines[:4] == [
        "This is a misconception:",
        "“White flour is poison.”",
        "",
        "No, it is not: white flour is wheat without the bran.",
    ]


@pytest.mark.parametrize(
    ("verdict", "mark"),
    [("wrong", "This is a misconception"), ("partly", "This is only partly true"), ("outdated", "This is no longer true")],
)
def test_each_verdict_has_its_own_mark(verdict: str, mark: str) -> None:
    entry = Entry("a", "Bread makes you fat.", "It depends.", kind="misconception", verdict=verdict)  # type: ignore[arg-type]
    bot = Assistant(KnowledgeBase([entry]))
    assert Layout(bot).reply(bot.reply("bread makes you fat")).startswith(f"{mark}:")


def test_a_known_unknown_is_marked_and_names_whom_to_ask_and_what_is_known(layout: Layout) -> None:
    shown = layout.reply(layout.assistant.reply("price of a birthday cake"))
    assert shown.split("\n\n") == [
        "Not covered",
        "Prices are not in this article. The counter knows them.",
        "Ask at the counter.",
        "What it does say:\n  - Do you deliver?",
    ]


def test_no_answer_says_what_the_bot_knows_about(layout: Layout) -> None:
    shown = layout.reply(NoAnswer("zxqv", "zxqv", 0.0, "", None, (Suggestion("oven", "The oven"),)))
    assert shown.startswith("I have no answer to that. What I know about: The bakery.")
    assert shown.endswith("You can ask:\n  - The oven")


@pytest.mark.parametrize("numbered", [True, False])
def test_options_are_numbered_only_where_a_digit_can_pick_them(layout: Layout, *, numbered: bool) -> None:
    reply = Suggestions("q", "q", 0.4, "", (Suggestion("oven", "The oven"), Suggestion("delivery", "Do you deliver?")))
    shown = layout.reply(reply, numbered=numbered)
    assert ("  1 The oven\n  2 Do you deliver?" in shown) == numbered
    assert ("  - The oven\n  - Do you deliver?" in shown) != numbered


def test_the_digits_pick_what_the_numbers_show(layout: Layout) -> None:
    reply = layout.assistant.reply("what are your opening hours")
    shown = layout.reply(reply, numbered=True)
    assert [each.id for each in layout.options(reply)] == ["sourdough", "delivery"]
    assert "  1 How long does the sourdough rest?\n  2 Do you deliver?" in shown


def test_small_talk_is_its_text_alone(layout: Layout) -> None:
    reply = layout.assistant.reply("hello")
    assert reply.entry
    assert layout.reply(reply) == layout.assistant.rendered(reply.entry).text


def test_lists_and_links_of_an_answer_stay_readable(layout: Layout) -> None:
    shown = layout.reply(layout.assistant.reply("how long does the sourdough rest?"))
    assert "- flour\n- water\n- salt\n" in shown
    assert "the recipe (https://bakery.example/recipe)" in shown
    assert "More: The recipe\n      https://bakery.example/recipe" in shown


def test_a_question_read_otherwise_than_typed_is_noted(layout: Layout) -> None:
    assert layout.note(layout.assistant.reply("do you delivre")) == "Read as: do you deliver"


def test_a_question_read_as_typed_is_not_noted(layout: Layout) -> None:
    assert layout.note(layout.assistant.reply("  do you   deliver ")) == ""


@pytest.mark.parametrize("width", [20, 40, 88])
def test_text_is_wrapped_to_the_width_of_the_terminal(width: int) -> None:
    bot = Assistant(KnowledgeBase([Entry("a", "What is bread?", "Flour and water and salt and time. " * 12)]))
    lines = Layout(bot, width=width).reply(bot.reply("what is bread?")).split("\n")
    assert width - 8 < max(map(len, lines)) <= width


def test_a_word_longer_than_the_line_is_not_broken() -> None:
    address = "https://bread.example/" + "a" * 60
    bot = Assistant(KnowledgeBase([Entry("a", "What is bread?", f"See <{address}> for more.")]))
    assert address in Layout(bot, width=30).reply(bot.reply("what is bread?"))


def test_colour_appears_only_in_a_coloured_layout(layout: Layout, coloured: Layout) -> None:
    reply = layout.assistant.reply("white flour is toxic")
    assert "\x1b" not in layout.reply(reply)
    assert STYLE.search(coloured.reply(reply))
    assert STYLE.sub("", coloured.reply(reply)) == layout.reply(reply)


@pytest.mark.parametrize(
    ("environment", "stream", "wanted"),
    [
        ({"TERM": "xterm"}, Terminal(), True),
        ({"TERM": "xterm", "NO_COLOR": ""}, Terminal(), True),  # no-color.org: empty is as if not set
        ({"TERM": "xterm", "NO_COLOR": "1"}, Terminal(), False),
        ({"TERM": "dumb"}, Terminal(), False),
        ({"TERM": "xterm"}, io.StringIO(), False),
    ],
)
def test_colour_is_wanted_by_a_capable_terminal_whose_user_did_not_refuse(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], stream: io.StringIO, *, wanted: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in environment.items():
        monkeypatch.setitem(os.environ, name, value)
    assert wants_colour(stream) == wanted


@pytest.mark.parametrize(
    "code", [*range(0x20), *range(0x7F, 0xA0), 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
def test_characters_that_steer_a_terminal_are_dropped(code: int) -> None:
    kept = chr(code) if chr(code) in "\n\t" else ""
    assert printable(f"a{chr(code)}b") == f"a{kept}b"


@pytest.mark.parametrize("text", ["Grüße, 你好 – “ok” ½ €", "مرحبا", "🍞", "e\u0301", "tab\there\nline"])
def test_text_of_any_language_is_kept(text: str) -> None:
    assert printable(text) == text


def test_half_a_surrogate_pair_is_dropped() -> None:
    assert printable("a\ud800b") == "ab"


@pytest.mark.parametrize("colour", [True, False])
@pytest.mark.parametrize(
    "query",
    ["where is the lighthouse", "are lighthouses haunted", "how tall is the tower", f"zxqv{EVIL}"],
    ids=["answer", "misconception", "not-covered", "no-answer"],
)
def test_control_characters_in_knowledge_and_question_never_reach_a_reply(
    hostile: Assistant, query: str, *, colour: bool
) -> None:
    layout = Layout(hostile, colour=colour)
    reply = hostile.reply(query)
    assert steering(layout.reply(reply, numbered=True)) == []
    assert steering(layout.note(reply)) == []


def test_control_characters_never_reach_the_contact_line_of_a_reply(hostile: Assistant) -> None:
    shown = Layout(hostile).reply(Suggestions("q", "q", 0.4, "", (Suggestion("a", f"A{EVIL}"),)))
    assert "Contact" in shown
    assert steering(shown) == []


def test_control_characters_never_reach_the_topics_the_reasons_and_the_welcome(hostile: Assistant) -> None:
    layout = Layout(hostile)
    assert steering(layout.topics(hostile.knowledge.entries)) == []
    assert steering(layout.why(hostile.explain(f"where is the lighthouse{EVIL}"))) == []
    assert steering(layout.welcome(hostile.knowledge.articles[0].welcome)) == []


def test_control_characters_never_reach_the_note_of_what_was_read(hostile: Assistant) -> None:
    reply = NoAnswer("typed", f"read{EVIL}", 0.0, "", None)
    assert steering(Layout(hostile).note(reply)) == []


def test_why_names_the_candidates_best_first_with_reasons_in_words(layout: Layout) -> None:
    shown = layout.why(layout.assistant.explain("what are your opening hours"))
    assert shown.startswith("1  When is the bakery open?\n   question opening-hours, score ")
    assert re.search(r"^2  ", shown, re.MULTILINE)
    assert re.search(r"confidence \d+%", shown)
    assert re.search(r"^ +[+-]\d+\.\d\d +[+-]\d+\.\d\d  words in common with its phrasings", shown, re.MULTILINE)


def test_every_reason_has_a_wording(layout: Layout) -> None:
    assert {*REASONS, "start"} == set(_REASONS)
    assert {share.reason for share in layout.assistant.explain("open")[0].shares} == set(_REASONS)


def test_why_names_the_words_that_a_candidate_lacks(layout: Layout) -> None:
    shown = layout.why(layout.assistant.explain("is the bakery open on the moon"))
    assert "\n   not in it: moon\n" in shown


def test_topics_list_what_is_answered_under_its_headings_and_no_known_unknowns(layout: Layout) -> None:
    shown = layout.topics(layout.assistant.knowledge.entries)
    assert "Opening hours\n  When is the bakery open?\n\nOur sourdough\n  How long" in shown
    assert "cake" not in shown
