from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.context import LONGEST, LONGEST_QUESTION, Context, pack, unpack

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def packed(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


def test_a_short_question_comes_back_whole() -> None:
    assert unpack(pack(Context("and in summer? – größer", "heat-in-summer"))) == Context(
        "and in summer? – größer", "heat-in-summer"
    )


@given(TEXT, TEXT)
def test_a_context_is_bounded_and_readable(question: str, entry: str) -> None:
    context = pack(Context(question * 20, entry * 20))
    assert len(context) <= LONGEST
    assert context.isascii()
    assert (found := unpack(context)) is None or (question * 20).startswith(found.question)


@given(st.text() | st.binary().map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_any_string_is_a_context_or_none(context: str) -> None:
    found = unpack(context)
    assert found is None or len(found.question) <= LONGEST_QUESTION


@pytest.mark.parametrize(
    "content",
    [None, 1, [], [1], [1, "q"], [1, "", "e"], [2, "q", "e"], [1, 2, "e"], [1, "q", 3], {"q": 1}, [[[[[]]]]], [1, "q", "e", 4]],
)
def test_what_we_did_not_pack_means_none(content: object) -> None:
    assert unpack(packed(content)) is None


def test_a_question_that_somebody_made_longer_is_cut() -> None:
    found = unpack(packed([1, "x" * 400, "e"]))
    assert found is not None
    assert len(found.question) == LONGEST_QUESTION


def test_nothing_means_none() -> None:
    assert unpack(None) is None
    assert unpack("") is None
