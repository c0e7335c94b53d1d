from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.markdown import render

TEXT = [
    ("Plain *and* **strong** `code`.", "Plain and strong code."),
    ("Two\nlines, one paragraph.\n\nAnother.", "Two lines, one paragraph.\n\nAnother."),
    ("- a\n- b\n  - c", "- a\n- b\n  - c"),
    ("1. a\n2. b", "1. a\n2. b"),
    ("> quoted", "> quoted"),
    ("```\nx = 1\n```", "x = 1"),
    ("| a | b |\n|---|---|\n| 1 | 2 |", "a | b\n1 | 2"),
    ("[the page](https://a.example/)", "the page (https://a.example/)"),
    ("<https://a.example/>", "https://a.example/"),
    ("hard  \nbreak", "hard\nbreak"),
    ("a\n\n---\n\nb", "a\n\n---\n\nb"),
]

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "![x](https://evil.example/pixel.png)",
    "<svg onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    '[x](https://a.example/ "onmouseover=alert(1)")',
    "<iframe src=//evil.example></iframe>",
    "`<script>`",
    "```html\n<script>alert(1)</script>\n```",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n[x]",
    "<style>*{}</style>",
    "<math><mtext></mtext></math>",
    '[a](<https://a.example/"><script>alert(1)</script>>)',
    "&lt;script&gt;",
    "<!-- <b> -->",
    "<div style=x>",
]


def nodes(block: object) -> Iterator[dict[str, object]]:
    if isinstance(block, dict):
        yield block
        for value in block.values():
            yield from nodes(value)
    elif isinstance(block, list | tuple):
        for each in block:
            yield from nodes(each)


@pytest.mark.parametrize(("markdown", "text"), TEXT)
def test_markdown_reads_well_as_plain_text(markdown: str, text: str) -> None:
    assert render(markdown).text == text


def test_blocks_are_a_small_tree() -> None:
    assert render("A [*link*](https://a.example/)").blocks == (
        {
            "type": "paragraph",
            "children": [
                {"type": "text", "text": "A "},
                {
                    "type": "link",
                    "url": "https://a.example/",
                    "children": [{"type": "emphasis", "children": [{"type": "text", "text": "link"}]}],
                },
            ],
        },
    )


def test_links_in_html_give_nothing_away_to_where_they_lead() -> None:
    assert render("[a](https://a.example/)").html == '<p><a href="https://a.example/" rel="nofollow noopener">a</a></p>'


@pytest.mark.parametrize("markdown", ATTACKS)
def test_an_attack_stays_text_in_html(markdown: str) -> None:
    tags = re.findall(r"<[^>]*>", render(markdown).html)
    assert all(re.fullmatch(r"</?(?:p|a|code|pre|em|strong|ul|li)(?: (?:href|title|rel)=\"[^\"<>]*\")*>", tag) for tag in tags), (
        tags
    )
    assert not [tag for tag in tags if re.search(r"href=\"(?!https?:|mailto:)", tag)]


@pytest.mark.parametrize("markdown", ATTACKS)
def test_an_attack_stays_text_in_blocks(markdown: str) -> None:
    for node in nodes(render(markdown).blocks):
        assert str(node.get("url", "https://")).startswith(("https://", "http://", "mailto:"))


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab *_`[]()<>#-|\n!\\&;:/1.\"'~"), max_size=80))
def test_any_markdown_renders_to_blocks_that_json_takes(markdown: str) -> None:
    rendered = render(markdown)
    assert json.loads(json.dumps(rendered.blocks)) == list(rendered.blocks)
    assert "<script" not in rendered.html
