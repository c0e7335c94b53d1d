"""Markdown -> blocks: CommonMark with tables, definition lists, admonitions, components and the HTML that stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from bot.articles.components import components_plugin
from bot.articles.document import Block, Line
from bot.articles.html_blocks import HtmlBlocks
from bot.articles.inline import Lines, line_of
from bot.articles.markdown_inline import anchor_in, is_component, read_inline
from bot.articles.parts import listed, one_line
from bot.articles.site_markup import site_markup_plugin
from bot.articles.words import is_question

_HEADING_ID = re.compile(r"\s*\{(?::|/\*)?\s*(?:#(?P<id>[\w-]+))?[^{}]*\}\s*$")
_CALLOUT = re.compile(r"\[!\w+\][+-]?\s*")
# `{dropdown} title` of a fence that holds text; an attribute of a component that is written as an expression.
_DEEPEST = 4  # directives inside each other; what is deeper is code
_DIRECTIVE = re.compile(
    r"\{(?:dropdown|details|admonition|note|tip|hint|important|warning|caution|danger|seealso)\}(?P<title>.*)"
)
_EXPRESSION = re.compile(r"""=\{\s*(["'`])([^"'`{}<>]*)\1\s*\}""")


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": 40}).enable("table")
    parser.use(deflist_plugin).use(admon_plugin).use(footnote_plugin, inline=False)
    parser.use(components_plugin).use(site_markup_plugin)
    return parser


_PARSER = _parser()
_MDX_PARSER = _parser().disable("code")  # there what is indented is the inside of a component


def read(text: str, first_line: int, base: str = "", *, mdx: bool = False, depth: int = 0) -> list[Block]:
    """The blocks of a Markdown text.

    Args:
        text: The text, without front matter.
        first_line: The line of the file in which it begins.
        base: The article's address, for relative links.
        mdx: Whether the text is MDX.
        depth: How many directives it stands in.
    """
    root = SyntaxTreeNode((_MDX_PARSER if mdx else _PARSER).parse(text))
    return _Reader(first_line, base, depth).read(root.children)


class _Reader:
    def __init__(self, first_line: int, base: str, depth: int) -> None:
        self._depth = depth
        self._first_line = first_line
        self._base = base
        self._blocks: list[Block] = []
        self._html = HtmlBlocks(base)
        self._has_html = False  # whether some of it was fed and not flushed

    def read(self, nodes: Iterable[SyntaxTreeNode]) -> list[Block]:
        """The blocks of all `nodes`; a reader reads once."""
        for node in nodes:
            self._take(node)
        self._flush_html()
        return self._blocks

    def _take(self, node: SyntaxTreeNode) -> None:
        line = (node.map[0] if node.map else 0) + self._first_line
        if node.type == "html_block":
            self._feed(node.content, line)
        elif node.type == "paragraph" and any(map(is_component, node.children[0].children)):
            self._components(node, line)
        else:
            self._flush_html()
            self._blocks += self._read(node, line)

    def _feed(self, html: str, line: int) -> None:
        self._has_html = True
        self._html.feed(_EXPRESSION.sub(r'="\2"', html), line)
        self._blocks += self._html.take()

    def _components(self, node: SyntaxTreeNode, line: int) -> None:
        """A paragraph in which components begin and end."""
        lines = Lines(self._base)
        for child in node.children[0].children:
            if is_component(child):
                self._add_text(lines, line)
                self._feed(child.content, line)
            else:
                read_inline(child, lines)
        self._add_text(lines, line)

    def _add_text(self, lines: Lines, line: int) -> None:
        self._flush_html()
        if text := lines.finish():
            self._blocks.append(Block("paragraph", line, text))

    def _flush_html(self) -> None:
        if self._has_html:
            self._html.flush()
            self._blocks += self._html.take()
            self._has_html = False

    def _read(self, node: SyntaxTreeNode, line: int) -> Iterator[Block]:
        match node.type:
            case "heading":
                yield self._heading(node, line)
            case "paragraph":
                if lines := self._lines(node):
                    yield Block("paragraph", line, lines)
            case "bullet_list" | "ordered_list":
                items = tuple(tuple(self._inside(item.children)) for item in node.children)
                starts = int(node.attrs.get("start", 1))
                kept = tuple(item for item in items if item)
                yield from listed(Block("list", line, ordered=node.type == "ordered_list", starts=starts, items=kept))
            case "blockquote":
                yield from self._quote(tuple(self._inside(node.children)), line)
            case "fence" if (found := _DIRECTIVE.match(node.info)) and self._depth < _DEEPEST:
                yield from self._directive(found["title"].strip(), node, line)
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
                yield from self._inside(body)
                yield Block("close", line)
            case "component":
                yield from self._component(node, line)
            case _:
                pass

    def _directive(self, title: str, node: SyntaxTreeNode, line: int) -> Iterator[Block]:
        """A fence that holds text, perhaps with options at its beginning; a title that asks unfolds."""
        text = re.sub(r"\A(?:[ \t]*:[\w-]+:.*\n)+", lambda found: "\n" * found[0].count("\n"), node.content)
        inside = read(text, line + 1, self._base, depth=self._depth + 1)
        named = (line_of(title),) if title else ()
        if title and is_question(title):
            yield from (Block("open", line, named), *inside, Block("close", line))
        else:
            yield from (*((Block("paragraph", line, named),) if named else ()), *inside)

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
            anchor = anchor or anchor_in(child)
            read_inline(child, lines)
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

    def _inside(self, nodes: Iterable[SyntaxTreeNode]) -> list[Block]:
        return _Reader(self._first_line, self._base, self._depth).read(nodes)

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
                yield from self._inside(child.children)
        if opened:
            yield Block("close", line)

    def _lines(self, node: SyntaxTreeNode) -> tuple[Line, ...]:
        lines = Lines(self._base)
        for inline in node.children:
            for child in inline.children:
                read_inline(child, lines)
        return lines.finish()

    def _cell(self, node: SyntaxTreeNode) -> Line:
        return (*one_line(self._lines(node)), Line("", ""))[0]
