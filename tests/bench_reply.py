"""How fast `Assistant.reply` is beside the search that a tutorial builds: python tests/bench_reply.py [ENTRIES...]

The peer fits a TfidfVectorizer on the same questions and phrasings, and for each query transforms it, takes the cosine
similarity with all of them and sorts. Both answer the same queries in turn, in one process on one thread; what counts is the
ratio of the medians. Without ENTRIES it takes the shipped knowledge, 1 000 and 100 000 entries (the latter takes minutes to fit).
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import cosine_similarity

from bot import Assistant, Entry, KnowledgeBase
from bot.calibrating import build

WORDS = 50_000  # of the made-up language, their frequencies falling as those of a real one
ASKED = 300
SIZES = (0, 1_000, 100_000)  # 0: the shipped knowledge


def made_up(entries: int, draw: random.Random) -> KnowledgeBase:
    """Entries of one question of ten words and an answer of thirty."""
    syllables = [a + b for a in "bdfgklmnprst" for b in ("a", "e", "i", "o", "u", "an", "er", "il", "on")]
    words = ["".join(draw.choice(syllables) for _ in range(draw.randint(2, 4))) for _ in range(WORDS)]
    weights = [1 / (rank + 2.7) for rank in range(WORDS)]  # Zipf and Mandelbrot's law
    drawn = draw.choices(words, weights, k=40 * entries)
    texts = (drawn[40 * at : 40 * at + 40] for at in range(entries))
    return KnowledgeBase([Entry(f"e{at}", " ".join(text[:10]) + "?", " ".join(text[10:]) + ".") for at, text in enumerate(texts)])


def queries(knowledge: KnowledgeBase, draw: random.Random) -> list[str]:
    """Phrasings with words left out, and a slip of the pen in every third."""
    asked = []
    for at in range(ASKED):
        words = draw.choice(draw.choice(knowledge.entries).phrasings).split()
        kept = [word for word in words if draw.random() < 0.7] or words
        if at % 3 == 0:
            place = draw.randrange(len(kept))
            cut = draw.randrange(len(kept[place]))
            kept[place] = kept[place][:cut] + kept[place][cut + 1 :] or kept[place]
        asked.append(" ".join(kept))
    return asked


def peer(knowledge: KnowledgeBase) -> Callable[[str], object]:
    """The tutorial's search over all phrasings."""
    texts = [phrasing for entry in knowledge.entries for phrasing in entry.phrasings]
    vectorizer = TfidfVectorizer(ngram_range=(1, 2))
    matrix = vectorizer.fit_transform(texts)
    return lambda query: cosine_similarity(vectorizer.transform([query]), matrix)[0].argsort()[::-1][:10]


def medians(asked: Sequence[str], searches: Sequence[Callable[[str], object]]) -> list[float]:
    """Milliseconds a query for each search, one query after the other put to all of them."""
    spent: list[list[float]] = [[] for _ in searches]
    for query in asked:
        for search, times in zip(searches, spent, strict=True):
            started = time.perf_counter()
            search(query)
            times.append(1000 * (time.perf_counter() - started))
    return [statistics.median(times) for times in spent]


def main() -> None:
    """Print a line for each size."""
    for size in [int(each) for each in sys.argv[1:]] or SIZES:
        draw = random.Random(0)
        shipped = Path(__file__).parents[1] / "knowledge"
        knowledge = made_up(size, draw) if size else Assistant.open(shipped).knowledge
        assistant, search = Assistant(build(knowledge)), peer(knowledge)
        medians(queries(knowledge, draw), [assistant.reply, search])  # other queries first: a server has been up for a while
        ours, theirs = medians(queries(knowledge, draw), [assistant.reply, search])
        print(f"{len(knowledge.entries):>7} entries: reply {ours:.2f} ms, peer {theirs:.2f} ms, ratio {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
