"""Does a query lean on the turn before? "and in summer?" does, "what is a compressor" does not. Pure."""

from __future__ import annotations

from bot.language import ENGLISH_FOLLOW_UP_OPENINGS, ENGLISH_FUNCTION_WORDS, ENGLISH_POINTERS, QUESTION_WORDS
from bot.text import Analyser

FEW = 3  # subject words below which a query may be a fragment


def leans_back(text: str, analyser: Analyser) -> bool:
    """Whether `text` may be understood only with the question before it."""
    words = analyser.words(text)
    subject = [word for word in words if word not in ENGLISH_FUNCTION_WORDS]
    if not analyser.english:
        return len(words) < FEW
    opening = " ".join(words[:2])
    opens = any(opening == known or words[:1] == [known] for known in ENGLISH_FOLLOW_UP_OPENINGS)
    points = any(word in ENGLISH_POINTERS for word in words)
    fragment = len(subject) < FEW and not QUESTION_WORDS & set(words[:1])
    return bool(words) and (opens or points or fragment) and len(subject) < 2 * FEW
