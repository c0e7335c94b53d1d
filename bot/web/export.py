"""The FAQ page as files that any host can serve."""

from __future__ import annotations

from pathlib import Path

from bot.assistant import Assistant
from bot.web import create_app
from bot.web.pages import faq_page

_BESIDE = ("tokens.css", "page.css", "favicon.svg")
_STATIC = Path(__file__).parent / "static"


def export(assistant: Assistant) -> dict[str, bytes]:
    """The files of a folder that is the FAQ of a knowledge base, by name; its page is `index.html`."""
    with create_app(assistant).test_request_context():
        page = faq_page(assistant, exported=True)
    return {"index.html": page.encode(), **{name: (_STATIC / name).read_bytes() for name in _BESIDE}}
