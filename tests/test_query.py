from __future__ import annotations

import pytest

from bot.query import CARRIED_WEIGHT, CORRECTED_WEIGHT, LONGEST, read, read_unfinished
from bot.spelling import Speller
from bot.text import Analyser

ANALYSER = Analyser("en")
SPELLER = Speller(["heat", "pump", "electricity", "compressor", "thermostat"], {"heat pump", "heat", "pump"}, ANALYSER)


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("Does a heat PMUP run?", "Does a heat pump run?"),
        ("my heatpump", "my heat pump"),
        ("a thermo stat, please", "a thermostat, please"),
        ("  nothing   wrong ", "nothing wrong"),
        ("???", "???"),
        ("", ""),
    ],
)
def test_only_what_was_corrected_is_read_otherwise(typed: str, understood: str) -> None:
    assert read(typed, ANALYSER, SPELLER).understood_as == understood


def test_a_corrected_word_weighs_less_than_one_that_was_right() -> None:
    query = read("heat elecricity", ANALYSER, SPELLER)
    assert dict(zip(query.stems, query.weights, strict=True)) == {"heat": 1.0, "electr": CORRECTED_WEIGHT}


def test_a_compound_is_sure_of_its_halves() -> None:
    assert read("heatpump", ANALYSER, SPELLER).weights == (1.0, 1.0)


@pytest.mark.parametrize("typed", ["", "???", "\x00\u202e", "\ud800"])
def test_a_query_without_words_has_no_stems(typed: str) -> None:
    assert read(typed, ANALYSER, SPELLER).stems == ()


def test_only_the_beginning_of_a_very_long_query_is_read() -> None:
    assert len(read("a " * 100_000, ANALYSER, SPELLER).text) <= LONGEST


@pytest.mark.parametrize(
    ("typed", "stems"), [("heat comp", ("heat", "compressor")), ("heat ", ("heat",)), ("el", ("electr",)), ("", ())]
)
def test_the_last_word_may_be_half_typed(typed: str, stems: tuple[str, ...]) -> None:
    assert read_unfinished(typed, ANALYSER, SPELLER).stems == stems


def test_the_words_of_the_turn_before_are_a_faint_background() -> None:
    query = read("and electricity", ANALYSER, SPELLER).following(read("heat and pump", ANALYSER, SPELLER))
    assert query.stems == ("and", "electr", "heat", "pump")
    assert query.weights == (1.0, 1.0, CARRIED_WEIGHT, CARRIED_WEIGHT)
    assert query.understood_as == "and electricity"
