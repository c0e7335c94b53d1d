"""Sees to it that a knowledge has its index, without this process taking the memory that fitting takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bot.cache import fingerprint, is_kept, read_files
from bot.knowledge import parse

LONGEST_FIT = 600  # seconds that a child process may take to fit


def prepare(place: Path) -> str:
    """See to it that the index of the knowledge at `place` is kept, and give its fingerprint.

    Where it must be fitted first, a child process does it, so that the memory which scikit-learn takes goes with the child.

    Raises:
        KnowledgeMissingError: There is no knowledge at `place`.
        KnowledgeError: The knowledge has mistakes.
    """
    files = read_files(place)
    name = fingerprint(files)
    if not is_kept(name):
        parse(files)
        subprocess.run([sys.executable, "-m", "bot.refit", str(place)], check=False, capture_output=True, timeout=LONGEST_FIT)
    return name
