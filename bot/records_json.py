"""Records as JSON and back, for the index file: only what faqbot wrote itself is read here."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.records import Article, ArticleSource, Entry, Link, Origin, Rendered


def plain(record: Entry | Article | Rendered) -> dict[str, Any]:
    """`record` as what `json.dumps` takes, without its empty fields."""
    return {name: value for name, value in asdict(record).items() if value not in ("", (), None)}


def entry(row: dict[str, Any]) -> Entry:
    """The entry that `plain` made `row` of."""
    origin = row.get("origin")
    return Entry(
        **{
            **row,
            "read_more": tuple(Link(**link) for link in row.get("read_more", ())),
            "origin": Origin(**{**origin, "path": tuple(origin["path"])}) if origin else None,
        }
    )


def article(row: dict[str, Any]) -> Article:
    """The article that `plain` made `row` of."""
    source = row.get("source")
    if source:
        source = ArticleSource(**{**source, "anchors": tuple((heading, anchor) for heading, anchor in source["anchors"])})
    return Article(
        **{
            **row,
            "source": source,
            "starters": tuple(row.get("starters", ())),
            "left_out": tuple(row.get("left_out", ())),
            "synonyms": tuple(tuple(group) for group in row.get("synonyms", ())),
        }
    )


def rendered(row: dict[str, Any]) -> Rendered:
    """The rendered answer that `plain` made `row` of."""
    return Rendered(text=row.get("text", ""), html=row.get("html", ""), blocks=tuple(row.get("blocks", ())))
