"""CSV and TSV -> questions with answers, whatever the order of the columns, with or without a header."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.articles.document import Pair
from bot.articles.structured import plain, rich
from bot.articles.words import is_question

_LANGUAGE = r"(?:[_ -]?(\w\w|text|english))?"
_QUESTION = re.compile(
    rf"(?:the[_ ])?(?:q|questions?|fragen?|pregunta|domanda|pergunta|vraag|prompt|query|utterance|"
    rf"title|titel|titre|вопрос){_LANGUAGE}",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"(?:the[_ ])?(?:a|ans|answers?|antwort(?:en)?|r[ée]ponse|respuesta|risposta|resposta|antwoord|response|reply|text|body|"
    rf"content|ответ){_LANGUAGE}",
    re.IGNORECASE,
)
_PHRASINGS = re.compile(
    r"also[_ ]asked|phrasings?|variants?|variations?|alternatives?|synonyms?|keywords|other[_ ]questions?", re.IGNORECASE
)
_PARTS = re.compile(r"\s*[|;\n]\s*")
_SNIFFED = 20_000


@dataclass(frozen=True)
class _Columns:
    question: int
    answer: int
    phrasings: int | None = None


def read_table(text: str, delimiter: str = "") -> list[Pair]:
    """The pairs of a table.

    Args:
        text: The file's text.
        delimiter: What parts the columns; found out when empty.

    Raises:
        ValueError: There are no two columns of text, or a quote is never closed.
    """
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))  # of the whole process: raised, never lowered
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or _delimiter(text))
        rows, lines, before = [], [], 1
        for row in reader:
            rows.append([cell.strip() for cell in row])
            lines.append(before)
            before = reader.line_num + 1
    except csv.Error as error:
        raise ValueError(str(error)) from None
    header = _header(rows[0]) if rows else None
    columns = header or _columns(rows)
    if columns is None:
        raise ValueError("no two columns of text, expected questions and answers")
    return [pair for row, line in list(zip(rows, lines, strict=True))[bool(header) :] if (pair := _pair(row, line, columns))]


def _pair(row: Sequence[str], line: int, columns: _Columns) -> Pair | None:
    if len(row) <= max(columns.question, columns.answer) or not row[columns.question] or not row[columns.answer]:
        return None
    at = columns.phrasings
    others = tuple(part for part in _PARTS.split(row[at]) if part) if at is not None and at < len(row) else ()
    return Pair(plain(row[columns.question]), rich(row[columns.answer]), line, others)


def _delimiter(text: str) -> str:
    """The mark that parts the first lines into the most columns of which there are equally many."""
    sample = text[:_SNIFFED]

    def fit(mark: str) -> tuple[float, int]:
        widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=mark) if row]
        commonest = max(set(widths), key=widths.count, default=1)
        return (widths.count(commonest) / max(1, len(widths)) if commonest > 1 else 0.0, commonest)

    return max(",;\t|", key=fit)


def _header(row: Sequence[str]) -> _Columns | None:
    """The columns by their names; of several languages English, else the first."""

    def column(pattern: re.Pattern[str], language: str | None = None) -> int | None:
        named = [(at, found[1]) for at, cell in enumerate(row) if (found := pattern.fullmatch(cell.strip("\ufeff ")))]
        named = [each for each in named if each[1] == language] or named if language else named
        return min(named, key=lambda each: not (each[1] or "").lower().startswith("en"))[0] if named else None

    question = column(_QUESTION)
    if question is None:
        return None
    suffix = _QUESTION.fullmatch(row[question].strip("\ufeff "))
    answer = column(_ANSWER, suffix[1] if suffix else None)
    if answer is None or answer == question:
        return None
    phrasings = next((at for at, cell in enumerate(row) if _PHRASINGS.fullmatch(cell)), None)
    return _Columns(question, answer, phrasings)


def _columns(rows: Sequence[Sequence[str]]) -> _Columns | None:
    """The columns by what stands in them: questions ask, answers are the longest of the others."""
    full = [row for row in rows if len(row) > 1]
    width = min((len(row) for row in full), default=0)
    if width <= 1:
        return None
    asking = [sum(is_question(row[at]) for row in full) for at in range(width)]
    lengths = [sum(len(row[at]) for row in full) for at in range(width)]
    question = max(range(width), key=lambda at: asking[at]) if any(asking) else 0
    return _Columns(question, max((at for at in range(width) if at != question), key=lambda at: lengths[at]))
