"""What is measured of answers and confidences. Pure: numbers in, numbers out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

REFUSALS = (0.8, 0.9, 0.95)
BINS = 10
_Z = 1.959964  # of the normal distribution, for an interval of 95 %


@dataclass(frozen=True)
class Rate:
    """`count` out of `of`."""

    count: int
    of: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None out of nothing."""
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the share (Wilson 1927), which stays honest for few questions and near 0 and 1."""
        if not self.of:
            return 0.0, 1.0
        share, spread = self.count / self.of, _Z**2 / self.of
        middle = share + spread / 2
        reach = _Z * math.sqrt(share * (1 - share) / self.of + spread / (4 * self.of))
        return max(0.0, (middle - reach) / (1 + spread)), min(1.0, (middle + reach) / (1 + spread))


@dataclass(frozen=True)
class Bin:
    """Questions of like confidence: how many, their mean confidence, and the share whose best entry was right."""

    questions: int
    confidence: float
    right: float


@dataclass(frozen=True)
class Calibration:
    """How far the confidence can be taken at its word: the mean gap between it and what was right, over `bins`."""

    error: float
    bins: tuple[Bin, ...]


@dataclass(frozen=True)
class Certainty:
    """The confidence in the best entry, 0 to 1, and whether that entry was right."""

    confidence: float
    right: bool


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float | None:
    """The chance that a question that has an answer gets the higher confidence than one that has none; ties count half."""
    if not inside or not outside:
        return None
    ranked = np.sort(outside)
    below, not_above = np.searchsorted(ranked, inside, "left"), np.searchsorted(ranked, inside, "right")
    return float((below + not_above).mean() / 2 / len(ranked))


def right_at_refusal(inside: Sequence[Certainty], outside: Sequence[float], refusal: float) -> Rate | None:
    """How many of the questions that have an answer get the right one where the share `refusal` of the others is refused."""
    if not inside or not outside:
        return None
    line = sorted(outside)[min(len(outside) - 1, int(refusal * len(outside)))]
    return Rate(sum(each.right and each.confidence > line for each in inside), len(inside))


def calibration(certainties: Sequence[Certainty]) -> Calibration | None:
    """The expected calibration error over bins of equal mass (Naeini et al. 2015, with as many questions in each bin)."""
    if not certainties:
        return None
    ranked = sorted(certainties, key=lambda each: each.confidence)
    count = len(ranked)
    parts = [ranked[at * count // BINS : (at + 1) * count // BINS] for at in range(BINS)]
    bins = tuple(
        Bin(len(part), sum(each.confidence for each in part) / len(part), sum(each.right for each in part) / len(part))
        for part in parts
        if part
    )
    return Calibration(sum(abs(each.confidence - each.right) * each.questions for each in bins) / count, bins)


def risk_coverage(certainties: Sequence[Certainty]) -> list[tuple[float, float]]:
    """For each line that could be drawn the share of questions answered and the share of those answers that are wrong."""
    ranked = sorted(certainties, key=lambda each: -each.confidence)
    wrong = 0
    points = []
    for answered, each in enumerate(ranked, 1):
        wrong += not each.right
        if answered == len(ranked) or ranked[answered].confidence < each.confidence:
            points.append((answered / len(ranked), wrong / answered))
    return points


def sign_test(better: int, worse: int) -> float:
    """The chance of a difference as large as this, or larger, were better and worse equally likely (two-sided)."""
    changed, most = better + worse, max(better, worse)
    tail = sum(math.comb(changed, count) for count in range(most, changed + 1))
    return min(1.0, float(2 * tail / 2**changed))
