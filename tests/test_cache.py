from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot import KnowledgeMissingError, cache
from bot.cache import fingerprint, is_kept, locate, open_index, read_files

FILE = "format: 1\ntitle: The bakery\nentries:\n  - id: bread\n    question: What is bread?\n    answer: Flour.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one knowledge file, and an empty cache."""
    monkeypatch.setenv("FAQBOT_CACHE", str(tmp_path / "cache"))
    place = tmp_path / "knowledge"
    place.mkdir()
    (place / "bakery.yaml").write_text(FILE)
    return place


def kept() -> list[Path]:
    return sorted(cache.folder().glob("*.index"))


def test_a_fresh_index_is_used_again(folder: Path) -> None:
    open_index(folder)
    (index,) = kept()
    written = index.stat().st_ino
    assert open_index(folder).knowledge.entries[0].id == "bread"
    assert [path.stat().st_ino for path in kept()] == [written]


@pytest.mark.parametrize("change", ["bakery.yaml", "other.yaml"])
def test_any_change_of_the_files_gives_another_index(folder: Path, change: str) -> None:
    before = fingerprint(read_files(folder))
    (folder / change).write_text(FILE.replace("bread", "cake"))
    assert fingerprint(read_files(folder)) != before


def test_the_same_files_elsewhere_have_the_same_index(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "bakery.yaml").write_text(FILE)
    assert fingerprint(read_files(tmp_path / "copy")) == fingerprint(read_files(folder))


@pytest.mark.parametrize("damage", [b"", b"rubbish", None])
def test_a_damaged_index_is_fitted_again(folder: Path, damage: bytes | None) -> None:
    open_index(folder)
    (index,) = kept()
    sound = index.read_bytes()
    index.write_bytes(sound[:-1] + b"\xff" if damage is None else damage)
    assert open_index(folder).knowledge.entries[0].id == "bread"
    assert kept()[0].read_bytes() == sound


def test_where_the_cache_cannot_be_written_the_index_stays_in_memory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAQBOT_CACHE", str(folder / "bakery.yaml" / "below-a-file"))
    assert open_index(folder).knowledge.entries[0].id == "bread"


def test_only_the_latest_indexes_are_kept(folder: Path) -> None:
    for number in range(cache.KEPT + 2):
        (folder / "bakery.yaml").write_text(FILE.replace("Flour", f"Flour {number}"))
        open_index(folder)
    assert len(kept()) == cache.KEPT
    assert is_kept(fingerprint(read_files(folder)))


def test_two_processes_may_open_at_once(folder: Path) -> None:
    command = [sys.executable, "-m", "bot.refit", str(folder)]
    both = [subprocess.Popen(command, env=dict(os.environ)) for _ in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]
    assert len(kept()) == 1


def test_knowledge_is_looked_for_in_a_fixed_order(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    carried = locate()
    assert any(name.endswith("heat-pumps.yaml") for name in read_files(carried))
    monkeypatch.chdir(tmp_path)
    assert locate() == Path("knowledge")
    monkeypatch.setenv("FAQBOT_KNOWLEDGE", str(carried))
    assert locate() == carried
    assert locate(folder) == folder


def test_one_file_is_knowledge_too(folder: Path) -> None:
    assert open_index(folder / "bakery.yaml").knowledge.articles[0].id == "bakery"


def test_missing_knowledge_is_named_with_what_was_expected(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeMissingError, match=r"nowhere: no such file or folder, expected knowledge"):
        locate(tmp_path / "nowhere")
    with pytest.raises(KnowledgeMissingError, match=r"no knowledge in this folder, expected files that end in \.yaml or \.yml"):
        read_files(tmp_path)
