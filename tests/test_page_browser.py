"""The chat page as a visitor meets it: a real server, a real Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Server, knowledge_text, serving

from bot import Entry
from bot.records import Article, ArticleSource

pytest.importorskip("playwright", reason="the browser tests need Playwright (pip install 'faqbot[test]')")
from browsing import Enter, canned
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

XSS = "<img src=x onerror=alert(1)><script>alert(2)</script>"


def test_a_question_gets_its_answer_with_a_link_to_the_section(enter: Enter) -> None:
    visit = enter()
    visit.ask("can a heat pump power my house?")
    expect(visit.log.locator(".blocks")).to_have_text(re.compile("^No, "))
    source = visit.log.get_by_role("link", name="Do Heat Pumps Generate Electricity? A Direct Answer")
    expect(source).to_have_attribute("href", re.compile("#do-heat-pumps-generate-electricity-a-direct-answer$"))


def test_the_first_view_welcomes_and_offers_questions_that_can_be_pressed(enter: Enter) -> None:
    visit = enter()
    expect(visit.page.get_by_text("Hello! I know about heat pumps")).to_be_visible()
    visit.button("Do heat pumps generate electricity?").click()
    expect(visit.log.locator(".blocks")).to_have_text(re.compile("^No, heat pumps do not"))


def test_questions_are_suggested_while_typing_and_chosen_by_keyboard(enter: Enter) -> None:
    visit = enter()
    visit.input.press_sequentially("what does the compr", delay=20)
    option = visit.page.get_by_role("option").first
    expect(option).to_have_text("What does the compressor do in a heat pump?")
    expect(visit.input).to_have_attribute("aria-expanded", "true")
    visit.input.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    visit.input.press("Enter")
    expect(visit.log.locator(".blocks")).to_contain_text("compressor")


def test_escape_puts_the_suggestions_away(enter: Enter) -> None:
    visit = enter()
    visit.input.press_sequentially("solar", delay=20)
    expect(visit.page.get_by_role("option").first).to_be_visible()
    visit.input.press("Escape")
    expect(visit.input).to_have_attribute("aria-expanded", "false")
    expect(visit.page.get_by_role("option")).to_have_count(0)


def test_a_misconception_is_marked_as_one(enter: Enter) -> None:
    visit = enter()
    visit.ask("heat pumps run on free energy")
    expect(visit.log.locator(".badge")).to_contain_text("Misconception")
    expect(visit.log.locator("blockquote")).to_contain_text("free energy")


def test_what_is_not_covered_is_marked_with_whom_to_ask_instead(enter: Enter) -> None:
    visit = enter()
    visit.ask("how much does installation cost")
    expect(visit.log.locator(".badge")).to_contain_text("Not covered")
    expect(visit.log.locator(".contact")).to_contain_text("installer")
    expect(visit.log.get_by_role("link", name="All questions and answers")).to_have_attribute("href", "/faq")


def test_a_corrected_spelling_is_shown(enter: Enter) -> None:
    visit = enter()
    visit.ask("what does the compresor do")
    expect(visit.log).to_contain_text("Read as: what does the compressor do")


def test_a_related_question_is_asked_by_pressing_it(enter: Enter) -> None:
    visit = enter()
    visit.ask("what is cop")
    visit.button("What is SEER?").click()
    expect(visit.log.locator(".blocks").last).to_contain_text("Seasonal Energy Efficiency Ratio")


def test_did_you_mean_offers_questions_and_a_way_out(enter: Enter) -> None:
    visit = enter()
    meant = [{"id": "a", "question": "First?"}, {"id": "b", "question": "Second?"}]
    canned(visit, kind="suggestions", text="Not sure.", suggestions=meant, contact="Ask Ada.")
    visit.ask("something vague")
    expect(visit.button("Second?")).to_be_visible()
    visit.button("None of these").click()
    expect(visit.log).to_contain_text("Ask Ada.")
    expect(visit.button("None of these")).to_have_count(0)


def test_a_conversation_needs_no_mouse_and_keeps_the_focus_where_one_types(enter: Enter) -> None:
    visit = enter()
    visit.input.focus()
    for question in ("what is cop", "and in summer?"):
        visit.page.keyboard.type(question)
        visit.page.keyboard.press("Escape")
        visit.page.keyboard.press("Enter")
        expect(visit.log).to_contain_text(question)
        expect(visit.input).to_be_focused()
        expect(visit.input).to_have_value("")
    expect(visit.log.locator(".bubble")).to_have_count(2)


def test_nothing_is_stored_before_the_first_question(enter: Enter) -> None:
    visit = enter()
    visit.input.press_sequentially("solar", delay=10)
    expect(visit.page.get_by_role("option").first).to_be_visible()
    assert visit.stored() == [0, 0, 0]
    visit.ask("what is cop")
    assert visit.stored() == [1, 0, 0]


def test_the_conversation_survives_a_reload_and_starting_over_ends_it(enter: Enter) -> None:
    visit = enter()
    visit.ask("what is cop")
    visit.page.reload()
    expect(visit.log).to_contain_text("Coefficient of Performance")
    visit.button("Start over").click()
    expect(visit.log.locator(".bubble")).to_have_count(0)
    assert visit.stored() == [0, 0, 0]
    expect(visit.button("Do heat pumps use electricity?")).to_be_visible()


def test_a_follow_up_is_read_with_the_question_before_it(enter: Enter) -> None:
    visit = enter()
    visit.ask("where does the heat come from in winter?")
    visit.ask("and in summer?")
    expect(visit.log.locator(".blocks").last).to_contain_text("outdoors")


def test_when_the_network_fails_the_question_is_kept_and_can_be_tried_again(enter: Enter) -> None:
    visit = enter()
    visit.page.route("**/api/ask", lambda route: route.abort())
    visit.input.fill("what is cop")
    visit.input.press("Enter")
    expect(visit.log).to_contain_text("The answer did not arrive")
    visit.page.unroute("**/api/ask")
    visit.button("Try again").click()
    expect(visit.log).to_contain_text("Coefficient of Performance")
    assert all("Failed to load resource" in each for each in visit.complaints)
    visit.complaints.clear()


def test_too_many_questions_are_told_how_long_to_wait(enter: Enter) -> None:
    visit = enter()
    error = {"error": {"code": "too_many", "message": "slow down"}}
    visit.page.route("**/api/ask", lambda route: route.fulfill(status=429, headers={"Retry-After": "7"}, json=error))
    visit.input.fill("what is cop")
    visit.input.press("Enter")
    expect(visit.log).to_contain_text("You can ask again in 7")
    assert all("429" in each for each in visit.complaints)
    visit.complaints.clear()


def test_long_words_code_and_tables_stay_inside_a_narrow_page(enter: Enter) -> None:
    visit = enter(viewport={"width": 320, "height": 640})
    text = [{"type": "text", "text": "x" * 300}]
    blocks = [
        {"type": "paragraph", "children": text},
        {"type": "code", "text": "y" * 300},
        {"type": "table", "header": [text] * 6, "rows": [[text] * 6]},
    ]
    canned(visit, blocks=blocks, sources=[{"heading": "z" * 200, "url": "https://a.example/"}])
    visit.ask("w" * 300)
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    bubbles = "[...document.querySelector('faq-bot').shadowRoot.querySelectorAll('.bubble')]"
    assert visit.page.evaluate(f"Math.max(...{bubbles}.map((one) => one.getBoundingClientRect().right)) <= innerWidth")


def test_the_dark_scheme_has_colours_of_its_own(enter: Enter) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light, dark = (enter(color_scheme=scheme).page.evaluate(ground) for scheme in ("light", "dark"))
    assert light != dark


def test_a_hostile_question_is_shown_as_text(enter: Enter) -> None:
    visit = enter()
    visit.ask(XSS)
    expect(visit.log).to_contain_text(XSS)
    assert visit.log.locator("img, script").count() == 0


@pytest.fixture(scope="module")
def hostile_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A bot whose every text tries to break out."""
    folder = tmp_path_factory.mktemp("hostile")
    link = "[x](javascript:alert(3))"
    entries = (Entry("a", f"Where is the lighthouse? {XSS}", f"On the cliff. {XSS} {link}", source=(f"H {XSS}",)),)
    article = Article(
        "evil", f"T {XSS}", source=ArticleSource(f"S {XSS}", "https://a.example/"), welcome=f"W {XSS}", starters=("a",)
    )
    (folder / "evil.yaml").write_text(knowledge_text(entries, article))
    with serving(folder, folder / "log") as server:
        yield server


@pytest.mark.parametrize("path", ["/", "/faq"])
def test_hostile_knowledge_is_shown_as_text(enter: Enter, hostile_server: Server, path: str) -> None:
    visit = enter(hostile_server, path)
    expect(visit.page.get_by_text("T <img src=x").first).to_be_visible()
    if path == "/":
        visit.ask("where is the lighthouse")
        expect(visit.log).to_contain_text("On the cliff. <img src=x")
    assert visit.page.locator("img[src=x], main script, a[href^='javascript']").count() == 0


def test_the_faq_page_reads_without_javascript(enter: Enter) -> None:
    visit = enter(path="/faq", java_script_enabled=False)
    visit.page.get_by_role("link", name="What is SEER?").first.click()
    assert visit.page.url.endswith("#seer")
    expect(visit.page.get_by_role("heading", name=re.compile(r"What is SEER\?"))).to_be_visible()


def test_without_javascript_the_chat_page_leads_to_the_faq_page(enter: Enter) -> None:
    visit = enter(java_script_enabled=False)
    expect(visit.page.get_by_role("link", name="All questions and answers")).to_have_attribute("href", "/faq")


def test_the_page_hears_of_every_reply(enter: Enter) -> None:
    visit = enter()
    visit.page.evaluate("document.addEventListener('faqbot:reply', (event) => { window.heard = event.detail.kind; })")
    visit.ask("what is cop")
    assert visit.page.evaluate("window.heard") == "answer"


def test_with_reduced_motion_nothing_is_animated(enter: Enter) -> None:
    visit = enter(reduced_motion="reduce")
    visit.ask("what is cop")
    bubble = "getComputedStyle(document.querySelector('faq-bot').shadowRoot.querySelector('.bubble')).animationName"
    assert visit.page.evaluate(bubble) == "none"


def test_the_log_is_a_live_region_with_a_name_and_replies_are_added_to_it(enter: Enter) -> None:
    visit = enter()
    visit.ask("what is cop")
    log = visit.page.get_by_role("log", name="Conversation")
    expect(log.locator(".bubble")).to_have_count(1)
    visit.ask("what is seer")
    expect(log.locator(".bubble")).to_have_count(2)


def test_the_screenshots_of_phone_and_desktop_hold_the_whole_page(enter: Enter, tmp_path: Path) -> None:
    for width, height in ((390, 844), (1280, 800)):
        visit = enter(viewport={"width": width, "height": height})
        visit.ask("can a heat pump power my house?")
        expect(visit.input).to_be_in_viewport()
        picture = visit.page.screenshot(path=tmp_path / f"{width}.png")
        assert len(picture) > 10_000
