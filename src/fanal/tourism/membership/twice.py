"""What is here twice: a registration number that two companies gave, the licence of a place that two wrote down.

A company that applied reads that it is so, and not who the other is; whoever looks at its application reads both. A
place belongs to one company: what a member calls its own nobody else calls theirs. One who manages it, or whose brand
it bears, may have it beside its owner.
"""

import unicodedata
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from fanal.tourism.membership import flow
from fanal.tourism.membership.flow import State
from fanal.tourism.models import Company, Membership, Site

OWNED: Final = "owned"
_SENT: Final = (flow.BEFORE | flow.JOINED) - {State.DRAFT}
"""Of these a company that applied learns that it is not the only one; never of one that was declined or that left."""
_HOLD: Final = flow.JOINED
"""Members alone, whom everybody finds in the register, hold a place: an application keeps nobody out, and nobody
learns by asking who applied."""

type Licence = tuple[str, str]
"""Of a place: its country, and its number without what is written in several ways."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A place of a company, and one of another under the same licence."""

    mine: Site
    other: Site


def plain(number: str) -> str:
    """A number without spaces, signs and case; vowels that are written as marks stay."""
    folded = unicodedata.normalize("NFKC", number).casefold()
    return "".join(sign for sign in folded if sign.isalnum() or unicodedata.category(sign).startswith("M"))


def licence(country: str, number: str) -> Licence | None:
    """How a licence is compared; None where there is none."""
    return (country, plain(number)) if plain(number) else None


# ---- companies ----


def companies(org: UUID) -> Mapping[UUID, list[str]]:
    """Other companies with a registration number of this one, of those that work, or have their seat, in a country of
    it: the numbers, as this one wrote them."""
    mine = Company.objects.select_related("org").filter(pk=org).first()
    numbers = {key: one for one in mine.registrations if (key := plain(one))} if mine else {}
    if mine is None or not numbers:
        return {}
    here = _works(mine)
    near = Company.objects.filter(Q(org__country__in=here) | Q(pk__in=Company.working_in(here).values("pk")))
    every = near.exclude(pk=org).exclude(registrations=[]).values_list("pk", "registrations")
    shared = {pk: [numbers[key] for one in given if (key := plain(one)) in numbers] for pk, given in every}
    return {pk: found for pk, found in shared.items() if found}


def _works(row: Company) -> set[str]:
    return {row.org.country, *row.countries}


def is_applied_for(org: UUID) -> bool:
    """Whether another company with a registration number of this one has an application open, or is a member."""
    found = companies(org)
    return bool(found) and _in(_SENT).filter(org__in=found).exists()


def _in(states: Set[State]) -> QuerySet[Membership]:
    return Membership.objects.filter(state__in=[one.value for one in states])


# ---- places ----


def pairs(org: UUID) -> list[Pair]:
    """The open places of a company under a licence that another company wrote down for one of its own, by code."""
    mine = _by_licence(Site.objects.filter(org_id=org))
    others = Site.objects.exclude(org_id=org).filter(country__in={country for country, _number in mine})
    theirs = _by_licence(others.select_related("org"))
    found = [Pair(one, other) for key, rows in mine.items() for one in rows for other in theirs.get(key, ())]
    return sorted(found, key=lambda pair: (pair.mine.code, pair.other.org.name, pair.other.code))


def _by_licence(rows: QuerySet[Site]) -> dict[Licence, list[Site]]:
    found: dict[Licence, list[Site]] = {}
    for row in rows.filter(closed_on=None).exclude(licence=""):
        if key := licence(row.country, row.licence):
            found.setdefault(key, []).append(row)
    return found


def _owned(rows: QuerySet[Site]) -> set[Licence]:
    told = rows.filter(operated=OWNED, closed_on=None).exclude(licence="").values_list("country", "licence")
    return {key for country, number in told if (key := licence(country, number))}


def elsewhere(org: UUID, countries: Collection[str]) -> set[Licence]:
    """The licences of places in these countries that another company calls its own, where it is a member."""
    members = _in(_HOLD).exclude(org_id=org).values("org")
    return _owned(Site.objects.filter(org__in=members, country__in=countries))


def barred(org: UUID, countries: Collection[str]) -> set[Licence]:
    """Those of them that this company does not call its own yet: it no longer can. Of what stands here already twice,
    people decide."""
    return elsewhere(org, countries) - _owned(Site.objects.filter(org_id=org, country__in=countries))


def is_barred(told: Mapping[str, object], among: Set[Licence]) -> bool:
    """Whether what is told of a place calls such a place its own."""
    return told["operated"] == OWNED and licence(str(told["country"]), str(told["licence"])) in among


def owned(row: Membership) -> tuple[str, ...]:
    """The codes of the places that a company calls its own, as a member does."""
    rows = Site.objects.filter(org_id=row.org_id, operated=OWNED, closed_on=None).exclude(licence="")
    found = list(rows.values_list("code", "country", "licence"))
    others = elsewhere(row.org_id, {country for _code, country, _number in found}) if found else set()
    return tuple(sorted(code for code, country, number in found if licence(country, number) in others))


def words() -> str:
    """What whoever calls such a place its own reads."""
    return _(
        "Another company calls the place with this licence its own. If you manage it, or it bears your brand, say "
        "so at “Who runs it?”. If it is yours, ask the secretariat."
    )
