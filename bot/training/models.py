"""Fits the ranker and the judge with scikit-learn on observed evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.arrays import Ints
from bot.assistant import Assistant
from bot.fitting import fit
from bot.policy import NEVER, UNMEASURED, Thresholds, against
from bot.ranker import Ranker, signals
from bot.records import ANSWERABLE_KINDS
from bot.retriever import Array, Evidence
from bot.training.sets import LabelledSet

ROUNDS = 3  # the right entry among several is chosen by the weights of the round before
RANK_PENALTY, JUDGE_PENALTY = 3.0, 3.0
WRONG_COST = 3.0  # right answers that make up for a wrong one
NEARLY = 0.98


@dataclass(frozen=True)
class Observation:
    """What the index said of one query, and which candidates are right."""

    group: str
    evidence: Evidence
    answerable: np.ndarray
    known_unknown: np.ndarray
    right: np.ndarray
    kin: tuple[Ints, ...]
    labels_unknowns: bool


def observe(labelled: LabelledSet) -> list[Observation]:
    """Ask every query of a set."""
    assistant = Assistant(fit(labelled.knowledge))  # as fitted: what is observed is what is to be calibrated
    found = []
    for case in labelled.cases:
        context = assistant.reply(case.context).context if case.context else None
        judged = assistant.judged(case.text, context)
        entries = [assistant.index.entry(int(at)) for at in judged.evidence.entries]
        found.append(
            Observation(
                labelled.group,
                judged.evidence,
                np.array([entry.kind in ANSWERABLE_KINDS for entry in entries], dtype=bool),
                np.array([entry.kind == "not-covered" for entry in entries], dtype=bool),
                np.array([entry.kind != "smalltalk" and entry.id in case.right for entry in entries], dtype=bool),
                tuple(assistant.index.kin_of(int(at)) for at in judged.evidence.entries),
                labelled.known_unknowns,
            )
        )
    return found


def fit_rank(observations: Sequence[Observation], start: Array) -> Array:
    """Weights under which the right candidate comes first, by logistic regression on differences of candidates."""
    weights = start
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


def beliefs(observations: Iterable[Observation], ranker: Ranker) -> list[tuple[float, float, bool, bool]]:
    """For each query: confidence in the answerable and in the known unknown, whether that answer is right, whether any is."""
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
        answered, refused = against(answer, (unknown, chat)), against(unknown, (answer, chat))
        any_right = bool((seen.right & seen.answerable).any())
        found.append((UNMEASURED.confidence(answered), UNMEASURED.confidence(refused), right, any_right))
    return found


def choose_thresholds(observations: Sequence[Observation], ranker: Ranker) -> Ranker:
    """Draw the answer line where right answers less `WRONG_COST` times wrong ones are most, the suggestion line at half of that.

    Of the lines that are nearly as good as the best the middle one is taken, for the best one owes a little to chance. Queries
    whose known unknown is likelier than the answer are refused wherever the line lies.
    """
    seen = [(answer, right) for answer, unknown, right, _ in beliefs(observations, ranker) if answer >= unknown]
    lines = np.arange(0.3, 0.8, 0.01)
    worth = np.array([sum(1.0 if right else -WRONG_COST for answer, right in seen if answer >= line) for line in lines])
    answer = round(float(np.median(lines[worth >= NEARLY * worth.max()])), 2)
    return replace(ranker, thresholds=Thresholds(answer, round(answer / 2, 2), 0.5, 0.3))


def _best(seen: Observation, rank: Array, role: np.ndarray) -> tuple[Array, int]:
    scores = seen.evidence.features @ rank
    return scores, int(np.where(role, scores, -np.inf).argmax())


def _sizes(observations: Iterable[Observation]) -> dict[str, float]:
    """How many queries each group has; its square root keeps large sets from drowning small ones."""
    counts: dict[str, float] = defaultdict(float)
    for seen in observations:
        counts[seen.group] += 1
    return {group: count**0.5 for group, count in counts.items()}
