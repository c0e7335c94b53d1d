"""Values -> YAML text: text, lists and mappings of them, in blocks or in brackets (flow).

One value always reads back as the same text with `yamltree` (and as a string with any YAML 1.1 or 1.2 reader).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

Value: TypeAlias = "str | int | Sequence[Value] | Mapping[str, Value]"

_PLAIN = re.compile(r"[^\W\d_](?:[^:#\n\r\t,\[\]{}]|:(?! |$)|(?<! )#)*")
_PLAIN_IN_BRACKETS = re.compile(r"[^\W\d_][\w '’./%()+&-]*")
_GUESSED = frozenset("y n yes no on off true false null none".split())  # words that some YAML reader takes for no text
_UNPRINTABLE = re.compile(r"[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def block(fields: Mapping[str, Value], *, long: frozenset[str] = frozenset()) -> list[str]:
    """Lines of a mapping, not indented. The values of the names in `long` are texts that get lines of their own (`|`)."""
    return [line for name, value in fields.items() for line in field(name, value, long=name in long)]


def field(name: str, value: Value, *, long: bool = False) -> list[str]:
    """Lines of one name with its value, not indented; a comment may follow the first line."""
    match value:
        case str() if (long or "\n" in value) and _fits_literal(value):
            return [f"{_name(name)}: |", *("  " + line if line else "" for line in value.strip("\n").split("\n"))]
        case str() | int():
            return [f"{_name(name)}: {scalar(value)}"]
        case Mapping():
            return [f"{_name(name)}: {flow(value)}"] if not value else [f"{_name(name)}:", *("  " + x for x in block(value))]
        case _:
            return [f"{_name(name)}:", *_items(value)] if value else [f"{_name(name)}: []"]


def item(lines: Sequence[str]) -> list[str]:
    """The lines of a mapping as an item of a list."""
    return [("- " if not at else "  ") + line if line else "" for at, line in enumerate(lines)]


def flow(value: Value) -> str:
    """A value in one line, as it may stand in brackets."""
    match value:
        case str() if not _PLAIN_IN_BRACKETS.fullmatch(value):
            return _quoted(value)
        case str() | int():
            return scalar(value)
        case Mapping():
            return "{" + ", ".join(f"{_name_in_brackets(name)}: {flow(each)}" for name, each in value.items()) + "}"
        case _:
            return "[" + ", ".join(map(flow, value)) + "]"


def scalar(value: str | int) -> str:
    """A text or number in one line: bare where no reader can mistake it, else in double quotes."""
    if isinstance(value, int):
        return str(value)
    if _PLAIN.fullmatch(value) and value == value.strip() and value.lower() not in _GUESSED and not _UNPRINTABLE.search(value):
        return value
    return _quoted(value)


# Names of fields repeat in every entry; headings, which are names too, do not.
@lru_cache(maxsize=256)
def _name(name: str) -> str:
    return scalar(name)


@lru_cache(maxsize=256)
def _name_in_brackets(name: str) -> str:
    return flow(name)


def _quoted(value: str) -> str:
    return _UNPRINTABLE.sub(_escaped, json.dumps(value, ensure_ascii=False))


def _items(values: Sequence[Value]) -> Iterator[str]:
    for value in values:
        # Mappings in lists (links) are short: a line each.
        yield f"  - {scalar(value) if isinstance(value, str) else flow(value)}"


def _fits_literal(text: str) -> bool:
    """Whether lines of their own give back the text: nothing that they cannot hold, and no blank that they would lose."""
    return bool(text.strip()) and not _UNPRINTABLE.search(text) and not text.lstrip("\n").startswith((" ", "\t"))


def _escaped(found: re.Match[str]) -> str:
    if "\ud800" <= found[0] <= "\udfff":  # half a surrogate pair is no character
        return "\ufffd"
    return f"\\u{ord(found[0]):04x}"
