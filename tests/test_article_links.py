"""Where the link of an imported answer leads: to an anchor that is there, or to the page."""

from __future__ import annotations

import pytest

from bot.anchors import source_links
from bot.articles import naming
from bot.articles.reading import read
from bot.knowledge import parse
from bot.writing import new_file

PAGE = "https://bakery.example/faq"


def links(body: str) -> list[str]:
    """The main link of each entry of a page, after the way through a knowledge file."""
    page = f"<html><head><link rel='canonical' href='{PAGE}'></head><body><main>{body}</main></body></html>"
    article = read("faq.html", page.encode())
    base = parse({"faq.yaml": new_file(naming.article_of(article, "faq"), naming.entries_of(article, "faq.html"))})
    return [source_links(entry, base.articles[0])[0].url.removeprefix(PAGE) for entry in base.entries]


@pytest.mark.parametrize(
    ("heading", "link"),
    [
        ("<h2>When do you open?</h2>", ""),
        ("<h2 id='open'>When do you open?</h2>", "#open"),
        ("<h2><a name='open'></a>When do you open?</h2>", "#open"),
        ("<h2><span id='open'>When do you open?</span></h2>", "#open"),
        ("<section id='open'><h2>When do you open?</h2>", "#open"),
        ("<a id='open'></a><h2>When do you open?</h2>", "#open"),
        ("<div id='top'>Welcome.</div><h2>When do you open?</h2>", ""),
        ("<details id='open'><summary>When do you open?</summary>", "#open"),
    ],
)
def test_a_heading_on_a_page_has_the_anchor_that_is_there(heading: str, link: str) -> None:
    assert links(f"<h1>FAQ</h1><p>Hello!</p>{heading}<p>At seven.</p>") == [link]


def test_a_heading_without_an_anchor_has_that_of_the_heading_around_it() -> None:
    page = "<h1>FAQ</h1><h2 id='visit'>Visiting</h2><h3>When do you open?</h3><p>At seven.</p><h3 id='b'>Where?</h3><p>Here.</p>"
    assert links(page) == ["#visit", "#b"]


def test_a_question_that_only_structured_data_has_leads_to_the_page() -> None:
    data = '{"@type": "Question", "name": "Do you bake cakes?", "acceptedAnswer": {"text": "Yes."}}'
    assert links(f"<h1 id='faq'>FAQ</h1><script type='application/ld+json'>{data}</script>") == [""]
