"""The flood guard as the form uses it (`concerns.md` §10): it marks, groups and slows down, and refuses nothing.

An address is looked at and forgotten; what is counted lives in the memory of this process under a key that changes
hourly. A limit that each process keeps for itself is approximate, which is enough.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from threading import Lock
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from fanal.concerns import flood
from fanal.concerns.models import Concern
from fanal.concerns.public.place import Place
from fanal.concerns.public.state import State


@dataclass(frozen=True, slots=True)
class Judged:
    """How a message stands to the guard: in which list it goes, and which message with the same text came first."""

    unverified: bool
    grouped_with: UUID | None


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
        self._limiter, self._groups = flood.AddressLimiter(), flood.TextGroups()

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
        """Where a message goes that is about to be stored as `concern`. A class that practises is never judged."""
        if state.practice:
            return Judged(False, None)
        with self._lock:
            within = self._limiter.within(address_of(request), now)
            first = self._groups.first_of(_text(state), concern, now)
        signs = flood.Signs(_instant(state.started), now, decoy, within)
        if first is not None and not Concern.objects.filter(pk=first, org_id=place.org, practice=False).exists():
            first = None  # of another member, or never stored
        return Judged(bool(flood.unverified(signs)), first)


guard = Guard()


def address_of(request: HttpRequest) -> str:
    """The address that sent the request, as our own proxies saw it. Never stored, logged or passed on."""
    proxies: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if proxies:
        forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        return forwarded[-proxies] if len(forwarded) >= proxies else ""
    return str(request.META.get("REMOTE_ADDR", ""))


def _text(state: State) -> str:
    """What two messages must share to be copies of each other: everything that was written in free words."""
    return " ".join(found for found in state.answers.values() if isinstance(found, str) and " " in found)


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
