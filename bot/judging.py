"""Query -> judgement: what was understood, the candidates best first, and how likely the best of each role is meant."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot import ranker
from bot.context import unpack
from bot.follow_up import leans_back
from bot.index import Index
from bot.policy import NEVER, Belief, against
from bot.query import Query, read, read_unfinished
from bot.ranker import Ranker, signals
from bot.records import ANSWERABLE_KINDS, EntryKind
from bot.retriever import Array, Evidence, Retriever
from bot.spelling import SHORTEST, Speller
from bot.text import Analyser, find_words

NOT_COVERED: frozenset[EntryKind] = frozenset({"not-covered"})
SMALLTALK: frozenset[EntryKind] = frozenset({"smalltalk"})
ROLES = (ANSWERABLE_KINDS, NOT_COVERED, SMALLTALK)


@dataclass(frozen=True)
class Judgement:
    """A query with its candidates. Positions are those of `evidence.entries`.

    `order` has the positions best first, `scores` and `kinds` what each candidate scores and is; `answerable`, `not_covered`
    and `smalltalk` are the positions of the best of their role, None where the pool has none, and `odds` the log-odds of each of
    the three by itself.
    """

    query: Query
    evidence: Evidence
    scores: Array
    order: tuple[int, ...]
    kinds: tuple[EntryKind, ...]
    answerable: int | None
    not_covered: int | None
    smalltalk: int | None
    odds: tuple[float, ...]
    belief: Belief

    def entry(self, at: int) -> int:
        """The entry number of the candidate at a position."""
        return int(self.evidence.entries[at])


class Judge:
    """Reads queries and judges them against one index."""

    def __init__(self, index: Index, weights: Ranker | None = None) -> None:
        self.ranker = weights or ranker.shipped()
        self.thresholds = index.calibration.drawn(self.ranker.thresholds)
        self._index = index
        synonyms = tuple(group for article in index.articles for group in article.synonyms)
        self._analyser = Analyser(index.language, synonyms)
        self._speller = Speller(index.spellings, index.words.numbers, self._analyser)
        self._retriever = Retriever(index, self._analyser, self.ranker.first_pass)
        self._allowed = lru_cache(maxsize=64)(self._entries_of)

    def judge(self, text: str, context: str | None = None, article: str | None = None, pool: int = 0) -> Judgement:
        """Judge `text`, read together with the turn before where that makes more of it.

        Args:
            text: What the visitor typed.
            context: The last reply's context.
            article: Keep to the entries of this article.
            pool: At least so many candidates, where the knowledge has them.
        """
        query = self._read(text)
        alone = self._judged(query, article, pool)
        before = unpack(context)
        if before is None or not leans_back(text, self._analyser):
            return alone
        together = self._judged(query.following(self._read(before.question)), article, pool)
        return max(alone, together, key=lambda judged: judged.belief.answerable)

    def judge_unfinished(self, typed: str, article: str | None = None) -> Judgement:
        """Judge a query that is still being typed, among the entries of `article` where one is given."""
        return self._judged(read_unfinished(typed, self._analyser, self._speller), article, 0)

    def confidence(self, judged: Judgement, at: int) -> float:
        """The probability that the candidate at a position is what the query means, against those of the other roles."""
        return self._index.calibration.confidence(self.odds(judged, at))

    def odds(self, judged: Judgement, at: int) -> float:
        """The log-odds of that before calibration."""
        return self.ranker.odds(self.signals(judged, at)) + self.rivalry(judged, at)

    def rivalry(self, judged: Judgement, at: int) -> float:
        """What the best candidates of the other roles add to those log-odds: 0 or less."""
        return against(0.0, (odds for role, odds in zip(ROLES, judged.odds, strict=True) if judged.kinds[at] not in role))

    def signals(self, judged: Judgement, at: int) -> Array:
        """What that probability is drawn from, as `ranker.signals` gives it."""
        return self._signals(judged.evidence, judged.scores, judged.kinds, at)

    def unknown(self, text: str) -> tuple[str, ...]:
        """The subject words of a text, as written, that the knowledge has never seen; short ones say too little to be named."""
        words = (found[0] for found in find_words(text) if len(found[0]) >= SHORTEST)
        strange = (word for word in words if not any(map(self._is_known_or_light, self._analyser.words(word))))
        return tuple(dict.fromkeys(strange))

    def _is_known_or_light(self, word: str) -> bool:
        return self._speller.knows(word) or self.is_light(self._analyser.stem(word)) or not word.isalpha()

    def is_light(self, stem: str) -> bool:
        """Whether a stem carries grammar rather than subject."""
        return stem in self._analyser.function_stems

    def subject(self, text: str) -> dict[str, float]:
        """The stems of a query that carry its subject, as it is understood, each with its rarity in the knowledge (idf)."""
        words = self._index.words
        numbers = {stem: words.numbers.get(stem) for stem in self._read(text).stems if not self.is_light(stem)}
        return {stem: words.unseen_idf if number is None else float(words.idf[number]) for stem, number in numbers.items()}

    def _read(self, text: str) -> Query:
        return read(text, self._analyser, self._speller)

    def _judged(self, query: Query, article: str | None, pool: int) -> Judgement:
        allowed = None if article is None else self._allowed(article)
        evidence = self._retriever.evidence(query, allowed, pool)
        scores = self.ranker.scores(evidence)
        order = tuple(np.argsort(-scores, kind="stable").tolist())
        kinds = tuple(self._index.kind(int(entry)) for entry in evidence.entries)
        # A query without a single word ("???") matches nothing, whatever the first candidates are.
        ranked = order if query.stems else ()
        answerable, not_covered, smalltalk = best = [next((at for at in ranked if kinds[at] in role), None) for role in ROLES]
        odds = [NEVER if at is None else self.ranker.odds(self._signals(evidence, scores, kinds, at)) for at in best]
        likely = [
            0.0 if at is None else self._index.calibration.confidence(against(own, odds[:role] + odds[role + 1 :]))
            for role, (at, own) in enumerate(zip(best, odds, strict=True))
        ]
        return Judgement(query, evidence, scores, order, kinds, answerable, not_covered, smalltalk, tuple(odds), Belief(*likely))

    def _signals(self, evidence: Evidence, scores: Array, kinds: tuple[EntryKind, ...], at: int) -> Array:
        same = ANSWERABLE_KINDS if kinds[at] in ANSWERABLE_KINDS else {kinds[at]}
        role = np.array([kind in same for kind in kinds])
        kin = self._index.kin_of(int(evidence.entries[at]))
        return signals(evidence, scores, role, kin, at)

    def _entries_of(self, article: str) -> NDArray[np.bool_]:
        """Which entries an article has; small talk belongs to all."""
        entries = (self._index.entry(at) for at in range(len(self._index)))
        return np.array([entry.article == article or entry.kind == "smalltalk" for entry in entries])
