"""The knowledge that faqbot ships: complete, sourced, and answering its own questions."""

from __future__ import annotations

import re

import pytest

from bot import Assistant, Entry

# The article's headings, bold list leads among them, as it writes them.
HEADINGS = {
    "Heat Pumps: Do They Generate Electricity?",
    "Takeaway",
    "Do Heat Pumps Generate Electricity? A Direct Answer",
    "The Core Function: Heat Pumps Move Heat, Not Create Energy",
    "How a Heat Pump Utilizes Electricity for Operation",
    "Distinguishing Heat Pumps from Actual Power Generators",
    "The Electrical Needs of Different Heat Pump Types",
    "Air-Source Heat Pumps",
    "Ground-Source (Geothermal) Heat Pumps",
    "Water-Source Heat Pumps",
    "Efficiency and Energy Savings, Despite Using Electricity",
    "Pairing Heat Pumps with Renewable Electricity Sources",
    "Common Misconceptions About Heat Pump Power",
    'Misconception 1: Heat pumps are a form of perpetual motion or "free energy."',
    "Misconception 2: Heat pumps are like small power plants.",
    "Misconception 3: Heat pumps contribute to grid instability by feeding power back.",
    'Misconception 4: Heat pumps are a "new" technology for energy generation.',
    "What Does Heat Pump System Do Exactly?",
    "How Heat Pumps Achieve High Energy Efficiency",
    "Do heat pumps create energy?",
    "Are heat pumps truly a green energy solution?",
    "Can a heat pump run completely off-grid without any electricity?",
    "Why do heat pumps sometimes use supplemental electric heat?",
    "How can I reduce my heat pump's electricity usage?",
    "Is it cheaper to run a heat pump than a furnace?",
    "Conclusion",
}

SITE = "https://homeessentialsguide.com/"
READ_MORE = {
    "does-heat-pump-use-electricity",
    "can-an-air-source-heat-pump-generate-electricity",
    "can-ground-source-heat-pump-generate-electricity",
    "how-much-electricity-does-geothermal-heat-pump-use",
    "does-heat-pump-consume-more-electricity",
    "how-much-electricity-heat-pump-uses",
    "what-is-heat-pump-for",
}

SENTENCE_END = re.compile(r"[.!?](?:\s|$)")


@pytest.fixture(scope="module")
def entries(heat_pumps: Assistant) -> tuple[Entry, ...]:
    return tuple(heat_pumps.knowledge.entries)


def test_the_article_is_answered_in_at_least_55_entries(entries: tuple[Entry, ...]) -> None:
    assert sum(entry.answerable for entry in entries) >= 55


def test_at_least_30_known_unknowns_are_named(entries: tuple[Entry, ...]) -> None:
    assert sum(entry.kind == "not-covered" for entry in entries) >= 30


def test_every_section_is_the_main_source_of_an_entry_or_stands_behind_one(entries: tuple[Entry, ...]) -> None:
    assert {heading for entry in entries for heading in entry.source} == HEADINGS


def test_every_answer_names_its_source(entries: tuple[Entry, ...]) -> None:
    assert [entry.id for entry in entries if entry.answerable and not entry.source] == []


def test_every_entry_is_asked_in_twenty_to_sixty_ways(entries: tuple[Entry, ...]) -> None:
    assert [entry.id for entry in entries if not 20 <= len(entry.also_asked) <= 60] == []


def test_every_address_of_the_article_is_read_on_somewhere(entries: tuple[Entry, ...]) -> None:
    assert {link.url for entry in entries for link in entry.read_more} == {SITE + name for name in READ_MORE}


def test_the_four_misconceptions_have_their_verdicts(entries: tuple[Entry, ...]) -> None:
    main = {entry.source[0] for entry in entries if entry.kind == "misconception"}
    assert main == {heading for heading in HEADINGS if heading.startswith("Misconception ")}
    assert all(entry.verdict for entry in entries if entry.kind == "misconception")


def test_an_answer_is_short_enough_for_a_bubble(entries: tuple[Entry, ...], heat_pumps: Assistant) -> None:
    long = {entry.id: heat_pumps.rendered(entry).text for entry in entries if len(heat_pumps.rendered(entry).text) > 600}
    assert long == {}
    assert [entry.id for entry in entries if len(SENTENCE_END.findall(heat_pumps.rendered(entry).text)) > 5] == []


def test_every_question_is_answered_by_its_entry_or_by_one_on_the_same_section(
    entries: tuple[Entry, ...], heat_pumps: Assistant
) -> None:
    astray = []
    for entry in entries:
        reply = heat_pumps.reply(entry.question)
        told = reply.entry and entry.answerable and reply.kind == "answer" and set(reply.entry.source) & set(entry.source)
        if entry.answerable and not told:
            astray.append((entry.id, reply.kind, reply.entry and reply.entry.id))
    assert astray == []


def test_every_known_unknown_is_refused_with_its_own_words(entries: tuple[Entry, ...], heat_pumps: Assistant) -> None:
    unknown = [entry for entry in entries if entry.kind == "not-covered"]
    replies = [(entry, heat_pumps.reply(entry.question)) for entry in unknown]
    assert [(entry.id, reply.kind) for entry, reply in replies if (reply.kind, reply.entry) != ("no_answer", entry)] == []


def test_starters_are_answerable_entries(heat_pumps: Assistant) -> None:
    starters = [heat_pumps.entry(name) for name in heat_pumps.index.starters]
    assert len(starters) >= 3
    assert all(entry and entry.answerable for entry in starters)


@pytest.mark.parametrize(
    ("query", "entry"),
    [
        ("can a heat pump power my house?", "power-my-house"),
        ("is it free energy?", "misconception-free-energy"),
        ("what is cop", "cop"),
        ("what about winter", "heat-in-winter"),
    ],
)
def test_the_questions_of_the_first_screen_are_answered(heat_pumps: Assistant, query: str, entry: str) -> None:
    reply = heat_pumps.reply(query)
    assert reply.kind == "answer"
    assert reply.entry.id == entry


def test_a_follow_up_is_read_with_the_question_before_it(heat_pumps: Assistant) -> None:
    winter = heat_pumps.reply("where does the heat come from in winter?")
    reply = heat_pumps.reply("and in summer?", winter.context)
    assert reply.entry is not None
    assert reply.entry.id == "heat-in-summer"
