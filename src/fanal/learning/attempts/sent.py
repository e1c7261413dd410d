"""What a device sends of attempts that were made without a network, read. Pure.

An attempt tells with each piece of it what it is of, so that its pieces arrive in any order.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

MOST_ATTEMPTS, MOST_EVENTS, MOST_SEQ = 100, 3000, 1000
"""In one request; and events of one attempt."""
_DIGEST, _SEED = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{32}")
_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)
_SKEW: Final = 2**31 - 1


class Code(StrEnum):
    """Why something is refused; the words are the page's."""

    BAD_BATCH = "bad_batch"
    TOO_MUCH = "too_much"
    TOO_LATE = "too_late"
    BAD_ATTEMPT = "bad_attempt"
    UNKNOWN_CARD = "unknown_card"
    UNKNOWN_COURSE = "unknown_course"
    UNKNOWN_VERSION = "unknown_version"
    UNKNOWN_FORM = "unknown_form"
    OTHER_ATTEMPT = "other_attempt"
    BAD_EVENT = "bad_event"
    BAD_SEQ = "bad_seq"
    BAD_TIME = "bad_time"
    UNKNOWN_KIND = "unknown_kind"
    UNKNOWN_ITEM = "unknown_item"
    UNKNOWN_CHOICE = "unknown_choice"


class Refused(Exception):
    """What was sent, or a part of it, is not taken."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Header:
    """Which attempt, of which card (SHA-256) and course. `client`: the device, for this attempt alone, so that nobody
    sees who shares one."""

    id: UUID
    client: UUID
    card: str
    course: str
    version: int
    language: str
    use: str
    form: str
    seed: str
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """One event as the device tells it."""

    seq: int
    at: datetime
    kind: str
    item: str
    choice: str


@dataclass(frozen=True, slots=True)
class Clock:
    """What the clock of the device showed at sending, and what ours shows. Nothing lies after what ours shows."""

    sent: datetime
    received: datetime

    @property
    def skew(self) -> int:
        """Seconds to add to the device's time."""
        return max(-_SKEW, min(_SKEW, round((self.received - self.sent).total_seconds())))

    def ours(self, at: datetime) -> datetime:
        return min(at + timedelta(seconds=self.skew), self.received)


type Attempts = Sequence[tuple[Mapping[str, Any], Sequence[Any]]]


def batch(said: Any) -> tuple[datetime, Attempts]:
    """When a request was sent by its device's clock, and its attempts, each with its events. Raises `Refused`."""
    rows = said.get("attempts") if isinstance(said, dict) and set(said) == {"sent_at", "attempts"} else None
    if not isinstance(rows, list):
        raise Refused(Code.BAD_BATCH)
    found: list[tuple[Mapping[str, Any], Sequence[Any]]] = []
    for row in rows:
        events = row.get("events") if isinstance(row, dict) else None
        if not isinstance(events, list):
            raise Refused(Code.BAD_BATCH)
        found.append((row, events))
    if len(found) > MOST_ATTEMPTS or sum(len(events) for _row, events in found) > MOST_EVENTS:
        raise Refused(Code.TOO_MUCH)
    return _time(said["sent_at"], Code.BAD_BATCH), found


def header(said: Mapping[str, Any]) -> Header:
    """Which attempt it is. Raises `Refused`."""
    wrong = Code.BAD_ATTEMPT
    if set(said) != {*Header.__slots__, "events"} - {"client"} | {"client_id"}:
        raise Refused(wrong)
    texts = {name: _text(said[name], wrong) for name in ("card", "course", "language", "use", "form", "seed")}
    known = Header(
        id=_uuid(said["id"]), client=_uuid(said["client_id"]), version=_number(said["version"], wrong),
        started_at=_time(said["started_at"], wrong), **texts,
    )  # fmt: skip
    fits = _DIGEST.fullmatch(known.card) and _SEED.fullmatch(known.seed) and known.client != known.id
    if not fits:  # the pages of this site are the client that has the name of the attempt
        raise Refused(wrong)
    return known


def event(said: Any) -> Said:
    """One event. Raises `Refused`; `seq` is right in what is refused for anything else."""
    seq = number(said)
    if not {"seq", "at", "kind"} <= set(said) <= {"seq", "at", "kind", "item", "choice"}:
        raise Refused(Code.BAD_EVENT)
    kind, item, choice = (_text(said.get(name, ""), Code.BAD_EVENT) for name in ("kind", "item", "choice"))
    return Said(seq, _time(said["at"], Code.BAD_TIME), kind, item, choice)


def number(said: Any) -> int:
    """The number of an event. Raises `Refused`."""
    if not isinstance(said, dict):
        raise Refused(Code.BAD_EVENT)
    seq = _number(said.get("seq"), Code.BAD_SEQ)
    if not 1 <= seq <= MOST_SEQ:
        raise Refused(Code.BAD_SEQ)
    return seq


def _text(value: Any, wrong: Code) -> str:
    if not isinstance(value, str) or len(value) > 64:
        raise Refused(wrong)
    return value


def _number(value: Any, wrong: Code) -> int:
    if type(value) is not int:
        raise Refused(wrong)
    return value


def _uuid(value: Any) -> UUID:
    try:
        return UUID(_text(value, Code.BAD_ATTEMPT))
    except ValueError:
        raise Refused(Code.BAD_ATTEMPT) from None


def _time(value: Any, wrong: Code) -> datetime:
    try:
        found = datetime.fromisoformat(_text(value, wrong))
    except ValueError:
        raise Refused(wrong) from None
    if found.tzinfo is None or not _EARLIEST <= found < _LATEST:
        raise Refused(wrong)
    return found
