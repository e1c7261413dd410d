"""Laws of made-up countries for tests of the room, and people of the cast with roles for law."""

from __future__ import annotations

from dataclasses import replace

from fanal.network.contracts import Actor, Role
from fanal.network.models import Person, RoleHeld
from tests.people import NOW, Cast

LAW = """schema: fanal.law/1
jurisdiction: {code}
names: {{en: Land of {code}}}
sources:
  code:
    title: Penal Code of {code}
    kind: statute
    version_date: 2020-01-01
    url: "https://law.example/{code}"
    lang: en
    licence: official text
coverage:
  - {{conducts: [sexual_activity], state: complete, by: the drafter, on: 2026-11-01}}
offences:
  - id: {low}.10
    covers: [sexual_activity]
    elements: {{child_age_lt: {age}}}
    exceptions: []
    max_penalty_years: 10
    min_penalty_years: 1
    attempt: true
    participation: true
    aggravations: []
    requires: []
    cite: {{source: code, art: "10(1)", quote: "whoever sexually abuses a child"}}
    versions: [{{from: 2000-01-01, source: code, note: "date unverified"}}]
    review: {{status: reviewed, by: nobody, role: none, on: 2026-11-01, valid_until: 2027-11-01,
             drafted_by: somebody, checked_by: somebody else, checked_on: 2026-11-01}}
jurisdiction_rules:
  - id: {low}.j.1
    basis: territory
    offences: "*"
    cite: {{source: code, art: "1"}}
    versions: [{{from: 2000-01-01, source: code, note: "date unverified"}}]
  - id: {low}.j.2
    basis: active_nationality
    offences: "*"
    double_criminality: not_required
    when: {{suspect_national: {{at: act}}}}
    requires: []
    cite: {{source: code, art: "2"}}
    versions: [{{from: 2000-01-01, from_memory: true, note: "not read"}}]
limitation:
  - id: {low}.l.1
    offences: "*"
    none: true
    cite: {{source: code, art: "90"}}
    versions: [{{from: 2000-01-01, source: code, note: "date unverified"}}]
"""


def law(code: str = "XD", age: int = 18) -> str:
    """A law that says of itself that it was reviewed and is complete, which nobody here has said."""
    return LAW.format(code=code, low=code.lower(), age=age)


def person(cast: Cast, username: str, *roles: Role) -> Actor:
    """Somebody of the cast who also holds these roles, for deeds and for pages."""
    row = Person.objects.get(username=username)
    for role in roles:
        RoleHeld.objects.get_or_create(person=row, role=role.value, until=None, defaults={"since": NOW.date()})
    return cast[username]


def with_roles(actor: Actor, *roles: Role) -> Actor:
    """The same person with other roles, for deeds only."""
    return replace(actor, roles=frozenset(roles))
