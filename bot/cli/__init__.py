"""The command `faqbot`, a module a command. The one room that knows exit codes.

0: done, or every question got an answer or small talk; 1: a question got suggestions or no answer, or a figure is below its
floor; 2: bad use, or files that are broken.
"""

from __future__ import annotations

import click

from bot.cli.ask import ask
from bot.cli.chat import chat
from bot.cli.check import check
from bot.cli.common import BAD_USE
from bot.cli.evaluate import evaluate
from bot.cli.export import export
from bot.cli.forget import forget, log
from bot.cli.importing import import_
from bot.cli.inbox import inbox
from bot.cli.serve import serve
from bot.cli.teach import teach
from bot.errors import BotError
from bot.version import VERSION


class _Broken(click.ClickException):
    """Knowledge, or another file, that is missing or broken."""

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


for command in (ask, chat, serve, import_, check, export, inbox, teach, evaluate, log, forget):
    main.add_command(command)
