"""What a reporter has answered so far: one sealed field of the form, never a cookie, a row or an address.

The receipt is made with the first page, so that whatever is sent twice is one concern with one receipt.
"""

from __future__ import annotations

import json
import secrets
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from fanal import vault
from fanal.concerns.form.answers import Answer, Answers
from fanal.network.api import keyfile

FORM_SECONDS = 2 * 60 * 60
TALK_SECONDS = 30 * 60
LATE_SECONDS = 24 * 60 * 60
"""How long after its time a state is still opened. What lies in a browser for longer opens nothing any more."""

type StateKind = Literal["form", "sent", "talk"]


class Tampered(Exception):
    """The field was changed on the way, belongs to another page, or is missing. Nothing of it can be used."""


class TooOld(Tampered):
    """The field is genuine and was open for more than a day. `receipt` says no more than whether it was sent,
    `practice` whether it was told for practice."""

    def __init__(self, receipt: str, *, practice: bool) -> None:
        super().__init__()
        self.receipt, self.practice = receipt, practice


@dataclass(frozen=True, slots=True)
class State:
    """`started` is a Unix time in seconds; `receipt` its 20 letters; `waited` when the shield asked to wait (or 0).

    `review`: the answers were all seen once, so that a changed page leads back to the check page.
    `asked`: the set of questions with which it began; it goes on with them, whatever is asked of others since.
    `kind`: a form that is being filled, a receipt that is shown, or an open answer page. `token` is random: the
    challenge of the shield, and on the answer page the identifier of the next reply, so that one sent twice is one.
    """

    kind: StateKind
    country: str
    started: int
    receipt: str = field(repr=False)
    answers: Mapping[str, Answer] = field(default_factory=dict, repr=False)
    removed: int = 0
    door: bool = False
    practice: str = ""
    review: bool = False
    waited: int = 0
    token: str = ""
    asked: str = ""

    def with_answers(self, page: Iterable[str], answers: Answers, removed: int = 0) -> State:
        """The state after a page whose questions are `page` was answered."""
        return replace(self, answers={**self.without(page).answers, **answers}, removed=self.removed + removed)

    def without(self, page: Iterable[str]) -> State:
        """The state that travels beside a page that shows these answers in its own fields: nothing is sent twice."""
        shown = set(page)
        return replace(self, answers={name: found for name, found in self.answers.items() if name not in shown})


@dataclass(frozen=True, slots=True)
class Opened:
    """A state that was sent back. `late`: its time was over; the answers are good all the same."""

    state: State
    late: bool


def begin(
    kind: StateKind, country: str, now: datetime, *, door: bool = False, practice: str = "", asked: str = ""
) -> State:
    """A new state with a new receipt."""
    receipt = vault.new_receipt().letters
    token = secrets.token_hex(16)
    began = int(now.timestamp())
    return State(kind, country, began, receipt, door=door, practice=practice, token=token, asked=asked)


def wrap(state: State, now: datetime) -> str:
    """The state as text for a hidden field."""
    seconds = TALK_SECONDS if state.kind == "talk" else FORM_SECONDS
    plain = json.dumps(asdict(state), ensure_ascii=False, separators=(",", ":")).encode()
    # Packed, so that 2,000 characters of Khmer still fit into what a page may send. Only the reporter's own words are
    # in it, and its length tells no more than a bucket of hundreds of bytes.
    return vault.wrap_form(zlib.compress(plain), keyfile.keyfile().form_key, int(now.timestamp()) + seconds)


def unwrap(text: str, kind: StateKind, now: datetime) -> Opened:
    """The state of a hidden field. Raises `TooOld` and `Tampered`."""
    try:
        plain, over = vault.unwrap_form(text, keyfile.keyfile().form_key, int(now.timestamp())), None
    except vault.FormExpired as expired:
        plain, over = expired.state, expired.age
    except vault.CannotOpen:
        raise Tampered from None
    state = _read(json.loads(zlib.decompress(plain)))
    if state.kind != kind:
        raise Tampered
    if over is not None and over > LATE_SECONDS:
        raise TooOld(state.receipt, practice=bool(state.practice))
    return Opened(state, late=over is not None)


def _read(made: dict[str, Any]) -> State:
    answers = {name: tuple(found) if isinstance(found, list) else found for name, found in made.pop("answers").items()}
    try:
        return State(answers=answers, **made)
    except TypeError:  # sealed by another version of the program
        raise Tampered from None
