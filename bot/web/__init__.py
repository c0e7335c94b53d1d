"""The web app: `create_app()` for any WSGI server; `faqbot serve` runs it on granian."""

from __future__ import annotations

from flask import Flask, Response

from bot.assistant import Assistant
from bot.web import api, pages
from bot.web.live import LiveAssistant, Served

LARGEST_BODY = 64 * 1024  # bytes of a request

# Strict: nothing inline, nothing from elsewhere, no DOM sinks. JSON-LD on /faq is data and needs no permission.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
)


def create_app(knowledge: str | Assistant | None = None) -> Flask:
    """The app over the knowledge at a path (reloaded when its files change), or over an assistant as it is.

    Raises:
        KnowledgeMissingError: There is no knowledge at the path.
        KnowledgeError: The knowledge has mistakes.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.json.sort_keys = False  # type: ignore[attr-defined]  # DefaultJSONProvider has it, its base does not say so
    app.extensions["faqbot"] = (
        LiveAssistant(Served(knowledge, "")) if isinstance(knowledge, Assistant) else LiveAssistant.watching(knowledge)
    )
    app.register_blueprint(api.blueprint, url_prefix="/api")
    app.register_blueprint(pages.blueprint)
    api.handle_errors(app)
    app.after_request(_harden)
    return app


def _harden(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    return response
