"""Reading the bodies of requests. What does not fit is refused with what was expected."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from flask import request


class BadRequestError(Exception):
    """A request that cannot be understood; `code` is for programs, the message for people."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


def refuse(code: str, message: str, status: int = 400) -> NoReturn:
    """Answer the request with an error.

    Raises:
        BadRequestError: Always.
    """
    raise BadRequestError(status, code, message)


def json_object() -> dict[str, Any]:
    """The JSON object of the request.

    Raises:
        BadRequestError: Its body is something else.
    """
    # A form or a plain-text post can come from any site without the browser asking first; JSON cannot.
    if request.mimetype != "application/json":
        refuse("not_json", "expected the header Content-Type: application/json", 415)
    try:
        body = json.loads(request.get_data(cache=False), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        refuse("not_json", 'the body is not JSON, expected an object such as {"question": "..."}')
    if not isinstance(body, dict):
        refuse("not_an_object", 'expected a JSON object such as {"question": "..."}')
    return body


def text_field(body: dict[str, Any], field: str, longest: int) -> str:
    """A field that must be text of at most `longest` characters.

    Raises:
        BadRequestError: It is something else.
    """
    value = body.get(field)
    if not isinstance(value, str):
        refuse(f"{field}_missing" if value is None else f"{field}_not_text", f"expected {field!r} to be text")
    if len(value) > longest:
        refuse(f"{field}_too_long", f"{field!r} has {len(value)} characters, expected at most {longest}")
    if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
        refuse(f"{field}_not_text", f"{field!r} holds a NUL or half a surrogate pair, expected text")
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
