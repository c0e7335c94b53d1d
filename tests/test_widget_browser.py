"""The widget as a guest on other people's pages: a real server, a real Chromium, pages of another origin."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from conftest import Server, Site, eventually

from bot import Assistant
from bot.web import create_app
from bot.web.stripping import strip_javascript
from bot.web.widget import built

pytest.importorskip("playwright", reason="the browser tests need Playwright (pip install 'faqbot[test]')")
from browsing import Enter, Visit, canned, violations
from playwright.sync_api import Request, Route, expect
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
ASK = "Ask a question"
XSS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"'><svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "javascript:alert(1)",
    "</faq-bot></script><script>alert(1)</script>",
    "{{constructor.constructor('alert(1)')()}}",
    "<a href=javascript:alert(1)>x</a>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "\u202ealert(1)\u202c",
]

Guest: TypeAlias = Callable[..., Visit]


@pytest.fixture
def guest(enter: Enter, site: Site, heat_pump_server: Server) -> Guest:
    """Opens a page of another site that has the script tag, with these attributes, this body and head."""

    def visit(
        attributes: str = "", body: str = "", head: str = "", headers: dict[str, str] | None = None, **options: object
    ) -> Visit:
        tag = f'<script src="{heat_pump_server.address}/widget.js" {attributes} async></script>'
        return enter(address=site.show(body + tag, head=head, **(headers or {})), **options)

    return visit


def opened(visit: Visit) -> Visit:
    visit.button(ASK).click()
    expect(visit.input).to_be_visible()
    return visit


def inside(visit: Visit, expression: str) -> object:
    """Evaluates with `root` the first bot's shadow root."""
    return visit.page.evaluate(f"(() => {{ const root = document.querySelector('faq-bot').shadowRoot; return {expression}; }})()")


def style(visit: Visit, selector: str, name: str) -> str:
    return str(inside(visit, f"getComputedStyle(root.querySelector({json.dumps(selector)}))[{json.dumps(name)}]"))


def settled(visit: Visit) -> None:
    """Nothing moves any more: a colour that fades in has no contrast yet."""
    visit.page.wait_for_function("document.getAnimations().every((each) => each.effect.getTiming().iterations === Infinity)")
    inside(
        visit,
        "Promise.allSettled(root.getAnimations().filter((a) => a.effect.getTiming().iterations < 9).map((a) => a.finished))",
    )


def posted(visit: Visit) -> list[dict[str, object]]:
    """The questions sent from now on."""
    sent: list[dict[str, object]] = []

    def note(request: Request) -> None:
        if request.url.endswith("/api/ask"):
            sent.append(json.loads(request.post_data or "{}"))

    visit.page.on("request", note)
    return sent


def test_one_tag_puts_a_launcher_on_the_page_and_asks_the_server_nothing_before_it_is_opened(guest: Guest) -> None:
    visit = guest()
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    expect(visit.button(ASK)).to_have_attribute("aria-expanded", "false")
    assert (asked, visit.stored(), inside(visit, "root.querySelectorAll('dialog *').length")) == ([], [0, 0, 0], 0)
    opened(visit)
    expect(visit.page.get_by_role("dialog", name="Heat pumps and electricity")).to_be_visible()
    expect(visit.button("Do heat pumps generate electricity?")).to_be_visible()


def test_a_visitor_of_another_site_gets_answers_and_keeps_them_over_a_reload(guest: Guest) -> None:
    visit = opened(guest())
    visit.ask("can a heat pump power my house?")
    expect(visit.log.locator(".blocks")).to_have_text(re.compile("^No, "))
    assert visit.stored() == [1, 0, 0]
    assert visit.page.context.cookies() == []
    visit.page.reload()
    opened(visit)
    expect(visit.log.locator(".blocks")).to_have_text(re.compile("^No, "))


def test_the_whole_conversation_needs_no_mouse(guest: Guest) -> None:
    visit = guest(body='<p><a href="#x">A link of the page</a></p>')
    keyboard = visit.page.keyboard
    visit.page.get_by_role("link").focus()
    keyboard.press("Tab")
    expect(visit.button(ASK)).to_be_focused()
    keyboard.press("Enter")
    expect(visit.input).to_be_focused()
    keyboard.type("what is cop")
    expect(visit.page.get_by_role("option").first).to_be_visible()
    keyboard.press("Escape")  # closes the suggestions, not the dialog
    keyboard.press("Enter")
    expect(visit.log.locator(".bubble")).to_have_count(1)
    keyboard.press("Shift+Tab")
    expect(visit.log.locator(".chip").last).to_be_focused()
    keyboard.press("Enter")
    expect(visit.log.locator(".bubble")).to_have_count(2)
    expect(visit.input).to_be_focused()
    keyboard.press("Escape")
    expect(visit.page.get_by_role("dialog")).to_be_hidden()
    expect(visit.button(ASK)).to_be_focused()


def test_the_focus_returns_to_the_pages_own_button_that_opened_it(guest: Guest) -> None:
    visit = guest(body='<button id="own">Help</button>')
    visit.page.evaluate("document.querySelector('#own').addEventListener('click', () => FaqBot.open())")
    visit.button("Help").click()
    expect(visit.input).to_be_focused()
    visit.page.keyboard.press("Escape")
    expect(visit.button("Help")).to_be_focused()


def test_the_dialog_beside_the_page_does_not_hold_the_focus(guest: Guest) -> None:
    visit = opened(guest(body='<a href="#x">Out</a>'))
    visit.page.get_by_role("link", name="Out").focus()
    expect(visit.page.get_by_role("link", name="Out")).to_be_focused()
    expect(visit.page.get_by_role("dialog")).to_be_visible()


def test_on_a_phone_it_takes_all_of_the_screen_and_the_focus(guest: Guest) -> None:
    visit = guest(**PHONE)
    visit.button(ASK).tap()
    dialog = visit.page.get_by_role("dialog")
    settled(visit)
    assert dialog.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    assert inside(visit, "root.querySelector('dialog').matches(':modal')") is True
    assert float(style(visit, "#question", "fontSize").removesuffix("px")) >= 16
    visit.page.get_by_role("button", name="Close").last.tap()
    expect(dialog).to_be_hidden()


POLICY = (
    "default-src 'none'; script-src {bot}; connect-src {bot}; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


def test_it_works_under_the_strictest_policy_and_trusted_types(guest: Guest, heat_pump_server: Server) -> None:
    policy = {"Content_Security_Policy": POLICY.format(bot=heat_pump_server.address)}
    visit = guest('data-accent="#a3195b" data-lang="de"', headers=policy)
    visit.button("Frage stellen").click()
    visit.page.get_by_role("combobox", name="Ihre Frage").fill("heat pumps run on free energy")
    visit.page.keyboard.press("Enter")
    expect(visit.log.locator(".badge")).to_contain_text("Irrtum")
    assert style(visit, "dialog", "position") == "fixed"
    assert style(visit, "header", "backgroundColor").startswith("oklch(0.4")
    # The icon of the page itself is all that the policy stopped.
    visit.complaints[:] = [each for each in visit.complaints if "img-src" not in each and "data:," not in each]


HOSTILE = """
<style>
* { all: unset !important; color: red !important; font: 7px cursive !important; letter-spacing: 1em !important }
html { font-size: 3px }
faq-bot, faq-bot * { display: none; visibility: hidden; width: 1px; opacity: .1 }
button, input, dialog, h2, p { display: none !important; text-transform: uppercase !important }
</style>
<script>
Array.prototype.toJSON = () => "patched";
Array.prototype.extra = Object.prototype.extra = String.prototype.extra = () => { throw new Error("patched") };
Element.prototype.remove = function () { this.parentNode && this.parentNode.removeChild(this); return this; };
window.$ = window.api = window.make = window.json = "taken";
addEventListener("load", () => setTimeout(() => {
  const patched = () => { throw new Error("patched") };
  window.fetch = document.createElement = Element.prototype.append = Element.prototype.setAttribute = patched;
  JSON = { parse() { throw new Error("patched") }, stringify() { throw new Error("patched") } };
}, 300));
</script>
"""


def test_nothing_of_a_hostile_page_reaches_it(guest: Guest) -> None:
    visit = guest("data-open", head=HOSTILE)
    expect(visit.input).to_be_visible()
    visit.page.wait_for_timeout(400)
    visit.ask("can a heat pump power my house?")
    expect(visit.log.locator(".blocks")).to_have_text(re.compile("^No, "))
    assert style(visit, ".blocks p", "fontSize") == "16px"
    assert style(visit, ".blocks p", "letterSpacing") == "normal"
    assert "cursive" not in style(visit, ".blocks p", "fontFamily")
    assert style(visit, ".blocks p", "color") == "rgb(28, 34, 38)"
    box = visit.page.get_by_role("dialog").bounding_box()
    assert box is not None
    assert (round(box["width"]), box["height"] > 400) == (400, True)
    visit.page.reload()
    expect(visit.log.locator(".blocks")).to_have_text(re.compile("^No, "))


def test_nothing_of_it_reaches_the_page(guest: Guest) -> None:
    body = '<p id="text">Text <b>bold</b></p><table><tr><td>cell</td></tr></table>'
    without = guest('data-position="none"', body)
    look = """[...document.querySelectorAll('body *:not(faq-bot):not(script)')].map((each) => {
        const style = getComputedStyle(each);
        return [each.tagName, JSON.stringify(each.getBoundingClientRect()), ...[...style].map((name) => style[name])];
    })"""
    visit = opened(guest("", body))
    assert visit.page.evaluate(look) == without.page.evaluate(look)
    added = "Object.keys(window).filter((name) => !names.has(name) && isNaN(name))"
    names = "const names = new Set(Object.keys(document.body.appendChild(document.createElement('iframe')).contentWindow));"
    assert visit.page.evaluate(f"(() => {{ {names} return {added}; }})()") == ["FaqBot"]


def test_the_attributes_of_the_tag_say_how_it_looks_and_begins(guest: Guest) -> None:
    visit = guest(
        'data-title="Ask Ada" data-welcome="Good day." data-accent="#ffcc00" data-position="left" data-theme="dark" '
        'data-open data-starters="What is COP? | What is SEER?" data-text-send="Off it goes"'
    )
    expect(visit.page.get_by_role("dialog", name="Ask Ada")).to_be_visible()
    expect(visit.page.get_by_text("Good day.")).to_be_visible()
    assert visit.page.locator(".chip").all_text_contents() == ["What is COP?", "What is SEER?"]
    expect(visit.button("Off it goes")).to_be_visible()
    box = visit.page.get_by_role("dialog").bounding_box()
    assert box is not None
    assert box["x"] < 100
    assert style(visit, ".faqbot", "colorScheme") == "dark"
    assert style(visit, "header", "backgroundColor").startswith("oklch(0.8")
    expect(visit.input).not_to_be_focused()


def test_an_empty_list_of_starters_offers_none(guest: Guest) -> None:
    visit = opened(guest('data-starters=""'))
    expect(visit.page.get_by_text("Hello! I know about heat pumps")).to_be_visible()
    expect(visit.page.locator(".chip")).to_have_count(0)


def test_the_theme_of_the_host_is_taken_where_that_is_asked_for(guest: Guest) -> None:
    head = "<style>:root { color-scheme: dark; font-family: monospace }</style>"
    visit = opened(guest('data-theme="host"', head=head))
    assert (style(visit, ".panel", "fontFamily"), style(visit, ".panel", "colorScheme")) == ("monospace", "dark")
    visit = opened(guest("", head=head))
    assert (style(visit, ".panel", "fontFamily"), style(visit, ".panel", "colorScheme")) == (
        "system-ui, sans-serif",
        "light dark",
    )


def test_an_article_and_a_page_of_all_questions_of_ones_own_are_sent_and_shown(guest: Guest) -> None:
    visit = guest('data-article="heat-pumps" data-faq="https://site.example/faq"')
    sent = posted(visit)
    opened(visit)
    visit.ask("how much does installation cost")
    assert sent[0]["article"] == "heat-pumps"
    expect(visit.log.get_by_role("link", name="All questions and answers")).to_have_attribute("href", "https://site.example/faq")


def test_it_stands_in_a_box_where_a_target_is_named_even_if_that_comes_later(guest: Guest) -> None:
    visit = guest('data-target="#later"')
    visit.page.wait_for_function("!!window.FaqBot")
    expect(visit.page.locator("faq-bot")).to_have_count(0)
    visit.page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<div id=later></div>')")
    expect(visit.page.locator("#later faq-bot").get_by_role("combobox")).to_be_visible()


def test_several_stand_on_one_page_each_with_its_own_looks(guest: Guest, heat_pump_server: Server) -> None:
    again = f'<script src="{heat_pump_server.address}/widget.js" data-position="left" data-text-open="Left" async></script>'
    visit = guest("", f'<faq-bot id="a" data-text-placeholder="First"></faq-bot><faq-bot id="b"></faq-bot>{again}')
    expect(visit.page.locator("faq-bot")).to_have_count(4)
    visit.page.locator("#b").get_by_role("combobox").fill("what is cop")
    visit.page.locator("#b").get_by_role("combobox").press("Enter")
    expect(visit.page.locator("#b .bubble")).to_have_count(1)
    expect(visit.page.locator("#a .bubble")).to_have_count(0)
    expect(visit.page.locator("#a").get_by_placeholder("First")).to_be_visible()
    expect(visit.button("Left")).to_be_visible()
    expect(visit.button(ASK)).to_be_visible()


def test_the_same_tag_twice_is_one_bot(guest: Guest, heat_pump_server: Server) -> None:
    visit = guest("", f'<script src="{heat_pump_server.address}/widget.js" async></script>')
    expect(visit.button(ASK)).to_be_visible()
    visit.page.add_script_tag(url=f"{heat_pump_server.address}/widget.js")
    expect(visit.page.locator("faq-bot")).to_have_count(1)


def test_scripts_open_ask_close_and_destroy_it_and_hear_of_all(guest: Guest) -> None:
    visit = guest()
    expect(visit.button(ASK)).to_be_visible()
    kinds = ["ready", "open", "close", "reply", "error"]
    visit.page.evaluate(
        f"window.heard = []; for (const kind of {kinds}) "
        "document.addEventListener(`faqbot:${kind}`, (event) => heard.push([kind, event.detail?.kind ?? null]))"
    )
    visit.page.evaluate("FaqBot.ask('what is cop')")
    expect(visit.log).to_contain_text("Coefficient of Performance")
    visit.page.evaluate("FaqBot.close()")
    expect(visit.page.get_by_role("dialog")).to_be_hidden()
    visit.page.evaluate("FaqBot.open()")
    expect(visit.page.get_by_role("dialog")).to_be_visible()
    assert visit.page.evaluate("heard") == [["open", None], ["reply", "answer"], ["close", None], ["open", None]]
    visit.page.evaluate("FaqBot.destroy()")
    visit.page.wait_for_timeout(100)
    expect(visit.page.locator("faq-bot")).to_have_count(0)


def test_it_survives_a_page_swap_with_its_conversation_and_leaves_no_copy_behind(guest: Guest, heat_pump_server: Server) -> None:
    visit = opened(guest())
    visit.ask("what is cop")
    # As page swappers do it: the old body is copied for the way back, the new one brings the script tag along.
    visit.page.evaluate(
        "window.kept = document.body.cloneNode(true); const next = document.createElement('body'); "
        "next.innerHTML = '<main><h1>Next</h1></main>'; document.body.replaceWith(next);"
    )
    visit.page.add_script_tag(url=f"{heat_pump_server.address}/widget.js")
    expect(visit.page.locator("faq-bot")).to_have_count(1)
    expect(visit.log).to_contain_text("Coefficient of Performance")
    visit.page.evaluate("document.body.replaceWith(kept)")
    expect(visit.page.locator("faq-bot")).to_have_count(1)
    visit.page.evaluate("FaqBot.open()")
    expect(visit.log).to_contain_text("Coefficient of Performance")


def test_the_pinned_tag_runs_with_its_hash_and_not_with_another(enter: Enter, site: Site, heat_pump_server: Server) -> None:
    source = f"{heat_pump_server.address}/widget/{built().version}/widget.js"
    tag = '<script src="{}" integrity="{}" crossorigin="anonymous" async></script>'
    visit = enter(address=site.show(tag.format(source, built().integrity)))
    opened(visit)
    visit.ask("what is cop")
    visit = enter(address=site.show(tag.format(source, "sha384-" + "A" * 64)))
    visit.page.wait_for_timeout(300)
    expect(visit.page.locator("faq-bot")).to_have_count(0)
    assert all("integrity" in each for each in visit.complaints)
    visit.complaints.clear()


@pytest.mark.parametrize(
    ("language", "open_", "placeholder"),
    [
        ("de", "Frage stellen", "Frage eingeben"),
        ("fr-CA", "Poser une question", "Écrivez votre question"),
        ("ar", "اطرح سؤالاً", "اكتب سؤالك"),
        ("tlh", ASK, "Type your question"),
    ],
)
def test_it_speaks_the_language_asked_for_or_english(guest: Guest, language: str, open_: str, placeholder: str) -> None:
    visit = guest(f'data-lang="{language}"')
    visit.button(open_).click()
    expect(visit.page.get_by_placeholder(placeholder)).to_be_visible()
    assert style(visit, ".panel", "direction") == ("rtl" if language == "ar" else "ltr")


def test_it_speaks_the_language_of_the_page_around_it(guest: Guest) -> None:
    visit = guest('data-position="none"', '<div lang="pl"><faq-bot></faq-bot></div>')
    expect(visit.page.get_by_placeholder("Wpisz pytanie")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_axe_finds_nothing_closed_open_or_after_an_answer(guest: Guest, scheme: str, *, phone: bool) -> None:
    visit = guest(**(PHONE if phone else {}), color_scheme=scheme)
    expect(visit.button(ASK)).to_be_visible()
    assert violations(visit.page) == []
    visit.button(ASK).click()
    expect(visit.page.locator(".chip").first).to_be_visible()
    settled(visit)
    assert violations(visit.page) == []
    for count, question in enumerate(("heat pumps run on free energy", "how much does installation cost", "waht is cop"), 1):
        visit.page.evaluate(f"FaqBot.ask({json.dumps(question)})")
        expect(visit.log.locator(".bubble")).to_have_count(count)
    settled(visit)
    assert violations(visit.page) == []


@pytest.mark.parametrize("accent", ["#ffcc00", "#00ff00", "#0000ff", "#ffffff", "#808080"])
def test_text_can_be_read_whatever_the_accent(guest: Guest, accent: str) -> None:
    visit = opened(guest(f'data-accent="{accent}"'))
    expect(visit.page.locator(".chip").first).to_be_visible()
    canned(
        visit,
        blocks=[
            {
                "type": "paragraph",
                "children": [{"type": "link", "url": "https://a.example/", "children": [{"type": "text", "text": "link"}]}],
            }
        ],
    )
    visit.ask("what is cop")
    for scheme in ("light", "dark"):
        visit.page.emulate_media(color_scheme=scheme)
        settled(visit)
        assert violations(visit.page) == []


def test_axe_finds_nothing_in_suggestions_failures_votes_and_every_block(guest: Guest) -> None:
    visit = opened(guest())
    text = [{"type": "text", "text": "text"}]
    blocks = [
        {"type": "heading", "level": 1, "children": text},
        {"type": "list", "ordered": True, "items": [[{"type": "paragraph", "children": text}]]},
        {"type": "quote", "children": [{"type": "paragraph", "children": text}]}, {"type": "code", "text": "x" * 300},
        {"type": "table", "header": [text] * 9, "rows": [[text] * 9]}, {"type": "rule"},
    ]  # fmt: skip
    canned(visit, blocks=blocks, feedback=True, read_more=[{"title": "More", "url": "https://a.example/"}])
    feedback(visit)
    visit.ask("blocks")
    visit.button("No, not helpful").click()
    canned(visit, kind="suggestions", text="Not sure.", suggestions=[{"id": "a", "question": "First?"}])
    visit.ask("vague")
    visit.page.unroute("**/api/ask")
    visit.page.route("**/api/ask", lambda route: route.abort())
    visit.ask("fails")
    visit.page.unroute("**/api/ask")
    visit.input.press_sequentially("what is")
    expect(visit.page.get_by_role("option").first).to_be_visible()
    visit.input.press("ArrowDown")
    settled(visit)
    assert violations(visit.page) == []
    visit.complaints[:] = [each for each in visit.complaints if "ERR_FAILED" not in each]


@pytest.mark.parametrize(
    ("path", "scheme"), [("/", "light"), ("/", "dark"), ("/embed", "light"), ("/embed", "dark"), ("/faq", "light")]
)
def test_axe_finds_nothing_on_our_own_pages(enter: Enter, path: str, scheme: str) -> None:
    visit = enter(path=path, color_scheme=scheme)
    if path == "/":
        visit.ask("heat pumps run on free energy")
        settled(visit)
    assert violations(visit.page) == []


@pytest.mark.parametrize(("width", "height"), [(320, 640), (320, 256), (640, 200)])
def test_it_can_be_used_on_the_smallest_screens_and_at_400_percent(guest: Guest, width: int, height: int) -> None:
    visit = opened(guest(viewport={"width": width, "height": height}))
    visit.ask("can a heat pump power my house?")
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(visit.input).to_be_in_viewport()
    expect(visit.log.locator(".visitor")).to_be_in_viewport()


def test_long_words_wide_tables_and_text_from_right_to_left_stay_inside_the_bubble(guest: Guest) -> None:
    visit = opened(guest(viewport={"width": 360, "height": 640}))
    long, arabic = [{"type": "text", "text": "x" * 400}], [{"type": "text", "text": "ما هو معامل الأداء؟ " * 20}]
    blocks = [{"type": "paragraph", "children": each} for each in (long, arabic)] + [
        {"type": "code", "text": "y" * 400},
        {"type": "table", "header": [long] * 4, "rows": [[arabic] * 4]},
    ]
    canned(
        visit,
        blocks=blocks,
        sources=[{"heading": "z" * 300, "url": "https://a.example/"}],
        related=[{"id": "a", "question": "w" * 200}],
    )
    visit.ask("v" * 500)
    within = "[...root.querySelectorAll('.turn *')].filter((each) => !each.closest('pre, .table'))"
    assert inside(visit, f"Math.max(...{within}.map((each) => each.getBoundingClientRect().right)) <= innerWidth")


@pytest.mark.parametrize("evil", XSS)
def test_nothing_hostile_runs_as_question_answer_title_or_link(guest: Guest, evil: str) -> None:
    visit = guest("data-open")
    text = {"type": "text", "text": evil}
    blocks = [
        {
            "type": "paragraph",
            "children": [text, {"type": "link", "url": evil, "children": [text]}, {"type": evil, "text": evil}],
        },
        {"type": evil, "children": [text]},
        {"type": "code", "text": evil},
    ]
    offered = [{"id": evil, "question": evil}]
    visit.page.route(
        "**/api/welcome*",
        lambda route: route.fulfill(
            json={"title": evil, "language": "en", "welcome": evil, "starters": offered},
            headers={"Access-Control-Allow-Origin": "*"},
        ),
    )
    canned(
        visit, blocks=blocks, contact=evil, related=offered, read_more=[{"title": evil, "url": evil}],
        sources=[{"heading": evil, "url": evil}],
        entry={"id": evil, "kind": "misconception", "question": evil, "verdict": "wrong"},
    )  # fmt: skip
    visit.page.reload()
    expect(visit.page.locator(".greeting")).to_have_text(evil)
    visit.ask(evil)
    expect(visit.log.locator(".blocks")).to_contain_text(evil)
    assert (
        inside(
            visit,
            "root.querySelectorAll('script, img, iframe, math, style, [onload], [onerror], [href^=\"javascript\" i]').length",
        )
        == 0
    )


def feedback(visit: Visit) -> list[dict[str, object]]:
    """From now on replies take votes; what is sent."""
    sent: list[dict[str, object]] = []

    def take(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or "{}"))
        route.fulfill(json={}, headers={"Access-Control-Allow-Origin": "*"})

    visit.page.route("**/api/feedback", take)
    return sent


def test_a_reply_that_takes_votes_has_thumbs_and_a_thumb_down_may_say_why(enter: Enter) -> None:
    visit = enter()
    sent = feedback(visit)
    canned(visit, feedback=True)
    visit.ask("what is cop")
    visit.button("Yes, helpful").click()
    expect(visit.button("Yes, helpful")).to_have_attribute("aria-pressed", "true")
    expect(visit.log).to_contain_text("Thank you.")
    visit.button("No, not helpful").click()
    expect(visit.button("Yes, helpful")).to_have_attribute("aria-pressed", "false")
    visit.page.get_by_role("textbox", name="What was missing?").fill("the price")
    visit.page.keyboard.press("Enter")
    expect(visit.page.get_by_role("textbox", name="What was missing?")).to_have_count(0)
    eventually(lambda: len(sent) == 3, "three votes")
    assert sent == [
        {"reply_id": "r", "vote": "good"},
        {"reply_id": "r", "vote": "bad"},
        {"reply_id": "r", "vote": "bad", "reason": "the price"},
    ]


def test_a_reply_that_takes_none_has_no_thumbs(enter: Enter) -> None:
    visit = enter()
    canned(visit)
    visit.ask("what is cop")
    expect(visit.button("Yes, helpful")).to_have_count(0)


@pytest.mark.parametrize("takes", [True, False])
def test_which_suggestion_was_meant_is_told_where_that_is_taken(enter: Enter, *, takes: bool) -> None:
    visit = enter()
    sent = feedback(visit)
    asked = posted(visit)
    canned(visit, kind="suggestions", text="Not sure.", suggestions=[{"id": "a", "question": "First?"}], feedback=takes)
    visit.ask("vague")
    visit.button("First?").click()
    expect(visit.log.locator(".visitor")).to_have_count(2)
    assert asked[1].get("picked") == ({"reply_id": "r", "entry": "a"} if takes else None)
    visit.button("None of these").last.click()
    expect(visit.log).to_contain_text("Then I have no answer yet")
    eventually(lambda: len(sent) == takes, "the vote")
    assert sent == ([{"reply_id": "r", "vote": "none"}] if takes else [])


def test_the_page_about_embedding_shows_at_once_what_is_chosen(enter: Enter) -> None:
    visit = enter(path="/embed")
    page = visit.page
    page.get_by_label("Title").fill('Ask "Ada"')
    page.get_by_label("Theme").select_option("dark")
    code = page.locator("#_code")
    expect(code).to_contain_text('data-title="Ask &quot;Ada&quot;" data-theme="dark" async></script>')
    opened(visit)
    expect(page.get_by_role("dialog", name='Ask "Ada"')).to_be_visible()
    page.get_by_label("Accent").fill("#ffcc00")
    expect(code).to_contain_text('data-accent="#ffcc00"')
    expect(page.get_by_role("dialog")).to_be_visible()
    assert style(visit, "header", "backgroundColor").startswith("oklch(0.8")
    page.get_by_label("Pinned").check()
    expect(code).to_contain_text(f'integrity="{built().integrity}" crossorigin')
    page.get_by_label("Place").select_option("box")
    expect(page.locator("#_box").get_by_role("combobox")).to_be_visible()
    expect(code).to_contain_text('data-target="#faq"')


def test_the_page_about_embedding_runs_on_another_site_too(enter: Enter, site: Site, heat_pump_server: Server) -> None:
    page = enter(path="/embed").page
    html = page.request.get(heat_pump_server.address + "/embed").text()
    moved = re.sub(r'(src|href)="/(?!/)', rf'\1="{heat_pump_server.address}/', html)
    # A module of another origin needs its leave, and the server gives it for the widget alone.
    moved = moved.replace('type="module"', "defer")
    visit = opened(enter(address=site.show("", page=moved)))
    visit.ask("what is cop")
    expect(visit.log).to_contain_text("Coefficient of Performance")


@pytest.fixture
def below(assistant: Assistant) -> Iterator[str]:
    """The address of a bakery bot that is served below a path."""

    def nothing(_: object, start: Callable[[str, list[tuple[str, str]]], object]) -> list[bytes]:
        start("404 Not Found", [])
        return []

    app = DispatcherMiddleware(nothing, {"/help/faq": create_app(assistant)})
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/help/faq/"
    server.shutdown()
    server.server_close()


def test_it_works_below_a_path(below: str, enter: Enter) -> None:
    visit = enter(address=below)
    expect(visit.button("When is the bakery open?")).to_be_visible()
    visit.ask("how long does the sourdough rest")
    expect(visit.log).to_contain_text("eighteen hours")
    visit.page.get_by_role("link", name=re.compile("^All")).first.click()
    expect(visit.page).to_have_url(below + "faq")


TRICKY = r"""
let said = []; // one
const a = 8, b = 2, g = 1, i = 1; /* two */
said.push(a / b / g, a /b/ i, "// no".length, '/* "no" */', `t // ${ `n /* ${ a + +b } */` }  x`); // three
said.push(/[/*"']+\/\//.exec(`a/*"'//`)[0], [1, 2] / 2, (a) / 2, typeof /x/g)
const f = () => {
  return /* nothing
  */ 5
}
said.push(f(), a - -b, a+ +b, a < !--said.length, i
  ? "yes" : "no")
const o = { in: 1, of: [2] }
;[3].forEach((each) => said.push(each, o.in / o.of[0]))
JSON.stringify(said)
"""


def test_stripped_code_does_what_it_did(enter: Enter) -> None:
    page = enter(path="/faq").page
    assert page.evaluate(strip_javascript(TRICKY)) == page.evaluate(TRICKY)


SHOTS = [
    ("phone-light", {**PHONE, "color_scheme": "light"}, ""), ("phone-dark", {**PHONE, "color_scheme": "dark"}, ""),
    ("desktop-light", {"color_scheme": "light"}, ""), ("desktop-dark", {"color_scheme": "dark"}, ""),
    ("desktop-rtl", {}, 'data-lang="ar"'),
]  # fmt: skip


@pytest.mark.parametrize(("name", "options", "attributes"), SHOTS, ids=[name for name, _, _ in SHOTS])
def test_the_pictures_hold_the_whole_dialog(
    guest: Guest, tmp_path: Path, name: str, options: dict[str, object], attributes: str
) -> None:
    visit = guest(attributes, **options)
    visit.page.wait_for_function("!!window.FaqBot && document.querySelector('faq-bot').shadowRoot.querySelector('dialog')")
    visit.page.evaluate("FaqBot.ask('can a heat pump power my house?')")
    expect(visit.log.locator(".bubble")).to_have_count(1)
    settled(visit)
    expect(visit.page.get_by_role("combobox")).to_be_in_viewport(ratio=1)
    expect(visit.page.get_by_role("dialog")).to_be_in_viewport(ratio=1)
    assert len(visit.page.screenshot(path=tmp_path / f"{name}.png")) > 10_000
