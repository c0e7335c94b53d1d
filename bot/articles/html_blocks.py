"""HTML -> blocks, whole or in pieces, as they stand in Markdown; navigation, forms and footers are left out.

Built on the standard library's event parser: it knows lines, needs no tree, and takes tags that are never closed.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from bot.articles import inline_tags
from bot.articles.document import Block, Line
from bot.articles.inline import Lines
from bot.articles.parts import HOLDERS, Parts, one_line
from bot.articles.tags import HEADINGS, INLINE, KNOWN, TITLE_ATTRIBUTES, VOID, is_block, is_left_out, is_title
from bot.articles.words import is_question

_UNCLOSED_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_UNFINISHED_TAG = re.compile(r"""<(?=[a-zA-Z/!?])(?![^<>"']*(?:"[^"]{0,2000}"[^<>"']*|'[^']{0,2000}'[^<>"']*){0,100}>)""")
_NUMBER = re.compile(r"[0-9]{1,9}")
_DEEPEST = 100  # elements inside each other that are followed; what is deeper counts as inside of the last


class HtmlBlocks(HTMLParser):
    """Collects blocks from HTML that comes in pieces.

    Args:
        base: The page's address, for relative links.
    """

    def __init__(self, base: str = "") -> None:
        super().__init__(convert_charrefs=True)
        self._base = base
        self._first_line = 1
        self._skipping: list[str] = []
        self._open: list[str] = []
        self._parts = Parts()
        self._lines = Lines(base)
        self._line = 1
        self._heading: tuple[int, str] | None = None
        self._opened = 0  # <details> and the like that are open
        self._asks = False  # a question of schema.org has begun whose name is still to come
        self._unsure = False  # whether what looks like a title is one
        self._titled: str | None = None  # the tag whose text is the title of what unfolds
        self._unfolding: list[str] = []
        self._rows: list[list[Line]] = []
        self._anchor = ""
        self._pre: list[str] | None = None

    def feed(self, data: str, line: int = 1) -> None:
        """Take a piece that begins in this line."""
        self.rawdata = ""
        self._first_line = line
        self.lineno, self.offset = 1, 0
        # The parser looks for the end of each unclosed comment or tag through the whole text: without them it is linear.
        data = _UNCLOSED_COMMENT.sub(lambda found: "\n" * found[0].count("\n"), data)
        super().feed(_UNFINISHED_TAG.sub("&lt;", data))
        super().close()

    def take(self) -> list[Block]:
        """The finished blocks, which are then forgotten; none while a list or table is open."""
        return self._parts.take()

    def flush(self) -> None:
        """End the text and the lists that are open."""
        self._end_text()
        self._parts.leave_all()
        self._open.clear()

    # --- events of the parser ---

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        if self._skipping:
            if tag == self._skipping[-1]:
                self._skipping.append(tag)
            return
        given = {name: value or "" for name, value in attrs}
        if is_left_out(tag, given, self._open):
            if tag not in VOID:
                self._skipping.append(tag)
            return
        if tag not in VOID and len(self._open) < _DEEPEST:
            self._open.append(tag)
        self._start(tag, given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element without content: only a line break and a component with a title say something."""
        if not self._skipping:
            self._start(tag, {name: value or "" for name, value in attrs}, empty=True)

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if self._skipping:
            if tag == self._skipping[-1]:
                self._skipping.pop()
            return
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        self._end(tag)

    def handle_data(self, data: str) -> None:
        """Text."""
        if self._skipping:
            return
        if self._pre is not None:
            self._pre.append(data)
            return
        if data.strip() and self._lines.is_empty:
            self._line = self._here()
        if data.strip() and not self._heading and not self._titled:
            self._anchor = ""  # it was that of this text
        self._lines.text(data)

    # --- what they mean ---

    def _here(self) -> int:
        return self._first_line + self.lineno - 1

    def _start(self, tag: str, given: dict[str, str], *, empty: bool = False) -> None:
        self._asks = self._asks or given.get("itemtype", "").endswith("schema.org/Question")
        if self._heading:
            self._anchor = given.get("id") or self._anchor
        title = next((given[name] for name in TITLE_ATTRIBUTES if given.get(name)), "")
        if tag in HEADINGS:
            if self._titled not in {"summary", "dt"}:
                self._titled = None  # a heading inside of what only looks like a title is the title
            self._end_text()
            self._heading = (HEADINGS[tag], given.get("id") or self._anchor)
        elif title and tag not in INLINE and (tag == "details" or not is_block(tag) or tag not in KNOWN):
            self._start_component(tag, title, given, empty=empty)
        elif tag in {"details", "summary", "dt", "dd"} or self._is_title(tag, given):
            self._unfold(tag, given)
        elif tag in inline_tags.INLINE_TAGS:
            self._start_inline(tag, given)
        elif is_block(tag):
            self._start_block(tag, given)

    def _start_inline(self, tag: str, given: dict[str, str]) -> None:
        if tag == "a":
            self._anchor = given.get("id") or given.get("name") or self._anchor
        if self._pre is None:
            inline_tags.begin(tag, given.get("href", ""), self._lines)

    def _start_block(self, tag: str, given: dict[str, str]) -> None:
        self._end_text()
        self._anchor = given.get("id") or self._anchor
        if tag in HOLDERS:
            start = given.get("start", "")
            self._parts.enter(tag, self._here(), int(start) if _NUMBER.fullmatch(start) else 1)
        elif tag == "pre":
            self._pre, self._line = [], self._here()

    def _start_component(self, tag: str, title: str, given: dict[str, str], *, empty: bool) -> None:
        """A component of a page builder that names what it holds: <Accordion title="…">, <Question question="…" answer="…" />."""
        self._end_text()
        self._parts.add(Block("open", self._here(), _lines_of(title)))
        if not empty:
            self._unfolding.append(tag)
            return
        if lines := _lines_of(given.get("answer") or given.get("content") or ""):
            self._parts.add(Block("paragraph", self._here(), lines))
        self._parts.add(Block("close", self._here()))

    def _is_title(self, tag: str, given: dict[str, str]) -> bool:
        """Whether the element holds the title of something that unfolds; a button without a role does if its text asks."""
        if self._titled or self._heading:
            return False
        if self._asks and given.get("itemprop") == "name":
            self._asks = False
            return True
        sure = is_title(tag, given)
        self._unsure = tag == "button" and self._lines.is_empty and not sure
        return sure or self._unsure

    def _unfold(self, tag: str, given: dict[str, str]) -> None:
        if self._titled == "dt" and tag in {"dd", "dt"}:
            self._end_title("dt")  # its end was left out, as HTML allows
        self._end_text()
        self._anchor = given.get("id") or self._anchor
        match tag:
            case "details":
                self._unfolding.append("details")
            case "dd":
                pass
            case _:
                if tag == "dt" and "dt" in self._unfolding:
                    self._fold("dt")
                self._titled = tag

    def _fold(self, tag: str) -> None:
        while tag in self._unfolding:
            last = self._unfolding.pop()
            self._parts.add(Block("close", self._here()))
            if last == tag:
                break

    def _end(self, tag: str) -> None:
        inline_tags.end(tag, self._lines)
        if tag == "pre" and self._pre is not None:
            code, self._pre = "".join(self._pre), None
            if code.strip():
                self._parts.add(Block("code", self._line, code=code.strip("\n")))
        elif tag == self._titled:
            self._end_title(tag)
        elif is_block(tag) or tag in self._unfolding:
            self._end_block(tag)

    def _end_block(self, tag: str) -> None:
        self._end_text()
        if tag in HEADINGS:
            self._heading = None
        elif tag in HOLDERS:
            self._parts.leave(tag)
        else:
            self._fold("dt" if tag == "dl" else tag)

    def _end_title(self, tag: str) -> None:
        self._titled = None
        lines = self._lines.finish()
        unsure, self._unsure = self._unsure, False
        if not lines or (unsure and not is_question(one_line(lines)[0].text)):
            return
        if tag == "summary" and "details" in self._unfolding:
            pass  # the <details> around it lasts until its own end
        elif tag == "dt":
            self._unfolding.append("dt")
        else:  # a title of an accordion lasts until the next one
            self._fold("title")
            self._unfolding.append("title")
        soft = not (tag == "summary" and "details" in self._unfolding)
        self._parts.add(Block("open", self._line, one_line(lines), level=int(soft), anchor=self._anchor))
        self._anchor = ""

    def _end_text(self) -> None:
        if self._titled:  # blocks inside of a title (<summary><h3>…) belong to it
            self._lines.text(" ")
            return
        lines = self._lines.finish()
        if not lines:
            return
        if self._heading:
            level, anchor = self._heading[0], self._heading[1] or self._anchor
            self._parts.add(Block("heading", self._line, one_line(lines), level=level, anchor=anchor))
            self._heading, self._anchor = None, ""
        else:
            self._parts.add(Block("paragraph", self._line, lines))


def _lines_of(text: str) -> tuple[Line, ...]:
    lines = Lines()
    lines.text(html.unescape(text))
    return lines.finish()
