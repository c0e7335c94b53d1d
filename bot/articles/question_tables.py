"""Tables in an article whose rows are questions with their answers -> drafts."""

from __future__ import annotations

from collections.abc import Sequence

from bot.articles.document import Block, Line
from bot.articles.drafts import Drafts
from bot.articles.outline import Section
from bot.articles.tables import Columns, named_columns
from bot.articles.titles import asked
from bot.articles.words import QUESTION_LABEL, is_question


def read_tables(blocks: Sequence[Block], section: Section, drafts: Drafts) -> list[Block]:
    """Questions in tables: in columns that are named so, or in the first of two; gives the blocks that are none."""
    rest = []
    for block in blocks:
        columns = _columns(block) if block.kind == "table" else None
        if columns is None:
            rest.append(block)
            continue
        for row in _full(block.rows[1:], columns):
            question, answer = row[columns.question], row[columns.answer]
            answered = [Block("paragraph", block.line, (answer,))]
            drafts.add("question", asked(question.text), answered, section, line=block.line, lead=question.text)
    return rest


def _columns(block: Block) -> Columns | None:
    header, *rows = block.rows
    named = named_columns([cell.text for cell in header])
    columns = named or Columns(0, 1)
    pairs = _full([row for row in rows if named or len(row) == len(("question", "answer"))], columns)
    asking = sum(is_question(row[columns.question].text) for row in pairs)
    if not pairs or asking * 2 >= len(pairs):
        return columns if pairs else None
    says = len(header) > columns.answer and QUESTION_LABEL.match(f"{header[columns.question].text}: x")
    return columns if says else None


def _full(rows: Sequence[Sequence[Line]], columns: Columns) -> list[Sequence[Line]]:
    """The rows that have a question and an answer."""
    last = max(columns.question, columns.answer)
    return [row for row in rows if len(row) > last and row[columns.question].text and row[columns.answer].text]
