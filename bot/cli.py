"""The command `faqbot`. The one place that knows exit codes.

0: done, or every question got an answer or small talk; 1: a question got suggestions or no answer; 2: bad use, or knowledge
that is broken.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click

from bot.assistant import Assistant
from bot.cache import locate
from bot.errors import BotError
from bot.records import Reply
from bot.terminal import Layout, wants_colour
from bot.version import VERSION

NOT_ANSWERED = 1
BAD_USE = 2

_knowledge = click.option(
    "--knowledge",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="A knowledge file or a folder of them. Default: FAQBOT_KNOWLEDGE, else ./knowledge, else the heat pump knowledge.",
)


class _Broken(click.ClickException):
    """Knowledge that is missing or broken."""

    exit_code = BAD_USE


class _Commands(click.Group):
    """Turns what faqbot reports into a message and the exit code for bad use."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BotError as error:
            raise _Broken(str(error)) from None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="faqbot")
def main() -> None:
    """Answer questions from a knowledge base that people wrote, and say so when it does not know."""


@main.command()
@click.argument("question", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a question, as POST /api/ask does.")
@click.option("--explain", is_flag=True, help="Show the best candidates and what made their scores and confidences.")
@_knowledge
def ask(question: tuple[str, ...], *, as_json: bool, explain: bool, knowledge: Path | None) -> None:
    """Answer QUESTION, or each line of standard input by itself.

    Exits 0 when every question got an answer or small talk, 1 when one got suggestions or no answer, 2 on bad use.
    """
    questions = [" ".join(question)] if question else _lines()
    assistant = Assistant.open(knowledge)
    layout = Layout.of_stdout(assistant)
    asked = enumerate(text for text in questions if text.strip())
    show = partial(_show_json, assistant) if as_json else partial(_show_text, layout)
    answered = [show(text, first=not at, explain=explain) for at, text in asked]
    if not answered:
        raise click.UsageError("There is no question. Expected one as an argument, or one a line on standard input.")
    sys.exit(0 if all(answered) else NOT_ANSWERED)


@main.command()
@_knowledge
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
        lines = _lines()
        repl.run(repl.Chat(layout), lambda: _next(lines), _show)


@main.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for every one of this machine."
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes that answer.")
@_knowledge
def serve(host: str, port: int, workers: int, knowledge: Path | None) -> None:
    """Serve the chat page, the FAQ page and the API.

    The knowledge is read again when its files change; while they are broken the last good one goes on answering.
    """
    from bot.web import serving
    from bot.web.live import prepare

    place = locate(knowledge)
    prepare(place)
    _free(host, port)
    click.echo(f"faqbot answers at {serving.address(host, port)} (Ctrl-C stops it)", err=True)
    serving.serve(place, host, port, workers)


def _show_text(layout: Layout, question: str, *, first: bool, explain: bool) -> bool:
    """Answer a question in words; whether it got an answer or small talk."""
    reply = layout.assistant.reply(question)
    if note := layout.note(reply):
        click.echo(note, err=True, color=wants_colour(sys.stderr))
    reasons = f"\n\n{layout.why(layout.assistant.explain(question))}" if explain else ""
    click.echo(("" if first else "\n") + layout.reply(reply) + reasons, color=layout.colour)
    sys.stdout.flush()
    return _is_answered(reply)


def _show_json(assistant: Assistant, question: str, *, first: bool, explain: bool) -> bool:  # noqa: ARG001  # as `_show_text`
    """Answer a question as a line of JSON; whether it got an answer or small talk."""
    from bot.wire import explanation_json, reply_json

    reply = assistant.reply(question)
    reasons = {"explanation": [explanation_json(each) for each in assistant.explain(question)]} if explain else {}
    click.echo(json.dumps({**reply_json(assistant, reply), **reasons}, ensure_ascii=False))
    sys.stdout.flush()
    return _is_answered(reply)


def _is_answered(reply: Reply) -> bool:
    return reply.kind in {"answer", "smalltalk"}


def _lines() -> Iterator[str]:
    """The lines of standard input as they come; bytes that are no UTF-8 are replaced."""
    if sys.stdin.isatty():
        raise click.UsageError("There is no question. Expected one as an argument, or one a line on standard input.")
    return (line.rstrip("\r\n") for line in io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace"))


def _next(lines: Iterator[str]) -> str:
    for line in lines:
        return line
    raise EOFError


def _show(text: str) -> None:
    click.echo(f"\n{text}\n" if text else "", color=wants_colour(sys.stdout))


def _prompt() -> str:
    if not wants_colour(sys.stdout):
        return "> "
    # Readline counts columns; \001 and \002 mark what takes none.
    return "\001\033[36;1m\002> \001\033[0m\002"


def _free(host: str, port: int) -> None:
    """Fail with a clear message where the address cannot be listened on."""
    import socket

    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise click.UsageError(
            f"Cannot listen on {host} port {port}: {error.strerror}. Expected a free --port and an own --host."
        ) from None
