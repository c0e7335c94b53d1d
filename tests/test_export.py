from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path

from conftest import BAKERY, ENTRIES, FAQBOT

from bot import Assistant, KnowledgeBase
from bot.shown import from_article
from bot.terminal import Layout
from bot.web.export import export
from bot.web.pages import groups
from bot.wire import reply_json


def two_articles() -> Assistant:
    hotel = replace(BAKERY, id="hotel", title="The hotel", starters=(), synonyms=())
    rooms = replace(
        ENTRIES[0], id="check-in", question="When is check-in at the hotel?", also_asked=(), related=(), article="hotel"
    )
    return Assistant(KnowledgeBase([*ENTRIES, rooms], [BAKERY, hotel]))


def test_the_exported_page_stands_by_itself_and_has_every_answerable_entry_as_data(assistant: Assistant) -> None:
    files = export(assistant)
    page = files["index.html"].decode()
    targets = re.findall(r'(?:href|src)="([^"#]+)"', page)
    assert {target for target in targets if "://" not in target} <= files.keys()
    [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    names = [question["name"] for question in json.loads(data)["mainEntity"]]
    assert names == [entry.question for entry in assistant.knowledge.entries if entry.answerable]


def test_the_command_writes_the_page(tmp_path: Path) -> None:
    done = subprocess.run([FAQBOT, "export", str(tmp_path / "site")], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "site").iterdir()) == ["favicon.svg", "index.html", "page.css", "tokens.css"]


def test_a_bot_of_several_articles_says_which_one_an_answer_is_from() -> None:
    assistant = two_articles()
    reply = assistant.reply("when is check-in at the hotel?")
    assert reply.entry
    assert reply_json(assistant, reply)["article"] == {"id": "hotel", "title": "The hotel"}
    assert "Opening hours (The hotel)" in Layout(assistant).reply(reply)
    assert {"Opening hours (The bakery)", "Opening hours (The hotel)"} <= {group.heading for group in groups(assistant)}


def test_a_bot_of_one_article_does_not_name_it(assistant: Assistant) -> None:
    assert from_article(assistant, assistant.knowledge.entries[0]) == ""
    assert reply_json(assistant, assistant.reply("do you deliver?"))["article"] is None
