"""What a question asks for: a number, a price, a frequency, a time, a place, a person, a choice. English. Pure.

"How often should it be serviced?" shares its words with an entry that says that service saves power, and yet is no question for
it: the entry tells no frequency.
"""

from __future__ import annotations

import re

_FORMS = tuple(
    re.compile(form)
    for form in (
        r"\bhow many\b|\bnumber of\b",
        r"\bhow much\b|\bprices?\b|\bcosts?\b",
        r"\bhow (?:often|frequent\w*|regularly)\b",
        r"\bhow (?:long|old|soon|fast|quickly)\b|\bhow many (?:years|months|weeks|days|hours|minutes)\b",
        r"\bhow (?:big|large|deep|thick|high|tall|wide|far|hot|cold|warm|heavy|loud)\b|\bwhat (?:size|temp\w*|percent\w*)\b",
        r"\bwhen (?:did|was|is|are|do|does|will|should)\b|\bwhat time\b|\bat what\b",
        r"\bwhere (?:can|do|is|are|should|to)\b",
        r"\bwho(?:se)?\b",
        r"\bwhich\b|\bbest\b|\brecommend\w*\b",
    )
)
EVERYTHING = (1 << len(_FORMS)) - 1
_DIGIT = re.compile(r"\d")


def asks(question: str) -> int:
    """What a question asks for, a bit a form; 0 where it asks for none of them."""
    lower = question.lower()
    return sum(1 << bit for bit, form in enumerate(_FORMS) if form.search(lower))


def tells(phrasings: tuple[str, ...], answer: str) -> int:
    """What an entry may be taken to tell: what its phrasings ask for, and everything where its answer has a figure."""
    if _DIGIT.search(answer):
        return EVERYTHING
    told = 0
    for phrasing in phrasings:
        told |= asks(phrasing)
    return told
