"""The editor's loop: visitors ask in vain, an editor sees one row and teaches it, the next visitor is answered."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import WATCH, Enter, violations
from conftest import Server, eventually, knowledge_text, serving
from test_inbox import GLUTEN

try:
    from playwright.sync_api import Browser, Page, expect
except ImportError:  # pragma: no cover
    pytest.skip("the browser tests need Playwright (pip install 'faqbot[test]')", allow_module_level=True)

pytestmark = pytest.mark.browser

SECRET = "thirty-two characters, at the very least"
KNOWLEDGE = f"# Please keep it short.\n{knowledge_text()}\n"
XSS = "<img src=x onerror=alert(1)><script>alert(2)</script>"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "knowledge"
    folder.mkdir()
    (folder / "bakery.yaml").write_text(KNOWLEDGE)
    return folder


@pytest.fixture
def server(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The bakery with the editor's pages, over files and a database of its own."""
    monkeypatch.setenv("FAQBOT_ADMIN_SECRET", SECRET)
    monkeypatch.setenv("FAQBOT_DATABASE", str(tmp_path / "faqbot.db"))
    with serving(place, tmp_path / "log") as running:
        yield running


@pytest.fixture
def editor(browser: Browser, server: Server) -> Iterator[Page]:
    """A phone with the editor's pages; at the end nothing may have gone wrong in it."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.set_default_timeout(60_000)
    page = context.new_page()
    complaints: list[str] = []
    page.add_init_script(WATCH)
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.goto(server.address + "/admin/")
    yield page
    context.close()
    assert complaints == []


def asked(server: Server, question: str) -> str:
    """The kind of the reply to a visitor."""
    return str(server.fetch("/api/ask", {"question": question})[1]["kind"])


def press(page: Page, name: str, role: str = "button") -> None:
    """Reach a control by keyboard alone and press Enter."""
    control = page.get_by_role(role, name=name).first  # type: ignore[arg-type]  # a role
    control.focus()
    control.press("Enter")


def log_in(page: Page) -> None:
    page.get_by_label("The editor's secret").fill(SECRET)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()


def test_twenty_wordings_become_one_row_that_is_taught_and_undone(editor: Page, server: Server, place: Path) -> None:
    assert {asked(server, wording) for wording in GLUTEN} <= {"no_answer", "suggestions"}
    log_in(editor)

    def one_row() -> bool:
        editor.goto(server.address + "/admin/inbox")
        return editor.get_by_text("20 wordings").count() == 1

    eventually(one_row, "twenty wordings are one row")
    assert editor.get_by_role("link", name="Teach").count() == 1
    press(editor, "Teach", "link")

    form = editor.locator("form", has=editor.get_by_label("Answer"))
    form.get_by_label("Question").fill("Do you have gluten free bread?")
    form.get_by_label("Answer").fill("On **Fridays**.")
    form.get_by_role("button", name="See what would change").press("Enter")
    expect(editor.get_by_role("heading", name="What would change")).to_be_visible()
    expect(editor.get_by_text("questions would be answered by it")).to_contain_text("21 of 21")
    assert (place / "bakery.yaml").read_text() == KNOWLEDGE

    press(editor, "Keep it")
    expect(editor.get_by_role("status")).to_contain_text("Kept as lesson 1")
    began = time.monotonic()
    eventually(lambda: asked(server, "is your bread gluten free?") == "answer", "the next visitor is answered")
    assert time.monotonic() - began < 5, "live within a second; the rest is a busy machine"
    written = (place / "bakery.yaml").read_text()
    assert written.startswith("# Please keep it short.")
    assert "gluton free bread" in written

    press(editor, "Undo")
    expect(editor.get_by_text("undone")).to_be_visible()
    assert (place / "bakery.yaml").read_text() == KNOWLEDGE
    eventually(lambda: asked(server, "is your bread gluten free?") != "answer", "the lesson is forgotten")


def test_a_thumb_down_in_the_chat_is_in_the_inbox_with_what_was_missing(enter: Enter, editor: Page, server: Server) -> None:
    visit = enter(server)
    visit.ask("what oven do you use")
    visit.button("No, not helpful").click()
    missing = visit.page.get_by_role("textbox", name="What was missing?")
    missing.fill("how hot it gets <b>")
    missing.press("Enter")
    log_in(editor)

    def told() -> bool:
        editor.goto(server.address + "/admin/inbox")
        return editor.get_by_text("1 thumb down").count() == 1

    eventually(told, "the need is in the inbox")
    press(editor, "Teach", "link")
    expect(editor.get_by_role("heading", level=1)).to_have_text("what oven do you use")
    expect(editor.get_by_text("how hot it gets <b>")).to_be_visible()


def test_what_visitors_typed_runs_nowhere(editor: Page, server: Server) -> None:
    reply = server.fetch("/api/ask", {"question": XSS})[1]
    vote = {"reply_id": reply["reply_id"], "vote": "bad", "reason": XSS}
    assert server.fetch("/api/feedback", vote)[0] == 200
    log_in(editor)
    for page in ("", "inbox", "inbox/1", "try?q=%3Cscript%3Ealert(1)%3C/script%3E", "entries", "check", "lessons"):
        editor.goto(f"{server.address}/admin/{page}")
        assert editor.evaluate("document.querySelectorAll('script, img[src=x], [onerror]').length") == 0
    editor.goto(f"{server.address}/admin/inbox/1")
    expect(editor.get_by_role("heading", level=1)).to_have_text(XSS)


def test_the_pages_fit_a_phone_and_every_control_has_a_name(editor: Page, server: Server) -> None:
    asked(server, "Have you got any unpronounceablelongwordthatgoesonandonandonforever?" * 3)
    log_in(editor)
    for page in ("", "inbox", "inbox/1", "try?q=rye", "entries", "entries/oven", "new", "check", "lessons"):
        editor.goto(f"{server.address}/admin/{page}")
        assert editor.evaluate("document.documentElement.scrollWidth") <= 360, page
        unnamed = (
            "[...document.querySelectorAll('input:not([type=hidden]), textarea, select')].filter((each) => !each.labels.length)"
        )
        assert editor.evaluate(f"{unnamed}.length") == 0, page
        assert editor.evaluate("document.querySelectorAll('h1').length") == 1, page


def test_axe_finds_nothing_on_the_pages(editor: Page, server: Server) -> None:
    asked(server, "Have you got pumpernickel?")
    found = violations(editor)
    log_in(editor)
    for page in ("", "inbox", "inbox/1", "try?q=rye", "entries", "entries/oven", "new", "check", "lessons"):
        editor.goto(f"{server.address}/admin/{page}")
        found += [f"{page}: {each}" for each in violations(editor)]
    assert found == []


def test_the_pages_need_no_script(browser: Browser, server: Server) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.address + "/admin/")
    log_in(page)
    press(page, "Entries", "link")
    expect(page.get_by_role("link", name="When is the bakery open?")).to_be_visible()
    press(page, "Log out")
    expect(page.get_by_label("The editor's secret")).to_be_visible()
    context.close()
