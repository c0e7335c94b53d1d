"""`python tests/kill_rounds.py 200`: kills a server with -9 under load, again and again, and compares what it acknowledged.

Every round starts `faqbot serve` over the same database, lets visitors ask and vote without a pause, and kills the whole group of
processes at a drawn moment. In the end every vote that was answered with 200 must be in the database as it was given, once.
A kill loses no power: that the disk has it when a vote is acknowledged rests on `synchronous = FULL`, which tests/test_store.py
asserts.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import signal
import subprocess
import tempfile
import threading
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from conftest import FAQBOT, eventually, free_port, knowledge_text
from sqlalchemy import select

from bot.store import tables
from bot.store.database import Database

VISITORS = 4
VOTES = ("good", "bad", "none")


@dataclass
class Outcome:
    """What a run acknowledged, and what is left of it."""

    rounds: int = 0
    acknowledged: dict[str, str] = field(default_factory=dict)
    lost: int = 0
    altered: int = 0
    questions: int = 0
    sound: bool = True
    slowest_start: float = 0.0


def post(address: str, path: str, body: dict[str, object]) -> dict[str, object]:
    """The JSON of an answer with 200; anything else raises."""
    request = urllib.request.Request(address + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as response:
        return dict(json.load(response))


def visit(address: str, seed: int, ended: threading.Event, acknowledged: dict[str, str]) -> None:
    """Ask and vote until the server dies. The votes of a reply may change: the last acknowledged one counts."""
    draw = random.Random(seed)
    while not ended.is_set():
        try:
            reply_id = str(post(address, "/api/ask", {"question": f"rye bread {draw.randrange(1000)}"})["reply_id"])
            vote = draw.choice(VOTES)
            post(address, "/api/feedback", {"reply_id": reply_id, "vote": vote})
        except (OSError, ValueError, http.client.HTTPException):
            time.sleep(0.01)
        else:
            acknowledged[reply_id] = vote


def one_round(number: int, knowledge: Path, folder: Path, outcome: Outcome) -> None:
    """Start, load, kill."""
    port = free_port()
    began = time.monotonic()
    with (folder / "serve.log").open("ab") as log:
        process = subprocess.Popen(
            [FAQBOT, "serve", "--port", str(port), "--knowledge", str(knowledge)], stderr=log, stdout=log, start_new_session=True
        )
    address = f"http://127.0.0.1:{port}"
    eventually(lambda: _answers(address), "the server answers")
    outcome.slowest_start = max(outcome.slowest_start, time.monotonic() - began)
    ended = threading.Event()
    threads = [
        threading.Thread(target=visit, args=(address, number * VISITORS + each, ended, outcome.acknowledged))
        for each in range(VISITORS)
    ]
    for thread in threads:
        thread.start()
    time.sleep(random.Random(number).uniform(0.2, 1.2))
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    ended.set()
    for thread in threads:
        thread.join()
    outcome.rounds += 1


def run(rounds: int, folder: Path) -> Outcome:
    """All rounds over one database in `folder`, and the comparison."""
    knowledge = folder / "bakery.yaml"
    knowledge.write_text(knowledge_text())
    os.environ["FAQBOT_DATABASE"] = str(folder / "faqbot.db")
    outcome = Outcome()
    for number in range(rounds):
        one_round(number, knowledge, folder, outcome)
    database = Database(str(folder / "faqbot.db"))
    with database.reading() as connection:
        kept = {row.reply_id: row.vote for row in connection.execute(select(tables.votes))}
        outcome.questions = len(connection.execute(select(tables.questions.c.id)).all())
        outcome.sound = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    database.close()
    outcome.lost = sum(reply_id not in kept for reply_id in outcome.acknowledged)
    outcome.altered = sum(kept.get(reply_id, vote) != vote for reply_id, vote in outcome.acknowledged.items())
    return outcome


def _answers(address: str) -> bool:
    with suppress(OSError), urllib.request.urlopen(address + "/healthz", timeout=5) as response:
        return bool(response.status == 200)
    return False


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rounds", type=int, nargs="?", default=200)
    with tempfile.TemporaryDirectory() as folder:
        found = run(parser.parse_args().rounds, Path(folder))
    print(f"{found.rounds} rounds, {len(found.acknowledged)} votes acknowledged, {found.lost} lost, {found.altered} altered")
    print(f"{found.questions} questions kept; the database is {'sound' if found.sound else 'DAMAGED'}")
    print(f"slowest start {found.slowest_start:.1f} s")
    raise SystemExit(0 if found.sound and not found.lost and not found.altered else 1)
