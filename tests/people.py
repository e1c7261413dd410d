"""The cast of the tests: three organisations and the people in them, with open keys.

Amara and Bao work for Aurora in XA, Nils for Nordlys in XB; Sol is the secretariat's referral desk and opens nothing.
Lena and Omar are Aurora's lawyers, Marek works on its cases, Noor speaks up for better law and holds no ring.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.http import HttpRequest

from fanal import vault
from fanal.cases.access_terms import CLEARED, WORKERS
from fanal.cases.models import Readiness
from fanal.concerns.access_terms import OPENERS, TRAINED
from fanal.network import accounts, keyfile, standing, vouched
from fanal.network import api as network
from fanal.network.contracts import Actor, Founded, Founder, OrgKind, Role
from fanal.network.models import Person, RoleHeld, Vouched

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
FOUNDED = NOW - timedelta(days=14)  # before anything that a test lets happen: keys sign from then on
PASSWORD = "seven lanterns over calm water"


def _founder(username: str, *roles: Role) -> Founder:
    return Founder(username, username.capitalize(), f"{PASSWORD} {username}", roles)


AURORA = (
    _founder("amara", Role.DUTY_PERSON, Role.INTAKE_OFFICER, Role.KEY_KEEPER),
    _founder("bao", Role.SUPERVISOR, Role.MANAGER, Role.KEY_KEEPER, Role.MEMBER_ADMIN),
    _founder("celia", Role.CUSTODIAN),
    _founder("dalia", Role.SAFEGUARDING_LEAD),
    _founder("edo", Role.MEMBER_ADMIN),
    _founder("femi", Role.INTAKE_OFFICER),
    _founder("lena", Role.LAWYER),
    _founder("marek", Role.CASEWORKER),
    _founder("noor", Role.LEGAL_ADVOCATE),
    _founder("omar", Role.LAWYER),
)
NORDLYS = (
    _founder("nils", Role.DUTY_PERSON, Role.INTAKE_OFFICER, Role.KEY_KEEPER),
    _founder("oda", Role.MANAGER, Role.SUPERVISOR, Role.KEY_KEEPER),
    _founder("pia", Role.SAFEGUARDING_LEAD),
    _founder("quim", Role.CUSTODIAN),
)
SECRETARIAT = (
    _founder("sol", Role.REFERRAL_DESK, Role.KEY_KEEPER),
    _founder("tove", Role.ANALYST, Role.KEY_KEEPER),
)


def gains(person: UUID, *roles: Role) -> None:
    """Somebody holds further roles, without the teams that these need."""
    with standing.changing(person):
        for role in roles:
            RoleHeld.objects.get_or_create(person_id=person, role=role, until=None, defaults={"since": NOW.date()})


def loses(person: UUID, role: Role) -> None:
    """Somebody holds a role no more, and stays in the teams."""
    with standing.changing(person):
        RoleHeld.objects.filter(person_id=person, role=role).delete()


def are_trained(people: Iterable[UUID], *codes: str) -> None:
    """People have these clearances; without any, that of whoever decides on concerns."""
    for person in people:
        for code in codes or (TRAINED,):
            network.grants.hold(person, code, FOUNDED.date(), FOUNDED.date() + timedelta(days=3650))


def are_cleared(people: Iterable[UUID]) -> None:
    """People may open what is told of children."""
    are_trained(people, *CLEARED)


def now_are(rows: Iterable[Vouched], **columns: Any) -> None:
    """Rows are so now, and this installation vouches for it: as after a deed."""
    for row in rows:
        for name, value in columns.items():
            setattr(row, name, value)
        row.save()
        vouched.seal(row)


class _Changes:
    """Counts what may change an actor: statements that write to a table of the network, or take something back."""

    count = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Django's wrapper around a statement."""
        if (sql[:6] not in {"SELECT", "SAVEPO"} and "network_" in sql) or sql.startswith("ROLLBACK"):
            self.count += 1
        return execute(sql, params, many, context)


_changes = _Changes()


@dataclass
class Cast:
    """Who is there. `cast["amara"]` is her `Actor`; `cast.seed("amara")` her seed.

    An actor is what rows, key file and seed say now. Most tests ask for theirs twenty times, which took a fifth of
    their time: it is opened again only where one of these changed.
    """

    founded: dict[str, Founded] = field(default_factory=dict)
    seeds: dict[str, vault.Seed] = field(default_factory=dict)
    opened: dict[object, tuple[vault.Seed, Actor]] = field(default_factory=dict)

    def __getitem__(self, username: str) -> Actor:
        if _changes not in connection.execute_wrappers:
            connection.execute_wrappers.append(_changes)
            self.opened.clear()
        seed = self.seeds[username]
        same = (username, id(seed), _changes.count, *sorted(keyfile.keyfile().pins.items()))
        if same not in self.opened or not connection.in_atomic_block:
            row = Person.objects.select_related("org").get(username=username)
            self.opened[same] = seed, network.open_actor(row, seed, NOW.date())
        return self.opened[same][1]

    def seed(self, username: str) -> vault.Seed:
        return self.seeds[username]

    @property
    def aurora(self) -> UUID:
        return self.founded["Aurora"].org

    @property
    def nordlys(self) -> UUID:
        return self.founded["Nordlys"].org

    @property
    def secretariat(self) -> UUID:
        return self.founded["Secretariat"].org


def opened_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests open who asks anew only where one of these changed, as `Cast` does: for walks over all pages."""
    opened: dict[object, Actor | None] = {}
    opens = network.actor_of

    def actor_of(request: HttpRequest, today: date) -> Actor | None:
        same = (request.session.session_key, today, _changes.count, *sorted(keyfile.keyfile().pins.items()))
        if same not in opened:
            opened[same] = opens(request, today)
        return opened[same]

    assert cast["amara"]  # changes are counted from here on
    monkeypatch.setattr(network, "actor_of", actor_of)


def gather() -> Cast:
    """Found the organisations of the cast."""
    cast = Cast()
    for name, kind, country, people in (
        ("Aurora", OrgKind.MEMBER, "XA", AURORA),
        ("Nordlys", OrgKind.MEMBER, "XB", NORDLYS),
        ("Secretariat", OrgKind.SECRETARIAT, "XC", SECRETARIAT),
    ):
        mandates = [country] if kind is OrgKind.MEMBER else []
        made = network.organisations.found(name, kind, country, people, FOUNDED, mandates=mandates)
        cast.founded[name] = made
        if kind is OrgKind.MEMBER:
            network.vouched.seal(Readiness.objects.create(org_id=made.org, on=True))  # its gate has tests of its own
        for username, code in made.codes.items():
            cast.seeds[username] = accounts.seed_by_code(Person.objects.get(username=username), code)
        are_trained(made.people[founder.username] for founder in people if {*founder.roles}.intersection(OPENERS))
        for founder in people:
            if {*founder.roles}.intersection((*WORKERS, Role.SAFEGUARDING_LEAD)):
                are_cleared([made.people[founder.username]])
    return cast
