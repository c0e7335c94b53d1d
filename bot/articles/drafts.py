"""What an article's parts say before they are entries: drafts, without ids."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.articles.document import Block, links_of, markdown_of, text_of
from bot.articles.outline import Section
from bot.articles.words import OUTDATED, PARTLY
from bot.records import EntryKind, Link, Verdict

SHORTEST = 2  # letters that an answer must have; one is enough where letters are words
_IDEOGRAPH = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True)
class Draft:
    """An entry without an id. `source` are the headings it rests on with their anchors, innermost first; drafts of one section
    have the same `group`."""

    kind: EntryKind
    question: str
    answer: str
    line: int
    path: tuple[str, ...] = ()
    anchor: str = ""
    source: tuple[tuple[str, str], ...] = ()
    links: tuple[Link, ...] = ()
    verdict: Verdict | None = None
    group: int = 0
    also_asked: tuple[str, ...] = ()


@dataclass
class Drafts:
    """Collects drafts, and what was left out with its line and the reason."""

    found: list[Draft] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)

    def add(  # noqa: PLR0913  # one argument a fact of the draft
        self,
        kind: EntryKind,
        question: str,
        blocks: Sequence[Block],
        section: Section,
        *,
        line: int = 0,
        lead: str = "",
    ) -> bool:
        """Add what some blocks of a section say; whether there is anything.

        `lead` is the title inside of the section that they stand under, if it is not the section's own.
        """
        answer = markdown_of(blocks).strip()
        line = line or section.line
        text = text_of(blocks)
        if not question.strip() or (sum(map(str.isalnum, text)) < SHORTEST and not _IDEOGRAPH.search(text)):
            self.skip(line, f"no text under {question.strip()[:80]!r}")
            return False
        links = tuple({link.url: link for link in links_of(blocks)}.values())
        verdict = _verdict(text) if kind == "misconception" else None
        draft = Draft(
            kind=kind,
            question=question.strip(),
            answer=answer,
            line=line,
            path=section.path,
            anchor=anchor_of(section),
            source=_source(section, lead),
            links=links,
            verdict=verdict,
            group=id(section),
        )
        self.found.append(draft)
        return True

    def skip(self, line: int, reason: str) -> None:
        """Note what is left out."""
        self.skipped.append((line, reason))


_MOST_SOURCES = 2


def _source(section: Section, lead: str) -> tuple[tuple[str, str], ...]:
    """The headings that a part of a section rests on with their anchors, innermost first; each once."""
    found = {lead: anchor_of(section)} if lead else {}
    above: Section | None = section
    while above:
        if above.title.text:
            found.setdefault(above.title.text, anchor_of(above))
        above = above.parent
    return tuple(found.items())[:_MOST_SOURCES]


def anchor_of(section: Section) -> str:
    """The anchor of the section or of the nearest one around it that has one."""
    while not section.anchor and section.parent:
        section = section.parent
    return section.anchor


def _verdict(correction: str) -> Verdict:
    opening = correction[:160]
    if PARTLY.match(opening):
        return "partly"
    return "outdated" if OUTDATED.search(opening) else "wrong"
