"""What a machine watches: /metrics for Prometheus, a log line a request, and the id by which the two and an error meet."""

from __future__ import annotations

import hmac
import logging
import os
import re
import secrets
import time
from typing import cast

from flask import Blueprint, Flask, Response, current_app, g, request

from bot.records import Reply
from bot.web import logs
from bot.web.logs import SHARED
from bot.web.remembering import memory

SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
TENTHS = tuple(tenth / 10 for tenth in range(1, 11))
TEXT_FORMAT = "text/plain; version=1.0.0; charset=utf-8"  # of Prometheus
UNKNOWN = "none"  # the route of a request that has none

_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)

blueprint = Blueprint("observing", __name__)
log = logging.getLogger("faqbot")


class Figures:
    """The figures of an app. Labels are routes as they are written, never what a visitor sent."""

    def __init__(self) -> None:
        # Imported by the workers alone: at its import the library decides whether figures are shared between processes.
        from prometheus_client import CollectorRegistry, Counter, Histogram

        self.registry = CollectorRegistry()
        self.requests = Counter("faqbot_requests", "Requests", ("route", "method", "status"), registry=self.registry)
        self.seconds = Histogram(
            "faqbot_request_seconds", "Time that requests took", ("route",), registry=self.registry, buckets=SECONDS
        )
        self.replies = Counter("faqbot_replies", "Replies by kind", ("kind",), registry=self.registry)
        self.confidence = Histogram("faqbot_confidence", "Confidence of replies", registry=self.registry, buckets=TENTHS)
        self.lost = Counter("faqbot_questions_lost", "Questions that could not be kept", registry=self.registry)
        self.seen_lost = 0

    def write(self) -> bytes:
        """The figures in Prometheus's text format, of all workers together."""
        from prometheus_client import CollectorRegistry, generate_latest
        from prometheus_client.multiprocess import MultiProcessCollector

        if not os.environ.get(SHARED):
            return generate_latest(self.registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]  # its constructor alone has no types
        return generate_latest(together)


def observe(app: Flask) -> None:
    """Watch every request of an app."""
    app.extensions["faqbot-figures"] = Figures()
    app.config["FAQBOT_ACCESS"] = logs.access()
    app.register_blueprint(blueprint)
    app.before_request(_begin)
    app.after_request(_end)


def replied(reply: Reply) -> None:
    """Count a reply."""
    figures = _figures()
    figures.replies.labels(reply.kind).inc()
    figures.confidence.observe(reply.confidence)
    g.reply = reply


@blueprint.get("/metrics")
def metrics() -> Response:
    """The figures; only for who has the token, where `FAQBOT_METRICS_TOKEN` is set."""
    token = os.environ.get("FAQBOT_METRICS_TOKEN", "")
    sent = request.headers.get("Authorization", "")
    if token and not hmac.compare_digest(sent.encode(), f"Bearer {token}".encode()):
        return Response("expected the header Authorization: Bearer with the token\n", 401, {"WWW-Authenticate": "Bearer"})
    return Response(_figures().write(), content_type=TEXT_FORMAT)


def _figures() -> Figures:
    return cast("Figures", current_app.extensions["faqbot-figures"])


def _begin() -> None:
    g.began = time.perf_counter()
    sent = request.headers.get("X-Request-Id", "")
    g.request_id = sent if _ID.fullmatch(sent) else secrets.token_hex(8)


def _end(response: Response) -> Response:
    figures, took = _figures(), time.perf_counter() - g.began
    route = request.url_rule.rule if request.url_rule else UNKNOWN
    figures.requests.labels(route, request.method, response.status_code).inc()
    figures.seconds.labels(route).observe(took)
    if (lost := memory().lost) > figures.seen_lost:
        figures.lost.inc(lost - figures.seen_lost)
        figures.seen_lost = lost
    response.headers["X-Request-Id"] = g.request_id
    if (kept := current_app.config["FAQBOT_ACCESS"]) != "off":
        log.info("request", extra={"fields": _fields(response, route, took, with_text=kept == "text")})
    return response


def _fields(response: Response, route: str, took: float, *, with_text: bool) -> dict[str, object]:
    reply: Reply | None = g.get("reply")
    fields: dict[str, object] = {
        "request_id": g.request_id,
        "method": request.method,
        "route": route,
        "status": response.status_code,
        "seconds": round(took, 6),
    }
    if reply:
        fields |= {"kind": reply.kind, "confidence": round(reply.confidence, 4), "entry": reply.entry.id if reply.entry else None}
        fields |= {"question": reply.query} if with_text else {}
    return fields
