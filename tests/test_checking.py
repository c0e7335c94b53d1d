from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import BAKERY, ENTRIES, FAQBOT

from bot import Assistant, Entry, KnowledgeBase
from bot.checking import Finding, check
from bot.writing import new_file


def findings(*entries: Entry, synonyms: tuple[tuple[str, ...], ...] = BAKERY.synonyms) -> list[Finding]:
    article = replace(BAKERY, synonyms=synonyms)
    return check(Assistant(KnowledgeBase([*ENTRIES, *(replace(entry, article="bakery") for entry in entries)], [article])))


def about(code: str, *entries: Entry) -> list[Finding]:
    return [finding for finding in findings(*entries) if finding.code == code]


TEA = Entry("tea", "Is there tea?", "Yes, black and green.", ("do you have tea", "cup of tea"), source=("Drinks",))


def test_a_sound_knowledge_base_has_no_error() -> None:
    assert [finding for finding in findings(TEA) if finding.level == "error"] == []


def test_answers_that_contradict_each_other_are_an_error_that_names_both() -> None:
    [finding] = about("conflict", TEA, replace(TEA, id="tea-too", question="Is there any tea?", answer="No.", also_asked=()))
    assert (finding.level, {finding.entry, finding.other}) == ("error", {"tea", "tea-too"})


def test_entries_that_ask_the_same_are_near_duplicates() -> None:
    [finding] = about("near-duplicate", TEA, replace(TEA, id="tea-too", question="Is there tea", also_asked=()))
    assert finding.level == "warning"


def test_an_entry_whose_question_another_one_wins_is_an_error() -> None:
    hidden = Entry("hidden", "what are your opening hours", "Ask us.", source=("Elsewhere",))
    found = findings(hidden)
    assert any(finding.code == "won-by-another" and finding.entry in {"hidden", "opening-hours"} for finding in found)


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (replace(TEA, answer="word " * 200), "long-answer"),
        (replace(TEA, source=()), "no-source"),
        (replace(TEA, answer="See [there](#nowhere)."), "dead-link"),
        (replace(TEA, also_asked=("is there the tea?",)), "adds-nothing"),
        (replace(TEA, also_asked=()), "thin"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_is_wrong_with_an_entry_by_itself_is_found(entry: Entry, code: str) -> None:
    assert "tea" in {finding.entry for finding in about(code, entry)}


def test_a_link_to_a_heading_of_the_article_is_not_dead() -> None:
    assert about("dead-link", replace(TEA, answer="See [there](#our-sourdough).")) == []


def test_an_entry_asked_in_one_way_gets_words_of_the_article() -> None:
    thin = next(each for each in about("thin", replace(TEA, also_asked=())) if each.entry == "tea")
    assert "black" in thin.what


def test_synonyms_that_no_entry_has_are_found() -> None:
    found = findings(TEA, synonyms=(("bread", "loaf"), ("spaceship", "rocket")))
    assert [finding.what for finding in found if finding.code == "unknown-synonyms"] == [
        "none of the synonyms spaceship, rocket stands in an entry, expected at least one to"
    ]


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [FAQBOT, "check", "--knowledge", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_the_command_names_file_and_line_and_exits_with_1_on_an_error(tmp_path: Path) -> None:
    no_tea = replace(TEA, id="tea-too", question="Is there any tea?", answer="No.", also_asked=())
    path = tmp_path / "bakery.yaml"
    path.write_bytes(new_file(BAKERY, [*ENTRIES, TEA, no_tea]))
    line = path.read_text().splitlines().index("  - id: tea") + 1
    text, github, as_json = run(tmp_path), run(tmp_path, "--format", "github"), run(tmp_path, "--json")
    assert {text.returncode, github.returncode, as_json.returncode} == {1}
    assert f"{path}:{line}: error tea: asks the same as 'tea-too'" in text.stdout
    assert f"::error file={path},line={line},title=conflict::tea%3A asks".replace("tea%3A", "tea:") in github.stdout
    assert {"level", "code", "what", "entry", "file", "line"} <= json.loads(as_json.stdout.splitlines()[0]).keys()


def test_the_command_exits_with_0_where_there_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "bakery.yaml").write_bytes(new_file(BAKERY, ENTRIES))
    assert run(tmp_path).returncode == 0
