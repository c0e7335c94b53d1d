"""What the environment says about serving: who may embed the bot, how often it may be asked, whom it believes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.errors import SettingError

_ORIGIN = re.compile(r"https?://(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::[1-9][0-9]{0,4})?")
_RATE = re.compile(r"([1-9][0-9]{0,8})\s*/\s*(second|minute|hour)")
_HOST = re.compile(r"\.?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]")
_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_DEFAULT_PORT = {"http": ":80", "https": ":443"}
MOST_PROXIES = 10


@dataclass(frozen=True)
class Rate:
    """So many questions at once, and no more in the long run than so many each second."""

    burst: int
    per_second: float


@dataclass(frozen=True)
class Settings:
    """How the app serves.

    Args:
        origins: Whose pages may call the API, as browsers write them (`https://site.example`); `*` stands for all.
        rate: What one client may ask; None for no limit.
        overall_rate: What all clients together may ask of a worker process; None for no limit.
        spare_local: Whether clients on this machine, which may be a proxy for everyone, are spared the limit of one client.
        proxies: How many proxies stand before the app, whose X-Forwarded headers are believed.
        hosts: By which names it may be called, a leading dot for all names below one; empty for any.
    """

    origins: tuple[str, ...] = ()
    rate: Rate | None = Rate(60, 1.0)
    overall_rate: Rate | None = None
    spare_local: bool = True
    proxies: int = 0
    hosts: tuple[str, ...] = ()

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Settings:
        """The settings that an environment gives, each left as it is where the environment is silent.

        Raises:
            SettingError: A variable holds what it cannot mean.
        """
        settings = cls(
            origins=tuple(_origin(each) for each in _words(environment, "FAQBOT_ORIGINS")),
            proxies=_proxies(environment.get("FAQBOT_PROXIES", "").strip()),
            hosts=tuple(_host(each) for each in _words(environment, "FAQBOT_HOSTS")),
        )
        rates = environment.get("FAQBOT_RATE", "").strip()
        if not rates:
            return settings
        one, overall = _rates(rates)
        return replace(settings, rate=one, overall_rate=overall, spare_local=False)


def _words(environment: Mapping[str, str], name: str) -> list[str]:
    return environment.get(name, "").replace(",", " ").split()


def _origin(text: str) -> str:
    origin = text.lower()
    if origin != "*" and not _ORIGIN.fullmatch(origin):
        raise SettingError("FAQBOT_ORIGINS", text, "origins such as https://site.example, without a path, or *")
    scheme = origin.partition(":")[0]
    return origin.removesuffix(_DEFAULT_PORT.get(scheme, ""))


def _rates(text: str) -> tuple[Rate | None, Rate | None]:
    expected = "a rate for one client such as 60/minute, one for all after a comma if wanted, or off"
    if text.lower() == "off":
        return None, None
    found = [_RATE.fullmatch(each.strip().lower()) for each in text.split(",")]
    rates = [Rate(int(each[1]), int(each[1]) / _SECONDS[each[2]]) for each in found if each]
    if len(rates) != len(found) or len(rates) > 2:  # noqa: PLR2004  # one client's, and everyone's
        raise SettingError("FAQBOT_RATE", text, expected)
    return rates[0], rates[1] if len(rates) > 1 else None


def _proxies(text: str) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdecimal() and int(text) <= MOST_PROXIES):
        raise SettingError("FAQBOT_PROXIES", text, f"how many proxies stand before the app, 0 to {MOST_PROXIES}")
    return int(text)


def _host(text: str) -> str:
    if not _HOST.fullmatch(text.lower()):
        raise SettingError("FAQBOT_HOSTS", text, "names such as bot.example, or .example for all below it")
    return text.lower()
