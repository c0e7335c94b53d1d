"""What a knowledge base was measured to do on itself when its index was built: what to expect where nobody labelled questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.evaluation.measures import Rate
from bot.evaluation.report import FORMAT, rate_json
from bot.policy import Calibration


@dataclass(frozen=True)
class OwnReport:
    """The measurements behind an index's calibration.

    Each question was asked of an index that lacks it: phrasings held out (what should be answered), entries left out and
    built-in questions of other subjects (what should not). `language` is the knowledge's.
    """

    calibration: Calibration
    language: str

    @property
    def right(self) -> Rate:
        """Phrasings held out that their own entry answered."""
        return Rate(self.calibration.measured.right, self.calibration.measured.held_out)

    @property
    def wrong(self) -> Rate:
        """Phrasings held out that another entry answered."""
        return Rate(self.calibration.measured.wrong, self.calibration.measured.held_out)

    @property
    def silent(self) -> Rate:
        """Phrasings held out that got suggestions or no answer."""
        asked = self.calibration.measured.held_out
        return Rate(asked - self.right.count - self.wrong.count, asked)

    @property
    def near_answered(self) -> Rate:
        """Questions of entries left out that were answered all the same."""
        return Rate(self.calibration.measured.left_out_answered, self.calibration.measured.left_out)

    @property
    def elsewhere_answered(self) -> Rate:
        """Questions of other subjects that were answered; out of none in a language without built-in ones."""
        return Rate(self.calibration.measured.elsewhere_answered, self.calibration.measured.elsewhere)

    def to_json(self) -> dict[str, Any]:
        """The report as a JSON object."""
        return {
            "format": FORMAT,
            "language": self.language,
            "refusal": self.calibration.refusal,
            "held_out": {"right": rate_json(self.right), "wrong": rate_json(self.wrong), "silent": rate_json(self.silent)},
            "left_out": {"answered": rate_json(self.near_answered)},
            "elsewhere": {"answered": rate_json(self.elsewhere_answered)},
        }
