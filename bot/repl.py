"""The chat in a terminal: turns, commands and the prompt."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, TypeAlias

from bot import sentences
from bot.errors import BotError
from bot.records import Reply, Suggestion, Suggestions
from bot.terminal import Layout, printable

HELP = """\
Type a question and press Enter. After an answer:
  1 2 3        ask the question with that number; 0 for none of them
  /why         the candidates for the last question and what made their scores
  /good /bad   say whether the last answer helped, and why if you like
  /topics      all that I can answer
  /help        this
  /quit        leave (or Ctrl-D)
Ctrl-C clears the line, the arrow keys bring back earlier questions."""

LONGEST_HISTORY = 1000


Keep: TypeAlias = Callable[[Reply, str, Literal["good", "bad", "none"], str], None]
"""Keeps a vote, with its reason, on the reply of this id."""


class Chat:
    """One conversation. `turn` takes a line and gives what to print, or None when the visitor leaves.

    Args:
        layout: How replies look.
        keep: What becomes of votes; without it they are not taken.
    """

    def __init__(self, layout: Layout, keep: Keep | None = None) -> None:
        self._layout = layout
        self._keep = keep
        self._reply: tuple[Reply, str] | None = None
        self._assistant = layout.assistant
        self._context: str | None = None
        self._asked: tuple[str, str | None] | None = None
        self._options: tuple[Suggestion, ...] = ()
        self._declinable = False

    def welcome(self) -> str:
        """The first message."""
        said = self._layout.welcome(sentences.welcome(self._assistant.knowledge))
        return f"{said}\n\n{self._layout.dim('/help shows the commands, Ctrl-D leaves.')}"

    def turn(self, line: str) -> str | None:
        """Answer one line."""
        match line.strip():
            case "":
                return ""
            case "/quit" | "/exit" | "/q":
                return None
            case "/help" | "/?":
                return HELP
            case "/topics":
                return self._layout.topics(self._assistant.knowledge.entries)
            case "/why":
                return self._why()
            case "/good" | "/bad" as vote:
                return self._voted(vote, "")
            case command if command.startswith(("/good ", "/bad ")):
                name, _, reason = command.partition(" ")
                return self._voted("/good" if name == "/good" else "/bad", reason)
            case command if command.startswith("/"):
                return (
                    f"There is no command {printable(command.split()[0])}. Expected /why, /good, /bad, /topics, /help or /quit."
                )
            case digits if digits.isdecimal() and len(digits) == 1 and self._options:
                return self._picked(int(digits))
            case question:
                return self._ask(question)

    def _ask(self, question: str) -> str:
        before = self._context
        reply = self._assistant.reply(question, before)
        self._reply = reply, secrets.token_urlsafe(16)
        self._context, self._asked, self._options = reply.context, (question, before), self._layout.options(reply)
        self._declinable = isinstance(reply, Suggestions)
        return "\n".join(part for part in (self._layout.note(reply), self._layout.reply(reply, numbered=True)) if part)

    def _picked(self, number: int) -> str:
        if number == 0 and self._declinable:
            self._options, self._declinable = (), False
            if self._keep and self._reply:
                with contextlib.suppress(BotError):  # it was no wish to have it kept, so a failure is no news
                    self._keep(*self._reply, "none", "")
            return self._layout.none_of_these()
        if not 1 <= number <= len(self._options):
            return f"There is no question {number}. Expected a number from 1 to {len(self._options)}."
        question = self._options[number - 1].question
        return f"{self._layout.dim('> ' + printable(question))}\n{self._ask(question)}"

    def _voted(self, vote: Literal["/good", "/bad"], reason: str) -> str:
        if self._keep is None:
            return "Votes are not kept here."
        if self._reply is None:
            return "Nothing was asked yet."
        reply, name = self._reply
        try:
            self._keep(reply, name, "good" if vote == "/good" else "bad", reason)
        except BotError as error:
            return f"Not kept: {printable(str(error))}"
        return "Thank you." if vote == "/good" else "Thank you. The question is in the inbox now (faqbot inbox)."

    def _why(self) -> str:
        if self._asked is None:
            return "Nothing was asked yet."
        return self._layout.why(self._assistant.explain(*self._asked))


def run(chat: Chat, read: Callable[[], str], write: Callable[[str], None]) -> None:
    """Turn after turn until the end of the input. `read` raises EOFError at the end and KeyboardInterrupt to clear the line."""
    write(chat.welcome())
    while True:
        try:
            said = chat.turn(read())
            if said is None:
                return
            if said:
                write(said)
        except KeyboardInterrupt:
            write("")
        except EOFError:
            write("")
            return


@contextlib.contextmanager
def line_editing(history: Path) -> Iterator[None]:
    """Arrow keys and a history that lasts, where the platform has readline; without it plain input."""
    try:
        import readline
    except ImportError:
        yield
        return
    with contextlib.suppress(OSError):
        readline.read_history_file(history)
    readline.set_history_length(LONGEST_HISTORY)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            history.parent.mkdir(parents=True, exist_ok=True)
            readline.write_history_file(history)
