"""The bot's own sentences, in the knowledge's language: what it says around the answers that editors wrote."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.records import KnowledgeBase, Verdict

MOST_WORDS = 2  # of the query named in a refusal; more read like an accusation


@dataclass(frozen=True)
class Sentences:
    """Sentences and labels of one language, from `sentences.json`: `{title}` is the titles of the articles, `{words}` words of
    the query."""

    hello: str
    hello_about: str
    not_sure: str
    none_of_these: str
    no_answer: str
    about: str
    nothing_on: str
    or_: str
    not_covered: str
    wrong: str
    partly: str
    outdated: str
    read_as: str
    source: str
    more: str
    related: str
    near: str
    says: str


def of(language: str) -> Sentences:
    """The sentences of a language ("de", "de-AT"); English for one that has none."""
    known = _by_language()
    return known.get(language[:2].lower(), known["en"])


@lru_cache(maxsize=1)
def _by_language() -> dict[str, Sentences]:
    written = json.loads(Path(__file__).with_name("sentences.json").read_text("utf-8"))
    return {language: Sentences(**sentences) for language, sentences in written.items()}


def verdict(language: str, given: Verdict) -> str:
    """What is said above the correction of a misconception."""
    said = of(language)
    match given:
        case "wrong":
            return said.wrong
        case "partly":
            return said.partly
        case "outdated":
            return said.outdated


def no_answer(knowledge: KnowledgeBase, unknown: Sequence[str] = ()) -> str:
    """What the bot says when nothing that it knows is near the query: what of it is strange, and what it does know about.

    Args:
        knowledge: What the bot knows.
        unknown: Words of the query that the knowledge has never seen.
    """
    said = of(knowledge.language)
    parts = [said.no_answer]
    if unknown:
        quoted = [f"\u201c{word}\u201d" for word in unknown[:MOST_WORDS]]
        parts.append(said.nothing_on.format(words=f" {said.or_} ".join(quoted)))
    if knowledge.title:
        parts.append(said.about.format(title=knowledge.title))
    return " ".join(parts)


def welcome(knowledge: KnowledgeBase) -> str:
    """The first message: an editor's, else the bot's own."""
    said = of(knowledge.language)
    written = next((article.welcome for article in knowledge.articles if article.welcome), "")
    return written or (said.hello_about.format(title=knowledge.title) if knowledge.title else said.hello)


def contact(knowledge: KnowledgeBase, article: str = "") -> str:
    """Whom to ask instead: the line of that article, else the first there is; empty when no editor wrote one."""
    lines = {each.id: each.contact for each in knowledge.articles if each.contact}
    return lines.get(article) or next(iter(lines.values()), "")
