from __future__ import annotations

import threading

import pytest

from bot.web import limits
from bot.web.limits import Limits
from bot.web.settings import Rate, Settings


class Clock:
    """Time that passes when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_client_may_ask_its_burst_at_once_and_then_at_its_rate(clock: Clock) -> None:
    held = Limits(Settings(rate=Rate(3, 0.5)), clock)
    assert [held.take("192.0.2.1") for _ in range(4)] == [0, 0, 0, 2]
    clock.now += 2
    assert [held.take("192.0.2.1") for _ in range(2)] == [0, 2]


def test_a_rest_fills_the_bucket_and_no_more_than_that(clock: Clock) -> None:
    held = Limits(Settings(rate=Rate(2, 1)), clock)
    assert held.take("192.0.2.1") == 0
    clock.now += 1000
    assert [held.take("192.0.2.1") for _ in range(3)] == [0, 0, 1]


def test_who_is_refused_pays_nothing(clock: Clock) -> None:
    held = Limits(Settings(rate=Rate(1, 0.1)), clock)
    assert [held.take("192.0.2.1") for _ in range(5)] == [0, 10, 10, 10, 10]
    clock.now += 10
    assert held.take("192.0.2.1") == 0


def test_clients_do_not_take_from_one_another_but_all_from_the_whole(clock: Clock) -> None:
    held = Limits(Settings(rate=Rate(2, 1), overall_rate=Rate(3, 1)), clock)
    assert [held.take("192.0.2.1") for _ in range(2)] == [0, 0]
    assert held.take("192.0.2.2") == 0
    assert held.take("192.0.2.3") == 1


def test_an_ipv6_client_is_its_network_and_a_mapped_address_the_one_it_maps(clock: Clock) -> None:
    held = Limits(Settings(rate=Rate(1, 1)), clock)
    assert [held.take("2001:db8::1"), held.take("2001:db8::2"), held.take("2001:db8:0:1::1")] == [0, 1, 0]
    assert [held.take("::ffff:192.0.2.1"), held.take("192.0.2.1")] == [0, 1]


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_this_machine_is_spared_unless_a_rate_was_asked_for(clock: Clock, address: str) -> None:
    assert {Limits(Settings(rate=Rate(1, 1)), clock).take(address) for _ in range(9)} == {0}
    asked = Limits(Settings(rate=Rate(1, 1), spare_local=False), clock)
    assert [asked.take(address), asked.take(address)] == [0, 1]


@pytest.mark.parametrize("address", ["", "unix:", "fe80::1%eth0", "nonsense"])
def test_an_address_of_any_form_is_a_client(clock: Clock, address: str) -> None:
    held = Limits(Settings(rate=Rate(1, 1)), clock)
    assert [held.take(address), held.take(address)] == [0, 1]


def test_the_clients_that_asked_longest_ago_are_forgotten(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CLIENTS", 10)
    held = Limits(Settings(rate=Rate(1, 0.001)), clock)
    for number in range(100):
        held.take(f"192.0.2.{number}")
    assert len(held._clients) == 10
    assert held.take("192.0.2.99") > 0
    assert held.take("192.0.2.0") == 0


def test_no_more_is_let_through_when_many_threads_ask() -> None:
    held = Limits(Settings(rate=Rate(50, 0.0001)))
    passed: list[int] = []
    threads = [threading.Thread(target=lambda: passed.extend(held.take("192.0.2.1") == 0 for _ in range(40))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(passed) == 50
