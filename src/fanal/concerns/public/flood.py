"""Keeps a flood from burying the queue, and refuses nothing (docs/concerns-public.md, "The flood guard").

What looks like a flood becomes *unverified* and stands in a second list. No address is stored: prefixes are known
only as hashes under a random key that changes hourly, in the memory of this process. Limits are per source, never per
organisation, so that nobody can close the door for all. All instants are given by the caller.
"""

import hashlib
import hmac
import ipaddress
import secrets
import unicodedata
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

TOO_FAST = "too_fast"
LEAST_TIME = timedelta(seconds=4)
"""Nobody reads and answers the first page faster."""
WAIT = timedelta(seconds=20)
"""What the page without JavaScript asks for while the shield is up."""
WORK_BITS = 16
"""Leading zero bits of the proof of work: about 65,000 hashes, under a second on an old phone."""

_HOUR = timedelta(hours=1)


class _Hourly:
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
    starts a new hour.
    """

    def __init__(self, *, burst: int = 10, refill: timedelta = timedelta(minutes=2), most: int = 50_000) -> None:
        self.burst, self.refill, self.most = burst, refill, most
        self._key = _Hourly()
        self._buckets: OrderedDict[bytes, tuple[float, datetime]] = OrderedDict()

    def within(self, address: str, now: datetime) -> bool:
        """Whether one more from this address is within the limit; counts it."""
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


class TextGroups:
    """Finds equal texts within the hour, so that a thousand copies are one line of the list with a count.

    Only keyed hashes are held. Texts of fewer than `least` letters are never grouped: many people write "help".
    """

    def __init__(self, *, least: int = 20, most: int = 50_000) -> None:
        self.least, self.most = least, most
        self._key = _Hourly()
        self._first: OrderedDict[bytes, UUID] = OrderedDict()

    def first_of(self, text: str, concern: UUID, now: datetime) -> UUID | None:
        """The concern that brought this text first within the hour, None if this one does or it is too short."""
        if self._key.renewed(now):
            self._first.clear()
        letters = normalised(text)
        if len(letters) < self.least:
            return None
        first = self._first.setdefault(self._key.hash(letters.encode()), concern)
        if len(self._first) > self.most:
            self._first.popitem(last=False)
        return None if first == concern else first

    def __repr__(self) -> str:
        return "<TextGroups>"


def normalised(text: str) -> str:
    """Letters, marks and digits only, compatibility forms unified and case folded."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    if folded.isascii():
        return "".join(filter(str.isalnum, folded))
    return "".join(char for char in folded if unicodedata.category(char)[0] in "LMN")


def work_done(challenge: str, nonce: str, bits: int = WORK_BITS) -> bool:
    """Whether SHA-256 of "challenge:nonce" begins with so many zero bits. The challenge is that of the form state."""
    if not (nonce.isascii() and nonce.isdigit() and len(nonce) <= 20 and challenge):
        return False
    digest = hashlib.sha256(f"{challenge}:{nonce}".encode()).digest()
    return int.from_bytes(digest) >> (256 - bits) == 0


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known of how a form was filled in. `shield`: the switch against an attack is on."""

    started_at: datetime
    sent_at: datetime
    decoy: str
    within_limit: bool
    shield: bool = False
    worked: bool = False
    waited: timedelta = timedelta(0)


def unverified(signs: Signs) -> tuple[str, ...]:
    """Why a concern goes into the second list; empty: it does not. Nothing is ever refused."""
    found = []
    if signs.sent_at - signs.started_at < LEAST_TIME:
        found.append(TOO_FAST)
    if signs.decoy.strip():
        found.append("decoy")
    if not signs.within_limit:
        found.append("source")
    if signs.shield and not signs.worked and signs.waited < WAIT:
        found.append("shield")
    return tuple(found)
