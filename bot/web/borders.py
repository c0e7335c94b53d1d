"""What other sites may do with the app: call its API, show its pages, and how often anyone may."""

from __future__ import annotations

import logging
from functools import cache

from flask import Flask, Response, jsonify, request
from werkzeug.middleware.proxy_fix import ProxyFix

from bot.web.limits import Limits
from bot.web.settings import Settings

LOOKUP = 0.1  # of what a question costs; a visitor looks up several times while typing one
PREFLIGHT_KEPT = "86400"  # seconds; browsers take at most some hours

log = logging.getLogger("faqbot")

# Strict: nothing inline, nothing from elsewhere, no DOM sinks. JSON-LD on /faq is data and needs no permission.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors {ancestors}; require-trusted-types-for 'script'; trusted-types 'none'"
)


def guard(app: Flask, settings: Settings) -> None:
    """Hold the app to `settings`."""
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count, x_prefix=count)  # type: ignore[method-assign]
    if settings.hosts:
        app.config["TRUSTED_HOSTS"] = list(settings.hosts)
    app.extensions["faqbot-settings"] = settings
    limits = Limits(settings)
    policy = CONTENT_SECURITY_POLICY.format(ancestors=_ancestors(settings))

    @app.before_request
    def check() -> tuple[Response, int] | Response | None:
        if request.blueprint != "api":
            return None
        if request.method == "OPTIONS":
            return _preflight(settings)
        wait = limits.take(request.remote_addr or "", 1.0 if request.method == "POST" else LOOKUP)
        if wait and not settings.proxies and "X-Forwarded-For" in request.headers:
            _hint()
        return _wait(wait) if wait else None

    @app.after_request
    def harden(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
        if request.blueprint == "api":
            _let_read(response, settings)
        return response


def allowed(settings: Settings) -> str | None:
    """The origin that the response may be read by: that of the request if it is on the list, compared letter by letter."""
    if "*" in settings.origins:
        return "*"
    origin = request.headers.get("Origin")
    return origin if origin in settings.origins else None


def _let_read(response: Response, settings: Settings) -> None:
    if settings.origins and "*" not in settings.origins:
        response.vary.add("Origin")
    if origin := allowed(settings):
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = "Retry-After"


def _preflight(settings: Settings) -> tuple[Response, int] | Response | None:
    """The answer to a browser that asks for a page of another site whether it may send a request."""
    if "Access-Control-Request-Method" not in request.headers:
        return None
    if not allowed(settings):
        origin = request.headers.get("Origin", "")[:200]
        message = f"pages of {origin!r} may not use this bot, expected an origin that FAQBOT_ORIGINS lists"
        return jsonify({"error": {"code": "origin_not_allowed", "message": message}}), 403
    response = Response(status=204)
    response.headers["Access-Control-Allow-Methods"] = "GET, POST"
    response.headers["Access-Control-Allow-Headers"] = "Content-Type"
    response.headers["Access-Control-Max-Age"] = PREFLIGHT_KEPT
    return response


@cache
def _hint() -> None:
    """Say once what is easily forgotten."""
    log.warning("a limit was reached by what looks like a proxy: while FAQBOT_PROXIES is not set, all its visitors count as one")


def _wait(seconds: int) -> tuple[Response, int]:
    message = f"too many questions in a short time, expected the next one in {seconds} s"
    response = jsonify({"error": {"code": "too_many_requests", "message": message}})
    response.headers["Retry-After"] = str(seconds)
    return response, 429


def _ancestors(settings: Settings) -> str:
    return "*" if "*" in settings.origins else " ".join(["'self'", *settings.origins])
