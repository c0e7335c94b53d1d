"""The bot's own sentences: what it says around the answers that editors wrote. English."""

from __future__ import annotations

from bot.records import KnowledgeBase

NOT_SURE = "I am not sure what you mean. Is it one of these?"
VERDICTS = {"wrong": "This is a misconception", "partly": "This is only partly true", "outdated": "This is no longer true"}


def no_answer(knowledge: KnowledgeBase) -> str:
    """What the bot says when nothing that it knows is near the query."""
    about = f" What I know about: {knowledge.title}." if knowledge.title else ""
    return f"I have no answer to that.{about}"


def welcome(knowledge: KnowledgeBase) -> str:
    """The first message."""
    written = next((article.welcome for article in knowledge.articles if article.welcome), "")
    return written or (f"Hello! Ask me about {knowledge.title}." if knowledge.title else "Hello! What would you like to know?")


def contact(knowledge: KnowledgeBase, article: str = "") -> str:
    """Whom to ask instead: the line of that article, else the first there is; empty when no editor wrote one."""
    lines = {each.id: each.contact for each in knowledge.articles if each.contact}
    return lines.get(article) or next(iter(lines.values()), "")
