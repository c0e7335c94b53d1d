"""The questions by which a draft is judged, besides the knowledge's own phrasings: those of the log, and labelled ones."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import Connection

from bot.assistant import Assistant
from bot.errors import TeachingError
from bot.evaluation.questions import read
from bot.store import figures
from bot.teaching.preview import Trial

MOST_LOGGED = 500


def logged(connection: Connection) -> list[Trial]:
    """The questions asked most often; where visitors picked an entry, or thanked for it, that one is right."""
    confirmed = figures.confirmed(connection)
    return [
        Trial(wording.text, "logged", frozenset({confirmed[wording.id]}) if wording.id in confirmed else None)
        for wording in figures.top_wordings(connection, MOST_LOGGED)
    ]


def labelled(assistant: Assistant, path: Path | None = None) -> list[Trial]:
    """The labelled questions in a file, by default that of `FAQBOT_EVALUATION`; none where there is no such file named.

    Raises:
        TeachingError: The file cannot be read.
        QuestionsError: It has mistakes.
    """
    named = path or (Path(os.environ["FAQBOT_EVALUATION"]) if os.environ.get("FAQBOT_EVALUATION") else None)
    if named is None:
        return []
    try:
        content = named.read_bytes()
    except OSError as error:
        raise TeachingError(f"{named}: {error.strerror}, expected labelled questions (FAQBOT_EVALUATION)") from None
    return [
        Trial(each.text, "evaluation", each.gold) for each in read(content, str(named), assistant.knowledge) if not each.context
    ]
