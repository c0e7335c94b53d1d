"""The web app: `create_app()` for any WSGI server; `faqbot serve` runs it on granian."""

from __future__ import annotations

import os
from functools import partial

from flask import Flask

from bot import inbox
from bot.assistant import Assistant
from bot.store.database import Database
from bot.store.memory import Memory, mode
from bot.web import admin, api, observing, pages, widget
from bot.web.borders import guard
from bot.web.live import LiveAssistant, Served
from bot.web.settings import Settings

LARGEST_BODY = 64 * 1024  # bytes of a request
GATHERED = 1000  # wordings that are gathered into needs after each writing of questions


def create_app(knowledge: str | Assistant | None = None, settings: Settings | None = None) -> Flask:
    """The app over the knowledge at a path (reloaded when its files change), or over an assistant as it is.

    Args:
        knowledge: What it answers from.
        settings: How it serves; by default as the environment says.

    Raises:
        KnowledgeMissingError: There is no knowledge at the path.
        KnowledgeError: The knowledge has mistakes.
        SettingError: A variable of the environment holds what it cannot mean.
    """
    settings = settings or Settings.of(os.environ)
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.json.sort_keys = False  # type: ignore[attr-defined]  # DefaultJSONProvider has it, its base does not say so
    app.extensions["faqbot"] = (
        LiveAssistant(Served(knowledge, "")) if isinstance(knowledge, Assistant) else LiveAssistant.watching(knowledge)
    )
    app.extensions["faqbot-memory"] = Memory(mode(), after=partial(_gather, app))
    app.register_blueprint(api.blueprint, url_prefix="/api")
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(widget.blueprint)
    if secret := admin.secret():
        admin.attach(app, secret)
    observing.observe(app)
    api.handle_errors(app)
    widget.built()  # now, rather than while the first visitor waits
    guard(app, settings)
    return app


def _gather(app: Flask, database: Database) -> None:
    """Gather what was asked in vain, a bounded piece after each writing."""
    inbox.gather(app.extensions["faqbot"].served.assistant, database, GATHERED)
