"""A report in words and columns, for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

import click

from bot.evaluation.comparing import Change, Comparison
from bot.evaluation.measures import Rate
from bot.evaluation.own import OwnReport
from bot.evaluation.report import Asked, Report, Section, Tally
from bot.records import KnowledgeBase
from bot.terminal import printable

_NAME, _COUNT, _RATE = 26, 10, 15
_BAR = 20  # characters that stand for a probability of 1
_SPELLED = {"offered": "suggested, the right one among them"}


def report(measured: Report, *, colour: bool) -> str:
    """The tables of a report."""
    bold = partial(_styled, colour=colour, bold=True)
    dim = partial(_styled, colour=colour, dim=True)
    lines = [dim(f"{'':{_NAME}}{'questions':>{_COUNT}}" + "".join(f"{name:>{_RATE}}" for name in _COLUMNS))]
    if measured.answerable:
        lines += _section(bold("Answered by the knowledge".ljust(_NAME)), measured.answerable, inside=True)
    if measured.unanswerable:
        lines += _section(bold("Not answered by it".ljust(_NAME)), measured.unanswerable, inside=False)
    lines += [dim("In brackets: 95 % intervals. Wrong, where nothing answers, is an answer at all."), ""]
    lines += _summary(measured)
    if measured.calibration:
        lines += ["", bold("Confidence"), *_calibration(measured, dim)]
    return "\n".join(lines)


def own_report(own: OwnReport, *, colour: bool) -> str:
    """What a knowledge base was measured to do on itself when its index was built."""
    bold, dim = partial(_styled, colour=colour, bold=True), partial(_styled, colour=colour, dim=True)
    lines = [
        bold("Measured on the knowledge itself, when its index was built"),
        "",
        _row("phrasings held out", own.right.of, [("right", own.right), ("wrong", own.wrong), ("silent", own.silent)]),
        _row("entries left out", own.near_answered.of, [("answered", own.near_answered)]),
    ]
    if own.elsewhere_answered.of:
        lines.append(_row("other subjects", own.elsewhere_answered.of, [("answered", own.elsewhere_answered)]))
    else:
        why = f"none are built in for the language {own.language!r}, so entries left out alone draw the line"
        lines.append(f"{'other subjects':{_NAME}}{'-':>{_COUNT}}  {why}")
    lines += [
        "",
        f"The line to answer is drawn to refuse {own.calibration.refusal:.0%} of what should be ('refuse' in a knowledge file).",
        dim("Silent: suggestions or no answer. Each is asked of an index that lacks it, so the bot itself does a little better."),
        dim("Questions that visitors asked tell more: faqbot evaluate QUESTIONS."),
    ]
    return "\n".join(lines)


def misses(measured: Report, knowledge: KnowledgeBase) -> str:
    """The questions that did not get what they should, the wrong answers first."""
    questions = {entry.id: entry.question for entry in knowledge.entries}
    missed = [each for each in measured.asked if _missed(each)]
    missed.sort(key=lambda each: (each.outcome != "wrong", -each.confidence))
    return "\n".join(line for each in missed for line in _miss(each, questions))


def comparison(compared: Comparison, *, colour: bool) -> str:
    """What changed since the earlier report."""
    title = partial(_styled, colour=colour, bold=True)
    parts = [
        title(f"{len(compared.better)} better, {len(compared.worse)} worse, {compared.unchanged} as before")
        + f" (by chance alone: {compared.chance:.0%})"
    ]
    if compared.new or compared.gone:
        parts.append(f"{compared.new} questions are new, {compared.gone} are gone.")
    parts += [f"+ {_changed(change)}" for change in compared.better]
    parts += [f"- {_changed(change)}" for change in compared.worse]
    return "\n".join(parts)


_COLUMNS = ("right", "wrong", "suggested", "refused")


def _section(title: str, section: Section, *, inside: bool) -> Iterator[str]:
    yield title + _tally(section.all, inside=inside)
    for heading, groups in (("kind", section.by_kind), ("style", section.by_style)):
        for name, tally in groups.items():
            label = f"  {heading} {printable(name)}"
            yield f"{label[: _NAME - 1]:{_NAME}}{_tally(tally, inside=inside)}"


def _tally(tally: Tally, *, inside: bool) -> str:
    rates = [_rate(tally.right) if inside else "-", *map(_rate, (tally.wrong, tally.suggested, tally.refused))]
    return f"{tally.right.of:>{_COUNT}}" + "".join(f"{rate:>{_RATE}}" for rate in rates)


def _row(name: str, asked: int, rates: Iterable[tuple[str, Rate]]) -> str:
    return f"{name:{_NAME}}{asked:>{_COUNT}}  " + "   ".join(f"{what} {_rate(rate)}" for what, rate in rates)


def _rate(rate: Rate) -> str:
    if rate.share is None:
        return "-"
    low, high = rate.interval
    return f"{rate.share:.0%} ({low * 100:.0f}–{high * 100:.0f})"


def _summary(measured: Report) -> Iterator[str]:
    if measured.answerable:
        tally = measured.answerable.all
        yield f"Best entry right, shown or not: {_rate(tally.best)}. Suggested with the right one: {_rate(tally.offered)}."
    if measured.auroc is not None:
        rates = ", ".join(f"{refusal:.0%}: {_rate(rate)}" for refusal, rate in measured.right_at_refusal.items())
        yield f"Right answers where this much of what is not answered is refused: {rates}."
        yield f"AUROC {measured.auroc:.3f}: how often a question with an answer gets the higher confidence than one without."
    elif measured.answerable:
        yield "Without questions that nothing answers ('gold' empty) there is no telling what the bot refuses."


def _calibration(measured: Report, dim: Callable[[str], str]) -> Iterator[str]:
    if measured.calibration is None:
        return
    yield dim(f"  {'questions':>9}  {'said':>5}  {'right':>5}")
    for each in measured.calibration.bins:
        bar = "#" * round(each.right * _BAR)
        yield f"  {each.questions:>9}  {each.confidence:>5.0%}  {each.right:>5.0%}  {bar}"
    yield f"Calibration error {measured.calibration.error:.3f}: the mean gap between what it said and what was right."


def _missed(each: Asked) -> bool:
    return each.outcome != ("right" if each.question.gold else "refused")


def _miss(each: Asked, questions: dict[str, str]) -> Iterator[str]:
    outcome = "suggested, right one among them" if each.offered else each.outcome
    yield f"{each.question.line}: {outcome} ({each.confidence:.0%}): {printable(each.question.text)}"
    if each.best and not each.best_right:
        yield f"    took for: {printable(questions.get(each.best, each.best))} [{each.best}]"
    for gold in sorted(each.question.gold - {each.best})[:2] if not each.best_right else ():
        yield f"    expected: {printable(questions[gold])} [{gold}]"


def _changed(change: Change) -> str:
    return f"{_SPELLED.get(change.before, change.before)} -> {_SPELLED.get(change.after, change.after)}: {printable(change.text)}"


def _styled(text: str, *, colour: bool, bold: bool | None = None, dim: bool | None = None) -> str:
    return click.style(text, bold=bold, dim=dim) if colour and text else text
