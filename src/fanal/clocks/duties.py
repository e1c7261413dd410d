"""Starting, moving and ending duties, and the questions about them.

These functions are called inside the deeds of the rooms, in their transactions: the journal of the deed is theirs too.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.dispatch import Signal

from fanal.clocks import notices, people, rules
from fanal.clocks.contracts import OPEN_STATES, Deferral, DutyRef, DutyState, Step, Target, TargetKind
from fanal.clocks.kinds import MOST_STEPS, DutyKind, check_chain
from fanal.clocks.models import Duty
from fanal.clocks.times import MINUTE, day, day_ends, grain, round_up
from fanal.network import api as network
from fanal.vocabulary.hours import Hours, NeverOpen
from fanal.vocabulary.ids import day_id

# Sent in the transaction of the deed, with `about: UUID`: what is due of a file next may be another.
due_changed = Signal()
_OPEN = [state.value for state in OPEN_STATES]


def start(
    kind: DutyKind,
    org: UUID,
    subject: UUID,
    *,
    now: datetime,
    about: UUID | None = None,
    limit: timedelta | None = None,
    owner: Target | None = None,
    person: UUID | None = None,
    chain: Sequence[Step] | None = None,
    hours: Hours | None = None,
    urgent: bool = False,
) -> DutyRef:
    """Begin a duty and tell its owner. One that is open already for this subject, kind and organisation stays as it is.

    `owner` and `chain` default to those of the kind, `limit` to that of the organisation (`rules`); `person` holds the
    duty for its owner, and an owner that is a person for the kind's. With `hours` the limit is working time; an
    organisation that never opens has clock time. `about`: the file that the subject belongs to. `urgent` makes it an
    alert.
    """
    if owner is not None and owner.kind is TargetKind.NETWORK:
        raise ValueError("a duty is owned inside its organisation")
    duty = _new(kind, org, subject, owner or kind.owner, now)
    duty.person_id = person or duty.person_id
    limit = rules.limit(org, kind) if limit is None else limit
    duty.chain = _chain(kind.chain if chain is None else chain, limit)
    duty.about, duty.alert = about or subject, kind.alert or urgent
    _set_times(duty, kind, now, limit, hours)
    try:
        with transaction.atomic():
            duty.save(force_insert=True)
    except IntegrityError:
        return ref(Duty.objects.get(org_id=org, subject=subject, kind=kind.code, state__in=_OPEN))
    due_changed.send(sender=kind, about=duty.about)
    if kind.announce or duty.alert:
        tell(duty, now)
    return ref(duty)


def _new(kind: DutyKind, org: UUID, subject: UUID, owner: Target, now: datetime) -> Duty:
    today = day(now).date()
    duty = Duty(id=day_id(today), org_id=org, kind=kind.code, subject=subject, made_on=today, owner=str(kind.owner))
    _give(duty, owner)
    return duty


def _chain(steps: Sequence[Step], limit: timedelta) -> list[dict[str, object]]:
    check_chain(tuple(steps))
    return [{"after": step.minutes(limit), "to": str(step.to)} for step in steps]


def step_at(duty: Duty, step: int) -> datetime | None:
    """When a step of its chain comes; None behind the last."""
    return duty.due_at + duty.chain[step]["after"] * MINUTE if step < len(duty.chain) else None


def _give(duty: Duty, to: Target) -> None:
    if to.kind is TargetKind.PERSON:
        duty.person_id = UUID(to.value)
    else:
        duty.owner, duty.person_id = str(to), None


def _set_times(duty: Duty, kind: DutyKind, now: datetime, limit: timedelta, hours: Hours | None) -> None:
    """All times follow from one rounded beginning, so that together they tell no more than each alone."""
    if kind.calendar:
        zone = ZoneInfo(network.org(duty.org_id).time_zone)
        duty.due_at, half = day_ends(now, limit.days, zone), day_ends(now, limit.days // 2, zone)
    else:
        duty.due_at, half = due_after(now, limit, hours=hours), _rounded(now, limit, limit / 2, hours)
    duty.remind_at = half if kind.remind else None
    duty.next_at = duty.remind_at or duty.due_at


def due_after(now: datetime, limit: timedelta, *, hours: Hours | None = None) -> datetime:
    """When a duty of this limit is due that is begun now, as `start` sets it: for a page that says it beforehand."""
    return _rounded(now, limit, limit, hours)


def _rounded(now: datetime, limit: timedelta, span: timedelta, hours: Hours | None) -> datetime:
    size = grain(limit)
    return round_up(_after(round_up(now, size), span, hours), size)


def _after(begin: datetime, span: timedelta, hours: Hours | None) -> datetime:
    if hours is not None:
        try:
            return hours.add_working(begin, span)
        except NeverOpen:
            pass
    return begin + span


def tell(duty: Duty, now: datetime) -> None:
    """Ask for a notice to whoever holds the duty, else to all of its owner."""
    to = Target.person(duty.person_id) if duty.person_id else Target.parse(duty.owner)
    notices.want(people.meant(duty.org_id, to, now), now=now, alert=duty.alert)


def stop(
    subject: UUID, kind: DutyKind | None = None, *, now: datetime, done: bool = True, org: UUID | None = None
) -> list[DutyRef]:
    """End the open duties of a subject, of one kind or of all: `done`, or else no longer needed.

    Returns those that this call ended, each with whether it was late, swept or not. Their due times keep the day only.
    """
    found = _about(subject, kind, org)
    ended = [duty for duty in found if _end(duty, DutyState.DONE if done else DutyState.STOPPED, now)]
    for about in {duty.about for duty in ended}:
        due_changed.send(sender=kind, about=about)
    return [ref(duty) for duty in ended]


def _end(duty: Duty, state: DutyState, now: datetime) -> bool:
    today = day(now).date()
    if duty.due_at <= now:
        duty.late_on = duty.late_on or today
    duty.state, duty.due_at, duty.ended_on = state, day(duty.due_at), today
    duty.remind_at = duty.next_at = None
    return _save_open(duty, "state", "due_at", "remind_at", "next_at", "late_on", "ended_on")


def _save_open(duty: Duty, *fields: str) -> bool:
    """Write fields if the duty is still open: whoever ended it in the meantime wins."""
    values = {field: getattr(duty, field) for field in fields}
    return Duty.objects.filter(pk=duty.pk, state__in=_OPEN).update(**values) == 1


def move(
    subject: UUID,
    kind: DutyKind,
    to: Target,
    *,
    now: datetime,
    chain: Sequence[Step] | None = None,
    org: UUID | None = None,
) -> list[DutyRef]:
    """Give open duties to a person (they hold it for its owner), or to another team or role, with a `chain` of theirs
    in the place of the one before: steps that have passed have passed. The new one is told."""
    moved = []
    for duty in _about(subject, kind, org):
        _give(duty, to)
        if chain is not None:
            duty.chain = _chain(chain, rules.limit(duty.org_id, kind))
            duty.step = min(duty.step, len(duty.chain))
            duty.next_at = step_at(duty, duty.step) if duty.state == DutyState.LATE else duty.next_at
        if _save_open(duty, "owner", "person_id", "chain", "step", "next_at"):
            tell(duty, now)
            moved.append(ref(duty))
    return moved


def defer(
    subject: UUID,
    kind: DutyKind,
    *,
    now: datetime,
    limit: timedelta,
    reason: Deferral,
    hours: Hours | None = None,
    org: UUID | None = None,
) -> list[DutyRef]:
    """Set a new due time, counted from now; reminder and chain begin anew. Who may is the deed's matter."""
    deferred = []
    for duty in _about(subject, kind, org):
        _set_times(duty, kind, now, limit, hours)
        duty.state, duty.step, duty.late_on, duty.faults, duty.deferred = DutyState.OPEN, 0, None, 0, reason
        if _save_open(duty, "due_at", "remind_at", "next_at", "state", "step", "late_on", "faults", "deferred"):
            due_changed.send(sender=kind, about=duty.about)
            deferred.append(ref(duty))
    return deferred


def reassign_person(person: UUID, *, now: datetime, to: UUID | None = None) -> int:
    """Take every open duty from a person, to a colleague or back to its owner, who are told. Returns how many."""
    count = 0
    for duty in Duty.objects.filter(person_id=person, state__in=_OPEN):
        duty.person_id = to
        if _save_open(duty, "person_id"):
            tell(duty, now)
            count += 1
    return count


def on_person_left(sender: object, *, person: UUID, now: datetime, **_more: object) -> None:
    """Hears from the network that a membership ended."""
    reassign_person(person, now=now)


def forget(subjects: Iterable[UUID]) -> int:
    """Delete every duty of erased records, in whatever state; of what goes on without them, nothing says any more that
    it belonged to them. Returns how many."""
    gone = list(subjects)
    count = Duty.objects.filter(subject__in=gone).delete()[0]
    Duty.objects.filter(about__in=gone).update(about=F("subject"))
    return count


def forget_file(file: UUID) -> int:
    """Delete every duty of an erased file and of what belongs to it. Returns how many."""
    return Duty.objects.filter(about=file).delete()[0]


def _about(subject: UUID, kind: DutyKind | None, org: UUID | None) -> QuerySet[Duty]:
    found = Duty.objects.filter(subject=subject, state__in=_OPEN)
    if kind is not None:
        found = found.filter(kind=kind.code)
    return found if org is None else found.filter(org_id=org)


def open_duties(
    *,
    org: UUID | None = None,
    person: UUID | None = None,
    owners: Collection[Target] = (),
    kinds: Collection[DutyKind] = (),
    subjects: Collection[UUID] = (),
    files: Collection[UUID] = (),
    limit: int = 200,
) -> list[DutyRef]:
    """Open duties by due time, at most `limit`: of `org`, of `subjects`, of all that belongs to `files`, held by
    `person`, or unheld and owned by one of `owners`; also those of which a step of the chain has told the person or one
    of the owners."""
    found = Duty.objects.filter(state__in=_OPEN).order_by("due_at", "id")
    if org is not None:
        found = found.filter(org_id=org)
    if kinds:
        found = found.filter(kind__in=[kind.code for kind in kinds])
    if subjects:
        found = found.filter(subject__in=list(subjects))
    if files:
        found = found.filter(about__in=list(files))
    if person is None and not owners:
        return [ref(duty) for duty in found[:limit]]
    # Each way by itself: by an index of its own, so that no day of a person grows with the duties of the organisation.
    duties = {duty.pk: duty for way in _waits_for(person, owners) for duty in found.filter(way)[:limit]}
    return [ref(duty) for duty in sorted(duties.values(), key=lambda duty: (duty.due_at, duty.pk))[:limit]]


def _waits_for(person: UUID | None, owners: Collection[Target]) -> Iterator[Q]:
    """By what duties wait for somebody: they are held, nobody holds them, or a step that has passed told it."""
    told = [str(owner) for owner in owners]
    if owners:
        yield Q(person=None, owner__in=told)
    if person is not None:
        yield Q(person_id=person)
        told.append(str(Target.person(person)))
    steps = (Q(step__gt=step, **{f"chain__{step}__to__in": told}) for step in range(MOST_STEPS))
    yield Q(step__gt=0) & reduce(or_, steps)


def next_of(files: Iterable[UUID], *, org: UUID | None = None, but: Collection[str] = ()) -> dict[UUID, DutyRef]:
    """The earliest open duty of each file that has one, also of what belongs to it, in one query; of those due at one
    moment the same each time. `but`: codes of kinds that are passed over."""
    found = Duty.objects.filter(about__in=list(files), state__in=_OPEN).exclude(kind__in=list(but))
    if org is not None:
        found = found.filter(org_id=org)
    return {duty.about: ref(duty) for duty in found.order_by("-due_at", "-pk")}


def earliest_due(
    subject: str = "pk", *, org: UUID | None = None, kinds: Collection[DutyKind] = (), but: Collection[DutyKind] = ()
) -> Subquery:
    """An expression for another room's list: the earliest due time of the record that its column `subject` names, of
    `org` alone if one is given, of these `kinds` alone or of all `but` these."""
    duties = Duty.objects.filter(subject=OuterRef(subject), state__in=_OPEN)
    if org is not None:
        duties = duties.filter(org_id=org)
    if kinds:
        duties = duties.filter(kind__in=[kind.code for kind in kinds])
    if but:
        duties = duties.exclude(kind__in=[kind.code for kind in but])
    return Subquery(duties.order_by("due_at").values("due_at")[:1])


def ref(duty: Duty) -> DutyRef:
    """The duty as other rooms see it."""
    return DutyRef(
        id=duty.pk,
        org=duty.org_id,
        kind=duty.kind,
        subject=duty.subject,
        owner=Target.parse(duty.owner),
        person=duty.person_id,
        due_at=duty.due_at,
        state=DutyState(duty.state),
        alert=duty.alert,
        late=duty.late_on is not None,
        step=duty.step,
        about=duty.about,
        deferred=Deferral(duty.deferred) if duty.deferred in set(Deferral) else None,
        next=Target.parse(duty.chain[duty.step]["to"]) if duty.step < len(duty.chain) else None,
    )
