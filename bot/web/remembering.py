"""What the web remembers of visitors: every question in passing, votes and picked suggestions for certain."""

from __future__ import annotations

import time
from typing import Any, cast

from flask import current_app, request

from bot.assistant import Assistant
from bot.records import Reply
from bot.store.log import Asked
from bot.store.memory import Memory
from bot.store.votes import LONGEST_REASON, VOTES
from bot.web.bodies import refuse, text_field

LONGEST_ID = 200  # characters of a reply_id or of an entry's id


def memory() -> Memory:
    """What the app remembers with."""
    return cast("Memory", current_app.extensions["faqbot-memory"])


def remember(reply: Reply, reply_id: str) -> None:
    """Keep what was asked and what it got; never waits, never fails."""
    address, agent = request.remote_addr or "", request.headers.get("User-Agent", "")[:LONGEST_ID]
    memory().ask(Asked.of(reply, reply_id, int(time.time()), address=address, agent=agent))


def keep_pick(bot: Assistant, body: dict[str, Any]) -> None:
    """Keep which suggestion of an earlier reply is being asked; never waits.

    Raises:
        BadRequestError: `picked` is something else.
    """
    picked = body.get("picked")
    if picked is None:
        return
    if not isinstance(picked, dict):
        refuse("picked_not_an_object", "expected 'picked' to be an object with 'reply_id' and 'entry'")
    reply_id, entry = text_field(picked, "reply_id", LONGEST_ID), text_field(picked, "entry", LONGEST_ID)
    if bot.entry(entry):
        memory().pick(reply_id, entry)


def keep_vote(body: dict[str, Any]) -> None:
    """Keep a vote, on the disk when this returns.

    Raises:
        BadRequestError: It is no vote, or there is no such reply.
        StoreError: It could not be kept.
    """
    if not memory().takes_votes:
        refuse("feedback_off", "this server keeps no feedback", 404)
    reply_id = text_field(body, "reply_id", LONGEST_ID)
    given = text_field(body, "vote", LONGEST_ID)
    reason = text_field(body, "reason", LONGEST_REASON) if body.get("reason") is not None else ""
    for vote in VOTES:
        if given == vote:
            if not memory().vote(reply_id, vote, reason):
                refuse("reply_unknown", "there is no reply with this reply_id, or it was not kept", 404)
            return
    refuse("vote_unknown", f"expected 'vote' to be one of {', '.join(VOTES)}")
