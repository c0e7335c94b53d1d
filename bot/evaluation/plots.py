"""A report as pictures: a risk-coverage curve and a reliability diagram. The one place that knows matplotlib."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import ExtraMissingError
from bot.evaluation.measures import risk_coverage
from bot.evaluation.report import Report

if TYPE_CHECKING:  # imported late: it is an extra, and takes a second to load
    from matplotlib.axes import Axes

FORMATS = ("png", "svg")
_INK, _QUIET = "#1f5f8b", "#8a8a8a"


def plot(report: Report, folder: Path) -> list[Path]:
    """Write `risk-coverage` and `reliability`, each as PNG and as SVG; gives the files written.

    Raises:
        ExtraMissingError: matplotlib is not installed.
    """
    try:
        from matplotlib import rc_context
        from matplotlib.figure import Figure
    except ImportError:
        raise ExtraMissingError("plots need matplotlib, expected it installed: pip install 'faqbot[plot]'") from None
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, draw in (("risk-coverage", _risk_coverage), ("reliability", _reliability)):
        figure = Figure(figsize=(6, 4.5), layout="constrained")
        draw(figure.add_subplot(), report)
        for form in FORMATS:
            written.append(folder / f"{name}.{form}")
            # Without a date and with ids of its own the same report gives the same file.
            with rc_context({"svg.hashsalt": name}):
                figure.savefig(written[-1], dpi=160, metadata={"Date": None} if form == "svg" else None)
    return written


def _risk_coverage(axes: Axes, report: Report) -> None:
    points = risk_coverage([each.certainty for each in report.asked])
    axes.step([coverage for coverage, _ in points], [risk for _, risk in points], where="post", color=_INK)
    answered = [each for each in report.asked if each.outcome in {"right", "wrong"}]
    if answered:
        wrong = sum(each.outcome == "wrong" for each in answered)
        at = len(answered) / len(report.asked), wrong / len(answered)
        axes.plot(*at, "o", color=_INK)
        axes.annotate("the bot as it is", at, textcoords="offset points", xytext=(8, -12))
    axes.set(
        xlabel="coverage: share of questions answered",
        ylabel="risk: share of the answers that are wrong",
        title=f"Risk and coverage, {len(report.asked)} questions",
        xlim=(0, 1),
        ylim=(0, None),
    )
    axes.grid(alpha=0.3)


def _reliability(axes: Axes, report: Report) -> None:
    axes.plot([0, 1], [0, 1], "--", color=_QUIET, label="as it should be")
    if report.calibration:
        bins = report.calibration.bins
        axes.plot([b.confidence for b in bins], [b.right for b in bins], "o-", color=_INK, label="as measured")
        axes.set_title(f"Reliability, calibration error {report.calibration.error:.3f}")
    axes.set(xlabel="confidence", ylabel="share whose best entry is right", xlim=(0, 1), ylim=(0, 1))
    axes.legend()
    axes.grid(alpha=0.3)
