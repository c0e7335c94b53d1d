"""Who may see the editor's pages: whoever knows the secret. A signed cookie that no script reads, a token in every form."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections import deque
from typing import cast

from flask import Blueprint, Response, current_app, g, redirect, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.exceptions import Forbidden, TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

COOKIE = "faqbot_admin"
LONGEST = 12 * 3600  # seconds that a login lasts
TRIES = 5  # wrong secrets of one address in a minute
ALL_TRIES = 60  # wrong secrets in a minute, of whatever addresses
MINUTE = 60.0


class Gate:
    """Knows the secret, signs logins and counts wrong tries. `clock` gives seconds."""

    def __init__(self, key: str) -> None:
        self.clock = time.monotonic
        self._key = key.encode()
        self._signer = URLSafeTimedSerializer(key, salt="faqbot-admin", signer_kwargs={"digest_method": hashlib.sha256})
        self._wrong: deque[tuple[float, str]] = deque(maxlen=ALL_TRIES)
        self._lock = threading.Lock()

    def opens(self, tried: str, address: str) -> bool:
        """Whether a secret is the right one.

        Raises:
            TooManyRequests: There were too many wrong tries in the last minute; then the right one does not count either.
        """
        with self._lock:
            now = self.clock()
            while self._wrong and self._wrong[0][0] < now - MINUTE:
                self._wrong.popleft()
            if len(self._wrong) >= ALL_TRIES or sum(each == address for _, each in self._wrong) >= TRIES:
                raise TooManyRequests("too many wrong secrets, expected the right one a minute from now", retry_after=int(MINUTE))
            right = hmac.compare_digest(tried.encode("utf-8", "replace"), self._key)
            if not right:
                self._wrong.append((now, address))
            return right

    def cookie(self) -> str:
        """A new login."""
        return self._signer.dumps(secrets.token_urlsafe(16))

    def login(self, cookie: str) -> str | None:
        """The login that a cookie carries; None where it is none, or too old."""
        try:
            return str(self._signer.loads(cookie, max_age=LONGEST))
        except BadSignature:
            return None

    def token(self, login: str) -> str:
        """What the forms of a login carry, so that no other site can send them."""
        return hmac.new(self._key, f"form {login}".encode(), hashlib.sha256).hexdigest()


def gate() -> Gate:
    """The app's gate."""
    return cast("Gate", current_app.extensions["faqbot-gate"])


def guard() -> AnyResponse | None:
    """Let nobody by without a login, and no form without its token."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"} and request.method != "GET":
        raise Forbidden("this form was sent from another site, expected it from here")
    login = gate().login(request.cookies.get(COOKIE, ""))
    g.token = gate().token(login) if login else ""
    if request.endpoint == "admin.login":
        return None
    if not login:
        if request.method in {"GET", "HEAD"}:
            return redirect(url_for("admin.login"), 303)
        raise Forbidden("you are not logged in")
    if request.method not in {"GET", "HEAD", "OPTIONS"} and not hmac.compare_digest(
        request.form.get("token", "").encode(), g.token.encode()
    ):
        raise Forbidden("the form's token is not that of your login: load the page again")
    return None


def add_routes(blueprint: Blueprint) -> None:
    """Log in and out."""

    @blueprint.route("/login", methods=["GET", "POST"])
    def login() -> AnyResponse | str | tuple[str, int]:
        if request.method == "GET":
            return redirect(url_for("admin.overview"), 303) if g.token else render_template("admin/login.html", wrong=False)
        if not gate().opens(request.form.get("secret", ""), request.remote_addr or ""):
            return render_template("admin/login.html", wrong=True), 403
        response = redirect(url_for("admin.overview"), 303)
        response.set_cookie(
            COOKIE,
            gate().cookie(),
            max_age=LONGEST,
            path=url_for("admin.overview"),
            httponly=True,
            samesite="Strict",
            secure=request.is_secure,
        )
        return response

    @blueprint.post("/logout")
    def logout() -> Response | AnyResponse:
        response = redirect(url_for("admin.login"), 303)
        response.delete_cookie(COOKIE, path=url_for("admin.overview"), httponly=True, samesite="Strict")
        return response
