"""The bytes of a file -> the article in it: which reader fits, and what is no article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath

from bot.articles import front_matter, html_reader, markdown_reader, sections, structured, tables
from bot.articles.document import Block, Document, Pair, text_of
from bot.articles.drafts import Draft, Drafts
from bot.articles.front_matter import Value, text_at
from bot.articles.outline import outline
from bot.articles.words import language_of
from bot.errors import ArticleError
from bot.text import clean

LARGEST = 16 * 2**20  # bytes of a file
MARKDOWN = frozenset({".md", ".mdx", ".markdown", ".mdown", ".txt", ""})
HTML = frozenset({".html", ".htm", ".xhtml"})
TABLES = frozenset({".csv", ".tsv", ".tab"})
JSON = frozenset({".json", ".jsonld", ".jsonl", ".ndjson"})
ENDINGS = MARKDOWN | HTML | TABLES | JSON

_JSON_LD = re.compile(r"""<script\b[^<>]*\btype\s*=\s*["']?application/ld\+json["']?[^<>]*>""", re.IGNORECASE)
_CHARSET = re.compile(rb"""<meta\b[^>]{0,200}\bcharset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_FOOTNOTE = re.compile(r"^ {0,3}\[\^[^\]\s]+\]:")
_ADDRESSES = ("metadata.canonical", "canonical", "canonical_url", "canonicalUrl", "url", "permalink", "link")
_ALIKE = 200  # characters by which two answers are held to be the same
_DATES = ("publishDate", "published", "date", "pubDate", "datePublished", "created")


@dataclass(frozen=True)
class ReadArticle:
    """An article and what was made of it; `skipped` are the parts that were left out, each a line and a reason."""

    title: str
    url: str
    published: str
    language: str
    drafts: tuple[Draft, ...]
    skipped: tuple[tuple[int, str], ...]


def read(name: str, content: bytes) -> ReadArticle:
    """The article in a file.

    Args:
        name: The file's name: its ending says what it holds.
        content: The file's bytes.

    Raises:
        ArticleError: The file is empty, too large, no text, or nothing in it can be an entry.
    """
    text = _decoded(name, content)
    document = _document(name, text)
    drafts = Drafts(skipped=list(document.notes))
    sections.read(outline(document.blocks, has_slugs=document.has_slugs), document.title, drafts)
    _add_pairs(document.pairs, drafts)
    if not drafts.found:
        raise ArticleError(
            f"{name}: no question, section or misconception found, expected an article or a table of questions and answers"
        )
    language = document.language or language_of(text_of(document.blocks) or "\n".join(pair.answer for pair in document.pairs))
    title = clean(document.title) or _first_title(document) or PurePath(name).stem
    return ReadArticle(title, document.url, document.published, language, tuple(drafts.found), tuple(sorted(drafts.skipped)))


def _decoded(name: str, content: bytes) -> str:
    if len(content) > LARGEST:
        raise ArticleError(f"{name}: more than {LARGEST // 2**20} MB, expected an article of at most {LARGEST // 2**20} MB")
    if not content.strip():
        raise ArticleError(f"{name}: the file is empty, expected an article")
    encoding = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), "utf-8")
    if encoding == "utf-8" and PurePath(name).suffix.lower() in HTML and (found := _CHARSET.search(content[:4096])):
        encoding = found[1].decode("ascii")
    if encoding != "utf-16" and b"\0" in content:
        raise ArticleError(f"{name}: a binary file, expected text (Markdown, HTML, CSV or JSON)")
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        where = (
            f":{content.count(10, 0, error.start) + 1}: byte {error.start} is"
            if isinstance(error, UnicodeDecodeError)
            else ": it is"
        )
        raise ArticleError(f"{name}{where} not {encoding.upper()}, expected a text file in UTF-8") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _document(name: str, text: str) -> Document:
    ending = PurePath(name).suffix.lower()
    try:
        if ending in TABLES:
            return Document(pairs=tuple(tables.read_table(text, "" if ending == ".csv" else "\t")))
        if ending in JSON or (ending == "" and text.lstrip()[:1] in "[{"):
            return Document(pairs=tuple(structured.read_json(text)))
    except ValueError as error:
        kind = "table" if ending in TABLES else "JSON"
        raise ArticleError(f"{name}: no {kind} of questions and answers: {error}") from None
    matter = front_matter.split(text)
    start = matter.text.lstrip()[:15].lower()
    if ending in HTML or start.startswith(("<!doctype html", "<html")) or (ending not in ENDINGS and start.startswith("<")):
        return _page(matter)
    url = _address(matter.fields)
    blocks = markdown_reader.read(matter.text, matter.first_line, url, mdx=ending == ".mdx")
    lines = enumerate(matter.text.split("\n"), matter.first_line)
    notes = (*matter.notes, *((number, "a footnote") for number, line in lines if _FOOTNOTE.match(line)))
    return _described(matter.fields, Document(blocks=tuple(blocks), url=url, notes=notes))


def _page(matter: front_matter.FrontMatter) -> Document:
    text = matter.text
    url = (
        _address(matter.fields)
        or _attribute(text, r'<link\b[^>]*\brel=["\']?canonical["\']?[^>]*>', "href")
        or _attribute(text, r'<meta\b[^>]*\bproperty=["\']?og:url["\']?[^>]*>', "content")
    )
    pairs: list[Pair] = []
    notes = list(matter.notes)
    for start, written in _json_ld(text):
        line = text.count("\n", 0, start) + matter.first_line
        try:
            pairs += [replace(pair, line=line) for pair in structured.read_json(written)]
        except ValueError as error:
            notes.append((line, f"structured data that cannot be read: {error}"))
    blocks = _moved(html_reader.read(text, url if url.startswith("http") else ""), matter.first_line - 1)
    title = next((block.text for block in blocks if block.kind == "heading" and block.level == 1), "")
    if not title and (found_title := re.search(r"<title[^>]*>(.*?)</title>", text, re.IGNORECASE | re.DOTALL)):
        title = structured.plain(found_title[1])
    language = _attribute(text, r"<html\b[^>]*>", "lang")[:2].lower()
    page = Document(
        title, url if url.startswith("http") else "", "", language, tuple(blocks), tuple(pairs), tuple(notes), has_slugs=False
    )
    return _described(matter.fields, page)


def _json_ld(text: str) -> Iterator[tuple[int, str]]:
    """The scripts of structured data in a page, and where each begins."""
    at = 0
    while found := _JSON_LD.search(text, at):
        at = text.find("</script", found.end())
        if at < 0:
            return
        yield found.start(), text[found.end() : at]


def _described(fields: Mapping[str, Value], document: Document) -> Document:
    """A document with what its metadata says of it, and the questions that the metadata holds."""
    pairs = document.pairs + tuple(pair for value in fields.values() for pair in structured.pairs(value))
    return replace(
        document,
        title=text_at(fields, "title", "name", "headline") or document.title,
        published=text_at(fields, *_DATES)[:10] or document.published,
        language=text_at(fields, "language", "lang", "locale")[:2].lower() or document.language,
        pairs=pairs,
    )


def _address(fields: Mapping[str, Value]) -> str:
    url = text_at(fields, *_ADDRESSES)
    return url if re.match(r"https?://\S+$", url) else ""


def _attribute(text: str, tag: str, name: str) -> str:
    found = re.search(tag, text[:50_000], re.IGNORECASE)
    value = re.search(rf"""\b{name}\s*=\s*["']?([^"'\s>]+)""", found[0], re.IGNORECASE) if found else None
    return value[1] if value else ""


def _moved(blocks: list[Block], by: int) -> list[Block]:
    if not by:
        return blocks
    return [
        replace(block, line=block.line + by, items=tuple(tuple(_moved(list(item), by)) for item in block.items))
        for block in blocks
    ]


def _first_title(document: Document) -> str:
    return next((block.text for block in document.blocks if block.kind == "heading"), "")


def _add_pairs(pairs: tuple[Pair, ...], drafts: Drafts) -> None:
    """Questions of structured data: those that the text shows in other words are phrasings, others are entries."""
    shown = {_key(draft.question) for draft in drafts.found}
    answers = {_key(draft.answer)[:_ALIKE]: at for at, draft in enumerate(drafts.found) if draft.kind == "question"}
    for pair in pairs:
        key = _key(pair.question)
        if key in shown:
            continue
        shown.add(key)
        if (at := answers.get(_key(pair.answer)[:_ALIKE])) is not None:
            same = drafts.found[at]
            drafts.found[at] = replace(same, also_asked=(*same.also_asked, pair.question, *pair.also_asked))
        else:
            drafts.found.append(
                Draft(
                    "question", pair.question, pair.answer, pair.line, source=((pair.question, ""),), also_asked=pair.also_asked
                )
            )


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
