"""What can go wrong, by name.

BotError
├── MistakesError             a file that people write cannot be used; lists every mistake found
│   ├── KnowledgeError        knowledge
│   └── QuestionsError        labelled questions
├── KnowledgeMissingError     no knowledge where it was looked for
├── ArticleError              a file that no entry can be read from
├── IndexDamagedError         an index file that cannot be read (the bot builds it again)
├── StoreError                the database of questions and feedback cannot be used
├── TeachingError             a lesson that cannot be taught or undone
├── ReportError               what is no report of an evaluation
├── SettingError              an environment variable that means nothing
└── ExtraMissingError         a library that an extra of the package brings is not installed
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class BotError(Exception):
    """Anything that faqbot itself reports; its text is fit for a terminal."""


@dataclass(frozen=True)
class Mistake:
    """One mistake in a file: where it is, what is wrong and what was expected.

    `line` counts from 1; 0 stands for the whole file, and an empty `file` for knowledge made in Python.
    """

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        place = ":".join(part for part in (self.file, str(self.line or "")) if part)
        return f"{place}: {self.what}" if place else self.what


class MistakesError(BotError):
    """A file, or several, that cannot be used, with every mistake that was found."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))


class KnowledgeError(MistakesError):
    """Knowledge that cannot be used."""


class QuestionsError(MistakesError):
    """Labelled questions that cannot be used."""


class KnowledgeMissingError(BotError):
    """There is no knowledge file where one was looked for."""


class ArticleError(BotError):
    """A file is no article: empty, too large, no text, or without anything that could be an entry."""


class IndexDamagedError(BotError):
    """An index file is cut off, altered or of another format."""


class ReportError(BotError):
    """A file is no report of an evaluation."""


class ExtraMissingError(BotError):
    """A library that an extra of the package brings is not installed."""


class SettingError(BotError):
    """An environment variable holds what it cannot mean."""

    def __init__(self, name: str, value: str, expected: str) -> None:
        super().__init__(f"{name}={value!r}: expected {expected}")


class StoreError(BotError):
    """The database of questions and feedback cannot be opened, read or written."""


class TeachingError(BotError):
    """A lesson cannot be taught, or undone, as things are."""
