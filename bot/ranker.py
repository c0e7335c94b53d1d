"""Features -> scores and confidence: two small linear models whose weights lie in `ranker.json` (fitted by `bot.training`).

The *ranker* is a softmax over one query's candidates (a listwise model: Cao et al. 2007, with one linear layer). The *judge*
is a logistic regression on what the best score alone cannot know, such as words that the knowledge has never seen; its output
is a calibrated probability. The same judge speaks for known unknowns and small talk, whose rivals are the answerable entries.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.arrays import Ints
from bot.policy import Thresholds
from bot.retriever import FEATURES, SUMS, Array, Evidence

# What the judge sees of a candidate besides its features.
SIGNALS = (
    "share",  # softmax share that it and its kin have among the candidates of its role
    "lead",  # score ahead of the best candidate of another role, from -1 (far behind) to 1
    "unseen",  # idf share of query words that the knowledge has never seen
    "untold",  # 1 where the query asks for a number, time, place or the like that the entry is not known to tell
    "short",  # 1 for a query of one subject word, falling with length
)
JUDGED = (*FEATURES, *SIGNALS)

_FAR = 4.0  # score points that count as far behind or ahead
_TYPICAL_MASS = 8.0  # idf mass of a short question


@dataclass(frozen=True)
class Ranker:
    """Fitted weights.

    Args:
        rank: A weight for each of `FEATURES`.
        judge: A weight for each of `JUDGED`.
        bias: The judge's intercept.
        thresholds: Where the policy draws its lines on the judge's probabilities.
    """

    rank: Array
    judge: Array
    bias: float
    thresholds: Thresholds

    @property
    def first_pass(self) -> Array:
        """The part of `rank` that needs only sums over postings."""
        return self.rank[:SUMS]

    def scores(self, evidence: Evidence) -> Array:
        """A score for each candidate; the higher the better."""
        scores: Array = evidence.features @ self.rank
        return scores

    def odds(self, signals: Array) -> float:
        """The log-odds that the candidate with these signals (as `signals` gives them) is what the query means, as judged from
        many knowledge bases; an index's calibration makes them fit its own."""
        return float(signals @ self.judge + self.bias)

    def to_json(self) -> dict[str, object]:
        """The weights by name, rounded to what matters."""
        return {
            "rank": {name: round(float(weight), 4) for name, weight in zip(FEATURES, self.rank, strict=True)},
            "judge": {name: round(float(weight), 4) for name, weight in zip(JUDGED, self.judge, strict=True)},
            "bias": round(self.bias, 4),
            "thresholds": asdict(self.thresholds),
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Ranker:
        """Read what `to_json` wrote."""
        rank, judge = ([float(row[part][name]) for name in names] for part, names in (("rank", FEATURES), ("judge", JUDGED)))
        return cls(np.array(rank), np.array(judge), float(row["bias"]), Thresholds(**row["thresholds"]))


def signals(evidence: Evidence, scores: Array, role: NDArray[np.bool_], kin: Ints, at: int) -> Array:
    """What the judge sees of candidate number `at`.

    Args:
        evidence: Of the query.
        scores: The ranker's, one a candidate.
        role: Whether each candidate is of the same role (answerable, known unknown, small talk) as the one judged.
        kin: Numbers of the entries that answer much the same as the judged one: near it they are no sign of doubt.
        at: Position of the judged candidate.
    """
    others = scores[~role]
    odds = np.exp(scores - scores[at])
    alike = role & np.isin(evidence.entries, kin) if len(kin) else np.zeros(len(scores), dtype=bool)
    alike[at] = True
    share = (odds @ alike) / (odds @ role)
    lead = min(1.0, max(-1.0, float(scores[at] - others.max()) / _FAR)) if len(others) else 1.0
    short = _TYPICAL_MASS / (_TYPICAL_MASS + evidence.mass)
    return np.concatenate([evidence.features[at], (share, lead, evidence.unseen, evidence.untold[at], short)])


@lru_cache(maxsize=1)
def shipped_content() -> bytes:
    """The weights that faqbot ships, as a file's content (part of an index's fingerprint)."""
    return Path(__file__).with_name("ranker.json").read_bytes()


def shipped() -> Ranker:
    """The weights that faqbot ships."""
    return Ranker.from_json(json.loads(shipped_content()))
