"""A knowledge base finds out by itself how sure the bot may be, and where to draw the line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import Assistant, Entry, KnowledgeBase
from bot.calibrating import REFUSAL, build
from bot.fitting import fit
from bot.index import Index
from bot.policy import UNMEASURED, Calibration, Thresholds
from bot.records import Article

SUBJECTS = ("bread", "milk", "cheese", "butter", "honey", "coffee", "tea", "jam", "flour", "sugar", "salt", "rice")
SHOP = KnowledgeBase(
    [
        Entry(
            name,
            f"What does {name} cost?",
            f"The {name} is two euros.",
            (f"{name} price", f"how much is the {name}", f"how much do you charge for {name}", f"price of your {name}"),
        )
        for name in SUBJECTS
    ]
)


def with_refusal(knowledge: KnowledgeBase, refuse: float) -> KnowledgeBase:
    return replace(knowledge, articles=[Article(refuse=refuse)])


def test_what_was_measured_is_kept_with_the_index() -> None:
    measured = build(SHOP).calibration.measured
    assert measured.held_out > len(SUBJECTS)
    assert measured.left_out > len(SUBJECTS)
    assert measured.elsewhere > 100
    assert measured.right + measured.wrong <= measured.held_out


def test_most_of_what_an_easy_knowledge_base_holds_is_found_and_little_else_answered() -> None:
    measured = build(SHOP).calibration.measured
    assert measured.right >= 0.8 * measured.held_out
    assert measured.wrong <= 0.05 * measured.held_out
    assert measured.elsewhere_answered <= 0.04 * measured.elsewhere


def test_an_editor_who_wants_more_refused_gets_a_higher_line(heat_pumps: Assistant) -> None:
    mild, strict = (build(with_refusal(heat_pumps.knowledge, rate)).calibration for rate in (0.6, 0.97))
    assert mild.lift < strict.lift
    assert mild.measured.left_out_answered > strict.measured.left_out_answered
    assert (mild.refusal, strict.refusal) == (0.6, 0.97)


def test_without_a_wish_the_usual_rate_holds() -> None:
    assert build(SHOP).calibration.refusal == REFUSAL


def test_a_language_without_built_in_questions_is_measured_on_itself_alone() -> None:
    measured = build(replace(SHOP, articles=[Article(language="nl")])).calibration.measured
    assert measured.elsewhere == 0
    assert measured.left_out > 0


def test_a_handful_of_entries_hardly_moves_the_line() -> None:
    few = build(KnowledgeBase([Entry("a", "What is bread?", "Baked dough."), Entry("b", "What is tea?", "A drink.")]))
    assert abs(few.calibration.lift) < 0.2
    assert few.calibration.measured.held_out == 0
    assert few.calibration.slope == 1.0


def test_calibrating_twice_gives_the_same_index() -> None:
    assert build(SHOP).to_bytes() == build(SHOP).to_bytes()


def test_a_calibration_survives_the_index_file() -> None:
    index = build(SHOP)
    assert Index.from_bytes(index.to_bytes()).calibration == index.calibration


def test_an_index_as_fitted_keeps_the_shipped_lines() -> None:
    assert fit(SHOP).calibration == UNMEASURED
    lines = Thresholds(0.5, 0.2, 0.5, 0.3)
    assert UNMEASURED.drawn(lines) == lines
    assert Calibration(lift=0.1).drawn(lines).suggest == pytest.approx(0.24)
    assert UNMEASURED.confidence(0.0) == 0.5
