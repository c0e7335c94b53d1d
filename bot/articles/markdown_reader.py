"""Markdown -> blocks: CommonMark with tables, definition lists, admonitions, components and the HTML that stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from bot.articles import inline_tags
from bot.articles.components import components_plugin
from bot.articles.document import Block, Line
from bot.articles.html_blocks import HtmlBlocks
from bot.articles.inline import Lines, line_of
from bot.articles.parts import one_line
from bot.articles.site_markup import site_markup_plugin
from bot.articles.words import is_question

_HEADING_ID = re.compile(r"\s*\{(?::|/\*)?\s*(?:#(?P<id>[\w-]+))?[^{}]*\}\s*$")
_CALLOUT = re.compile(r"\[!\w+\][+-]?\s*")
_TAG = re.compile(r"<(/?)\s*(\w+)")
_HREF = re.compile(r"""href\s*=\s*["']?([^"'\s>]+)""")
_PARSER = (
    MarkdownIt("commonmark", {"maxNesting": 40})
    .enable("table")
    .use(deflist_plugin)
    .use(admon_plugin)
    .use(footnote_plugin, inline=False)
)
components_plugin(_PARSER)
site_markup_plugin(_PARSER)


def read(text: str, first_line: int, base: str = "") -> list[Block]:
    """The blocks of a Markdown text.

    Args:
        text: The text, without front matter.
        first_line: The line of the file in which it begins.
        base: The article's address, for relative links.
    """
    root = SyntaxTreeNode(_PARSER.parse(text))
    reader = _Reader(first_line, base)
    for node in root.children:
        reader.read(node)
    return reader.done()


class _Reader:
    def __init__(self, first_line: int, base: str) -> None:
        self._first_line = first_line
        self._base = base
        self._blocks: list[Block] = []
        self._html = HtmlBlocks(base)

    def done(self) -> list[Block]:
        self._flush_html()
        return self._blocks

    def read(self, node: SyntaxTreeNode) -> None:
        """Take a block and what is inside."""
        line = (node.map[0] if node.map else 0) + self._first_line
        if node.type == "html_block":
            self._html.feed(node.content, line)
            self._blocks += self._html.take()
            return
        self._flush_html()
        self._blocks += self._read(node, line)

    def _flush_html(self) -> None:
        self._html.flush()
        self._blocks += self._html.take()

    def _read(self, node: SyntaxTreeNode, line: int) -> Iterator[Block]:
        match node.type:
            case "heading":
                yield self._heading(node, line)
            case "paragraph":
                if lines := self._lines(node):
                    yield Block("paragraph", line, lines)
            case "bullet_list" | "ordered_list":
                items = tuple(tuple(self._inside(item)) for item in node.children)
                starts = int(node.attrs.get("start", 1))
                kept = tuple(item for item in items if item)
                yield Block("list", line, ordered=node.type == "ordered_list", starts=starts, items=kept)
            case "blockquote":
                yield from self._quote(tuple(self._inside(node)), line)
            case "fence" | "code_block":
                yield Block("code", line, code=node.content)
            case "table":
                rows = [row for part in node.children for row in part.children]
                yield Block("table", line, rows=tuple(tuple(self._cell(cell) for cell in row.children) for row in rows))
            case "dl":
                yield from self._terms(node, line)
            case "admonition":
                title, *body = node.children
                named = self._lines(title) if title.type == "admonition_title" else ()
                yield Block("open", line, named)
                yield from (block for child in body for block in self._below(child, line))
                yield Block("close", line)
            case "component":
                yield from self._component(node, line)
            case _:
                pass

    def _quote(self, inside: tuple[Block, ...], line: int) -> Iterator[Block]:
        """A quote, or a callout that is written as one (`> [!NOTE]`): a title that asks unfolds."""
        first = inside[0].lines[0] if inside and inside[0].lines else Line("", "")
        if found := _CALLOUT.match(first.text):
            title, rest = line_of(first.text[found.end() :]), inside[0].lines[1:]
            inside = (*((replace(inside[0], lines=rest),) if rest else ()), *inside[1:])
            if is_question(title.text):
                yield from (Block("open", line, (title,)), *inside, Block("close", line))
                return
            if title.text:
                inside = (Block("open", line, (title,)), *inside)
        if inside:
            yield Block("quote", line, items=(inside,))

    def _heading(self, node: SyntaxTreeNode, line: int) -> Block:
        anchor = ""
        children = list(node.children[0].children) if node.children else []
        if children and children[-1].type in {"text", "mark"} and (found := _HEADING_ID.search(children[-1].content)):
            anchor = found["id"] or ""
            last = children.pop()
            rest = last.content[: found.start()]
        else:
            rest = ""
        lines = Lines(self._base)
        for child in children:
            anchor = anchor or _anchor_in(child)
            _inline(child, lines)
        lines.text(rest)
        return Block("heading", line, one_line(lines.finish()), level=int(node.tag[1]), anchor=anchor)

    def _component(self, node: SyntaxTreeNode, line: int) -> Iterator[Block]:
        token = node.token
        if token is None:
            return
        title = str(token.info).strip()
        if token.meta["slot"] == "question":
            yield Block("close", line, level=1)
            yield Block("open", line)  # its title is the paragraph that follows
        elif title:
            lines = Lines(self._base)
            lines.text(title)
            yield Block("open", line, lines.finish())
            if token.meta["answer"]:
                lines.text(token.meta["answer"])
                yield Block("paragraph", line, lines.finish())
                yield Block("close", line)
        elif token.meta["ends"]:
            yield Block("close", line)

    def _inside(self, node: SyntaxTreeNode) -> Iterator[Block]:
        for child in node.children:
            yield from self._below(child, self._first_line)

    def _below(self, child: SyntaxTreeNode, line: int) -> Iterator[Block]:
        at = child.map[0] + self._first_line if child.map else line
        if child.type == "html_block":
            html = HtmlBlocks(self._base)
            html.feed(child.content, at)
            html.flush()
            yield from html.take()
        else:
            yield from self._read(child, at)

    def _terms(self, node: SyntaxTreeNode, line: int) -> Iterator[Block]:
        opened = False
        for child in node.children:
            at = child.map[0] + self._first_line if child.map else line
            if child.type == "dt":
                if opened:
                    yield Block("close", at)
                yield Block("open", at, self._lines(child))
                opened = True
            else:
                yield from self._inside(child)
        if opened:
            yield Block("close", line)

    def _lines(self, node: SyntaxTreeNode) -> tuple[Line, ...]:
        lines = Lines(self._base)
        for inline in node.children:
            for child in inline.children:
                _inline(child, lines)
        return lines.finish()

    def _cell(self, node: SyntaxTreeNode) -> Line:
        return (*one_line(self._lines(node)), Line("", ""))[0]


def _anchor_in(node: SyntaxTreeNode) -> str:
    found = re.search(r"""<a\s[^>]*\b(?:id|name)=["']?([\w-]+)""", node.content) if node.type == "html_inline" else None
    return found[1] if found else ""


def _inline(node: SyntaxTreeNode, lines: Lines) -> None:  # a case a kind of node
    match node.type:
        case "text" | "text_special":
            lines.text(node.content)
        case "softbreak" | "hardbreak":
            lines.line_break()
        case "code_inline":
            lines.code(node.content)
        case "strong" | "em":
            mark = "**" if node.type == "strong" else "*"
            lines.open(mark)
            for child in node.children:
                _inline(child, lines)
            lines.close(mark)
        case "link":
            lines.link(str(node.attrs.get("href", "")))
            for child in node.children:
                _inline(child, lines)
            lines.end_link()
        case "html_inline":
            _tag(node.content, lines)
        case _:
            pass  # images


def _tag(tag: str, lines: Lines) -> None:
    """An HTML tag within Markdown text: what it means there; others vanish."""
    if not (found := _TAG.match(tag)):
        return
    if found[1]:
        inline_tags.end(found[2].lower(), lines)
    else:
        target = _HREF.search(tag)
        inline_tags.begin(found[2].lower(), target[1] if target else "", lines)
