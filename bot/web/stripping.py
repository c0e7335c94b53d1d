"""JavaScript and CSS without comments and needless white space. Names, strings and statements stay, so they do what they did."""

from __future__ import annotations

import re

# A slash begins a regular expression where no value has just ended: at the start, after an operator, after these words.
_BEFORE_A_VALUE = frozenset("return typeof case in of delete void throw new else do yield await instanceof".split())

# Signs beside which a space means nothing, wherever they stand. Not `+`, `-`, `/`, `<` and `!`: `a + +b`, `a / /b/`, `a < !--b`.
_ALONE = frozenset("{}()[];,:=?>&|")
# A line end may stand for a semicolon, but not after a sign that lets nothing end, nor before one that nothing begins with.
_GOES_ON = _ALONE - frozenset(")]}"), _ALONE - frozenset("([{")

_TOKEN = re.compile(
    r"""
    (?P<comment> //[^\n]* | /\*[\s\S]*?\*/ )
  | (?P<string>  "(?:[^"\\\n]|\\[\s\S])*" | '(?:[^'\\\n]|\\[\s\S])*' )
  | (?P<word>    [\w$\#]+ )
  | (?P<space>   \s+ )
  | (?P<sign>    [\s\S] )
    """,
    re.VERBOSE,
)
_REGEX = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/\w*")
_TEMPLATE_TEXT = re.compile(r"(?:[^`\\$]|\\[\s\S]|\$(?!\{))*")
_CSS = re.compile(
    r"""
    (?P<kept>    "(?:[^"\\]|\\[\s\S])*" | '(?:[^'\\]|\\[\s\S])*' )
  | (?P<comment> /\*[\s\S]*?\*/ )
  | (?P<close>   \s* ;? \s* \} \s* )
  | (?P<sign>    \s* [{;,>] \s* | (?<=[\w-]): \s+ | \s+ (?=!important) )
  | (?P<space>   \s+ )
    """,
    re.VERBOSE,
)


def strip_javascript(code: str) -> str:
    """`code` without comments, and without white space that means nothing.

    Strings, template literals and regular expressions are kept letter by letter. A line end stays where it may stand for a
    semicolon, also that of a comment which spans lines.

    Raises:
        ValueError: A template literal has no end.
    """
    return "".join(_Scanner(code).kept()).strip() + "\n"


def strip_css(sheet: str) -> str:
    """`sheet` without comments, line ends and needless spaces; strings are kept letter by letter."""

    def stays(found: re.Match[str]) -> str:
        match found.lastgroup:
            case "kept":
                return found[0]
            case "sign":
                return found[0].strip()
            case "close":
                return "}"
            case "space":
                return " "
            case _:
                return ""

    return _CSS.sub(stays, sheet).strip()


class _Scanner:
    """Walks over code once; `at` is where it stands, `value` whether a value has just ended there."""

    def __init__(self, code: str) -> None:
        self.code, self.at, self.value = code, 0, False

    def kept(self, *, nested: bool = False) -> list[str]:
        """The parts that stay, to the end of the code or, within a template literal, to the brace that ends its gap."""
        parts: list[str] = []
        depth, gap = 0, ""
        while self.at < len(self.code):
            part, blank = self._next()
            if blank:
                gap = "\n" if "\n" in gap + part else " "
                continue
            before, after = _GOES_ON if gap == "\n" else (_ALONE, _ALONE)
            joins = not parts or part in after or parts[-1] in before
            parts += [part] if joins else [gap, part]
            gap = ""
            depth += (part == "{") - (part == "}")
            if nested and depth < 0:
                break
        return parts

    def _next(self) -> tuple[str, bool]:
        """The next token, and whether it is white space or a comment."""
        if self.code[self.at] == "`":
            return self._template(), False
        found = _matched(_TOKEN, self.code, self.at)
        kind, text = found.lastgroup, found[0]
        if text == "/" and not self.value and (regex := _REGEX.match(self.code, self.at)):
            kind, text = "string", regex[0]
        self.at += len(text)
        if kind in {"comment", "space"}:
            return text, True
        self.value = text in {")", "]", "}"} if kind == "sign" else text not in _BEFORE_A_VALUE
        return text, False

    def _template(self) -> str:
        parts = ["`"]
        self.at += 1
        while True:
            text = _matched(_TEMPLATE_TEXT, self.code, self.at)[0]
            parts.append(text)
            self.at += len(text)
            if self.at >= len(self.code):
                raise ValueError("a template literal has no end")
            if self.code[self.at] == "`":
                break
            self.at += 2
            parts += ["${", *self.kept(nested=True)]
        self.at += 1
        self.value = True
        return "".join([*parts, "`"])


def _matched(pattern: re.Pattern[str], code: str, at: int) -> re.Match[str]:
    """The match of a pattern that matches everywhere."""
    found = pattern.match(code, at)
    if found is None:
        raise ValueError(f"expected code at {at}")
    return found
