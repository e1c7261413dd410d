"""Companies in travel, all made up: Marea Stays in XA, a chain with twenty places, is a member; Northway Journeys in XB
was declined, and came back."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.totp.internal.auth import TOTP

from fanal.network import accounts
from fanal.network import api as network
from fanal.network.api import keyfile
from fanal.network.models import Person
from fanal.site.demo.cast import FIRMS, PASSWORD, SECOND, Firm
from fanal.site.demo.stage import Play, Stage
from fanal.tourism import known
from fanal.tourism.companies import companies, mandates
from fanal.tourism.membership import applying, clock, deciding, joining
from fanal.tourism.membership.deciding import Ground
from fanal.tourism.models import Membership
from fanal.tourism.planning import actions
from fanal.tourism.plans import plans

CODE = "the-code"
_HOUR = timedelta(hours=1)
_TOWNS = ("Harbour", "Old Town", "Lagoon", "Station", "Hill", "Market", "Lighthouse", "Garden", "Bridge", "Beach")


def plan(stage: Stage, play: Play) -> None:
    """Mandate, applications, what was said of each, and what the clock does since. Nothing of it comes before the forms
    are open: each night of the play looks at their gates."""
    play.at(stage.ago(days=350), lambda when: _mandate(stage, when))
    marea, northway = FIRMS
    play.at(stage.ago(days=200), lambda when: _marea(stage, play, marea, when))
    play.at(stage.ago(days=60), lambda when: _northway(stage, play, northway, when))
    for days in range(190, 0, -20):
        play.at(stage.ago(days=days), clock.look)


def _mandate(stage: Stage, when: datetime) -> None:
    until = when.date() + timedelta(days=700)
    mandates.give(stage.actor("tove"), stage.person("mira"), CODE, ["XA", "XD"], True, until, when)


def _founded(stage: Stage, firm: Firm, when: datetime) -> UUID:
    """The company founds itself; its deputy joins by a link. Both have the second step of everybody."""
    first, second = firm.people
    org, _person, code = network.by_itself.found(
        firm.name, firm.country, first[1], first[0], PASSWORD, when, languages=firm.languages
    )
    stage.orgs[firm.key] = org
    _enter(stage, first[0], code)
    row = applying.draft_for(org, CODE, keyfile.installation(org), when)
    token = companies.invite(stage.actor(first[0]), second[1], when + _HOUR)
    _person, code = network.people.accept(token, second[0], PASSWORD, when + 2 * _HOUR)
    _enter(stage, second[0], code)
    return row.pk


def _enter(stage: Stage, username: str, code: str) -> None:
    person = Person.objects.get(username=username)
    TOTP.activate(person, SECOND)
    network.vouched.seal(person)
    stage.seeds[username] = accounts.seed_by_code(person, code)


def _filled(stage: Stage, who: str, pk: UUID, told: dict[str, Any], revenue: str, when: datetime) -> None:
    actor = stage.actor(who)
    company = companies.company(actor)
    base = {"unregistered": "", "website": "", "listed": True}
    companies.keep(actor, base | told, company.version, when)
    for one in known.criteria(Membership.objects.get(pk=pk)).exclusions:
        applying.answer(actor, pk, one.id, "no", "", when)
    applying.declare_revenue(actor, pk, revenue, "", when)
    row = Membership.objects.get(pk=pk)
    if names := [one.id for one in actions.proposed(row, when.date())]:
        actions.adopt(actor, pk, names, actor.person, when)
    applying.submit(actor, pk, when)


def _marea(stage: Stage, play: Play, firm: Firm, when: datetime) -> None:
    pk, who = _founded(stage, firm, when), firm.people[0][0]
    told = {"sectors": ["accommodation"], "countries": ["XA"], "registrations": ["XA 2011-4471"]}
    companies.take_sites(stage.actor(who), [_place(number) for number in range(20)], when + 2 * _HOUR)
    _filled(stage, who, pk, told, "C", when + 3 * _HOUR)
    companies.name_contact(stage.actor(who), "signatory", "Ines Prado", "Managing director", when + 5 * _HOUR)
    companies.name_contact(stage.actor(who), "training_lead", "Davi Costa", "Head of people", when + 5 * _HOUR)
    day = timedelta(days=1)
    play.at(when + 2 * day, lambda at: applying.take_up(stage.actor("mira"), pk, False, at))
    play.at(when + 6 * day, lambda at: applying.approve(stage.actor("mira"), pk, False, at))
    play.at(when + 7 * day, lambda at: applying.approve(stage.actor("tove"), pk, False, at))
    play.at(when + 8 * day, lambda at: joining.invoice(stage.actor("tove"), pk, "", at))
    play.at(when + 11 * day, lambda at: joining.pay(stage.actor("kofi"), pk, "2026-014", at))
    play.at(when + 12 * day, lambda at: _sign(stage, who, pk, at))
    play.at(when + 100 * day, lambda at: _reached(stage, who, pk, at))


_REACHED = {
    "C1.1": (4, ()), "C1.2": (3, ()), "C1.3": (3, ("M01", "M02", "M03", "M05", "M08")), "C1.4": (2, ()),
    "C2.1": (3, ("M01", "M02", "M03", "M04", "M05", "M06")), "C2.3": (3, ()), "C3.1": (3, ()), "C3.2": (2, ()),
    "C4.1": (2, ("M01", "M02")), "C4.2": (3, ()), "C4.4": (4, ()), "C5.1": (3, ("M01",)),
}  # fmt: skip
"""How far Marea is after some months, by requirement: level, and at which places where it is not all of them."""


def _reached(stage: Stage, who: str, pk: UUID, when: datetime) -> None:
    row = Membership.objects.get(pk=pk)
    for one in plans.actions(row):
        for name in plans.serves(one, row):
            if name in _REACHED:
                level, codes = _REACHED[name]
                actions.say(stage.actor(who), pk, one.pk, level, when.date(), codes, when)


def _place(number: int) -> dict[str, Any]:
    town = _TOWNS[number % len(_TOWNS)]
    return {
        "code": f"M{number + 1:02}", "name": f"Marea {town}{' Annex' if number >= len(_TOWNS) else ''}",
        "country": "XA", "admin1": "", "kind": "hotel", "rooms": 24 + 3 * number, "licence": f"XA-H-{300 + number}",
        "operated": "owned" if number % 4 else "managed", "brand": "Marea Stays" if number < 14 else "Marea Basic",
    }  # fmt: skip


def _sign(stage: Stage, who: str, pk: UUID, when: datetime) -> None:
    text = joining.text_of(Membership.objects.select_related("org").get(pk=pk))
    joining.sign(stage.actor(who), pk, "Ines Prado", "Managing director", True, joining.hash_of(text), "en", when)


def _northway(stage: Stage, play: Play, firm: Firm, when: datetime) -> None:
    pk, who = _founded(stage, firm, when), firm.people[0][0]
    told = {"sectors": ["tour_operator"], "countries": ["XB"], "registrations": [], "unregistered": "being registered"}
    _filled(stage, who, pk, told, "A", when + 3 * _HOUR)
    day = timedelta(days=1)
    why = "The company is in no public register yet. Once it is, it may apply again."
    play.at(when + 5 * day, lambda at: deciding.ask_decline(stage.actor("tove"), pk, Ground.INELIGIBLE.value, why, at))
    play.at(when + 6 * day, lambda at: deciding.decline(stage.actor("kofi"), pk, at))
    play.at(when + 40 * day, lambda at: applying.again(stage.actor(who), pk, at))
    again = told | {"registrations": ["XB 88-2026"], "unregistered": ""}
    play.at(when + 41 * day, lambda at: _filled(stage, who, pk, again, "A", at))
    play.at(when + 44 * day, lambda at: applying.take_up(stage.actor("tove"), pk, False, at))
    words = "Write into your contracts what you reject: two of your suppliers run camps with children."
    play.at(when + 52 * day, lambda at: applying.give_back(stage.actor("tove"), pk, words, at))
