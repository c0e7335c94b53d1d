"""Entries and articles -> the fields and lines of a knowledge file."""

from __future__ import annotations

from collections.abc import Sequence

from bot import knowledge, yamltext
from bot.records import Article, ArticleSource, Entry, Origin
from bot.yamltext import Value

_LONG = frozenset({"answer", "welcome", "contact"})  # texts that get lines of their own
_SHORT = frozenset({"from", "source", "related"})  # what stands in one line, in brackets


def new_file(article: Article, entries: Sequence[Entry]) -> bytes:
    """The content of a new knowledge file."""
    lines = [line for name, value in article_fields(article).items() for line in yamltext.field(name, value, long=name in _LONG)]
    lines += ["entries:", *("  " + line if line else "" for entry in entries for line in entry_lines(entry))]
    return ("\n".join(lines) + "\n").encode()


def article_fields(article: Article) -> dict[str, Value]:
    """The fields of an article that are not empty, by their names in a knowledge file."""
    written: dict[str, Value] = {
        "format": int(knowledge.FORMAT),
        "title": article.title,
        "language": article.language,
        "source": source_fields(article.source) if article.source else {},
        "welcome": article.welcome,
        "starters": article.starters,
        "contact": article.contact,
        "synonyms": article.synonyms,
        "refuse": "" if article.refuse is None else f"{article.refuse:.0%}",
        "left_out": article.left_out,
    }
    return _filled(written)


def entry_fields(entry: Entry) -> dict[str, Value]:
    """The fields of an entry that are not empty, by their names in a knowledge file and in their usual order."""
    written: dict[str, Value] = {
        "id": entry.id,
        "kind": entry.kind,
        "question": entry.question,
        "verdict": entry.verdict or "",
        "also_asked": entry.also_asked,
        "answer": entry.answer,
        "source": entry.source,
        "related": entry.related,
        "read_more": [{"title": link.title, "url": link.url} for link in entry.read_more],
        "from": origin_fields(entry.origin) if entry.origin else {},
    }
    return _filled(written)


def origin_fields(origin: Origin) -> dict[str, Value]:
    """The fields of an origin that are not empty."""
    written: dict[str, Value] = {
        "file": origin.file,
        "line": origin.line,
        "path": origin.path,
        "anchor": origin.anchor,
        "digest": origin.digest,
    }
    return _filled(written)


def source_fields(source: ArticleSource) -> dict[str, Value]:
    """The fields of an article's source that are not empty."""
    named: dict[str, Value] = {
        "title": source.title,
        "url": source.url,
        "published": source.published,
        "anchors": dict(source.anchors),
    }
    return _filled(named)


def entry_lines(entry: Entry) -> list[str]:
    """The lines of an entry as an item of a list, not indented."""
    return yamltext.item([line for name, value in entry_fields(entry).items() for line in field_lines(name, value)])


def field_lines(name: str, value: Value) -> list[str]:
    """The lines of one field of an entry or of the file, not indented."""
    if (name in _SHORT and isinstance(value, Sequence)) or name == "from":
        return [f"{name}: {yamltext.flow(value)}"]
    return yamltext.field(name, value, long=name in _LONG)


def _filled(written: dict[str, Value]) -> dict[str, Value]:
    """The fields that are not empty."""
    return {name: value for name, value in written.items() if value}
