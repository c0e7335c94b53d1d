from __future__ import annotations

import pytest

from bot.policy import Belief, Decision, Thresholds, decide

LINES = Thresholds(answer=0.5, suggest=0.2, smalltalk=0.5, not_covered=0.3)


@pytest.mark.parametrize(
    ("belief", "decision"),
    [
        (Belief(0.5, 0.0, 0.0), "answer"),
        (Belief(0.49, 0.0, 0.0), "suggestions"),
        (Belief(0.2, 0.0, 0.0), "suggestions"),
        (Belief(0.19, 0.0, 0.0), "no_answer"),
        (Belief(0.0, 0.0, 0.0), "no_answer"),
        (Belief(0.6, 0.61, 0.0), "not-covered"),
        (Belief(0.6, 0.6, 0.0), "answer"),
        (Belief(0.1, 0.29, 0.0), "no_answer"),
        (Belief(0.1, 0.3, 0.0), "not-covered"),
        (Belief(0.6, 0.6, 0.7), "smalltalk"),
        (Belief(0.7, 0.0, 0.7), "answer"),
        (Belief(0.0, 0.6, 0.5), "not-covered"),
        (Belief(0.0, 0.0, 0.49), "no_answer"),
    ],
)
def test_the_likeliest_role_speaks_where_it_is_sure_enough(belief: Belief, decision: Decision) -> None:
    assert decide(belief, LINES) == decision
