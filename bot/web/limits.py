"""How often the API may be asked: a token bucket for each client and one for all of them, held in the memory of a process."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

from bot.web.settings import Rate, Settings

MOST_CLIENTS = 20_000
WHOLE_NETWORK = 64  # bits of an IPv6 address that name the network which one client has to itself


class Bucket:
    """Holds up to `rate.burst` tokens and fills at `rate.per_second`. Begins full."""

    __slots__ = ("rate", "seen", "tokens")

    def __init__(self, rate: Rate, now: float) -> None:
        self.rate, self.tokens, self.seen = rate, float(rate.burst), now

    def wait(self, cost: float, now: float) -> float:
        """Seconds until `cost` tokens are there; 0 when they are."""
        self.tokens = min(self.rate.burst, self.tokens + (now - self.seen) * self.rate.per_second)
        self.seen = now
        return max(0.0, (cost - self.tokens) / self.rate.per_second)


class Limits:
    """Decides who may ask now; safe to share between threads. The clients that asked longest ago are forgotten first."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._clock = clock
        self._lock = threading.Lock()
        self._clients: OrderedDict[str, Bucket] = OrderedDict()
        self._all = Bucket(settings.overall_rate, clock()) if settings.overall_rate else None

    def take(self, address: str, cost: float = 1.0) -> int:
        """Let a client ask for `cost` tokens: 0, or after how many whole seconds it may try again, nothing taken."""
        with self._lock:
            now = self._clock()
            buckets = [bucket for bucket in (self._client(address, now), self._all) if bucket]
            wait = max((bucket.wait(cost, now) for bucket in buckets), default=0.0)
            if not wait:
                for bucket in buckets:
                    bucket.tokens -= cost
            return math.ceil(wait)

    def _client(self, address: str, now: float) -> Bucket | None:
        name = _network(address)
        if self._settings.rate is None or (self._settings.spare_local and name is None):
            return None
        key = name or address
        bucket = self._clients.get(key) or Bucket(self._settings.rate, now)
        self._clients[key] = bucket
        self._clients.move_to_end(key)
        if len(self._clients) > MOST_CLIENTS:
            self._clients.popitem(last=False)
        return bucket


def _network(address: str) -> str | None:
    """What a client is known by; None on this machine."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address  # a Unix socket's peer, or what a proxy made up
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    if parsed.is_loopback:
        return None
    if isinstance(parsed, IPv6Address):
        return str(int(parsed) >> (128 - WHOLE_NETWORK))
    return str(parsed)
