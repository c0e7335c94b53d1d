"""How much two questions ask for the same: their subject words, weighed by rarity, and how these words begin. Pure.

Wordings are gathered by leader clustering (Hartigan 1975, ch. 3): each joins the group whose centroid is nearest, if that is
near enough, else it founds one. The order of arrival and the knowledge alone decide, so the same log gives the same groups.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

NEAR_ENOUGH = 0.38  # cosine with a centroid; lower ones gather other subjects as well
TELLING = 4  # of a wording's terms, as many are looked up for groups that share one

PREFIX = 4  # letters
SHORTEST = 5  # letters of a word that is also known by how it begins
PREFIX_WEIGHT = 0.9  # beside the word itself


def terms(subject: Mapping[str, float]) -> dict[str, float]:
    """The weighed terms of a wording, of its subject's stems: the stems, and the beginnings of the longer ones (which forgive
    a slip of the pen that no dictionary of ours can)."""
    found = dict(subject)
    for stem, weight in subject.items():
        if len(stem) >= SHORTEST:
            beginning = f"{stem[:PREFIX]}~"
            found[beginning] = max(found.get(beginning, 0.0), PREFIX_WEIGHT * weight)
    return found


def telling(weighed: Mapping[str, float]) -> list[str]:
    """The terms by which a wording's group is looked up: the weightiest."""
    return sorted(weighed, key=lambda term: (-weighed[term], term))[: 2 * TELLING]


def nearest(weighed: Mapping[str, float], centroids: Mapping[int, Mapping[str, float]]) -> int | None:
    """The group whose centroid is near enough and nearest, the oldest of several; None where none is.

    Args:
        weighed: The wording's terms.
        centroids: Of each group the share of its wordings, 0 to 1, in which each term stands, times the term's weight.
    """
    best, found = NEAR_ENOUGH, None
    for group in sorted(centroids):
        similarity = cosine(weighed, centroids[group])
        if similarity > best or (similarity == best and found is None):
            best, found = similarity, group
    return found


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The cosine of two weighed sets of terms, 0 to 1; 0 where one is empty."""
    shorter, longer = sorted((one, other), key=len)
    shared = sum(weight * longer[term] for term, weight in shorter.items() if term in longer)
    return shared / (_length(one.values()) * _length(other.values())) if shared else 0.0


def _length(weights: Iterable[float]) -> float:
    return math.sqrt(sum(weight * weight for weight in weights))
