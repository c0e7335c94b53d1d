"""The values that every room shares: entries, knowledge, candidates and replies. Frozen, without behaviour of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias, get_args

from bot.errors import KnowledgeError, Mistake

EntryKind: TypeAlias = Literal["question", "misconception", "topic", "not-covered", "smalltalk"]
Verdict: TypeAlias = Literal["wrong", "partly", "outdated"]

ENTRY_KINDS: tuple[EntryKind, ...] = get_args(EntryKind)
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
ANSWERABLE_KINDS: frozenset[EntryKind] = frozenset({"question", "misconception", "topic"})


@dataclass(frozen=True)
class Link:
    """A page to read further."""

    title: str
    url: str


@dataclass(frozen=True)
class Origin:
    """The place in an article that an imported entry was read from; `line` counts from 1.

    `digest` stands for the words that were read there: by it, importing again tells what the article and what an editor changed.
    """

    file: str
    line: int
    path: tuple[str, ...] = ()
    anchor: str = ""
    digest: str = ""


@dataclass(frozen=True)
class Entry:
    """One thing that the knowledge answers, or is known not to answer.

    Args:
        id: Not empty, unique in its knowledge base.
        question: What the entry asks; for a misconception the claim, for a topic its title.
        answer: Markdown.
        also_asked: Other phrasings of the question.
        kind: See `EntryKind`; a misconception has a `verdict`, no other kind has one.
        source: Headings of the article that the answer rests on, innermost and main one first.
        related: Ids of other entries.
        article: Id of the `Article` (its file's name without ending) that the entry belongs to.

    Raises:
        KnowledgeError: The id, question or answer is empty, or kind and verdict do not fit.
    """

    id: str
    question: str
    answer: str
    also_asked: tuple[str, ...] = ()
    kind: EntryKind = "question"
    verdict: Verdict | None = None
    source: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    read_more: tuple[Link, ...] = ()
    origin: Origin | None = None
    article: str = ""

    def __post_init__(self) -> None:
        # Callers may hand over any sequence; a tuple keeps the record hashable and frozen.
        for name in ("also_asked", "source", "related", "read_more"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        if wrong := self._wrong():
            raise KnowledgeError([Mistake("", 0, f"entry {self.id!r}: {wrong}")])

    def _wrong(self) -> str | None:
        for name in ("id", "question", "answer"):
            if not getattr(self, name).strip():
                return f"expected a {name} that is not empty"
        if self.kind not in ENTRY_KINDS:
            return f"unknown kind {self.kind!r}, expected one of {', '.join(ENTRY_KINDS)}"
        if (self.verdict is not None) != (self.kind == "misconception"):
            return "expected a verdict for a misconception, and for no other kind"
        return None

    @property
    def answerable(self) -> bool:
        """Whether the entry's answer answers its question (small talk and known unknowns do not)."""
        return self.kind in ANSWERABLE_KINDS

    @property
    def phrasings(self) -> tuple[str, ...]:
        """The question and its other phrasings, the question first."""
        return (self.question, *self.also_asked)


@dataclass(frozen=True)
class ArticleSource:
    """Where an article was published. `anchors` maps headings whose anchor is not their slug to that anchor, and
    those without one to an empty text: their link is the page itself."""

    title: str
    url: str = ""
    published: str = ""
    anchors: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Article:
    """What a knowledge file says besides its entries. `refuse` is the share, 0 to 1, of what the knowledge does not answer
    that its editor wants refused; None leaves it to faqbot. `left_out` are the ids or questions of what importing the article
    again does not bring back."""

    id: str = ""
    title: str = ""
    language: str = "en"
    source: ArticleSource | None = None
    welcome: str = ""
    starters: tuple[str, ...] = ()
    contact: str = ""
    synonyms: tuple[tuple[str, ...], ...] = ()
    refuse: float | None = None
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnowledgeBase:
    """All that a bot knows: the entries, and the articles that they come from.

    Raises:
        KnowledgeError: Two entries have the same id.
    """

    entries: Sequence[Entry]
    articles: Sequence[Article] = (Article(),)

    def __post_init__(self) -> None:
        object.__setattr__(self, "entries", tuple(self.entries))
        object.__setattr__(self, "articles", tuple(self.articles))
        counts = Counter(entry.id for entry in self.entries)
        if twice := [name for name, count in counts.items() if count > 1]:
            raise KnowledgeError([Mistake("", 0, f"entry id {name!r} is used twice, expected unique ids") for name in twice])

    @property
    def title(self) -> str:
        """The articles' titles as one line; empty when none has a title."""
        return ", ".join(article.title for article in self.articles if article.title)

    @property
    def language(self) -> str:
        """The language of the first article, as a two-letter code."""
        return self.articles[0].language if self.articles else "en"


Block: TypeAlias = dict[str, object]
"""A node of an answer's tree: `type` and what belongs to it (`children`, `text`, `url`, `items`, `ordered`, `level`, `rows`)."""


@dataclass(frozen=True)
class Rendered:
    """An entry's answer in the forms that the surfaces show: plain text, sanitised HTML, a tree of blocks."""

    text: str
    html: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Candidate:
    """An entry that may answer a query; a higher score is a better match, and scores compare only within one query."""

    entry: Entry
    score: float


@dataclass(frozen=True)
class Suggestion:
    """An entry offered by its question."""

    id: str
    question: str


@dataclass(frozen=True)
class _Turn:
    """What every reply has: `query` as typed, `understood_as` after spelling correction, `confidence` from 0 to 1
    (the probability that the best answerable entry answers the query), and the `context` for the next query."""

    query: str
    understood_as: str
    confidence: float
    context: str


@dataclass(frozen=True)
class Answer(_Turn):
    """The bot is sure enough of one entry."""

    kind: ClassVar[Literal["answer"]] = "answer"
    entry: Entry
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True)
class Suggestions(_Turn):
    """The bot is not sure: one to three entries that may be meant."""

    kind: ClassVar[Literal["suggestions"]] = "suggestions"
    entry: ClassVar[None] = None
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True)
class NoAnswer(_Turn):
    """The knowledge does not answer; `entry` is the known unknown that matched, if one did, and `unknown` the subject words of
    the query, as typed, that the knowledge has never seen."""

    kind: ClassVar[Literal["no_answer"]] = "no_answer"
    entry: Entry | None
    suggestions: tuple[Suggestion, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class SmallTalk(_Turn):
    """The query was small talk."""

    kind: ClassVar[Literal["smalltalk"]] = "smalltalk"
    entry: Entry
    suggestions: tuple[Suggestion, ...] = ()


Reply: TypeAlias = Answer | Suggestions | NoAnswer | SmallTalk
