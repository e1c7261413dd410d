"""The people of a company in their posts, and the places where they work, as duties look at them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fanal.learning import api as learning
from fanal.tourism import known
from fanal.tourism.duties import library
from fanal.tourism.duties.model import Completion, Post
from fanal.tourism.duties.model import Site as Place
from fanal.tourism.models import Site


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody in a post: the label and the code by which the firm knows them, and what they had. `id`: of the post;
    `place`: of where it is."""

    code: str
    label: str
    site: str
    post: Post
    completions: tuple[Completion, ...]
    id: UUID | None = None
    place: UUID | None = None


def place_of(row: Site) -> Place:
    """A place of a company, as far as laws look at it."""
    where = known.laws().jurisdiction(row.country, row.admin1)
    return Place(where, row.kind, row.rooms, dict(row.flags))


def is_assessed(place: Place) -> bool:
    """Whether somebody looked at the laws of a place: of the very part of its country, where parts have their own."""
    held = known.laws()
    return held.assessed(place.jurisdiction) and ("-" in place.jurisdiction or not held.in_parts(place.jurisdiction))


def laws_of(place: Place) -> library.Read:
    """What was read of the laws of a place, as far as it is for places of its kind, or that is open."""
    held = known.laws().of(place.jurisdiction)
    rules = tuple(one for one in held.rules if place.kind in one.site_kinds | one.open_kinds)
    return library.Read(rules, tuple(one for one in held.signs if place.kind in one.site_kinds | one.open_kinds))


def workers(rows: Iterable[Site], people: Iterable[learning.Worked]) -> list[Worker]:
    """Those who work at these places."""
    here: Mapping[UUID, tuple[Site, Place]] = {row.cohort: (row, place_of(row)) for row in rows if row.cohort}
    return [_worker(one, *here[one.cohort]) for one in people if one.cohort in here]


def of_place(row: Site, today: date) -> list[Worker]:
    """Those who work at one place."""
    return workers([row], learning.worked(row.org_id, today, cohort=row.cohort)) if row.cohort else []


def of_company(org: UUID, today: date) -> list[Worker]:
    """Those who work at the open places of a company."""
    return workers(Site.objects.filter(org_id=org, closed_on=None), learning.worked(org, today))


def _worker(one: learning.Worked, row: Site, place: Place) -> Worker:
    done = tuple(
        Completion(each.course, each.on, each.minutes, each.interactive, True if each.signed_on else None)
        for each in one.done
    )
    post = Post(place, one.role, one.since, one.until, one.agency)
    return Worker(one.code, one.label, row.name, post, done, one.post, row.pk)
