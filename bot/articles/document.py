"""What every reader makes of a file: blocks in the order of the text, each with its line, as plain text and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Literal, TypeAlias

from bot.records import Link

BlockKind: TypeAlias = Literal["heading", "open", "close", "paragraph", "list", "table", "code", "quote"]


@dataclass(frozen=True)
class Line:
    """A line of running text: plain, and as Markdown.

    `lead` is the bold text that it begins with (plain), and `rest` the Markdown after that.
    """

    text: str
    markdown: str
    lead: str = ""
    rest: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Block:
    """A part of an article; `line` counts from 1.

    A heading has its `level` (1 to 6) and perhaps an `anchor`. "open" is what unfolds (a <details>, a term with its
    definition), its title in `lines`, and lasts until its "close". A list has `items`, and where it is `ordered` the number that
    it `starts` with; a table has `rows` (the first one is its header), code its text in `code`.
    """

    kind: BlockKind
    line: int
    lines: tuple[Line, ...] = ()
    level: int = 0
    anchor: str = ""
    ordered: bool = False
    starts: int = 1
    items: tuple[tuple[Block, ...], ...] = ()
    rows: tuple[tuple[Line, ...], ...] = ()
    code: str = ""

    @property
    def text(self) -> str:
        """The running text in one line."""
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True)
class Pair:
    """A question with its answer (Markdown) from structured data: a table, JSON, metadata."""

    question: str
    answer: str
    line: int = 1
    also_asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """One article as it was read: metadata, blocks, and question-answer pairs that its structured data holds.

    `notes` are what could not be read, each a line and a reason. Where it is published, headings without an anchor of their own
    get their slug, if it `has_slugs`.
    """

    title: str = ""
    url: str = ""
    published: str = ""
    language: str = ""
    blocks: tuple[Block, ...] = ()
    pairs: tuple[Pair, ...] = ()
    notes: tuple[tuple[int, str], ...] = field(default_factory=tuple)
    has_slugs: bool = True


def text_of(blocks: Sequence[Block]) -> str:
    """All text of some blocks, plain."""
    return "\n".join(_texts(blocks))


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        yield from (line.text for line in block.lines)
        for item in block.items:
            yield from _texts(item)
        for row in block.rows:
            yield " ".join(cell.text for cell in row)
        if block.code:
            yield block.code


def links_of(blocks: Sequence[Block]) -> Iterator[Link]:
    """The links of some blocks, in their order."""
    for block in blocks:
        for line in block.lines:
            yield from line.links
        for item in block.items:
            yield from links_of(item)
        for row in block.rows:
            for cell in row:
                yield from cell.links


def markdown_of(blocks: Sequence[Block]) -> str:
    """Some blocks as Markdown; headings become bold lines, so that an answer has no sections of its own."""
    return "\n\n".join(part for block in blocks if (part := _markdown(block)))


def _markdown(block: Block) -> str:
    match block.kind:
        case "heading" | "open":
            return f"**{block.text}**" if block.text else ""
        case "list":
            marks = (f"{n}. " if block.ordered else "- " for n in count(block.starts))
            items = ((mark, markdown_of(item)) for mark, item in zip(marks, block.items, strict=False))
            loose = any(sum(child.kind != "list" for child in item) > 1 for item in block.items)
            return ("\n\n" if loose else "\n").join(mark + _indented(text, len(mark), tight=not loose) for mark, text in items)
        case "table":
            width = max((len(row) for row in block.rows), default=0)
            rows = [_row(row, width) for row in block.rows]
            return "\n".join([*rows[:1], "|" + " --- |" * width, *rows[1:]])
        case "code":
            fence = "`" * max(3, 1 + max((len(run) for run in _runs_of_ticks(block.code)), default=0))
            return f"{fence}\n{block.code.rstrip()}\n{fence}"
        case "quote":
            inner = "\n\n".join(markdown_of(item) for item in block.items)
            return "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))
        case "close":
            return ""
        case "paragraph":
            return "\n".join(line.markdown for line in block.lines)


def _row(cells: Sequence[Line], width: int) -> str:
    texts = [cell.markdown.replace("|", "\\|").replace("\n", " ") for cell in cells] + [""] * (width - len(cells))
    return "| " + " | ".join(texts) + " |"


def _indented(text: str, width: int, *, tight: bool) -> str:
    lines = text.replace("\n\n", "\n").split("\n") if tight else text.split("\n")
    return "\n".join([lines[0], *(" " * width + line if line else "" for line in lines[1:])])


def _runs_of_ticks(text: str) -> Iterator[str]:
    import re

    return (found[0] for found in re.finditer("`+", text))
