from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bot import Assistant
from bot.web import borders, create_app
from bot.web.settings import Rate, Settings

SITE = "https://site.example"
QUESTION = {"question": "when are you open?"}
LOOKALIKES = [
    "https://site.example.evil.example", "https://evilsite.example", "http://site.example", "https://site.example:8443",
    "https://site.example/", "https://SITE.example", "null", "https://sub.site.example", "https://siteXexample", " https://site.example",
]  # fmt: skip


def client_of(assistant: Assistant, **settings: object) -> FlaskClient:
    return create_app(assistant, Settings(**settings)).test_client()  # type: ignore[arg-type]


def preflight(client: FlaskClient, origin: str, path: str = "/api/ask") -> TestResponse:
    headers = {"Origin": origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    return client.options(path, headers=headers)


def test_by_default_no_other_site_may_read_a_reply(assistant: Assistant) -> None:
    response = client_of(assistant).post("/api/ask", json=QUESTION, headers={"Origin": SITE})
    assert response.status_code == 200
    assert [name for name, _ in response.headers if name.startswith("Access-Control")] == []


def test_a_site_on_the_list_may_read_replies_without_credentials(assistant: Assistant) -> None:
    response = client_of(assistant, origins=(SITE,)).post("/api/ask", json=QUESTION, headers={"Origin": SITE})
    assert response.headers["Access-Control-Allow-Origin"] == SITE
    assert response.headers["Access-Control-Expose-Headers"] == "Retry-After"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert "Origin" in response.headers["Vary"]


@pytest.mark.parametrize("origin", LOOKALIKES)
def test_an_origin_is_compared_letter_by_letter(assistant: Assistant, origin: str) -> None:
    client = client_of(assistant, origins=(SITE,))
    response = client.get("/api/suggest?q=open", headers={"Origin": origin})
    assert "Access-Control-Allow-Origin" not in response.headers
    assert "Origin" in response.headers["Vary"]
    assert preflight(client, origin).status_code == 403


def test_any_site_is_let_in_where_that_was_asked_for(assistant: Assistant) -> None:
    client = client_of(assistant, origins=("*",))
    assert client.get("/api/welcome", headers={"Origin": SITE}).headers["Access-Control-Allow-Origin"] == "*"
    assert preflight(client, SITE).headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["/api/ask", "/api/suggest", "/api/entries", "/api/entries/oven", "/api/welcome"])
def test_a_preflight_is_answered_without_a_body_and_kept(assistant: Assistant, path: str) -> None:
    response = preflight(client_of(assistant, origins=(SITE,)), SITE, path)
    assert (response.status_code, response.data) == (204, b"")
    assert response.headers["Access-Control-Allow-Headers"] == "Content-Type"
    assert response.headers["Access-Control-Allow-Methods"] == "GET, POST"
    assert int(response.headers["Access-Control-Max-Age"]) > 600


def test_a_refused_preflight_says_why(assistant: Assistant) -> None:
    error = preflight(client_of(assistant), SITE).get_json()["error"]
    assert error["code"] == "origin_not_allowed"
    assert "FAQBOT_ORIGINS" in error["message"]


def test_options_without_an_origin_tell_the_methods(assistant: Assistant) -> None:
    response = client_of(assistant).options("/api/ask")
    assert (response.status_code, "POST" in response.headers["Allow"]) == (200, True)


@pytest.mark.parametrize("path", ["/", "/faq", "/embed", "/healthz"])
def test_pages_are_no_part_of_what_other_sites_may_read(assistant: Assistant, path: str) -> None:
    response = client_of(assistant, origins=(SITE,)).get(path, headers={"Origin": SITE})
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize(
    ("origins", "ancestors"), [((), "'self'"), ((SITE, "http://b.example"), f"'self' {SITE} http://b.example"), (("*",), "*")]
)
def test_the_pages_may_be_framed_by_the_same_sites(assistant: Assistant, origins: tuple[str, ...], ancestors: str) -> None:
    policy = client_of(assistant, origins=origins).get("/").headers["Content-Security-Policy"]
    assert f"frame-ancestors {ancestors};" in policy
    assert policy.startswith("default-src 'none';")


def test_who_asks_too_often_is_told_when_to_come_back_in_the_one_error_shape(assistant: Assistant) -> None:
    client = client_of(assistant, rate=Rate(2, 0.1), spare_local=False, origins=(SITE,))
    got = [client.post("/api/ask", json=QUESTION, headers={"Origin": SITE}) for _ in range(3)]
    assert [each.status_code for each in got] == [200, 200, 429]
    assert got[2].get_json()["error"]["code"] == "too_many_requests"
    assert 1 <= int(got[2].headers["Retry-After"]) <= 10
    assert got[2].headers["Access-Control-Allow-Origin"] == SITE  # or the page could not tell its visitor


def test_looking_up_costs_less_than_asking_and_pages_cost_nothing(assistant: Assistant) -> None:
    client = client_of(assistant, rate=Rate(2, 0.001), spare_local=False)
    assert {client.get("/api/suggest?q=o").status_code for _ in range(19)} == {200}
    assert client.post("/api/ask", json=QUESTION).status_code == 429
    assert {client.get(path).status_code for path in ("/", "/faq", "/widget.js", "/healthz") for _ in range(5)} == {200}


def test_a_preflight_costs_nothing(assistant: Assistant) -> None:
    client = client_of(assistant, rate=Rate(1, 0.001), spare_local=False, origins=(SITE,))
    assert {preflight(client, SITE).status_code for _ in range(5)} == {204}
    assert client.post("/api/ask", json=QUESTION).status_code == 200


def test_a_client_cannot_pass_for_another_by_a_header(assistant: Assistant) -> None:
    client = client_of(assistant, rate=Rate(1, 0.001), spare_local=False)
    got = [client.post("/api/ask", json=QUESTION, headers={"X-Forwarded-For": f"192.0.2.{each}"}) for each in range(3)]
    assert [each.status_code for each in got] == [200, 429, 429]


def test_a_proxy_that_nobody_told_of_is_hinted_at_once(assistant: Assistant, caplog: pytest.LogCaptureFixture) -> None:
    borders._hint.cache_clear()
    client = client_of(assistant, rate=Rate(1, 0.001), spare_local=False)
    for _ in range(4):
        client.post("/api/ask", json=QUESTION, headers={"X-Forwarded-For": "192.0.2.1"})
    assert [record.message for record in caplog.records if "FAQBOT_PROXIES" in record.message] == [caplog.records[0].message]


def test_behind_a_proxy_each_visitor_has_a_limit_of_their_own_and_the_proxys_word_counts(assistant: Assistant) -> None:
    client = client_of(assistant, rate=Rate(1, 0.001), proxies=1)
    made_up = [{"X-Forwarded-For": f"10.9.9.{each}, 192.0.2.1"} for each in range(2)]
    assert [client.post("/api/ask", json=QUESTION, headers=each).status_code for each in made_up] == [200, 429]
    assert client.post("/api/ask", json=QUESTION, headers={"X-Forwarded-For": "192.0.2.2"}).status_code == 200


@pytest.mark.parametrize("proxies", [0, 1])
def test_addresses_follow_the_proxy_where_it_is_trusted_and_only_there(assistant: Assistant, proxies: int) -> None:
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "site.example", "X-Forwarded-Prefix": "/help"}
    html = client_of(assistant, proxies=proxies).get("/embed", headers=forwarded).text
    assert ("https://site.example/help/widget.js" in html) == bool(proxies)
    assert ('href="/help/faq"' in client_of(assistant, proxies=proxies).get("/", headers=forwarded).text) == bool(proxies)


def test_a_name_that_is_not_ours_is_refused_in_the_one_error_shape(assistant: Assistant) -> None:
    client = client_of(assistant, hosts=("bot.example", ".internal"))
    assert client.get("/", headers={"Host": "bot.example:8000"}).status_code == 200
    assert client.get("/", headers={"Host": "a.internal"}).status_code == 200
    response = client.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert set(response.get_json()["error"]) == {"code", "message"}
