"""faqbot: turns an article into a question-answering chatbot that says so when it does not know."""

from bot.assistant import Assistant
from bot.errors import BotError, KnowledgeError, KnowledgeMissing
from bot.records import Answer, Candidate, Entry, KnowledgeBase, NoAnswer, Reply, SmallTalk, Suggestion, Suggestions
from bot.version import VERSION as __version__

__all__ = [
    "Answer",
    "Assistant",
    "BotError",
    "Candidate",
    "Entry",
    "KnowledgeBase",
    "KnowledgeError",
    "KnowledgeMissing",
    "NoAnswer",
    "Reply",
    "SmallTalk",
    "Suggestion",
    "Suggestions",
    "__version__",
]
