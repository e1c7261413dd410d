"""Who sees a company, and who keeps what it says of itself: the company, a representative with a mandate for one of its
countries, the secretariat (docs/tourism.md, "Who does what"). Deeds on memberships: `membership/policy`."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.network import api as network
from fanal.network.contracts import Actor, OrgKind, PersonRef, PersonState, Role
from fanal.tourism.models import Action, ActionState, Brand, Company, Contact, Mandate, Membership, Site

READ, OFFICE_READ, SEE = "tourism.read", "tourism.office", "tourism.see"
"""The room as companies and representatives have it, as the secretariat does; and one membership, for whoever sees
it."""
KEEP, INVITE, END_VOICE = "tourism.keep_company", "tourism.invite", "tourism.end_voice"
ERASE = "tourism.erase"
"""What nothing came of goes: by the installation, on its day."""
REMOVED = "tourism.delete_company"
"""A company is deleted on its own request: by the installation, on its day."""
TAKE_FEES = "tourism.take_fees"
MANDATES, GIVE_MANDATE, END_MANDATE = "tourism.mandates", "tourism.give_mandate", "tourism.end_mandate"
DEEDS = {
    KEEP: lazy("Wrote down what the company says of itself"),
    INVITE: lazy("Invited somebody to speak for the company"),
    END_VOICE: lazy("Ended the account of a colleague in a company"),
    GIVE_MANDATE: lazy("Gave somebody a mandate to speak for a programme"),
    END_MANDATE: lazy("Ended a mandate to speak for a programme"),
    TAKE_FEES: lazy("Took the list of fees along"),
}
OFFICE = (Role.ANALYST, Role.MANAGER)
"""Who does the work of the secretariat for programmes."""
FOCAL = (Role.COMPANY_FOCAL_POINT,)
REPRESENTATIVE = Role.LOCAL_CODE_REPRESENTATIVE
COMPANIES, OFFICES = (OrgKind.COMPANY,), (OrgKind.SECRETARIAT,)
REVIEWERS = (OrgKind.MEMBER, OrgKind.SECRETARIAT)

# ---- who sees what ----


def representatives() -> list[PersonRef]:
    """Who of the members represents a programme, by name."""
    members = network.orgs(OrgKind.MEMBER)
    people = [one for member in members for one in network.persons(member.id) if REPRESENTATIVE in one.roles]
    return sorted((one for one in people if one.state is PersonState.ACTIVE), key=lambda one: one.name)


def given(person: UUID) -> list[Mandate]:
    """All that somebody was ever given. Raises `NotAllowed` where one was changed, is gone, or nobody gave it: who
    speaks for a programme, and who does not, decides."""
    rows = list(Mandate.objects.filter(person_id=person).order_by("pk"))
    access.stated.need_each(person, rows, GIVE_MANDATE, END_MANDATE)
    return rows


def mandates(person: UUID, on: date) -> list[Mandate]:
    """The mandates of somebody that are in force: none where somebody changed one."""
    try:
        return [one for one in given(person) if one.ended_on is None and one.starts <= on <= one.until]
    except access.NotAllowed:
        return []


def reaches(rows: Iterable[Mandate], programme: str, countries: Iterable[str]) -> bool:
    """Whether one of these mandates is for the programme, in one of the countries."""
    found = frozenset(countries)
    return any(row.programme == programme and not found.isdisjoint(row.countries) for row in rows)


def _of_mandates(actor: Actor, rows: QuerySet[Membership]) -> QuerySet[Membership]:
    """Those that `reaches` finds, as the database finds them. Countries of the same programmes are one condition:
    SQLite takes no thousand beside one another."""
    programmes: dict[str, set[str]] = defaultdict(set)
    for one in mandates(actor.person, timezone.now().date()):
        for country in one.countries:
            programmes[country].add(one.programme)
    countries: dict[frozenset[str], list[str]] = defaultdict(list)
    for country, found in programmes.items():
        countries[frozenset(found)].append(country)
    here = Q(pk__in=[])
    for names, codes in countries.items():
        here |= Q(programme__in=sorted(names), org__in=Company.working_in(codes).values("pk"))
    return rows.filter(here)


def _memberships(actor: Actor, rows: QuerySet[Membership]) -> QuerySet[Membership]:
    """Its own of a company; those of its countries of a representative; all of the secretariat."""
    if actor.org_kind is OrgKind.COMPANY:
        return rows.filter(org_id=actor.org)
    if actor.org_kind is OrgKind.SECRETARIAT and actor.has(*OFFICE):
        return rows
    return _of_mandates(actor, rows) if actor.has(REPRESENTATIVE) else rows.none()


def _of_firm(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """What a company says of itself is seen by whoever sees one of its memberships."""
    if actor.org_kind is OrgKind.COMPANY:
        return rows.filter(org_id=actor.org)
    if actor.org_kind is OrgKind.SECRETARIAT and actor.has(*OFFICE):
        return rows  # also of a company whose applications were erased: it asks to be deleted
    return rows.filter(org_id__in=access.visible(actor, Membership.objects.all()).values("org_id"))


def _of_actions(actor: Actor, rows: QuerySet[ActionState]) -> QuerySet[ActionState]:
    return rows.filter(action__in=access.visible(actor, Action.objects.all()))


def _mandates_seen(actor: Actor, rows: QuerySet[Mandate]) -> QuerySet[Mandate]:
    return rows if actor.org_kind is OrgKind.SECRETARIAT else rows.filter(person_id=actor.person)


access.scope(Membership, _memberships)
for _model in (Company, Brand, Site, Contact, Action):
    access.scope(_model, _of_firm)
access.scope(ActionState, _of_actions)
access.scope(Mandate, _mandates_seen)
access.allow(READ, *FOCAL, REPRESENTATIVE, kinds=(*COMPANIES, OrgKind.MEMBER))
for _deed in (OFFICE_READ, TAKE_FEES):
    access.allow(_deed, *OFFICE, kinds=OFFICES)
access.allow(SEE, *FOCAL, *OFFICE, REPRESENTATIVE, kinds=(*COMPANIES, *REVIEWERS), own_only=False)
for _deed in (KEEP, INVITE, END_VOICE):
    access.allow(_deed, *FOCAL, kinds=COMPANIES)
for _deed in (MANDATES, GIVE_MANDATE, END_MANDATE):
    access.allow(_deed, *OFFICE, kinds=OFFICES, own_only=False)
