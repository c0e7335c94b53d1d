"""A one-shot answer from a fresh index stays light."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {"sklearn", "scipy", "flask", "yaml", "markdown_it", "nh3", "granian", "sqlalchemy"}

ASK = """
import sys
from bot.cli import main
try:
    main(sys.argv[1:])
finally:
    import json
    print(json.dumps(sorted({name.split(".")[0] for name in sys.modules})), file=sys.stderr)
"""


def loaded_by(*arguments: str) -> set[str]:
    """The modules that are loaded after `faqbot` ran with these arguments."""
    done = subprocess.run(
        [sys.executable, "-c", ASK, *arguments, "--knowledge", str(ROOT / "knowledge")],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize("arguments", [("ask", "what is cop"), ("ask", "--json", "what is cop")], ids=" ".join)
def test_a_fresh_index_is_answered_from_without_scikit_learn_flask_or_a_parser(arguments: tuple[str, ...]) -> None:
    loaded_by(*arguments)
    assert loaded_by(*arguments) & HEAVY == set()


def test_a_stale_index_is_fitted_again_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAQBOT_CACHE", str(tmp_path))
    assert "sklearn" in loaded_by("ask", "what is cop")
    assert "sklearn" not in loaded_by("ask", "what is cop")
