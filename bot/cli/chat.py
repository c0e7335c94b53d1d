"""`faqbot chat`: a conversation in the terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import click

from bot.assistant import Assistant
from bot.cli.common import knowledge_option, lines
from bot.errors import StoreError
from bot.records import Reply
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
            repl.run(repl.Chat(layout, _keep), lambda: input(prompt), _show)
    else:
        typed = lines()
        repl.run(repl.Chat(layout, _keep), lambda: _next(typed), _show)


def _keep(reply: Reply, reply_id: str, vote: Literal["good", "bad", "none"], reason: str) -> None:
    """Keep a question that was voted on, with the vote; others that are asked in a terminal are not kept."""
    # Imported late: who does not vote need not wait for the database's library.
    from bot.store.log import Asked
    from bot.store.memory import Memory, mode

    memory = Memory(mode())
    try:
        if not memory.takes_votes:
            raise StoreError("FAQBOT_LOG is off, expected questions or counts for votes to be kept")
        if not memory.vote(reply_id, vote, reason):
            memory.ask(Asked.of(reply, reply_id, int(time.time()), "terminal"))
            if not memory.vote(reply_id, vote, reason):
                raise StoreError("the database did not take the question, expected it to be writable (FAQBOT_DATABASE)")
    finally:
        memory.close()


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
