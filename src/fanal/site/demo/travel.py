"""Companies in travel, all made up. Marea Stays, a chain with twenty places, and Pension Alba, with three, are members
in XA; Northway Journeys in XB was declined and came back; Sandpiper Tours there was declined and appeals."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.totp.internal.auth import TOTP

from fanal.network import accounts
from fanal.network import api as network
from fanal.network.api import keyfile
from fanal.network.models import Person
from fanal.site.demo import membership, workers
from fanal.site.demo.cast import FIRMS, PASSWORD, SECOND, Firm
from fanal.site.demo.stage import Play, Stage
from fanal.tourism import known
from fanal.tourism.companies import companies, mandates
from fanal.tourism.membership import appeals, applying, clock, deciding, joining
from fanal.tourism.membership.appeals import Outcome
from fanal.tourism.membership.deciding import Ground
from fanal.tourism.models import Membership
from fanal.tourism.planning import actions

CODE = "the-code"
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_TOWNS = ("Harbour", "Old Town", "Lagoon", "Station", "Hill", "Market", "Lighthouse", "Garden", "Bridge", "Beach")


def plan(stage: Stage, play: Play) -> None:
    """Mandate, applications, what was said of each, a year of two members, what the clock does. Nothing of it comes
    before the forms are open: each night of the play looks at their gates."""
    play.at(stage.ago(days=350), lambda when: _mandate(stage, when))
    marea, pension, northway, sandpiper = FIRMS
    play.at(stage.ago(days=327), lambda when: _pension(stage, play, pension, when))
    play.at(stage.ago(days=326), lambda when: _marea(stage, play, marea, when))
    play.at(stage.ago(days=60), lambda when: _northway(stage, play, northway, when))
    play.at(stage.ago(days=40), lambda when: _sandpiper(stage, play, sandpiper, when))
    for days in (16, 8):  # the time of a report opens sixty days before it is due
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


# ---- members ----


def _marea(stage: Stage, play: Play, firm: Firm, when: datetime) -> None:
    pk, who = _founded(stage, firm, when), firm.people[0][0]
    told = {"sectors": ["accommodation"], "countries": ["XA"], "registrations": ["XA 2011-4471"]}
    companies.take_sites(stage.actor(who), [_place(number) for number in range(20)], when + 2 * _HOUR)
    _filled(stage, who, pk, told, "C", when + 3 * _HOUR)
    companies.name_contact(stage.actor(who), "signatory", "Ines Prado", "Managing director", when + 5 * _HOUR)
    companies.name_contact(stage.actor(who), "training_lead", "Davi Costa", "Head of people", when + 5 * _HOUR)
    _agreed(stage, play, pk, when)
    play.at(when + 8 * _DAY, lambda at: joining.invoice(stage.actor("tove"), pk, "", at))
    play.at(when + 11 * _DAY, lambda at: joining.pay(stage.actor("kofi"), pk, "2026-014", at))
    play.at(when + 12 * _DAY, lambda at: _sign(stage, who, pk, "Ines Prado", at))
    membership.marea(stage, play, pk)
    workers.marea(stage, play)


def _pension(stage: Stage, play: Play, firm: Firm, when: datetime) -> None:
    """A house so small that nobody takes a fee of it."""
    pk, who = _founded(stage, firm, when), firm.people[0][0]
    told = {"sectors": ["accommodation"], "countries": ["XA"], "registrations": ["XA 2019-0382"]}
    houses = [
        _house(*one) for one in (("A1", "Alba by the river", 9), ("A2", "Alba garden", 6), ("A3", "Alba mill", 5))
    ]
    companies.take_sites(stage.actor(who), houses, when + 2 * _HOUR)
    _filled(stage, who, pk, told, "A", when + 3 * _HOUR)
    companies.name_contact(stage.actor(who), "signatory", "Olga Ferro", "Owner", when + 5 * _HOUR)
    _agreed(stage, play, pk, when)
    why = "A family with three small houses, whose season was short."
    play.at(when + 4 * _DAY, lambda at: joining.ask_waiver(stage.actor("tove"), pk, why, at))
    play.at(when + 4.5 * _DAY, lambda at: joining.waive(stage.actor("kofi"), pk, at))
    play.at(when + 5 * _DAY, lambda at: _sign(stage, who, pk, "Olga Ferro", at))
    membership.pension(stage, play, pk)
    workers.pension(stage, play)


def _agreed(stage: Stage, play: Play, pk: UUID, when: datetime) -> None:
    """Mira takes an application up and says yes; so does Tove."""
    play.at(when + 2 * _DAY, lambda at: applying.take_up(stage.actor("mira"), pk, False, at))
    play.at(when + 3 * _DAY, lambda at: applying.approve(stage.actor("mira"), pk, False, at))
    play.at(when + 3.5 * _DAY, lambda at: applying.approve(stage.actor("tove"), pk, False, at))


def _place(number: int) -> dict[str, Any]:
    town = _TOWNS[number % len(_TOWNS)]
    return {
        "code": f"M{number + 1:02}", "name": f"Marea {town}{' Annex' if number >= len(_TOWNS) else ''}",
        "country": "XA", "admin1": "", "kind": "hotel", "rooms": 24 + 3 * number, "licence": f"XA-H-{300 + number}",
        "operated": "owned" if number % 4 else "managed", "brand": "Marea Stays" if number < 14 else "Marea Basic",
    }  # fmt: skip


def _house(code: str, name: str, rooms: int) -> dict[str, Any]:
    return {
        "code": code, "name": name, "country": "XA", "admin1": "", "kind": "bed_and_breakfast", "rooms": rooms,
        "licence": "", "operated": "owned", "brand": "",
    }  # fmt: skip


def _sign(stage: Stage, who: str, pk: UUID, name: str, when: datetime) -> None:
    text = joining.text_of(Membership.objects.select_related("org").get(pk=pk))
    function = "Owner" if name == "Olga Ferro" else "Managing director"
    joining.sign(stage.actor(who), pk, name, function, True, joining.hash_of(text), "en", when)


# ---- declined ----


def _declined(stage: Stage, play: Play, pk: UUID, ground: Ground, why: str, when: datetime) -> None:
    """Tove proposes it, Kofi agrees a day later."""
    play.at(when, lambda at: deciding.ask_decline(stage.actor("tove"), pk, ground.value, why, at))
    play.at(when + _DAY, lambda at: deciding.decline(stage.actor("kofi"), pk, at))


def _northway(stage: Stage, play: Play, firm: Firm, when: datetime) -> None:
    pk, who = _founded(stage, firm, when), firm.people[0][0]
    told = {"sectors": ["tour_operator"], "countries": ["XB"], "registrations": [], "unregistered": "being registered"}
    _filled(stage, who, pk, told, "A", when + 3 * _HOUR)
    why = "The company is in no public register yet. Once it is, it may apply again."
    _declined(stage, play, pk, Ground.INELIGIBLE, why, when + 5 * _DAY)
    play.at(when + 40 * _DAY, lambda at: applying.again(stage.actor(who), pk, at))
    again = told | {"registrations": ["XB 88-2026"], "unregistered": ""}
    play.at(when + 41 * _DAY, lambda at: _filled(stage, who, pk, again, "A", at))
    play.at(when + 44 * _DAY, lambda at: applying.take_up(stage.actor("tove"), pk, False, at))
    words = "Write into your contracts what you reject: two of your suppliers run camps with children."
    play.at(when + 52 * _DAY, lambda at: applying.give_back(stage.actor("tove"), pk, words, at))


def _sandpiper(stage: Stage, play: Play, firm: Firm, when: datetime) -> None:
    """Its appeal waits for the second of two who did not decide before."""
    pk, who = _founded(stage, firm, when), firm.people[0][0]
    told = {"sectors": ["tour_operator"], "countries": ["XB"], "registrations": ["XB 71-2020"]}
    _filled(stage, who, pk, told, "A", when + 3 * _HOUR)
    why = "A trip on your website visits a home where children live. Who sells such visits does not join."
    _declined(stage, play, pk, Ground.EXCLUSION, why, when + 10 * _DAY)
    words = "We took that trip off our programme in spring, and the page in November. Our list of trips shows it."
    play.at(when + 20 * _DAY, lambda at: appeals.appeal(stage.actor(who), pk, words, False, at))
    reasons = "The list of trips and the website hold no such visit any more. The application is read again."
    outcome = Outcome.TAKEN_BACK.value
    play.at(when + 37 * _DAY, lambda at: appeals.propose(stage.actor("iris"), pk, outcome, reasons, at))
