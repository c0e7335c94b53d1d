"""How replies look in a terminal: plain text, wrapped, with a little colour where colour is wanted."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

import click

from bot import sentences
from bot.anchors import source_links
from bot.assistant import Assistant
from bot.explaining import Explanation
from bot.records import Answer, Entry, NoAnswer, Reply, SmallTalk, Suggestion, Suggestions
from bot.shown import article_of, contact_line, from_article, related, says

WIDEST = 88
LEAST_SHARE = 0.05  # of a score or a confidence; smaller ones are noise to a reader
_ALLOWED_CONTROLS = "\n\t"
_REASONS = {
    "phrasings": "words in common with its phrasings, or of like meaning",
    "spelling": "words spelled alike",
    "answer": "words in common with its question and answer",
    "coverage": "share of your words that stand anywhere in it, rare ones first",
    "order": "same words in the same order",
    "rivals": "rivals of its kind, near or far behind",
    "other_kinds": "known unknowns and small talk, near or far behind",
    "unseen": "words that the knowledge has never seen",
    "untold": "asks for a number, time, place or the like that it is not known to tell",
    "short": "few subject words to go by",
    "start": "where every candidate starts",
}


def printable(text: str) -> str:
    """`text` without characters that steer a terminal (escape sequences, overwriting, reversed direction)."""
    return "".join(c for c in text if c in _ALLOWED_CONTROLS or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"})


def _signed(number: float, width: int) -> str:
    return (f"{number:+.2f}" if abs(number) >= LEAST_SHARE else "").rjust(width)


def wants_colour(stream: IO[str]) -> bool:
    """Whether colour codes may go to `stream`: a terminal that can, and a user who did not say no (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@dataclass(frozen=True)
class Layout:
    """Lays out replies for one terminal. `width` is in characters."""

    assistant: Assistant
    colour: bool = False
    width: int = 80

    @classmethod
    def of_stdout(cls, assistant: Assistant) -> Layout:
        """The layout that suits where standard output goes."""
        width = shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80
        return cls(assistant, wants_colour(sys.stdout), max(20, min(width, WIDEST)))

    def reply(self, reply: Reply, *, numbered: bool = False) -> str:
        """A reply: the answer, its source and what to ask next, with numbers where a digit can pick."""
        parts = [self._head(reply), self._paragraphs(says(self.assistant, reply).text)]
        match reply:
            case Answer(entry=entry):
                parts += [self._sources(entry), self._list(self._said.related, related(self.assistant, entry), numbered=numbered)]
            case SmallTalk():
                pass
            case Suggestions(suggestions=suggestions):
                parts += [
                    self._list("", suggestions, numbered=numbered, declinable=numbered),
                    self.dim(self._wrapped(contact_line(self.assistant, reply))),
                ]
            case NoAnswer(entry=entry, suggestions=suggestions):
                title = self._said.says if entry else self._said.near
                parts += [
                    self.dim(self._wrapped(contact_line(self.assistant, reply))),
                    self._list(title, suggestions, numbered=numbered),
                ]
        return "\n\n".join(part for part in parts if part)

    def options(self, reply: Reply) -> tuple[Suggestion, ...]:
        """What the digits of a numbered reply pick."""
        return related(self.assistant, reply.entry) if isinstance(reply, Answer) else reply.suggestions

    def note(self, reply: Reply) -> str:
        """How the question was read, where that differs from what was typed."""
        if " ".join(reply.query.split()) == reply.understood_as:
            return ""
        return self.dim(f"{self._said.read_as}: {printable(reply.understood_as)}")

    def why(self, explanations: Sequence[Explanation]) -> str:
        """The candidates, and what each reason adds to their scores and their confidences (in log-odds)."""
        return "\n".join(line for rank, each in enumerate(explanations, 1) for line in self._reasons(rank, each))

    def _reasons(self, rank: int, each: Explanation) -> Iterator[str]:
        entry, odds = each.candidate.entry, f"confidence {each.confidence:.0%}"
        yield self._styled(f"{rank}  {printable(entry.question)}", bold=True)
        yield self.dim(f"   {entry.kind} {printable(entry.id)}, score {each.candidate.score:.2f}, {odds}")
        yield self.dim("    score  confidence")
        for share in each.shares:
            if max(abs(share.score), abs(share.confidence)) >= LEAST_SHARE:
                yield f"   {_signed(share.score, 6)} {_signed(share.confidence, 11)}  {_REASONS[share.reason]}"
        if each.missing:
            yield self._wrapped(f"not in it: {', '.join(map(printable, each.missing))}", "   ")

    def topics(self, entries: Iterable[Entry]) -> str:
        """The questions that the knowledge answers, under the heading that each rests on."""
        groups: dict[str, list[str]] = {}
        for entry in entries:
            if entry.answerable:
                groups.setdefault(entry.source[0] if entry.source else "", []).append(entry.question)
        parts = []
        for heading, questions in groups.items():
            lines = [self._styled(printable(heading), bold=True)] if heading else []
            parts.append("\n".join([*lines, *(self._wrapped(printable(question), "  ") for question in questions)]))
        return "\n\n".join(parts)

    def welcome(self, text: str) -> str:
        """The first message."""
        return self._paragraphs(text)

    def dim(self, text: str) -> str:
        """`text` in the background."""
        return self._styled(text, dim=True)

    @property
    def _said(self) -> sentences.Sentences:
        return sentences.of(self.assistant.knowledge.language)

    def _head(self, reply: Reply) -> str:
        match reply:
            case Answer(entry=Entry(kind="misconception", verdict=verdict, question=claim)) if verdict:
                said = sentences.verdict(self.assistant.knowledge.language, verdict)
                claimed = self._wrapped(f"\u201c{printable(claim)}\u201d")
                return f"{self._styled(f'{said}:', fg='yellow', bold=True)}\n{claimed}"
            case NoAnswer(entry=Entry()):
                return self._styled(self._said.not_covered, fg="yellow", bold=True)
            case _:
                return ""

    def _sources(self, entry: Entry) -> str:
        if not (links := source_links(entry, article_of(self.assistant, entry))):
            return ""
        article = from_article(self.assistant, entry)
        heading = f"{links[0].heading} ({article})" if article else links[0].heading
        lines = [self.dim(f"{self._said.source}: {printable(heading)}")]
        if links[0].url:
            lines.append(self.dim(" " * (len(self._said.source) + 2) + printable(links[0].url)))
        lines += [
            self.dim(f"{self._said.more}: {printable(link.title)}\n{' ' * (len(self._said.more) + 2)}{printable(link.url)}")
            for link in entry.read_more
        ]
        return "\n".join(lines)

    def none_of_these(self) -> str:
        """What there is to say when none of the suggested questions was meant."""
        knowledge = self.assistant.knowledge
        parts = [self._paragraphs(sentences.no_answer(knowledge)), self.dim(self._wrapped(sentences.contact(knowledge)))]
        return "\n\n".join(part for part in parts if part)

    def _list(self, title: str, suggestions: Sequence[Suggestion], *, numbered: bool, declinable: bool = False) -> str:
        if not suggestions:
            return ""
        marks = (self._styled(str(n), fg="cyan", bold=True) if numbered else "-" for n in range(1, len(suggestions) + 1))
        lines = [f"  {mark} {printable(each.question)}" for mark, each in zip(marks, suggestions, strict=True)]
        lines += [self.dim(f"  0 {self._said.none_of_these}")] if declinable else []
        return "\n".join([*([self.dim(f"{title}:")] if title else []), *lines])

    def _paragraphs(self, text: str) -> str:
        return "\n".join(self._wrapped(line) for line in printable(text).split("\n"))

    def _wrapped(self, text: str, indent: str = "") -> str:
        line = printable(text)
        start = indent + " " * (len(line) - len(line.lstrip()))
        return textwrap.fill(
            line.strip(),
            self.width,
            initial_indent=start,
            subsequent_indent=start,
            break_long_words=False,
            break_on_hyphens=False,
        )

    def _styled(self, text: str, *, fg: str | None = None, bold: bool | None = None, dim: bool | None = None) -> str:
        return click.style(text, fg=fg, bold=bold, dim=dim) if self.colour and text else text
