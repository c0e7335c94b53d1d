"""The inside of a paragraph of Markdown -> running text."""

from __future__ import annotations

import re

from markdown_it.tree import SyntaxTreeNode

from bot.articles import inline_tags
from bot.articles.inline import Lines

# `<Faq question="…">` and `</Faq>`: a component of the site.
_COMPONENT = re.compile(r"</?[A-Z][\w.]*(?:\s[^<>]*)?>")
_TAG = re.compile(r"<(/?)\s*(\w+)")
_HREF = re.compile(r"""href\s*=\s*["']?([^"'\s>]+)""")


def anchor_in(node: SyntaxTreeNode) -> str:
    """The anchor that a tag within a heading sets."""
    found = re.search(r"""<a\s[^>]*\b(?:id|name)=["']?([\w-]+)""", node.content) if node.type == "html_inline" else None
    return found[1] if found else ""


def is_component(node: SyntaxTreeNode) -> bool:
    """Whether a tag within text is that of a component that begins or ends a line."""
    if not _is_tag(node):
        return False
    beside = node.next_sibling if node.content.startswith("</") else node.previous_sibling
    return beside is None or beside.type in {"softbreak", "hardbreak"} or _is_tag(beside)


def _is_tag(node: SyntaxTreeNode) -> bool:
    return node.type == "html_inline" and bool(_COMPONENT.fullmatch(node.content))


def read_inline(node: SyntaxTreeNode, lines: Lines) -> None:
    """Take a part of running text and what is inside."""
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
                read_inline(child, lines)
            lines.close(mark)
        case "link":
            lines.link(str(node.attrs.get("href", "")))
            for child in node.children:
                read_inline(child, lines)
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
