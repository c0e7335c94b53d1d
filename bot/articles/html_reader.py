"""An HTML page -> the blocks of its main content."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.articles.document import Block
from bot.articles.html_blocks import HtmlBlocks

_FORM = re.compile(r"</?form\b", re.IGNORECASE)


def read(text: str, base: str = "") -> list[Block]:
    """The blocks of a page: of its <main>, else its <article>s, else its <body>, without navigation and footers."""
    page = HtmlBlocks(base)
    page.feed(_without_large_forms(main_part(text)))
    page.flush()
    return page.take()


def main_part(text: str) -> str:
    """The page's text with what stands outside its main content blanked out, so that lines keep their numbers."""
    for tag in ("main", "article", "body"):
        starts = [found.start() for found in re.finditer(rf"<{tag}\b", text, re.IGNORECASE)]
        if not starts:
            continue
        ends = [found.start() for found in re.finditer(rf"</{tag}\s*>", text, re.IGNORECASE)]
        end = ends[-1] if ends and ends[-1] > starts[0] else len(text)
        return "\n" * text.count("\n", 0, starts[0]) + text[starts[0] : end]
    return text


def _without_large_forms(text: str) -> str:
    """A text of which no form is the greater part: some servers put a form around the whole page."""
    marks = [(found.start(), found[0].startswith("</")) for found in _FORM.finditer(text)]
    for (start, ends), (following, _) in pairwise([*marks, (len(text), True)]):
        if not ends and following - start > len(text) / 2:
            return _FORM.sub("<div", text)
    return text
