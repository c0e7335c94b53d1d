from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import click
import pytest
from conftest import FAQBOT, ROOT
from flask.testing import FlaskClient

from bot import Assistant
from bot.cli import main
from bot.wire import reply_json

README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = ["README.md", "CHANGELOG.md"]
SOURCES = [path for path in (ROOT / "bot").rglob("*.py") if "__pycache__" not in path.parts]


def blocks(language: str) -> list[str]:
    """The README's code blocks in this language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def console_examples() -> list[tuple[str, str]]:
    """The commands of the README's console blocks, each with the output that it shows."""
    parts = [part for block in blocks("console") for part in re.split(r"^\$ ", block, flags=re.MULTILINE) if part]
    return [(command, shown) for command, _, shown in (part.partition("\n") for part in parts)]


EXAMPLES = console_examples()


def in_readme(word: str) -> bool:
    """Whether the README mentions `word` as a whole."""
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", README) is not None


@pytest.mark.parametrize("name", sorted(main.commands))
def test_the_readme_mentions_every_command(name: str) -> None:
    assert f"faqbot {name}" in README


@pytest.mark.parametrize(
    ("name", "option"),
    [
        (name, option.opts[0])
        for name, command in sorted(main.commands.items())
        for option in command.params
        if isinstance(option, click.Option)
    ],
)
def test_the_readme_mentions_every_option_in_the_row_of_its_command(name: str, option: str) -> None:
    [row] = re.findall(rf"^\| `faqbot {name}\b.*$", README, re.MULTILINE)
    assert f"`{option}" in row


def test_the_readme_mentions_no_option_that_does_not_exist() -> None:
    parameters = [each for command in main.commands.values() for each in command.params]
    options = {"--help", "--version"} | {name for each in parameters for name in each.opts}
    rows = re.findall(r"^\| `faqbot .*$", README, re.MULTILINE)
    assert rows
    assert set(re.findall(r"`(--[\w-]+)", "\n".join(rows))) <= options


def test_the_readme_mentions_every_route(client: FlaskClient) -> None:
    routes = [rule for rule in client.application.url_map.iter_rules() if rule.endpoint != "static"]
    for rule in routes:
        path = re.sub(r"<(?:\w+:)?\w+>", "<id>", rule.rule)
        named = path.replace("/entries/<id>", "/entries[/<id>]"), path
        assert any(f"{each}`" in README or f"{each}?" in README for each in (*named, rule.rule)), path


def test_the_readme_mentions_every_environment_variable() -> None:
    used = {name for path in SOURCES for name in re.findall(r"\b(FAQBOT_[A-Z]+|NO_COLOR)\b", path.read_text())}
    assert {"FAQBOT_KNOWLEDGE", "FAQBOT_CACHE"} <= used
    assert [name for name in sorted(used) if not in_readme(name)] == []


def test_the_readme_mentions_no_environment_variable_that_does_not_exist() -> None:
    used = {name for path in SOURCES for name in re.findall(r"FAQBOT_[A-Z]+", path.read_text())}
    assert set(re.findall(r"FAQBOT_[A-Z]+", README)) <= used


def test_the_readme_mentions_every_field_of_a_reply(assistant: Assistant) -> None:
    written = reply_json(assistant, assistant.reply("white flour is toxic"))
    for field in [*written, *written["entry"], *written["sources"][0]]:
        assert f"`{field}`" in README, field


def test_the_readme_mentions_every_kind_of_reply_entry_and_verdict() -> None:
    for kind in ("answer", "suggestions", "no_answer", "smalltalk", "wrong", "partly", "outdated"):
        assert f"`{kind}`" in README, kind
    for kind in ("question", "misconception", "topic", "not-covered"):
        assert in_readme(kind), kind


def test_the_readme_mentions_every_field_of_a_knowledge_file() -> None:
    from bot.knowledge import ARTICLE_FIELDS, ENTRY_FIELDS

    [example] = blocks("yaml")
    written_by_hand = [*ARTICLE_FIELDS, *(field for field in ENTRY_FIELDS if field != "from")]
    for field in written_by_hand:
        assert re.search(rf"\b{field}:", example) or f"`{field}`" in README, field


def test_the_knowledge_file_of_the_readme_is_valid() -> None:
    from bot.knowledge import parse

    [example] = blocks("yaml")
    knowledge = parse({"bakery.yaml": example.encode()})
    assert [entry.id for entry in knowledge.entries] == ["sourdough"]


def test_the_readme_has_an_example_of_ask_of_a_pipe_and_of_json() -> None:
    commands = [command for command, _ in EXAMPLES]
    assert any(command.startswith("faqbot ask ") for command in commands)
    assert any("| faqbot ask" in command for command in commands)


@pytest.mark.parametrize(("command", "shown"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_an_example_of_the_readme_prints_what_it_shows(command: str, shown: str) -> None:
    environment = {**os.environ, "PATH": f"{Path(FAQBOT).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", f"{{ {command}\n}} 2>&1"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    pattern = "".join(r"(?:.*\n)*?" if line == "..." else re.escape(line) + r"\n" for line in shown.splitlines())
    assert re.fullmatch(pattern, done.stdout), f"expected\n{shown}\ngot\n{done.stdout}"


def test_the_python_examples_of_the_readme_run_as_one_script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    examples = blocks("python")
    assert examples
    exec(compile("\n".join(examples), "README.md", "exec"), {"__name__": "readme"})


def test_every_name_that_the_package_exports_is_documented() -> None:
    import bot

    assert sorted(bot.__all__) == bot.__all__
    for name in bot.__all__:
        assert getattr(bot, name).__doc__, name


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_relative_link_leads_to_a_file(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link and not link.startswith("#")]
    assert [link for link in links if not (ROOT / link.split("#")[0]).exists()] == []


def test_every_file_that_the_readme_names_exists() -> None:
    named = set(re.findall(r"`((?:bot|knowledge|tests)/[\w./-]*)`", README))
    assert named
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_the_commands_that_set_up_are_those_that_ci_runs() -> None:
    commands = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("python3 -m venv")]
    assert any(command.endswith("faqbot serve") for command in commands)
    [tests] = [command for command in commands if command.endswith("pytest")]
    ci = (ROOT / ".ci" / "run").read_text()
    assert "'.[test]'" in tests
    assert "'.[test]'" in ci
    assert ".venv/bin/pytest" in ci


def test_the_version_stands_in_the_changelog_or_is_unreleased() -> None:
    from bot.version import VERSION

    changelog = (ROOT / "CHANGELOG.md").read_text()
    assert f"## {VERSION}" in changelog or f"## [{VERSION}]" in changelog or "## Unreleased" in changelog
