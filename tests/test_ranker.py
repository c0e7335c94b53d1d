from __future__ import annotations

import json

import numpy as np
import pytest

from bot.ranker import JUDGED, SIGNALS, Ranker, shipped, signals
from bot.retriever import FEATURES, Evidence

NO_KIN = np.array([], dtype=np.int32)


def evidence(*rows: float) -> Evidence:
    features = np.tile(np.array(rows)[:, np.newaxis], (1, len(FEATURES)))
    return Evidence(np.arange(len(rows), dtype=np.int32), features, np.zeros(len(rows), dtype=bool), 0.25, 8.0)


def signal(name: str, found: Evidence, role: list[bool], kin: np.ndarray = NO_KIN) -> float:
    values = signals(found, shipped().scores(found), np.array(role), kin, 0)
    return float(values[JUDGED.index(name)])


def test_the_shipped_weights_have_a_name_for_every_feature() -> None:
    written = json.loads(json.dumps(shipped().to_json()))
    assert set(written["rank"]) == set(FEATURES)
    assert set(written["judge"]) == set(JUDGED) == {*FEATURES, *SIGNALS}
    again = Ranker.from_json(written)
    assert again.to_json() == shipped().to_json()


def test_the_shipped_judge_distrusts_unseen_words_and_trusts_a_lead() -> None:
    judge = dict(zip(JUDGED, shipped().judge, strict=True))
    assert judge["unseen"] < 0 < judge["lead"]


def test_thresholds_lie_between_nothing_and_certainty() -> None:
    lines = shipped().thresholds
    assert 0 < lines.suggest < lines.answer < 1


def test_more_of_everything_scores_higher_and_is_surer() -> None:
    low, high = evidence(0.2, 0.1), evidence(0.9, 0.1)
    assert shipped().scores(high)[0] > shipped().scores(low)[0]
    role = np.array([True, True])
    sure, unsure = (shipped().odds(signals(e, shipped().scores(e), role, NO_KIN, 0)) for e in (high, low))
    assert unsure < sure


def test_a_rival_of_another_role_takes_the_lead_away() -> None:
    assert signal("lead", evidence(0.5, 0.9), [True, False]) < 0 < signal("lead", evidence(0.9, 0.5), [True, False])
    assert signal("lead", evidence(0.5, 0.9), [True, True]) == 1.0


def test_kin_close_behind_are_no_doubt_but_others_are() -> None:
    alone = signal("share", evidence(0.5, 0.5), [True, True])
    with_kin = signal("share", evidence(0.5, 0.5), [True, True], np.array([1], dtype=np.int32))
    assert [alone, with_kin] == pytest.approx([0.5, 1.0])


def test_scores_of_a_crowd_stay_finite() -> None:
    assert np.isfinite(
        signals(evidence(0.0, *[1.0] * 30), np.array([-900.0, *[900.0] * 30]), np.full(31, fill_value=True), NO_KIN, 1)
    ).all()
