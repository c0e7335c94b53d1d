from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from bot.text import FUNCTION_WORD_WEIGHT, Analyser, clean, normalise, padded_ngrams, word_pairs

ENGLISH = Analyser("en")


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  two\t words \n", "two words"),
        ("cafe\u0301", "café"),
        ("a\x00b\x1b[31m", "a b [31m"),
        ("evil\u202etxt", "eviltxt"),
        ("half\ud800", "half"),
        ("zero\u200bwidth", "zerowidth"),
    ],
)
def test_cleaning_leaves_visible_text_on_one_line(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


@pytest.mark.parametrize(
    ("text", "folded"), [("HVAC", "hvac"), ("Straße", "strasse"), ("don’t", "don't"), ("ﬁne", "fine"), ("２", "2")]
)
def test_text_is_folded_for_comparison(text: str, folded: str) -> None:
    assert normalise(text) == folded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Heat pumps don't USE power, right?", ["heat", "pumps", "do", "not", "use", "power", "right"]),
        ("can't won’t shan't", ["can", "not", "will", "not", "shall", "not"]),
        ("what's the pump's job", ["what", "the", "pump", "job"]),
        ("doesnt cannot", ["does", "not", "can", "not"]),
        ("air-source, off_grid 300%", ["air", "source", "off", "grid", "300"]),
        ("", []),
        ("?!", []),
    ],
)
def test_words_are_cut_and_contractions_written_out(text: str, words: list[str]) -> None:
    assert ENGLISH.words(text) == words


def test_other_languages_keep_their_apostrophes_and_take_their_stemmer() -> None:
    assert Analyser("de").stem("wärmepumpen") == Analyser("de").stem("wärmepumpe")
    assert Analyser("fr").words("l'eau") == ["l'eau"]


def test_a_language_without_a_stemmer_keeps_its_words() -> None:
    assert Analyser("zh").stems(["热泵"]) == ["热泵"]


def test_words_that_the_stemmer_would_take_for_another_keep_their_own_stem() -> None:
    assert ENGLISH.stem("refrigerants") == ENGLISH.stem("refrigerant") != ENGLISH.stem("refrigerator")
    assert ENGLISH.stem("importance") == ENGLISH.stem("important") != ENGLISH.stem("import")


@pytest.mark.parametrize("word", ["a", "cop", "pump", "electr", "größe"])
def test_ngrams_are_cut_as_scikit_learn_cuts_them(word: str) -> None:
    theirs = CountVectorizer(analyzer="char_wb", ngram_range=(3, 5)).build_analyzer()(word)
    assert sorted(padded_ngrams(word)) == sorted(set(theirs)) or sorted(padded_ngrams(word)) == sorted(theirs)


def test_neighbouring_stems_make_pairs() -> None:
    assert word_pairs(["a", "b", "c"]) == ["a b", "b c"]
    assert word_pairs(["a"]) == []


def test_every_member_of_a_synonym_group_reads_as_the_first() -> None:
    analyser = Analyser("en", (("blackout", "power cut", "outage"),))
    expected = analyser.stems(["blackout"])
    assert analyser.stems(["power", "cuts"]) == analyser.stems(["outages"]) == expected
    assert analyser.stems(["cut", "power"]) == ["cut", "power"]


def test_the_longest_synonym_is_taken() -> None:
    analyser = Analyser("en", (("dark", "power"), ("blackout", "power cut")))
    assert analyser.stems(["power", "cut"]) == ["blackout"]
    assert analyser.stems(["power"]) == ["dark"]


def test_function_words_weigh_less_than_subject_words() -> None:
    assert ENGLISH.weight(ENGLISH.stem("the")) == FUNCTION_WORD_WEIGHT < ENGLISH.weight(ENGLISH.stem("pump")) == 1.0


@given(st.text(max_size=100))
def test_folding_and_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert ENGLISH.words(text) == ENGLISH.words(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("営業時間は？", ["営業", "業時", "時間", "間は"]),
        ("パン", ["パン"]),
        ("茶", ["茶"]),
        ("iPhoneの値段", ["iphone", "の値", "値段"]),
        ("ราคา", ["รา", "าค", "คา"]),
    ],
)
def test_where_a_script_has_no_spaces_two_neighbouring_characters_are_a_word(text: str, words: list[str]) -> None:
    assert Analyser("ja").words(text) == words


def test_vowel_signs_belong_to_their_word() -> None:
    assert Analyser("hi").words("दुकान कब खुलती है?") == ["दुकान", "कब", "खुलती", "है"]
    assert Analyser("ml").words("എപ്പോൾ തുറക്കും") == ["എപ്പോൾ", "തുറക്കും"]


def test_joiners_and_soft_hyphens_split_no_word() -> None:
    assert Analyser("de").words("Wärme\u00adpumpe") == ["wärmepumpe"]
    assert Analyser("fa").words("می\u200cخواهم") == ["میخواهم"]
