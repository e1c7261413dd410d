"""The list that an authority may ask a place for: made when somebody asks for it, kept by nobody here, and told by the
journal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fanal.access.api import NotHere, ask
from fanal.journal import api as journal
from fanal.network.contracts import Actor
from fanal.tourism import known
from fanal.tourism.companies import companies
from fanal.tourism.duties.evaluating import parents
from fanal.tourism.duties.model import Rule
from fanal.tourism.models import Site
from fanal.tourism.training import authority, staff
from fanal.tourism.training.policy import TAKE_LIST
from fanal.web.api import papers


@dataclass(frozen=True, slots=True)
class Asked:
    """A place, and the rule whose authority may ask it for a list."""

    site: Site
    rule: Rule

    @property
    def pk(self) -> UUID:
        return self.site.pk

    @property
    def org_id(self) -> UUID:
        return self.site.org_id


def of_place(row: Site) -> Mapping[str, Rule]:
    """By its id, the rules whose authority may ask a place for a list."""
    where = parents(staff.place_of(row).jurisdiction)
    rules = known.laws().rules
    return {one.id: one for one in rules if one.id in authority.LISTS and one.jurisdiction in where}


def find(actor: Actor, place: UUID, rule: str) -> Asked:
    """A list that may be asked for. Raises `NotHere`."""
    row = companies.site(actor, place)
    found = of_place(row).get(rule)
    if found is None:
        raise NotHere
    return Asked(row, found)


@transaction.atomic
def take(actor: Actor, one: Asked, form: papers.Form, now: datetime) -> tuple[bytes, papers.Form]:
    """The list as a file, and of which form. Raises `NotAllowed`, `papers.NoFont`."""
    ask(actor, TAKE_LIST, one)
    today = now.date()
    mark = f"{actor.org_name} · {one.site.name} · {today.isoformat()}"
    made = papers.made(authority.paper(one.rule, staff.of_place(one.site, today), today, mark), form)
    journal.write(one.site.pk, actor.signatory(), TAKE_LIST, at=now)
    return made, form
