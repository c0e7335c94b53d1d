from __future__ import annotations

import pytest

from bot.follow_up import leans_back
from bot.text import Analyser

ENGLISH = Analyser("en")


@pytest.mark.parametrize(
    "text",
    [
        "and in summer?", "what about geothermal ones", "how much cheaper?", "why?", "is it loud", "and the price of that?",
        "in winter", "so it creates none?",
    ],
)  # fmt: skip
def test_a_fragment_or_a_pointer_leans_on_the_turn_before(text: str) -> None:
    assert leans_back(text, ENGLISH)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "what is a compressor",
        "Does a ground source heat pump need planning permission in Scotland?",
        "tell me how the compressor raises the pressure of the refrigerant gas",
    ],
)
def test_a_whole_question_stands_by_itself(text: str) -> None:
    assert not leans_back(text, ENGLISH)


def test_without_tables_of_the_language_only_the_length_tells() -> None:
    assert leans_back("und im Sommer", Analyser("de")) is False
    assert leans_back("im Sommer?", Analyser("de"))
