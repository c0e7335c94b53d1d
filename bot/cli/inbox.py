"""`faqbot inbox`: what went unanswered."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.assistant import Assistant
from bot.cli.common import knowledge_option
from bot.terminal import printable, wants_colour

if TYPE_CHECKING:  # imported late, with the database's library
    from bot.inbox import Row
    from bot.store.needs import State

STATES = ("open", "done", "ignored")


@click.command()
@click.argument("number", type=int, required=False)
@click.option("--state", type=click.Choice(STATES), default="open", show_default=True, help="Which needs to list.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000), help="How many needs to list.")
@click.option("--set", "new_state", type=click.Choice(STATES), help="Put the need NUMBER into this state.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a need.")
@knowledge_option
def inbox(  # noqa: PLR0913  # one argument an option
    number: int | None, *, state: State, limit: int, new_state: State | None, as_json: bool, knowledge: Path | None
) -> None:
    """List what visitors asked in vain, wordings of one need together; with NUMBER that need with all of its wordings."""
    from bot import inbox as room
    from bot.store import needs
    from bot.store.database import Database

    assistant, database = Assistant.open(knowledge), Database()
    try:
        room.gather(assistant, database)
        with database.writing() as connection:
            if new_state and (number is None or not needs.set_state(connection, number, new_state)):
                raise click.UsageError("--set needs the NUMBER of a need, as faqbot inbox lists them.")
            if number is None:
                rows = room.rows(assistant, connection, state, limit)
            elif row := room.row(assistant, connection, number):
                rows = [row]
            else:
                raise click.UsageError(f"There is no need {number}, expected a number that faqbot inbox lists.")
    finally:
        database.close()
    _show(rows, as_json=as_json, state=state)


def _show(rows: list[Row], *, as_json: bool, state: str) -> None:
    if as_json:
        for row in rows:
            click.echo(json.dumps(_json(row), ensure_ascii=False))
    elif rows:
        colour = wants_colour(sys.stdout)
        click.echo("\n\n".join(_text(row, colour=colour) for row in rows), color=colour)
    else:
        click.echo(f"No need is {state}.", err=True)


def _json(row: Row) -> dict[str, Any]:
    return {
        **asdict(row.need),
        "examples": [wording.text for wording in row.wordings],
        "best": [{"entry": best.entry.id, "confidence": round(best.confidence, 4)} for best in row.best],
        "picked": row.picked,
        "reasons": list(row.reasons),
    }


def _text(row: Row, *, colour: bool) -> str:
    need = row.need

    def dim(text: str) -> str:
        return click.style(text, dim=True) if colour else text

    counts = {"unanswered": need.missed, "near misses": need.near, "thumbs down": need.bad, "none of these": need.none}
    days = " to ".join(
        dict.fromkeys(datetime.fromtimestamp(at, UTC).date().isoformat() for at in (need.first_asked, need.last_asked))
    )
    title = f"{need.id}  {printable(row.title)}"
    lines = [click.style(title, bold=True) if colour else title]
    lines.append(dim("   " + ", ".join(f"{count} {name}" for name, count in counts.items() if count) + f"; {days}"))
    lines += [f"   also: {printable(wording.text)}" for wording in row.wordings[1:]]
    if (more := need.wordings - len(row.wordings)) > 0:
        lines.append(dim(f"   and {more} more wordings"))
    lines += [f"   because: {printable(reason)}" for reason in row.reasons]
    for best in row.best:
        picked = f", picked {row.picked[best.entry.id]} times" if best.entry.id in row.picked else ""
        lines.append(dim(f"   {best.confidence:4.0%}  {best.entry.id}: {printable(best.entry.question)}{picked}"))
    return "\n".join(lines)
