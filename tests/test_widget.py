"""The widget as the server makes it of its modules."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re

import pytest
from flask.testing import FlaskClient

from bot.web.widget import MODULES, built, module, modules

LARGEST = 12_000  # bytes of widget.js by gzip -9
ENGLISH = dict(re.findall(r'^  (\w+): "(.*)",$', (MODULES / "strings.js").read_text("utf-8"), re.MULTILINE))
LANGUAGES = ["ar", "de", "es", "fr", "it", "nl", "pl", "pt"]


def table(language: str) -> dict[str, str]:
    return dict(json.loads((MODULES / "strings" / f"{language}.json").read_text("utf-8")))


def test_the_widget_as_served_is_at_most_twelve_kilobytes(client: FlaskClient) -> None:
    assert len(gzip.compress(client.get("/widget.js").data, 9)) <= LARGEST


def test_it_is_sent_packed_to_who_unpacks_it(client: FlaskClient) -> None:
    response = client.get("/widget.js", headers={"Accept-Encoding": "gzip, br"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response.headers["Vary"]
    assert gzip.decompress(response.data) == client.get("/widget.js").data == built().code


def test_the_moving_address_is_asked_again_and_answers_briefly_when_nothing_changed(client: FlaskClient) -> None:
    response = client.get("/widget.js")
    assert (response.mimetype, response.headers["Cache-Control"]) == ("text/javascript", "no-cache")
    again = client.get("/widget.js", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_pinned_address_never_changes_and_has_the_hash(client: FlaskClient) -> None:
    response = client.get(f"/widget/{built().version}/widget.js")
    digest = base64.b64encode(hashlib.sha384(response.data).digest()).decode()
    assert built().integrity == f"sha384-{digest}"
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_a_pinned_address_of_another_version_is_not_there_and_says_what_is(client: FlaskClient) -> None:
    response = client.get("/widget/0.0.1-abc/widget.js")
    assert response.status_code == 404
    assert built().version in response.get_json()["error"]["message"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_strings_of_a_language_are_served_for_good_and_to_older_pages_for_now(client: FlaskClient, language: str) -> None:
    response = client.get(f"/widget/{built().version}/{language}.json")
    assert response.get_json() == table(language)
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    older = client.get(f"/widget/0.0.1-abc/{language}.json")
    assert (older.get_json(), older.headers["Cache-Control"]) == (table(language), "no-cache")


def test_a_language_without_strings_is_not_there(client: FlaskClient) -> None:
    assert client.get(f"/widget/{built().version}/xx.json").status_code == 404


def test_the_version_tells_states_of_the_widget_apart() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+-[0-9a-f]{10}", built().version)
    assert f'VERSION="{built().version}"'.encode() in built().code


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_all_that_english_says_with_the_same_gaps(language: str) -> None:
    strings = table(language)
    assert set(strings) == set(ENGLISH) | {"name"}
    for key, english in ENGLISH.items():
        assert re.findall(r"\{\w+\}", strings[key]) == re.findall(r"\{\w+\}", english), key
        assert strings[key].strip(), key
    assert (strings["language"], strings["direction"]) == (language, "rtl" if language == "ar" else "ltr")
    english = {key for key, text in ENGLISH.items() if strings[key] == text}
    assert english <= {"direction", "conversation"}, "these are not translated"


def test_every_string_is_used() -> None:
    code = "".join(path.read_text("utf-8") for path in MODULES.glob("*.js") if path.name != "strings.js")
    picked = {"wrong", "partly", "outdated", "notCovered"}  # by verdict
    assert [key for key in ENGLISH if key not in picked and f"trings.{key}" not in code] == []


def test_every_module_is_in_the_widget_and_after_those_it_imports() -> None:
    order = modules("widget.js")
    assert {path.name for path in MODULES.glob("*.js")} - set(order) == {"types.js"}
    for name in order:
        imported = re.findall(r'^import [^;]*? from "\./([\w-]+\.js)";', (MODULES / name).read_text("utf-8"), re.MULTILINE)
        assert all(order.index(other) < order.index(name) for other in imported), name


def test_no_two_modules_have_a_name_in_common_for_they_share_one_scope() -> None:
    declared = re.compile(r"^(?:async )?(?:const|let|function|class) (?:\{([^}]*)\}|(\w+))", re.MULTILINE)
    found = [each for name in modules("widget.js") for each in declared.findall(module(name))]
    words = re.findall(r"\w+", " ".join(f"{taken} {name}" for taken, name in found))
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_the_code_makes_no_node_of_text_and_runs_no_text() -> None:
    code = built().code.decode()
    sinks = "innerHTML outerHTML insertAdjacentHTML document.write eval( Function( DOMParser srcdoc cookie localStorage"
    for sink in sinks.split():
        assert sink not in code


def test_it_is_one_script_that_leaves_one_name_behind() -> None:
    code = built().code.decode()
    assert code.startswith("(()=>{")
    assert re.findall(r"window\.(\w+)=(?!=)", code) == ["FaqBot"]
    assert not re.search(r"^(?:import|export) ", code, re.MULTILINE)
