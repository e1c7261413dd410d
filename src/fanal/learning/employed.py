"""What a company that reports of a year counts of its own people: who works there, and how many are trained. The
company sees this of each of them anyway; others read its report, so that nothing is told of fewer than ten, nor what
would tell of fewer by subtraction. Never a person, an attempt or an answer.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from fanal.learning.certificates import issuing
from fanal.learning.counts import LEAST
from fanal.learning.courses import library
from fanal.learning.courses.model import Audience
from fanal.learning.measures import groups
from fanal.learning.models import Post
from fanal.learning.people.working import passed_on

IN_TIME: Final = timedelta(days=60)
"""Within so many days after the start of a post somebody is trained."""

type Share = tuple[int, int]
"""So many of so many."""


@dataclass(frozen=True, slots=True)
class Employed:
    """`people` have a post on the day. `certified`: of them, those with a certificate of a course for travel that is
    valid then, and by role; `passed`: who got one since; `new`: of those who began since, who was trained in time. What
    is of too few is None, or left out."""

    people: int
    certified: Share | None = None
    roles: Mapping[str, Share] = field(default_factory=dict)
    passed: int | None = None
    new: Share | None = None


def employed(org: UUID, since: date, on: date) -> Employed:
    """What is counted of the people of an organisation from the day after `since` until a day."""
    posts = list(
        Post.objects.filter(cohort__org_id=org, since__lte=on)
        .filter(Q(until=None) | Q(until__gt=since))
        .order_by("since", "pk")
    )
    days = _trained({one.learner_id for one in posts}, on)
    now = [one for one in posts if one.until is None or one.until >= on]
    here = {one.learner_id for one in now}
    roles: dict[str, set[UUID]] = defaultdict(set)
    for one in now:
        roles[one.role].add(one.learner_id)
    valid = {who for who in here if any(begins <= on <= last for begins, last in days[who])}
    told = groups.told({role: (len(who),) for role, who in roles.items()}, LEAST)
    passed = {who for who, spans in days.items() if any(since < begins <= on for begins, _last in spans)}
    return Employed(
        people=len(here),
        certified=_share(valid, here),
        roles={role: (len(valid & roles[role]), len(roles[role])) for role in told},
        passed=len(passed) if len(days) >= LEAST else None,
        new=_new(posts, days, since, on),
    )


def _share(some: set[UUID], whole: set[UUID]) -> Share | None:
    return (len(some), len(whole)) if len(whole) >= LEAST else None


def _trained(people: set[UUID], on: date) -> dict[UUID, list[tuple[date, date]]]:
    """By learner, from when until when certificates of theirs hold, of courses for travel."""
    travel = {code for code, one in library.shipped().items() if one.audience is Audience.TOURISM}
    return {
        who: [
            (passed_on(one), one.last)
            for one in found
            if one.row.course in travel and one.state in {issuing.State.VALID, issuing.State.EXPIRED}
            and passed_on(one) <= on
        ]
        for who, found in issuing.held(people, on).items()
    }  # fmt: skip


def _new(posts: Iterable[Post], days: Mapping[UUID, list[tuple[date, date]]], since: date, on: date) -> Share | None:
    """Of those who began long enough ago that the time is over: who held a certificate within it."""
    first = {one.learner_id: one.since for one in sorted(posts, key=lambda one: one.since, reverse=True)}
    new = {who: day for who, day in first.items() if since < day <= on - IN_TIME}
    trained = {
        who for who, day in new.items() if any(begins <= day + IN_TIME and last >= day for begins, last in days[who])
    }
    return _share(trained, set(new))
