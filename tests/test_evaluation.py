"""Labelled questions in, an honest report out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from bot import Assistant, KnowledgeBase
from bot.cli import main
from bot.errors import QuestionsError, ReportError
from bot.evaluation import floors
from bot.evaluation.comparing import compare, read_earlier
from bot.evaluation.measures import Certainty, Rate, auroc, calibration, right_at_refusal, risk_coverage, sign_test
from bot.evaluation.questions import Labelled, read
from bot.evaluation.report import FIGURES, Report, evaluate

Run: TypeAlias = Callable[..., Result]

QUESTIONS = (
    {"text": "what are your opening hours", "gold": ["opening-hours"], "kind": "inside", "style": "question"},
    {"text": "white flour is toxic", "gold": ["Myth 1"], "kind": "inside", "style": "claim"},
    {"text": "do you deliver?", "gold": ["oven"], "kind": "inside", "style": "question"},
    {"text": "submarine dough", "gold": "sourdough", "kind": "inside", "style": "keywords"},
    {"text": "price of a birthday cake", "gold": [], "kind": "outside"},
    {"text": "who won the world cup", "gold": None, "kind": "outside"},
    {"text": "what oven do you use", "gold": [], "kind": "outside", "style": "question"},
)
LINES = "\n".join(json.dumps(each) for each in QUESTIONS).encode()


@pytest.fixture
def report(assistant: Assistant, bakery: KnowledgeBase) -> Report:
    return evaluate(assistant, read(LINES, "questions.jsonl", bakery))


def test_each_question_has_one_outcome(report: Report) -> None:
    assert [each.outcome for each in report.asked] == ["right", "right", "wrong", "suggested", "refused", "refused", "wrong"]
    assert report.asked[3].offered


def test_what_has_an_answer_and_what_has_none_are_counted_apart(report: Report) -> None:
    assert report.answerable is not None
    assert report.unanswerable is not None
    assert (report.answerable.all.right, report.answerable.all.wrong) == (Rate(2, 4), Rate(1, 4))
    assert (report.unanswerable.all.refused, report.unanswerable.all.wrong) == (Rate(2, 3), Rate(1, 3))
    assert report.answerable.by_style["question"].right == Rate(1, 2)
    assert list(report.unanswerable.by_kind) == ["outside"]


def test_a_known_unknown_as_gold_means_that_nothing_answers(bakery: KnowledgeBase) -> None:
    [labelled] = read(b'{"text": "cake price", "gold": ["prices"]}', "q.jsonl", bakery)
    assert labelled.gold == frozenset()


def test_a_follow_up_is_asked_after_the_question_before_it(heat_pumps: Assistant) -> None:
    before = "where does the heat come from in winter?"
    [asked] = evaluate(heat_pumps, [Labelled("and in summer?", frozenset({"heat-in-summer"}), context=before)]).asked
    assert asked.outcome == "right"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_says_the_same_as_json_lines(bakery: KnowledgeBase, separator: str) -> None:
    rows = [("kind", "text", "gold"), ("inside", f'"open{separator} when?"', "opening-hours|Myth 1"), ("", "cup", "")]
    found = read("\n".join(separator.join(row) for row in rows).encode(), "q.csv", bakery)
    assert [(each.text, each.gold, each.kind, each.line) for each in found] == [
        (f"open{separator} when?", frozenset({"opening-hours", "white-flour"}), "inside", 2),
        ("cup", frozenset(), "", 3),
    ]


@pytest.mark.parametrize(
    ("content", "place", "expected"),
    [
        (b"", "q:1", "no column 'text'"),
        (b"text,gold\n", "q", "expected questions"),
        (b'{"text": "a"', "q:1", "not JSON"),
        (b'{"text": "a", "gold": ["nowhere"]}', "q:1", "neither an entry's id nor a heading"),
        (b'{"text": "a"}', "q:1", "expected a list of entry ids"),
        (b'{"text": "", "gold": []}', "q:1", "expected a question"),
        (b'{"text": 7, "gold": []}', "q:1", "expected text"),
        (b'{"text": "a", "gold": []}\n[1]', "q:2", "expected an object"),
        (b"text,kind\na,b", "q:1", "no column 'gold'"),
        (b"text,gold\na", "q:2", "1 cells, expected 2"),
        (b'text,gold\n"a,b', "q:2", "not CSV"),
        (b"text,gold\n\xff,a", "q:2", "UTF-8"),
    ],
)
def test_a_mistake_names_its_place_and_what_was_expected(
    bakery: KnowledgeBase, content: bytes, place: str, expected: str
) -> None:
    with pytest.raises(QuestionsError) as caught:
        read(content, "q", bakery)
    assert re.match(rf"{place}: .*{expected}", str(caught.value)), str(caught.value)


def test_all_mistakes_are_reported_at_once(bakery: KnowledgeBase) -> None:
    with pytest.raises(QuestionsError) as caught:
        read(b'{"text": "", "gold": []}\n{"text": "a", "gold": ["x"]}', "q", bakery)
    assert [mistake.line for mistake in caught.value.mistakes] == [1, 2]


@given(st.integers(0, 50), st.integers(1, 50))
def test_an_interval_holds_its_share_and_stays_in_bounds(count: int, of: int) -> None:
    rate = Rate(min(count, of), of)
    low, high = rate.interval
    assert 0 <= low <= (rate.share or 0.0) + 1e-12
    assert (rate.share or 0.0) - 1e-12 <= high <= 1


def test_an_interval_is_wilsons() -> None:
    low, high = Rate(8, 10).interval
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)


def test_nothing_asked_gives_no_share() -> None:
    assert Rate(0, 0).share is None


def test_auroc_counts_pairs_and_half_of_the_ties() -> None:
    assert auroc([0.9, 0.5], [0.5, 0.1]) == pytest.approx(3.5 / 4)
    assert auroc([], [0.5]) is None


def test_right_at_a_refusal_rate_counts_what_lies_above_the_line() -> None:
    outside = [each / 10 for each in range(10)]
    sure = [Certainty(0.95, right=True), Certainty(0.95, right=False), Certainty(0.85, right=True)]
    assert right_at_refusal(sure, outside, 0.9) == Rate(1, 3)
    assert right_at_refusal(sure, outside, 0.8) == Rate(2, 3)


def test_the_calibration_error_is_the_mean_gap() -> None:
    measured = calibration([Certainty(0.75, right=at % 4 != 0) for at in range(40)])
    assert measured is not None
    assert measured.error == pytest.approx(0.0)
    off = calibration([Certainty(0.9, right=False)] * 20)
    assert off is not None
    assert off.error == pytest.approx(0.9)


def test_risk_falls_where_the_sure_ones_are_right() -> None:
    points = risk_coverage([Certainty(0.9, right=True), Certainty(0.5, right=False), Certainty(0.5, right=True)])
    assert points == [(1 / 3, 0.0), (1.0, 1 / 3)]


def test_an_even_change_may_be_chance_and_a_lopsided_one_hardly() -> None:
    assert sign_test(3, 3) == 1.0
    assert sign_test(10, 0) < 0.01
    assert sign_test(0, 0) == 1.0


def test_a_report_compares_with_itself_as_unchanged(report: Report) -> None:
    earlier = read_earlier(json.dumps(report.to_json()).encode(), "before.json")
    compared = compare(earlier, report)
    assert (compared.better, compared.worse, compared.unchanged) == ((), (), len(QUESTIONS))


def test_a_comparison_says_what_got_better_and_what_got_worse(report: Report) -> None:
    written = report.to_json()
    written["each"][0]["outcome"] = "refused"
    written["each"][4]["outcome"] = "suggested"
    written["each"][1]["outcome"], written["each"][2]["outcome"] = "right", "suggested"
    del written["each"][6]
    compared = compare(read_earlier(json.dumps(written).encode(), "before.json"), report)
    assert [change.text for change in compared.better] == [QUESTIONS[0]["text"], QUESTIONS[4]["text"]]
    assert [(change.before, change.after) for change in compared.worse] == [("suggested", "wrong")]
    assert (compared.new, compared.gone) == (1, 0)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"format": 99, "each": []}', b'{"format": 1, "each": [{"text": "a"}]}'])
def test_what_is_no_report_is_refused_by_name(content: bytes) -> None:
    with pytest.raises(ReportError, match=r"before\.json: "):
        read_earlier(content, "before.json")


def test_floors_and_ceilings_are_told_apart() -> None:
    asked = floors.read("right=0.9, wrong=2%")
    assert list(floors.failures(asked, {"right": 0.9, "wrong": 0.02})) == []
    failed = list(floors.failures(asked, {"right": 0.89, "wrong": 0.03}))
    assert failed == ["right is 0.8900, expected at least 0.9", "wrong is 0.0300, expected at most 0.02"]


def test_a_figure_that_could_not_be_measured_does_not_hold() -> None:
    assert len(list(floors.failures(floors.read("auroc=0.5"), {}))) == 1


def test_every_figure_that_can_be_asked_for_is_measured(report: Report) -> None:
    assert set(report.figures) == set(FIGURES)


@pytest.fixture
def run(bakery_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(bakery_folder.parent)
    Path("questions.jsonl").write_bytes(LINES)
    return lambda *arguments: CliRunner().invoke(main, ["evaluate", *arguments])


def test_the_command_shows_a_table_with_intervals(run: Run) -> None:
    result = run("questions.jsonl", "--misses")
    assert result.exit_code == 0
    assert re.search(r"Answered by the knowledge +4 +50% \(15–85\) +25% \(5–70\)", result.stdout)
    assert "style keywords" in result.stdout
    assert "3: wrong" in result.stdout
    assert "took for: Do you deliver? [delivery]" in result.stdout


def test_the_command_writes_json_that_it_can_compare_with(run: Run) -> None:
    Path("before.json").write_text(run("questions.jsonl", "--json").stdout)
    result = run("questions.jsonl", "--compare", "before.json")
    assert "0 better, 0 worse, 7 as before" in result.stdout
    again = json.loads(run("questions.jsonl", "--compare", "before.json", "--json").stdout)
    assert again["compared"]["unchanged"] == len(QUESTIONS)
    assert again["questions"] == len(QUESTIONS)


def test_the_command_fails_below_a_floor_and_says_which(run: Run) -> None:
    assert run("questions.jsonl", "--fail-under", "right=0.4,wrong=0.3").exit_code == 0
    failed = run("questions.jsonl", "--fail-under", "right=0.6,wrong=0.1")
    assert failed.exit_code == 1
    assert "right is 0.5000, expected at least 0.6" in failed.stderr
    assert "wrong is 0.2500, expected at most 0.1" in failed.stderr


@pytest.mark.parametrize("figures", ["rigth=0.9", "right=lots", "right=90", "right"])
def test_a_floor_that_cannot_be_read_is_bad_use(run: Run, figures: str) -> None:
    result = run("questions.jsonl", "--fail-under", figures)
    assert result.exit_code == 2
    assert "expected" in result.stderr


def test_without_questions_the_knowledge_is_measured_on_itself(run: Run) -> None:
    result = run()
    assert result.exit_code == 0
    assert "phrasings held out" in result.stdout
    assert "other subjects" in result.stdout
    own = json.loads(run("--json").stdout)
    assert own["held_out"]["right"]["of"] > 0
    assert own["elsewhere"]["answered"]["of"] > 100


def test_without_questions_there_is_nothing_to_hold_to_a_floor(run: Run) -> None:
    assert run("--fail-under", "right=0.9").exit_code == 2


def test_a_language_without_built_in_questions_is_told(run: Run, bakery_folder: Path) -> None:
    file = bakery_folder / "bakery.yaml"
    file.write_text(file.read_text().replace('"language": "en"', '"language": "nl"'))
    assert "none are built in for the language 'nl'" in run().stdout


def test_a_broken_questions_file_is_bad_use(run: Run) -> None:
    Path("questions.jsonl").write_text("{")
    result = run("questions.jsonl")
    assert result.exit_code == 2
    assert "questions.jsonl:1: not JSON" in result.stderr


def test_plots_are_written_in_both_formats_and_twice_the_same(run: Run) -> None:
    assert run("questions.jsonl", "--plot", "plots").exit_code == 0
    first = {path.name: path.read_bytes() for path in Path("plots").iterdir()}
    assert set(first) == {f"{name}.{form}" for name in ("risk-coverage", "reliability") for form in ("png", "svg")}
    assert first["reliability.png"].startswith(b"\x89PNG")
    assert b"<svg" in first["risk-coverage.svg"]
    run("questions.jsonl", "--plot", "plots")
    assert {path.name: path.read_bytes() for path in Path("plots").iterdir()} == first
