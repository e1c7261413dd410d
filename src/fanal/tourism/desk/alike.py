"""What of a company is here twice: it reads that it is so; whoever looks at its application reads both sides, of those
that they see."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import visible
from fanal.network.contracts import Actor, OrgKind
from fanal.tourism import words
from fanal.tourism.desk.acts import url_of
from fanal.tourism.membership import flow, twice
from fanal.tourism.membership.flow import State
from fanal.tourism.models import Membership, Site
from fanal.web import api as web


@dataclass(frozen=True, slots=True)
class Alike:
    """Lines of words with the address of the other company, and how many companies more are alike that the person does
    not see."""

    lines: Sequence[tuple[str, str]]
    unseen: str = ""


def told(actor: Actor, row: Membership) -> dict[str, object]:
    """What the page of a membership says of it (`taken` to the company, `alike` to others)."""
    if actor.org_kind is OrgKind.COMPANY:
        return {"taken": State(row.state) in flow.BEFORE - {State.DRAFT} and twice.is_applied_for(row.org_id)}
    return {"alike": _alike(actor, row)}


def _alike(actor: Actor, row: Membership) -> Alike | None:
    numbers, pairs = twice.companies(row.org_id), twice.pairs(row.org_id)
    orgs = {*numbers, *(one.other.org_id for one in pairs)}
    if not orgs:
        return None
    seen: dict[UUID, list[Membership]] = defaultdict(list)
    for one in visible(actor, Membership.objects.filter(org__in=orgs)).select_related("org").order_by("begun_at", "pk"):
        seen[one.org_id].append(one)
    left = len(orgs - set(seen))
    unseen = _("Companies besides, which you do not see: %(count)s. Ask the secretariat.") % {"count": web.digits(left)}
    return Alike([*_numbers(numbers, seen), *_places(pairs, seen)], unseen if left else "")


def _numbers(
    found: Mapping[UUID, Sequence[str]], seen: Mapping[UUID, Sequence[Membership]]
) -> Iterator[tuple[str, str]]:
    said = _("Registration number %(numbers)s: also %(company)s, %(state)s")
    for pk, numbers in found.items():
        for one in seen.get(pk, ()):
            state = words.STATES[State(one.state)][0]
            yield said % {"numbers": web.listed(numbers), "company": one.org.name, "state": state}, url_of(one)


def _places(pairs: Sequence[twice.Pair], seen: Mapping[UUID, Sequence[Membership]]) -> Iterator[tuple[str, str]]:
    said = _("Licence %(number)s: %(place)s; also %(company)s, %(other)s")
    for pair in pairs:
        for one in seen.get(pair.other.org_id, ())[:1]:
            here = {"place": _place(pair.mine), "company": one.org.name, "other": _place(pair.other)}
            yield said % {"number": pair.mine.licence, **here}, url_of(one)


def _place(row: Site) -> str:
    return f"{row.code} {row.name} ({words.OPERATED.get(row.operated, row.operated)})"
