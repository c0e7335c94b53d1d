"""Fits the ranker and the judge with scikit-learn on observed evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.arrays import Ints
from bot.context import Context, pack
from bot.index import Index
from bot.judging import Judge
from bot.policy import NEVER, UNMEASURED, Thresholds, against
from bot.ranker import JUDGED, Ranker, signals
from bot.records import ANSWERABLE_KINDS
from bot.retriever import FEATURES, Array, Evidence
from bot.training.sets import LabelledSet

ROUNDS = 5  # the right entry among several is chosen by the weights of the round before
RANK_PENALTY, JUDGE_PENALTY = 3.0, 3.0


# What fitting begins with, so that its result does not depend on the weights that are shipped now. An answer is shown where it is
# likelier right than wrong; an index's calibration draws a stricter line where it measures that it must.
START = Ranker(np.ones(len(FEATURES)), np.zeros(len(JUDGED)), 0.0, Thresholds(0.5, 0.25, smalltalk=0.5, not_covered=0.3))


@dataclass(frozen=True)
class Observation:
    """What the index said of one query, which candidates are right, and whether any entry is, among the candidates or not."""

    group: str
    evidence: Evidence
    answerable: np.ndarray
    known_unknown: np.ndarray
    right: np.ndarray
    kin: tuple[Ints, ...]
    labels_unknowns: bool
    has_answer: bool


def observe(labelled: LabelledSet, index: Index, weights: Ranker) -> list[Observation]:
    """Ask every query of a set; `index` is its knowledge as fitted, for what is observed is what is to be calibrated.

    The weights decide which candidates are looked at, and whether a query is read with the one before it.
    """
    judge = Judge(index, weights)
    answers = {entry.id for entry in labelled.knowledge.entries if entry.answerable}
    found = []
    for case in labelled.cases:
        context = pack(Context(judge.judge(case.context).query.understood_as, "")) if case.context else None
        judged = judge.judge(case.text, context)
        entries = [index.entry(int(at)) for at in judged.evidence.entries]
        found.append(
            Observation(
                labelled.group,
                judged.evidence,
                np.array([entry.kind in ANSWERABLE_KINDS for entry in entries], dtype=bool),
                np.array([entry.kind == "not-covered" for entry in entries], dtype=bool),
                np.array([entry.kind != "smalltalk" and entry.id in case.right for entry in entries], dtype=bool),
                tuple(index.kin_of(int(at)) for at in judged.evidence.entries),
                labelled.known_unknowns,
                not answers.isdisjoint(case.right),
            )
        )
    return found


def fit_rank(observations: Sequence[Observation]) -> Array:
    """Weights under which the right candidate comes first, by logistic regression on differences of candidates."""
    weights = START.rank
    sizes = _sizes(observations)
    for _ in range(ROUNDS):
        differences, importance = [], []
        for seen in observations:
            if not seen.right.any() or seen.right.all():
                continue
            features = seen.evidence.features
            right = features[seen.right][(features[seen.right] @ weights).argmax()]
            wrong = features[~seen.right]
            differences.append(right - wrong)
            # The wrong candidates that already score high matter most, as in a softmax.
            pull = np.exp(np.minimum(wrong @ weights - right @ weights, 3.0))
            importance.append(pull / pull.sum() / sizes[seen.group])
        rows, weight = np.vstack(differences), np.concatenate(importance)
        weight *= len(differences) / weight.sum()
        model = LogisticRegression(fit_intercept=False, C=1 / RANK_PENALTY, max_iter=1000)
        model.fit(np.vstack([rows, -rows]), np.repeat([1, 0], len(rows)), np.tile(weight, 2))
        weights = model.coef_[0]
    return np.asarray(weights, dtype=np.float64)


def fit_judge(observations: Sequence[Observation], rank: Array) -> tuple[Array, float]:
    """Weights and intercept of the judge: whether the best candidate of a role is right."""
    rows, labels, importance = [], [], []
    sizes = _sizes(observations)
    for seen in observations:
        for role, counts in ((seen.answerable, True), (seen.known_unknown, seen.labels_unknowns)):
            if counts and role.any():
                scores, at = _best(seen, rank, role)
                rows.append(signals(seen.evidence, scores, role, seen.kin[at], at))
                labels.append(bool(seen.right[at]))
                importance.append(1 / sizes[seen.group])
    weight = np.array(importance) * len(rows) / sum(importance)
    model = LogisticRegression(C=1 / JUDGE_PENALTY, max_iter=5000).fit(np.vstack(rows), labels, weight)
    return model.coef_[0], float(model.intercept_[0])


def beliefs(observations: Iterable[Observation], ranker: Ranker) -> list[tuple[float, bool, bool]]:
    """For each query: the confidence in the best answerable entry, whether that is right, and whether any entry is."""
    found = []
    for seen in observations:
        right = False
        odds = []
        for role in (seen.answerable, seen.known_unknown, ~(seen.answerable | seen.known_unknown)):
            if not role.any():
                odds.append(NEVER)
                continue
            scores, at = _best(seen, ranker.rank, role)
            odds.append(ranker.odds(signals(seen.evidence, scores, role, seen.kin[at], at)))
            if role is seen.answerable:
                right = bool(seen.right[at])
        answer, unknown, chat = odds
        found.append((UNMEASURED.confidence(against(answer, (unknown, chat))), right, seen.has_answer))
    return found


def _best(seen: Observation, rank: Array, role: np.ndarray) -> tuple[Array, int]:
    scores = seen.evidence.features @ rank
    return scores, int(np.where(role, scores, -np.inf).argmax())


def _sizes(observations: Iterable[Observation]) -> dict[str, float]:
    """How many queries each group has; its square root keeps large sets from drowning small ones."""
    counts: dict[str, float] = defaultdict(float)
    for seen in observations:
        counts[seen.group] += 1
    return {group: count**0.5 for group, count in counts.items()}
