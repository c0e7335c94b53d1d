"""`faqbot chat`: a conversation in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from bot.assistant import Assistant
from bot.cli.common import knowledge_option, lines
from bot.terminal import Layout, wants_colour


@click.command()
@knowledge_option
def chat(knowledge: Path | None) -> None:
    """Talk with the bot in the terminal."""
    import platformdirs

    from bot import repl

    layout = Layout.of_stdout(Assistant.open(knowledge))
    history = Path(platformdirs.user_state_dir("faqbot", appauthor=False)) / "history"
    prompt = _prompt()
    if sys.stdin.isatty():
        with repl.line_editing(history):
            repl.run(repl.Chat(layout), lambda: input(prompt), _show)
    else:
        typed = lines()
        repl.run(repl.Chat(layout), lambda: _next(typed), _show)


def _next(typed: Iterator[str]) -> str:
    for line in typed:
        return line
    raise EOFError


def _show(text: str) -> None:
    click.echo(f"\n{text}\n" if text else "", color=wants_colour(sys.stdout))


def _prompt() -> str:
    if not wants_colour(sys.stdout):
        return "> "
    # Readline counts columns; \001 and \002 mark what takes none.
    return "\001\033[36;1m\002> \001\033[0m\002"
