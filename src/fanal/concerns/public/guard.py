"""The flood guard as the form uses it: it marks, groups and slows down, and refuses nobody
(docs/concerns-public.md, "The flood guard").

An address is looked at and forgotten (`web.sources`).
"""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from threading import Lock
from uuid import UUID

from django.http import HttpRequest

from fanal.concerns.models import Concern
from fanal.concerns.public import flood, volume
from fanal.concerns.public.place import Place
from fanal.concerns.public.state import State
from fanal.web import api as web

_FRESH = timedelta(seconds=5)
# Of what presses, from one address, while half of the bound is used: more than a town has to tell in an hour.
_PRESSING, _NEXT_PRESSING = 100, timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Judged:
    """How a message stands to the guard: in which list it goes, whether it may wait longer than the page promised, and
    which message with the same text came first. `no_room`: it is not stored now and shows no receipt (`volume`)."""

    unverified: bool
    may_wait: bool
    grouped_with: UUID | None
    no_room: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """The shield asks for patience, or for work: a number so that the hash of `challenge:number` begins with zeros."""

    state: State
    seconds: int
    challenge: str
    bits: int = flood.WORK_BITS


class Guard:
    """One a process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self._limiter, self._groups = web.AddressLimiter(), flood.TextGroups()
        self._pressing = web.AddressLimiter(burst=_PRESSING, refill=_NEXT_PRESSING)
        self._full: dict[UUID, tuple[datetime, float]] = {}

    def wait(self, place: Place, state: State, work: str, now: datetime) -> Waiting | None:
        """What the shield still asks for before this may be sent, if it is up."""
        if not place.shield or state.practice or flood.work_done(state.token, work):
            return None
        state = state if state.waited else replace(state, waited=int(now.timestamp()))
        left = flood.WAIT - (now - _instant(state.waited))
        return Waiting(state, max(1, round(left.total_seconds())), state.token) if left > timedelta(0) else None

    def judge(
        self, request: HttpRequest, place: Place, state: State, concern: UUID, now: datetime, decoy: str
    ) -> Judged:
        """Where a message goes that is about to be stored as `concern`. A class that practises is never marked."""
        if state.practice:
            return Judged(False, False, None, not self._room(request, place, state, now))
        within = self._limiter.within(web.address_of(request), now)
        with self._lock:
            first = self._groups.first_of(_text(state), concern, now)
        signs = flood.Signs(_instant(state.started), now, decoy, within)
        if first is not None and not Concern.objects.filter(pk=first, org_id=place.org, practice=False).exists():
            first = None  # of another member, or never stored
        why = flood.unverified(signs)
        no_room = bool(why) and not self._room(request, place, state, now)
        # Whoever was only quick may be somebody who had made up their mind: what the page promised holds for them.
        return Judged(bool(why), bool(set(why) - {flood.TOO_FAST}), first, no_room)

    def _room(self, request: HttpRequest, place: Place, state: State, now: datetime) -> bool:
        """Whether there is room among the unverified; how full they are may be some seconds old."""
        at, full = self._full.get(place.org, (None, 0.0))
        if at is None or not timedelta(0) <= now - at < _FRESH:
            full = volume.fill(place.org)
            self._full[place.org] = now, full
        size = len(json.dumps(state.answers, ensure_ascii=False).encode())
        if state.practice or not presses(state):
            return volume.has_room(full, size, now - _instant(state.started))
        if full < volume.HALF:
            return True
        return volume.has_room_pressing(full, size) and self._pressing.within(web.address_of(request), now)


guard = Guard()


def presses(state: State) -> bool:
    """Whether a child is in danger now, or tells."""
    return state.door or state.answers.get("danger") == "yes"


def _text(state: State) -> str:
    """What two messages must share to be copies of each other: everything that was written in free words."""
    return " ".join(found for found in state.answers.values() if isinstance(found, str) and " " in found)


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
