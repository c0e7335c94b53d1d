"""What a run is held to: "right=0.9,wrong=0.02", checked against its figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.evaluation.report import FIGURES, LOWER_IS_BETTER


@dataclass(frozen=True)
class Floor:
    """The least that a figure may be, or the most for one of `LOWER_IS_BETTER`."""

    figure: str
    value: float


def read(text: str) -> list[Floor]:
    """Read floors: names and shares (0.9 or 90%), separated by commas.

    Raises:
        ValueError: A name is unknown or a value is no share from 0 to 1; says what was expected.
    """
    return [_floor(part.strip()) for part in text.split(",")]


def failures(floors: Sequence[Floor], figures: Mapping[str, float]) -> Iterator[str]:
    """What does not hold, a sentence each; a figure that could not be measured does not hold."""
    for floor in floors:
        measured, lower = figures.get(floor.figure), floor.figure in LOWER_IS_BETTER
        if measured is None:
            yield f"{floor.figure} could not be measured with these questions, expected {floor.value:g}"
        elif measured > floor.value if lower else measured < floor.value:
            yield f"{floor.figure} is {measured:.4f}, expected at {'most' if lower else 'least'} {floor.value:g}"


def _floor(part: str) -> Floor:
    name, _, written = (piece.strip() for piece in part.partition("="))
    if name not in FIGURES:
        raise ValueError(f"{name!r} is no figure, expected one of {', '.join(FIGURES)}")
    try:
        value = float(written.removesuffix("%")) / (100 if written.endswith("%") else 1)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise ValueError(f"{name}={written!r}, expected a share such as 0.9 or 90%")
    return Floor(name, value)
