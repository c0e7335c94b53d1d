"""Sections of questions and answers -> drafts, in every style in which FAQs are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile

from bot.articles import claims
from bot.articles.document import Block, Line, text_of
from bot.articles.drafts import Drafts
from bot.articles.outline import Section
from bot.articles.question_tables import read_tables
from bot.articles.runs import Opener, Run, Title, rest_of, split, unwrapped, without_label
from bot.articles.titles import asked
from bot.articles.words import (
    ANSWER_LABEL,
    CLOSING_HEADING,
    CONTENTS_HEADING,
    FAQ_HEADING,
    NUMBER,
    QUESTION_LABEL,
    TRUTH_LABEL,
    has_question,
    is_question,
)

_LONGEST_TITLE = 300  # characters; a longer line asks nothing


def labelled(line: Line) -> Title | None:
    """A line that begins with "Q:" or the like."""
    if line.lead and (title := _labelled(line.lead)):
        return Title(title, line.lead, rest_of(line))
    if line.lead and (rest := rest_of(line)) and _labelled(f"{line.lead.rstrip(' :.')}: {rest.text}"):
        return _with_answer(rest.text, line)
    title = _labelled(line.text)
    return _with_answer(title, line) if title else None


def _labelled(text: str) -> str:
    found = QUESTION_LABEL.match(text)
    if not found or len(text) > _LONGEST_TITLE * 4:
        return ""
    return found["question"].strip() if found["sure"] or is_question(found["question"]) else ""


def _with_answer(question: str, line: Line) -> Title:
    """Question and answer in one line: "Q: … A: …"."""
    for at, mark in enumerate(question):
        if mark == "?" and (found := ANSWER_LABEL.match(question[at + 1 :])):
            answer = question[at + 1 + found.end() :].strip()
            return Title(question[: at + 1], line.text, Line(answer, answer) if answer else None)
    return Title(question, line.text)


def bold_question(line: Line) -> Title | None:
    """A line that begins with a question in bold."""
    if not line.lead or not is_question(line.lead) or len(line.lead) > _LONGEST_TITLE:
        return None
    return Title(asked(line.lead), line.lead, rest_of(line))


def bold_line(line: Line) -> Title | None:
    """A line that is bold altogether."""
    if not line.lead or line.rest.strip(" :.") or len(line.lead) > _LONGEST_TITLE:
        return bold_question(line)
    return Title(asked(line.lead), line.lead)


def question_line(line: Line) -> Title | None:
    """A line that is one question; or one that begins with a question and goes on with its answer behind a colon or dash."""
    text = line.text
    if len(text) > _LONGEST_TITLE or not is_question(text):
        return None
    return Title(asked(text), text)


def question_and_answer(line: Line) -> Title | None:
    """A line that begins with a question and goes on with its answer."""
    if title := bold_question(line) or question_line(line):
        return title
    for at, mark in enumerate(line.text[:_LONGEST_TITLE]):
        if mark in "?？؟" and line.text[at + 1 : at + 2].isspace() and not line.lead:
            answer = line.text[at + 1 :].strip()
            cut = line.markdown.find(mark)
            return Title(
                asked(line.text[: at + 1]),
                line.text[: at + 1],
                Line(answer, line.markdown[cut + 1 :].strip(" –—-"), links=line.links),
            )
    return None


def runs_in(blocks: Sequence[Block]) -> tuple[list[Block], list[Run]]:
    """Questions that stand in running text, by the first style of which there are any."""
    before, runs = split(blocks, labelled)
    if any(run.title for run in runs):
        return before, [run for run in runs if not run.is_empty] or runs
    lists = [block for block in blocks if block.kind == "list"]
    styles: list[tuple[Opener, int]] = [(bold_question, 1), (question_line, 1)]
    for opener, least in styles:
        before, runs = split(blocks, opener)
        good = [run for run in runs if not run.is_empty]
        if len(good) >= least and len(good) * 2 >= len(runs):
            return (before, runs) if opener is not bold_question else _with_statements(blocks, before, runs)
    if lists and (found := split(lists, question_and_answer)[1]) and all(not run.is_empty for run in found):
        return [block for block in blocks if block.kind != "list"], found
    before, runs = split(blocks, bold_line)
    if len([run for run in runs if not run.is_empty]) >= 2:  # noqa: PLR2004  # one bold line is an emphasis
        return before, runs
    return list(blocks), []


def _with_statements(blocks: Sequence[Block], before: list[Block], runs: list[Run]) -> tuple[list[Block], list[Run]]:
    """Where every question is a bold line of its own, bold lines that ask nothing are entries too."""
    if any(run.title.rest for run in runs):
        return before, runs
    return split(blocks, bold_line)


def read_faq(section: Section, drafts: Drafts) -> None:
    """Everything under a heading that announces questions and answers."""
    intro = list(takewhile(lambda each: isinstance(each, Block), section.body))
    _read_body(section, section.own if not section.children else [b for b in intro if isinstance(b, Block)], drafts)
    children = section.children
    statements_count = _statements_count(children)
    among_questions = any(child.kind == "heading" and is_question(child.title.text) for child in children)
    for child in children:
        if CONTENTS_HEADING.match(child.title.text) or (
            CLOSING_HEADING.match(child.title.text) and not _asks_more(child, children)
        ):
            drafts.skip(child.line, f"{child.title.text!r} is navigation")
        elif claim := claims.claim_in(child.title.text):
            drafts.add("misconception", claim, without_label(list(child.blocks()), TRUTH_LABEL), child)
        elif _is_category(child, among_questions=among_questions):
            read_faq(child, drafts)
        elif statements_count or is_entry(child):
            _read_entry(child, drafts)
        elif text_of(list(child.blocks())).strip():
            drafts.add("topic", child.title.text, list(child.blocks()), child)


def _asks_more(child: Section, siblings: Sequence[Section]) -> bool:
    """Whether a heading like "Contact" is one of the entries: not the last one among its siblings."""
    return child is not siblings[-1] and child.kind == "unfolding"


def _statements_count(children: Sequence[Section]) -> bool:
    """Whether headings that ask nothing are entries beside these: most of them ask, or none does."""
    headings = [child for child in children if child.kind == "heading"]
    unfolding = [child for child in children if child.kind == "unfolding"]
    if len(unfolding) > len(headings):
        return False
    asking = sum(has_question(child.title.text) for child in headings)
    return asking * 3 >= len(headings) or not asking


def is_entry(section: Section) -> bool:
    """Whether a section's title makes it an entry wherever questions are read."""
    return section.kind == "unfolding" or has_question(section.title.text) or bool(QUESTION_LABEL.match(section.title.text))


def _is_category(section: Section, *, among_questions: bool) -> bool:
    """Whether a heading only groups the questions below it.

    Where its siblings are questions, a list of questions in its text is no group: it is part of the answer.
    """
    title = section.title.text
    if FAQ_HEADING.search(title) and section.children:
        return True
    below = [each for each in section.all() if each is not section and (each.kind == "heading" or is_question(each.title.text))]
    below = [each for each in below if text_of(each.own).strip()]
    asking = [each for each in below if each.kind == "unfolding" or is_question(each.title.text)]
    if has_question(title):
        return len([child for child in asking if child.kind == "unfolding"]) > 1
    if section.kind == "unfolding" and not below:
        return False
    if not text_of(section.own).strip():
        return bool(section.children)
    if below and len(asking) * 2 >= len(below):
        return True
    if below or among_questions or NUMBER.match(title):
        return False
    return len(runs_in(section.own)[1]) > 1 or any(labelled(line) for block in section.own for line in block.lines)


def _read_entry(section: Section, drafts: Drafts) -> None:
    """A section whose title is a question: its text and what is below is the answer, but for questions below."""
    nested = [
        child
        for child in section.children
        if child.kind == "heading" and is_question(child.title.text) and not CLOSING_HEADING.match(child.title.text)
    ]
    body: list[Block] = []
    for each in section.body:
        if isinstance(each, Block):
            body.append(each)
        elif each not in nested:
            body += [Block("heading", each.line, (each.title,), each.level), *each.blocks()]
    drafts.add("question", asked(section.title.text), without_label(body, ANSWER_LABEL), section)
    for child in nested:
        _read_entry(child, drafts)


def _read_body(section: Section, blocks: Sequence[Block], drafts: Drafts) -> None:
    """Questions in the running text of a section, and its introduction."""
    before, runs = runs_in(blocks)
    before = read_tables(before, section, drafts)
    if len(text_of(before)) >= 200 and section.title.text:  # noqa: PLR2004  # shorter ones only greet
        drafts.add("topic", section.title.text, before, section)
    elif text_of(before).strip():
        drafts.skip(before[0].line, "an introduction")
    add_runs(runs, section, drafts)


def add_runs(runs: Iterable[Run], section: Section, drafts: Drafts) -> None:
    """A draft for each question in running text."""
    for run in runs:
        answer = without_label(unwrapped(run.blocks), ANSWER_LABEL)
        drafts.add("question", run.title.text, answer, section, line=run.line, lead=run.title.written)
