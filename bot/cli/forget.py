"""`faqbot forget` and `faqbot log`: what is kept of visitors, given out and taken away."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click


@click.command()
@click.argument("text", required=False)
@click.option("--before", metavar="DAY", type=click.DateTime(["%Y-%m-%d"]), help="Forget what was asked before this day (UTC).")
@click.option("--everything", is_flag=True, help="Forget all questions, votes and needs.")
def forget(text: str | None, *, before: datetime | None, everything: bool) -> None:
    """Forget the kept questions that hold TEXT, those before a day, or all; what was counted by day stays."""
    from bot.store import forgetting
    from bot.store.database import Database

    if sum((bool(text), before is not None, everything)) != 1:
        raise click.UsageError("Expected one of TEXT, --before and --everything.")
    database = Database()
    try:
        with database.writing() as connection:
            if text:
                count = forgetting.forget_text(connection, text)
            elif before:
                count = forgetting.forget_before(connection, int(before.replace(tzinfo=UTC).timestamp()))
            else:
                count = forgetting.forget_all(connection)
    finally:
        database.close()
    click.echo(f"{count} question{'s' if count != 1 else ''} forgotten", err=True)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a question instead of CSV.")
def log(*, as_json: bool) -> None:
    """Write every kept question with what it got as CSV, safe to open in a spreadsheet."""
    from bot.store import exporting
    from bot.store.database import Database

    database = Database()
    try:
        rows = exporting.rows(database)
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]  # a text stream, also under click's tests
        sys.stdout.writelines(exporting.as_json(rows) if as_json else exporting.as_csv(rows))
        sys.stdout.flush()
    finally:
        database.close()
