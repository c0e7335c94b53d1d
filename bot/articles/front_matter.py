"""Metadata at the top of a file: YAML or TOML, also without its opening line, or with all of the file in a code fence."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping as Named
from dataclasses import dataclass, field
from typing import TypeAlias

from bot import yamltree
from bot.errors import Mistake
from bot.yamltree import Items, Mapping, Node, Scalar

Value: TypeAlias = "str | list[Value] | dict[str, Value]"

LONGEST = 400  # lines of metadata that are looked through
_FENCE = re.compile(r"\s*(`{3,}|~{3,})\s*(?:markdown|md|mdx|yaml|html)?\s*")
_NAME = re.compile(r"[A-Za-z_][\w-]*\s*:(?:\s|$)")


@dataclass(frozen=True)
class FrontMatter:
    """What stands above the text: the `fields`, and the `text` that follows with the line in which it begins."""

    text: str
    first_line: int = 1
    fields: dict[str, Value] = field(default_factory=dict)
    notes: tuple[tuple[int, str], ...] = ()


def split(text: str) -> FrontMatter:
    """Part a file into its metadata and its text."""
    lines = text.split("\n")
    first = _unwrap(lines)
    while first < len(lines) and not lines[first].strip():
        first += 1
    opening = lines[first].strip() if first < len(lines) else ""
    if opening in {"---", "+++"}:
        end = _closing(lines, first + 1, opening)
        if end is None:
            return _rest(lines, first + (opening == "+++"))
        return _read(lines, first + 1, end, toml=opening == "+++")
    if _NAME.match(lines[first] if first < len(lines) else ""):
        end = _closing(lines, first + 1, "---")
        if end is not None:
            broken = _read(lines, first, end, toml=False)
            return broken if not broken.notes else _rest(lines, first)
    return _rest(lines, first)


def _unwrap(lines: list[str]) -> int:
    """Take a fence around the whole file away, so that every line keeps its number; gives the first line of the text."""
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    found = _FENCE.fullmatch(lines[first]) if lines else None
    if not found:
        return first
    last = max((at for at, line in enumerate(lines) if line.strip()), default=0)
    following = next((line.strip() for line in lines[first + 1 : first + 3] if line.strip()), "")
    closed = last > first and lines[last].strip().startswith(found[1]) and not lines[last].strip(" `~")
    if (closed and sum(line.lstrip().startswith(found[1]) for line in lines) % 2 == 0) or following in {"---", "+++"}:
        if closed:
            lines[last] = ""
        return first + 1
    return first


def _closing(lines: list[str], start: int, mark: str) -> int | None:
    return next(
        (
            at
            for at in range(start, min(len(lines), start + LONGEST))
            if lines[at].rstrip() in {mark, "..." if mark == "---" else mark}
        ),
        None,
    )


def _rest(lines: list[str], first: int) -> FrontMatter:
    return FrontMatter("\n".join(lines[first:]), first + 1)


def _read(lines: list[str], start: int, end: int, *, toml: bool) -> FrontMatter:
    text = "\n".join(lines[start:end]) + "\n"
    rest, first_line = "\n".join(lines[end + 1 :]), end + 2
    fields, notes = _toml(text, start) if toml else yaml_fields(text, start)
    return FrontMatter(rest, first_line, fields, tuple(notes))


def yaml_fields(text: str, before: int = 0) -> tuple[dict[str, Value], list[tuple[int, str]]]:
    """The fields of a YAML mapping, and what is wrong with it; `before` is the number of lines above it."""
    mistakes: list[Mistake] = []
    root = yamltree.read(text.encode("utf-8", "replace"), "", mistakes.append)
    notes = [(before + max(1, mistake.line), f"metadata that cannot be read: {mistake.what}") for mistake in mistakes]
    if isinstance(root, Mapping):
        return _named(root), notes
    return {}, notes or [(before + 1, "metadata that cannot be read: expected 'name: value' lines")] if text.strip() else []


def _toml(text: str, before: int) -> tuple[dict[str, Value], list[tuple[int, str]]]:
    try:
        return {name: _plain(value) for name, value in tomllib.loads(text).items()}, []
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return {}, [(before + 1, f"metadata that cannot be read: {error}")]


def _plain(value: object) -> Value:
    match value:
        case dict():
            return {str(name): _plain(each) for name, each in value.items()}
        case list():
            return [_plain(each) for each in value]
        case _:
            return str(value)


def _named(mapping: Mapping) -> dict[str, Value]:
    return {name: _value(node) for name, node in mapping.items.items()}


def _value(node: Node) -> Value:
    match node:
        case Scalar(text=text):
            return text
        case Items(items=items):
            return [_value(item) for item in items]
        case Mapping():
            return _named(node)


def text_at(fields: Named[str, Value], *names: str) -> str:
    """The first of some fields that is text, by names or by dotted paths of names, whatever their case."""
    for name in names:
        value: Value | None = dict(fields)
        for part in name.split("."):
            value = {key.lower(): each for key, each in value.items()}.get(part.lower()) if isinstance(value, dict) else None
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
    return ""
