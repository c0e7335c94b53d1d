"""What is taken out of a question before it is kept."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.privacy import LONGEST, masked, visitor_hash

MASKED = [
    ("write to jane.doe+shop@mail.example.co.uk please", "write to [e-mail] please"),
    ("JANE@EXAMPLE.ORG, or <joe@example.org>", "[e-mail], or <[e-mail]>"),
    ("müller＠bäckerei.example", "[e-mail]"),
    ("call +44 20 7946 0018 today", "call [phone] today"),
    ("call (020) 7946-0018", "call [phone]"),
    ("my number is 07700 900123.", "my number is [phone]."),
    ("ring 555-010-0199", "ring [phone]"),
    ("٠١٢٣٤٥٦٧٨٩", "[phone]"),
    ("card 4111 1111 1111 1111 was charged", "card [card] was charged"),
    ("4111-1111-1111-1111", "[card]"),
    ("378282246310005", "[card]"),
    ("account DE89 3704 0044 0532 0130 00", "account [account]"),
    ("serial 12345678901234567890123", "serial [number]"),
]

KEPT = [
    "what about 2024 and 2025?",
    "is it true since 2025-08-07",
    "between 2019-2024",
    "on 12.11.2025",
    "does it work at -15 degrees and 5000 metres",
    "300% to 400 % efficient",
    "R-410A or R32?",
    "1,000,000 kilowatt hours",
    "it draws 3.5 kW at 230 V",
    "model HX1234567",
    "a@b",
    "what does @ mean",
]


@pytest.mark.parametrize(("typed", "kept"), MASKED)
def test_addresses_and_numbers_of_people_are_replaced_by_what_they_were(typed: str, kept: str) -> None:
    assert masked(typed) == kept


@pytest.mark.parametrize("typed", KEPT)
def test_other_numbers_stay(typed: str) -> None:
    assert masked(typed) == typed


def test_control_characters_and_half_surrogates_are_dropped() -> None:
    assert masked("a\0b\x1b[31m\ud800\u202ec\n d") == "a b [31mc d"


@given(st.text(max_size=300))
def test_masking_what_is_masked_changes_nothing(text: str) -> None:
    once = masked(text)
    assert masked(once) == once
    assert len(once) <= LONGEST + 20


@pytest.mark.parametrize("part", ["a@", "1 ", "1-(", "+1", "a.@b.", "AB12 3456 ", "@" * 10])
def test_masking_takes_no_longer_than_the_text_is_long(part: str) -> None:
    began = time.perf_counter()
    masked(part * 5000)
    assert time.perf_counter() - began < 1


def test_a_visitor_is_told_apart_by_salt_address_and_browser() -> None:
    hashes = {visitor_hash(salt, address, agent) for salt in (b"a", b"b") for address in ("1", "2") for agent in ("x", "y")}
    assert len(hashes) == 8
