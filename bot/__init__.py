"""faqbot: turns an article into a question-answering chatbot that says so when it does not know."""

from bot.assistant import Assistant
from bot.errors import BotError, KnowledgeError, KnowledgeMissingError
from bot.records import Answer, Candidate, Entry, KnowledgeBase, NoAnswer, Reply, SmallTalk, Suggestion, Suggestions
from bot.version import VERSION

__version__ = VERSION

__all__ = [
    "Answer",
    "Assistant",
    "BotError",
    "Candidate",
    "Entry",
    "KnowledgeBase",
    "KnowledgeError",
    "KnowledgeMissingError",
    "NoAnswer",
    "Reply",
    "SmallTalk",
    "Suggestion",
    "Suggestions",
    "__version__",
]
