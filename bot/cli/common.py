"""What the commands share: exit codes, the `--knowledge` option, standard input."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import click

NOT_GOOD_ENOUGH = 1  # a question without an answer, a figure below its floor
BAD_USE = 2

knowledge_option = click.option(
    "--knowledge",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="A knowledge file or a folder of them. Default: FAQBOT_KNOWLEDGE, else ./knowledge, else the heat pump knowledge.",
)


def lines() -> Iterator[str]:
    """The lines of standard input as they come; bytes that are no UTF-8 are replaced.

    Raises:
        click.UsageError: Standard input is a terminal.
    """
    if sys.stdin.isatty():
        raise click.UsageError("There is no question. Expected one as an argument, or one a line on standard input.")
    return (line.rstrip("\r\n") for line in io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace"))
