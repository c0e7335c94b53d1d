"""`python tests/seed_questions.py DATABASE`: a log as a busy site has it, and how long the editor's pages take over it.

Asks the heat pump bot some tens of thousands of wordings and logs them a million times, a few very often and most of them
seldom, over ninety days; gathers what was missed; then times the overview, the inbox and a need through the app.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from itertools import islice, product
from pathlib import Path

from bot import Assistant, inbox
from bot.records import Reply
from bot.store import log, votes
from bot.store.database import Database
from bot.store.log import Asked

ROOT = Path(__file__).parents[1]
DAY = 86_400
BATCH = 5000
SECRET = "a secret of at least thirty-two characters"

FRAMES = (
    "{}", "what about {}", "is there {}", "how much is {}", "where do i get {}", "can i have {}", "do you know about {}",
    "tell me about {}", "why is {} so dear", "who sells {}", "is {} worth it", "{} please", "need {}", "{} or not",
    "when will there be {}", "does it come with {}", "i was told that {} is a must", "anything on {}", "how long does {} take",
    "is {} allowed here",
)  # fmt: skip
SUBJECTS = (
    "a grant", "a permit", "a service contract", "a loan", "a noise barrier", "a wall bracket", "a bigger fuse", "a smart meter",
    "a second hand unit", "a rental", "an installer", "an inspection", "the warranty", "the insurance", "the wiring", "the paint",
    "the remote control", "the spare part", "the drain hose", "the delivery", "an app", "a wifi module", "a filter change",
    "gas refill", "a birthday cake", "a bus ticket", "the weather report", "a football match", "a haircut", "a dentist",
)  # fmt: skip
SYLLABLES = ("ba", "dor", "fi", "gul", "ke", "lom", "mi", "nar", "pe", "quo", "ra", "sul", "ti", "vun", "wo", "zek")
PLACES = (
    "", "in a flat", "in a castle", "on a boat", "in a caravan", "for my mother", "for a school", "in the north", "by the sea",
    "in an old farmhouse", "next week", "before christmas", "at night", "on sundays", "without a garden", "with two dogs",
    "in a listed building", "for a bakery", "in the attic", "under the stairs", "near the station", "in france", "in norway",
    "on credit", "for free", "in cash", "with a discount", "as a present", "for a tenant", "with a balcony",
)  # fmt: skip


def wordings(assistant: Assistant, most: int) -> list[Reply]:
    """What the bot says to its own phrasings and to made-up questions, in a drawn order."""
    strange = (f"what is a {''.join(parts)}" for parts in product(SYLLABLES, repeat=3))
    made = (f"{frame.format(subject)} {place}".strip() for frame, subject, place in product(FRAMES, SUBJECTS, PLACES))
    own = (phrasing for entry in assistant.knowledge.entries for phrasing in entry.phrasings)
    texts = list(dict.fromkeys(islice((text for source in (own, islice(strange, most // 8), made) for text in source), most)))
    random.Random(1).shuffle(texts)
    return [assistant.reply(text) for text in texts]


def asked(replies: list[Reply], count: int) -> Iterator[Asked]:
    """So many questions over ninety days; the n-th wording is asked about 1/n as often as the first (Zipf)."""
    draw = random.Random(2)
    shares = [1 / (rank + 20) for rank in range(len(replies))]
    now = int(time.time())
    for number, reply in enumerate(draw.choices(replies, shares, k=count)):
        at = now - 90 * DAY + number * 90 * DAY // count
        yield Asked.of(reply, f"seeded-{number}", at, address=f"10.0.{draw.randrange(256)}.{draw.randrange(256)}")


def seed(database: Database, assistant: Assistant, count: int, distinct: int) -> None:
    """Fill a database."""
    replies = wordings(assistant, distinct)
    questions = asked(replies, count)
    while batch := list(islice(questions, BATCH)):
        with database.writing() as connection:
            log.write(connection, batch)
            for each in batch[::500]:
                votes.vote(connection, each.reply_id, "bad" if each.kind == "answer" else "none", "", each.at)


def timed(what: str, act: Callable[[], object], times: int = 5) -> float:
    """The median time of an act in seconds, printed."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        took.append(time.perf_counter() - began)
    print(f"{what:40} {statistics.median(took):8.3f} s   (worst {max(took):.3f} s of {times})")
    return statistics.median(took)


def measure(url: str) -> dict[str, float]:
    """How long the editor's pages take over a database."""
    os.environ.update({"FAQBOT_DATABASE": url, "FAQBOT_ADMIN_SECRET": SECRET, "FAQBOT_RETENTION": "0"})
    from bot.web import create_app

    client = create_app(Assistant.open(ROOT / "knowledge")).test_client()
    client.post("/admin/login", data={"secret": SECRET})

    def get(path: str) -> Callable[[], object]:
        def act() -> None:
            response = client.get(path)
            assert response.status_code == 200, (path, response.status)

        return act

    pages = ("/admin/", "/admin/?days=90", "/admin/inbox", "/admin/inbox?page=20", "/admin/inbox/1", "/admin/entries", "/metrics")
    return {path: timed(path, get(path)) for path in pages}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", help="a path or a postgresql:// URL; a new, empty database")
    parser.add_argument("--questions", type=int, default=1_000_000)
    parser.add_argument("--wordings", type=int, default=20_000)
    parser.add_argument("--measure", action="store_true", help="only gather and measure a database that was seeded before")
    arguments = parser.parse_args()
    assistant, database = Assistant.open(ROOT / "knowledge"), Database(arguments.database)
    if not arguments.measure:
        timed(
            f"log {arguments.questions} questions", lambda: seed(database, assistant, arguments.questions, arguments.wordings), 1
        )
    timed("gather what was missed", lambda: inbox.gather(assistant, database), 1)
    with database.reading() as connection:
        for table in ("questions", "wordings", "needs", "need_terms"):
            print(f"{table:40} {connection.exec_driver_sql(f'SELECT count(*) FROM {table}').scalar_one():8}")
    database.close()
    measure(arguments.database)


if __name__ == "__main__":
    main()
