"""Markdown answers as plain text, as sanitised HTML and as a small tree of blocks. The one place that knows Markdown and nh3.

Raw HTML in an answer is shown as text, never as markup; only http, https and mailto links stay links.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import nh3
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from bot.anchors import SAFE_SCHEMES, safe_url
from bot.records import Block, Rendered

_TAGS = {
    "p", "br", "strong", "em", "code", "pre", "a", "ul", "ol", "li", "blockquote", "hr", "h1", "h2", "h3", "h4", "h5", "h6",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}

# "zero" would switch rules off one by one; CommonMark without raw HTML, with tables, is what answers are written in.
_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def render(markdown: str) -> Rendered:
    """Render one answer."""
    tokens = _PARSER.parse(markdown)
    tree = SyntaxTreeNode(tokens)
    html = nh3.clean(
        _PARSER.renderer.render(tokens, _PARSER.options, {}),
        tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=set(SAFE_SCHEMES), link_rel="nofollow noopener",
    )  # fmt: skip
    blocks = tuple(_block(node) for node in tree.children)
    return Rendered(text="\n\n".join(_plain(block) for block in blocks), html=html.strip(), blocks=blocks)


def _block(node: SyntaxTreeNode) -> Block:
    match node.type:
        case "paragraph":
            return {"type": "paragraph", "children": _inlines(node)}
        case "heading":
            return {"type": "heading", "level": int(node.tag[1]), "children": _inlines(node)}
        case "bullet_list" | "ordered_list":
            items = [[_block(child) for child in item.children] for item in node.children]
            return {"type": "list", "ordered": node.type == "ordered_list", "items": items}
        case "blockquote":
            return {"type": "quote", "children": [_block(child) for child in node.children]}
        case "fence" | "code_block":
            return {"type": "code", "text": node.content.rstrip("\n")}
        case "table":
            rows = [[_inlines(cell) for cell in row.children] for part in node.children for row in part.children]
            return {"type": "table", "header": rows[0], "rows": rows[1:]}
        case "hr":
            return {"type": "rule"}
        case _:
            return {"type": "paragraph", "children": [{"type": "text", "text": node.content}]}


def _inlines(node: SyntaxTreeNode) -> list[Block]:
    return _merged(part for inline in node.children for child in inline.children for part in _inline(child))


def _merged(parts: Iterable[Block]) -> list[Block]:
    """Inlines with neighbouring texts joined."""
    merged: list[Block] = []
    for part in parts:
        if merged and part["type"] == merged[-1]["type"] == "text":
            merged[-1] = {"type": "text", "text": f"{merged[-1]['text']}{part['text']}"}
        else:
            merged.append(part)
    return merged


def _inline(node: SyntaxTreeNode) -> Iterator[Block]:
    match node.type:
        case "text" | "text_special":
            if node.content:
                yield {"type": "text", "text": node.content}
        case "softbreak":
            yield {"type": "text", "text": " "}
        case "hardbreak":
            yield {"type": "break"}
        case "code_inline":
            yield {"type": "code", "text": node.content}
        case "strong" | "em":
            kind = "strong" if node.type == "strong" else "emphasis"
            yield {"type": kind, "children": _merged(part for child in node.children for part in _inline(child))}
        case "link":
            children = _merged(part for child in node.children for part in _inline(child))
            url = str(node.attrs.get("href", ""))
            if safe_url(url):
                yield {"type": "link", "url": url, "children": children}
            else:
                yield from children
        case _:
            yield {"type": "text", "text": node.content}


def _plain(block: object, indent: str = "") -> str:
    """A block or inline, or a list of inlines, as text for a terminal."""
    match block:
        case {"type": "list", "items": list(items), "ordered": ordered}:
            marks = (f"{n}. " if ordered else "- " for n in range(1, len(items) + 1))
            return "\n".join(
                indent + mark + "\n".join(_plain(child, indent + "  ") for child in item).lstrip()
                for mark, item in zip(marks, items, strict=True)
            )
        case {"type": "quote", "children": list(children)}:
            return "\n".join(indent + "> " + _plain(child) for child in children)
        case {"type": "table", "header": list(header), "rows": list(rows)}:
            return "\n".join(indent + " | ".join(_plain(cell) for cell in row) for row in [header, *rows])
        case {"type": "rule"}:
            return indent + "---"
        case {"type": "break"}:
            return "\n" + indent
        case {"type": "link", "url": str(url), "children": list(children)}:
            label = _plain(children)
            return label if label == url else f"{label} ({url})"
        case {"text": str(text)}:
            return indent + text
        case {"children": list(children)}:
            return indent + _plain(children)
        case list(parts):
            return "".join(_plain(part) for part in parts)
        case _:
            return ""
