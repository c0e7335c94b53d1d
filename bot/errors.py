"""What can go wrong, by name.

BotError
├── KnowledgeError   knowledge that cannot be used; lists every mistake found
├── KnowledgeMissingError no knowledge where it was looked for
└── IndexDamagedError     an index file that cannot be read (the bot builds it again)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class BotError(Exception):
    """Anything that faqbot itself reports; its text is fit for a terminal."""


@dataclass(frozen=True)
class Mistake:
    """One mistake in a knowledge file: where it is, what is wrong and what was expected.

    `line` counts from 1; 0 stands for the whole file, and an empty `file` for knowledge made in Python.
    """

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        place = ":".join(part for part in (self.file, str(self.line or "")) if part)
        return f"{place}: {self.what}" if place else self.what


class KnowledgeError(BotError):
    """Knowledge that cannot be used, with every mistake that was found in it."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))


class KnowledgeMissingError(BotError):
    """There is no knowledge file where one was looked for."""


class IndexDamagedError(BotError):
    """An index file is cut off, altered or of another format."""
