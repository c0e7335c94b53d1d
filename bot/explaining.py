"""Judgement -> why: what each reason adds to a candidate's score and to its confidence, in terms that an editor can act on.

Features that measure the same thing in several ways (and whose weights hold each other in check) are one reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from bot.index import Index
from bot.judging import Judge, Judgement
from bot.ranker import JUDGED
from bot.records import Candidate
from bot.retriever import FEATURES

# Reason -> the features and signals that speak for it. Together they are all that the ranker and the judge go by.
REASONS = {
    "phrasings": ("asked_words", "asked_words_all", "meant_words_all", "asked_coverage", "asked_meant", "asked_precision"),
    "spelling": ("asked_grams", "asked_grams_all", "body_grams"),
    "answer": ("body_words",),
    "coverage": ("bm25", "coverage", "meant_coverage"),
    "order": ("fuzzy_set", "fuzzy_order"),
    "rivals": ("share",),
    "other_kinds": ("lead",),
    "unseen": ("unseen",),
    "untold": ("untold",),
    "short": ("short",),
}


@dataclass(frozen=True)
class Share:
    """What a reason (a key of `REASONS`, or "start": what every candidate starts from) adds to the score, in the ranker's
    points, and to the confidence, in log-odds."""

    reason: str
    score: float
    confidence: float


@dataclass(frozen=True)
class Explanation:
    """Why a candidate stands where it stands.

    Args:
        candidate: The entry and its score; the scores of `shares` add up to it.
        confidence: The probability, 0 to 1, that it is meant; the confidences of `shares` add up to its log-odds.
        shares: The weightiest first.
        missing: The query's subject words that stand nowhere in the entry, as stems.
    """

    candidate: Candidate
    confidence: float
    shares: tuple[Share, ...]
    missing: tuple[str, ...]


def explain(judge: Judge, index: Index, judged: Judgement, positions: Iterable[int]) -> list[Explanation]:
    """Explain the candidates at these positions."""
    return [_explanation(judge, index, judged, at) for at in positions]


def _explanation(judge: Judge, index: Index, judged: Judgement, at: int) -> Explanation:
    scored = dict(zip(FEATURES, (judged.evidence.features[at] * judge.ranker.rank).tolist(), strict=True))
    believed = dict(zip(JUDGED, (judge.signals(judged, at) * judge.ranker.judge).tolist(), strict=True))
    believed["lead"] += judge.rivalry(judged, at)
    curve = index.calibration
    shares = [
        Share(reason, sum(scored.get(name, 0.0) for name in names), curve.slope * sum(believed[name] for name in names))
        for reason, names in REASONS.items()
    ]
    shares.sort(key=lambda share: -max(abs(share.score), abs(share.confidence)))
    number = judged.entry(at)
    return Explanation(
        Candidate(index.entry(number), float(judged.scores[at])),
        judge.confidence(judged, at),
        (*shares, Share("start", 0.0, curve.slope * judge.ranker.bias + curve.offset)),
        tuple(stem for stem in dict.fromkeys(judged.query.stems) if not judge.is_light(stem) and not _has(index, number, stem)),
    )


def _has(index: Index, entry: int, stem: str) -> bool:
    number = index.words.numbers.get(stem)
    return number is not None and bool(np.isin(entry, index.entry_words.rows_of(number)))
