"""Blocks that hold blocks, while HTML is read: lists, quotes and tables are open until their end, or that of what is around."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.articles.document import Block, Line

DEEPEST = 40  # elements inside each other; what is deeper belongs to the last
HOLDERS = frozenset("ul ol li blockquote table tr td th".split())


@dataclass
class _Part:
    """An element that holds blocks: the page, a list, an item, a quote, a table, a cell."""

    tag: str
    line: int
    starts: int = 1
    blocks: list[Block] = field(default_factory=list)


class Parts:
    """The elements that are open, the page around all of them."""

    def __init__(self) -> None:
        self._open = [_Part("", 1)]

    def add(self, block: Block) -> None:
        """Add a block to the innermost element."""
        self._open[-1].blocks.append(block)

    def enter(self, tag: str, line: int, starts: int = 1) -> None:
        """An element begins; an ordered list `starts` with a number."""
        if tag == "li":
            if self._open[-1].tag == "li":
                self.leave("li")
            if self._open[-1].tag not in {"ul", "ol"}:
                return  # an item of no list is a paragraph
        if len(self._open) < DEEPEST:
            self._open.append(_Part(tag, line, starts))

    def leave(self, tag: str) -> None:
        """An element ends, with what is open inside it; one that never began is no matter."""
        if all(part.tag != tag for part in self._open[1:]):
            return
        while len(self._open) > 1:
            part = self._open.pop()
            self._put(part)
            if part.tag == tag:
                return

    def leave_all(self) -> None:
        """Everything ends."""
        while len(self._open) > 1:
            self.leave(self._open[-1].tag)

    def take(self) -> list[Block]:
        """The finished blocks of the page, which are then forgotten; none while an element is open."""
        if len(self._open) > 1:
            return []
        done, self._open[0].blocks = self._open[0].blocks, []
        return done

    def _put(self, part: _Part) -> None:
        """Make one block of a part's blocks. Items and rows are lists of one item until their list or table takes them."""
        blocks = tuple(part.blocks)
        match part.tag:
            case "li" | "tr" if blocks:
                self.add(Block("list", part.line, items=(blocks,)))
            case "ul" | "ol":
                items = tuple(item for block in blocks for item in (block.items if block.kind == "list" else ((block,),)))
                for block in listed(Block("list", part.line, ordered=part.tag == "ol", starts=part.starts, items=items)):
                    self.add(block)
            case "blockquote" if blocks:
                self.add(Block("quote", part.line, items=(blocks,)))
            case "td" | "th":
                self.add(Block("paragraph", part.line, one_line(tuple(_lines(part.blocks))) or (Line("", ""),)))
            case "table":
                cells = (tuple(cell.lines[0] for cell in item if cell.lines) for block in blocks for item in block.items)
                rows = tuple(row for row in cells if any(cell.text for cell in row))
                if rows:
                    self.add(Block("table", part.line, rows=rows))
            case _:
                pass


def _lines(blocks: list[Block]) -> list[Line]:
    found: list[Line] = []
    for block in blocks:
        found += block.lines
        for item in block.items:
            found += _lines(list(item))
    return found


def listed(block: Block) -> Iterator[Block]:
    """A list; what stands in one that holds what unfolds, as blocks of the page: the list is only how they are laid out."""
    if any(child.kind == "open" for item in block.items for child in item):
        for item in block.items:
            yield from item
    elif block.items:
        yield block


def one_line(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Lines as one: what stands in a heading or in a cell."""
    if len(lines) <= 1:
        return lines
    links = tuple(link for line in lines for link in line.links)
    text, markdown = " ".join(line.text for line in lines), " ".join(line.markdown for line in lines)
    return (Line(text, markdown, lines[0].lead, lines[0].rest, links),)
