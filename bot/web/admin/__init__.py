"""The editor's pages under /admin: what was asked, what was missed, and teaching it. Off unless `FAQBOT_ADMIN_SECRET` is set.

They need no script: forms and links alone, so they work without a mouse, and their policy allows none.
"""

from __future__ import annotations

import os

from flask import Blueprint, Flask, Response, render_template
from werkzeug.exceptions import HTTPException

from bot.errors import BotError, SettingError, StoreError
from bot.web.admin import entries, lessons, login, needs, overview, trying
from bot.web.admin.login import Gate

SHORTEST_SECRET = 32  # characters

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


def secret() -> str | None:
    """`FAQBOT_ADMIN_SECRET`, or None where there is none.

    Raises:
        SettingError: It is too short to be safe.
    """
    written = os.environ.get("FAQBOT_ADMIN_SECRET")
    if written and len(written) < SHORTEST_SECRET:
        found = f"{len(written)} characters"  # the secret itself belongs into no log
        raise SettingError("FAQBOT_ADMIN_SECRET", found, f"at least {SHORTEST_SECRET}, drawn at random")
    return written or None


def attach(app: Flask, key: str) -> None:
    """Give the app its editor's pages."""
    app.extensions["faqbot-gate"] = Gate(key)
    blueprint = Blueprint("admin", __name__, url_prefix="/admin")
    for room in (login, overview, needs, lessons, entries, trying):
        room.add_routes(blueprint)
    blueprint.before_request(login.guard)
    blueprint.after_request(_harden)
    blueprint.context_processor(overview.every_page)
    blueprint.register_error_handler(BotError, _problem)
    blueprint.register_error_handler(HTTPException, _http_problem)
    app.register_blueprint(blueprint)


def _harden(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-store"
    return response


def _problem(error: BotError) -> tuple[str, int]:
    return render_template("admin/problem.html", message=str(error)), 503 if isinstance(error, StoreError) else 409


def _http_problem(error: HTTPException) -> tuple[str, int, list[tuple[str, str]]]:
    kept = [(name, value) for name, value in error.get_headers() if name in {"Allow", "Retry-After"}]
    return render_template("admin/problem.html", message=error.description), error.code or 500, kept
