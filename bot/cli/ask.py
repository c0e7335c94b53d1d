"""`faqbot ask`: one question, or one a line of standard input."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path

import click

from bot.assistant import Assistant
from bot.cli.common import NOT_GOOD_ENOUGH, knowledge_option, lines
from bot.records import Reply
from bot.terminal import Layout, wants_colour


@click.command()
@click.argument("question", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a question, as POST /api/ask does.")
@click.option("--explain", is_flag=True, help="Show the best candidates and what made their scores and confidences.")
@knowledge_option
def ask(question: tuple[str, ...], *, as_json: bool, explain: bool, knowledge: Path | None) -> None:
    """Answer QUESTION, or each line of standard input by itself.

    Exits 0 when every question got an answer or small talk, 1 when one got suggestions or no answer, 2 on bad use.
    """
    questions = [" ".join(question)] if question else lines()
    assistant = Assistant.open(knowledge)
    layout = Layout.of_stdout(assistant)
    asked = enumerate(text for text in questions if text.strip())
    show = partial(_show_json, assistant) if as_json else partial(_show_text, layout)
    answered = [show(text, first=not at, explain=explain) for at, text in asked]
    if not answered:
        raise click.UsageError("There is no question. Expected one as an argument, or one a line on standard input.")
    sys.exit(0 if all(answered) else NOT_GOOD_ENOUGH)


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
