"""Runs the app on granian, a production server: one process for the sockets, workers that answer."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from bot.web.logs import SHARED, access, configuration


def app() -> Flask:
    """The app of a worker; the knowledge's place comes through the environment, as workers are processes of their own."""
    from bot.web import create_app

    made = create_app(os.environ["FAQBOT_KNOWLEDGE"])
    made.extensions["faqbot-memory"].keep_tidy()
    return made


def address(host: str, port: int) -> str:
    """Where a browser on this machine finds the page."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{name}:{port}/"


def serve(place: Path, host: str, port: int, workers: int) -> None:
    """Serve until a signal ends it; requests under way are finished first."""
    os.environ["FAQBOT_KNOWLEDGE"] = str(place.resolve())
    with tempfile.TemporaryDirectory(prefix="faqbot-") as shared:
        if workers > 1:
            os.environ[SHARED] = shared
        _serve(host, port, workers)


def _serve(host: str, port: int, workers: int) -> None:
    server = Granian(
        "bot.web.serving:app",
        factory=True,
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        workers=workers,
        blocking_threads=os.cpu_count(),
        backpressure=256,
        log_level=LogLevels.warning,
        log_dictconfig=configuration(access()),
        websockets=False,
        workers_kill_timeout=10,
        respawn_failed_workers=True,
    )
    server.serve()
