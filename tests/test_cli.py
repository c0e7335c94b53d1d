from __future__ import annotations

import json
import os
import pty
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import click
import pytest
from click.testing import CliRunner, Result
from conftest import FAQBOT

from bot.cli import main
from bot.version import VERSION

ANSWERED, NOT_ANSWERED, BAD_USE = 0, 1, 2

BROKEN = """\
format: 1
title: The bakery
entries:
  - id: Opening Hours
    question: When are you open?
    answer: From seven.
  - id: cakes
    kind: rumour
    question: What cakes are there?
    answer: Many.
    related: [bread]
  - id: rolls
    question: Are there rolls?
"""
MISTAKES = {4: "'Opening Hours'", 8: "'rumour'", 11: "'bread'", 12: "'answer' is missing"}

Run: TypeAlias = Callable[..., Result]


@pytest.fixture
def run(bakery_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command beside the bakery's knowledge."""
    monkeypatch.chdir(bakery_folder.parent)
    return lambda *arguments, typed="": CliRunner().invoke(main, arguments, input=typed)


@pytest.fixture
def shell(bakery_folder: Path) -> Callable[[str], subprocess.CompletedProcess[bytes]]:
    """Runs a shell line beside the bakery's knowledge."""
    path = f"{Path(FAQBOT).parent}{os.pathsep}{os.environ['PATH']}"
    return lambda line: subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        cwd=bakery_folder.parent,
        env={**os.environ, "PATH": path},
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_ask_answers_its_argument_on_standard_output(run: Run) -> None:
    result = run("ask", "what are your opening hours")
    assert result.stdout.startswith("From seven in the morning to six in the evening, every day but Sunday.\n")
    assert (result.stderr, result.exit_code) == ("", ANSWERED)


def test_ask_takes_several_words_as_one_question(run: Run) -> None:
    one = run("ask", "what are your opening hours")
    assert run("ask", "what", "are", "your", "opening", "hours").stdout == one.stdout


def test_ask_takes_a_question_that_begins_with_a_dash_after_two_dashes(run: Run) -> None:
    assert run("ask", "--", "- do you deliver?").stdout.startswith("Yes, within the town, by bicycle.\n")


def test_ask_answers_each_line_of_standard_input_by_itself(run: Run) -> None:
    alone = [run("ask", question).stdout for question in ("do you deliver?", "what oven do you use")]
    result = run("ask", typed="do you deliver?\r\nwhat oven do you use")
    assert result.stdout == "\n".join(alone)
    assert result.exit_code == ANSWERED


def test_ask_skips_blank_lines(run: Run) -> None:
    assert run("ask", typed="\n  \ndo you deliver?\n\n").stdout == run("ask", "do you deliver?").stdout


def test_ask_writes_one_json_object_a_line(run: Run) -> None:
    lines = run("ask", "--json", typed="do you deliver?\nzxqv zxqv\nhello\n").stdout.splitlines()
    replies = [json.loads(line) for line in lines]
    assert [reply["kind"] for reply in replies] == ["answer", "no_answer", "smalltalk"]
    assert replies[0]["question"] == "do you deliver?"


def test_ask_writes_json_in_utf_8_as_it_is(run: Run) -> None:
    assert "“Öffnungszeiten” 🍞" in run("ask", "--json", "“Öffnungszeiten” 🍞").stdout


@pytest.mark.parametrize(
    ("questions", "code"),
    [
        (["do you deliver?"], ANSWERED),
        (["hello"], ANSWERED),
        (["white flour is toxic"], ANSWERED),
        (["price of a birthday cake"], NOT_ANSWERED),
        (["zxqv zxqv"], NOT_ANSWERED),
        (["do you deliver?", "zxqv zxqv"], NOT_ANSWERED),
        (["zxqv zxqv", "do you deliver?"], NOT_ANSWERED),
        (["do you deliver?", "hello"], ANSWERED),
    ],
)
def test_ask_exits_with_0_only_when_every_question_was_answered(run: Run, questions: list[str], code: int) -> None:
    assert run("ask", typed="\n".join(questions)).exit_code == code


def test_what_was_read_otherwise_is_said_on_standard_error(run: Run) -> None:
    result = run("ask", "do you delivre?")
    assert result.stderr == "Read as: do you deliver?\n"
    assert result.stdout.startswith("Yes, within the town, by bicycle.\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask"], "There is no question"),
        (["ask", ""], "There is no question"),
        (["ask", "  "], "There is no question"),
        (["ask", "--jsno", "x"], "--jsno"),
        (["aks", "x"], "aks"),
        (["serve", "--port", "x"], "'x' is not a valid integer"),
        (["serve", "--port", "70000"], "70000 is not in the range"),
        (["serve", "--workers", "0"], "0 is not in the range"),
        (["ask", "--knowledge", "nowhere", "x"], "nowhere: no such file or folder, expected knowledge"),
        (["chat", "--knowledge", "nowhere"], "nowhere: no such file or folder, expected knowledge"),
        (["serve", "--knowledge", "nowhere"], "nowhere: no such file or folder, expected knowledge"),
    ],
)
def test_bad_use_exits_with_2_and_says_on_standard_error_what_is_wrong(run: Run, arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert result.exit_code == BAD_USE
    assert message in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("command", [["ask", "do you deliver?"], ["chat"], ["serve"]], ids=lambda command: command[0])
def test_broken_knowledge_lists_every_mistake_with_its_line_and_exits_with_2(
    run: Run, tmp_path: Path, command: list[str]
) -> None:
    (tmp_path / "broken.yaml").write_text(BROKEN)
    result = run(*command, "--knowledge", "broken.yaml")
    assert (result.exit_code, result.stdout) == (BAD_USE, "")
    for line, what in MISTAKES.items():
        assert any(f"broken.yaml:{line}: " in said and what in said for said in result.stderr.splitlines()), (line, what)


def test_control_characters_in_broken_knowledge_never_reach_the_terminal(run: Run, tmp_path: Path) -> None:
    evil = r'"\e]0;pwned\a\e[2J\x9B"'
    links = f"related: [{evil}], {evil}: x, read_more: [{{title: x, url: {evil}}}]"
    entry = f"  - {{id: {evil}, kind: {evil}, question: x, answer: x, {links}}}"
    (tmp_path / "evil.yaml").write_text(f"format: {evil}\ntitle: x\nentries:\n{entry}\n")
    result = run("ask", "--knowledge", "evil.yaml", "x")
    assert result.exit_code == BAD_USE
    assert [c for c in result.stderr if c != "\n" and not c.isprintable()] == []


def test_a_folder_without_knowledge_exits_with_2(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run("ask", "--knowledge", "empty", "x")
    assert result.exit_code == BAD_USE
    assert "no knowledge in this folder" in result.stderr


def test_a_single_file_is_knowledge_too(run: Run) -> None:
    assert run("ask", "--knowledge", "knowledge/bakery.yaml", "do you deliver?").exit_code == ANSWERED


def test_the_environment_names_the_knowledge_and_the_option_goes_before_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAQBOT_KNOWLEDGE", "nowhere")
    assert "nowhere" in run("ask", "do you deliver?").stderr
    assert run("ask", "--knowledge", "knowledge", "do you deliver?").exit_code == ANSWERED


def test_without_knowledge_of_its_own_faqbot_answers_about_heat_pumps(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert "electric" in run("ask", "do heat pumps generate electricity?").stdout


def test_version_prints_the_version(run: Run) -> None:
    assert run("--version").stdout == f"faqbot, version {VERSION}\n"


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_has_help_with_a_sentence_and_a_text_for_each_option(run: Run, name: str) -> None:
    command = main.commands[name]
    options = [option for option in command.params if isinstance(option, click.Option)]
    assert run(name, "--help").stdout == run(name, "-h").stdout
    assert (command.help or "").split("\n")[0].endswith(".")
    assert all(option.help for option in options)


def test_the_help_of_faqbot_names_every_command(run: Run) -> None:
    shown = run("--help").stdout
    assert all(f"  {name} " in shown for name in main.commands)


def test_bytes_that_are_no_utf_8_are_read_as_replacements(shell: Callable[[str], subprocess.CompletedProcess[bytes]]) -> None:
    done = shell(r"printf 'do you deliver \xff\xfe ?\n' | faqbot ask --json")
    assert json.loads(done.stdout)["question"] == "do you deliver \ufffd\ufffd ?"
    assert (done.returncode, done.stderr) == (ANSWERED, b"")


@pytest.mark.parametrize("option", ["", "--json"])
def test_an_argument_that_is_no_utf_8_is_answered_too(
    shell: Callable[[str], subprocess.CompletedProcess[bytes]], option: str
) -> None:
    done = shell(rf"faqbot ask {option} $'do you deliver \xff ?'")
    assert b"within the town" in done.stdout
    assert done.returncode == ANSWERED
    assert b"Traceback" not in done.stderr


def test_standard_input_is_utf_8_whatever_the_locale(shell: Callable[[str], subprocess.CompletedProcess[bytes]]) -> None:
    done = shell("printf 'Brötchen 🍞\n' | LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 faqbot ask --json")
    assert json.loads(done.stdout)["question"] == "Brötchen 🍞"


@pytest.mark.parametrize(
    "line", ["yes 'do you deliver?' | head -3000 | faqbot ask | head -1", "yes hello | head -3000 | faqbot ask --json | head -1"]
)
def test_a_reader_that_leaves_early_is_no_reason_to_complain(
    shell: Callable[[str], subprocess.CompletedProcess[bytes]], line: str
) -> None:
    done = shell(line)
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""


def test_answers_in_a_pipe_arrive_as_each_question_comes(bakery_folder: Path) -> None:
    with subprocess.Popen(
        [FAQBOT, "ask", "--json", "--knowledge", str(bakery_folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(b"do you deliver?\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["entry"]["id"] == "delivery"
        process.stdin.close()
        assert process.wait(30) == ANSWERED


def test_a_pipe_gets_no_colour(shell: Callable[[str], subprocess.CompletedProcess[bytes]]) -> None:
    done = shell("TERM=xterm-256color faqbot ask 'white flour is toxiic'")
    assert b"This is a misconception" in done.stdout
    assert b"\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize("command", ["ask", "ask --json"])
def test_ask_without_a_question_does_not_wait_for_a_terminal(bakery_folder: Path, command: str) -> None:
    keyboard, terminal = pty.openpty()
    arguments = [FAQBOT, *command.split(), "--knowledge", str(bakery_folder)]
    try:
        done = subprocess.run(arguments, stdin=terminal, capture_output=True, timeout=30, check=False)
    finally:
        os.close(keyboard)
        os.close(terminal)
    assert done.returncode == BAD_USE
    assert b"There is no question" in done.stderr
