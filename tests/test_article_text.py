"""An answer has the article's words, all of them and in their order, whatever markup stands between them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.articles import naming
from bot.articles.reading import read
from bot.markdown import render


def answer(text: str, name: str = "bakery.md") -> str:
    return naming.entries_of(read(name, text.encode()), name)[0].answer


def below_a_question(text: str) -> str:
    return answer(f"# FAQ\n\n## When do you open?\n\n{text}\n")


def on_a_page(text: str) -> str:
    return answer(f"<main><h1>FAQ</h1><h2>When do you open?</h2>{text}</main>", "bakery.html")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Run `bake --dough <PATH>` first.", "Run `bake --dough <PATH>` first."),
        ("Write to <your-name>@bakery, or <b>call</b>.", "Write to \\<your-name>@bakery, or **call**."),
        ("See <https://a.example/x_y> or <me@a.example>.", "See <https://a.example/x_y> or <me@a.example>."),
        ("[https://a.example](https://a.example) tells.", "<https://a.example> tells."),
        ("10<sup>6</sup> loaves and H<sub>2</sub>O, x<sup>*note*</sup>.", "10⁶ loaves and H₂O, x*note*."),
        ("Use <code>rye&lt;flour&gt;</code> now.", "Use `rye<flour>` now."),
        ("3. Three\n4. Four", "3. Three\n4. Four"),
        ("1. One\n\n```\nknead\n```\n\n2. Two", "1. One\n\n```\nknead\n```\n\n2. Two"),
        ("It is so[^1] here.\n\n[^1]: Ask the baker.", "It is so here."),
        ("> [!NOTE]\n> On Sundays too.", "> On Sundays too."),
        ("> [!tip] A tip\n> Come early.", "> **A tip**\n>\n> Come early."),
        ('See [the **shop**]({{< ref "shop.md" >}}) and [us]({% link us.md %}#top).', "See the **shop** and us."),
        ("See [[Shop hours|the hours]] and [[Prices]].", "See the hours and Prices."),
        ('Yes{{< icon "bread" >}}, {% if open %}now{% endif %}. {/* draft */}', "Yes, now."),
        ('[Call us](https://a.example/){:target="_blank"} **now**{ .big } {x}.', "[Call us](https://a.example/) **now** {x}."),
        ("At seven.\n{: .note }", "At seven."),
        ("`{{< kept >}}` and {{ kept }}", "`{{< kept >}}` and {{ kept }}"),
    ],
)  # fmt: skip
def test_markup_in_markdown_is_no_text_and_text_is_no_markup(written: str, said: str) -> None:
    assert below_a_question(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("<p>Run <code>bake &lt;PATH&gt; a_b</code>.</p>", "Run `bake <PATH> a_b`."),
        ("<p>Use<code> rye </code>flour</p>", "Use `rye` flour"),
        ("<pre><code>a &lt; b</code></pre>", "```\na < b\n```"),
        ("<p>CO<sub>2</sub> in 5 m<sup>3</sup></p>", "CO₂ in 5 m³"),
        ("<ol start=3><li>Three<li>Four</ol>", "3. Three\n4. Four"),
        ("<p>One <b>two <i>three</b> four</i> five</p>", "One **two *three*** *four* five"),
        ("<p><b>One <a href='https://a.example'>two</b> three</a> four</p>", "**One [two](https://a.example)** three four"),
        ("<p><a href='https://a.example'>One <b>two</a> three</b></p>", "[One **two**](https://a.example) **three**"),
    ],
)
def test_markup_in_html_is_no_text_and_text_is_no_markup(written: str, said: str) -> None:
    assert on_a_page(written) == said


def test_bold_at_the_beginning_of_a_link_is_no_title_of_the_rest() -> None:
    text = "# FAQ\n\n[**Why?** Because of the oven.](https://a.example)\n\n**When?**\n\nAt seven.\n"
    assert answer(text) == "At seven."


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Bake <PATH> & wait", "Bake <PATH> & wait"),
        ("<p>One</p>\n<p>Two</p>", "One\n\nTwo"),
        ("Use `<PATH>`:\n\n- **rye**\n- spelt<br>flour", "Use `<PATH>`:\n\n- **rye**\n- spelt\n  flour"),
    ],
)
def test_a_table_may_hold_plain_text_html_or_markdown(written: str, said: str) -> None:
    cell = written.replace('"', '""')
    assert answer(f'question,answer\nHow do <b>you</b>r cakes rise?,"{cell}"\n', "a.csv") == said


INLINE = st.sampled_from(["b", "i", "a href='https://a.example'", "code", "sup", "span", "em"])
PIECES = st.lists(st.tuples(INLINE, st.booleans(), st.booleans()), max_size=12)


@settings(deadline=None)
@given(PIECES)
def test_elements_may_cross_and_stay_open_and_no_word_is_lost(pieces: list[tuple[str, bool, bool]]) -> None:
    written = "start "
    for number, (tag, closes, spaced) in enumerate(pieces):
        written += f"</{tag.split()[0]}>" if closes else f"<{tag}>"
        written += f"w{number}x" + " " * spaced
    shown = render(on_a_page(f"<p>{written}</p>")).text.replace(" (https://a.example)", "")
    assert re.findall(r"w\d+x", shown) == re.findall(r"w\d+x", written)


def test_directives_inside_each_other_end_somewhere() -> None:
    assert "knead" in below_a_question("```{note} Why?\n" * 2000 + "knead")
