"""`faqbot evaluate`: how often the bot is right, wrong, unsure and silent."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.assistant import Assistant
from bot.cli.common import NOT_GOOD_ENOUGH, knowledge_option
from bot.terminal import wants_colour

if TYPE_CHECKING:  # imported late: a one-shot answer does without it
    from bot.evaluation.comparing import Comparison
    from bot.evaluation.floors import Floor
    from bot.evaluation.report import Report


def _floors(_context: click.Context, _option: click.Parameter, value: str | None) -> list[Floor]:
    """What the figures must reach: "right=0.9,wrong=0.02"."""
    from bot.evaluation import floors

    try:
        return floors.read(value) if value else []
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("questions", type=_FILE, required=False)
@click.option("--json", "as_json", is_flag=True, help="Write the report as JSON, with what became of every question.")
@click.option("--misses", is_flag=True, help="Also list the questions that went wrong.")
@click.option("--plot", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), help="Draw the report there (PNG, SVG).")
@click.option("--compare", metavar="REPORT", type=_FILE, help="Also show what changed since an earlier --json report.")
@click.option("--fail-under", metavar="FIGURES", callback=_floors, help="Exit 1 below these: right=0.9,wrong=0.02.")
@knowledge_option
def evaluate(  # noqa: PLR0913  # one argument an option
    questions: Path | None,
    *,
    as_json: bool,
    misses: bool,
    plot: Path | None,
    compare: Path | None,
    fail_under: list[Floor],
    knowledge: Path | None,
) -> None:
    """Ask labelled QUESTIONS and report how often the bot is right, wrong, unsure and silent.

    QUESTIONS is JSON lines or CSV with the fields text, gold (entry ids or headings; empty where nothing answers) and, if you
    like, kind, style and context. Without QUESTIONS it reports what the knowledge base was measured to do on itself when its
    index was built.

    Exits 0 when all figures hold, 1 when one is below --fail-under, 2 on bad use.
    """
    from bot.evaluation import tables

    assistant = Assistant.open(knowledge)
    if questions is None:
        if misses or plot or compare or fail_under:
            raise click.UsageError("--misses, --plot, --compare and --fail-under need QUESTIONS.")
        _show_own(assistant, as_json=as_json)
        return
    report = _asked(assistant, questions)
    compared = _compared(report, compare) if compare else None
    if as_json:
        click.echo(json.dumps(report.to_json() | ({"compared": compared.to_json()} if compared else {}), ensure_ascii=False))
    else:
        colour = wants_colour(sys.stdout)
        parts = [tables.report(report, colour=colour)]
        parts += [tables.comparison(compared, colour=colour)] if compared else []
        parts += [tables.misses(report, assistant.knowledge)] if misses else []
        click.echo("\n\n".join(part for part in parts if part), color=colour)
    if plot:
        _plot(report, plot)
    sys.exit(_verdict(report, fail_under))


def _asked(assistant: Assistant, questions: Path) -> Report:
    from bot.evaluation.questions import read
    from bot.evaluation.report import evaluate as ask_all

    labelled = read(questions.read_bytes(), str(questions), assistant.knowledge)
    with click.progressbar(labelled, label="Asking", file=sys.stderr, hidden=not sys.stderr.isatty()) as each:
        return ask_all(assistant, each)


def _compared(report: Report, earlier: Path) -> Comparison:
    from bot.evaluation.comparing import compare, read_earlier

    return compare(read_earlier(earlier.read_bytes(), str(earlier)), report)


def _plot(report: Report, folder: Path) -> None:
    from bot.evaluation.plots import plot

    for path in plot(report, folder):
        click.echo(f"wrote {path}", err=True)


def _show_own(assistant: Assistant, *, as_json: bool) -> None:
    from bot.evaluation import tables
    from bot.evaluation.own import OwnReport

    measured = OwnReport(assistant.index.calibration, assistant.knowledge.language)
    if as_json:
        click.echo(json.dumps(measured.to_json(), ensure_ascii=False))
    else:
        click.echo(tables.own_report(measured, colour=wants_colour(sys.stdout)), color=wants_colour(sys.stdout))


def _verdict(report: Report, floors: Sequence[Floor]) -> int:
    from bot.evaluation.floors import failures

    failed = list(failures(floors, report.figures))
    for line in failed:
        click.echo(line, err=True)
    return NOT_GOOD_ENOUGH if failed else 0
