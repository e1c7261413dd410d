"""Signing in with card and PIN, and the seat that somebody has then.

Five wrong PINs, and the card waits a quarter of an hour; ten, and somebody who knows the learner must open it, face to
face. Counted for a card alone: nobody makes colleagues wait. An unknown card is answered like a wrong PIN, and the same
is computed of it.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db import transaction

from fanal import vault
from fanal.journal import api as journal
from fanal.learning.models import Card, Seat
from fanal.learning.signin import pins
from fanal.network.api import keyfile

IDLE, LONGEST = timedelta(minutes=10), timedelta(hours=12)
TOUCHED: Final = timedelta(minutes=1)
"""A seat is written to so often at most."""
WAIT_AT, LOCK_AT, WAIT = 5, 10, timedelta(minutes=15)
PIN_SET, LOCKED = "learning.pin_set", "learning.card_locked"


class Said(StrEnum):
    """What came of typing card and PIN."""

    IN = "in"
    WRONG = "wrong"
    WAITS = "waits"
    LOCKED = "locked"
    CHOOSE = "choose"
    """The card has no PIN yet: it is typed a second time."""
    OTHER = "other"
    """The second time it was another."""
    WEAK = "weak"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Result:
    """`token`: opens the seat; `until`: when a card that waits can be tried again."""

    said: Said
    token: str = ""
    until: datetime | None = None


def sign_in(code: str, typed: str, again: str | None, now: datetime) -> Result:
    """Try a card and a PIN. `again`: the PIN a second time, from somebody who chooses it."""
    pin = pins.plain(typed)
    if len(pin) != pins.LENGTH:
        return Result(Said.SHORT)
    with transaction.atomic():
        digest = vault.training_card_digest(code).hex()
        card = Card.objects.select_for_update().select_related("learner").filter(digest=digest, ended_at=None).first()
        pepper = keyfile.keyfile().pepper_of(card.pepper) if card and card.pepper else keyfile.pepper()
        verifier = vault.pin_verifier(code, pin, pepper).hex()
        if card is None:
            return Result(Said.WRONG)
        if stopped := _stopped(card, now):
            return stopped
        if not card.verifier:
            return _chosen(card, pin, again, verifier, pepper.version, now)
        if not vault.same(card.verifier.encode(), verifier.encode()):
            return _wrong(card, now)
        card.wrong, card.waits_until = 0, None
        card.save(update_fields=["wrong", "waits_until"])
        return Result(Said.IN, _seat(card, now))


def _stopped(card: Card, now: datetime) -> Result | None:
    """Whatever is typed: a card that is locked, or waits."""
    if card.locked_at:
        return Result(Said.LOCKED)
    return Result(Said.WAITS, until=card.waits_until) if card.waits_until and card.waits_until > now else None


def _chosen(card: Card, pin: str, again: str | None, verifier: str, version: int, now: datetime) -> Result:
    if pins.is_weak(pin):
        return Result(Said.WEAK)
    if again is None:
        return Result(Said.CHOOSE)
    if pins.plain(again) != pin:
        return Result(Said.OTHER)
    card.verifier, card.pepper = verifier, version
    card.save(update_fields=["verifier", "pepper"])
    journal.write(card.learner_id, keyfile.installation(card.learner.org_id), PIN_SET, at=now)
    return Result(Said.IN, _seat(card, now))


def _wrong(card: Card, now: datetime) -> Result:
    card.wrong += 1
    card.waits_until = now + WAIT if card.wrong == WAIT_AT else None
    card.locked_at = now if card.wrong >= LOCK_AT else None
    card.save(update_fields=["wrong", "waits_until", "locked_at"])
    if card.locked_at:
        journal.write(card.learner_id, keyfile.installation(card.learner.org_id), LOCKED, at=now)
        return Result(Said.LOCKED)
    return Result(Said.WAITS, until=card.waits_until) if card.waits_until else Result(Said.WRONG)


# ---- seats ----


def _digest(token: str) -> str:
    """Under a key of the key file: whoever writes to the database makes no seat for a token of their own."""
    return keyfile.keyfile().signing.code("learner.seat", token.encode()).hex()


def _seat(card: Card, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    Seat.objects.create(digest=_digest(token), card=card, born_at=now, seen_at=now)
    return token


def seated(token: str, now: datetime) -> Seat | None:
    """The seat of a token, with card and learner; None where it ended."""
    seat = Seat.objects.select_related("card__learner").filter(digest=_digest(token)).first() if token else None
    if seat is None or now >= min(seat.seen_at + IDLE, seat.born_at + LONGEST) or seat.card.ended_at:
        return None
    if now - seat.seen_at >= TOUCHED:
        Seat.objects.filter(digest=seat.digest).update(seen_at=now)
    return seat


def leave(token: str) -> None:
    """Nobody sits there any more."""
    Seat.objects.filter(digest=_digest(token)).delete()


def end_of(learner: UUID) -> None:
    """Somebody sits nowhere any more: their card is another, or may be used by whoever is not them."""
    Seat.objects.filter(card__learner_id=learner).delete()


def clear(now: datetime) -> None:
    """Seats that ended go."""
    Seat.objects.filter(seen_at__lt=now - IDLE).delete()
