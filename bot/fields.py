"""Typed fields out of a YAML tree. What does not fit is reported with its line and what was expected, and reading goes on."""

from __future__ import annotations

from typing import TypeVar

from bot.anchors import safe_url
from bot.errors import Mistake
from bot.records import Link
from bot.yamltree import Items, Mapping, Node, Scalar

_Choice = TypeVar("_Choice", bound=str)


class FieldReader:
    """Reads the fields of one file's mappings and collects the mistakes in them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.mistakes: list[Mistake] = []

    def wrong(self, line: int, what: str) -> None:
        """Note a mistake."""
        self.mistakes.append(Mistake(self.file, line, what))

    def only(self, node: Mapping, known: tuple[str, ...]) -> None:
        """Note every field that is not one of `known`."""
        for field, line in node.lines.items():
            if field not in known:
                self.wrong(line, f"unknown field {field!r}, expected one of {', '.join(known)}")

    def text(self, node: Mapping, field: str, *, needed: bool = False) -> str:
        """A single text; empty where there is none."""
        value = node.items.get(field)
        match value:
            case Scalar(text=text) if text.strip():
                return text.strip()
            case None | Scalar():
                if needed:
                    self.wrong(value.line if value else node.line, f"{field!r} is missing or empty, expected text")
            case _:
                self.wrong(value.line, f"{field!r} is a list or mapping, expected text")
        return ""

    def items(self, node: Mapping, field: str) -> list[Node]:
        """The items of a list; none where there is no list."""
        value = node.items.get(field)
        match value:
            case Items(items=items):
                return items
            case None | Scalar(empty=True):
                return []
            case _:
                self.wrong(value.line, f"{field!r}: expected a list")
                return []

    def texts(self, node: Mapping, field: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(scalar.text.strip() for scalar in self.scalars(node, field))

    def scalars(self, node: Mapping, field: str) -> list[Scalar]:
        """A list of texts with their lines."""
        found = []
        for item in self.items(node, field):
            if isinstance(item, Scalar) and item.text.strip():
                found.append(item)
            else:
                self.wrong(item.line, f"{field}: expected text (quote it where it holds ': ' or begins with a special character)")
        return found

    def choice(self, node: Mapping, field: str, choices: tuple[_Choice, ...], default: _Choice | None = None) -> _Choice | None:
        """One of `choices`, or None where it is none of them."""
        text = self.text(node, field)
        if not text and default is not None:
            return default
        for choice in choices:
            if text == choice:
                return choice
        self.wrong(node.lines.get(field, node.line), f"{field} {text!r}, expected one of {', '.join(choices)}")
        return None

    def share(self, node: Mapping, field: str, least: float, most: float) -> float | None:
        """A percentage ("95%") or a share ("0.95") as a share; None where there is none."""
        if not (text := self.text(node, field)):
            return None
        try:
            share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            share = -1.0
        if least <= share <= most:
            return share
        self.wrong(node.lines[field], f"{field} {text!r}, expected a percentage from {least:.0%} to {most:.0%}")
        return None

    def url(self, node: Mapping, field: str, *, needed: bool = False) -> str:
        """An address that may become a link."""
        url = self.text(node, field, needed=needed)
        if url and not safe_url(url):
            self.wrong(node.lines[field], f"{field} {url!r}, expected one that begins with http:, https: or mailto:")
        return url

    def links(self, node: Mapping, field: str) -> tuple[Link, ...]:
        """A list of titles with their addresses."""
        links = []
        for item in self.items(node, field):
            if isinstance(item, Mapping):
                self.only(item, ("title", "url"))
                links.append(Link(self.text(item, "title", needed=True), self.url(item, "url", needed=True)))
            else:
                self.wrong(item.line, f"{field}: expected a mapping with title and url")
        return tuple(links)

    def mapping(self, node: Mapping, field: str, fields: tuple[str, ...] = ()) -> Mapping | None:
        """A mapping, with only these `fields` if any are given; None where there is none."""
        value = node.items.get(field)
        match value:
            case None | Scalar(empty=True):
                return None
            case Mapping():
                if fields:
                    self.only(value, fields)
                return value
            case _:
                self.wrong(value.line, f"{field}: expected a mapping" + (f" with {', '.join(fields)}" if fields else ""))
                return None
