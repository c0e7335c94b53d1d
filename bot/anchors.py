"""Headings -> links into the published article."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.records import Article, Entry

_DROPPED = re.compile(r"[^\w\- ]")


@dataclass(frozen=True)
class SourceLink:
    """A heading that an answer rests on and its address; `url` is empty when the article was not published."""

    heading: str
    url: str


def slug(heading: str) -> str:
    """The anchor of a heading by GitHub's rule: lower case, punctuation dropped, spaces to hyphens."""
    return _DROPPED.sub("", heading.strip().lower()).replace(" ", "-")


def source_links(entry: Entry, article: Article | None) -> tuple[SourceLink, ...]:
    """A link for each of the entry's source headings, main one first."""
    source = article.source if article else None
    anchors = dict(source.anchors) if source else {}
    if entry.origin and entry.origin.anchor and entry.source:
        anchors[entry.source[0]] = entry.origin.anchor
    base = source.url if source else ""
    return tuple(
        SourceLink(heading, f"{base}#{anchors.get(heading) or slug(heading)}" if base else "") for heading in entry.source
    )
