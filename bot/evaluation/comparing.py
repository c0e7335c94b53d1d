"""Two reports on the same questions -> what changed, question by question."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.errors import ReportError
from bot.evaluation.measures import sign_test
from bot.evaluation.report import FORMAT, Asked, Report

_WORTH = {"wrong": 0, "refused": 1, "suggested": 1, "offered": 2, "right": 3}  # where something answers
_WORTH_OF_NOTHING = {"wrong": 0, "offered": 1, "suggested": 1, "right": 1, "refused": 2}  # where nothing does


@dataclass(frozen=True)
class Change:
    """A question whose outcome changed."""

    text: str
    before: str
    after: str


@dataclass(frozen=True)
class Comparison:
    """What changed since an earlier report. `chance` is how likely so uneven a change is where nothing got better or worse;
    `new` and `gone` count the questions that only one of the reports has."""

    better: tuple[Change, ...]
    worse: tuple[Change, ...]
    unchanged: int
    new: int
    gone: int
    chance: float

    def to_json(self) -> dict[str, Any]:
        """The comparison as a JSON object."""
        changes = {"better": self.better, "worse": self.worse}
        return {
            **{name: [{"text": c.text, "before": c.before, "after": c.after} for c in each] for name, each in changes.items()},
            "unchanged": self.unchanged,
            "new": self.new,
            "gone": self.gone,
            "chance": round(self.chance, 4),
        }


def read_earlier(content: bytes, file: str) -> Mapping[tuple[str, str], str]:
    """The outcomes in a report that `faqbot evaluate --json` wrote, by question and the question before it.

    Raises:
        ReportError: It is no such report.
    """
    try:
        report = json.loads(content)
        if report["format"] != FORMAT:
            raise ReportError(f"{file}: a report of format {report['format']!r}, expected format {FORMAT}")
        outcomes = {
            (str(each["text"]), str(each["context"])): _named(str(each["outcome"]), offered=each["offered"] is True)
            for each in report["each"]
        }
        if not set(outcomes.values()) <= _WORTH.keys():
            raise ReportError(f"{file}: expected outcomes among right, wrong, suggested and refused")
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ReportError(f"{file}: expected a report as 'faqbot evaluate QUESTIONS --json' writes it") from None
    return outcomes


def compare(earlier: Mapping[tuple[str, str], str], report: Report) -> Comparison:
    """Lay a report beside an earlier one."""
    better: list[Change] = []
    worse: list[Change] = []
    unchanged = new = 0
    for each in report.asked:
        before = earlier.get((each.question.text, each.question.context))
        if before is None:
            new += 1
            continue
        after = _named(each.outcome, offered=each.offered)
        gain = _worth(each, after) - _worth(each, before)
        if gain:
            (better if gain > 0 else worse).append(Change(each.question.text, before, after))
        else:
            unchanged += 1
    asked = {(each.question.text, each.question.context) for each in report.asked}
    chance = sign_test(len(better), len(worse))
    return Comparison(tuple(better), tuple(worse), unchanged, new, len(earlier.keys() - asked), chance)


def _named(outcome: str, *, offered: bool) -> str:
    return "offered" if offered else outcome


def _worth(each: Asked, outcome: str) -> int:
    return (_WORTH if each.question.gold else _WORTH_OF_NOTHING)[outcome]
