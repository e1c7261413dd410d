"""Documents that a company keeps, by title, hash and place. No file comes here: whoever reviews one is shown it, and
their browser compares the hash."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, ask, found, need, stated, visible
from fanal.journal import api as journal
from fanal.network.contracts import Actor
from fanal.tourism.backing import (
    ACCEPTED,
    ADD,
    DOCUMENT_DEEDS,
    PENDING,
    REFUSED,
    REVIEW,
    TAKE_BACK,
    TAKEN_BACK,
    believed,
)
from fanal.tourism.companies import companies
from fanal.tourism.evidence import duties
from fanal.tourism.membership import rows
from fanal.tourism.membership.flow import State
from fanal.tourism.models import Evidence, Membership
from fanal.tourism.planning.actions import OVER
from fanal.tourism.plans import plans

SEEN: Final = ("visit", "call", "share")
"""How a reviewer saw a document: there, on a call, in the company's own share."""


def documents(actor: Actor, row: Membership) -> list[Evidence]:
    """Those of a membership that are as they were left, the newest first."""
    seen = visible(actor, Evidence.objects.filter(membership=row))
    every = seen.select_related("membership__org", "reviewer__org").order_by("-made_at", "-pk")
    return believed(every)


def document(actor: Actor, pk: UUID, *, lock: bool = False) -> Evidence:
    """One of them. Raises `NotHere`."""
    return found(actor, Evidence, pk, "membership__org", "reviewer", lock=lock)


@transaction.atomic
def add(actor: Actor, pk: UUID, told: Mapping[str, Any], now: datetime) -> Evidence:
    """Name a document: for which requirements, of which places (none is all), its hash, where it is, of which period.
    Raises `NotHere`, `NotAllowed`, `NotNow`."""
    row = rows.held(actor, pk, ADD)
    today, title, kept_at = now.date(), told["title"].strip(), told["kept_at"].strip()
    asked = {one.id for one in plans.required(row, plans.company_of(row, today))}
    need(
        (State(row.state) in OVER, _("This is over."), ""),
        (not title, _("Give it a title."), "title"),
        (not told["requirements"], _("Tick at least one."), "requirements"),
        (not asked.issuperset(told["requirements"]), _("Choose from the list."), "requirements"),
        (not kept_at, _("Write where the company keeps it."), "kept_at"),
        *faults(actor, row.org_id, told, today),
        (_is_here(row, told["sha256"]), _("This document is here already."), "sha256"),
    )
    sites = [str(one.pk) for one in companies.by_code(actor, row.org_id, told["sites"], "sites")]
    one = Evidence(
        membership=row, requirements=sorted(told["requirements"]), sites=sites, title=title, sha256=told["sha256"],
        kept_at=kept_at, starts=told["starts"], ends=told["ends"], made_by_id=actor.person, made_at=now, state=PENDING,
    )  # fmt: skip
    _write(actor, one, ADD, now)
    return one


def faults(actor: Actor, org: UUID, told: Mapping[str, Any], today: date) -> list[tuple[bool, str, str]]:
    """What cannot be in the time and the places of a document, as far as they are told: a form says all of it at
    once."""
    starts, ends = told.get("starts"), told.get("ends")
    strange = companies.unknown(actor, org, told.get("sites", ()))
    return [
        (bool(starts and ends and ends < starts), _("It ends before it begins."), "ends"),
        (bool(ends and ends > today), _("Choose today, or a day before."), "ends"),
        (bool(strange), companies.no_place(strange), "sites"),
    ]


def _is_here(row: Membership, sha256: str) -> bool:
    return row.evidence.filter(sha256=sha256, state__in=[PENDING, ACCEPTED]).exists()


def _write(actor: Actor, one: Evidence, deed: str, now: datetime) -> None:
    one.save()
    journal.write(one.pk, actor.signatory(), deed, at=now, items=[stated.whole(one)])
    duties.follow(one, now)


def _open(actor: Actor, pk: UUID, deed: str, states: Collection[str]) -> Evidence:
    one = document(actor, pk, lock=True)
    ask(actor, deed, one.membership)
    stated.need_last(one, *DOCUMENT_DEEDS)
    if one.state not in states:
        raise NotNow(_("Somebody was faster: this was looked at, or taken back."))
    return one


@transaction.atomic
def review(
    actor: Actor, pk: UUID, accepted: bool, seen_how: str, seen_on: date | None, reason: str, now: datetime
) -> Evidence:
    """Say that a document was seen, how and when, and that it is what its hash says; or why it does not count."""
    one = _open(actor, pk, REVIEW, {PENDING})
    need(
        (accepted and seen_how not in SEEN, _("Say how you saw it."), "seen_how"),
        (accepted and seen_on is None, _("Say when you saw it."), "seen_on"),
        (accepted and seen_on is not None and seen_on > now.date(), _("Choose today, or a day before."), "seen_on"),
        (not accepted and not reason.strip(), _("Write why, in words that the company reads."), "reason"),
    )
    one.state, one.reason = (ACCEPTED, "") if accepted else (REFUSED, reason.strip())
    one.seen_how, one.seen_on = (seen_how, seen_on) if accepted else ("", None)
    one.reviewer_id, one.reviewed_at = actor.person, now
    _write(actor, one, REVIEW, now)
    return one


@transaction.atomic
def take_back(actor: Actor, pk: UUID, now: datetime) -> Evidence:
    """The company takes a document back: nothing rests on it any more."""
    one = _open(actor, pk, TAKE_BACK, {PENDING, ACCEPTED})
    one.state = TAKEN_BACK
    _write(actor, one, TAKE_BACK, now)
    return one
