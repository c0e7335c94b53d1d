from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml
from conftest import FAQBOT
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import Assistant, KnowledgeBase
from bot.articles import naming
from bot.articles.importing import Folder, Imported
from bot.articles.reading import LARGEST, read
from bot.editing import AddPhrasings, RemoveEntry, SetFields, edit
from bot.errors import ArticleError, KnowledgeError
from bot.knowledge import parse
from bot.records import Entry, Link
from bot.writing import new_file

BREAD = """\
---
title: All about our bread
canonical: https://bakery.example/bread
date: 2026-01-31
---

# All about our bread

Our bread is baked in a wood-fired oven, by four people, every night but Saturday's.

## How we bake

Flour, water and salt are all that goes into the dough. The dough rests for eighteen hours in a cool room before it is shaped by
hand, which gives it its taste and makes it keep for a week. See [the recipe](https://bakery.example/recipe) or the [shop](/shop).

The oven was built in 1911 out of stones from the river, and it is heated with beech wood from the forest behind the house. It
takes five hours until it is hot, and it stays hot for a day.

- **Rye bread:** It is the darkest of all and needs the longest time in the oven, about two hours.
- **Spelt bread:** It is made without rye and is the favourite of children, who like its crust.

## Common myths

Some things are said about bread that are not so.

* **Myth 1: White flour is poison.** This is false. It is wheat without bran.
* **Myth 2: Bread from yesterday is bad.** This is only partly wrong. Rye bread is best on the third day.

Ask us when you hear another one.

## FAQ

### When do you open? {#opening}

At seven.

### Do you bake cakes?

Yes, for weddings.
"""


def once(text: str, files: dict[str, bytes] | None = None, *, prune: bool = False) -> tuple[Imported, dict[str, bytes]]:
    folder = Folder(dict(files or {}))
    done = folder.take("bread.md", text.encode(), "bread.yaml", prune=prune)
    return done, {**folder.files, **folder.finished()}


def entries_of(files: dict[str, bytes]) -> dict[str, Entry]:
    return {entry.id: entry for entry in parse(files).entries}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return once(BREAD)[1]


def test_an_entry_says_where_it_is_from(files: dict[str, bytes]) -> None:
    entries = entries_of(files)
    oven = entries["the-oven-was-built-in-1911-out-of-stones-from-the-river-and"]
    assert (oven.origin and oven.origin.line, oven.source) == (16, ("How we bake", "All about our bread"))
    opening = entries["when-do-you-open"]
    assert opening.origin
    assert opening.origin.path == ("All about our bread", "FAQ", "When do you open?")
    assert opening.origin.anchor == "opening"
    assert entries["rye-bread"].source == ("Rye bread", "How we bake")


def test_metadata_titles_the_article_and_says_where_it_was_published(files: dict[str, bytes]) -> None:
    [article] = parse(files).articles
    assert article.source
    assert (article.title, article.language) == ("All about our bread", "en")
    assert (article.source.url, article.source.published) == ("https://bakery.example/bread", "2026-01-31")


def test_links_become_pages_to_read_further_and_relative_ones_lead_to_the_site(files: dict[str, bytes]) -> None:
    baking = entries_of(files)["how-we-bake"]
    assert baking.read_more == (Link("the recipe", "https://bakery.example/recipe"), Link("shop", "https://bakery.example/shop"))
    assert "[the recipe](https://bakery.example/recipe)" in baking.answer


def test_a_misconception_has_claim_verdict_and_correction_apart(files: dict[str, bytes]) -> None:
    poison, old = (entry for entry in entries_of(files).values() if entry.kind == "misconception")
    assert (poison.question, poison.verdict) == ("White flour is poison.", "wrong")
    assert poison.answer == "This is false. It is wheat without bran."
    assert poison.source == ("Myth 1: White flour is poison.", "Common myths")
    assert old.verdict == "partly"


def test_what_stands_around_a_list_of_misconceptions_is_not_lost(files: dict[str, bytes]) -> None:
    around = entries_of(files)["common-myths"].answer
    assert "Some things are said" in around
    assert "Ask us when" in around


def test_an_imported_bot_answers_with_the_right_section(files: dict[str, bytes]) -> None:
    assistant = Assistant(parse(files))
    [best] = assistant.search("is white flour poison?", limit=1)
    assert best.entry.kind == "misconception"
    assert assistant.search("how is the oven heated", limit=1)[0].entry.source[0] == "How we bake"


def test_importing_again_changes_nothing(files: dict[str, bytes]) -> None:
    done, again = once(BREAD, files)
    assert again == files
    assert done.merge
    assert done.merge.changes == ()


def test_importing_a_changed_article_keeps_what_an_editor_wrote(files: dict[str, bytes]) -> None:
    by_hand = edit(
        "bread.yaml",
        files["bread.yaml"].replace(b"entries:\n", b"contact: Ask at the counter.  # until May\nentries:\n  # by hand\n"),
        [
            AddPhrasings("when-do-you-open", ("opening hours",)),
            SetFields({"answer": "Yes, for every feast."}, "do-you-bake-cakes"),
        ],
    )
    article = BREAD.replace("At seven.", "At eight.").replace("for weddings", "for birthdays")
    article = article.replace("## How we bake", "## How bread is baked") + "\n### Is there tea?\n\nNo.\n"
    article = article.replace("* **Myth 1: White flour is poison.** This is false. It is wheat without bran.\n", "")
    done, merged = once(article, {"bread.yaml": by_hand})
    entries, merge = entries_of(merged), done.merge
    assert merge
    assert (entries["when-do-you-open"].answer, entries["when-do-you-open"].also_asked) == ("At eight.", ("opening hours",))
    assert entries["do-you-bake-cakes"].answer == "Yes, for every feast."
    assert entries["how-we-bake"].question == "How bread is baked"
    assert entries["is-there-tea"].answer == "No."
    assert b"# until May\n" in merged["bread.yaml"]
    assert b"  # by hand\n" in merged["bread.yaml"]
    assert {entry.id for entry in merge.new} == {"is-there-tea"}
    assert {entry.id for entry in merge.kept} == {"do-you-bake-cakes"}
    assert {entry.id for entry in merge.vanished} == {"white-flour-is-poison"}
    assert {"when-do-you-open", "how-we-bake"} <= {entry.id for entry in merge.changed}
    again, stable = once(article, merged)
    assert stable == merged
    assert again.merge
    assert (again.merge.new, again.merge.changed, again.merge.kept) == ((), (), ())


def test_what_vanished_stays_until_it_is_pruned(files: dict[str, bytes]) -> None:
    article = BREAD.replace("### Do you bake cakes?\n\nYes, for weddings.\n", "")
    assert "do-you-bake-cakes" in entries_of(once(article, files)[1])
    assert "do-you-bake-cakes" not in entries_of(once(article, files, prune=True)[1])
    by_hand = edit("bread.yaml", files["bread.yaml"], [AddPhrasings("do-you-bake-cakes", ("wedding cakes",))])
    assert "do-you-bake-cakes" in entries_of(once(article, {"bread.yaml": by_hand}, prune=True)[1])


def test_ids_are_unique_in_the_folder(files: dict[str, bytes]) -> None:
    folder = Folder(files)
    folder.take("other.md", BREAD.replace("At seven.", "At nine.").encode(), "other.yaml")
    both = {**files, **folder.finished()}
    assert entries_of(both)["when-do-you-open-2"].answer == "At nine."
    assert (
        Folder(both).take("other.md", BREAD.replace("At seven.", "At nine.").encode(), "other.yaml").merge
        == once(BREAD, files)[0].merge
    )


def test_a_question_that_stands_twice_in_an_article_is_told_apart_by_what_stands_above_it() -> None:
    text = "# FAQ\n## Trains\n### How do I pay?\nAt the desk.\n## Ships\n### How do I pay?\nOn board.\n"
    questions = [entry.question for entry in naming.entries_of(read("a.md", text.encode()), "a.md")]
    assert questions == ["How do I pay?", "How do I pay? (Ships)"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.md", b" \n", "a.md: the file is empty"),
        ("a.md", b"\x00\x01\x02", "a.md: a binary file"),
        ("a.md", b"# T\n\ncaf\xe9", "a.md:3: byte 8 is not UTF-8"),
        ("a.md", b"a" * (LARGEST + 1), "expected an article of at most 16 MB"),
        ("a.json", b"[" * 100_000, "a.json: no JSON of questions and answers"),
        ("a.csv", b"one\ntwo\n", "a.csv: no table of questions and answers: no two columns"),
        ("a.md", b"---\n\n---\n", "a.md: no question, section or misconception found"),
    ],
)
def test_what_is_no_article_is_named(name: str, content: bytes, said: str) -> None:
    with pytest.raises(ArticleError) as caught:
        read(name, content)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\n# FAQ\n\n## Why?\n\nSo it is.\n",
        "# FAQ\n\n## Why?\n\nSo it is.\n\n```\n# no heading\n",
        "# FAQ\n\n## Why?\n\nSo it is.\n\n<!-- never closed\n" * 3,
        "# FAQ\n\n## Why?\n\nSo it is.\n\n" + ">" * 3000 + "deep\n",
        "# FAQ\n\n<details><summary>Why?</summary>\n\nSo it is.\n\n" * 500,
    ],
    ids=["alias bomb", "unclosed fence", "unclosed comment", "deep quotes", "deep details"],
)
def test_a_broken_article_is_read_as_far_as_it_goes(text: str) -> None:
    entries = naming.entries_of(read("a.md", text.encode()), "a.md")
    assert entries[0].question == "Why?"


@pytest.mark.parametrize(
    "html",
    ["<ul><li>" * 5000 + "text", "<!--" * 20_000, "<a " * 20_000, "<div>" * 20_000, "<script type='application/ld+json'>" * 5000],
    ids=["deep lists", "comments", "tags", "deep parts", "scripts"],
)
def test_html_that_nobody_wrote_is_read_in_a_time_that_grows_with_its_size(html: str) -> None:
    entries = naming.entries_of(read("a.html", f"<h1>FAQ</h1><h2>Why?</h2><p>So it is.</p>{html}".encode()), "a.html")
    assert entries[0].question == "Why?"


@pytest.mark.parametrize("text", ["<b>x</b> ", "**Myth:** a. **Fact:** b ", "[^a]: b\n", "{{< a ", "{/* a "])
def test_markdown_that_nobody_wrote_is_read_in_a_time_that_grows_with_its_size(text: str) -> None:
    read("a.md", (BREAD + text * (100_000 // len(text))).encode())


def test_metadata_that_cannot_be_read_is_named_with_its_line() -> None:
    skipped = read("a.md", b"---\na: b\na: c\n---\n# FAQ\n\n## Why?\n\nSo it is.\n").skipped
    assert [(line, reason.split(":")[0]) for line, reason in skipped] == [(3, "metadata that cannot be read")]


MARKDOWN = st.lists(
    st.one_of(
        st.sampled_from(
            ["# A", "## B?", "### FAQ", "## Myths", "**Myth 1: x** y", "- **c?** d e", "1. f?\n\n   g", "> q",
             "<details><summary>h?</summary>", "| a | b |\n|-|-|\n| c? | d |",
             "</details>", "```", "Q: i?\nA: j", "::k", "#question", '??? note "l?"\n    m', "---", "+++", "<b>",
             "term\n: def", "<h2>n?</h2>", "* * *", "[o](http://p.example)", "    code", "</p>", "{#id}", "<!--"]
        ),
        st.text(max_size=30),
    ),
    max_size=25,
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(MARKDOWN, st.sampled_from(["a.md", "a.html", "a.csv", "a.json"]))
def test_no_text_crashes_and_what_is_read_survives_saving_and_importing_again(parts: list[str], name: str) -> None:
    content = "\n\n".join(parts).encode("utf-8", "replace")
    try:
        article = read(name, content)
    except ArticleError:
        return
    entries = naming.entries_of(article, name)
    saved = new_file(naming.article_of(article, "a"), entries)
    assert [entry.question for entry in parse({"a.yaml": saved}).entries] == [entry.question for entry in entries]
    assert len(yaml.safe_load(saved)["entries"]) == len(entries)
    folder = Folder({"a.yaml": saved})
    folder.take(name, content, "a.yaml")
    assert folder.finished() == {}


def faqbot(*arguments: str, cwd: Path, typed: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([FAQBOT, *arguments], cwd=cwd, input=typed, capture_output=True, text=True, timeout=120, check=False)


def test_the_command_imports_an_article_and_brings_it_up_to_date(tmp_path: Path) -> None:
    (tmp_path / "bread.md").write_text(BREAD)
    first = faqbot("import", "bread.md", cwd=tmp_path)
    assert (first.returncode, first.stdout.splitlines()[0].split(":")[0]) == (0, "knowledge/bread.yaml (new)")
    (tmp_path / "bread.md").write_text(BREAD.replace("At seven.", "At eight."))
    second = faqbot("import", "bread.md", cwd=tmp_path)
    assert "  changed: when-do-you-open (bread.md:" in second.stdout
    assert "(unchanged)" in faqbot("import", "bread.md", cwd=tmp_path).stdout


def test_the_command_reads_standard_input(tmp_path: Path) -> None:
    done = faqbot("import", "-", "-o", "out.yaml", cwd=tmp_path, typed="# FAQ\n## Why?\nSo it is.\n")
    assert (done.returncode, list(entries_of({"out.yaml": (tmp_path / "out.yaml").read_bytes()}))) == (0, ["why"])


def test_a_folder_becomes_one_bot_and_what_is_no_article_is_listed(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "posts").mkdir(parents=True)
    for number in range(3):
        (site / "posts" / f"{number}.md").write_text(BREAD.replace("seven", f"{number} o'clock"))
    (site / "logo.png").write_bytes(b"\x89PNG")
    (site / "empty.md").write_text("")
    done = faqbot("import", "site", "-o", "kb", cwd=tmp_path)
    assert done.returncode == 0
    assert "left out: logo.png: expected a name that ends in" in done.stderr
    assert "left out: empty.md: the file is empty" in done.stderr
    assert "3 of 5 files imported" in done.stderr
    content = {path.name: path.read_bytes() for path in (tmp_path / "kb").iterdir()}
    base: KnowledgeBase = parse(content)
    assert {article.id for article in base.articles} == {"posts-0", "posts-1", "posts-2"}


def test_a_broken_knowledge_file_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "bread.md").write_text(BREAD)
    (tmp_path / "bread.yaml").write_text("format: 1\n")
    done = faqbot("import", "bread.md", "-o", "bread.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert "'title' is missing" in done.stderr
    assert (tmp_path / "bread.yaml").read_text() == "format: 1\n"


def test_what_an_editor_deleted_stays_away_where_the_file_says_so(files: dict[str, bytes]) -> None:
    gone = {"do-you-bake-cakes", "rye-bread"}
    deleted = edit("bread.yaml", files["bread.yaml"], [SetFields({"related": None}, name) for name in sorted(entries_of(files))])
    deleted = edit("bread.yaml", deleted, [RemoveEntry(name) for name in sorted(gone)])
    assert gone <= entries_of(once(BREAD, {"bread.yaml": deleted})[1]).keys()
    unwanted = edit("bread.yaml", deleted, [SetFields({"left_out": ["do-you-bake-cakes", "Rye bread"]})])
    done, merged = once(BREAD, {"bread.yaml": unwanted})
    assert merged["bread.yaml"] == unwanted
    assert done.merge
    assert {entry.id for entry in done.merge.left_out} == gone
    assert done.merge.new == ()


def test_a_wrong_left_out_is_reported_with_its_line(files: dict[str, bytes]) -> None:
    wrong = files["bread.yaml"].replace(b"entries:\n", b"left_out: [[a]]\nentries:\n", 1)
    line = wrong[: wrong.index(b"left_out")].count(b"\n") + 1
    with pytest.raises(KnowledgeError, match=rf"bread\.yaml:{line}: left_out: expected text"):
        parse({"bread.yaml": wrong})
