"""Concerns over pairs of countries, all 500 in the long run, through the real deeds: told, opened, confirmed, proposed.

Nobody in a country that is not among the confirmed facts is proposed; what is unknown stays unknown.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest

from fanal.access.api import NotNow
from fanal.concerns.content import PersonCountry
from fanal.concerns.contracts import NOWHERE, Proposal
from fanal.concerns.form.questions import core
from fanal.concerns.handovers import handovers
from fanal.concerns.public.place import place_of_page
from fanal.concerns.public.receive import Told, receive, reporter
from fanal.concerns.routing import acting
from fanal.concerns.triage import adults, triage
from fanal.network import api as network
from fanal.network.contracts import Actor, Founder, OrgKind, Role
from fanal.vocabulary.ids import day_id
from tests.people import NOW, PASSWORD, Cast
from tests.rooms.concerns.passing import agree
from tests.rooms.concerns.told import page_of
from tests.sizes import sized

OURS = "XA"
FICTIONAL = ("XA", "XB", "XC", "XD", "XE")
PLACES = (*FICTIONAL, *sorted(NOWHERE), "KH", "TH", "PH", "FR", "DE", "SE", "AU", "BR", "KE", "GM", "US", "JP")
HOMES = ((), ("XB", "XD"), *((code,) for code in FICTIONAL))
HOMES += tuple((code,) for code in ("KH", "TH", "PH", "FR", "DE", "SE", "AU", "BR", "KE", "GM", "US", "JP"))
HOMES += tuple((code,) for code in ("NL", "GB", "KR", "CH", "ES", "LK"))
PAUSE = timedelta(minutes=16)  # nobody opens 500 concerns without a break

pytestmark = pytest.mark.django_db(databases="__all__")


@dataclass(frozen=True)
class World:
    """`members`: who has the mandate in which country; nobody has it in XE or in any real one."""

    cast: Cast
    amara: Actor
    members: dict[str, UUID]


@pytest.fixture
def world(cast: Cast) -> World:
    """Members in XA, XB, XC and XD; an agreement with XB only; a secretariat that is no member."""
    members = {"XA": cast.aurora, "XB": cast.nordlys}
    for country in ("XC", "XD"):
        roles = ((Role.DUTY_PERSON, Role.KEY_KEEPER), (Role.MANAGER, Role.KEY_KEEPER))
        people = [Founder(f"{country}{n}".lower(), f"Person {n}", PASSWORD, held) for n, held in enumerate(roles)]
        found = network.organisations.found(
            f"Member of {country}", OrgKind.MEMBER, country, people, NOW, mandates=[country]
        )
        members[country] = found.org
    agree(cast)
    return World(cast, cast["amara"], members)


def telling(world: World, place: str, homes: tuple[str, ...], dice: random.Random, now: datetime) -> UUID:
    """A concern about an adult for whom other countries are named, and of whom only `homes` gets confirmed."""
    named = [code for code in dice.sample(FICTIONAL, 3) if code not in homes]
    given = answers(dice) | {"country": place, "countries": tuple(named)}
    here = place_of_page(page_of(world.cast, OURS), now)
    concern_id = receive(Told(day_id(now.date()), here, given, "en", None, now, reporter(world.cast.aurora))).id
    for home in homes:
        link = PersonCountry(home, dice.choice(adults.RELATIONS), dice.choice(adults.BASES))
        adults.confirm(world.amara, concern_id, link, now)
    return concern_id


def answers(dice: random.Random) -> dict[str, object]:
    """Any other answers: none of them may name a country to anybody."""
    found: dict[str, object] = {}
    for question in core().questions:
        if question.id in {"country", "countries", "about_us", "you"}:
            continue
        if question.kind == "one":
            found[question.id] = dice.choice(question.codes)
        elif question.kind == "many":
            found[question.id] = tuple(dice.sample(question.codes, dice.randint(1, 4)))
        elif question.kind == "text":
            found[question.id] = dice.choice(("", "He showed a passport of XD", "They speak like people from XC"))
    return {name: answer for name, answer in found.items() if answer}


def proposed(world: World, concern_id: UUID, now: datetime) -> list[Proposal]:
    """What the person who opens it is shown under "Who can act"."""
    file = triage.look(world.amara, concern_id, now)
    return acting.proposals(world.amara, file.concern, file.content, file.offender, now, "en")


def pairs() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Otherwise one real country, where nobody is a member, stands for the others as a place and one as a home."""
    plain = {*FICTIONAL, *NOWHERE, "KH"}
    places = sized([place for place in PLACES if place in plain], PLACES)
    homes = sized([home for home in HOMES if {*home} <= {*FICTIONAL, "KH"}], HOMES)
    return product(places, homes)


def expected(world: World, place: str, homes: tuple[str, ...]) -> set[tuple[str, str, UUID | None]]:
    """(role, country, who) of every proposal to people, written down anew from rules 1 to 3
    of docs/concerns-rules.md, "Who can act"."""
    found: set[tuple[str, str, UUID | None]] = set()
    if place in NOWHERE:
        found.add(("place", "", None))
    else:
        found.add(("keep" if place == OURS else "place", place, world.members.get(place)))
    for home in set(homes) - {place}:
        found.add(("keep" if home == OURS else "sending", home, world.members.get(home)))
    return found


@pytest.mark.long
def test_no_country_but_the_confirmed_ones_is_ever_proposed(world: World) -> None:
    """Exactly the members of the place and of confirmed countries; where nobody is there, nobody else is named."""
    dice, now, seen = random.Random(20261125), NOW, 0
    strangers: list[tuple[str, tuple[str, ...], str]] = []
    for place, homes in pairs():
        now += PAUSE
        concern_id = telling(world, place, homes, dice, now)
        found = proposed(world, concern_id, now)
        for one in found:
            facts = {place, *homes} - NOWHERE
            if one.recipient is not None and not (one.recipient.mandates & facts and one.country in facts):
                strangers.append((place, homes, one.recipient.country))
        people = {
            (one.role, one.country, one.recipient.id if one.recipient else None)
            for one in found
            if one.role != "hotline_signpost"
        }
        assert people == expected(world, place, homes), (place, homes)
        seen += 1
    assert seen == sized(72, 500)
    assert strangers == []


def test_an_unknown_place_stays_unknown(world: World) -> None:
    """Countries that were named and not confirmed bring nobody in: there is one proposal, to ask."""
    for place in sorted(NOWHERE):
        concern_id = telling(world, place, (), random.Random(7), NOW)
        found = [one for one in proposed(world, concern_id, NOW) if one.role != "hotline_signpost"]
        assert [(one.role, one.recipient, one.country) for one in found] == [("place", None, "")]
        assert [reason.rule for reason in found[0].reasons] == [f"place_{place}"]


def test_nothing_can_be_sent_past_the_proposals(world: World) -> None:
    """Whoever calls the deed itself, for any organisation that is not proposed or has no agreement, is refused."""
    for place, homes in (("XA", ("XB",)), ("XA", ()), ("XE", ("XD",)), ("unknown", ())):
        concern_id = telling(world, place, homes, random.Random(3), NOW)
        found = proposed(world, concern_id, NOW)
        sendable = {one.recipient.id for one in found if one.sendable and one.recipient is not None}
        assert sendable == ({world.cast.nordlys} if "XB" in homes else set())
        for org in network.orgs():
            if org.id not in {*sendable, world.cast.aurora}:
                with pytest.raises(NotNow):
                    handovers.draft(world.amara, concern_id, org.id, uuid4(), NOW)
