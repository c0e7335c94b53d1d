from __future__ import annotations

import pytest

from bot.spelling import Speller, plausible
from bot.text import Analyser

ANALYSER = Analyser("en", (("electricity", "juice"),))
WORDS = [
    "heat",
    "pump",
    "electricity",
    "weather",
    "cheaper",
    "furnace",
    "environmentally",
    "thermostat",
    "source",
    "air",
    "work",
    "much",
]
TERMS = {ANALYSER.stem(word) for word in WORDS} | {"heat pump", "air sourc"}


@pytest.fixture
def speller() -> Speller:
    return Speller(WORDS, TERMS, ANALYSER)


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("pupm", ("pump",)),
        ("elecricity", ("electricity",)),
        ("wether", ("weather",)),
        ("furnase", ("furnace",)),
        ("enviromentaly", ("environmentally",)),
        ("wrok", ("work",)),
        ("heatpump", ("heat", "pump")),
        ("airsource", ("air", "source")),
    ],
)
def test_a_slip_is_read_as_the_nearest_word_of_the_knowledge(speller: Speller, typed: str, read_as: tuple[str, ...]) -> None:
    assert speller.correct(typed) == read_as


@pytest.mark.parametrize(
    "typed", ["heat", "heats", "pumps", "cop", "boat", "sheep", "asdfgh", "pumpheat", "juice", "r32", "work2", "leather"]
)
def test_what_is_known_short_or_too_far_stays_as_it_is(speller: Speller, typed: str) -> None:
    assert speller.correct(typed) is None


def test_two_words_are_joined_where_the_knowledge_writes_them_as_one(speller: Speller) -> None:
    assert speller.joined("thermo", "stat") == "thermostat"
    assert speller.joined("heat", "pump") is None


def test_the_more_frequent_of_two_near_words_is_taken() -> None:
    assert Speller(["cold", "colt"], set(), Analyser("en")).correct("colx") is None
    assert Speller(["houses", "horses"], set(), Analyser("xx")).correct("hopses") == ("houses",)


@pytest.mark.parametrize(
    ("beginning", "word"), [("elec", "electricity"), ("heat", None), ("zz", None), ("env", "environmentally")]
)
def test_a_beginning_is_completed_to_the_most_frequent_word(speller: Speller, beginning: str, word: str | None) -> None:
    assert speller.completion(beginning) == word


@pytest.mark.parametrize(
    ("word", "near", "likely"),
    [("pupm", "pump", True), ("hear", "heat", False), ("heet", "theet", False), ("eheat", "heate", True)],
)
def test_slips_are_told_from_other_words(word: str, near: str, likely: bool) -> None:  # noqa: FBT001  # a table
    assert plausible(word, near) is likely
