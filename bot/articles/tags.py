"""What the tags and classes of HTML mean for the text between them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

SKIPPED = frozenset(
    "script style nav footer aside noscript template svg form iframe select head math video audio canvas object textarea".split()
)
VOID = frozenset("br hr img input meta link source wbr col area base embed track".split())
HEADINGS = {f"h{level}": level for level in range(1, 7)}
INLINE = frozenset(
    "a abbr b bdi bdo code kbd samp cite em i mark q s small span strong sub sup u font label time var del ins img button input "
    "wbr dfn data".split()
)
BLOCKS = frozenset(
    "p div section article main header h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tr td th thead tbody pre blockquote details "
    "summary figure figcaption hr address fieldset body html center".split()
)
_OTHERS = frozenset(
    "acronym big caption colgroup datalist dialog dir hgroup legend map menu meter nobr optgroup option output picture progress "
    "rp rt ruby search slot strike title tt".split()
)
KNOWN = SKIPPED | VOID | INLINE | BLOCKS | _OTHERS
_QUESTION_CLASS = re.compile(
    r"""(?:[\w-]*[_-])?(?:faq|accordion|acc|collapse|toggle|qa|q-a)s?(?:[\w-]*[_-]|__)?
    (?:question|title|header|heading|button|btn|toggle|trigger|summary|head|q)|(?:[\w-]*[_-])?question(?:[_-](?:text|title))?|q-text""",
    re.IGNORECASE | re.VERBOSE,
)
_GROUP_CLASS = re.compile(r"categor|section|group|container|wrap|list|page|main|intro", re.IGNORECASE)
_NOTE_CLASS = re.compile(r"note|tip|info|hint|warning|caution|danger|admonition|callout|important", re.IGNORECASE)
TITLE_ATTRIBUTES = ("question", "title", "summary", "label", "header", "heading")
# Components of page builders are named for their parts: <Question>, <AccordionTrigger>, <FaqAnswer>.
_PART_OF = r"(?:faq|accordion|collapsible|disclosure|expander|expansion-?panel|toggle)?[-.:]?"
_TITLE_TAG = re.compile(rf"{_PART_OF}(?:question|trigger|title|summary|header|heading|button)")
_BODY_TAG = re.compile(rf"{_PART_OF}(?:answer|content|body|panel|item|details)|faq|accordion|questions?")


def is_left_out(tag: str, given: Mapping[str, str], around: Collection[str]) -> bool:
    """Whether an element is no part of the text: navigation, a form, a footer, an icon; `around` are the elements around it."""
    if tag in SKIPPED:
        return not (tag == "aside" and _NOTE_CLASS.search(given.get("class", "")))
    if given.get("role") in {"navigation", "search", "dialog", "contentinfo"} or given.get("id") == "footer":
        return True
    if given.get("aria-hidden") == "true" and tag in {"a", "span", "i"}:
        return True
    return tag == "header" and "body" in around and not {"main", "article", "section", "div"} & set(around)


def is_title(tag: str, given: Mapping[str, str]) -> bool:
    """Whether an element holds the title of something that unfolds, by its name, its role or its class."""
    if tag not in KNOWN:
        return bool(_TITLE_TAG.fullmatch(tag))
    if tag not in {"div", "button", "span", "p", "a", "label", "strong", "b"}:
        return False
    if (tag == "button" or given.get("role") == "button") and ("aria-expanded" in given or "aria-controls" in given):
        return True
    names = given.get("class", "").split()
    return any(_QUESTION_CLASS.fullmatch(name) and not _GROUP_CLASS.search(name) for name in names)


def is_block(tag: str) -> bool:
    """Whether an element parts the text before it from the text behind it."""
    return tag in BLOCKS or (tag not in KNOWN and bool(_BODY_TAG.fullmatch(tag)))
