"""What a reply shows on every surface: its words, what it is related to, and whom to ask instead."""

from __future__ import annotations

from html import escape

from bot import sentences
from bot.assistant import Assistant
from bot.records import Answer, Article, Block, Entry, NoAnswer, Rendered, Reply, SmallTalk, Suggestion, Suggestions


def says(assistant: Assistant, reply: Reply) -> Rendered:
    """The words of a reply: its entry's answer, or a sentence of the bot's own."""
    match reply:
        case Answer(entry=entry) | SmallTalk(entry=entry):
            return assistant.rendered(entry)
        case Suggestions():
            return _plain(sentences.of(assistant.knowledge.language).not_sure)
        case NoAnswer(entry=Entry() as entry):
            return assistant.rendered(entry)
        case NoAnswer(unknown=unknown):
            return _plain(sentences.no_answer(assistant.knowledge, unknown))


def contact_line(assistant: Assistant, reply: Reply) -> str:
    """Whom to ask instead, for replies that are no answer."""
    if isinstance(reply, Answer | SmallTalk):
        return ""
    return sentences.contact(assistant.knowledge, reply.entry.article if reply.entry else "")


def article_of(assistant: Assistant, entry: Entry) -> Article | None:
    """The article that an entry belongs to."""
    return next((article for article in assistant.knowledge.articles if article.id == entry.article), None)


def from_article(assistant: Assistant, entry: Entry) -> str:
    """The title of the article that an entry is from, where the bot knows more than one article."""
    if len(assistant.knowledge.articles) <= 1:
        return ""
    article = article_of(assistant, entry)
    return article.title if article else ""


def related(assistant: Assistant, entry: Entry) -> tuple[Suggestion, ...]:
    """The entries that an entry names as related."""
    found = (assistant.entry(name) for name in entry.related)
    return tuple(Suggestion(other.id, other.question) for other in found if other)


def _plain(sentence: str) -> Rendered:
    block: Block = {"type": "paragraph", "children": [{"type": "text", "text": sentence}]}
    return Rendered(text=sentence, html=f"<p>{escape(sentence)}</p>", blocks=(block,))
