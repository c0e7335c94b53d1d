from __future__ import annotations

import math

import pytest

from bot import Assistant, Entry, KnowledgeBase
from bot.fitting import fit, smalltalk
from bot.records import Article

# German has no small talk, so these entries are all there is.
GERMAN = Article(language="de")


def knowledge(*questions: str, language: str = "de") -> KnowledgeBase:
    return KnowledgeBase([Entry(str(n), text, "x") for n, text in enumerate(questions)], [Article(language=language)])


def test_rarity_is_counted_over_entries_as_scikit_learn_counts_it() -> None:
    index = fit(knowledge("brot", "brot kuchen", "tee"))
    idf = {term: float(weight) for term, weight in zip(index.words.terms, index.words.idf, strict=True)}
    assert idf["brot"] == pytest.approx(math.log((1 + 3) / (1 + 2)) + 1)
    assert idf["tee"] == pytest.approx(math.log((1 + 3) / (1 + 1)) + 1)


def test_a_phrasing_is_a_vector_of_length_one() -> None:
    index = fit(knowledge("brot kuchen", "tee"))
    lengths = [0.0] * 2
    for row, weight in zip(index.asked_words.rows.tolist(), index.asked_words.weights.tolist(), strict=True):
        lengths[row] += weight**2
    assert lengths == pytest.approx([1.0, 1.0])


def test_how_often_an_entry_was_phrased_makes_its_words_no_commoner() -> None:
    once = fit(KnowledgeBase([Entry("a", "brot", "x"), Entry("b", "tee", "x")], [GERMAN]))
    often = fit(KnowledgeBase([Entry("a", "brot", "x", ("brot essen", "brot kaufen")), Entry("b", "tee", "x")], [GERMAN]))
    number, other = once.words.numbers["brot"], often.words.numbers["brot"]
    assert once.words.idf[number] == pytest.approx(often.words.idf[other])


def test_fitting_twice_gives_the_same_bytes(bakery: KnowledgeBase) -> None:
    assert fit(bakery).to_bytes() == fit(bakery).to_bytes()


@pytest.mark.parametrize("questions", [("?!", "..."), ("の", "に"), ("a", "b")])
def test_knowledge_almost_without_words_can_be_fitted(questions: tuple[str, ...]) -> None:
    assert Assistant(knowledge(*questions)).reply("nothing of the kind").kind in {"no_answer", "suggestions"}


@pytest.mark.parametrize(
    ("language", "questions", "query"),
    [
        ("de", ("Wird die Wärmepumpe im Betrieb laut?", "Was kostet Strom in der Nacht?"), "sind Wärmepumpen laut"),
        ("zh", ("热泵会发电吗", "面包多少钱"), "热泵会发电吗"),
        ("xx", ("wibble wobble", "flibber flabber"), "wibble wobble"),
    ],
)
def test_other_languages_find_their_own_questions(language: str, questions: tuple[str, ...], query: str) -> None:
    assert Assistant(knowledge(*questions, language=language)).search(query)[0].entry.id == "0"


def test_small_talk_joins_english_knowledge_alone() -> None:
    assert len(fit(knowledge("bread", language="en"))) == 1 + len(smalltalk())
    assert len(fit(knowledge("brot"))) == 1
