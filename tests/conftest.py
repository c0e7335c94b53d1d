"""What the tests share: a small bakery that is easy to remember, and the heat pump bot that faqbot ships."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bot import Assistant, Entry, KnowledgeBase
from bot.records import Article, ArticleSource, Link
from bot.web import create_app

ROOT = Path(__file__).parents[1]

BAKERY = Article(
    id="bakery",
    title="The bakery",
    source=ArticleSource("All about our bakery", "https://bakery.example/about", "2026-01-31", (("Myth 1", "myths"),)),
    welcome="Welcome to the bakery!",
    starters=("opening-hours", "sourdough"),
    contact="Ask at the counter.",
    synonyms=(("bread", "loaf"),),
)

ENTRIES = (
    Entry(
        "opening-hours",
        "When is the bakery open?",
        "From **seven** in the morning to six in the evening, every day but Sunday.",
        ("what are your opening hours", "at what time do you close", "are you open on saturday"),
        source=("Opening hours", "Visit us"),
        related=("sourdough", "delivery"),
        article="bakery",
    ),
    Entry(
        "sourdough",
        "How long does the sourdough rest?",
        "It rests for *eighteen hours*.\n\n- flour\n- water\n- salt\n\nSee [the recipe](https://bakery.example/recipe).",
        ("resting time of the sourdough", "how many hours does the dough rise", "fermentation of your bread"),
        source=("Our sourdough",),
        related=("opening-hours",),
        read_more=(Link("The recipe", "https://bakery.example/recipe"),),
        article="bakery",
    ),
    Entry(
        "white-flour",
        "White flour is poison.",
        "No, it is not: white flour is wheat without the bran.",
        ("is white flour bad for you", "white flour is toxic", "isn't white flour unhealthy"),
        kind="misconception",
        verdict="wrong",
        source=("Myth 1", "Myths"),
        article="bakery",
    ),
    Entry("oven", "The oven", "A wood-fired stone oven from 1911.", ("what oven do you use", "wood fired oven"), kind="topic",
          source=("The oven",), article="bakery"),
    Entry("delivery", "Do you deliver?", "Yes, within the town, by bicycle.", ("home delivery", "can you bring bread to my house"),
          source=("Delivery",), article="bakery"),
    Entry(
        "prices",
        "How much does a cake cost?",
        "Prices are not in this article. The counter knows them.",
        ("price of a birthday cake", "what do your cakes cost"),
        kind="not-covered",
        related=("delivery",),
        article="bakery",
    ),
)  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> object:
    """No test reads or writes the cache of whoever runs it, nor their knowledge."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FAQBOT_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.delenv("FAQBOT_KNOWLEDGE", raising=False)
        yield


@pytest.fixture(scope="session")
def bakery() -> KnowledgeBase:
    """A small knowledge base."""
    return KnowledgeBase(ENTRIES, (BAKERY,))


@pytest.fixture(scope="session")
def assistant(bakery: KnowledgeBase) -> Assistant:
    """The bot of the bakery."""
    return Assistant(bakery)


@pytest.fixture(scope="session")
def heat_pumps() -> Assistant:
    """The bot that faqbot ships."""
    return Assistant.open(ROOT / "knowledge")


@pytest.fixture
def client(assistant: Assistant) -> FlaskClient:
    """A client of the bakery's web app."""
    return create_app(assistant).test_client()


@pytest.fixture
def heat_pump_client(heat_pumps: Assistant) -> FlaskClient:
    """A client of the heat pump web app."""
    return create_app(heat_pumps).test_client()
