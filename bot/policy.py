"""Candidates -> answer, suggestions, small talk or no answer. Pure: numbers in, a decision out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Decision: TypeAlias = Literal["answer", "suggestions", "smalltalk", "not-covered", "no_answer"]


@dataclass(frozen=True)
class Thresholds:
    """Probabilities from 0 to 1 at which the bot speaks up.

    `answer`: the best answerable entry is shown; `suggest`: the best are offered as questions; `smalltalk` and `not_covered`:
    such an entry is taken at its word when it is also likelier than the best answerable entry.
    """

    answer: float
    suggest: float
    smalltalk: float
    not_covered: float


@dataclass(frozen=True)
class Belief:
    """The probability, 0 to 1, that the best candidate of each role is what the query means."""

    answerable: float
    not_covered: float
    smalltalk: float


def decide(belief: Belief, thresholds: Thresholds) -> Decision:
    """What to show."""
    if belief.smalltalk >= thresholds.smalltalk and belief.smalltalk > max(belief.answerable, belief.not_covered):
        return "smalltalk"
    if belief.not_covered >= thresholds.not_covered and belief.not_covered > belief.answerable:
        return "not-covered"
    if belief.answerable >= thresholds.answer:
        return "answer"
    if belief.answerable >= thresholds.suggest:
        return "suggestions"
    return "no_answer"
