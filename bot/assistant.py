"""The bot: reply(query, context). Judges the query, decides, says; every surface goes through here."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from bot import explaining
from bot.cache import open_index
from bot.context import Context, pack, unpack
from bot.explaining import Explanation
from bot.index import Index
from bot.judging import Judge, Judgement
from bot.policy import decide
from bot.records import (
    ANSWERABLE_KINDS,
    Answer,
    Candidate,
    Entry,
    KnowledgeBase,
    NoAnswer,
    Rendered,
    Reply,
    SmallTalk,
    Suggestion,
    Suggestions,
)  # fmt: skip
from bot.retriever import FEATURES

MOST_SUGGESTIONS = 3
NEAR_COVERAGE = 0.4  # idf share of the query's words that a question offered beside a refusal must have
SUGGESTED_COVERAGE = 0.6  # idf share of the typed words that a question suggested while typing must have


class Assistant:
    """Answers questions from one knowledge base; safe to share between threads.

    Args:
        knowledge: What it knows: a knowledge base, which is fitted here and now, or an index that was fitted before.
    """

    def __init__(self, knowledge: KnowledgeBase | Index) -> None:
        self.index = knowledge if isinstance(knowledge, Index) else _fitted(knowledge)
        self._judge = Judge(self.index)

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
        judged = self._judge.judge(query, context, article)
        understood, confidence = judged.query.understood_as, judged.belief.answerable
        match decide(judged.belief, self._judge.thresholds):
            case "answer" if judged.answerable is not None:
                entry = self._entry_at(judged, judged.answerable)
                return Answer(query, understood, confidence, _context(judged, entry), entry)
            case "smalltalk" if judged.smalltalk is not None:
                kept = context if context and unpack(context) else ""
                return SmallTalk(query, understood, confidence, kept, self._entry_at(judged, judged.smalltalk))
            case "not-covered" if judged.not_covered is not None:
                entry = self._entry_at(judged, judged.not_covered)
                near = self._suggested(entry.related)
                return NoAnswer(query, understood, confidence, _context(judged, entry), entry, near)
            case "suggestions":
                return Suggestions(query, understood, confidence, _context(judged, None), self._nearest(judged, MOST_SUGGESTIONS))
            case _:
                near = self._near(judged) or self._suggested(self.index.starters)
                return NoAnswer(
                    query, understood, confidence, _context(judged, None), None, near, self._judge.unknown(understood)
                )

    def search(self, query: str, limit: int = 10, context: str | None = None) -> list[Candidate]:
        """The entries that match best, best first, small talk left out."""
        found = self._found(query, context, limit, limit)
        if len(found) == min(limit, len(self.index.numbers)):
            return found
        # Small talk took places in the pool, which happens seldom.
        return self._found(query, context, limit, limit + len(self.index.smalltalk_numbers))

    def suggest(self, typed: str, limit: int = 5, article: str | None = None) -> tuple[Suggestion, ...]:
        """Questions for what is being typed, its last word perhaps half a word; the starters when nothing is typed.

        Only entries that have most of the typed words are offered, so the list empties when the typing leaves the subject.
        With `article`, only those of this article.
        """
        if not typed.strip():
            return self._suggested(self._starters(article), limit)
        return self._near(self._judge.judge_unfinished(typed, article), limit, SUGGESTED_COVERAGE)

    def likeliest(self, query: str, limit: int = 3) -> list[tuple[Entry, float]]:
        """The entries that match best, best first, small talk left out, each with the probability that it is meant."""
        judged = self._judge.judge(query)
        ranked = islice((at for at in judged.order if judged.kinds[at] != "smalltalk"), limit)
        return [(self._entry_at(judged, at), self._judge.confidence(judged, at)) for at in ranked]

    def explain(self, query: str, context: str | None = None, limit: int = 3) -> list[Explanation]:
        """The best candidates with what made their scores, small talk included."""
        judged = self._judge.judge(query, context)
        return explaining.explain(self._judge, self.index, judged, judged.order[:limit])

    def subject(self, query: str) -> dict[str, float]:
        """The stems that carry a query's subject, each with its rarity, for telling which queries ask for the same."""
        return self._judge.subject(query)

    def judged(self, query: str, context: str | None = None) -> Judgement:
        """The judgement behind a reply, for fitting and measuring."""
        return self._judge.judge(query, context)

    def _found(self, query: str, context: str | None, limit: int, pool: int) -> list[Candidate]:
        judged = self._judge.judge(query, context, pool=pool)
        ranked = (at for at in judged.order if judged.kinds[at] != "smalltalk")
        return [self._candidate(judged, at) for at in islice(ranked, limit)]

    def _starters(self, article: str | None) -> Iterable[str]:
        if article is None:
            return self.index.starters
        return next((each.starters for each in self.knowledge.articles if each.id == article), ())

    def _entry_at(self, judged: Judgement, at: int) -> Entry:
        return self.index.entry(judged.entry(at))

    def _candidate(self, judged: Judgement, at: int) -> Candidate:
        return Candidate(self._entry_at(judged, at), float(judged.scores[at]))

    def _nearest(self, judged: Judgement, limit: int, among: frozenset[int] | None = None) -> tuple[Suggestion, ...]:
        """The best answerable candidates, of the positions `among` if given; a question that several articles ask is offered
        once, by the best of them."""
        ranked = (at for at in judged.order if judged.kinds[at] in ANSWERABLE_KINDS and (among is None or at in among))
        offered: dict[str, Suggestion] = {}
        for at in ranked:
            if len(offered) == limit:
                break
            entry = self._entry_at(judged, at)
            offered.setdefault(entry.question.casefold(), Suggestion(entry.id, entry.question))
        return tuple(offered.values())

    def _near(self, judged: Judgement, limit: int = MOST_SUGGESTIONS, least: float = NEAR_COVERAGE) -> tuple[Suggestion, ...]:
        """The best answerable candidates that have at least the idf share `least` of the query's words."""
        coverage = judged.evidence.features[:, FEATURES.index("coverage")]
        return self._nearest(judged, limit, frozenset(at for at in judged.order if coverage[at] >= least))

    def _suggested(self, names: Iterable[str], limit: int = MOST_SUGGESTIONS) -> tuple[Suggestion, ...]:
        """The answerable entries among those named, in their order."""
        entries = (entry for name in names if (entry := self.entry(name)) and entry.answerable)
        return tuple(Suggestion(entry.id, entry.question) for entry in islice(entries, limit))


def _fitted(knowledge: KnowledgeBase) -> Index:
    # Imported here because only fitting needs scikit-learn, which takes a second to load.
    from bot.calibrating import build

    return build(knowledge)


def _context(judged: Judgement, entry: Entry | None) -> str:
    return pack(Context(judged.query.understood_as, entry.id if entry else ""))
