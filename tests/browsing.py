"""A visitor's browser: what the tests that drive Chromium share."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from playwright.sync_api import Dialog, Locator, Page, Route, expect

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
WATCH = "addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective));"


def missing(reason: str) -> None:
    """Skip where a developer's machine lacks something; never in CI."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def chromium() -> str:
    """Where Chromium lies."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        missing("there is no Chromium on this machine (Debian: apt-get install chromium)")
    return str(found)


@dataclass
class Visit:
    """A page with its element's parts by role, and all that went wrong in it."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    @property
    def input(self) -> Locator:
        return self.page.get_by_role("combobox", name="Your question")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)

    def ask(self, question: str) -> None:
        """Type a question, press Enter, wait for what comes of it."""
        before = self.log.locator(".bubble").count()
        self.input.fill(question)
        self.input.press("Enter")
        expect(self.log.locator(".bubble")).to_have_count(before + 1)

    def dismiss(self, dialog: Dialog) -> None:
        """No text of ours ever opens one."""
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def stored(self) -> list[int]:
        """How much lies in the visitor's storages."""
        lengths = "[sessionStorage.length, localStorage.length, document.cookie.length]"
        return [int(each) for each in self.page.evaluate(lengths)]


Enter: TypeAlias = Callable[..., Visit]


def canned(visit: Visit, **fields: object) -> None:
    """From now on every question gets this reply."""
    reply = {
        "kind": "answer", "question": "q", "understood_as": "q", "text": "t", "html": "<p>t</p>", "blocks": [], "confidence": 0.9,
        "entry": None, "sources": [], "suggestions": [], "related": [], "read_more": [], "contact": None, "context": "",
        "reply_id": "r",
    }  # fmt: skip

    def fulfil(route: Route) -> None:
        asked = json.loads(route.request.post_data or "{}")["question"]
        route.fulfill(
            json={**reply, "question": asked, "understood_as": asked, **fields}, headers={"Access-Control-Allow-Origin": "*"}
        )

    visit.page.route("**/api/ask", fulfil)


AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with a page and the shadow roots in it."""
    path = Path(os.environ.get("AXE_CORE", ""))
    if not path.is_file():
        missing("AXE_CORE does not name axe.min.js (npm install axe-core)")
    page.evaluate(path.read_text("utf-8") + ";null")
    found: list[dict[str, Any]] = page.evaluate("(tags) => axe.run({ runOnly: tags }).then((all) => all.violations)", AXE_TAGS)
    return [f"{each['id']}: {each['help']}: {node['target']}" for each in found for node in each["nodes"]]
