"""Deeds of the review ladder: compare with the text, review as a lawyer, give back with a note.

Each is bound to the wording that the person looked at, by its digest, and needs another person than its drafter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, ask, stated
from fanal.engines.jurisdiction.contracts import ReviewStatus
from fanal.journal import api as journal
from fanal.justice.law import ladder, library, proved
from fanal.justice.law.ladder import Item, StepKind
from fanal.justice.law.policy import CHECK, RETURN, REVIEW
from fanal.justice.law.proved import LONGEST, chain
from fanal.justice.models import Rung
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.dates import months_later


@dataclass(frozen=True, slots=True)
class OnLadder:
    """An item of the law in force with whoever drafted its wording, first (nobody: Fanal), or may have."""

    item: Item
    drafters: Sequence[UUID]


class NoSuchItem(NotHere):
    """The law in force here has no such jurisdiction or item."""


def look(jurisdiction: str, provision: str, now: datetime) -> OnLadder:
    """An item as it stands in the law in force; raises `NoSuchItem`."""
    law = library.corpus(now).laws.get(jurisdiction)
    item = ladder.item(law, provision) if law else None
    if item is None:
        raise NoSuchItem(f"{jurisdiction}/{provision}")
    return OnLadder(item, library.drafters(item, now))


def is_torn(item: Item, now: datetime) -> bool:
    """Whether a step of its review was changed or taken away in the database: what was done before counts no more."""
    taken = library.steps(now).get(item.jurisdiction, {}).get((item.id, item.digest), ())
    return any(step.kind is StepKind.GONE for step in taken)


def check(actor: Actor, jurisdiction: str, provision: str, digest: str, now: datetime, note: str = "") -> None:
    """Say that each field was compared with the text. Raises `NotAllowed` for its drafter, `NotNow`."""
    with transaction.atomic():
        item = _asked(actor, CHECK, jurisdiction, provision, digest, now)
        if item.review.status is not ReviewStatus.DRAFTED:
            raise NotNow(_("Somebody has compared this with the text already."))
        shown = network.org(actor.org).name
        _climb(actor, item, StepKind.CHECKED, CHECK, now, shown, note)


def review(
    actor: Actor, jurisdiction: str, provision: str, digest: str, now: datetime, *, shown: str, until: date,
    note: str = "",
) -> None:  # fmt: skip
    """Agree with the reading, as a lawyer, until a day. `shown`: name or office, which everybody sees.

    Raises `NotAllowed` for its drafter, `NotNow` before somebody compared it with the text.
    """
    with transaction.atomic():
        item = _asked(actor, REVIEW, jurisdiction, provision, digest, now)
        if item.review.status is ReviewStatus.DRAFTED:
            raise NotNow(_("First somebody compares this with the text."))
        shown = " ".join(shown.split())
        if not shown:
            raise NotNow(_("Write the name or office that is shown with the review."), "shown")
        if not now.date() < until <= last_day(now.date()):
            raise NotNow(_("A review holds for 24 months at most. Choose a day from tomorrow on."), "until")
        _climb(actor, item, StepKind.REVIEWED, REVIEW, now, shown, note, until)


def give_back(actor: Actor, jurisdiction: str, provision: str, digest: str, now: datetime, note: str) -> None:
    """Give it back to its drafter with what is wrong. It is drafted again, whatever it was before."""
    with transaction.atomic():
        item = _asked(actor, RETURN, jurisdiction, provision, digest, now)
        if not note.strip():
            raise NotNow(_("Write what is wrong, or what is open."), "note")
        _climb(actor, item, StepKind.RETURNED, RETURN, now, network.org(actor.org).name, note)


def last_day(on: date) -> date:
    """The last day until which a review of today may hold."""
    return months_later(on, LONGEST)


def _asked(actor: Actor, deed: str, jurisdiction: str, provision: str, digest: str, now: datetime) -> Item:
    found = look(jurisdiction, provision, now)
    ask(actor, deed, found)
    if found.item.digest != digest:
        raise NotNow(_("The wording has changed since you opened this page. Look at it again."))
    if deed != RETURN:
        stated.need_whole(chain(jurisdiction, provision))
    if not found.item.readable:
        raise NotNow(_("No text was read for this, so there is nothing to compare. Draft it from a text first."))
    return found.item


def _climb(
    actor: Actor, item: Item, kind: StepKind, deed: str, now: datetime, shown: str, note: str,
    until: date | None = None,
) -> None:  # fmt: skip
    row = Rung.objects.create(
        jurisdiction=item.jurisdiction, provision=item.id, digest=item.digest, step=kind.value, by_id=actor.person,
        role=shown[:80], at=now, valid_until=until, note=" ".join(note.split())[:500],
    )  # fmt: skip
    journal.write(chain(item.jurisdiction, item.id), actor.signatory(), deed, at=now, items=proved.step_items(row))
