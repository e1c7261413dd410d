"""Who speaks for a programme in which countries, and until when: the secretariat says so."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotAllowed, as_seen, ask, found, need, stated, visible
from fanal.journal import api as journal
from fanal.network.contracts import Actor, PersonRef
from fanal.tourism.models import Mandate
from fanal.tourism.policy import END_MANDATE, GIVE_MANDATE, given, representatives
from fanal.vocabulary.countries import is_country
from fanal.vocabulary.dates import months_later

LONGEST: Final = 24
"""Months that a mandate lasts at most."""


def mandates(actor: Actor) -> list[Mandate]:
    """Those that were given, the newest first."""
    rows = visible(actor, Mandate.objects.all()).select_related("person", "org")
    return list(rows.order_by("-starts", "pk"))


def changed(found: Sequence[Mandate]) -> frozenset[UUID]:
    """Whose of these mandates are not as the secretariat gave them."""
    return frozenset(person for person in {one.person_id for one in found} if not _is_believed(person))


def _need_given(one: PersonRef) -> None:
    """Raises `NotAllowed` where a mandate of somebody is not as it was given."""
    given(one.id)


def _is_believed(person: UUID) -> bool:
    try:
        given(person)
    except NotAllowed:
        return False
    return True


def mandate(actor: Actor, pk: UUID) -> Mandate:
    """One of them. Raises `NotHere`."""
    return found(actor, Mandate, pk, "person", "org")


@transaction.atomic
def give(
    actor: Actor, person: UUID, programme: str, countries: Sequence[str], may_approve: bool, until: date, now: datetime
) -> Mandate:
    """Give somebody a mandate. Raises `NotAllowed`, `NotNow`."""
    ask(actor, GIVE_MANDATE)
    one = next((one for one in representatives() if one.id == person), None)
    need(
        (one is None, _("Choose somebody who represents the programme at a member."), "person"),
        (not countries or not all(map(is_country, countries)), _("Choose a country."), "countries"),
        (
            not now.date() < until <= months_later(now.date(), LONGEST),
            _("Choose a day after today, at most 24 months from now."),
            "until",
        ),
    )
    assert one is not None
    _need_given(one)
    row = Mandate(
        person_id=one.id, org_id=one.org, programme=programme, countries=sorted(countries), may_approve=may_approve,
        starts=now.date(), until=until, given_by_id=actor.person,
    )  # fmt: skip
    row.save(force_insert=True)
    journal.write(row.person_id, actor.signatory(), GIVE_MANDATE, at=now, items=[stated.whole(row)])
    return row


@transaction.atomic
def end(actor: Actor, pk: UUID, now: datetime) -> Mandate:
    """End it: from now on nothing opens by it."""
    row = mandate(actor, pk)
    ask(actor, END_MANDATE, row)
    given(row.person_id)
    as_seen(row.ended_on is None)
    row.ended_on = now.date()
    row.save(update_fields=["ended_on"])
    journal.write(row.person_id, actor.signatory(), END_MANDATE, at=now, items=[stated.whole(row)])
    return row
