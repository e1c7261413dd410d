"""What a child is doing on the page: one sealed field of the form, never a cookie, a row or an address (as the state of
a concern is). It carries the code, or on a worker's device the file, and the answers so far."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from fanal import vault
from fanal.network.api import keyfile
from fanal.vocabulary.ids import new_id

SECONDS: Final = 30 * 60
LATE_SECONDS: Final = 24 * 60 * 60
"""How long after its time it is still read. What lies in a browser for longer opens nothing any more."""
KIND: Final = "child"


class Tampered(Exception):
    """The field was changed on the way, or is missing. Nothing of it can be used."""


@dataclass(frozen=True, slots=True)
class State:
    """`code`: its letters, or on a worker's device empty; `case` the file then, and `by` whose device it is. `token`:
    the identifier of what is sent next, so that one sent twice is one."""

    code: str = field(default="", repr=False)
    case: str = ""
    by: str = ""
    about: str = "safety"
    token: str = ""
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def receipt(self) -> vault.Receipt:
        return vault.parse_receipt(self.code)

    @property
    def next(self) -> UUID:
        return UUID(self.token)

    def fresh(self) -> State:
        """The state for what is sent next."""
        return replace(self, token=str(new_id()), answers={})

    def answered(self, name: str, code: str) -> State:
        """The state with one more answer; without it where it was skipped."""
        others = {one: said for one, said in self.answers.items() if one != name}
        return replace(self, answers=others | ({name: code} if code else {}))


def wrap(state: State, now: datetime) -> str:
    """The state as text for a hidden field."""
    plain = json.dumps([KIND, asdict(state)], separators=(",", ":")).encode()
    return vault.wrap_form(zlib.compress(plain), keyfile.keyfile().form_key, int(now.timestamp()) + SECONDS)


def unwrap(text: str, now: datetime) -> tuple[State, bool]:
    """The state of a hidden field, and whether its time is over. Raises `Tampered`."""
    late = False
    try:
        plain = vault.unwrap_form(text, keyfile.keyfile().form_key, int(now.timestamp()))
    except vault.FormExpired as expired:
        if expired.age > LATE_SECONDS:
            raise Tampered from None
        plain, late = expired.state, True
    except vault.CannotOpen:
        raise Tampered from None
    made = json.loads(zlib.decompress(plain))
    if not isinstance(made, list) or made[0] != KIND:  # of a concern
        raise Tampered
    return State(**made[1]), late
