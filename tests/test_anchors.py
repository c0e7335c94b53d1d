from __future__ import annotations

import pytest

from bot.anchors import SourceLink, safe_url, slug, source_links
from bot.records import Article, ArticleSource, Entry, Origin

ARTICLE = Article("a", "A", source=ArticleSource("A", "https://a.example/page", anchors=(("Myth 1", "myths"),)))


def entry(*source: str, origin: Origin | None = None) -> Entry:
    return Entry("x", "?", "!", source=source, origin=origin)


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("Do Heat Pumps Generate Electricity? A Direct Answer", "do-heat-pumps-generate-electricity-a-direct-answer"),
        ("Ground-Source (Geothermal) Heat Pumps", "ground-source-geothermal-heat-pumps"),
        ("snake_case & more", "snake_case--more"),
        ("  Größe  ", "größe"),
        ("What's 1.5?", "whats-15"),
    ],
)
def test_an_anchor_is_the_heading_by_githubs_rule(heading: str, anchor: str) -> None:
    assert slug(heading) == anchor


def test_every_heading_gets_its_link_main_one_first() -> None:
    links = source_links(entry("Myth 1", "All Myths"), ARTICLE)
    assert links == (
        SourceLink("Myth 1", "https://a.example/page#myths"),
        SourceLink("All Myths", "https://a.example/page#all-myths"),
    )


def test_an_imported_anchor_counts_before_the_slug() -> None:
    links = source_links(entry("Heading", origin=Origin("a.md", 3, anchor="custom")), ARTICLE)
    assert links == (SourceLink("Heading", "https://a.example/page#custom"),)


@pytest.mark.parametrize("article", [None, Article("a"), Article("a", source=ArticleSource("A", "javascript:alert(1)"))])
def test_without_a_safe_address_the_heading_stands_alone(article: Article | None) -> None:
    assert source_links(entry("Heading"), article) == (SourceLink("Heading", ""),)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/", True), ("HTTP://a.example", True), ("mailto:a@b.example", True), ("javascript:alert(1)", False),
        ("//a.example", False), ("data:text/html,x", False), ("/local", False), ("", False), ("http://[", False),
    ],
)  # fmt: skip
def test_only_web_and_mail_addresses_become_links(url: str, safe: bool) -> None:  # noqa: FBT001  # a table
    assert safe_url(url) is safe


def test_a_heading_without_an_anchor_leads_to_the_page() -> None:
    article = Article("a", source=ArticleSource("A", "https://a.example/page", anchors=(("Heading", ""),)))
    assert source_links(entry("Heading"), article) == (SourceLink("Heading", "https://a.example/page"),)
