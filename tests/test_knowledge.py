"""Reading knowledge files: every mistake at once, with file, line and what was expected."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import KnowledgeError
from bot.knowledge import parse
from bot.records import Article, ArticleSource, Entry, KnowledgeBase, Link, Origin

HEAD = "format: 1\ntitle: The bakery\n"
ENTRY = "  - id: bread\n    question: What is bread?\n    answer: Flour and water.\n"
FILE = f"{HEAD}entries:\n{ENTRY}"

COMPLETE = """\
format: 1
title: The bakery
language: de
source: {title: About us, url: "https://bakery.example/", published: 2026-01-31, anchors: {"Myth 1": myths}}
welcome: Hello!
starters: [bread]
contact: Ask at the counter.
synonyms: [[bread, loaf]]
entries:
  - id: bread
    kind: question
    question: What is bread?
    also_asked: [no, 12, "1:30"]
    answer: |
      Flour and **water**.

      And salt.
    source: [Bread, Food]
    related: [myth]
    read_more: [{title: Recipe, url: "https://bakery.example/recipe"}]
    from: {file: about.md, line: 41, path: [About, Bread], anchor: bread}
  - id: myth
    kind: misconception
    verdict: partly
    question: Bread makes you fat.
    answer: Not by itself.
"""


def mistakes(text: str | bytes, name: str = "bakery.yaml") -> list[str]:
    content = text.encode() if isinstance(text, str) else text
    with pytest.raises(KnowledgeError) as caught:
        parse({name: content})
    return [str(mistake) for mistake in caught.value.mistakes]


def test_a_complete_file_is_read_into_records() -> None:
    bread = Entry(
        id="bread",
        question="What is bread?",
        answer="Flour and **water**.\n\nAnd salt.",
        also_asked=("no", "12", "1:30"),
        source=("Bread", "Food"),
        related=("myth",),
        read_more=(Link("Recipe", "https://bakery.example/recipe"),),
        origin=Origin("about.md", 41, ("About", "Bread"), "bread"),
        article="bakery",
    )
    myth = Entry("myth", "Bread makes you fat.", "Not by itself.", kind="misconception", verdict="partly", article="bakery")
    source = ArticleSource("About us", "https://bakery.example/", "2026-01-31", (("Myth 1", "myths"),))
    article = Article("bakery", "The bakery", "de", source, "Hello!", ("bread",), "Ask at the counter.", (("bread", "loaf"),))
    assert parse({"bakery.yaml": COMPLETE.encode()}) == KnowledgeBase([bread, myth], [article])


def test_an_entry_without_a_kind_is_a_question() -> None:
    assert parse({"a.yaml": FILE.encode()}).entries[0].kind == "question"


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("", "bakery.yaml: expected a mapping that begins with 'format: 1'"),
        ("- a\n", "bakery.yaml:1: expected a mapping that begins with 'format: 1'"),
        (FILE.replace("format: 1", "format: 2"), "bakery.yaml:1: expected 'format: 1', the only format there is"),
        (FILE.replace("title: The bakery\n", ""), "bakery.yaml:1: 'title' is missing or empty, expected text"),
        (HEAD, "bakery.yaml:1: 'entries': expected a list with at least one entry"),
        (f"{HEAD}entries: x\n", "bakery.yaml:3: 'entries': expected a list"),
        (f"{HEAD}entries:\n  - x\n", "bakery.yaml:4: expected an entry: a mapping with id, kind, question and answer"),
        (f"{HEAD}tilte: x\nentries:\n{ENTRY}", "bakery.yaml:3: unknown field 'tilte', expected one of format, title,"),
        (FILE.replace("id: bread", "id: Bread!"), "bakery.yaml:4: id 'Bread!', expected lower-case letters"),
        (FILE.replace("  - id: bread\n    q", "  - q"), "bakery.yaml:4: 'id' is missing or empty, expected text"),
        (FILE.replace("    answer: Flour and water.\n", ""), "bakery.yaml:4: 'answer' is missing or empty, expected text"),
        (FILE.replace("Flour and water.", '"  "'), "bakery.yaml:6: 'answer' is missing or empty, expected text"),
        (FILE.replace("Flour and water.", "[a]"), "bakery.yaml:6: 'answer' is a list or mapping, expected text"),
        (f"{FILE}    kind: faq\n", "bakery.yaml:7: kind 'faq', expected one of question, misconception, topic, not-covered"),
        (f"{FILE}    kind: smalltalk\n", "bakery.yaml:7: kind 'smalltalk', expected one of question,"),
        (f"{FILE}    kind: misconception\n", "bakery.yaml:4: verdict '', expected one of wrong, partly, outdated"),
        (f"{FILE}    verdict: wrong\n", "bakery.yaml:7: entry 'bread' is a question, expected a verdict only with"),
        (f"{FILE}    related: [cake]\n", "bakery.yaml:7: related: no entry has the id 'cake', expected an existing id"),
        (f"starters: [cake]\n{FILE}", "bakery.yaml:1: starters: no entry has the id 'cake', expected an existing id"),
        (f"{FILE}    also_asked: [{{a: b}}]\n", "bakery.yaml:7: also_asked: expected text"),
        (f"{FILE}    also_asked: what is bread\n", "bakery.yaml:7: 'also_asked': expected a list"),
        (f"{FILE}    also_asked: [WHAT is bread]\n", "bakery.yaml:7: phrasing 'WHAT is bread' of 'bread' stands already in"),
        (f"{FILE}    read_more: [x]\n", "bakery.yaml:7: read_more: expected a mapping with title and url"),
        (f"{FILE}    read_more: [{{title: x, url: 'javascript:x'}}]\n", "bakery.yaml:7: url 'javascript:x', expected one"),
        (f"{FILE}    read_more: [{{url: 'https://x'}}]\n", "bakery.yaml:7: 'title' is missing or empty, expected text"),
        (f"{FILE}    from: {{file: a.md, line: x}}\n", "bakery.yaml:7: line 'x', expected a whole number"),
        (f"{FILE}    from: here\n", "bakery.yaml:7: from: expected a mapping with file, line, path, anchor"),
        (f"synonyms: [[a]]\n{FILE}", "bakery.yaml:1: synonyms: expected lists of two or more words"),
        (f"synonyms: [a, b]\n{FILE}", "bakery.yaml:1: synonyms: expected lists of two or more words"),
        (f"source: x\n{FILE}", "bakery.yaml:1: source: expected a mapping with title, url, published, anchors"),
        (f"{FILE}{ENTRY.replace('What', 'Which')}", "bakery.yaml:7: id 'bread' is already used at bakery.yaml:4, expected an id"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line_and_what_was_expected(text: str, mistake: str) -> None:
    assert any(found.startswith(mistake) for found in mistakes(text)), mistakes(text)


def test_all_mistakes_are_reported_in_one_run_in_the_order_of_their_lines() -> None:
    text = FILE.replace("format: 1", "format: one").replace("Flour and water.", "") + "    kind: faq\n    related: [cake]\n"
    assert [found.split(":")[1] for found in mistakes(text)] == ["1", "6", "7", "8"]


def test_the_lines_of_every_file_are_told_apart() -> None:
    broken = FILE.replace("Flour and water.", "")
    with pytest.raises(KnowledgeError) as caught:
        parse({"b.yaml": broken.encode(), "a.yaml": broken.replace("bread", "cake").encode()})
    assert [mistake.file for mistake in caught.value.mistakes] == ["a.yaml", "b.yaml"]


def test_an_id_is_used_once_in_the_folder() -> None:
    with pytest.raises(KnowledgeError, match=r"b\.yaml:4: id 'bread' is already used at a\.yaml:4, expected an id of its own"):
        parse({"a.yaml": FILE.encode(), "b.yaml": FILE.replace("What is", "Which").encode()})


def test_files_may_ask_the_same_and_name_each_others_entries() -> None:
    other = FILE.replace("id: bread", "id: loaf") + "    related: [bread]\n"
    read = parse({"a.yaml": FILE.encode(), "b.yaml": other.encode()})
    assert [(entry.id, entry.article) for entry in read.entries] == [("bread", "a"), ("loaf", "b")]


def test_small_talk_has_a_kind_of_its_own() -> None:
    read = parse({"talk.yaml": FILE.replace("    question", "    kind: smalltalk\n    question").encode()}, smalltalk=True)
    assert read.entries[0].kind == "smalltalk"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: (FILE + text).encode("utf-8", "surrogatepass")))
def test_any_bytes_are_knowledge_or_named_mistakes(content: bytes) -> None:
    try:
        found: object = parse({"a.yaml": content}).entries
    except KnowledgeError as error:
        found = error.mistakes
    assert found


@pytest.mark.parametrize(("written", "share"), [("95%", 0.95), ("0.8", 0.8), ("50%", 0.5)])
def test_the_share_to_refuse_is_a_percentage_or_a_share(written: str, share: float) -> None:
    text = f"format: 1\ntitle: A\nrefuse: {written}\nentries:\n  - {{id: a, question: q, answer: b}}\n"
    assert parse({"a.yaml": text.encode()}).articles[0].refuse == pytest.approx(share)


@pytest.mark.parametrize("written", ["most", "100%", "20%", "7", "[1]", "nan"])
def test_another_share_to_refuse_is_a_mistake(written: str) -> None:
    text = f"format: 1\ntitle: A\nrefuse: {written}\nentries:\n  - {{id: a, question: q, answer: b}}\n"
    with pytest.raises(KnowledgeError, match=r"a\.yaml:3: .*refuse"):
        parse({"a.yaml": text.encode()})
