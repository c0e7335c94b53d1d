"""The rooms of `bot/` and the arrows between them."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

import bot

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "bot"

# From the ground up: a room imports only rooms of floors below its own. Rooms on one floor do not know each other.
FLOORS = (
    {"files", "yamltext", "yamlplaces"},
    {"errors", "version", "language", "policy", "context", "arrays", "asking", "grouping"},
    {"records", "text", "yamltree"},
    {"records_json", "anchors", "spelling", "thesaurus", "follow_up", "sentences"},
    {"markdown", "fields", "places", "index", "query"},
    {"knowledge", "retriever"},
    {"ranker", "fitting", "writing"},
    {"judging", "editing", "store"},
    {"explaining", "calibrating"},
    {"cache"},
    {"assistant", "refit", "preparing"},
    {"shown", "training", "inbox"},
    {"terminal", "wire"},
    {"articles", "checking"},
    {"repl", "evaluation"},
    {"teaching"},
    {"web"},
    {"cli"},
    {"__main__"},
)
FLOOR = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}

# `cache` fits where there is no fresh index, and `assistant` where it is handed a knowledge base; both import it late.
LATE = {("cache", "calibrating"), ("cache", "knowledge"), ("assistant", "calibrating")}

MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")

# Which rooms know a foreign library; every other import is of the standard library or of bot.
KNOWN_TO = {
    "sklearn": {"fitting", "calibrating", "training"},
    "scipy": {"fitting"},
    "yaml": {"yamltree", "yamlplaces"},
    "markdown_it": {"markdown", "articles"},
    "mdit_py_plugins": {"articles"},
    "nh3": {"markdown"},
    "Stemmer": {"text"},
    "rapidfuzz": {"checking", "spelling", "retriever"},
    "numpy": {"arrays", "calibrating", "evaluation", "explaining", "fitting", "index", "judging", "ranker", "retriever"}
    | {"training"},
    "flask": {"web"},
    "werkzeug": {"web"},
    "markupsafe": {"web"},
    "granian": {"web"},
    "itsdangerous": {"web"},
    "prometheus_client": {"web"},
    "click": {"cli", "evaluation", "terminal"},
    "platformdirs": {"cache", "cli", "store"},
    "sqlalchemy": {"store", "inbox", "teaching"},
    "matplotlib": {"evaluation"},
}


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """The dotted names that a module imports, late imports among them."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names |= {f"{node.module}.{alias.name}" for alias in node.names} if node.module == "bot" else {str(node.module)}
    return names


def rooms_imported(path: Path) -> set[str]:
    return {name.split(".")[1] for name in imports(path) if name.startswith("bot.")} - {room_of(path)}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_rooms_of_floors_below(path: Path) -> None:
    room = room_of(path)
    upward = {other for other in rooms_imported(path) if FLOOR[other] >= FLOOR[room] and (room, other) not in LATE}
    assert upward == set()


def test_every_room_has_its_floor() -> None:
    assert {room_of(path) for path in MODULES} == set(FLOOR)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_foreign_library_is_known_to_few_rooms(path: Path) -> None:
    foreign = {name.split(".")[0] for name in imports(path)} & KNOWN_TO.keys()
    assert {library for library in foreign if room_of(path) not in KNOWN_TO[library]} == set()


def test_every_library_that_a_room_imports_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["plot"]]
    names = {each.split(">=")[0].lower() for each in declared}
    alias = {
        "sklearn": "scikit-learn",
        "yaml": "pyyaml",
        "markdown_it": "markdown-it-py",
        "mdit_py_plugins": "mdit-py-plugins",
        "Stemmer": "pystemmer",
        "prometheus_client": "prometheus-client",
    }
    brought_along = {"scipy", "werkzeug", "markupsafe", "itsdangerous"}  # by scikit-learn and by Flask
    assert {alias.get(library, library) for library in KNOWN_TO.keys() - brought_along} == names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 260


def test_what_bot_exports_is_there_and_sorted() -> None:
    assert all(hasattr(bot, name) for name in bot.__all__)
    assert list(bot.__all__) == sorted(bot.__all__)
