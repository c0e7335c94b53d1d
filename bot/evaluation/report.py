"""Labelled questions, asked: what each got, and the report over all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from bot.assistant import Assistant
from bot.evaluation.measures import REFUSALS, Calibration, Certainty, Rate, auroc, calibration, right_at_refusal
from bot.evaluation.questions import Labelled
from bot.records import Answer, Suggestions

Outcome: TypeAlias = Literal["right", "wrong", "suggested", "refused"]

FORMAT = 1


@dataclass(frozen=True)
class Asked:
    """A labelled question and what it got.

    `right`: an answer that is gold; `wrong`: an answer that is not, also where nothing answers; `suggested`: questions to pick
    from, `offered` says whether a gold one is among them; `refused`: no answer, or small talk. `best` and `best_right` are of the
    best answerable entry, shown or not, and `confidence` is the confidence in it; `shown` is the entry of the reply.
    """

    question: Labelled
    outcome: Outcome
    offered: bool
    confidence: float
    best: str
    best_right: bool
    shown: str

    @property
    def certainty(self) -> Certainty:
        """The confidence and whether the best entry deserved it."""
        return Certainty(self.confidence, self.best_right)


@dataclass(frozen=True)
class Tally:
    """How often each outcome came."""

    right: Rate
    wrong: Rate
    suggested: Rate
    offered: Rate
    refused: Rate
    best: Rate

    @classmethod
    def of(cls, asked: Sequence[Asked]) -> Tally:
        """Count."""

        def rate(outcome: Outcome) -> Rate:
            return Rate(sum(each.outcome == outcome for each in asked), len(asked))

        offered, best = (Rate(sum(holds), len(asked)) for holds in zip(*((e.offered, e.best_right) for e in asked), strict=True))
        return cls(rate("right"), rate("wrong"), rate("suggested"), offered, rate("refused"), best)


@dataclass(frozen=True)
class Section:
    """The questions that have an answer, or those that have none: all of them, by kind and by style."""

    all: Tally
    by_kind: dict[str, Tally]
    by_style: dict[str, Tally]

    @classmethod
    def of(cls, asked: Sequence[Asked]) -> Section | None:
        """Count; None where there are no such questions."""
        if not asked:
            return None
        kinds: dict[str, list[Asked]] = defaultdict(list)
        styles: dict[str, list[Asked]] = defaultdict(list)
        for each in asked:
            kinds[each.question.kind].append(each)
            styles[each.question.style].append(each)
        by_kind, by_style = (
            {name: Tally.of(group) for name, group in sorted(groups.items()) if name} for groups in (kinds, styles)
        )
        return cls(Tally.of(asked), by_kind, by_style)


@dataclass(frozen=True)
class Report:
    """How a bot did on labelled questions. What cannot be measured, for want of questions of a sort, is None."""

    asked: tuple[Asked, ...]
    answerable: Section | None
    unanswerable: Section | None
    auroc: float | None
    right_at_refusal: dict[float, Rate]
    calibration: Calibration | None

    @property
    def figures(self) -> dict[str, float]:
        """The figures that a run can be held to, by name; those in `LOWER_IS_BETTER` are ceilings, the others floors."""
        found: dict[str, float | None] = {"auroc": self.auroc}
        if self.answerable:
            tally = self.answerable.all
            found |= {"right": tally.right.share, "wrong": tally.wrong.share, "best": tally.best.share}
        if self.unanswerable:
            found["answered"] = self.unanswerable.all.wrong.share
        if self.calibration:
            found["calibration"] = self.calibration.error
        found |= {f"right@{refusal * 100:.0f}": rate.share for refusal, rate in self.right_at_refusal.items()}
        return {name: value for name, value in found.items() if value is not None}

    def to_json(self) -> dict[str, Any]:
        """The report as a JSON object."""
        return {
            "format": FORMAT,
            "questions": len(self.asked),
            "answerable": _section_json(self.answerable),
            "unanswerable": _section_json(self.unanswerable),
            "auroc": _rounded(self.auroc),
            "right_at_refusal": {f"{refusal:g}": rate_json(rate) for refusal, rate in self.right_at_refusal.items()},
            "calibration": _calibration_json(self.calibration),
            "each": [_asked_json(each) for each in self.asked],
        }


LOWER_IS_BETTER = frozenset({"wrong", "answered", "calibration"})
FIGURES = ("right", "wrong", "best", "answered", "auroc", *(f"right@{refusal * 100:.0f}" for refusal in REFUSALS), "calibration")


def evaluate(assistant: Assistant, questions: Iterable[Labelled]) -> Report:
    """Ask every question and report."""
    asked = tuple(ask(assistant, question) for question in questions)
    inside, outside = ([each for each in asked if bool(each.question.gold) is has] for has in (True, False))
    sure, unsure = [each.certainty for each in inside], [each.confidence for each in outside]
    at_refusal = {refusal: right_at_refusal(sure, unsure, refusal) for refusal in REFUSALS}
    return Report(
        asked,
        Section.of(inside),
        Section.of(outside),
        auroc([each.confidence for each in inside], unsure),
        {refusal: rate for refusal, rate in at_refusal.items() if rate},
        calibration([each.certainty for each in asked]),
    )


def ask(assistant: Assistant, question: Labelled) -> Asked:
    """Ask one question, after the one before it if there is one."""
    context = assistant.reply(question.context).context if question.context else None
    reply = assistant.reply(question.text, context)
    judged = assistant.judged(question.text, context)
    best = "" if judged.answerable is None else assistant.index.entry(judged.entry(judged.answerable)).id
    outcome: Outcome
    match reply:
        case Answer(entry=entry):
            outcome = "right" if entry.id in question.gold else "wrong"
        case Suggestions():
            outcome = "suggested"
        case _:
            outcome = "refused"
    offered = isinstance(reply, Suggestions) and any(each.id in question.gold for each in reply.suggestions)
    shown = reply.entry.id if reply.entry else ""
    return Asked(question, outcome, offered, reply.confidence, best, best in question.gold, shown)


def rate_json(rate: Rate) -> dict[str, Any]:
    """A rate with its 95 % interval."""
    low, high = rate.interval
    return {"count": rate.count, "of": rate.of, "share": _rounded(rate.share), "low": _rounded(low), "high": _rounded(high)}


def _section_json(section: Section | None) -> dict[str, Any] | None:
    if section is None:
        return None
    groups = {"by_kind": section.by_kind, "by_style": section.by_style}
    return {
        "all": _tally_json(section.all),
        **{name: {each: _tally_json(tally) for each, tally in group.items()} for name, group in groups.items()},
    }


def _tally_json(tally: Tally) -> dict[str, Any]:
    names = ("right", "wrong", "suggested", "offered", "refused", "best")
    return {name: rate_json(getattr(tally, name)) for name in names}


def _calibration_json(measured: Calibration | None) -> dict[str, Any] | None:
    if measured is None:
        return None
    bins = [{"questions": b.questions, "confidence": _rounded(b.confidence), "right": _rounded(b.right)} for b in measured.bins]
    return {"error": _rounded(measured.error), "bins": bins}


def _asked_json(each: Asked) -> dict[str, Any]:
    question = each.question
    return {
        "line": question.line,
        "text": question.text,
        "context": question.context,
        "gold": sorted(question.gold),
        "kind": question.kind,
        "style": question.style,
        "outcome": each.outcome,
        "offered": each.offered,
        "confidence": _rounded(each.confidence),
        "shown": each.shown,
        "best": each.best,
        "best_right": each.best_right,
    }


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 4)
