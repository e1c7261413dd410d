"""Where requests come from, as far as a limit needs it: networks, and no address that is kept.

An address is looked at and forgotten: networks are known only as hashes under a random key that changes hourly, in the
memory of this process. A limit that each process keeps for itself is approximate, which is enough. All instants are
given by the caller.
"""

import hashlib
import hmac
import ipaddress
import secrets
from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock

from django.conf import settings
from django.http import HttpRequest

_HOUR = timedelta(hours=1)


class Hourly:
    """A random key that lives an hour. Whoever holds something under it forgets that with it."""

    def __init__(self) -> None:
        self._until: datetime | None = None
        self._key = b""

    def renewed(self, now: datetime) -> bool:
        """Whether the key was changed just now."""
        if self._until is not None and self._until - _HOUR <= now < self._until:
            return False
        self._key, self._until = secrets.token_bytes(32), now + _HOUR
        return True

    def hash(self, value: bytes) -> bytes:
        return hmac.new(self._key, value, hashlib.sha256).digest()[:16]


class AddressLimiter:
    """A token bucket for each address prefix (/24 and /48): `burst` at once, then one more every `refill`.

    At most `most` prefixes are remembered; the one that was quiet longest goes first. A clock that runs backwards
    starts a new hour. Threads of a process share it.
    """

    def __init__(self, *, burst: int = 10, refill: timedelta = timedelta(minutes=2), most: int = 50_000) -> None:
        self.burst, self.refill, self.most = burst, refill, most
        self._key, self._lock = Hourly(), Lock()
        self._buckets: OrderedDict[bytes, tuple[float, datetime]] = OrderedDict()

    def within(self, address: str, now: datetime) -> bool:
        """Whether one more from this address is within the limit; counts it."""
        with self._lock:
            return self._within(address, now)

    def _within(self, address: str, now: datetime) -> bool:
        if self._key.renewed(now):
            self._buckets.clear()
        source = self._key.hash(prefix_of(address).encode())
        left, since = self._buckets.pop(source, (float(self.burst), now))
        left = min(float(self.burst), left + max(now - since, timedelta(0)) / self.refill)
        allowed = left >= 1
        self._buckets[source] = (left - 1 if allowed else left, now)
        if len(self._buckets) > self.most:
            self._buckets.popitem(last=False)
        return allowed

    def forget(self) -> None:
        """Begin anew."""
        self._buckets.clear()

    def __len__(self) -> int:
        return len(self._buckets)

    def __repr__(self) -> str:
        return "<AddressLimiter>"


def prefix_of(address: str) -> str:
    """The network that counts as one source; what is no address is one source as well."""
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return "no address"
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if isinstance(found, ipaddress.IPv4Address):
        return str(ipaddress.IPv4Network((int(found), 24), strict=False))
    return str(ipaddress.IPv6Network((int(found), 48), strict=False))


def address_of(request: HttpRequest) -> str:
    """The address that sent the request, as our own proxies saw it. Never stored, logged or passed on."""
    proxies: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if proxies:
        forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        return forwarded[-proxies] if len(forwarded) >= proxies else ""
    return str(request.META.get("REMOTE_ADDR", ""))
