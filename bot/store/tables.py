"""The tables as the statements name them; `migrations.py` makes them. Times are whole seconds since 1970, UTC; days ISO dates."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData()

# One row a question. In the mode "counts" `text` and `visitor` are empty and there is no wording.
questions = Table(
    "questions",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("reply_id", Text, nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("entry", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("article", Text, nullable=False),
    Column("surface", Text, nullable=False),
    Column("visitor", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("wording", BigInteger),
)


def _sums() -> list[Column[int]]:
    """What is counted of a wording, and summed over the wordings of a need."""
    counted = ("missed", "near", "bad", "none", "weight")
    return [
        *(Column(name, Integer, nullable=False) for name in counted),
        *(Column(name, BigInteger, nullable=False) for name in ("first_asked", "last_asked")),
    ]


# One row a distinct question, however it was capitalised and punctuated. `missed` counts the replies without an answer, `near`
# those with suggestions, `bad` the thumbs down, `none` the "none of these"; `weight` is their sum.
wordings = Table(
    "wordings",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("key", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("need", BigInteger),
    Column("asked", Integer, nullable=False),
    *_sums(),
)

# Wordings that mean much the same; the sums are those of its wordings. `weighed` is 0 when its terms must be weighed again,
# for some of its wordings were forgotten.
needs = Table(
    "needs",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("state", Text, nullable=False),
    Column("wordings", Integer, nullable=False),
    Column("weighed", Integer, nullable=False),
    *_sums(),
)

# What a term weighs in all wordings of a need together.
need_terms = Table(
    "need_terms",
    metadata,
    Column("term", Text, primary_key=True),
    Column("need", BigInteger, primary_key=True),
    Column("weight", Float, nullable=False),
)

votes = Table(
    "votes",
    metadata,
    Column("reply_id", Text, primary_key=True),
    Column("voted_at", BigInteger, nullable=False),
    Column("vote", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("wording", BigInteger),
)

picks = Table(
    "picks",
    metadata,
    Column("reply_id", Text, primary_key=True),
    Column("picked_at", BigInteger, nullable=False),
    Column("entry", Text, nullable=False),
    Column("wording", BigInteger),
)

# Counts by day; they hold nothing of a visitor and outlive the questions.
days = Table(
    "days",
    metadata,
    Column("day", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("tenth", Integer, primary_key=True),  # of the confidence, 0 to 9
    Column("count", Integer, nullable=False),
)

day_votes = Table(
    "day_votes",
    metadata,
    Column("day", Text, primary_key=True),
    Column("vote", Text, primary_key=True),
    Column("count", Integer, nullable=False),
)

usage = Table(
    "usage",
    metadata,
    Column("day", Text, primary_key=True),
    Column("entry", Text, primary_key=True),
    Column("count", Integer, nullable=False),
)

# A day's salt of the visitor hashes; gone when the day is over, so that no hash can be traced back.
salts = Table("salts", metadata, Column("day", Text, primary_key=True), Column("salt", LargeBinary, nullable=False))

# What was taught: a knowledge file went from one version to another. `undone_at` is 0 while it stands.
lessons = Table(
    "lessons",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("taught_at", BigInteger, nullable=False),
    Column("what", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("need", BigInteger),
    Column("undone_at", BigInteger, nullable=False),
)

# Contents of knowledge files (zlib), by the SHA-256 of the content.
versions = Table("versions", metadata, Column("hash", Text, primary_key=True), Column("content", LargeBinary, nullable=False))
