"""Lines of Markdown that belong to a component of a site rather than to its text, as a rule of the parser.

Such a line gives a token of type "component": its `info` is the title that it has, its `meta` says which slot of a component
begins (`slot`), whether one ends (`ends`), and the `answer` that stands in the same line.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

# `::name title`, `:::` and `#slot` of components, `import …` and `export …` of MDX, `=== "Tab"`,
# `{{< shortcode title="…" >}}` and `{% tag %}` of site generators, `/// name | title` of Markdown's extensions for Python.
_COMPONENT = re.compile(
    r"""\s{0,3}(?::{2,}\s*[\w-]*\s*(?:\{[^}]*\}|\[[^\]]*\])?\s*(?P<title>.*)
    |\#(?P<slot>[a-z][\w-]*)
    |\{(?:\{[<%]|%-?)\s*(?P<closing>/|end)?\s*[\w./-]+(?P<given>[^{}]*?)/?\s*(?:[>%]\}|-?%)\}
    |(?:import|export)\s.*(?:from\s|=|\{).*
    |={3}\s+"(?P<tab>.*)"
    |(?P<slashes>/{3,})\s*(?:[\w-]+\s*(?:\|\s*(?P<block>.*))?)?)\s*$""",
    re.VERBOSE,
)
_GIVEN_TITLE = re.compile(r"""(?:\b(?:title|question|summary|heading|label|q)\s*=\s*|^\s*)["“](?P<title>[^"”]+)["”]""")
_GIVEN_ANSWER = re.compile(r"""\b(?:answer|content|a)\s*=\s*["“](?P<answer>[^"”]+)["”]""")
_PROPERTIES = re.compile(r"-{3,}\s*$")
_EQUALS = re.compile(r"(?P<mark>={1,6})\s+(?P<title>[^\s\"=].*?)(?:\s+(?P=mark))?\s*$")
_TAG = re.compile(
    r"""</?[A-Z][\w.]*(?:\s+[\w:@.-]+(?:=(?:"[^"]{0,2000}"|'[^']{0,2000}'|\{[^{}]{0,2000}\}))?){0,40}\s*/?>[ \t]*(?=\n|\Z)"""
)
_OPTION = re.compile(r"[\w-]+:\s")


def components_plugin(parser: MarkdownIt) -> None:
    """Add the rule to a parser."""
    for name, rule in (("component", _component), ("plain_heading", _plain_heading), ("tag", _tag)):
        parser.block.ruler.before("html_block", name, rule, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _component(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  # markdown-it calls it so
    """A line that belongs to a component rather than to the text; a block of properties (--- … ---) may follow it."""
    if state.is_code_block(start):
        return False
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    found = _COMPONENT.match(line)
    if not found:
        return False
    if silent:
        return True
    following = start + 1
    if line.startswith("::") and following < end and _PROPERTIES.match(_line(state, following)):
        closing = next((n for n in range(following + 1, min(end, following + 40)) if _PROPERTIES.match(_line(state, n))), None)
        following = closing + 1 if closing is not None else following
    while found["slashes"] and following < end and state.sCount[following] >= state.blkIndent + 4:
        if not _OPTION.match(_line(state, following)):
            break
        following += 1
    token = state.push("component", "", 0)
    token.map = [start, following]
    given, answer = _GIVEN_TITLE.search(found["given"] or ""), _GIVEN_ANSWER.search(found["given"] or "")
    token.info = found["title"] or found["tab"] or found["block"] or (given["title"] if given else "")
    token.meta = {
        "slot": found["slot"] or "",
        "ends": bool(found["closing"]) or line.strip().strip(":/") == "",
        "answer": answer["answer"] if answer else "",
    }
    state.line = following
    return True


def _plain_heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: ARG001, FBT001  # as `_component`
    """A heading of AsciiDoc and of wikis: `== Title`, perhaps with as many marks behind it."""
    found = None if state.is_code_block(start) else _EQUALS.match(_line(state, start))
    if not found:
        return False
    if not silent:
        level = f"h{len(found['mark'])}"
        state.push("heading_open", level, 1).map = [start, start + 1]
        token = state.push("inline", "", 0)
        token.content, token.map, token.children = found["title"], [start, start + 1], []
        state.push("heading_close", level, -1)
        state.line = start + 1
    return True


def _tag(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: ARG001, FBT001  # as `_component`
    """The tag of a component that has its lines to itself: what follows is Markdown."""
    at = state.bMarks[start] + state.tShift[start]
    found = None if state.is_code_block(start) else _TAG.match(state.src, at)
    if not found:
        return False
    if not silent:
        state.line = start + 1 + found[0].count("\n")
        token = state.push("html_block", "", 0)
        token.content, token.map = found[0], [start, state.line]
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]
