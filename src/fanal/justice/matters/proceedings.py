"""Legal proceedings seen from the child's side: enter, change, events, two alarms and the end of limitation.

A child is never entered as accused: there is no code for it. What is between lawyer and child stands in a compartment
of its own, which the lawyers' ring alone opens.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, Opened, as_seen, ask, open_record, visible
from fanal.clocks import api as clocks
from fanal.clocks.api import DutyKind
from fanal.journal import api as journal
from fanal.justice.content import LegalEvent, PrivilegedContent, ProceedingContent
from fanal.justice.matters import asking, duties, matters, policy
from fanal.justice.models import Matter, Proceeding
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import YesNoUnknown
from fanal.vocabulary.codes_legal import ChildRole, LegalEventType
from fanal.vocabulary.dates import months_later

INTERVIEW = LegalEventType.FORENSIC_INTERVIEW.value


@dataclass(frozen=True, slots=True)
class Open:
    """A proceeding, opened. `alarms`: kinds of its duties that are open."""

    row: Proceeding
    content: ProceedingContent = field(repr=False)
    alarms: frozenset[str]

    @property
    def matter(self) -> Matter:
        return self.row.matter


def proceeding_of(actor: Actor, proceeding_id: UUID, *, lock: bool = False) -> Proceeding:
    """The row of a proceeding that the person may see. Raises `NotHere`. `lock`: its matter first, which whoever erases
    it takes before all that is in it."""
    rows = visible(actor, Proceeding.objects.select_related("matter").filter(pk=proceeding_id))
    found = rows.first()
    if found is not None and lock:
        Matter.objects.select_for_update().filter(pk=found.matter_id).first()
        found = rows.first()
    if found is None:
        raise NotHere
    return found


def read(actor: Actor, proceeding_id: UUID, now: datetime) -> Open:
    """Open a proceeding. Raises `NotHere`, `NotAllowed`."""
    row = proceeding_of(actor, proceeding_id)
    with _opened(actor, row, policy.READ, now) as opened:
        content = opened.read(row, "content") or ProceedingContent()
    return Open(row, content, _alarms(row))


def enter(actor: Actor, matter_id: UUID, content: ProceedingContent, now: datetime) -> Proceeding:
    """Enter a proceeding of a matter. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    kept = _counted(content)
    matter = matters.matter_of(actor, matter_id)
    row = Proceeding(matter=matter, entered_on=now.date(), entered_by_id=actor.person)
    with _opened(actor, row, policy.ENTER, now, write=True) as opened:
        opened.write(row, "content", kept)
        row.save(force_insert=True)
        _follow(row, None, kept, now)
    return row


def change(actor: Actor, proceeding_id: UUID, version: int, content: ProceedingContent, now: datetime) -> None:
    """Change what stands in a proceeding; its events stay. Raises as `enter`, also where somebody was faster."""
    with _changing(actor, proceeding_id, policy.CHANGE, now, version) as held:
        held.content = replace(content, events=held.content.events, provisions=held.content.provisions)


def add_event(actor: Actor, proceeding_id: UUID, event: LegalEvent, now: datetime) -> None:
    """Add an event; an investigative interview of the child counts as one. Raises as `enter`."""
    with _changing(actor, proceeding_id, policy.EVENT, now) as held:
        before = held.content
        listed = sum(one.type == INTERVIEW for one in before.events)
        more = 1 if event.type == INTERVIEW and before.interviews >= listed else 0
        events = sorted((*before.events, event), key=lambda one: (one.on or date.max, one.type))
        held.content = replace(before, events=tuple(events), interviews=before.interviews + more)


def take_limit(actor: Actor, proceeding_id: UUID, question_id: UUID, route: str, now: datetime) -> None:
    """Take the earliest end of limitation of a route (`OFFENCE/RULE`) of an answer, with its provisions beside it.

    Raises `NotHere` where the question is of another matter or names no such route, `NotNow` where it has no end.
    """
    given = asking.read(actor, question_id, now)
    with _changing(actor, proceeding_id, policy.LIMIT, now) as held:
        if given.unreadable:
            raise NotNow(given.unreadable)
        if given.row.matter_id != held.row.matter_id:
            raise NotHere
        paths = [path for path in given.answer["routes"] if f"{path['offence']}/{path['rule']}" == route]
        if not paths:
            raise NotHere
        if not paths[0]["earliest_end"]:
            raise NotNow(_("This route has no end that is known. Nothing was taken over."))
        ids = (paths[0]["rule"], paths[0]["offence"], *(provision["id"] for provision in paths[0]["provisions"]))
        provisions = tuple(dict.fromkeys((*held.content.provisions, *ids)))
        bases = tuple(dict.fromkeys((*held.content.jurisdiction_basis, paths[0]["basis"])))
        limit = date.fromisoformat(paths[0]["earliest_end"])
        held.content = replace(held.content, limitation_date=limit, provisions=provisions, jurisdiction_basis=bases)


# ---- between lawyer and child ----


def read_privileged(actor: Actor, proceeding_id: UUID, now: datetime) -> PrivilegedContent:
    """What only the lawyers read. Raises `NotHere`, `NotAllowed`."""
    row = proceeding_of(actor, proceeding_id)
    with _opened(actor, row, policy.PRIVILEGED, now) as opened:
        return opened.read(row, "privileged") or PrivilegedContent()


def write_privileged(
    actor: Actor, proceeding_id: UUID, version: int, content: PrivilegedContent, now: datetime
) -> None:
    """Write what only the lawyers read. Raises as `enter`, also where somebody was faster."""
    with transaction.atomic():
        row = proceeding_of(actor, proceeding_id, lock=True)
        as_seen(row.version == version, row.version)
        with _opened(actor, row, policy.WRITE_PRIVILEGED, now, write=True) as opened:
            opened.write(row, "privileged", content)
            row.version += 1
            row.save(update_fields=["privileged", "version"])


# ---- alarms ----


def settle(actor: Actor, proceeding_id: UUID, kind: DutyKind, now: datetime) -> None:
    """Somebody who leads has seen to an alarm, or to the end of limitation. Raises `NotHere`, `NotAllowed`."""
    with transaction.atomic():
        row = proceeding_of(actor, proceeding_id, lock=True)
        ask(actor, policy.SETTLE, row)
        clocks.stop(row.pk, kind, now=now)
        journal.write(row.matter_id, actor.signatory(), policy.SETTLE, at=now, purpose=kind.code)


def _follow(row: Proceeding, before: ProceedingContent | None, after: ProceedingContent, now: datetime) -> None:
    """Start and stop the duties that follow from what was written."""
    org, subject, old = row.matter.org_id, row.pk, before or ProceedingContent()
    of: Mapping[str, Any] = {"about": row.matter_id, "now": now}
    if after.interviews >= 2 and after.interviews > old.interviews:
        clocks.start(duties.SECOND_INTERVIEW, org, subject, **of)
    punished = YesNoUnknown.YES.value
    if after.child_punished_for_being_exploited == punished != old.child_punished_for_being_exploited:
        clocks.start(duties.CHILD_PUNISHED, org, subject, **of)
    ended = after.ended_on is not None
    if after.limitation_date == old.limitation_date and ended == (old.ended_on is not None):
        return
    clocks.stop(subject, duties.LIMITATION_DATE, now=now, done=False)
    if after.limitation_date is not None and not ended:
        due = datetime.combine(months_later(after.limitation_date, -duties.AHEAD_MONTHS), time(), UTC)
        limit = max(due - now, duties.SOONEST)
        clocks.start(duties.LIMITATION_DATE, org, subject, limit=limit, **of)


def _alarms(row: Proceeding) -> frozenset[str]:
    found = clocks.open_duties(org=row.matter.org_id, kinds=duties.ALL, subjects=[row.pk])
    return frozenset(one.kind for one in found)


# ---- one way to open, one way to change ----


@dataclass(slots=True)
class _Held:
    """A proceeding that is being changed: what `content` is set to is written."""

    row: Proceeding
    content: ProceedingContent = field(repr=False)


@contextmanager
def _opened(actor: Actor, row: Proceeding, deed: str, now: datetime, *, write: bool = False) -> Iterator[Opened]:
    matter = row.matter
    with open_record(
        actor, matters.ref_of(matter), deed, purpose=matters.purpose_of(matter), now=now, thing=row, write=write
    ) as opened:
        yield opened


@contextmanager
def _changing(
    actor: Actor, proceeding_id: UUID, deed: str, now: datetime, version: int | None = None
) -> Iterator[_Held]:
    with transaction.atomic():
        row = proceeding_of(actor, proceeding_id, lock=True)
        if version is not None:
            as_seen(row.version == version, row.version)
        with _opened(actor, row, deed, now, write=True) as opened:
            before: Any = opened.read(row, "content") or ProceedingContent()
            held = _Held(row, before)
            yield held
            after = _counted(held.content)
            opened.write(row, "content", after)
            row.version += 1
            row.save(update_fields=["content", "version"])
            _follow(row, before, after, now)


def _counted(content: ProceedingContent) -> ProceedingContent:
    """Interviews are at least those among the events. The child stands as one of four roles, and never as accused."""
    ChildRole(content.child_role)
    YesNoUnknown(content.child_punished_for_being_exploited)
    listed = sum(one.type == INTERVIEW for one in content.events)
    return replace(content, interviews=max(content.interviews, listed))
