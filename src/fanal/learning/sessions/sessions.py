"""A session from its plan to the look of somebody else: planned, running, closed, confirmed.

Limits are no verdict: what is beyond one is shown to an issuer of certificates, who looks, and may ask for certificates
to be taken back.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from fanal.access.api import NotAllowed, as_seen, ask, found, need, visible
from fanal.journal import api as journal
from fanal.learning import published, reviewing
from fanal.learning.courses import library
from fanal.learning.courses.model import Course
from fanal.learning.models import Certificate, Cohort, GroupSession, Learner, LinkedCard
from fanal.learning.sessions.policy import CONFIRM, LEAD
from fanal.learning.staff import cards
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.digests import written
from fanal.vocabulary.results import Refused

CLOSE_WITHIN: Final = timedelta(days=14)
AHEAD: Final = timedelta(days=366)
LATE_AFTER: Final = timedelta(minutes=10)
"""Who comes later is marked."""
MOST_MINUTES: Final = 600
MOST_PEOPLE, MOST_CERTIFICATES, LEAST_SHARE = 60, 200, 0.8
LEAST_SHEETS: Final = 3
"""Of fewer it says nothing that all have the same letters."""
LATE: Final = ("ill", "offline", "forgotten", "other")
PEOPLE, MINUTES, EQUAL, MANY = "people", "minutes", "equal", "many"


class State(StrEnum):
    """Where a session stands."""

    PLANNED = "planned"
    RUNNING = "running"
    CLOSED = "closed"
    CONFIRMED = "confirmed"


def state(one: GroupSession) -> State:
    """Where it stands."""
    if one.confirmed_at:
        return State.CONFIRMED
    if one.closed_at:
        return State.CLOSED
    return State.RUNNING if one.started_at else State.PLANNED


def listed(actor: Actor) -> list[GroupSession]:
    """The sessions of an organisation, the newest first."""
    rows = visible(actor, GroupSession.objects.all()).select_related("cohort", "led_by")
    return list(rows.order_by("-planned_on", "-made_at")[:200])


def session(actor: Actor, pk: UUID, *, lock: bool = False) -> GroupSession:
    """One of them. Raises `NotHere`."""
    return found(actor, GroupSession, pk, "cohort", "led_by", lock=lock)


def courses(actor: Actor, today: date) -> Mapping[str, tuple[str, ...]]:
    """The courses that can be done together, with their languages."""
    return reviewing.given(actor.org, today)


def cohorts(actor: Actor) -> list[Cohort]:
    """Those with a mandate: open ones of the organisation, in a country in which it works."""
    rows = visible(actor, Cohort.objects.filter(closed_on=None, country__in=network.org(actor.org).mandates))
    return list(rows.order_by("label", "pk"))


def course_of(one: GroupSession) -> Course | None:
    """Its course, in the version with which it was planned; None where that was never here."""
    return published.course(one.course, one.version)


def leads(actor: Actor, one: GroupSession) -> None:
    """Raises `NotAllowed` unless it is this person's own."""
    ask(actor, LEAD, one)
    if one.led_by_id != actor.person:
        raise NotAllowed(Refused("own", _("Only whoever leads this session does this.")))


def is_self(actor: Actor, learner: Learner) -> bool:
    """Whether somebody who learns is this very person, by the card that they linked, or by name: nobody certifies
    themselves."""
    linked = LinkedCard.objects.filter(person_id=actor.person, learner=learner).exists()
    return linked or _plain(learner.label) == _plain(network.person(actor.person).name)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


# ---- deeds ----


@transaction.atomic
def plan(actor: Actor, cohort: UUID, course: str, language: str, minutes: int, on: date, now: datetime) -> GroupSession:
    """Plan a session. Raises `NotAllowed`, `NotNow`."""
    ask(actor, LEAD)
    today = network.day_at(actor.org, now)
    given = courses(actor, today)
    place = next((one for one in cohorts(actor) if one.pk == cohort), None)
    need(
        (place is None, _("Choose people of a country in which your organisation works."), "cohort"),
        (course not in given, _("Choose a course that is given here."), "course"),
        (
            course in given and not cards.may_lead(actor, course, today),
            _("Who leads this course has passed it: do it with your own training card first, or ask a colleague."),
            "course",
        ),
        (
            course in given and language not in given[course],
            _("This course is not given in this language. Choose another."),
            "language",
        ),
        (not 0 < minutes <= MOST_MINUTES, _("Write how many minutes, at most 600."), "minutes"),
        (
            not today - CLOSE_WITHIN <= on <= today + AHEAD,
            _("Choose a day of the last two weeks or of the coming year."),
            "on",
        ),
    )
    assert place is not None
    row = GroupSession(org_id=actor.org, cohort=place, course=course, version=library.shipped()[course].version)
    row.language, row.minutes, row.planned_on, row.led_by_id, row.made_at = language, minutes, on, actor.person, now
    row.save(force_insert=True)
    published.keep(library.shipped()[course], now)
    journal.write(row.pk, actor.signatory(), LEAD, at=now)
    return row


@transaction.atomic
def start(actor: Actor, pk: UUID, now: datetime) -> None:
    """It begins. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    one = session(actor, pk, lock=True)
    leads(actor, one)
    as_seen(one.started_at is None)
    need(
        (
            network.day_at(actor.org, now) < one.planned_on,
            _("It is planned for a later day. Plan another one for today."),
            "",
        )
    )
    one.started_at = now
    one.save(update_fields=["started_at"])
    journal.write(one.pk, actor.signatory(), LEAD, at=now)


@transaction.atomic
def close(actor: Actor, pk: UUID, took: int, count: int, digest: str, late: str, now: datetime) -> None:
    """It is over: how long it took, how many signed, and a hash of the sheet that they signed. Raises `NotHere`,
    `NotAllowed`, `NotNow`."""
    one = session(actor, pk, lock=True)
    leads(actor, one)
    as_seen(one.started_at is not None and one.closed_at is None)
    is_late = network.day_at(actor.org, now) > one.planned_on + CLOSE_WITHIN
    given, digest = digest.strip(), written(digest)
    need(
        (not 0 < took <= MOST_MINUTES, _("Write how many minutes it took, at most 600."), "took"),
        (not 0 <= count <= 10_000, _("Write how many people signed."), "count"),
        (bool(given) and not digest, _("This is no SHA-256: it has 64 digits and letters a to f."), "digest"),
        (is_late and late not in LATE, _("More than 14 days have passed. Say why it is closed so late."), "late"),
    )
    one.closed_at, one.took, one.sheet_count, one.sheet_digest = now, took, count, digest
    one.late = late if is_late else ""
    one.limits = " ".join(_limits(one))
    one.save()
    one.attendances.filter(out_at=None).update(out_at=now)
    journal.write(one.pk, actor.signatory(), LEAD, at=now)


def count_again(actor: Actor, pk: UUID) -> None:
    """Count the limits of a closed session again, since a sheet was typed in later; none goes."""
    one = session(actor, pk, lock=True)
    if one.closed_at is not None:
        one.limits = " ".join(dict.fromkeys([*one.limits.split(), *_limits(one)]))
        one.save(update_fields=["limits"])


def _limits(one: GroupSession) -> list[str]:
    there = one.attendances.count()
    typed = list(one.sheets.exclude(letters="").values_list("letters", flat=True))
    course = library.shipped().get(one.course)
    short = course is not None and one.took < LEAST_SHARE * course.minutes
    rows = (
        (PEOPLE, max(there, one.sheet_count) > MOST_PEOPLE),
        (MINUTES, short),
        (EQUAL, len(typed) >= LEAST_SHEETS and len(set(typed)) == 1),
    )
    return [code for code, beyond in rows if beyond]


def limits(one: GroupSession) -> list[str]:
    """What somebody else should look at: as it was when it was closed and sheets were typed, and how many
    certificates in a day came of sessions of one person since."""
    if one.closed_at is None:
        return []
    many = one.led_by_id in _leaders_of_many({one.led_by_id}, one.started_at)
    return [*one.limits.split(), *([MANY] if many else [])]


def _leaders_of_many(people: Collection[UUID], since: datetime | None = None) -> set[UUID]:
    """Whose sessions led to more certificates in a day than anybody's should, since an instant or ever."""
    leader = F("learner__attendances__session__led_by")
    of = Certificate.objects.annotate(leader=leader, day=TruncDate("issued_at")).filter(leader__in=people)
    days = (of.filter(issued_at__gte=since) if since else of).values("leader", "day")
    return {one["leader"] for one in days.annotate(many=Count("pk", distinct=True)).filter(many__gt=MOST_CERTIFICATES)}


def to_look_at(actor: Actor) -> list[GroupSession]:
    """Closed sessions beyond a limit that nobody looked at yet, but for this person's own."""
    rows = visible(actor, GroupSession.objects.exclude(closed_at=None).filter(confirmed_at=None))
    found_ones = list(rows.exclude(led_by_id=actor.person).select_related("cohort").order_by("closed_at"))
    many = _leaders_of_many({one.led_by_id for one in found_ones})
    return [one for one in found_ones if one.limits or (one.led_by_id in many and limits(one))]


@transaction.atomic
def confirm(actor: Actor, pk: UUID, now: datetime) -> None:
    """Somebody else has looked at it, and it was genuine. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    one = session(actor, pk, lock=True)
    ask(actor, CONFIRM, one)
    as_seen(one.closed_at is not None and one.confirmed_at is None)
    waits = one.sheets.filter(read_at=None).exclude(typed_at=None).exists()
    need(
        (one.led_by_id == actor.person, _("Somebody else looks at a session that you led."), ""),
        (waits, _("A sheet waits for its second reading."), ""),
    )
    one.confirmed_at, one.confirmed_by_id = now, actor.person
    one.save(update_fields=["confirmed_at", "confirmed_by"])
    journal.write(one.pk, actor.signatory(), CONFIRM, at=now)
