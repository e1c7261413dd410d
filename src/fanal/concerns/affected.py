"""Concerns and handovers, as the page of an incident tells of them: from clear columns (docs/gate-and-incident.md)."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import incident, may
from fanal.columns import sealed
from fanal.concerns.access_terms import KIND
from fanal.concerns.desk.words import country
from fanal.concerns.models import Concern, Handover, HandoverMessage, SecondOpinion
from fanal.concerns.second.record import KIND as OPINION
from fanal.network.contracts import Actor
from fanal.vocabulary.ids import short


def concerns(_org: UUID, records: Collection[UUID]) -> Iterator[incident.Found]:
    """Practice is of nobody."""
    rows = Concern.objects.filter(pk__in=records, practice=False)
    for pk, day, place in rows.values_list("pk", "received_on", "country_of_harm"):
        yield incident.Found(pk, KIND, day, frozenset({pk}), place, number=short(pk))


def _pages(actor: Actor, things: Collection[UUID]) -> Mapping[UUID, str]:
    rows = Concern.objects.filter(pk__in=things, org_id=actor.org).defer(*sealed(Concern))
    return {row.pk: reverse("concerns:concern", args=[row.pk]) for row in rows if may(actor, "concerns.open", row)}


def handovers(org: UUID, records: Collection[UUID]) -> Iterator[incident.Found]:
    """What was sent or came; what was written about one belongs to it. A draft is of the concern."""
    texts: dict[UUID, set[UUID]] = defaultdict(set)
    for row, text in HandoverMessage.objects.filter(pk__in=records).values_list("step__handover", "pk"):
        texts[row].add(text)
    asked = set(records)
    rows = Handover.objects.filter(pk__in=asked | set(texts), offered_at__isnull=False)
    for pk, sender, recipient, at, place in rows.values_list(
        "pk", "org_id", "recipient_id", "offered_at", "country_from"
    ):
        kind, partner = ("sent", recipient) if sender == org else ("received", sender)
        assert at is not None
        yield incident.Found(pk, kind, at.date(), frozenset(texts[pk] | ({pk} & asked)), place, partner, short(pk))


def opinions(org: UUID, records: Collection[UUID]) -> Iterator[incident.Found]:
    """What a partner was asked for the second yes."""
    rows = SecondOpinion.objects.filter(pk__in=records)
    for pk, member, partner, at in rows.values_list("pk", "org_id", "partner_id", "asked_at"):
        other = partner if member == org else member
        yield incident.Found(pk, OPINION, at.date(), frozenset({pk}), partner=other, number=short(pk))


def declare() -> None:
    """Called once when the room starts."""
    incident.register(KIND, words={KIND: lazy("Concern")}, find=concerns, where=country, pages=_pages)
    words = {"sent": lazy("Handover sent"), "received": lazy("Handover received")}
    incident.register("handover", "handover_words", words=words, find=handovers, where=country)
    incident.register(OPINION, words={OPINION: lazy("Second yes of a partner")}, find=opinions)
