"""Who works where, for the room that keeps the places of a company: each place has a list of its people here, and what
is told of them is work, days, and which courses they passed. Never an answer, a score or an attempt."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import batched
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from fanal.access.api import ask, need
from fanal.journal import api as journal
from fanal.learning.certificates import issuing
from fanal.learning.certificates.issuing import Checked, State
from fanal.learning.courses import library
from fanal.learning.models import Certificate, Cohort, Completion, Post
from fanal.learning.people.people import LONGEST
from fanal.learning.people.policy import KEEP
from fanal.network.contracts import Actor
from fanal.vocabulary.dates import months_later

_AT_ONCE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Listed:
    """A place as its company has it now, and the list of its people where there is one."""

    cohort: UUID | None
    code: str
    label: str
    country: str
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Done:
    """A course that somebody had. `claimed`: by the word of the employer alone. None: not known."""

    course: str
    on: date
    claimed: bool
    minutes: int | None = None
    interactive: bool | None = None
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Worked:
    """Somebody in a post that has not ended."""

    post: UUID
    cohort: UUID
    code: str
    label: str
    role: str
    agency: bool
    since: date
    until: date | None
    done: tuple[Done, ...]


# ---- lists of people ----


@transaction.atomic
def keep_lists(actor: Actor, places: Sequence[Listed], now: datetime) -> list[UUID]:
    """A list of people for each place, in their order: the one that it has, else the one of its code, else a new one.
    Raises `NotAllowed`, `NotNow`."""
    ask(actor, KEEP)
    here = list(Cohort.objects.filter(org_id=actor.org))
    held, coded = {row.pk: row for row in here}, {row.code: row for row in here if row.code}
    found: list[Cohort] = []
    new: list[Cohort] = []
    changed: list[Cohort] = []
    for one in places:
        row = held.get(one.cohort) if one.cohort else coded.get(one.code)
        taken = coded.get(one.code)
        need((taken is not None and taken is not row, _("Another list of people has this code. Give another."), "code"))
        said = (one.code, one.label[:LONGEST], one.country, one.closed_on)
        if row is None:
            row = Cohort(org_id=actor.org, kind="site", made_on=now.date())
            new.append(row)
        elif said != (row.code, row.label, row.country, row.closed_on):
            changed.append(row)
        row.code, row.label, row.country, row.closed_on = said
        coded[row.code] = row
        found.append(row)
    Cohort.objects.bulk_create(new, batch_size=_AT_ONCE)
    Cohort.objects.bulk_update(changed, ["code", "label", "country", "closed_on"], batch_size=500)
    if new or changed:
        journal.write(actor.org, actor.signatory(), KEEP, at=now)
    return [row.pk for row in found]


# ---- people ----

_POST: Final = ("pk", "cohort_id", "learner_id", "learner__code", "learner__label", "role", "agency", "since", "until")


def worked(org: UUID, today: date, *, cohort: UUID | None = None, post: UUID | None = None) -> list[Worked]:
    """Who works for an organisation, in one of its lists, or in one post."""
    rows = Post.objects.filter(Q(until=None) | Q(until__gte=today), cohort__org_id=org)
    rows = rows.filter(cohort_id=cohort) if cohort else rows
    rows = rows.filter(pk=post) if post else rows
    posts = list(rows.order_by("pk").values_list(*_POST))
    people = {learner for _pk, _cohort, learner, *_more in posts}
    done = _passed(people, today)
    for learner, some in _claimed(people).items():
        done[learner] = [*done.get(learner, ()), *some]
    return [
        Worked(pk, where, code, label, role, agency, since, until, tuple(done.get(learner, ())))
        for pk, where, learner, code, label, role, agency, since, until in posts
    ]


def _claimed(people: Collection[UUID]) -> Mapping[UUID, list[Done]]:
    found: dict[UUID, list[Done]] = defaultdict(list)
    for some in batched(people, _AT_ONCE, strict=False):
        rows = Completion.objects.filter(learner_id__in=some).order_by("completed_on", "pk")
        for row in rows:
            said = (row.minutes, row.interactive, row.signed_on)
            found[row.learner_id].append(Done(row.course, row.completed_on, True, *said))
    return found


def _passed(people: Collection[UUID], today: date) -> dict[UUID, list[Done]]:
    """What certificates say, of those that are signed and were not taken back. How long it took they do not say."""
    found: dict[UUID, list[Done]] = {}
    for some in batched(people, _AT_ONCE, strict=False):
        holders = set(Certificate.objects.filter(learner_id__in=some).values_list("learner_id", flat=True))
        for learner, held in issuing.held(holders, today).items() if holders else ():
            good = [one for one in held if one.state in {State.VALID, State.EXPIRED}]
            if good:
                found[learner] = [Done(one.row.course, passed_on(one), False) for one in good]
    return found


def passed_on(one: Checked) -> date:
    """The term of a certificate begins with the day on which it was passed, however late it was asked for."""
    course = library.shipped().get(one.row.course)
    given = one.row.issued_at.date()
    return min(given, months_later(one.last, -course.valid_months)) if course else given


def course_title(code: str) -> str:
    """What a course is called in the language in which it was written; its code where none of that code is here."""
    course = library.shipped().get(code)
    return course.texts["title"] if course else code
