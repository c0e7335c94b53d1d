"""What the tags of HTML that stand in running text mean for it, in a page as well as within Markdown."""

from __future__ import annotations

from bot.articles.inline import SCRIPTS, Lines

_EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*", "cite": "*"}
_CODE = frozenset({"code", "tt", "samp"})
INLINE_TAGS = frozenset({*_EMPHASIS, *_CODE, *SCRIPTS, "a", "br"})


def begin(tag: str, href: str, lines: Lines) -> None:
    """An element begins; a link has an `href`."""
    if tag == "br":
        lines.line_break()
    elif tag in _CODE:
        lines.open_code()
    elif tag in SCRIPTS:
        lines.open_script()
    elif mark := _EMPHASIS.get(tag):
        lines.open(mark)
    elif tag == "a" and href:
        lines.link(href)


def end(tag: str, lines: Lines) -> None:
    """An element ends; one that never began is no matter."""
    if tag in _CODE:
        lines.close_code()
    elif tag in SCRIPTS:
        lines.close_script(tag)
    elif mark := _EMPHASIS.get(tag):
        lines.close(mark)
    elif tag == "a":
        lines.end_link()
