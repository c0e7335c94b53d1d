"""Misconceptions -> drafts with claim and correction apart: labelled lines and headings, lists of claims, tables."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.articles.document import Block, Line, text_of
from bot.articles.drafts import Drafts
from bot.articles.inline import line_of
from bot.articles.outline import Section
from bot.articles.runs import Run, Title, rest_of, split, unwrapped, without_label
from bot.articles.words import (
    CLOSING_HEADING,
    MANY_MYTHS,
    MYTH_HEADING,
    MYTH_LABEL,
    NUMBER,
    TAKEAWAY_HEADING,
    TRUTH_LABEL,
    TRUTH_WITHIN,
    without_number,
    without_quotes,
)

_LONGEST_CLAIM = 400
_ICON = re.compile(r"^[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f\s]+")


def claim_in(title: str) -> str:
    """The claim in a title or line that is labelled ("Myth 3: …"); empty where there is no label."""
    found = MYTH_LABEL.match(title)
    if not found or not found["claim"].strip() or (MANY_MYTHS.match(title) and not found["number"]):
        return ""  # "Myths: what people believe" announces claims
    return claim_of(found["claim"])


def claim_of(text: str) -> str:
    """A claim without number and quotes."""
    text = _ICON.sub("", without_number(text).strip().removesuffix(":").strip())
    return without_quotes(text) or text


def labelled(line: Line) -> Title | None:
    """A line that begins with "Myth 3:" or the like."""
    if len(line.text) > _LONGEST_CLAIM * 4:
        return None
    if line.lead and (claim := claim_in(line.lead)):
        return Title(claim, line.lead.rstrip(" :"), rest_of(line))
    if line.lead and MYTH_LABEL.match(line.lead.rstrip(" :.") + ": x") and (rest := rest_of(line)):
        claim, truth = _parted(rest)
        return Title(claim_of(claim), line.lead.rstrip(" :"), truth)
    if line.lead or not claim_in(line.text):
        return None
    claim, truth = _parted(line)
    return Title(claim_in(claim), claim, truth)


def _parted(line: Line) -> tuple[str, Line | None]:
    """A claim, and what the same line says is true instead."""
    said, marked = TRUTH_WITHIN.search(line.text), TRUTH_WITHIN.search(line.markdown)
    if not said or not marked:
        return line.text, None
    return line.text[: said.start()], Line(line.text[said.end() :], line.markdown[marked.end() :], links=line.links)


def bold(line: Line) -> Title | None:
    """A line that begins in bold: where claims are listed, that is the claim."""
    if not line.lead or len(line.lead) > _LONGEST_CLAIM or TRUTH_LABEL.match(line.lead.rstrip(" :") + ":"):
        return None
    return Title(claim_in(line.lead) or claim_of(line.lead), line.lead.rstrip(" :"), rest_of(line))


def quoted(line: Line) -> Title | None:
    """A line that begins with a claim in quotes."""
    for first, last in ("“”", "„“", "«»", '""', "„”"):
        end = line.text.find(last, 1)
        if line.text.startswith(first) and end > 1 and line.text[end + 1 :].strip(" :–—-"):
            rest = line.text[end + 1 :].lstrip(" :–—-")
            cut = line.markdown.find(last, 1)
            return Title(
                line.text[1:end], line.text[: end + 1], Line(rest, line.markdown[cut + 1 :].lstrip(" :–—-"), links=line.links)
            )
    return None


def runs_in(blocks: Sequence[Block], *, announced: bool) -> tuple[list[Block], list[Run]]:
    """Claims in running text; ones without a label only where misconceptions were `announced`."""
    before, runs = split(blocks, labelled)
    if runs:
        return before, runs
    if announced:
        for opener in (bold, quoted):
            before, runs = split(blocks, opener)
            if len([run for run in runs if not run.is_empty]) > 1:
                return before, runs
    return list(blocks), []


def read_body(blocks: Sequence[Block], section: Section, drafts: Drafts, *, announced: bool) -> list[Block]:
    """Add the claims in some blocks of a section; gives the blocks that are none, those after the last claim among them."""
    blocks = _read_tables(blocks, section, drafts, announced=announced or bool(MYTH_HEADING.search(section.title.text)))
    before, runs = runs_in(blocks, announced=announced)
    after: list[Block] = []
    if runs and (last := runs[-1]).blocks and _is_list(blocks, runs):
        # What follows a list of claims speaks of all of them.
        kept = [block for block in last.blocks if block.line <= _end_of_lists(blocks)]
        after, last.blocks = [block for block in last.blocks if block not in kept], kept
    for run in runs:
        correction = without_label(unwrapped(run.blocks), TRUTH_LABEL)
        drafts.add("misconception", run.title.text, correction, section, line=run.line, lead=run.title.written)
    return before + after


def _is_list(blocks: Sequence[Block], runs: Sequence[Run]) -> bool:
    lists = [block for block in blocks if block.kind == "list"]
    return bool(lists) and runs[-1].line >= lists[-1].line


def _end_of_lists(blocks: Sequence[Block]) -> int:
    at = max(number for number, block in enumerate(blocks) if block.kind == "list")
    return blocks[at + 1].line - 1 if at + 1 < len(blocks) else 10**9


def claim_headings(section: Section) -> set[int]:
    """Ids of the sections below a heading that announces misconceptions whose own headings are claims.

    Where some carry a label, a quote or a number, these are the claims; else all that have text and are no part of the frame.
    """
    if any(map(_has_claims, section.all())):
        return set()
    leaves = [each for each in section.all() if each is not section and text_of(list(each.blocks())).strip()]
    tops = [each for each in leaves if each.kind == "heading"] or leaves
    if not tops:
        return set()
    level = min(each.level for each in tops if not _groups(each)) if any(not _groups(each) for each in tops) else 0
    tops = [each for each in tops if each.level == level and not _is_frame(each) and not MYTH_HEADING.search(each.title.text)]
    quotes = [each for each in tops if each.title.text[:1] in "\"“„«‚'‘" and each.title.text[-1:] in "\"”“»‘’'"]
    numbers = [each for each in tops if NUMBER.match(each.title.text)]
    for marked in (quotes, numbers):
        if marked:
            return {id(each) for each in marked}
    return {id(each) for each in tops}


def _groups(section: Section) -> bool:
    """Whether a section has no text of its own, only sections."""
    return not text_of(section.own).strip() and bool(section.children)


def _is_frame(section: Section) -> bool:
    title = section.title.text
    frame = {
        "introduction",
        "intro",
        "conclusion",
        "summary",
        "einleitung",
        "fazit",
        "introducción",
        "conclusión",
        "conclusione",
        "conclusão",
    }
    return title.strip(" :.").lower() in frame or bool(CLOSING_HEADING.match(title) or TAKEAWAY_HEADING.match(title))


def is_bare_label(title: str) -> bool:
    """Whether a heading only counts a claim ("Myth #1") that stands below it."""
    found = MYTH_LABEL.match(f"{title}: x")
    return bool(found and found["claim"] == "x" and found["number"])


def _is_bare(title: str, label: re.Pattern[str]) -> bool:
    """Whether a heading is a label and no more: "Myth", "Reality"."""
    found = label.match(f"{title.strip(' :')}: ")
    return bool(found and found.end() == len(title.strip(" :")) + len(": "))


def claim_below(section: Section) -> tuple[str, list[Block]] | None:
    """The claim that a section begins with, as a quote or in bold, and the blocks behind it."""
    blocks = list(section.blocks())
    if not blocks:
        return None
    first, *others = blocks
    inside = first.items[0] if first.kind == "quote" and len(first.items) == 1 else (first,)
    line = inside[0].lines[0] if len(inside) == 1 and len(inside[0].lines) == 1 else None
    if line is None or not others or (first.kind != "quote" and (not line.lead or line.rest.strip(" :."))):
        return None
    return claim_of(claim_in(line.text) or line.text), without_label(others, TRUTH_LABEL)


def with_truths(sections: Sequence[Section]) -> list[Section]:
    """Sections in which a heading that says what is true ("Fact: …") belongs to the claim in the heading before it."""
    kept: list[Section] = []
    for section in sections:
        if kept and _is_bare(kept[-1].title.text, MYTH_LABEL) and _is_bare(section.title.text, TRUTH_LABEL):
            claim = " ".join(text_of(list(kept[-1].blocks())).split())
            kept[-1].title, kept[-1].body = line_of(f"{kept[-1].title.text}: {claim}"), list(section.blocks())
            continue
        found = TRUTH_LABEL.match(section.title.text)
        if found and kept and claim_in(kept[-1].title.text) and not text_of(list(kept[-1].blocks())).strip():
            said = line_of(section.title.text[found.end() :])
            kept[-1].body += [Block("paragraph", section.line, (said,)), *section.blocks()] if said.text else [*section.blocks()]
        else:
            kept.append(section)
    return kept


def _has_claims(section: Section) -> bool:
    """Whether the text of a section itself has misconceptions, in running text or in a table."""
    return bool(runs_in(section.own, announced=False)[1]) or any(_myth_column(block) is not None for block in section.own)


def _myth_column(block: Block, *, announced: bool = True) -> int | None:
    """Which column of a table has misconceptions, by its header; where they were `announced`, the one before the facts."""
    header = block.rows[0] if block.rows else ()
    found = [at for at, cell in enumerate(header) if MYTH_HEADING.search(cell.text)]
    if not found and announced and len(header) == 2 and TRUTH_LABEL.match(f"{header[1].text}:"):  # noqa: PLR2004  # a pair
        found = [0]
    return found[0] if found and len(header) > 1 else None


def _read_tables(blocks: Sequence[Block], section: Section, drafts: Drafts, *, announced: bool) -> list[Block]:
    rest = []
    for block in blocks:
        header, *rows = block.rows or ((),)
        if (at := _myth_column(block, announced=announced)) is None:
            rest.append(block)
            continue
        beside = at + 1 if at + 1 < len(header) else at - 1
        truth = next((n for n, cell in enumerate(header) if n != at and TRUTH_LABEL.match(cell.text + ":")), beside)
        for row in rows:
            if len(row) > max(at, truth) and row[at].text:
                correction = [Block("paragraph", block.line, (row[truth],))]
                drafts.add("misconception", claim_of(row[at].text), correction, section, line=block.line, lead=row[at].text)
    return rest
