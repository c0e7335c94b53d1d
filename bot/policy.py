"""Candidates -> answer, suggestions, small talk or no answer. Pure: numbers in, a decision out."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
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
class Measured:
    """How a knowledge base did on itself: phrasings held out (`right` and `wrong` of them were answered so, the rest was not
    answered), and questions that it should refuse, near it (`left_out`) and of other subjects (`elsewhere`)."""

    held_out: int = 0
    right: int = 0
    wrong: int = 0
    left_out: int = 0
    left_out_answered: int = 0
    elsewhere: int = 0
    elsewhere_answered: int = 0


@dataclass(frozen=True)
class Calibration:
    """What a knowledge base makes of the judge's log-odds and of the shipped thresholds.

    Args:
        slope: Of the curve from log-odds to calibrated log-odds.
        offset: Of that curve.
        lift: How far the answer line lies above the shipped one.
        refusal: The share of what should be refused, 0 to 1, for which the line was drawn; 0 where nothing was measured.
        measured: What was measured with that line.
    """

    slope: float = 1.0
    offset: float = 0.0
    lift: float = 0.0
    refusal: float = 0.0
    measured: Measured = Measured()

    def confidence(self, odds: float) -> float:
        """The calibrated probability."""
        return 1 / (1 + math.exp(-(self.slope * odds + self.offset)))

    def drawn(self, shipped: Thresholds) -> Thresholds:
        """The lines to draw; suggestions begin at the same share of the answer line."""
        answer = shipped.answer + self.lift
        return replace(shipped, answer=answer, suggest=shipped.suggest * answer / shipped.answer)


UNMEASURED = Calibration()
NEVER = -20.0  # log-odds of what cannot be


def against(own: float, rivals: Iterable[float]) -> float:
    """The log-odds that one candidate is meant, where at most one of it and its `rivals` is: a softmax over all of them and
    "none of these", whose log-odds are 0.

    Args:
        own: The log-odds of the candidate by itself.
        rivals: Those of the best candidate of each other role.
    """
    return own - math.log1p(sum(math.exp(rival) for rival in rivals))


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
