"""Companies of the tests, and who works with them: Rosa and Timo speak for Hotel Lantern in XA; Amara represents The
Code there; Sol and Tove are the secretariat, Una and Vito a second office, who decided nothing before."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from fanal.network import accounts
from fanal.network import api as network
from fanal.network.api import keyfile
from fanal.network.contracts import Actor, Founder, OrgKind, Role
from fanal.network.models import Person
from fanal.tourism import known
from fanal.tourism.companies import companies, mandates
from fanal.tourism.membership import applying, clock, joining
from fanal.tourism.membership.flow import State
from fanal.tourism.models import AnnualReport, Membership
from fanal.tourism.planning import actions
from fanal.tourism.programmes.model import Kinds
from fanal.tourism.reports import reports
from fanal.tourism.reports.reports import Said
from tests.people import FOUNDED, NOW, PASSWORD, Cast, gains

CODE = "the-code"
DAY = timedelta(days=1)
AGAINST = {State.SUSPENDED, State.LAPSED, State.EXCLUDED, State.DECLINED}
"""States that no machine brings about."""


@dataclass
class Firm:
    """A company with an application."""

    cast: Cast
    org: UUID
    rosa: Actor
    pk: UUID
    timo: Actor | None = None

    @property
    def row(self) -> Membership:
        return Membership.objects.select_related("org").get(pk=self.pk)

    @property
    def state(self) -> State:
        return State(self.row.state)


type Asked = tuple[Firm, datetime]
"""A member whose report is due, and the day."""


def again(firm: Firm, cast: Cast) -> Firm:
    """The company from which all tests of a file begin (`cast_of_file`), with the cast of one of them."""
    cast.seeds |= firm.cast.seeds
    cast.founded |= firm.cast.founded
    return replace(firm, cast=cast)


def opened(username: str, code: str) -> Actor:
    """Somebody with open keys, by their recovery code."""
    row = Person.objects.select_related("org").get(username=username)
    return network.open_actor(row, accounts.seed_by_code(row, code), NOW.date())


def begun(cast: Cast, name: str = "Hotel Lantern", country: str = "XA", who: str = "rosa", now: datetime = NOW) -> Firm:
    """A company that founded itself, with a draft."""
    org, _person, code = network.by_itself.found(name, country, who.capitalize(), who, f"{PASSWORD} {who}", now)
    row = applying.draft_for(org, CODE, keyfile.installation(org), now)
    cast.seeds[who] = accounts.seed_by_code(Person.objects.get(username=who), code)
    return Firm(cast, org, opened(who, code), row.pk)


def with_deputy(firm: Firm, who: str = "timo", now: datetime = NOW) -> Firm:
    """A second person who made an account by the link."""
    token = companies.invite(firm.rosa, who.capitalize(), now)
    _person, code = network.people.accept(token, who, f"{PASSWORD} {who}", now)
    firm.cast.seeds[who] = accounts.seed_by_code(Person.objects.get(username=who), code)
    firm.timo = opened(who, code)
    return firm


def ready(cast: Cast, now: datetime = NOW, **named: str) -> Firm:
    """An application that lacks nothing."""
    firm = with_deputy(begun(cast, now=now, **named), now=now) if not named else begun(cast, now=now, **named)
    if named:
        with_deputy(firm, f"{named.get('who', 'rosa')}2", now)
    told = {
        "sectors": ["accommodation"], "countries": [named.get("country", "XA")], "registrations": ["HRB 1"],
        "unregistered": "", "website": "", "listed": True,
    }  # fmt: skip
    companies.keep(firm.rosa, told, 1, now)
    for one in known.criteria(firm.row).exclusions:
        applying.answer(firm.rosa, firm.pk, one.id, "no", "", now)
    applying.declare_revenue(firm.rosa, firm.pk, "B", "", now)
    return firm


def office(cast: Cast) -> None:
    """Sol and Tove do the work of the secretariat; Una and Vito are another office of it."""
    gains(cast["sol"].person, Role.MANAGER)
    if "Panel" in cast.founded:
        return
    people = [
        Founder(one, one.capitalize(), f"{PASSWORD} {one}", (Role.ANALYST, Role.KEY_KEEPER)) for one in ("una", "vito")
    ]
    made = network.organisations.found("Panel", OrgKind.SECRETARIAT, "XC", people, FOUNDED)
    cast.founded["Panel"] = made
    for username, code in made.codes.items():
        cast.seeds[username] = accounts.seed_by_code(Person.objects.get(username=username), code)


def represents(cast: Cast, now: datetime = NOW) -> None:
    """Amara has a mandate for XA."""
    office(cast)
    gains(cast["amara"].person, Role.LOCAL_CODE_REPRESENTATIVE)
    until = now.date() + timedelta(days=700)
    mandates.give(cast["tove"], cast["amara"].person, CODE, ["XA"], True, until, now)


def planned(firm: Firm, now: datetime = NOW) -> Firm:
    """A company that takes on all that is proposed."""
    names = [one.id for one in actions.proposed(firm.row, now.date())]
    actions.adopt(firm.rosa, firm.pk, names, firm.rosa.person, now)
    return firm


def submitted(cast: Cast, now: datetime = NOW, **named: str) -> Firm:
    """Sent in, with a plan."""
    firm = planned(ready(cast, now, **named), now)
    applying.submit(firm.rosa, firm.pk, now)
    return firm


def in_review(cast: Cast, now: datetime = NOW, **named: str) -> Firm:
    """Taken up."""
    firm = submitted(cast, now, **named)
    applying.take_up(cast["tove"], firm.pk, False, now)
    return firm


def active(cast: Cast, now: datetime = NOW) -> Firm:
    """A member: approved by two, paid, signed."""
    represents(cast, now)
    firm = in_review(cast, now)
    applying.approve(cast["amara"], firm.pk, False, now)
    applying.approve(cast["tove"], firm.pk, False, now)
    joining.invoice(cast["tove"], firm.pk, "", now)
    companies.name_contact(firm.rosa, "signatory", "Rosa", "Director", now)
    joining.pay(cast["tove"], firm.pk, "2026-77", now)
    signed(firm, now)
    return firm


def signed(firm: Firm, now: datetime = NOW) -> None:
    """Whoever signs types their name."""
    sha256 = joining.hash_of(joining.text_of(firm.row))
    joining.sign(firm.rosa, firm.pk, "Rosa", "Director", True, sha256, "en", now)


# ---- the yearly report ----


def due(firm: Firm, now: datetime = NOW) -> datetime:
    """The report of a member is due in fifty days. Returns that day."""
    last = firm.row.report_due_on
    assert last is not None
    day = now + (last - now.date()) - 50 * DAY
    clock.look(day)
    assert firm.state is State.REPORT_DUE
    return day


def asked(cast: Cast, now: datetime = NOW) -> Asked:
    """The same of a member that is made for it."""
    firm = active(cast, now)
    return firm, due(firm, now)


TYPED: dict[Kinds, dict[str, Any]] = {
    Kinds.LEVEL: {"level": 3}, Kinds.SHARE: {"part": 1, "whole": 2}, Kinds.NUMBER: {"number": 4},
    Kinds.DAY: {"day": "2026-05-04"}, Kinds.TEXT: {"text": "We took part in the week of safe travel."},
}  # fmt: skip


def written(firm: Firm, day: datetime) -> AnnualReport:
    """A report in which every question has an answer: that of the records, or one that is typed."""
    report = reports.begin(firm.rosa, firm.pk, day)
    lines = reports.answers(report)
    told = {
        one.id: Said(keep=True) if lines[one.id].prefilled else Said(value=TYPED[one.kind])
        for one in reports.questions(report).questions
    }
    return reports.answer(firm.rosa, firm.pk, told, report.version, day)


def reported(firm: Firm, day: datetime) -> AnnualReport:
    """A report that was sent."""
    written(firm, day)
    return reports.send(firm.rosa, firm.pk, day)
