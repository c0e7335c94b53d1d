"""What the tests share: a small bakery that is easy to remember, and the heat pump bot that faqbot ships."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sysconfig
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from postgres import cluster, programs
from sqlalchemy import create_engine, text

from bot import Assistant, Entry, KnowledgeBase
from bot.records import Article, ArticleSource, Link
from bot.web import create_app

if TYPE_CHECKING:
    from browsing import Enter
    from playwright.sync_api import Browser, BrowserContext

ROOT = Path(__file__).parents[1]
FAQBOT = str(Path(sysconfig.get_path("scripts")) / "faqbot")
PATIENCE = 60  # seconds that a server may take to start, stop, or notice a changed file

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
    Entry("delivery", "Do you deliver?", "Yes, within the town, by bicycle.", ("home delivery", "bring bread to my house"),
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
    """No test reads or writes the cache of whoever runs it, nor their knowledge or database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FAQBOT_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("FAQBOT_DATABASE", str(tmp_path_factory.mktemp("database") / "faqbot.db"))
        for name in ("FAQBOT_KNOWLEDGE", "FAQBOT_LOG", "FAQBOT_RETENTION", "FAQBOT_ADMIN_SECRET", "FAQBOT_ACCESS"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL server's databases, with {} for the name; without one the tests are skipped, but never in CI."""
    if programs() is None or find_spec("psycopg") is None:
        reason = "there is no PostgreSQL or psycopg on this machine (Debian: apt-get install postgresql)"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    with cluster(tmp_path_factory.mktemp("postgres")) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a new, empty database, of one sort and of the other."""
    if request.param == "sqlite":
        return str(tmp_path / "new" / "faqbot.db")
    url: str = request.getfixturevalue("postgres")
    name = f"faqbot_{uuid4().hex}"
    engine = create_engine(url.format("postgres").replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return url.format(name)


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


def knowledge_text(entries: Sequence[Entry] = ENTRIES, article: Article = BAKERY) -> str:
    """A knowledge file with these entries; JSON, which is YAML too."""
    assert article.source
    unwritten = {"article", "origin"}
    rows = [{name: value for name, value in asdict(entry).items() if name not in unwritten} for entry in entries]
    for row in rows:
        if row["verdict"] is None:
            del row["verdict"]
    head = {name: value for name, value in asdict(article).items() if name != "id"}
    return json.dumps({"format": "1", **head, "source": _written(article.source), "entries": rows}, indent=1)


def _written(source: ArticleSource) -> dict[str, object]:
    return {**asdict(source), "anchors": dict(source.anchors)}


@pytest.fixture
def bakery_folder(tmp_path: Path) -> Path:
    """A folder with the bakery's knowledge as a file."""
    folder = tmp_path / "knowledge"
    folder.mkdir()
    (folder / "bakery.yaml").write_text(knowledge_text())
    return folder


@dataclass(frozen=True)
class Server:
    """A running `faqbot serve`; `log` holds what it writes to standard error."""

    process: subprocess.Popen[bytes]
    address: str
    log: Path

    def fetch(self, path: str, body: object = None) -> tuple[int, dict[str, Any]]:
        """Status and JSON of a GET, or of a POST where there is a body."""
        content = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, content, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=20) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)


Serve: TypeAlias = Callable[[Path], Server]


class Site:
    """A web server of another origin; `show` puts a page on it."""

    def __init__(self) -> None:
        pages = self._pages = dict[str, tuple[str, dict[str, str]]]()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body, headers = pages.get(self.path, ("", {}))
                self.send_response(200 if self.path in pages else 404)
                for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://localhost:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def show(self, body: str, *, head: str = "", path: str = "", page: str = "", **headers: str) -> str:
        """The address of a new page with this body."""
        path = path or f"/{len(self._pages)}"
        # The icon is data, so that the browser asks the site for none.
        start = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Host</title><link rel="icon" href="data:,">'
        viewport = '<meta name="viewport" content="width=device-width">'
        html = page or f"{start}{viewport}{head}</head><body><main><h1>Host</h1>{body}</main></body></html>"
        self._pages[path] = (html, {name.replace("_", "-"): value for name, value in headers.items()})
        return self.origin + path

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(true: Callable[[], object], what: str) -> None:
    """Wait until `true` is; fail with `what` when it takes too long."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"waited {PATIENCE} s in vain: {what}"
        time.sleep(0.05)


@contextmanager
def serving(knowledge: Path, log: Path, *options: str, **environment: str) -> Iterator[Server]:
    """`faqbot serve` in a process of its own, from its first answer until the end of the block."""
    port = free_port()
    arguments = [FAQBOT, "serve", "--port", str(port), "--knowledge", str(knowledge), *options]
    with log.open("wb") as errors:
        process = subprocess.Popen(
            arguments, stderr=errors, stdout=errors, start_new_session=True, env={**os.environ, **environment}
        )
    server = Server(process, f"http://127.0.0.1:{port}", log)
    try:
        eventually(lambda: process.poll() is not None or _answers(server), "the server answers")
        assert process.poll() is None, log.read_text()
        yield server
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(15)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # its workers too, should it have left any
        process.wait(15)


def _answers(server: Server) -> bool:
    try:
        return server.fetch("/healthz")[0] == 200
    except OSError:
        return False


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Serves a knowledge until the test ends."""
    with ExitStack() as running:
        yield lambda knowledge: running.enter_context(serving(knowledge, tmp_path / "serve.log"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, one for all tests."""
    from browsing import ARGUMENTS, chromium
    from playwright.sync_api import sync_playwright

    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """A site of someone else."""
    site = Site()
    yield site
    site.close()


@pytest.fixture(scope="session")
def heat_pump_server(tmp_path_factory: pytest.TempPathFactory, site: Site) -> Iterator[Server]:
    """The heat pump bot, which the site may embed."""
    log = tmp_path_factory.mktemp("serve") / "log"
    with serving(ROOT / "knowledge", log, FAQBOT_ORIGINS=site.origin) as server:
        yield server


@pytest.fixture
def enter(browser: Browser, heat_pump_server: Server) -> Iterator[Enter]:
    """Opens the chat page; at the end nothing may have gone wrong in it but what a test took off `complaints`."""
    from browsing import WATCH, Visit

    visits: list[tuple[BrowserContext, Visit]] = []

    def visit(server: Server = heat_pump_server, path: str = "/", address: str = "", **options: Any) -> Visit:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        context.set_default_timeout(10_000)
        here = Visit(context.new_page())
        here.page.add_init_script(WATCH)
        here.page.on("console", lambda said: here.complaints.append(said.text) if said.type == "error" else None)
        here.page.on("pageerror", lambda error: here.complaints.append(str(error)))
        here.page.on("dialog", here.dismiss)
        visits.append((context, here))
        here.page.goto(address or server.address + path)
        return here

    yield visit
    for context, here in visits:
        context.close()
        assert here.complaints == []
