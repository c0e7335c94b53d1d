"""`faqbot export`: the FAQ as a static page."""

from __future__ import annotations

from pathlib import Path

import click

from bot.assistant import Assistant
from bot.cli.common import knowledge_option


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@knowledge_option
def export(folder: Path, knowledge: Path | None) -> None:
    """Write every entry as a page into DIR: index.html with schema.org FAQPage data, and its style sheet.

    Any host can serve it. Files of the same names are written over.
    """
    from bot.files import replace
    from bot.web.export import export as pages

    written = pages(Assistant.open(knowledge))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in written.items():
            replace(folder / name, content)
            click.echo(f"wrote {folder / name}", err=True)
    except OSError as error:
        raise click.UsageError(f"{folder}: {error.strerror}, expected a folder that can be written.") from None
