"""YAML text -> a tree of scalars, lists and mappings that know their lines. The one place that knows PyYAML.

Scalars stay as written: `no`, `12` and `1:30` are text here, so YAML 1.1's guesses cannot change a phrasing. Aliases, repeated
keys and deep nesting are refused, so a small file cannot grow into a large one (an "alias bomb") or exhaust the stack: the
tree is built from libyaml's events, which need no recursion.
"""

from __future__ import annotations

from collections.abc import Callable
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


class _RefusedError(Exception):
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
    builder = _Builder(lambda line, what: report(Mistake(file, line, what)))
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except _RefusedError as refused:
        report(Mistake(file, refused.line, refused.what))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "unreadable text"
        report(Mistake(file, mark.line + 1 if mark else 0, f"not YAML: {problem}"))
    else:
        return builder.root
    return None


class _Builder:
    """Builds the tree from events, with a stack of its own."""

    def __init__(self, report: Callable[[int, str], None]) -> None:
        self.root: Node | None = None
        self._report = report
        self._open: list[Items | Mapping] = []
        self._names: list[str | None] = []  # for each open mapping the name whose value comes next

    def take(self, event: events.Event) -> None:
        """Take the next event."""
        line = event.start_mark.line + 1 if event.start_mark else 0
        match event:
            case events.ScalarEvent():  # first, as almost all events are these
                empty = event.implicit[0] and event.value in {"", "~", "null"}
                self._add(Scalar(line, "" if empty else event.value, empty))
            case events.AliasEvent():
                raise _RefusedError(line, f"alias *{event.anchor}, expected the text itself (aliases are not supported)")
            case events.DocumentStartEvent() if self.root is not None:
                raise _RefusedError(line, "a second YAML document, expected one a file")
            case events.MappingEndEvent() | events.SequenceEndEvent():
                self._open.pop()
                self._names.pop()
            case events.MappingStartEvent():
                self._enter(Mapping(line))
            case events.SequenceStartEvent():
                self._enter(Items(line))
            case _:
                pass  # stream and document marks

    def _enter(self, node: Items | Mapping) -> None:
        if len(self._open) == DEEPEST:
            raise _RefusedError(node.line, f"nested deeper than {DEEPEST} levels")
        self._add(node)
        self._open.append(node)
        self._names.append(None)

    def _add(self, node: Node) -> None:
        match self._open[-1] if self._open else None:
            case None:
                self.root = node
            case Items(items=items):
                items.append(node)
            case Mapping() as parent:
                self._add_to(parent, node)

    def _add_to(self, parent: Mapping, node: Node) -> None:
        if (name := self._names[-1]) is not None:
            parent.items[name] = node
            self._names[-1] = None
            return
        if not isinstance(node, Scalar):
            raise _RefusedError(node.line, "a list or mapping as a name, expected text")
        if node.text in parent.lines:
            self._report(node.line, f"{node.text!r} is given twice, first in line {parent.lines[node.text]}")
        parent.lines[node.text] = node.line
        self._names[-1] = node.text
