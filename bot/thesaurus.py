"""English words that may stand for each other, from `thesaurus.txt`: a hint where a query and the knowledge share no word.

Looser than an editor's synonyms, which read as one word: "cheap" may ask for the "price", and may not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from functools import lru_cache
from pathlib import Path

from bot.text import Analyser


def relatives(analyser: Analyser, vocabulary: Container[str]) -> dict[str, tuple[str, ...]]:
    """Stem -> the stems of `vocabulary` that may be meant by it, in alphabetical order. Empty for a language but English."""
    if not analyser.english:
        return {}
    found: dict[str, set[str]] = defaultdict(set)
    for words in _groups():
        stems = {stem for word in words if len(of_word := analyser.stems([word])) == 1 for stem in of_word}
        for stem in stems:
            found[stem] |= {other for other in stems if other != stem and other in vocabulary}
    light = analyser.function_stems
    return {stem: tuple(sorted(others - light)) for stem, others in sorted(found.items()) if others - light and stem not in light}


@lru_cache(maxsize=1)
def _groups() -> tuple[tuple[str, ...], ...]:
    lines = Path(__file__).with_name("thesaurus.txt").read_text("utf-8").splitlines()
    return tuple(tuple(line.split()) for line in lines if line and not line.startswith("#"))
