"""Laws of made-up countries for tests of the room, and people of the cast with roles for law."""

from dataclasses import replace
from datetime import date, datetime

from fanal.journal import api as journal
from fanal.justice.law import proved
from fanal.justice.law.policy import DRAFT
from fanal.justice.models import LawFile, Rung
from fanal.network.contracts import Actor, Role
from tests.people import Cast, gains

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
    gains(cast[username].person, *roles)
    return cast[username]


def with_roles(actor: Actor, *roles: Role) -> Actor:
    """The same person with other roles, for deeds only."""
    return replace(actor, roles=frozenset(roles))


def put(actor: Actor, text: str, at: datetime, code: str = "XD") -> LawFile:
    """A file as the deed of drafting leaves it, whatever its text is and whoever drafts."""
    row = LawFile.objects.create(jurisdiction=code, text=text, drafted_by_id=actor.person, drafted_at=at)
    journal.write(row.pk, actor.signatory(), DRAFT, at=at, purpose=code, items=[text.encode()])
    return row


def step(
    actor: Actor, about: tuple[str, str, str], kind: str, at: datetime, shown: str = "Aurora", until: date | None = None
) -> Rung:
    """A step of a review of `jurisdiction, provision, digest` as its deed leaves it, whoever takes it."""
    code, provision, digest = about
    row = Rung.objects.create(
        jurisdiction=code, provision=provision, digest=digest, step=kind, by_id=actor.person, role=shown, at=at,
        valid_until=until,
    )  # fmt: skip
    deed = next(deed for deed, name in proved.STEPS.items() if name == kind)
    journal.write(proved.chain(code, provision), actor.signatory(), deed, at=at, items=proved.step_items(row))
    return row
