from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import subprocess
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from conftest import FAQBOT

from bot import Assistant, Entry, KnowledgeBase
from bot.errors import StoreError
from bot.repl import HELP, Chat, run
from bot.terminal import Layout

EVIL = "\x1b]0;pwned\x07\x1b[2J\x9b31m\u202e"
HOURS = "From seven in the morning to six in the evening, every day but Sunday."
COLOUR = re.compile(r"\x1b\[\d+(?:;\d+)*m")


@pytest.fixture
def chat(assistant: Assistant) -> Chat:
    return Chat(Layout(assistant))


def said(chat: Chat, *lines: str) -> str:
    """What the chat says to the last of these lines."""
    answers = [chat.turn(line) for line in lines]
    assert answers[-1] is not None
    return answers[-1]


def test_the_welcome_is_the_editors_and_says_how_to_get_help_and_leave(chat: Chat) -> None:
    assert chat.welcome() == "Welcome to the bakery!\n\n/help shows the commands, Ctrl-D leaves."


def test_a_line_is_answered(chat: Chat) -> None:
    assert said(chat, "what are your opening hours").startswith(HOURS)


def test_a_vote_is_on_the_last_reply_with_its_reason_and_a_second_one_is_on_the_same(assistant: Assistant) -> None:
    votes: list[tuple[str, str, str, str]] = []
    chat = Chat(Layout(assistant), lambda reply, name, vote, reason: votes.append((reply.query, name, vote, reason)))
    assert said(chat, "/good") == "Nothing was asked yet."
    assert said(chat, "what are your opening hours", "/good") == "Thank you."
    assert "inbox" in said(chat, "/bad I asked for sunday")
    assert [(query, vote, reason) for query, _, vote, reason in votes] == [
        ("what are your opening hours", "good", ""),
        ("what are your opening hours", "bad", "I asked for sunday"),
    ]
    assert votes[0][1] == votes[1][1]
    assert said(chat, "white flour is toxic", "/good") == "Thank you."
    assert votes[2][1] != votes[0][1]


def test_none_of_these_is_kept_as_a_vote_on_the_reply_that_suggested(assistant: Assistant) -> None:
    votes: list[tuple[str, str]] = []
    said(Chat(Layout(assistant), lambda reply, _, vote, __: votes.append((reply.query, vote))), SUGGESTED, "0")
    assert votes == [(SUGGESTED, "none")]


def test_a_vote_that_cannot_be_kept_says_so_and_the_chat_goes_on(assistant: Assistant) -> None:
    def refuse(*_: object) -> None:
        raise StoreError("the disk is full")

    chat = Chat(Layout(assistant), refuse)
    assert said(chat, "what are your opening hours", "/bad") == "Not kept: the disk is full"
    assert said(chat, "what are your opening hours").startswith(HOURS)
    assert said(Chat(Layout(assistant)), "/good") == "Votes are not kept here."


def test_a_line_of_nothing_but_space_says_nothing(chat: Chat) -> None:
    assert said(chat, "   ") == ""


def test_what_was_read_otherwise_stands_before_the_answer(chat: Chat) -> None:
    assert said(chat, "do you delivre?").startswith("Read as: do you deliver?\nYes, within the town")


def test_a_follow_up_is_read_with_the_question_before_it(chat: Chat) -> None:
    assert said(chat, "why so long?").startswith("I have no answer")
    assert said(chat, "how long does the sourdough rest?", "why so long?").startswith("It rests for eighteen hours.")


def test_the_shipped_bot_understands_a_follow_up(heat_pumps: Assistant) -> None:
    alone = said(Chat(Layout(heat_pumps)), "how much cheaper?")
    after = said(Chat(Layout(heat_pumps)), "is it cheaper to run a heat pump than a furnace?", "how much cheaper?")
    assert "furnace" in after
    assert alone != after


def test_a_digit_asks_the_question_with_that_number(chat: Chat) -> None:
    answer = said(chat, "what are your opening hours", "2")
    assert answer.startswith("> Do you deliver?\n")
    assert "Yes, within the town, by bicycle." in answer


def test_a_digit_without_such_a_question_says_which_there_are(chat: Chat) -> None:
    assert said(chat, "what are your opening hours", "3") == "There is no question 3. Expected a number from 1 to 2."
    assert said(chat, "0") == "There is no question 0. Expected a number from 1 to 2."


@pytest.mark.parametrize("number", ["12", "²", "-1", "1."])
def test_what_is_not_one_digit_is_a_question(chat: Chat, number: str) -> None:
    assert "Expected a number" not in said(chat, "what are your opening hours", number)


def test_a_digit_before_anything_was_offered_is_a_question(chat: Chat) -> None:
    assert "I have no answer" in said(chat, "7")


def test_why_names_the_candidates_of_the_last_question(chat: Chat) -> None:
    assert said(chat, "what are your opening hours", "/why").startswith("1  When is the bakery open?\n")


def test_why_before_any_question_says_so(chat: Chat) -> None:
    assert said(chat, "/why") == "Nothing was asked yet."


def test_topics_lists_what_can_be_asked(chat: Chat) -> None:
    assert "Our sourdough\n  How long does the sourdough rest?" in said(chat, "/topics")


@pytest.mark.parametrize("command", ["/help", "/?", " /help "])
def test_help_names_every_command(chat: Chat, command: str) -> None:
    shown = said(chat, command)
    assert shown == HELP
    assert all(name in shown for name in ("/why", "/good", "/bad", "/topics", "/help", "/quit", "Ctrl-D", "Ctrl-C"))


@pytest.mark.parametrize("command", ["/quit", "/exit", "/q"])
def test_quit_leaves(chat: Chat, command: str) -> None:
    assert chat.turn(command) is None


def test_an_unknown_command_names_those_there_are(chat: Chat) -> None:
    assert said(chat, "/weather today") == "There is no command /weather. Expected /why, /good, /bad, /topics, /help or /quit."


def test_commands_leave_the_options_and_the_last_question_as_they_are(chat: Chat) -> None:
    assert "Yes, within the town" in said(chat, "what are your opening hours", "/help", "/why", "", "2")


def test_control_characters_of_an_unknown_command_are_not_repeated(chat: Chat) -> None:
    assert not set(said(chat, f"/{EVIL}")) & set("\x1b\x07\x9b\u202e")


def test_control_characters_of_a_picked_question_are_not_shown() -> None:
    entries = [
        Entry("a", "Where is the lighthouse?", "On the cliff.", related=("b",)),
        Entry("b", f"Who keeps it?{EVIL}", "A keeper."),
    ]
    answer = said(Chat(Layout(Assistant(KnowledgeBase(entries)))), "where is the lighthouse?", "1")
    assert answer.startswith("> Who keeps it?")
    assert not set(answer) & set("\x1b\x07\x9b\u202e")


class Typist:
    """Types lines, presses Ctrl-C where a line is None, and Ctrl-D at the end."""

    def __init__(self, *lines: str | None) -> None:
        self._lines: Iterator[str | None] = iter(lines)
        self.shown: list[str] = []

    def read(self) -> str:
        try:
            line = next(self._lines)
        except StopIteration:
            raise EOFError from None
        if line is None:
            raise KeyboardInterrupt
        return line


def test_run_welcomes_answers_and_leaves_at_the_end_of_the_input(chat: Chat) -> None:
    typist = Typist("what are your opening hours", "do you deliver?")
    run(chat, typist.read, typist.shown.append)
    welcome, hours, delivery, end = typist.shown
    assert welcome.startswith("Welcome to the bakery!")
    assert hours.startswith(HOURS)
    assert delivery.startswith("Yes, within the town")
    assert end == ""


def test_ctrl_c_clears_the_line_and_the_chat_goes_on(chat: Chat) -> None:
    typist = Typist(None, "do you deliver?", None)
    run(chat, typist.read, typist.shown.append)
    assert [text[:5] for text in typist.shown] == ["Welco", "", "Yes, ", "", ""]


def test_quit_ends_the_run_before_the_next_line_is_read(chat: Chat) -> None:
    typist = Typist("/quit", "do you deliver?")
    run(chat, typist.read, typist.shown.append)
    assert typist.read() == "do you deliver?"


def test_a_chat_in_a_pipe_answers_each_line_with_the_one_before_it(bakery_folder: Path) -> None:
    done = subprocess.run(
        [FAQBOT, "chat", "--knowledge", str(bakery_folder)],
        input=b"what are your opening hours\n2\n/quit\nignored\n",
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.index(b"From seven") < done.stdout.index(b"> Do you deliver?") < done.stdout.index(b"by bicycle")
    assert b"\x1b" not in done.stdout
    assert b"ignored" not in done.stdout


class Terminal:
    """A chat in a real pseudo-terminal; `shown` is all that it wrote so far."""

    def __init__(self, knowledge: Path, home: Path, **environment: str) -> None:
        self._keyboard, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, b"\x18\0\x50\0\0\0\0\0")  # 24 lines of 80 columns
        variables = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "INPUTRC"}}
        self._process = subprocess.Popen(
            [FAQBOT, "chat", "--knowledge", str(knowledge)],
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            env={**variables, "TERM": "xterm-256color", "XDG_STATE_HOME": str(home), **environment},
            preexec_fn=lambda: _own_terminal(terminal),  # noqa: PLW1509  # no threads run here, and Python has no other way
        )
        os.close(terminal)
        self.shown = ""

    def type(self, text: str, *until: str) -> str:
        """Type, wait until the chat has written all of `until` in this order, and give what it wrote."""
        before = len(self.shown)
        os.write(self._keyboard, text.encode())
        wanted = re.compile(".*?".join(map(re.escape, until)), re.DOTALL)
        end = time.monotonic() + 30
        while not wanted.search(self.shown, before):
            ready, _, _ = select.select([self._keyboard], [], [], max(0.0, end - time.monotonic()))
            assert ready, f"no {until!r} in {self.shown[before:]!r}"
            self.shown += os.read(self._keyboard, 65536).decode(errors="replace")
        return self.shown[before:]

    def ask(self, question: str, until: str) -> str:
        """Type a question, and give what was written until the next prompt (before that, Ctrl-D would be lost)."""
        return self.type(f"{question}\r", until, "> ")

    def leave(self) -> int:
        """Press Ctrl-D, and give the exit code."""
        os.write(self._keyboard, b"\x04")
        end = time.monotonic() + 15
        while self._process.poll() is None:
            assert time.monotonic() < end, "Ctrl-D did not end the chat"
            self._drain()
        return self._process.returncode

    def close(self) -> None:
        """End the process, whatever state it is in."""
        self._process.kill()
        self._process.wait(10)
        os.close(self._keyboard)

    def _drain(self) -> None:
        # What is written must be read, lest the process waits for room; at its end Linux reports an error.
        try:
            if select.select([self._keyboard], [], [], 0.05)[0]:
                self.shown += os.read(self._keyboard, 65536).decode(errors="replace")
        except OSError:
            time.sleep(0.05)


def _own_terminal(terminal: int) -> None:
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)


Open: TypeAlias = Callable[..., Terminal]


@pytest.fixture
def terminal(bakery_folder: Path, tmp_path: Path) -> Iterator[Open]:
    opened: list[Terminal] = []

    def open_terminal(**environment: str) -> Terminal:
        opened.append(Terminal(bakery_folder, tmp_path / "state", **environment))
        return opened[-1]

    yield open_terminal
    for each in opened:
        each.close()


def test_in_a_terminal_the_prompt_has_colour_ctrl_c_clears_and_ctrl_d_leaves(terminal: Open) -> None:
    chat = terminal()
    start = chat.type("", "\x1b[36;1m> ")
    assert "Welcome to the bakery!" in COLOUR.sub("", start)
    assert "\x01" not in start
    chat.type("how long does the", "the")
    time.sleep(0.3)  # Python's readline misses a signal that comes between the last key and its next wait for one
    chat.type("\x03", "> ")
    answer = chat.ask("do you deliver?", "/about#delivery")
    assert "by bicycle" in answer
    assert "Read as" not in answer  # nothing of the cleared line is left
    assert chat.leave() == 0


def test_in_a_terminal_the_history_lasts_until_the_next_chat(terminal: Open, tmp_path: Path) -> None:
    first = terminal()
    first.type("", "> ")
    first.ask("do you deliver?", "/about#delivery")
    assert first.leave() == 0
    assert "do you deliver?" in (tmp_path / "state" / "faqbot" / "history").read_text()
    second = terminal()
    second.type("", "> ")
    assert "do you deliver?" in second.type("\x1b[A", "deliver?")
    assert "by bicycle" in second.ask("", "/about#delivery")


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=lambda environment: next(iter(environment)))
def test_in_a_terminal_colour_can_be_refused(terminal: Open, environment: dict[str, str]) -> None:
    chat = terminal(**environment)
    chat.type("", "> ")
    chat.ask("white flour is toxic", "/about#myths")
    assert chat.leave() == 0
    assert "This is a misconception:" in chat.shown
    assert COLOUR.search(chat.shown) is None


def test_a_history_that_cannot_be_written_does_not_keep_the_chat_from_working(terminal: Open, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a folder is expected")
    chat = terminal()
    chat.type("", "> ")
    chat.ask("do you deliver?", "/about#delivery")
    assert chat.leave() == 0


SUGGESTED = "submarine dough"  # near enough to the sourdough to be asked back


def test_none_of_the_suggested_questions_may_be_meant(chat: Chat) -> None:
    offered = said(chat, SUGGESTED)
    assert "  0 None of these" in offered
    declined = said(chat, SUGGESTED, "0")
    assert declined.startswith("I have no answer to that.")
    assert "Ask at the counter." in declined
    assert said(chat, SUGGESTED, "0", "0") != declined
