from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.editing import AddEntry, AddPhrasings, Change, RemoveEntry, RemovePhrasings, SetFields, edit
from bot.errors import KnowledgeError
from bot.knowledge import parse
from bot.records import Article, ArticleSource, Entry, Link, Origin
from bot.writing import new_file
from bot.yamltext import Value

FILE = """\
# A bakery, kept by hand.
format: 1
title:   'The bakery'   # spaces and quotes are the editor's
synonyms: [[bread, loaf]]
entries:
  # --- visiting ---
  - id: hours
    question: When are you open?   # asked daily
    also_asked:
      - opening times   # short
      - "when do you close"

    answer: |
      From seven to six.

      # Not a comment: a heading of the answer
    source: [Visit us]

  - id: cakes
    question: Do you bake cakes?
    also_asked: [wedding cake, birthday cake]
    answer: Yes.  # an editor's note
    # --- the end ---
"""


def edited(*changes: Change, text: str = FILE) -> str:
    return edit("bakery.yaml", text.encode(), changes).decode()


def test_without_a_change_every_byte_stays() -> None:
    assert edited() == FILE


def test_a_phrasing_is_added_after_the_last_and_nothing_else_changes() -> None:
    line = '      - "when do you close"\n'
    assert edited(AddPhrasings("hours", ("open on sunday?",))) == FILE.replace(line, line + "      - open on sunday?\n")


def test_a_phrasing_is_added_in_brackets_where_brackets_are_written() -> None:
    expected = FILE.replace("[wedding cake, birthday cake]", '[wedding cake, birthday cake, "tarts, and pies"]')
    assert edited(AddPhrasings("cakes", ("tarts, and pies",))) == expected


def test_the_first_phrasing_of_an_entry_goes_below_its_question() -> None:
    plain = "format: 1\ntitle: T\nentries:\n- id: a\n  question: Q?\n  answer: A"
    assert edited(AddPhrasings("a", ("no",)), text=plain) == plain.replace("Q?\n", 'Q?\n  also_asked:\n    - "no"\n')


def test_phrasings_are_removed_and_the_field_with_the_last_of_them() -> None:
    assert edited(RemovePhrasings("hours", ("opening times", "never said"))) == FILE.replace(
        "      - opening times   # short\n", ""
    )
    assert "also_asked: [birthday cake]\n" in edited(RemovePhrasings("cakes", ("wedding cake",)))
    assert "also_asked: [" not in edited(RemovePhrasings("cakes", ("wedding cake", "birthday cake")))


def test_adding_and_removing_a_phrasing_gives_back_the_file() -> None:
    for name in ("hours", "cakes"):
        assert edited(RemovePhrasings(name, ("fresh",)), text=edited(AddPhrasings(name, ("fresh",)))) == FILE


def test_a_field_gets_a_new_value_and_keeps_its_comment() -> None:
    changed = edited(SetFields({"answer": "Yes, and tarts.\nAsk us."}, "cakes"))
    assert changed == FILE.replace("answer: Yes.  # an", "answer: |  # an").replace(
        "note\n", "note\n      Yes, and tarts.\n      Ask us.\n"
    )
    assert parse({"b.yaml": changed.encode()}).entries[1].answer == "Yes, and tarts.\nAsk us."


def test_a_long_answer_with_a_line_that_looks_like_a_comment_is_replaced_whole() -> None:
    changed = edited(SetFields({"answer": "Never."}, "hours"))
    assert "Not a comment" not in changed
    assert changed.endswith(FILE[FILE.index("    source: [Visit us]") :])


def test_a_field_that_is_not_there_goes_to_its_usual_place_and_an_empty_one_goes_away() -> None:
    changed = edited(SetFields({"kind": "topic", "source": None}, "hours"))
    assert changed == FILE.replace("  - id: hours\n", "  - id: hours\n    kind: topic\n").replace("    source: [Visit us]\n", "")


def test_fields_of_the_file_itself_are_set() -> None:
    changed = edited(SetFields({"title": "Bread", "source": {"title": "Us", "url": "https://b.example"}}))
    assert "title: Bread   # spaces and quotes are the editor's\nsource:\n  title: Us\n" in changed
    assert parse({"b.yaml": changed.encode()}).articles[0].source == ArticleSource("Us", "https://b.example")


def test_an_entry_is_added_at_the_end_or_after_another_in_the_manner_of_the_file() -> None:
    pies = Entry("pies", "Pies?", "No.")
    at_the_end = edited(AddEntry(pies))
    assert at_the_end == FILE.replace(
        "note\n", "note\n\n  - id: pies\n    kind: question\n    question: Pies?\n    answer: |\n      No.\n"
    )
    between = edited(AddEntry(pies, after="hours"))
    assert [entry.id for entry in parse({"b.yaml": between.encode()}).entries] == ["hours", "pies", "cakes"]
    assert edited(RemoveEntry("pies"), text=between).replace("\n\n\n", "\n\n") == FILE


def test_changes_are_made_in_their_order_also_when_they_touch_the_same_entry() -> None:
    tarts, pies = Entry("tarts", "Tarts?", "No."), Entry("pies", "Pies?", "No.")
    changes: list[Change] = [
        AddEntry(tarts),
        AddEntry(pies),
        AddPhrasings("pies", ("pie",)),
        RemoveEntry("cakes"),
        RemoveEntry("tarts"),
    ]
    changed = parse({"b.yaml": edited(*changes).encode()})
    assert [(entry.id, entry.also_asked[-1:]) for entry in changed.entries] == [
        ("hours", ("when do you close",)),
        ("pies", ("pie",)),
    ]


def test_a_file_in_brackets_can_be_edited() -> None:
    flow = 'format: 1\ntitle: T\nentries: [{id: a, question: "Q?", answer: A}, {id: b, question: R?, answer: B}]\n'
    changes: list[Change] = [
        AddPhrasings("a", ("p",)),
        SetFields({"answer": "It's\n\n- so"}, "b"),
        AddEntry(Entry("c", "C?", "C")),
        RemoveEntry("c"),
    ]
    a, b = parse({"f.yaml": edited(*changes, text=flow).encode()}).entries
    assert (a.also_asked, b.answer) == (("p",), "It's\n\n- so")


def test_line_ends_and_a_byte_order_mark_stay() -> None:
    windows = b"\xef\xbb\xbf" + FILE.replace("\n", "\r\n").encode()
    changed = edit("b.yaml", windows, [AddPhrasings("hours", ("late",)), SetFields({"answer": "One\nTwo"}, "cakes")])
    assert changed.startswith(b"\xef\xbb\xbf# A bakery")
    assert changed.count(b"\n") == changed.count(b"\r\n") == windows.count(b"\n") + 3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (AddPhrasings("nobody", ("x",)), "no entry has the id 'nobody'"),
        (AddPhrasings("hours", ("Do you bake cakes?",)), "stands already in line"),
        (AddEntry(Entry("hours", "H?", "A")), "already used"),
        (SetFields({"related": ["nobody"]}, "hours"), "no entry has the id 'nobody'"),
    ],
)
def test_a_change_that_would_break_the_file_is_refused(change: Change, said: str) -> None:
    with pytest.raises(KnowledgeError, match=said):
        edited(change)


def test_an_entry_that_another_file_names_is_not_removed() -> None:
    other = b"format: 1\ntitle: T\nentries: [{id: x, question: X?, answer: X, related: [cakes]}]\n"
    with pytest.raises(KnowledgeError, match=r"other\.yaml:3: related: no entry has the id 'cakes'"):
        edit("bakery.yaml", FILE.encode(), [RemoveEntry("cakes")], beside={"other.yaml": other})


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1).map(str.strip).filter(bool)


@settings(deadline=None)
@given(TEXT, TEXT, TEXT)
def test_any_text_that_is_written_reads_back_the_same(question: str, answer: str, title: str) -> None:
    written = Entry(
        "a", question, answer, source=(title,), read_more=(Link(title, "https://a.example"),), origin=Origin("f.md", 3, (title,))
    )
    article = Article("b", title, source=ArticleSource(title, anchors=((title, "x"),)))
    read = parse({"b.yaml": new_file(article, [written])})
    assert read.entries == (replace(written, article="b"),)
    assert read.articles == (article,)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["hours", "cakes"]), TEXT), max_size=5))
def test_entries_that_no_change_touches_stay_the_same(changes: list[tuple[str, str]]) -> None:
    before = parse({"b.yaml": FILE.encode()})
    fields: list[dict[str, Value | None]] = [{"answer": answer} for _, answer in changes]
    content = edited(*(SetFields(each, name) for each, (name, _) in zip(fields, changes, strict=True)))
    after = parse({"b.yaml": content.encode()})
    last = dict(changes)
    assert after.entries == tuple(replace(entry, answer=last.get(entry.id, entry.answer)) for entry in before.entries)
