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
    r"(?:the[_ ])?(?:q|questions?|faqs?|fragen?|preguntas?|domand[ae]|perguntas?|vraag|vragen|pytani[ea]|otázk[ay]|"
    rf"kérdés(?:ek)?|prompt|instruction|query|utterance|title|titel|titre|вопросы?|питання|问题|問題|質問|질문){_LANGUAGE}",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"(?:the[_ ])?(?:a|ans|answers?|antwort(?:en)?|r[ée]ponses?|respuestas?|rispost[ae]|respostas?|antwoord(?:en)?|"
    r"odpowied(?:ź|zi)|odpověď|odpovědi|válasz(?:ok)?|responses?|reply|replies|completion|output|text|body|content|ответы?|відповіді?|"
    rf"答案|回答|答え|답변){_LANGUAGE}",
    re.IGNORECASE,
)
_PHRASINGS = re.compile(
    r"also[_ ]asked|phrasings?|variants?|variations?|alternatives?|synonyms?|keywords|other[_ ]questions?", re.IGNORECASE
)
_PARTS = re.compile(r"\s*[|;\n]\s*")
_SNIFFED = 20_000
_HIGHEST = 5  # rows that may stand above the questions: a title, a note, the names of the columns
_LONGEST_NAME = 30  # characters of a column's name


@dataclass(frozen=True)
class Columns:
    """Where the question, the answer and other phrasings stand in a row."""

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
    top, columns = _header(rows)
    if columns is None:
        raise ValueError("no two columns of text, expected questions and answers")
    return [pair for row, line in list(zip(rows, lines, strict=True))[top:] if (pair := _pair(row, line, columns))]


def _header(rows: Sequence[Sequence[str]]) -> tuple[int, Columns | None]:
    """How many rows stand above the questions, and the columns: by their names, else by what stands in them."""
    for at, row in enumerate(rows[:_HIGHEST]):
        if named := named_columns(row):
            return at + 1, named
    columns = _columns(rows)
    return int(columns is not None and _names_columns(rows, columns)), columns


def _names_columns(rows: Sequence[Sequence[str]], columns: Columns) -> bool:
    """Whether the first row names its columns: it is short and asks nothing, where almost all others ask."""
    last = max(columns.question, columns.answer)
    first, *others = (row for row in rows if len(row) > last)
    asking = sum(is_question(row[columns.question]) for row in others)
    short = max(len(first[columns.question]), len(first[columns.answer])) <= _LONGEST_NAME
    return short and not is_question(first[columns.question]) and bool(others) and asking * 5 >= len(others) * 4


def _pair(row: Sequence[str], line: int, columns: Columns) -> Pair | None:
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


def named_columns(row: Sequence[str]) -> Columns | None:
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
    return Columns(question, answer, phrasings)


def _columns(rows: Sequence[Sequence[str]]) -> Columns | None:
    """The columns by what stands in them: questions ask, answers are the longest of the others."""
    full = [row for row in rows if len(row) > 1]
    width = min((len(row) for row in full), default=0)
    if width <= 1:
        return None
    asking = [sum(is_question(row[at]) for row in full) for at in range(width)]
    lengths = [sum(len(row[at]) for row in full) for at in range(width)]
    question = max(range(width), key=lambda at: asking[at]) if any(asking) else 0
    return Columns(question, max((at for at in range(width) if at != question), key=lambda at: lengths[at]))
