"""Scenes of handing over: a concern about an adult who lives in XB, told to Aurora in XA; signed agreements."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from fanal.concerns.content import PersonCountry
from fanal.concerns.handovers import handovers, received
from fanal.concerns.models import Handover
from fanal.concerns.triage import adults
from fanal.network import accounts
from fanal.network import api as network
from fanal.network.contracts import AgreementPurpose, Founder, OrgKind, Role
from fanal.network.models import Person
from fanal.passing.api import Addition
from fanal.vocabulary.codes import DataCategory as Cat
from tests.people import NOW, PASSWORD, Cast
from tests.rooms.concerns.told import ANSWERS, tell

BASE = (Cat.EXISTENCE, Cat.LOCATION, Cat.STORY)
SECRETS = {name: str(ANSWERS[name]) for name in ("words", "child_words", "adult_words", "reply_contact")}
"""What never leaves by default: the reporter, and everybody's own words."""


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

    def accepted(self, *additions: Addition, **more: Any) -> Handover:
        """A handover that Nils took on."""
        row = self.offered("amara", *additions, **more)
        return received.accept(self.cast["nils"], row.pk, self.now)


def agree(
    cast: Cast,
    categories: tuple[Cat, ...] = BASE,
    *,
    now: datetime = NOW,
    days: tuple[int, int] = (-200, 200),
    purpose: AgreementPurpose = AgreementPurpose.CONCERN_HANDOVER,
    partner: UUID | None = None,
    by: str = "amara",
    signer: str = "nils",
    sign: bool = True,
) -> UUID:
    """An agreement between Aurora, or the organisation of `by`, and a partner, signed by both; `days` says from when to
    when, seen from `now`."""
    starts, ends = (now.date() + timedelta(days=one) for one in days)
    now += timedelta(days=min(0, days[1]))  # one that is over was made while it was not
    made = network.agreements.propose(
        cast[by], partner or cast.nordlys, [purpose], [str(one) for one in categories], starts, ends, now
    )
    if sign:
        network.agreements.sign(cast[signer], made, now)
    return made


def confirm_country(cast: Cast, concern_id: UUID, country: str, who: str = "amara", now: datetime = NOW) -> None:
    """A trained person confirms where the adult lives."""
    adults.confirm(cast[who], concern_id, PersonCountry(country, "lives_in", "papers_or_booking"), now)


def scene(cast: Cast, categories: tuple[Cat, ...] = BASE, *, now: datetime = NOW, **answers: Any) -> Scene:
    """All at once: page, agreement, concern, confirmed country."""
    agreement = agree(cast, categories, now=now)
    concern = tell(cast, now, **answers).id
    who = "dalia" if answers.get("about_us") in {"yes", "not_sure"} else "amara"
    confirm_country(cast, concern, "XB", who, now)
    return Scene(cast, concern, agreement, now)


def police(cast: Cast, now: datetime = NOW) -> UUID:
    """A tourist police unit in XA with a liaison, Leo, who joins the cast; and an agreement with it."""
    people = (
        Founder("leo", "Leo", f"{PASSWORD} leo", (Role.LIAISON, Role.KEY_KEEPER)),
        Founder("mira", "Mira", f"{PASSWORD} mira", (Role.MANAGER, Role.KEY_KEEPER)),
    )
    made = network.organisations.found("Tourist police unit", OrgKind.AUTHORITY, "XA", people, now)
    for username, code in made.codes.items():
        cast.seeds[username] = accounts.seed_by_code(Person.objects.get(username=username), code)
    agree(cast, (*BASE, Cat.OFFENDER), partner=made.org, signer="leo", now=now)
    return made.org
