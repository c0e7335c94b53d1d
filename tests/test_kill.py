"""An acknowledged vote outlives the death of the server. The command in kill_rounds.py does many more rounds."""

from __future__ import annotations

from pathlib import Path

import pytest
from kill_rounds import run


def test_no_acknowledged_vote_is_lost_when_the_server_is_killed_under_load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAQBOT_DATABASE", "")  # put back after the run, which sets its own
    found = run(4, tmp_path)
    assert len(found.acknowledged) > 20
    assert (found.lost, found.altered, found.sound) == (0, 0, True)
