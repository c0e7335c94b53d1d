"""Running text that is built of titles and what follows them: bold lines, labels ("Q:", "Myth 3:"), items of a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot.articles.document import Block, Line, text_of

Opener = Callable[[Line], "Title | None"]


@dataclass(frozen=True)
class Title:
    """The title that a line opens with: its words, the words as they stand in the text, and the rest of the line."""

    text: str
    written: str
    rest: Line | None = None


@dataclass
class Run:
    """A title and the blocks that follow it, until the next."""

    title: Title
    line: int
    blocks: list[Block] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing follows the title."""
        return not text_of(self.blocks).strip()


def split(blocks: Iterable[Block], opener: Opener) -> tuple[list[Block], list[Run]]:
    """The blocks before the first title, and the runs.

    A line of a paragraph opens a run where `opener` finds a title in it; so does an item of a list whose first line has one,
    where most of the list's items have, or where every other one has.
    """
    before: list[Block] = []
    runs: list[Run] = []
    for block in blocks:
        into = runs[-1].blocks if runs else before
        if block.kind == "paragraph":
            _split_paragraph(block, opener, into, runs)
        elif block.kind == "list" and (items := _opened(block, opener)):
            runs += items
        elif block.kind == "quote" and (title := _quoted(block, opener)):
            runs.append(Run(title, block.line))
        else:
            into.append(block)
    return before, runs


def _split_paragraph(block: Block, opener: Opener, into: list[Block], runs: list[Run]) -> None:
    kept: list[Line] = []
    for line in block.lines:
        title = opener(line)
        if title is None:
            kept.append(line)
            continue
        if kept:
            into.append(replace(block, lines=tuple(kept)))
        runs.append(Run(title, block.line))
        into, kept = runs[-1].blocks, [title.rest] if title.rest else []
    if kept:
        into.append(block if tuple(kept) == block.lines else replace(block, lines=tuple(kept)))


def _quoted(block: Block, opener: Opener) -> Title | None:
    """The title that a quote of one line is."""
    inside = block.items[0]
    lines = inside[0].lines if len(inside) == 1 and inside[0].kind == "paragraph" else ()
    title = opener(lines[0]) if len(lines) == 1 else None
    return title if title and title.rest is None else None


def _opened(block: Block, opener: Opener) -> list[Run]:
    """The items of a list as runs, if most of them have a title."""
    runs: list[Run] = []
    for item in block.items:
        first = item[0]
        title = opener(first.lines[0]) if first.kind == "paragraph" else None
        if title is None:
            if runs:
                runs[-1].blocks += [Block("list", first.line, items=(item,))]
            continue
        lines = ((title.rest,) if title.rest else ()) + first.lines[1:]
        rest = [replace(first, lines=lines)] if lines else []
        runs.append(Run(title, first.line, [*rest, *item[1:]]))
    in_turn = bool(runs) and len(runs) * 2 == len(block.items) and all(len(run.blocks) == 1 for run in runs)
    return runs if len(runs) * 2 > len(block.items) or in_turn else []


def rest_of(line: Line) -> Line | None:
    """What follows the bold lead of a line."""
    markdown = re.sub(r"^\s*[:–—-]+\s+", "", line.rest) if line.rest[:1] in ":–—-" else line.rest
    if not markdown.strip():
        return None
    text = line.text.removeprefix(line.lead)
    return Line(text.lstrip(" :–—-").strip(), markdown, links=line.links)


def unwrapped(blocks: Sequence[Block]) -> list[Block]:
    """The inside of a list of one item where that is all there is."""
    if len(blocks) == 1 and blocks[0].kind == "list" and len(blocks[0].items) == 1:
        return list(blocks[0].items[0])
    return list(blocks)


def without_label(blocks: Sequence[Block], label: re.Pattern[str]) -> list[Block]:
    """Blocks whose first line begins with no label ("A:", "Fact:")."""
    if not blocks or blocks[0].kind != "paragraph" or not blocks[0].lines:
        return list(blocks)
    first, *others = blocks[0].lines
    stripped = _strip(first, label)
    if stripped is first:
        return list(blocks)
    lines = (stripped, *others) if stripped else tuple(others)
    return [*([replace(blocks[0], lines=lines)] if lines else []), *blocks[1:]]


def _strip(line: Line, label: re.Pattern[str]) -> Line | None:
    if line.lead and (found := label.match(line.lead + " ")) and found.end() >= len(line.lead):
        return rest_of(line)
    found = label.match(line.text)
    if not found:
        return line
    text = line.text[found.end() :]
    if line.lead and len(line.lead) > found.end():  # the label is a part of what is bold
        return Line(
            text, "**" + label.sub("", line.markdown.removeprefix("**"), count=1), line.lead[found.end() :], line.rest, line.links
        )
    if not text.strip():
        return None
    marked = label.match(line.markdown)
    return Line(text, line.markdown[marked.end() :].lstrip("* ") if marked else text, links=line.links)
