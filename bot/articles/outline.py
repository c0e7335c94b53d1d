"""Blocks -> sections: a tree by the headings' levels, in which what unfolds is a section too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bot.anchors import slug
from bot.articles.document import Block, Line
from bot.articles.words import BACK_TO_TOP

SectionKind: TypeAlias = Literal["article", "heading", "unfolding"]
_DEEPEST = 12  # sections inside each other; what is deeper belongs to the last


@dataclass
class Section:
    """A heading, or what unfolds, with all that belongs to it; `body` has blocks and sections in the order of the text."""

    kind: SectionKind
    title: Line
    line: int
    level: int = 0
    anchor: str = ""
    parent: Section | None = None
    body: list[Block | Section] = field(default_factory=list)

    @property
    def own(self) -> list[Block]:
        """The blocks that stand in no section inside of this one."""
        return [each for each in self.body if isinstance(each, Block)]

    @property
    def children(self) -> list[Section]:
        """The sections inside of this one."""
        return [each for each in self.body if isinstance(each, Section)]

    @property
    def path(self) -> tuple[str, ...]:
        """The titles from the outermost heading to this one."""
        above = self.parent.path if self.parent else ()
        return (*above, self.title.text) if self.title.text else above

    def all(self) -> Iterator[Section]:
        """The section and every one inside of it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.all()

    def blocks(self) -> Iterator[Block]:
        """All blocks, the titles of the sections inside among them."""
        for each in self.body:
            if isinstance(each, Block):
                yield each
            else:
                yield Block("heading", each.line, (each.title,), each.level)
                yield from each.blocks()


def outline(blocks: Iterable[Block], *, has_slugs: bool = True) -> Section:
    """The article as a section without a title, with all others inside; headings without an anchor get their slug, if any."""
    root = Section("article", Line("", ""), 1)
    builder = _Builder(root, has_slugs=has_slugs)
    for block in blocks:
        builder.take(block)
    return root


class _Builder:
    def __init__(self, root: Section, *, has_slugs: bool) -> None:
        self._has_slugs = has_slugs
        self._stack = [root]
        self._soft: set[int] = set()  # ids of unfolding sections that a heading may end
        self._anchors: dict[str, int] = {}
        self._untitled = False

    def take(self, block: Block) -> None:
        match block.kind:
            case "heading":
                self._heading(block)
            case "open":
                self._push(
                    Section("unfolding", (*block.lines, Line("", ""))[0], block.line, 7, block.anchor), soft=block.level == 1
                )
                self._untitled = not block.lines
            case "close":
                self._close()
            case "paragraph" if BACK_TO_TOP.match(block.text):
                pass
            case "paragraph" if self._untitled:
                self._untitled = False
                section = self._stack[-1]
                section.title = block.lines[0]
                if rest := block.lines[1:]:
                    section.body.append(Block("paragraph", block.line, rest))
            case _:
                self._stack[-1].body.append(block)

    def _heading(self, block: Block) -> None:
        if not block.lines:
            return
        while len(self._stack) > 1:
            top = self._stack[-1]
            if top.kind == "unfolding" and id(top) in self._soft:
                around = next(each for each in reversed(self._stack[:-1]) if each.kind != "unfolding")
                if around.level and block.level > around.level + 1:
                    break
            elif top.kind == "unfolding" or top.level < block.level:
                break
            self._stack.pop()
        title = block.lines[0]
        self._push(Section("heading", title, block.line, block.level, block.anchor or self._anchor(title.text)), soft=False)

    def _push(self, section: Section, *, soft: bool) -> None:
        if soft and self._stack[-1].kind == "unfolding" and id(self._stack[-1]) in self._soft:
            self._stack.pop()
        if len(self._stack) > _DEEPEST:
            self._stack.pop()
        section.parent = self._stack[-1]
        self._stack[-1].body.append(section)
        self._stack.append(section)
        if soft:
            self._soft.add(id(section))

    def _close(self) -> None:
        at = max((at for at, each in enumerate(self._stack) if each.kind == "unfolding"), default=0)
        if at:
            del self._stack[at:]

    def _anchor(self, title: str) -> str:
        """GitHub's anchor: the second heading of the same words gets -1, the third -2."""
        if not self._has_slugs:
            return ""
        anchor = slug(title)
        seen = self._anchors.get(anchor, 0)
        self._anchors[anchor] = seen + 1
        return f"{anchor}-{seen}" if seen else anchor
