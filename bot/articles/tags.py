"""What the tags and classes of HTML mean for the text between them."""

from __future__ import annotations

import re

SKIPPED = frozenset("script style nav footer aside noscript template svg form iframe select head math".split())
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
    "acronym audio big canvas caption center colgroup datalist dialog dir hgroup legend map menu meter nobr object optgroup "
    "option output picture progress rp rt ruby search slot strike textarea title tt video".split()
)
KNOWN = SKIPPED | VOID | INLINE | BLOCKS | _OTHERS
QUESTION_CLASS = re.compile(
    r"""(?:[\w-]*[_-])?(?:faq|accordion|acc|collapse|toggle|qa|q-a)s?(?:[\w-]*[_-]|__)?
    (?:question|title|header|heading|button|btn|toggle|trigger|summary|head|q)|(?:[\w-]*[_-])?question(?:[_-](?:text|title))?|q-text""",
    re.IGNORECASE | re.VERBOSE,
)
GROUP_CLASS = re.compile(r"categor|section|group|container|wrap|list|page|main|intro", re.IGNORECASE)
TITLE_ATTRIBUTES = ("question", "title", "summary", "label", "header", "heading")
