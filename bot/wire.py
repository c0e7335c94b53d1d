"""Replies and entries as JSON: the same objects from `faqbot ask --json` and from the web."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from bot import sentences
from bot.anchors import safe_url, source_links
from bot.assistant import Assistant
from bot.explaining import Explanation
from bot.records import Answer, Entry, Reply, Suggestion
from bot.shown import article_of, contact_line, from_article, related, says


def reply_json(assistant: Assistant, reply: Reply, *, feedback: bool = False) -> dict[str, Any]:
    """One reply with all that a client shows; `reply_id` is new and unguessable at each call, and `feedback` says whether
    votes on it are taken."""
    entry = reply.entry
    shown = says(assistant, reply)
    return {
        "kind": reply.kind,
        "question": reply.query,
        "understood_as": reply.understood_as,
        "text": shown.text,
        "html": shown.html,
        "blocks": shown.blocks,
        "confidence": round(reply.confidence, 4),
        "entry": entry_reference(entry) if entry else None,
        "article": _article(assistant, entry) if entry else None,
        "sources": _sources(assistant, entry) if entry else [],
        "suggestions": _suggestions(reply.suggestions),
        "related": _suggestions(related(assistant, entry)) if entry and isinstance(reply, Answer) else [],
        "read_more": _read_more(entry) if entry else [],
        "contact": contact_line(assistant, reply) or None,
        "context": reply.context,
        "reply_id": secrets.token_urlsafe(16),
        "feedback": feedback,
    }


def explanation_json(explanation: Explanation) -> dict[str, Any]:
    """Why a candidate stands where it stands; `shares` add up to its score and to the log-odds of its confidence."""
    return {
        "entry": entry_reference(explanation.candidate.entry),
        "score": round(explanation.candidate.score, 4),
        "confidence": round(explanation.confidence, 4),
        "shares": [
            {"reason": share.reason, "score": round(share.score, 4), "confidence": round(share.confidence, 4)}
            for share in explanation.shares
        ],
        "missing": list(explanation.missing),
    }


def welcome_json(assistant: Assistant, article: str | None, most: int) -> dict[str, Any]:
    """What a client shows before the first question: at most so many starters."""
    knowledge = assistant.knowledge
    about = replace(knowledge, articles=[each for each in knowledge.articles if article in (None, each.id)])
    return {
        "title": about.title,
        "language": about.language,
        "welcome": sentences.welcome(about),
        "starters": _suggestions(assistant.suggest("", most, article)),
    }


def entry_json(assistant: Assistant, entry: Entry) -> dict[str, Any]:
    """One entry with its rendered answer."""
    shown = assistant.rendered(entry)
    return {
        **entry_reference(entry),
        "article": entry.article,
        "text": shown.text,
        "html": shown.html,
        "blocks": shown.blocks,
        "sources": _sources(assistant, entry),
        "related": _suggestions(related(assistant, entry)),
        "read_more": _read_more(entry),
    }


def entry_reference(entry: Entry) -> dict[str, Any]:
    """What names an entry."""
    return {"id": entry.id, "kind": entry.kind, "question": entry.question, "verdict": entry.verdict}


def _article(assistant: Assistant, entry: Entry) -> dict[str, str] | None:
    """The article that an entry is from, where there are several."""
    title = from_article(assistant, entry)
    return {"id": entry.article, "title": title} if title else None


def _sources(assistant: Assistant, entry: Entry) -> list[dict[str, str | None]]:
    links = source_links(entry, article_of(assistant, entry))
    return [{"heading": link.heading, "url": link.url or None} for link in links]


def _suggestions(suggestions: Iterable[Suggestion]) -> list[dict[str, str]]:
    return [{"id": each.id, "question": each.question} for each in suggestions]


def _read_more(entry: Entry) -> list[dict[str, str]]:
    return [{"title": link.title, "url": link.url} for link in entry.read_more if safe_url(link.url)]
