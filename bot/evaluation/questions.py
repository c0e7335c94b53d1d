"""A file of labelled questions -> questions with the entries that answer them. Every mistake is reported at once.

The file is JSON lines, or CSV with a header (commas, semicolons or tabs), told apart by its first character.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.errors import Mistake, QuestionsError
from bot.records import KnowledgeBase

NEEDED = ("text", "gold")
OPTIONAL = ("kind", "style", "context")
GOLD_SEPARATOR = "|"  # between the golds in a CSV cell


@dataclass(frozen=True)
class Labelled:
    """A question as someone would ask it.

    Args:
        text: The question.
        gold: Ids of the answerable entries that answer it; empty where nothing does.
        kind: What it is an example of, such as `off_topic`; empty if nobody said.
        style: How it is asked, such as `keywords`; empty if nobody said.
        context: The question asked just before; empty if there was none.
        line: Where it stands in its file, from 1.
    """

    text: str
    gold: frozenset[str]
    kind: str = ""
    style: str = ""
    context: str = ""
    line: int = 0


def read(content: bytes, file: str, knowledge: KnowledgeBase) -> list[Labelled]:
    """Read labelled questions for `knowledge`; `file` is the name that mistakes are reported under.

    Raises:
        QuestionsError: There are mistakes, or no questions; it lists all mistakes.
    """
    mistakes: list[Mistake] = []
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise QuestionsError([Mistake(file, line, "expected text in UTF-8")]) from None
    golds = _Golds(knowledge)
    rows = _json_rows(text, file, mistakes) if text.lstrip()[:1] in {"{", "["} else _csv_rows(text, file, mistakes)
    found = [labelled for line, row in rows if (labelled := _labelled(row, line, file, golds, mistakes))]
    if not found and not mistakes:
        mistakes.append(Mistake(file, 0, 'expected questions, such as {"text": "...", "gold": ["entry-id"]} a line'))
    if mistakes:
        raise QuestionsError(mistakes)
    return found


class _Golds:
    """What a gold may name: an entry, or a heading of the article for all entries that rest on it."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._ids = {entry.id: entry.answerable for entry in knowledge.entries}
        self._main: dict[str, set[str]] = defaultdict(set)
        self._other: dict[str, set[str]] = defaultdict(set)
        for entry in knowledge.entries:
            for at, heading in enumerate(entry.source if entry.answerable else ()):
                (self._other if at else self._main)[_squashed(heading)].add(entry.id)

    def entries(self, gold: str) -> set[str] | None:
        """The answerable entries that a gold names (none for a known unknown), or None where it names nothing."""
        if gold in self._ids:
            return {gold} if self._ids[gold] else set()
        heading = _squashed(gold)
        return self._main.get(heading) or self._other.get(heading)


def _squashed(heading: str) -> str:
    return " ".join(re.findall(r"\w+", heading.casefold()))


def _json_rows(text: str, file: str, mistakes: list[Mistake]) -> Iterator[tuple[int, Mapping[str, object]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            mistakes.append(Mistake(file, number, f"not JSON ({getattr(error, 'msg', error)}), expected one object a line"))
            continue
        if isinstance(row, dict):
            yield number, row
        else:
            mistakes.append(Mistake(file, number, 'expected an object such as {"text": "...", "gold": ["entry-id"]}'))


def _csv_rows(text: str, file: str, mistakes: list[Mistake]) -> Iterator[tuple[int, Mapping[str, object]]]:
    header = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count), strict=True)
    try:
        columns = [name.strip().casefold() for name in next(reader, [])]
        if missing := [name for name in NEEDED if name not in columns]:
            named = ", ".join((*NEEDED, *OPTIONAL))
            what = f"no column {' and no column '.join(map(repr, missing))}, expected a header with columns among {named}"
            mistakes.append(Mistake(file, 1, what))
            return
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(columns):
                mistakes.append(Mistake(file, line, f"{len(cells)} cells, expected {len(columns)} as in the header"))
                continue
            row: dict[str, object] = dict(zip(columns, cells, strict=True))
            row["gold"] = [gold.strip() for gold in str(row["gold"]).split(GOLD_SEPARATOR) if gold.strip()]
            yield line, row
    except csv.Error as error:
        mistakes.append(Mistake(file, reader.line_num, f"not CSV ({error}), expected cells with quotes around them where needed"))


def _labelled(row: Mapping[str, object], line: int, file: str, golds: _Golds, mistakes: list[Mistake]) -> Labelled | None:
    wrong: list[str] = []
    texts = {name: _text(row.get(name), name, wrong) for name in ("text", *OPTIONAL)}
    if not texts["text"] and not wrong:
        wrong.append("'text': expected a question")
    gold = _gold(row, golds, wrong)
    mistakes += [Mistake(file, line, what) for what in wrong]
    return None if wrong else Labelled(gold=gold, line=line, **texts)


def _text(value: object, name: str, wrong: list[str]) -> str:
    match value:
        case None:
            return ""
        case str():
            return value.strip()
        case _:
            wrong.append(f"{name!r}: expected text, found {json.dumps(value)[:40]}")
            return ""


def _gold(row: Mapping[str, object], golds: _Golds, wrong: list[str]) -> frozenset[str]:
    match row.get("gold", row):
        case str(name):
            names: list[object] = [name] if name.strip() else []
        case [*several]:
            names = several
        case None:
            names = []
        case _:
            wrong.append("'gold': expected a list of entry ids or headings, empty where nothing answers")
            names = []
    found: set[str] = set()
    for named in names:
        entries = golds.entries(named.strip()) if isinstance(named, str) else None
        if entries is None:
            wrong.append(f"'gold': {named!r} is neither an entry's id nor a heading that an entry rests on")
        found |= entries or set()
    return frozenset(found)
