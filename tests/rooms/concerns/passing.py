"""Scenes of handing over: a concern about an adult who lives in XB, told to Aurora in XA; agreements that are signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from fanal.access.api import open_record
from fanal.concerns import handovers, handovers_received
from fanal.concerns.access_terms import ref_of
from fanal.concerns.content import PersonCountry, PersonSuspected
from fanal.concerns.models import Concern, Handover, ReportingPage
from fanal.concerns.payload import Addition
from fanal.concerns.public.place import place_of
from fanal.concerns.public.receive import Told, receive, reporter
from fanal.network import api as network
from fanal.network.contracts import AgreementPurpose, Founder, OrgKind, Role
from fanal.vocabulary.codes import DataCategory as Cat
from fanal.vocabulary.ids import day_id
from tests.people import NOW, PASSWORD, Cast
from tests.rooms.concerns.reporter import publish

BASE = (Cat.EXISTENCE, Cat.LOCATION, Cat.STORY)
SECRETS = {
    "words": "she said her sister was told to wait in room twelve",
    "child_words": "green school bag, called Lila by the others",
    "adult_words": "grey cap, drives a white van",
    "reply_contact": "ring the bakery and ask for Rosa",
    "exposure_words": "my cousin works at the desk",
}
ANSWERS: dict[str, Any] = {
    "danger": "not_sure",
    "country": "XA",
    "what": ("to_room", "pays_access"),
    "words": SECRETS["words"],
    "how_known": "saw",
    "ongoing": "yes",
    "place_type": "accommodation",
    "place": "Hotel by the north beach",
    "when": "today",
    "children": "one",
    "age": "from_10_to_14",
    "child_is": "girl",
    "child_words": SECRETS["child_words"],
    "child_now": "at_named_place",
    "adults": "one",
    "adult_link": "visitor",
    "mobility": "foreign_tourist",
    "countries": ("XB",),
    "basis": "papers_or_booking",
    "leaving": "this_week",
    "adult_words": SECRETS["adult_words"],
    "you": "travel_worker",
    "reply": "also_by",
    "reply_contact": SECRETS["reply_contact"],
    "pass_on": "no",
    "exposure": "yes",
    "exposure_words": SECRETS["exposure_words"],
}


@dataclass
class Scene:
    """A concern at Aurora, an agreement with Nordlys, and who hands over what."""

    cast: Cast
    concern: UUID
    agreement: UUID
    now: datetime = NOW

    def row(self, handover: UUID) -> Handover:
        return Handover.objects.get(pk=handover)

    def drafted(self, who: str = "amara", to: UUID | None = None, **more: Any) -> Handover:
        """A draft to Nordlys."""
        actor, recipient = self.cast[who], to or self.cast.nordlys
        return handovers.draft(actor, self.concern, recipient, more.pop("key", uuid4()), self.now, **more)

    def hash_of(self, row: Handover, who: str = "amara", additions: tuple[Addition, ...] = ()) -> str:
        """What the page shows as the hash of the preview."""
        conflict = row.role == "conflict"
        found = handovers.look(
            self.cast[who], self.concern, row.recipient_id, self.now, conflict=conflict, additions=additions
        )
        assert found.preview is not None
        return found.preview.hash

    def offered(self, who: str = "amara", *additions: Addition, **more: Any) -> Handover:
        """A handover on its way to Nordlys."""
        row = self.drafted(who, additions=additions, **more)
        return handovers.confirm(self.cast[who], row.pk, self.hash_of(row, who, additions), self.now)

    def accepted(self, *additions: Addition) -> Handover:
        """A handover that Nils took on."""
        return handovers_received.accept(self.cast["nils"], self.offered("amara", *additions).pk, self.now)


def agree(
    cast: Cast,
    categories: tuple[Cat, ...] = BASE,
    *,
    ends: date = NOW.date() + timedelta(days=200),
    starts: date = NOW.date() - timedelta(days=200),
    purpose: AgreementPurpose = AgreementPurpose.CONCERN_HANDOVER,
    partner: UUID | None = None,
    signer: str = "nils",
    sign: bool = True,
) -> UUID:
    """An agreement between Aurora and a partner, signed by both."""
    made = network.agreements.propose(
        cast["amara"], partner or cast.nordlys, [purpose], [str(one) for one in categories], starts, ends, NOW
    )
    if sign:
        network.agreements.sign(cast[signer], made, NOW)
    return made


def tell(cast: Cast, *, child_door: bool = False, **answers: Any) -> UUID:
    """A concern told to Aurora; an answer of None leaves the question out."""
    page = ReportingPage.objects.filter(country="XA").first() or publish(cast)
    place = place_of(page.country, NOW)
    assert place is not None
    told = {name: answer for name, answer in {**ANSWERS, **answers}.items() if answer is not None}
    made = receive(
        Told(day_id(NOW.date()), place, told, "en", None, NOW, reporter(cast.aurora), child_door=child_door)
    )
    return made.id


def confirm_country(cast: Cast, concern_id: UUID, *countries: str, who: str = "amara") -> None:
    """A trained person confirms where the adult lives."""
    concern = Concern.objects.get(pk=concern_id)
    with open_record(
        cast[who], ref_of(concern), "concerns.confirm_countries", purpose="casework", now=NOW, thing=concern, write=True
    ) as opened:
        known: PersonSuspected = opened.read(concern, "offender")
        found = tuple(PersonCountry(country, "lives_in", "papers_or_booking") for country in countries)
        fields = {name: getattr(known, name) for name in known.__dataclass_fields__}
        opened.write(concern, "offender", PersonSuspected(**{**fields, "confirmed": found}))
        concern.save()


def scene(cast: Cast, categories: tuple[Cat, ...] = BASE, **answers: Any) -> Scene:
    """All at once: page, agreement, concern, confirmed country."""
    agreement = agree(cast, categories)
    concern = tell(cast, **answers)
    confirm_country(cast, concern, "XB")
    return Scene(cast, concern, agreement)


def police(cast: Cast) -> UUID:
    """A tourist police unit in XA with a liaison, Leo, who joins the cast; and an agreement with it."""
    from fanal.network import accounts
    from fanal.network.models import Person

    people = (
        Founder("leo", "Leo", f"{PASSWORD} leo", (Role.LIAISON, Role.KEY_KEEPER)),
        Founder("mira", "Mira", f"{PASSWORD} mira", (Role.MANAGER, Role.KEY_KEEPER)),
    )
    made = network.organisations.found("Tourist police unit", OrgKind.AUTHORITY, "XA", people, NOW)
    for username, code in made.codes.items():
        cast.seeds[username] = accounts.seed_by_code(Person.objects.get(username=username), code)
    agree(cast, (*BASE, Cat.OFFENDER), partner=made.org, signer="leo")
    return made.org
