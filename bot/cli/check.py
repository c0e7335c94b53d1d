"""`faqbot check`: what to look at in a knowledge base."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.assistant import Assistant
from bot.cli.common import NOT_GOOD_ENOUGH, knowledge_option
from bot.terminal import printable, wants_colour

if TYPE_CHECKING:  # imported late: a one-shot answer does without it
    from bot.checking import Finding

_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}
_GITHUB = {"error": "error", "warning": "warning", "note": "notice"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a finding.")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How to write findings.")
@knowledge_option
def check(*, as_json: bool, form: str, knowledge: Path | None) -> None:
    """Ask the bot its own questions and say what to look at.

    Errors make the bot answer wrongly, warnings may, notes would make it better. --format github writes annotations for a
    workflow of GitHub Actions.

    Exits 0 when there is no error, 1 when there is one, 2 on broken knowledge.
    """
    from bot.cache import locate, read_files
    from bot.checking import RANKS
    from bot.checking import check as find
    from bot.places import entry_places

    files = read_files(locate(knowledge))
    findings = find(Assistant.open(knowledge), entry_places(files))
    form = "json" if as_json else form
    for finding in findings:
        click.echo(_line(finding, form), color=wants_colour(sys.stdout))
    if form == "text":
        levels = [finding.level for finding in findings]
        counted = [f"{levels.count(level)} {level}s" for level in RANKS if level in levels]
        click.echo(", ".join(counted) or "nothing to look at", err=True)
    sys.exit(NOT_GOOD_ENOUGH if any(finding.level == "error" for finding in findings) else 0)


def _line(finding: Finding, form: str) -> str:
    if form == "json":
        return json.dumps({name: value for name, value in asdict(finding).items() if value}, ensure_ascii=False)
    place = ":".join(each for each in (finding.file, str(finding.line or "")) if each)
    if form == "github":
        where = f"file={_escaped(finding.file, property_=True)},line={finding.line or 1},title={finding.code}"
        return f"::{_GITHUB[finding.level]} {where}::{_escaped(f'{finding.entry}: {finding.what}')}"
    said = f"{finding.entry}: {finding.what}" if finding.entry else finding.what
    level = click.style(finding.level, fg=_COLOURS[finding.level])
    return f"{printable(place)}: {level} {printable(said)} [{finding.code}]"


def _escaped(text: str, *, property_: bool = False) -> str:
    """Text as GitHub's workflow commands take it."""
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if property_ else text
