"""Knowledge base -> calibrated index: how sure the bot may be, and where it draws the line, measured on the knowledge itself.

No labelled question is needed. Phrasings are held out and asked again (leave-one-phrasing-out, by folds): what the knowledge
should answer. Entries are left out and asked for, and so are everyday questions of other subjects (`elsewhere.txt`): what it
should not. A logistic curve over the judge's log-odds (Platt 1999) makes the confidences fit what was right; the line lies where
the stated share of what should be refused is refused.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from bot import ranker
from bot.fitting import analyser_of, fit
from bot.index import Index
from bot.judging import Judge
from bot.policy import NEVER, Calibration, Measured
from bot.records import Entry, KnowledgeBase
from bot.text import Reading

FOLDS = 4
MANY = 2000  # entries from which one fold must do
MOST = 150  # questions of a sort asked in a fold
REFUSAL = 0.93  # where no editor says otherwise; the middle of the rates that do about as well on labelled questions

# Of what visitors ask in vain, the share that is near the knowledge, as a left-out entry is; the rest is of other subjects.
NEAR = 0.5
UNANSWERABLE = 0.4  # share of all questions for which the curve is fitted
FEW = 60  # questions as which the shipped curve and line count beside the measured ones
STRICTEST = 0.2  # how far above the shipped line the line may lie; never below it, for a wrong answer costs more than none


ENDS = 4  # log-odds from minus to plus this are where curves are compared

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class _Question:
    """A question, the ids of the entries that answer it, and those of which only an editor could say whether they do."""

    text: str
    right: frozenset[str] = frozenset()
    arguable: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Asked:
    """A question put to the bot: the judge's log-odds of the best answerable entry, whether that is right, and whether another
    kind of entry is likelier (then nothing is answered, wherever the line lies)."""

    odds: float
    right: bool
    outbid: bool


def build(knowledge: KnowledgeBase) -> Index:
    """Fit a knowledge base and calibrate it."""
    reading = Reading(analyser_of(knowledge))
    index = fit(knowledge, reading)
    return replace(index, calibration=calibrate(knowledge, index, reading))


def calibrate(knowledge: KnowledgeBase, index: Index, reading: Reading) -> Calibration:
    """Measure what `index`, fitted on `knowledge` as it is read, may be trusted with."""
    held_out: list[_Asked] = []
    left_out: list[_Asked] = []
    for fold in range(FOLDS if len(knowledge.entries) <= MANY else 1):
        answered, refused = _fold(knowledge, fold, reading)
        held_out += answered
        left_out += refused
    elsewhere = _asked(index, map(_Question, _elsewhere())) if index.language.startswith("en") else []
    return _calibration(held_out, left_out, elsewhere, _refusal(knowledge))


def _refusal(knowledge: KnowledgeBase) -> float:
    """The strictest rate that an editor asks for, else `REFUSAL`."""
    return max((article.refuse for article in knowledge.articles if article.refuse), default=REFUSAL)


def _calibration(held_out: list[_Asked], left_out: list[_Asked], elsewhere: list[_Asked], rate: float) -> Calibration:
    outside = [*left_out, *elsewhere]
    near = NEAR if elsewhere else 1.0
    weights = np.array([near / len(left_out) for _ in left_out] + [(1 - near) / len(elsewhere) for _ in elsewhere])
    slope, offset = _curve(held_out, outside, weights)
    curve = Calibration(slope, offset)
    shipped = ranker.shipped().thresholds.answer
    confidences = [0.0 if each.outbid else curve.confidence(each.odds) for each in outside]
    line = _line(confidences, weights, rate, shipped)

    def answered(asked: Sequence[_Asked]) -> list[_Asked]:
        return [each for each in asked if not each.outbid and curve.confidence(each.odds) >= line]

    given = answered(held_out)
    right = sum(each.right for each in given)
    measured = Measured(
        len(held_out), right, len(given) - right,
        len(left_out), len(answered(left_out)), len(elsewhere), len(answered(elsewhere)),
    )  # fmt: skip
    return Calibration(slope, offset, line - shipped, rate, measured)


def _fold(knowledge: KnowledgeBase, fold: int, reading: Reading) -> tuple[list[_Asked], list[_Asked]]:
    """Ask an index that lacks one part of the entries, and one part of the phrasings of the others, for both."""
    families = _families(knowledge.entries)
    gone = {entry.id for family in families[fold::FOLDS] for entry in family}
    alike = {entry.id: frozenset(each.id for each in family) for family in families for entry in family}
    near = _neighbours(knowledge.entries)
    kept: list[Entry] = []
    asked: list[_Question] = []
    missed: list[_Question] = []
    for entry in knowledge.entries:
        if entry.id in gone:
            missed += [_Question(phrasing, arguable=near[entry.id]) for phrasing in entry.phrasings]
            continue
        held = entry.phrasings[fold::FOLDS] if len(entry.phrasings) > 1 else ()
        first, *others = [phrasing for phrasing in entry.phrasings if phrasing not in held]
        kept.append(replace(entry, question=first, also_asked=tuple(others)))
        if entry.answerable:
            asked += [_Question(phrasing, alike[entry.id], near[entry.id]) for phrasing in held]
        else:
            missed += [_Question(phrasing) for phrasing in held]
    if not kept:
        return [], []
    draw = random.Random(fold)
    index = fit(replace(knowledge, entries=kept), reading)
    held_out, left_out = (_asked(index, draw.sample(each, min(MOST, len(each)))) for each in (asked, missed))
    return held_out, left_out


def _asked(index: Index, questions: Iterable[_Question]) -> list[_Asked]:
    """Ask an index; where the best entry is arguable the question says nothing of the bot and is left aside."""
    judge = Judge(index)
    found = []
    for question in questions:
        judged = judge.judge(question.text)
        best = judged.answerable
        if best is None:
            found.append(_Asked(NEVER, right=False, outbid=False))
            continue
        name = index.entry(judged.entry(best)).id
        if name in question.arguable - question.right:
            continue
        belief = judged.belief
        outbid = max(belief.not_covered, belief.smalltalk) > belief.answerable
        found.append(_Asked(judge.odds(judged, best), name in question.right, outbid))
    return found


def _curve(held_out: Sequence[_Asked], outside: Sequence[_Asked], weights: Floats) -> tuple[float, float]:
    """Slope and offset of the curve, with `FEW` questions' worth of doubt in favour of the shipped one (1 and 0)."""
    if not held_out or not outside:
        return 1.0, 0.0
    odds = np.array([each.odds for each in (*held_out, *outside)])
    right = np.array([each.right for each in (*held_out, *outside)])
    # The curve that is in force says of each odds what it says; asked both ways, that is the doubt.
    doubt = np.linspace(-ENDS, ENDS, 2 * ENDS + 1)
    believed = 1 / (1 + np.exp(-doubt))
    share = np.concatenate([np.full(len(held_out), (1 - UNANSWERABLE) / len(held_out)), weights * UNANSWERABLE])
    importance = [share * len(held_out), believed * FEW / len(doubt), (1 - believed) * FEW / len(doubt)]
    labels = [right, np.ones(len(doubt), dtype=bool), np.zeros(len(doubt), dtype=bool)]
    model = LogisticRegression(C=1e6).fit(
        np.concatenate([odds, doubt, doubt])[:, np.newaxis], np.concatenate(labels), np.concatenate(importance)
    )
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def _line(confidences: Sequence[float], weights: Floats, rate: float, shipped: float) -> float:
    """The confidence below which the `rate` of what should be refused stays, drawn to the shipped one where few were asked."""
    if not confidences:
        return shipped
    order = np.argsort(confidences)
    reached = np.cumsum(weights[order]) / weights.sum()
    measured = float(np.array(confidences)[order][min(int(np.searchsorted(reached, rate)), len(order) - 1)])
    asked = float(weights.sum() ** 2 / (weights**2).sum())  # as many as these are worth (Kish 1965): some weigh more
    line = (asked * measured + FEW * shipped) / (asked + FEW)
    return float(np.clip(line, shipped, shipped + STRICTEST))


def _families(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Entries that rest on the same main heading, in a drawn order: left out one by one, each would be answered by the others."""
    families: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        families[(entry.article, entry.source[0]) if entry.answerable and entry.source else ("", entry.id)].append(entry)
    drawn = list(families.values())
    random.Random(0).shuffle(drawn)
    return drawn


def _neighbours(entries: Sequence[Entry]) -> dict[str, frozenset[str]]:
    """For each entry the answerable ones that share a heading with it, or that it or they name as related: what one of them says
    often answers a question for the other."""
    headings: dict[tuple[str, str], set[str]] = defaultdict(set)
    related: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for heading in entry.source if entry.answerable else ():
            headings[entry.article, heading].add(entry.id)
        for other in entry.related if entry.answerable else ():
            related[entry.id].add(other)
            related[other].add(entry.id)
    return {
        entry.id: frozenset(related[entry.id].union(*(headings[entry.article, heading] for heading in entry.source)))
        for entry in entries
    }


@lru_cache(maxsize=1)
def _elsewhere() -> tuple[str, ...]:
    lines = Path(__file__).with_name("elsewhere.txt").read_text("utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))
