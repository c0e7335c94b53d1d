"""Marks of site generators within a line of Markdown, as rules of the parser: they are read, and are no text of the article.

Such a mark gives a token of type "mark" whose content is the mark as it was written. Beside these, what looks like a tag of
HTML but is none (`<your-name>`) is text, and a link whose address only the generator knows is its label.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from bot.articles.tags import KNOWN

# `{{< figure … >}}` and `{{% ref … %}}` of Hugo, `{% link … %}` of Jekyll, `{/* … */}` of MDX, `{: .note }` of kramdown.
_MARK = re.compile(
    r"\{\{<.{0,1000}?>\}\}|\{\{%.{0,1000}?%\}\}|\{%.{0,1000}?%\}|\{/\*.{0,1000}?\*/\}|\{:[^{}\n]{0,1000}\}", re.DOTALL
)
# `{#id .class name=value}` behind a link, emphasis or code.
_ATTRIBUTE = r"""(?:[#.][\w-]+|[\w-]+=(?:"[^"{}]*"|'[^'{}]*'|[^\s{}"']+))"""
_ATTRIBUTES = re.compile(rf"\{{\s*{_ATTRIBUTE}(?:\s+{_ATTRIBUTE}){{0,20}}\s*\}}")
_GENERATED_LINK = re.compile(
    r"""\[(?P<label>[^\[\]\n]{1,300})\]\(\s*<?\{[{%][^\n]{1,300}?[%}]\}[^\s()<>]{0,300}>?(?:\s+"[^"\n]{0,300}")?\s*\)"""
)
_WIKI_LINK = re.compile(r"!?\[\[(?!\s)(?P<page>[^\[\]|\n]{1,200})(?:\|(?P<label>[^\[\]|\n]{1,300}))?\]\](?![(\[])")
_PLACEHOLDER = re.compile(r"<(?P<name>[A-Za-z][\w.-]{0,80})>")
_NEAR = 4000  # characters in which the end of an element is looked for


def site_markup_plugin(parser: MarkdownIt) -> None:
    """Add the rules to a parser."""
    parser.inline.ruler.before("link", "site_mark", _mark)
    parser.inline.ruler.before("link", "site_link", _link)
    parser.inline.ruler.before("html_inline", "placeholder", _placeholder)


def _mark(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # markdown-it calls it so
    if state.src[state.pos] != "{":
        return False
    found = _MARK.match(state.src, state.pos)
    if not found and state.src[state.pos - 1 : state.pos] in set(")]*_`"):
        found = _ATTRIBUTES.match(state.src, state.pos)
    if not found or found.end() > state.posMax:
        return False
    if not silent:
        state.push("mark", "", 0).content = found[0]
    state.pos = found.end()
    return True


def _link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # as `_mark`
    """A link that the generator makes: `[label]({{< ref "page" >}})`, `[[page|label]]`; an embedded page (`![[…]]`) vanishes."""
    if state.src[state.pos] not in "![":
        return False
    found = _GENERATED_LINK.match(state.src, state.pos) or _WIKI_LINK.match(state.src, state.pos)
    if not found or found.end() > state.posMax:
        return False
    if not silent and not found[0].startswith("!"):
        last, label = state.posMax, "label" if found["label"] else "page"
        state.pos, state.posMax = found.span(label)
        state.md.inline.tokenize(state)
        state.posMax = last
    state.pos = found.end()
    return True


def _placeholder(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # as `_mark`
    found = _PLACEHOLDER.match(state.src, state.pos)
    if not found or found["name"].lower() in KNOWN or state.src.find(f"</{found['name']}", found.end(), found.end() + _NEAR) >= 0:
        return False
    if not silent:
        state.pending += found[0]
    state.pos = found.end()
    return True
