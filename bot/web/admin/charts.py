"""Numbers -> the rectangles of small charts, in units of their view boxes. Pure; the templates draw them as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.store.figures import Day

KINDS = ("answer", "suggestions", "no_answer", "smalltalk")  # from the bottom of a column to its top

WIDTH = 640.0
HEIGHT = 160.0
GAP = 0.2  # share of a column that is empty
LEAST = 1.0  # height of what is not nothing


@dataclass(frozen=True)
class Bar:
    """A rectangle; `kind` says what it counts, `title` says it in words."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    title: str


@dataclass(frozen=True)
class Chart:
    """Bars over a ground line; `top` is the number that the full height stands for."""

    bars: tuple[Bar, ...]
    top: int
    width: float = WIDTH
    height: float = HEIGHT


def by_day(days: Sequence[Day]) -> Chart:
    """A column a day, stacked by kind of reply."""
    top = round_up(max((day.total for day in days), default=0))
    step = WIDTH / max(1, len(days))
    bars = []
    for at, day in enumerate(days):
        y = HEIGHT
        for kind in KINDS:
            if count := day.kinds.get(kind, 0):
                height = max(LEAST, HEIGHT * count / top)
                y -= height
                bars.append(Bar(at * step + step * GAP / 2, y, step * (1 - GAP), height, kind, f"{day.day}: {count} {kind}"))
    return Chart(tuple(bars), top)


def by_tenth(tenths: Sequence[int]) -> Chart:
    """A column for each tenth of the confidence."""
    top = round_up(max(tenths, default=0))
    step = WIDTH / len(tenths)
    bars = []
    for at, count in enumerate(tenths):
        if count:
            height = max(LEAST, HEIGHT * count / top)
            title = f"{at * 10} to {at * 10 + 10} %: {count}"
            bars.append(Bar(at * step + step * GAP / 2, HEIGHT - height, step * (1 - GAP), height, "tenth", title))
    return Chart(tuple(bars), top)


def round_up(number: int) -> int:
    """The next number that is easy to read on an axis: 1, 2 or 5 times a power of ten."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if factor * power >= number:
                return factor * power
        power *= 10
