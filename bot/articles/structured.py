"""JSON and the like -> questions with answers: schema.org's FAQPage, lists of pairs, mappings of questions to answers."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence

from bot.articles import markdown_reader
from bot.articles.document import Pair, markdown_of
from bot.articles.html_blocks import HtmlBlocks
from bot.articles.tags import BLOCKS, KNOWN
from bot.articles.words import is_question

_QUESTION = (
    "question",
    "q",
    "questions",
    "frage",
    "pregunta",
    "domanda",
    "pergunta",
    "vraag",
    "prompt",
    "instruction",
    "utterance",
    "query",
    "faq",
)
_ANSWER = (
    "answer", "a", "answers", "acceptedanswer", "suggestedanswer", "antwort", "reponse", "réponse", "respuesta", "risposta",
    "resposta", "antwoord", "response", "responses", "reply", "completion", "output",
)  # fmt: skip
_TITLE = ("name", "title", "heading", "summary", "label")
_TEXT = ("text", "rendered", "content", "body", "description", "value", "html", "markdown")
_PHRASINGS = (
    "also_asked",
    "phrasings",
    "variants",
    "alternatives",
    "alternate_questions",
    "alternativequestions",
    "patterns",
    "synonyms",
)
DEEPEST = 60
_NUMBERED = re.compile(r"(?P<before>.*?)(?P<name>[a-zé]+)(?P<behind>[._ -]?\d+)")
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{'|'.join(sorted(KNOWN, key=len, reverse=True))})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BLOCK_TAG = re.compile(rf"</?(?:{'|'.join(sorted(BLOCKS, key=len, reverse=True))}|br)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_MARKDOWN = re.compile(r"\*\*\w|`\w|\]\(\S|^\s*(?:[-*+]|\d+\.|#{1,6})\s", re.MULTILINE)


def read_json(text: str) -> list[Pair]:
    """The pairs in JSON, or in JSON lines; line breaks within strings are forgiven.

    Raises:
        ValueError: It is no JSON.
    """
    try:
        return list(pairs(json.loads(text, strict=False)))
    except json.JSONDecodeError:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) <= 1 or not all(line.lstrip().startswith(("{", "[")) for line in lines):
            raise
        return [pair for line in lines for pair in pairs(json.loads(line, strict=False))]
    except RecursionError:
        raise ValueError("nested too deep") from None


def pairs(value: object, depth: int = 0) -> Iterator[Pair]:
    """The pairs in a tree of lists and mappings, in their order."""
    if depth > DEEPEST:
        return
    match value:
        case dict():
            fields = {str(name).lower(): each for name, each in value.items()}
            if pair := _pair(fields):
                yield pair
                return
            if numbered := list(_numbered(fields)):
                yield from numbered
                return
            asked = {name: each for name, each in value.items() if isinstance(name, str) and is_question(name)}
            for name, each in value.items():
                if name in asked and (answer := text_of(each)):
                    yield Pair(plain(name), answer)
                else:
                    yield from pairs(each, depth + 1)
        case list():
            for each in value:
                yield from pairs(each, depth + 1)
        case _:
            pass


def _numbered(fields: Mapping[str, object]) -> Iterator[Pair]:
    """The pairs of fields that belong together by their numbers: q1 and a1, question_1 and answer_1."""
    found = [(name, number) for name in fields if (number := _NUMBERED.fullmatch(name)) and number["name"] in _QUESTION]
    for name, number in found:
        names = (f"{number['before']}{each}{number['behind']}" for each in _ANSWER)
        if answer := next((fields[each] for each in names if each in fields), None):
            yield from filter(None, [_pair({"question": fields[name], "answer": answer})])


def _pair(fields: Mapping[str, object]) -> Pair | None:
    question = _first(fields, _QUESTION)
    answer = _first(fields, _ANSWER)
    if not question and (answer or str(fields.get("@type", "")) == "Question"):
        question = _first(fields, _TITLE)
    if question and not answer and is_question(question if isinstance(question, str) else ""):
        answer = _first(fields, _TEXT)
    if not question and not answer and is_question(title := text_of(_first(fields, _TITLE))):
        question, answer = title, _first(fields, _TEXT)
    others: tuple[str, ...] = ()
    if not question and answer and isinstance(fields.get("patterns"), list):
        question, fields = fields["patterns"], {**fields, "patterns": []}
    if isinstance(question, list):
        texts = [plain(each) for each in question if isinstance(each, str) and each.strip()]
        question, others = (texts or [""])[0], tuple(texts[1:])
    if isinstance(question, dict):
        question = text_of(question)
    said = text_of(answer)
    if not isinstance(question, str) or not question.strip() or not said:
        return None
    more = _first(fields, _PHRASINGS)
    others += tuple(plain(each) for each in more if isinstance(each, str) and each.strip()) if isinstance(more, list) else ()
    return Pair(plain(question), said, also_asked=others)


def _first(fields: Mapping[str, object], names: Sequence[str]) -> object:
    """The value of the first name there is, also with a language behind it (question_en); English ones first."""
    for name in names:
        if fields.get(name):
            return fields[name]
    for name in names:
        found = [each for each in fields if re.fullmatch(rf"{re.escape(name)}[_-](\w\w)", each) and fields[each]]
        if found:
            return fields[min(found, key=lambda each: not each.endswith("en"))]
    return ""


def text_of(value: object, depth: int = 0) -> str:
    """An answer as Markdown: a text, a list of paragraphs, or a mapping that holds one."""
    match value:
        case str():
            return rich(value)
        case list() if depth < DEEPEST:
            return "\n\n".join(text for each in value if (text := text_of(each, depth + 1)))
        case dict() if depth < DEEPEST:
            fields = {str(name).lower(): each for name, each in value.items()}
            return text_of(_first(fields, (*_TEXT, *_ANSWER)) or _in_a_language(fields), depth + 1)
        case bool() | None:
            return ""
        case int() | float():
            return str(value)
        case _:
            return ""


def _in_a_language(fields: Mapping[str, object]) -> object:
    """The text of a mapping of languages to texts: English, else the first."""
    if not fields or not all(_LANGUAGE.fullmatch(name) for name in fields):
        return ""
    return next((fields[name] for name in fields if name.startswith("en")), next(iter(fields.values())))


def rich(text: str) -> str:
    """A text of unknown markup as Markdown: HTML is read as such, Markdown with HTML in it as both, other text stays."""
    if not _TAG.search(text):
        return "\n".join(line.strip() for line in html.unescape(text).strip().splitlines())
    if _MARKDOWN.search(text) and not re.match(r"\s*<", text):
        return markdown_of(markdown_reader.read(text, 1))
    reader = HtmlBlocks()
    reader.feed(text)
    reader.flush()
    return markdown_of(reader.take())


def plain(text: str) -> str:
    """A title of unknown markup as plain text."""
    return " ".join(html.unescape(_TAG.sub("", _BLOCK_TAG.sub(" ", text))).split())
