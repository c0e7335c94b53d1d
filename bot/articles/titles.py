"""A question as an article writes it -> the question itself, without number, label and icon."""

from __future__ import annotations

import re

from bot.articles.words import QUESTION_LABEL, is_question, without_number

_ICON = re.compile(r"^[Q❓❔]\s+(?=\w+\W)|\s*[+×▼▾⌄]$|(?<=[?？؟]):+$")  # beside a question on a page


def asked(text: str) -> str:
    """A question as it stands in a title: without its number and its label ("Q3:")."""
    text = without_number(text)
    found = QUESTION_LABEL.match(text)
    if found and (found["sure"] or is_question(found["question"])):
        text = without_number(found["question"])
    return _ICON.sub("", text).strip()
