"""YAML text -> a tree of scalars, lists and mappings that know their lines. The one place that knows PyYAML.

Scalars stay as written: `no`, `12` and `1:30` are text here, so YAML 1.1's guesses cannot change a phrasing. Aliases, repeated
keys and deep nesting are refused, so a small file cannot grow into a large one (an "alias bomb") or exhaust the stack: the
tree is built from libyaml's events, which need no recursion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml
from yaml import events

from bot.errors import Mistake

DEEPEST = 16

# libyaml's binding where PyYAML was built with it (ten times faster), else the same parser in Python.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Scalar:
    """A single value as text; `empty` when nothing was written."""

    line: int
    text: str
    empty: bool = False


@dataclass(frozen=True)
class Items:
    """A list."""

    line: int
    items: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class Mapping:
    """Named values; `lines` has the line of each name."""

    line: int
    items: dict[str, Node] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


Node: TypeAlias = Scalar | Items | Mapping


class _Refused(Exception):
    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line, self.what = line, what


def read(content: bytes, file: str, report: Callable[[Mistake], None]) -> Node | None:
    """The tree of one file, or None when its text is no usable YAML; what is wrong goes to `report`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        report(Mistake(file, line, f"byte {error.start} is not UTF-8, expected a text file in UTF-8"))
        return None
    try:
        return _built(yaml.parse(text, Loader=_LOADER), lambda line, what: report(Mistake(file, line, what)))
    except _Refused as refused:
        report(Mistake(file, refused.line, refused.what))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "unreadable text"
        report(Mistake(file, mark.line + 1 if mark else 0, f"not YAML: {problem}"))
    return None


def _built(stream: Iterator[events.Event], report: Callable[[int, str], None]) -> Node | None:
    """Build the tree of the first document, with a stack of its own."""
    stack: list[Items | Mapping] = []
    names: list[str | None] = []
    root: Node | None = None
    for event in stream:
        line = event.start_mark.line + 1
        node: Node
        match event:
            case events.AliasEvent():
                raise _Refused(line, f"alias *{event.anchor}, expected the text itself (aliases are not supported)")
            case events.MappingEndEvent() | events.SequenceEndEvent():
                stack.pop()
                names.pop()
                continue
            case events.DocumentStartEvent() if root is not None:
                raise _Refused(line, "a second YAML document, expected one a file")
            case events.ScalarEvent():
                empty = event.implicit[0] and event.value in {"", "~", "null"}
                node = Scalar(line, "" if empty else event.value, empty)
            case events.MappingStartEvent():
                node = Mapping(line)
            case events.SequenceStartEvent():
                node = Items(line)
            case _:
                continue
        match stack[-1] if stack else None:
            case None:
                root = node
            case Items(items=items):
                items.append(node)
            case Mapping() as parent:
                if names[-1] is None:
                    names[-1] = _name(node, parent, report)
                    continue
                parent.items[names[-1]] = node
                names[-1] = None
        if not isinstance(node, Scalar):
            stack.append(node)
            names.append(None)
            if len(stack) > DEEPEST:
                raise _Refused(line, f"nested deeper than {DEEPEST} levels")
    return root


def _name(node: Node, parent: Mapping, report: Callable[[int, str], None]) -> str:
    if not isinstance(node, Scalar):
        raise _Refused(node.line, "a list or mapping as a name, expected text")
    if node.text in parent.lines:
        report(node.line, f"{node.text!r} is given twice, first in line {parent.lines[node.text]}")
    parent.lines[node.text] = node.line
    return node.text
