from __future__ import annotations

import time

import pytest

from bot.errors import Mistake
from bot.yamltree import Items, Mapping, Node, Scalar, read


def tree(content: str | bytes) -> tuple[Node | None, list[str]]:
    found: list[Mistake] = []
    node = read(content.encode() if isinstance(content, str) else content, "a.yaml", found.append)
    return node, [str(mistake) for mistake in found]


def test_nodes_know_their_lines() -> None:
    node, wrong = tree("a: 1\nb:\n  - x\n  - y\n")
    assert wrong == []
    assert isinstance(node, Mapping)
    assert node.lines == {"a": 1, "b": 2}
    assert node.items["b"] == Items(3, [Scalar(3, "x"), Scalar(4, "y")])


@pytest.mark.parametrize("text", ["no", "12", "012", "1:30", "0x1f", "1e3", "2026-01-31", "yes", "on", ".inf"])
def test_a_scalar_stays_as_it_was_written(text: str) -> None:
    node, _ = tree(f"a: {text}\n")
    assert node == Mapping(1, {"a": Scalar(1, text)}, {"a": 1})


@pytest.mark.parametrize("written", ["", "~", "null"])
def test_nothing_written_is_empty(written: str) -> None:
    node, _ = tree(f"a: {written}\n")
    assert node == Mapping(1, {"a": Scalar(1, "", empty=True)}, {"a": 1})


def test_a_quoted_null_is_text() -> None:
    node, _ = tree("a: 'null'\n")
    assert node == Mapping(1, {"a": Scalar(1, "null")}, {"a": 1})


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    node, wrong = tree(b"\xef\xbb\xbfa: 1\n")
    assert wrong == []
    assert isinstance(node, Mapping)
    assert set(node.items) == {"a"}


@pytest.mark.parametrize(
    ("content", "mistake"),
    [
        (b"a: 1\nb: caf\xe9\n", "a.yaml:2: byte 11 is not UTF-8, expected a text file in UTF-8"),
        ("a: &x 1\nb: *x\n", "a.yaml:2: alias *x, expected the text itself"),
        ("a: 1\na: 2\n", "a.yaml:2: 'a' is given twice, first in line 1"),
        ("a: 1\n---\nb: 2\n", "a.yaml:2: a second YAML document, expected one a file"),
        ("? [a]\n: b\n", "a.yaml:1: a list or mapping as a name, expected text"),
        ("a: [1\n", "a.yaml:2: not YAML: "),
        ("a: 'x\n", "a.yaml:2: not YAML: "),
        ("a:\tb: c\n", "a.yaml:1: not YAML: "),
        ("a: \x00\n", "a.yaml: not YAML: "),
    ],
)
def test_what_is_no_usable_yaml_is_named(content: str | bytes, mistake: str) -> None:
    _, wrong = tree(content)
    assert wrong
    assert wrong[0].startswith(mistake)


def test_an_alias_bomb_is_refused_at_once() -> None:
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x]", *(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9))]
    started = time.monotonic()
    node, wrong = tree("\n".join(lines))
    assert node is None
    assert "alias *a0" in wrong[0]
    assert time.monotonic() - started < 5


def test_deep_nesting_is_refused() -> None:
    node, wrong = tree("[" * 50)
    assert node is None
    assert wrong == ["a.yaml:1: nested deeper than 16 levels"]


def test_nesting_without_end_does_not_exhaust_the_stack() -> None:
    # The parser below reads ahead: some of its versions meet a limit of their own first.
    node, wrong = tree("[" * 200_000)
    assert node is None
    assert len(wrong) == 1
    assert "nest" in wrong[0]
