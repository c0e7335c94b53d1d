"""Running text with its markup -> lines of plain text and of Markdown, alike for every reader."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from bot.anchors import safe_url
from bot.articles.document import Line
from bot.records import Link

_SPECIAL = re.compile(r"[\\`*\[\]<]|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])")
_BLOCK_MARK = re.compile(r"(#{1,6}(?=\s|$)|[-+](?=\s|$)|\d+(?=[.)](?:\s|$))|>|={3,}|-{3,}|~{3,}|\|)")
_SPACES = re.compile(r"\s+")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,40}\](?!\()")
_ADDRESS = re.compile(r"[^\s<>]+")
# Raised and lowered text has characters of its own as far as Unicode knows them: without them 10 to the sixth reads as 106.
_SCRIPTS = {
    "sup": str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ"),
    "sub": str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"),
}
SCRIPTS = frozenset(_SCRIPTS)


class Lines:
    """Collects running text. Breaks inside of emphasis or a link are blanks, others begin a new line.

    Args:
        base: The article's address, which relative links are resolved against; without one they become plain text.
    """

    def __init__(self, base: str = "") -> None:
        self._base = base
        self._done: list[Line] = []
        self._plain: list[str] = []
        self._marked: list[str] = []
        self._open: list[str] = []
        self._links: list[Link] = []
        self._lead_from: int | None = None
        self._lead_to: tuple[int, int] | None = None
        self._link_from: tuple[int, int] | None = None
        self._url = ""
        self._is_permalink = False
        self._code: list[str] | None = None
        self._script_from: tuple[int, int] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no text has been collected for the line that is being read."""
        return not self._plain and not self._code

    def text(self, text: str) -> None:
        """Plain text; runs of white space count as one blank."""
        if self._code is not None:
            self._code.append(text)
            return
        text = _SPACES.sub(" ", _FOOTNOTE.sub("", text))
        if not self._plain or self._plain[-1].endswith(" "):
            text = text.removeprefix(" ")
        if text:
            self._plain.append(text)
            self._marked.append(_SPECIAL.sub(r"\\\g<0>", text))

    def code(self, text: str) -> None:
        """Text of a program."""
        text = _SPACES.sub(" ", text).strip()
        if text:
            fence = "``" if "`" in text else "`"
            pad = " " if "`" in text else ""
            self._plain.append(text)
            self._marked.append(f"{fence}{pad}{text}{pad}{fence}")

    def open_code(self) -> None:
        """Text of a program begins."""
        if self._code is None:
            self._code = []

    def close_code(self) -> None:
        """Text of a program ends; blanks at its ends part it from what is around."""
        if self._code is None:
            return
        text, self._code = "".join(self._code), None
        if text[:1].isspace():
            self.text(" ")
        self.code(text)
        if text[-1:].isspace():
            self.text(" ")

    def open_script(self) -> None:
        """Raised or lowered text begins."""
        self._script_from = (len(self._plain), len(self._marked))

    def close_script(self, name: str) -> None:
        """Raised ("sup") or lowered ("sub") text ends."""
        if self._script_from is None:
            return
        plain_at, marked_at = self._script_from
        self._script_from = None
        text, table = "".join(self._plain[plain_at:]), _SCRIPTS[name]
        if text and text == "".join(self._marked[marked_at:]) and all(ord(c) in table for c in text):
            self._plain[plain_at:] = self._marked[marked_at:] = [text.translate(table)]

    def open(self, mark: str) -> None:
        """Emphasis begins: `**` or `*`. The same emphasis within itself changes nothing."""
        if self._code is not None:
            return
        if mark == "**" and not any(map(str.strip, self._plain)) and "**" not in self._open:
            self._lead_from = len(self._plain)
        if mark not in self._open:
            self._marked.append(mark)
        self._open.append(mark)

    def close(self, mark: str) -> None:
        """Emphasis ends."""
        if mark not in self._open:
            return
        self._open.reverse()
        self._open.remove(mark)
        self._open.reverse()
        if mark in self._open:
            return
        at = self._begun(mark)
        if self._link_from is not None and self._link_from[1] > at:
            self.end_link()
        crossing = self._close_crossing(at)
        self._close_mark(mark)
        if mark == "**" and self._lead_from is not None and self._lead_to is None:
            self._lead_to = (len(self._plain), len(self._marked) - 1)
        elif self._lead_to and self._lead_to[1] > at:
            self._lead_from = self._lead_to = None  # the emphasis goes on behind the lead: it cannot be parted
        self._marked += crossing

    def link(self, url: str) -> None:
        """A link begins."""
        if self._link_from is None and self._code is None:
            self._url = urljoin(self._base, url.strip()) if self._base else url.strip()
            self._is_permalink = url.strip().startswith("#")
            self._link_from = (len(self._plain), len(self._marked))

    def end_link(self) -> None:
        """The link ends; one that leads nowhere safe becomes plain text."""
        if self._link_from is None:
            return
        plain_at, marked_at = self._link_from
        crossing = self._close_crossing(marked_at - 1)
        title, label = "".join(self._plain[plain_at:]).strip(), "".join(self._marked[marked_at:])
        self._link_from = None
        if self._is_permalink and not any(map(str.isalnum, title)):  # "¶" behind a heading
            del self._plain[plain_at:], self._marked[marked_at:]
        elif title and self._url and safe_url(self._url) and "\n" not in self._url:
            url = self._url.replace(" ", "%20").replace("<", "%3C").replace(">", "%3E").replace("(", "%28").replace(")", "%29")
            is_address = title in {self._url, self._url.removeprefix("mailto:")} and _ADDRESS.fullmatch(title)
            self._marked[marked_at:] = [f"<{title}>" if is_address else f"[{label.strip()}]({url})"]
            if self._lead_to and self._lead_to[1] > marked_at:  # the lead is inside of the link
                whole = not "".join(self._plain[self._lead_to[0] :]).strip()
                self._lead_to = (self._lead_to[0], marked_at + 1) if whole else None
            if url.startswith("http"):
                self._links.append(Link(title, url))
        self._marked += crossing

    def line_break(self) -> None:
        """A line ends, where no emphasis or link is open."""
        if self._open or self._link_from is not None or self._code is not None:
            self.text(" ")
        else:
            self._end()

    def finish(self) -> tuple[Line, ...]:
        """The lines that are not empty."""
        self.close_code()
        self.end_link()
        self._close_crossing(-1)
        self._end()
        done, self._done = tuple(self._done), []
        return done

    def _begin(self) -> None:
        self._plain, self._marked, self._links = [], [], []
        self._open.clear()
        self._lead_from = self._lead_to = self._link_from = self._script_from = None
        self._url = ""

    def _begun(self, mark: str) -> int:
        """Where emphasis that is open began."""
        return next(at for at in range(len(self._marked) - 1, -1, -1) if self._marked[at] == mark)

    def _close_crossing(self, at: int) -> list[str]:
        """End the emphasis that began behind a place: elements of HTML may cross, those of Markdown not; gives its marks."""
        crossing = sorted((mark for mark in set(self._open) if self._begun(mark) > at), key=self._begun)
        for mark in reversed(crossing):
            self._close_mark(mark)
        return crossing

    def _close_mark(self, mark: str) -> None:
        """Emphasis must end at a word, or it is none: blanks go behind its end. Around nothing it vanishes."""
        at = self._begun(mark)
        inside = "".join(self._marked[at + 1 :])
        if not inside.strip():
            del self._marked[at]
            return
        stripped = inside.strip()
        before, behind = inside[: len(inside) - len(inside.lstrip())], inside[len(inside.rstrip()) :]
        self._marked[at:] = [before + mark + stripped + mark, behind]

    def _end(self) -> None:
        text = "".join(self._plain).strip()
        if text:
            markdown = _escaped_start("".join(self._marked).strip())
            lead = rest = ""
            if self._lead_from is not None and self._lead_to:
                lead = "".join(self._plain[self._lead_from : self._lead_to[0]]).strip()
                rest = "".join(self._marked[self._lead_to[1] :]).strip()
            self._done.append(Line(text, markdown, lead, rest, tuple(self._links)))
        self._begin()


def _escaped_start(markdown: str) -> str:
    """`markdown` whose beginning makes no heading, list, quote or rule of it."""
    found = _BLOCK_MARK.match(markdown)
    if not found:
        return markdown
    mark, rest = found[0], markdown[found.end() :]
    return f"{mark}\\{rest}" if mark.isdigit() else f"\\{mark}{rest}"


def line_of(text: str) -> Line:
    """Plain text as a line."""
    lines = Lines()
    lines.text(text)
    return (*lines.finish(), Line("", ""))[0]
