"""YAML text -> where its values stand, so that a part of a file can be changed and every other byte stays as it is.

Places are character offsets into the text. The text must be one that `yamltree.read` accepts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

import yaml
from yaml import events

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Place:
    """A value from `start` to `end` (exclusive); `column` counts from 0.

    A list has its `items`, a mapping its `fields`; `flow` ones are written in brackets. In the text of a scalar is its value.
    """

    start: int
    end: int
    column: int
    flow: bool = False
    text: str = ""
    items: list[Place] = field(default_factory=list)
    fields: dict[str, Field] = field(default_factory=dict)


@dataclass(frozen=True)
class Field:
    """A name in a mapping and its value; `column` is that of the name."""

    start: int
    column: int
    value: Place

    @property
    def end(self) -> int:
        """Where the value ends."""
        return self.value.end


@dataclass(frozen=True)
class Splice:
    """A change to a text: `text` stands where the characters from `start` to `end` stood."""

    start: int
    end: int
    text: str


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """A text after changes that do not overlap; insertions at one place keep their order."""
    parts, at = [], 0
    for splice in sorted(splices, key=lambda each: (each.start, each.end)):
        parts += [text[at : splice.start], splice.text]
        at = splice.end
    return "".join([*parts, text[at:]])


def places(text: str) -> Place:
    """The places of the values in a YAML document that is a mapping or a list."""
    outside = _Open(Place(0, 0, 0), is_mapping=False)
    opened = [outside]
    for event in yaml.parse(text, Loader=_LOADER):
        match event:
            case events.ScalarEvent():
                opened[-1].add(_scalar(event, text))
            case events.MappingStartEvent() | events.SequenceStartEvent():
                start, column = _mark(event.start_mark)
                place = Place(start, start, column, bool(event.flow_style))
                opened.append(_Open(place, isinstance(event, events.MappingStartEvent)))
            case events.MappingEndEvent() | events.SequenceEndEvent():
                place = opened.pop().place
                parts = [*place.items, *(each.value for each in place.fields.values())]
                # A block ends where its last value does: YAML's own end of it is where the next thing begins.
                place.end = _mark(event.end_mark)[0] if place.flow or not parts else max(part.end for part in parts)
                opened[-1].add(place)
            case _:
                pass
    return outside.place.items[0]


@dataclass
class _Open:
    """A list or mapping that is being read; `name` is the one whose value comes next."""

    place: Place
    is_mapping: bool
    name: Place | None = None

    def add(self, place: Place) -> None:
        if not self.is_mapping:
            self.place.items.append(place)
        elif self.name is None:
            self.name = place
        else:
            self.place.fields[self.name.text] = Field(self.name.start, self.name.column, place)
            self.name = None


def _scalar(event: events.ScalarEvent, text: str) -> Place:
    start, column = _mark(event.start_mark)
    written = text[start : _mark(event.end_mark)[0]].rstrip()  # lines of its own end where their last word does
    empty = event.implicit[0] and event.value in {"", "~", "null"}
    return Place(start, start + len(written), column, text="" if empty else event.value)


class _Mark(Protocol):
    """A mark of either of PyYAML's parsers."""

    index: int
    column: int


def _mark(mark: _Mark | None) -> tuple[int, int]:
    """Offset and column of a mark; the parser gives every event its marks."""
    return (mark.index, mark.column) if mark else (0, 0)
