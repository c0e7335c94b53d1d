"""Sections of an article -> drafts: its questions, its misconceptions, its takeaways, and the rest as topics and passages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.articles import claims, question_tables, questions
from bot.articles.document import Block, Line, text_of
from bot.articles.drafts import Drafts
from bot.articles.outline import Section
from bot.articles.runs import rest_of, split, without_label
from bot.articles.titles import asked
from bot.articles.words import (
    ANSWER_LABEL,
    CONTENTS_HEADING,
    FAQ_HEADING,
    MYTH_HEADING,
    TAKEAWAY_HEADING,
    TRUTH_LABEL,
    has_question,
    is_question,
)
from bot.records import EntryKind

WHOLE = 70  # words up to which a section is one answer
SHORT = 25  # words below which a paragraph belongs to the one before it
_LONGEST_TITLE = 160


def read(root: Section, title: str, drafts: Drafts) -> None:
    """Everything that an article says.

    Args:
        root: The whole article.
        title: Its title, from metadata or from its first heading.
        drafts: Where it goes.
    """
    top = root.children[0] if len(root.children) == 1 and root.children[0].kind == "heading" else root
    reader = _Reader(drafts)
    names = [title, *(child.title.text for child in [top, *root.children[:1]])]
    first = root.children[0].title.text if root.children else ""
    if any(announces_questions(name) for name in (title, top.title.text)) or (
        announces_questions(first) and root.children[0].level == 1
    ):
        questions.read_faq(top if not root.own or top is root else root, drafts)
    elif not root.children and root.own and announces_questions(root.own[0].text):
        questions.read_faq(root, drafts)  # a text without headings whose first line is its title
    elif any(MYTH_HEADING.search(name) and not is_question(name) for name in names if name):
        reader.read_myths(root)
    else:
        reader.read_section(root)


def announces_questions(title: str) -> bool:
    """Whether a title announces questions and answers."""
    return bool(FAQ_HEADING.search(title))


def _announces_myths(section: Section) -> bool:
    """Whether a heading announces misconceptions that stand below it, and is none itself."""
    title = section.title.text
    return bool(MYTH_HEADING.search(title)) and not has_question(title) and not claims.claim_in(title) and bool(section.body)


class _Reader:
    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts
        self._claims: set[int] = set()
        self._announced: set[int] = set()

    def read_myths(self, section: Section) -> None:
        """A section, or an article, that is about misconceptions."""
        inner = any(_announces_myths(each) for each in section.all() if each is not section)
        if not inner:
            self._claims |= claims.claim_headings(section)
        self._announced.add(id(section))
        self.read_section(section, announced=not inner)

    def read_section(self, section: Section, *, announced: bool = False) -> None:
        """A section with all that is inside of it."""
        title = section.title.text
        if CONTENTS_HEADING.match(title):
            self._drafts.skip(section.line, f"{title!r} is navigation")
            return
        if claims.is_bare_label(title) and (parted := claims.claim_below(section)):
            self._drafts.add("misconception", *parted, section)
            return
        if claim := claims.claim_in(title) or (id(section) in self._claims and claims.claim_of(title)):
            self._read_claim(section, claim)
            return
        if (
            section.kind == "unfolding"
            and section.level
            and not is_question(title)
            and section.parent
            and section.parent.title.text
        ):
            self._read_topic(section, list(section.blocks()))
            return
        if announces_questions(title) and not (announced and not section.children):
            questions.read_faq(section, self._drafts)
            return
        if _announces_myths(section) and not announced and id(section) not in self._announced:
            self.read_myths(section)
            return
        own = claims.read_body(section.own, section, self._drafts, announced=announced)
        own = self._read_labelled(own, section)
        if TAKEAWAY_HEADING.match(title):
            self._read_takeaways(section, own)
        else:
            self._read_topic(section, own)
        for child in claims.with_truths(section.children):
            self.read_section(child, announced=announced and not announces_questions(child.title.text))

    def _read_claim(self, section: Section, claim: str) -> None:
        body = without_label([*section.blocks()], TRUTH_LABEL)
        self._drafts.add("misconception", claim, body, section)

    def _read_labelled(self, blocks: list[Block], section: Section) -> list[Block]:
        """Pairs of "Q:" and "A:" are questions wherever they stand."""
        before, runs = split(blocks, questions.labelled)
        runs = [run for run in runs if not run.is_empty]
        if len(runs) > 1:
            questions.add_runs(runs, section, self._drafts)
            return before
        return question_tables.read_tables(blocks, section, self._drafts)

    def _read_takeaways(self, section: Section, blocks: Sequence[Block]) -> None:
        """All takeaways as one topic, and each item of their list as one."""
        self._read_topic(section, blocks, cut=False)
        for block in blocks:
            for item in block.items if block.kind == "list" else ():
                title = sentence(item)
                self._drafts.add("topic", title, item, section, line=item[0].line)

    def _read_topic(self, section: Section, blocks: Sequence[Block], *, cut: bool = True) -> None:
        title = section.title.text
        blocks = [block for block in blocks if text_of([block]).strip()]
        if not blocks:
            return
        if not title:
            if len(text_of(blocks)) < 40:  # noqa: PLR2004  # less is a caption
                self._drafts.skip(blocks[0].line, "text before the first heading")
                return
            title = sentence(blocks)
        kind: EntryKind = "question" if has_question(title) else "topic"
        if kind == "question":
            blocks = without_label(blocks, ANSWER_LABEL)
        first, *passages = passages_of(blocks) if cut else [("", list(blocks), "")]
        self._drafts.add(
            kind, asked(title) if kind == "question" else title, first[1], section, line=section.line or blocks[0].line
        )
        for name, inside, lead in passages:
            self._drafts.add("topic", name, inside, section, line=inside[0].line, lead=lead)


def passages_of(blocks: Sequence[Block]) -> list[tuple[str, list[Block], str]]:
    """A section's text in answers of a few sentences: for each its title, its blocks, and the bold lead it stands under.

    The first one has no title: it is that of the section.
    """
    if _words(blocks) <= WHOLE and not _named_items(blocks):
        return [("", list(blocks), "")]
    parts: list[tuple[str, list[Block], str]] = []
    for block in blocks:
        if block.kind == "list" and (named := _named(block)):
            parts += named
        elif parts and not parts[-1][2] and (block.kind != "paragraph" or _words([block]) < SHORT):
            parts[-1][1].append(block)
        else:
            parts.append((sentence([block]) if parts else "", [block], ""))
    if parts and parts[0][0]:
        parts.insert(0, ("", list(blocks[:1]), ""))
    return parts


def _named_items(blocks: Sequence[Block]) -> bool:
    return any(block.kind == "list" and _named(block) for block in blocks)


def _named(block: Block) -> list[tuple[str, list[Block], str]]:
    """The items of a list as passages, where each begins with a bold name and goes on for a sentence or more."""
    parts = []
    for item in block.items:
        first = item[0].lines[0] if item[0].lines else Line("", "")
        rest = rest_of(first)
        if not first.lead or rest is None or _words(item) < SHORT // 2:
            return []
        name = first.lead.rstrip(" :.")
        parts.append((name, [Block("paragraph", item[0].line, (rest, *item[0].lines[1:])), *item[1:]], name))
    return parts if len(parts) > 1 else []


def _words(blocks: Sequence[Block]) -> int:
    return len(text_of(blocks).split())


def sentence(blocks: Sequence[Block]) -> str:
    """The first sentence of some blocks, as a title."""
    text = " ".join(text_of(blocks[:1]).split())
    found = re.match(r"(.{20,}?[.!?:。！？])(?=\s|$|[“\"])", text)
    title = found[1] if found and len(found[1]) <= _LONGEST_TITLE else text
    if len(title) > _LONGEST_TITLE:
        title = title[:_LONGEST_TITLE].rsplit(" ", 1)[0] + " …"
    return title.rstrip(":").strip()
