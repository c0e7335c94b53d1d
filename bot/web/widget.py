"""The widget as it is served: its modules joined into one classic script, made when the server starts."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, request

from bot.version import VERSION
from bot.web.stripping import strip_css, strip_javascript

STATIC = Path(__file__).with_name("static")
MODULES = STATIC / "widget"
A_YEAR = 31_536_000  # seconds

_IMPORT = re.compile(r'^import [^;]*? from "\./([\w-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async |)(?:function|class|const) )", re.MULTILINE)

blueprint = Blueprint("widget", __name__)


@dataclass(frozen=True)
class Widget:
    """The script, the name of its state in addresses that never change, its hash for `integrity`, and the other languages'
    strings by code."""

    code: bytes
    version: str
    integrity: str
    strings: dict[str, bytes]


@cache
def built() -> Widget:
    """The widget of this process."""
    strings = {path.stem: _compact(path) for path in sorted((MODULES / "strings").glob("*.json"))}
    sheet = "".join(strip_css(path.read_text("utf-8")) for path in (STATIC / "tokens.css", MODULES / "widget.css"))
    body = strip_javascript("".join(module(name) for name in modules("widget.js")))
    state = hashlib.sha256(repr((body, sheet, strings)).encode()).hexdigest()[:10]
    version = f"{VERSION}-{state}"
    head = f"const SHEET={json.dumps(sheet)},VERSION={json.dumps(version)},LANGUAGES={json.dumps(' '.join(strings))};\n"
    code = f'(()=>{{"use strict";\n{head}{body}}})();\n'.encode()
    integrity = "sha384-" + base64.b64encode(hashlib.sha384(code).digest()).decode()
    return Widget(code, version, integrity, strings)


def languages() -> list[tuple[str, str]]:
    """The languages of the interface: codes, and their names in themselves."""
    return [("en", "English"), *((code, json.loads(table)["name"]) for code, table in built().strings.items())]


def modules(name: str, seen: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The names of the modules that `name` needs and of itself, each after those it imports."""
    for other in _IMPORT.findall((MODULES / name).read_text("utf-8")):
        if other not in seen and other != name:
            seen = modules(other, seen)
    return (*seen, name)


def module(name: str) -> str:
    """A module's code without what only modules may say. Top-level names are shared by all, and a test keeps them apart."""
    return _EXPORT.sub("", _IMPORT.sub("", (MODULES / name).read_text("utf-8")))


@blueprint.get("/widget.js")
def moving() -> Response:
    """The widget as it is now, at an address for good: asked for again each time, and sent only when it changed."""
    return _served(built().code, "text/javascript", "no-cache")


@blueprint.get("/widget/<version>/widget.js")
def pinned(version: str) -> Response:
    """The widget at an address that is another with each change, for pages that pin it by its hash."""
    if version != built().version:
        abort(404, f"the widget is now {built().version}; expected its address from /embed, or /widget.js, which never changes")
    return _served(built().code, "text/javascript", f"public, max-age={A_YEAR}, immutable")


@blueprint.get("/widget/<version>/<language>.json")
def strings(version: str, language: str) -> Response:
    """The words of the interface in a language. A page may still run the script from before an update."""
    found = built().strings.get(language)
    if found is None:
        abort(404, f"there are no strings for {language!r}, expected one of {', '.join(built().strings)}")
    current = version == built().version
    return _served(found, "application/json", f"public, max-age={A_YEAR}, immutable" if current else "no-cache")


def _served(content: bytes, kind: str, caching: str) -> Response:
    packed = request.accept_encodings.quality("gzip") > 0
    response = Response(_packed(content) if packed else content, mimetype=kind)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = caching
    # Any page may load what is public anyway; `integrity` needs the first, a page that isolates itself the second.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.add_etag()
    response.make_conditional(request)
    return response


@cache
def _packed(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


def _compact(path: Path) -> bytes:
    return json.dumps(json.loads(path.read_text("utf-8")), ensure_ascii=False, separators=(",", ":")).encode()
