"""What a reply hands to the next query: the last question, packed into a short opaque string. The server keeps nothing.

The string comes back from strangers, so anything that does not fit is read as "no context" and never as an error.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass

LONGEST = 600  # characters of a packed context
LONGEST_QUESTION = 200  # characters kept of a question
_VERSION = 1


@dataclass(frozen=True)
class Context:
    """The turn before: what was asked, and the id of the entry that was shown (empty if none)."""

    question: str
    entry: str


def pack(context: Context) -> str:
    """The context as a string that travels in JSON and URLs."""
    question = context.question[:LONGEST_QUESTION]
    while True:
        raw = json.dumps([_VERSION, question, context.entry], ensure_ascii=False, separators=(",", ":")).encode()
        packed = base64.urlsafe_b64encode(raw).decode().rstrip("=")
        if len(packed) <= LONGEST or not question:
            return packed if len(packed) <= LONGEST else ""
        question = question[: len(question) // 2]


def unpack(packed: str | None) -> Context | None:
    """What `pack` packed, or None."""
    if not isinstance(packed, str) or not packed or len(packed) > LONGEST or not packed.isascii():
        return None
    try:
        content = json.loads(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return None
    match content:
        case [1, str(question), str(entry)] if question:
            return Context(question[:LONGEST_QUESTION], entry)
        case _:
            return None
