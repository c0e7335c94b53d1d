"""The bot: reply(query, context). Reads the query, retrieves, judges, decides; every surface goes through here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot import ranker
from bot.cache import open_index
from bot.context import Context, pack, unpack
from bot.follow_up import leans_back
from bot.index import Index
from bot.policy import Belief, decide
from bot.query import Query, read, read_unfinished
from bot.ranker import signals
from bot.records import (
    ANSWERABLE_KINDS,
    Answer,
    Candidate,
    Entry,
    EntryKind,
    KnowledgeBase,
    NoAnswer,
    Rendered,
    Reply,
    SmallTalk,
    Suggestion,
    Suggestions,
)  # fmt: skip
from bot.retriever import FEATURES, Array, Evidence, Retriever
from bot.spelling import Speller
from bot.text import Analyser

MOST_SUGGESTIONS = 3
SUGGESTED_COVERAGE = 0.6  # idf share of the typed words that a question suggested while typing must have


@dataclass(frozen=True)
class Explanation:
    """Why a candidate stands where it stands: its confidence from 0 to 1, and each feature's share of its score."""

    candidate: Candidate
    confidence: float
    shares: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Judgement:
    """A query with its candidates, best first: their entry numbers, scores and confidences."""

    query: Query
    evidence: Evidence
    order: NDArray[np.intp]
    scores: Array
    kinds: tuple[EntryKind, ...]

    def best(self, kinds: frozenset[EntryKind]) -> int | None:
        """Position (in the evidence) of the best candidate of these kinds."""
        return next((int(at) for at in self.order if self.kinds[at] in kinds), None)


class Assistant:
    """Answers questions from one knowledge base; safe to share between threads.

    Args:
        knowledge: What it knows: a knowledge base, which is fitted here and now, or an index that was fitted before.
    """

    def __init__(self, knowledge: KnowledgeBase | Index) -> None:
        self.index = knowledge if isinstance(knowledge, Index) else _fitted(knowledge)
        self._ranker = ranker.shipped()
        synonyms = tuple(group for article in self.index.articles for group in article.synonyms)
        self._analyser = Analyser(self.index.language, synonyms)
        self._speller = Speller(self.index.spellings, self.index.words.numbers, self._analyser)
        self._retriever = Retriever(self.index, self._analyser, self._ranker.first_pass)
        self._allowed = lru_cache(maxsize=64)(self._entries_of)

    @classmethod
    def open(cls, path: str | Path | None = None) -> Assistant:
        """The bot over a folder of knowledge files or one file; without a path over the default knowledge.

        Raises:
            KnowledgeMissingError: There is no knowledge at `path`.
            KnowledgeError: The knowledge has mistakes; all are listed.
        """
        return cls(open_index(path))

    @property
    def knowledge(self) -> KnowledgeBase:
        """What the bot knows, without small talk."""
        return self.index.knowledge

    def rendered(self, entry: Entry) -> Rendered:
        """The answer of an entry of a reply, as the surfaces show it."""
        numbers = self.index.smalltalk_numbers if entry.kind == "smalltalk" else self.index.numbers
        return self.index.rendered(numbers[entry.id])

    def entry(self, name: str) -> Entry | None:
        """The entry with this id, if the knowledge has one."""
        number = self.index.numbers.get(name)
        return None if number is None else self.index.entry(number)

    def reply(self, query: str, context: str | None = None, article: str | None = None) -> Reply:
        """The reply to one query.

        Args:
            query: What the visitor typed, any string.
            context: The last reply's `context`; anything else means none.
            article: Answer from this article alone (an id of `knowledge.articles`).
        """
        judged = self.judged(query, context, article)
        belief, best, known_unknown, talk = self._belief(judged)
        understood = judged.query.understood_as
        confidence = belief.answerable
        match decide(belief, self._ranker.thresholds):
            case "answer" if best is not None:
                entry = self._entry_at(judged, best)
                return Answer(query, understood, confidence, _context(judged, entry), entry)
            case "smalltalk" if talk is not None:
                kept = context if context and unpack(context) else ""
                return SmallTalk(query, understood, confidence, kept, self._entry_at(judged, talk))
            case "not-covered" if known_unknown is not None:
                entry = self._entry_at(judged, known_unknown)
                return NoAnswer(query, understood, confidence, _context(judged, entry), entry, self._related(entry))
            case "suggestions":
                return Suggestions(query, understood, confidence, _context(judged, None), self._nearest(judged))
            case _:
                return NoAnswer(query, understood, confidence, _context(judged, None), None, self._starters())

    def search(self, query: str, limit: int = 10, context: str | None = None) -> list[Candidate]:
        """The entries that match best, best first, small talk left out."""
        judged = self.judged(query, context, None, pool=limit)
        ranked = (at for at in judged.order if judged.kinds[at] != "smalltalk")
        return [self._candidate(judged, int(at)) for at, _ in zip(ranked, range(limit), strict=False)]

    def suggest(self, typed: str, limit: int = 5) -> tuple[Suggestion, ...]:
        """Questions for what is being typed, its last word perhaps half a word; the starters when nothing is typed.

        Only entries that have most of the typed words are offered, so the list empties when the typing leaves the subject.
        """
        if not typed.strip():
            return self._starters(limit)
        query = read_unfinished(typed, self._analyser, self._speller)
        judged = self._ranked(query, None, 0)
        has_most = judged.evidence.features[:, FEATURES.index("coverage")] >= SUGGESTED_COVERAGE
        found = (int(at) for at in judged.order if has_most[at] and judged.kinds[at] in ANSWERABLE_KINDS)
        entries = (self._entry_at(judged, at) for at, _ in zip(found, range(limit), strict=False))
        return tuple(Suggestion(entry.id, entry.question) for entry in entries)

    def explain(self, query: str, context: str | None = None, limit: int = 3) -> list[Explanation]:
        """The best candidates with what made their scores, small talk included."""
        judged = self.judged(query, context, None)
        return [self._explanation(judged, int(at)) for at in judged.order[:limit]]

    def judged(self, text: str, context: str | None = None, article: str | None = None, pool: int = 0) -> Judgement:
        """The candidates for `text`, read with the turn before where that makes more of it."""
        query = read(text, self._analyser, self._speller)
        allowed = None if article is None else self._allowed(article)
        alone = self._ranked(query, allowed, pool)
        before = unpack(context)
        if before is None or not leans_back(text, self._analyser):
            return alone
        together = self._ranked(query.following(read(before.question, self._analyser, self._speller)), allowed, pool)
        return max(alone, together, key=lambda judged: self._belief(judged)[0].answerable)

    def _ranked(self, query: Query, allowed: NDArray[np.bool_] | None, pool: int) -> Judgement:
        evidence = self._retriever.evidence(query, allowed, pool)
        scores = self._ranker.scores(evidence)
        kinds = tuple(self.index.kind(int(entry)) for entry in evidence.entries)
        return Judgement(query, evidence, np.argsort(-scores, kind="stable"), scores, kinds)

    def _belief(self, judged: Judgement) -> tuple[Belief, int | None, int | None, int | None]:
        """How likely each role's best candidate is meant, and its position."""
        if not judged.query.stems:
            return Belief(0.0, 0.0, 0.0), None, None, None
        roles = (ANSWERABLE_KINDS, frozenset[EntryKind]({"not-covered"}), frozenset[EntryKind]({"smalltalk"}))
        places = [judged.best(kinds) for kinds in roles]
        answerable, known_unknown, talk = (0.0 if at is None else self._confidence(judged, at) for at in places)
        return Belief(answerable, known_unknown, talk), places[0], places[1], places[2]

    def _confidence(self, judged: Judgement, at: int) -> float:
        kinds = ANSWERABLE_KINDS if judged.kinds[at] in ANSWERABLE_KINDS else {judged.kinds[at]}
        role = np.array([kind in kinds for kind in judged.kinds])
        return self._ranker.confidence(
            signals(judged.evidence, judged.scores, role, self.index.kin_of(int(judged.evidence.entries[at])), at)
        )

    def _entry_at(self, judged: Judgement, at: int) -> Entry:
        return self.index.entry(int(judged.evidence.entries[at]))

    def _candidate(self, judged: Judgement, at: int) -> Candidate:
        return Candidate(self._entry_at(judged, at), float(judged.scores[at]))

    def _explanation(self, judged: Judgement, at: int) -> Explanation:
        shares = judged.evidence.features[at] * self._ranker.rank
        named = sorted(zip(FEATURES, map(float, shares), strict=True), key=lambda share: -abs(share[1]))
        return Explanation(self._candidate(judged, at), self._confidence(judged, at), tuple(named))

    def _nearest(self, judged: Judgement) -> tuple[Suggestion, ...]:
        answerable = (at for at in judged.order if judged.kinds[at] in ANSWERABLE_KINDS)
        nearest = (self._entry_at(judged, at) for at, _ in zip(answerable, range(MOST_SUGGESTIONS), strict=False))
        return tuple(Suggestion(entry.id, entry.question) for entry in nearest)

    def _related(self, entry: Entry) -> tuple[Suggestion, ...]:
        found = (self.entry(name) for name in entry.related)
        return tuple(Suggestion(other.id, other.question) for other in found if other and other.answerable)[:MOST_SUGGESTIONS]

    def _starters(self, limit: int = MOST_SUGGESTIONS) -> tuple[Suggestion, ...]:
        found = (self.entry(name) for name in self.index.starters)
        return tuple(Suggestion(entry.id, entry.question) for entry in found if entry and entry.answerable)[:limit]

    def _entries_of(self, article: str) -> NDArray[np.bool_]:
        """Which entries an article has; small talk belongs to all."""
        entries = (self.index.entry(at) for at in range(len(self.index)))
        return np.array([entry.article == article or entry.kind == "smalltalk" for entry in entries])


def _fitted(knowledge: KnowledgeBase) -> Index:
    # Imported here because only fitting needs scikit-learn, which takes a second to load.
    from bot.fitting import fit

    return fit(knowledge)


def _context(judged: Judgement, entry: Entry | None) -> str:
    return pack(Context(judged.query.understood_as, entry.id if entry else ""))
