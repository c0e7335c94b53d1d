from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client
from werkzeug.wrappers import Response

from bot import Assistant, Entry, KnowledgeBase
from bot.records import Article, ArticleSource, Link
from bot.web import create_app
from bot.web.widget import built

PAGES = ["/", "/faq", "/embed"]
XSS = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg/onload=alert(1)>"


class Page(HTMLParser):
    """The elements, the text, and the contents of the scripts of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[str] = []
        self.text = ""
        self._in_script = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._in_script = tag == "script"
        if self._in_script:
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_script = self._in_script and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.scripts[-1] += data
        else:
            self.text += data

    def attributes(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.elements if name in attributes]

    def json_ld(self) -> dict[str, object]:
        [script] = [text for text in self.scripts if text.strip()]
        return dict(json.loads(script))


@pytest.fixture(scope="module")
def hostile() -> Assistant:
    """A bot in whose knowledge every text tries to run a script."""
    bad = Link(XSS, f"https://evil.example/{XSS}")
    entries = [
        Entry(f"a{XSS}", f"Question{XSS}", f"Answer{XSS}\n\n[{XSS}](https://evil.example/{XSS})", also_asked=(f"asked{XSS}",),
              source=(f"Heading{XSS}",), related=(f"b{XSS}",), read_more=(bad,), article="evil"),
        Entry(f"b{XSS}", f"Claim{XSS}", f"No{XSS}", kind="misconception", verdict="wrong", source=(f"On{XSS}",), article="evil"),
        Entry(f"c{XSS}", f"Price{XSS}", f"Unknown{XSS}", kind="not-covered", related=(f"a{XSS}",), article="evil"),
    ]  # fmt: skip
    source = ArticleSource(f"Source{XSS}", f"https://evil.example/?{XSS}", f"2026{XSS}")
    article = Article("evil", f"Title{XSS}", f"en{XSS}", source, f"Welcome{XSS}", (f"a{XSS}",), f"Contact{XSS}")
    return Assistant(KnowledgeBase(entries, [article]))


@pytest.fixture
def hostile_client(hostile: Assistant) -> FlaskClient:
    return create_app(hostile).test_client()


def page_of(client: FlaskClient | Client, path: str) -> Page:
    response = client.get(path)
    assert response.status_code == 200
    assert response.mimetype == "text/html"
    return Page(response.get_data(as_text=True))


def test_the_chat_page_has_the_element_its_title_its_language_and_a_way_without_javascript(client: FlaskClient) -> None:
    page = page_of(client, "/")
    bot = dict(page.elements)["faq-bot"]
    assert bot == {"data-faq": "/faq", "data-welcome": "Welcome to the bakery!"}
    assert ("html", {"lang": "en"}) in page.elements
    assert "The bakery" in page.text
    assert "can be read without it" in page.text


def test_the_chat_page_says_how_many_questions_there_are(client: FlaskClient) -> None:
    assert "All 6 questions" in page_of(client, "/").text


def test_the_faq_page_shows_every_entry_with_its_question_and_answer(client: FlaskClient, assistant: Assistant) -> None:
    text = page_of(client, "/faq").text
    for entry in assistant.knowledge.entries:
        assert entry.question in text
    assert "wheat without the bran" in text
    assert "The counter knows them." in text


def test_the_faq_page_shows_formatting_and_links_of_an_answer(client: FlaskClient) -> None:
    html = client.get("/faq").text
    assert "<em>eighteen hours</em>" in html
    assert "<li>flour</li>" in html or "<li>\n<p>flour</p>" in html
    assert 'href="https://bakery.example/recipe"' in html


def test_the_faq_page_marks_misconceptions_and_known_unknowns(client: FlaskClient) -> None:
    html = client.get("/faq").text
    assert re.search(r"Misconception[^<]*</p>\s*<h3[^>]*><q>White flour is poison\.</q>", html)
    assert re.search(r"Not covered</p>\s*<h3[^>]*>How much does a cake cost\?", html)


def test_the_faq_page_puts_entries_under_their_headings_and_known_unknowns_last(client: FlaskClient) -> None:
    headings = re.findall(r'<h2 id="_group-\d+">([^<]+)</h2>', client.get("/faq").text)
    assert headings == ["Opening hours", "Our sourdough", "Myth 1", "The oven", "Delivery", "What this does not cover"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_the_article_it_comes_from(client: FlaskClient, path: str) -> None:
    assert "https://bakery.example/about" in page_of(client, path).attributes("href")


def test_every_entry_has_an_anchor_and_a_link_to_it(client: FlaskClient, assistant: Assistant) -> None:
    page = page_of(client, "/faq")
    for entry in assistant.knowledge.entries:
        assert entry.id in page.attributes("id")
        assert f"#{entry.id}" in page.attributes("href")


@pytest.mark.parametrize("shipped", [True, False])
def test_ids_are_unique_and_every_link_within_the_page_leads_somewhere(
    client: FlaskClient, heat_pump_client: FlaskClient, *, shipped: bool
) -> None:
    page = page_of(heat_pump_client if shipped else client, "/faq")
    ids = page.attributes("id")
    assert len(ids) == len(set(ids))
    assert {unquote(href[1:]) for href in page.attributes("href") if href.startswith("#")} <= set(ids)


@pytest.mark.parametrize("name", ["entries", "main", "contents", "group-1", "bread-question"])
def test_an_entry_may_be_called_like_a_part_of_the_page(name: str) -> None:
    entries = [Entry("bread", "What is bread?", "Flour."), Entry(name, "What is a loaf?", "Bread.")]
    ids = page_of(create_app(Assistant(KnowledgeBase(entries))).test_client(), "/faq").attributes("id")
    assert len(ids) == len(set(ids))


def test_the_structured_data_holds_every_answerable_entry_and_nothing_else(client: FlaskClient, assistant: Assistant) -> None:
    data = page_of(client, "/faq").json_ld()
    assert (data["@context"], data["@type"]) == ("https://schema.org", "FAQPage")
    assert isinstance(data["mainEntity"], list)
    answers = {each["name"]: each["acceptedAnswer"]["text"] for each in data["mainEntity"]}
    answerable = [entry for entry in assistant.knowledge.entries if entry.answerable]
    assert answers == {entry.question: assistant.rendered(entry).html for entry in answerable}
    assert {each["@type"] for each in data["mainEntity"]} == {"Question"}


def test_the_shipped_knowledge_is_on_the_page_as_text_and_as_data(heat_pump_client: FlaskClient, heat_pumps: Assistant) -> None:
    page = page_of(heat_pump_client, "/faq")
    questions = [entry.question for entry in heat_pumps.knowledge.entries]
    assert all(question in page.text for question in questions)
    found = page.json_ld()["mainEntity"]
    assert isinstance(found, list)
    assert len(found) == sum(entry.answerable for entry in heat_pumps.knowledge.entries)


@pytest.mark.parametrize("path", PAGES)
def test_hostile_knowledge_adds_no_element_that_the_page_does_not_have_of_itself(
    client: FlaskClient, hostile_client: FlaskClient, path: str
) -> None:
    tags = {tag for tag, _ in page_of(client, path).elements} | {"q", "time", "p", "dd", "dt", "a"}
    page = page_of(hostile_client, path)
    assert {tag for tag, _ in page.elements} <= tags
    assert [attributes for tag, attributes in page.elements if tag == "img" and attributes.get("src") == "x"] == []
    assert "<img src=x onerror=alert(1)>" in page.text  # shown as what it is: text


@pytest.mark.parametrize("path", PAGES)
def test_hostile_knowledge_breaks_out_of_no_attribute(hostile_client: FlaskClient, path: str) -> None:
    for tag, attributes in page_of(hostile_client, path).elements:
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)


def test_hostile_knowledge_stays_data_in_the_structured_data(hostile_client: FlaskClient) -> None:
    html = hostile_client.get("/faq").text
    assert html.count("</script>") == html.count("<script")
    entity = Page(html).json_ld()["mainEntity"]
    assert isinstance(entity, list)
    assert entity[0]["name"] == f"Question{XSS}"
    assert "<script" not in entity[0]["acceptedAnswer"]["text"]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>alert(1)</script>", " javascript:alert(1)"]
)
def test_a_link_of_the_knowledge_never_runs_a_script(url: str) -> None:
    source = ArticleSource("Source", url)
    entry = Entry("a", "What is bread?", f"[x]({url}) <{url}>", source=("Bread",), read_more=(Link("More", url),), article="evil")
    client = create_app(Assistant(KnowledgeBase([entry], [Article("evil", "Evil", source=source)]))).test_client()
    for path in PAGES:
        schemes = {urlsplit(href.strip()).scheme.lower() for href in page_of(client, path).attributes("href")}
        assert schemes <= {"", "http", "https", "mailto"}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_nothing_inline_that_its_policy_forbids(heat_pump_client: FlaskClient, path: str) -> None:
    page = page_of(heat_pump_client, path)
    for tag, attributes in page.elements:
        assert tag != "style"
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        assert tag != "script" or "src" in attributes or attributes["type"] == "application/ld+json"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_nothing_from_elsewhere(heat_pump_client: FlaskClient, path: str) -> None:
    page = page_of(heat_pump_client, path)
    loaded = page.attributes("src") + [each["href"] for tag, each in page.elements if tag == "link"]
    assert loaded
    assert [address for address in loaded if urlsplit(address).netloc] == []


def local_addresses(page: Page) -> Iterator[str]:
    for name in ("href", "src", "data-faq"):
        yield from (address for address in page.attributes(name) if address and not urlsplit(address).scheme)


@pytest.mark.parametrize("prefix", ["", "/help"])
@pytest.mark.parametrize("path", PAGES)
def test_every_local_address_works_also_under_a_path(assistant: Assistant, prefix: str, path: str) -> None:
    app = create_app(assistant)
    client = Client(DispatcherMiddleware(Response("elsewhere", 404), {"/help": app.wsgi_app}) if prefix else app, Response)
    addresses = {urljoin(f"{prefix}{path}", address).split("#")[0] for address in local_addresses(page_of(client, prefix + path))}
    assert len(addresses) >= 4
    for address in addresses:
        with client.get(address) as response:
            assert response.status_code == 200, address


def test_knowledge_without_title_welcome_or_source_has_pages_too() -> None:
    client = create_app(Assistant(KnowledgeBase([Entry("a", "What is bread?", "Flour and water.")]))).test_client()
    assert "Questions and answers" in page_of(client, "/").text
    assert "Flour and water." in page_of(client, "/faq").text


def test_a_language_that_is_written_from_right_to_left_turns_the_page() -> None:
    bot = Assistant(KnowledgeBase([Entry("a", "ما هو الخبز؟", "دقيق وماء.")], [Article(title="الخبز", language="ar")]))
    assert ("html", {"lang": "ar", "dir": "rtl"}) in page_of(create_app(bot).test_client(), "/faq").elements


def test_the_page_about_embedding_shows_the_tag_the_pinned_one_and_the_policy(client: FlaskClient) -> None:
    page = page_of(client, "/embed")
    form = dict(page.elements)["form"]
    assert '<script src="http://localhost/widget.js" async></script>' in page.text
    assert form["data-pinned"] == f"http://localhost/widget/{built().version}/widget.js"
    assert form["data-integrity"] == built().integrity
    assert "script-src http://localhost;\nconnect-src http://localhost;" in page.text
    assert "It lists none yet" in page.text


def test_the_page_about_embedding_offers_the_articles_where_there_are_several(client: FlaskClient) -> None:
    entries = [
        Entry("rye", "What is rye?", "Bread.", article="bread"),
        Entry("brie", "What is brie?", "Cheese.", article="cheese"),
    ]
    bot = Assistant(KnowledgeBase(entries, [Article("bread", "Bread"), Article("cheese", f"Cheese {XSS}")]))
    several = page_of(create_app(bot).test_client(), "/embed")
    assert {"bread", "cheese"} <= set(several.attributes("value"))
    assert "article" not in page_of(client, "/embed").attributes("name")
