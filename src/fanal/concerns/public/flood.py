"""Keeps a flood from burying the queue, and refuses nothing (docs/concerns-public.md, "The flood guard").

What looks like a flood becomes *unverified* and stands in a second list. Limits are per source (`web.sources`), never
per organisation, so that nobody can close the door for all. All instants are given by the caller.
"""

import hashlib
import unicodedata
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from fanal.web.api import Hourly

TOO_FAST = "too_fast"
LEAST_TIME = timedelta(seconds=4)
"""Nobody reads and answers the first page faster."""
WAIT = timedelta(seconds=20)
"""What the page without JavaScript asks for while the shield is up."""
WORK_BITS = 16
"""Leading zero bits of the proof of work: about 65,000 hashes, under a second on an old phone."""


class TextGroups:
    """Finds equal texts within the hour, so that a thousand copies are one line of the list with a count.

    Only keyed hashes are held. Texts of fewer than `least` letters are never grouped: many people write "help".
    """

    def __init__(self, *, least: int = 20, most: int = 50_000) -> None:
        self.least, self.most = least, most
        self._key = Hourly()
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
