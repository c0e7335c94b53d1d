from __future__ import annotations

import pytest

from bot.errors import SettingError
from bot.web.settings import Rate, Settings


def test_an_empty_environment_is_safe() -> None:
    settings = Settings.of({})
    assert settings == Settings()
    assert (settings.origins, settings.proxies, settings.hosts, settings.spare_local) == ((), 0, (), True)
    assert settings.rate is not None


@pytest.mark.parametrize(
    ("text", "origins"),
    [
        ("https://a.example", ("https://a.example",)),
        (" https://a.example, http://b.example:8080\nhttps://c.example ", ("https://a.example", "http://b.example:8080", "https://c.example")),
        ("HTTPS://A.Example", ("https://a.example",)),
        ("https://a.example:443 http://a.example:80", ("https://a.example", "http://a.example")),
        ("http://[::1]:8000 http://localhost:3000", ("http://[::1]:8000", "http://localhost:3000")),
        ("*", ("*",)),
    ],
)  # fmt: skip
def test_origins_are_read_as_browsers_write_them(text: str, origins: tuple[str, ...]) -> None:
    assert Settings.of({"FAQBOT_ORIGINS": text}).origins == origins


@pytest.mark.parametrize(
    "text", ["a.example", "https://a.example/", "https://a.example/path", "https://*.example", "null", "ftp://a.example", "b;c"]
)  # fmt: skip
def test_what_is_no_origin_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(SettingError, match=r"FAQBOT_ORIGINS=.*expected origins such as https://site\.example"):
        Settings.of({"FAQBOT_ORIGINS": text})


@pytest.mark.parametrize(
    ("text", "one", "overall"),
    [
        ("30/minute", Rate(30, 0.5), None),
        ("5 / second, 7200/hour", Rate(5, 5.0), Rate(7200, 2.0)),
        ("off", None, None),
    ],
)
def test_a_rate_is_that_of_a_client_and_after_a_comma_that_of_all(text: str, one: Rate | None, overall: Rate | None) -> None:
    settings = Settings.of({"FAQBOT_RATE": text})
    assert (settings.rate, settings.overall_rate, settings.spare_local) == (one, overall, False)


@pytest.mark.parametrize("text", ["30", "0/minute", "30/day", "-1/minute", "1/minute,2/minute,3/minute", "30/minute,", "fast"])
def test_what_is_no_rate_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(SettingError, match=r"FAQBOT_RATE=.*such as 60/minute"):
        Settings.of({"FAQBOT_RATE": text})


@pytest.mark.parametrize("text", ["yes", "-1", "11", "1.5", "10.0.0.1", "²"])
def test_proxies_are_a_small_number(text: str) -> None:
    assert Settings.of({"FAQBOT_PROXIES": "2"}).proxies == 2
    with pytest.raises(SettingError, match=r"FAQBOT_PROXIES=.*how many proxies"):
        Settings.of({"FAQBOT_PROXIES": text})


@pytest.mark.parametrize("text", ["https://bot.example", "bot.example:8000", "bot.example/", "*"])
def test_hosts_are_names(text: str) -> None:
    assert Settings.of({"FAQBOT_HOSTS": "Bot.example, .internal"}).hosts == ("bot.example", ".internal")
    with pytest.raises(SettingError, match=r"FAQBOT_HOSTS=.*names such as"):
        Settings.of({"FAQBOT_HOSTS": text})
