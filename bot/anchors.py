"""Which addresses may become links, and headings -> links into the published article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.records import Article, Entry

SAFE_SCHEMES = frozenset({"http", "https", "mailto"})

_DROPPED = re.compile(r"[^\w\- ]")


@dataclass(frozen=True)
class SourceLink:
    """A heading that an answer rests on and its address; `url` is empty when the article was not published."""

    heading: str
    url: str


def safe_url(url: str) -> bool:
    """Whether `url` may become a link."""
    try:
        return urlsplit(url).scheme.lower() in SAFE_SCHEMES
    except ValueError:
        return False


def slug(heading: str) -> str:
    """The anchor of a heading by GitHub's rule: lower case, punctuation dropped, spaces to hyphens."""
    return _DROPPED.sub("", heading.strip().lower()).replace(" ", "-")


def source_links(entry: Entry, article: Article | None) -> tuple[SourceLink, ...]:
    """A link for each of the entry's source headings, main one first."""
    source = article.source if article else None
    anchors = dict(source.anchors) if source else {}
    if entry.origin and entry.origin.anchor and entry.source:
        anchors[entry.source[0]] = entry.origin.anchor
    base = source.url if source and safe_url(source.url) else ""
    return tuple(SourceLink(heading, _address(base, anchors.get(heading, slug(heading)))) for heading in entry.source)


def _address(base: str, anchor: str) -> str:
    return f"{base}#{anchor}" if base and anchor else base
