"""A talk of a worker with who answers for the work: which files, whether somebody asked how the worker is, what was
agreed. No measure of anybody: it is for the worker (DNH-50)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, RecordRef, ask, found, need, open_record, seal_into, stated, visible
from fanal.cases.codes import WORKED_ON
from fanal.cases.model.sealed import contents
from fanal.cases.models import Case, Supervision
from fanal.cases.supervision.duties import SESSION
from fanal.cases.supervision.policy import HOLD, LIST, READ
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.api import records
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import AccessPurpose

KIND: Final = "supervision"
"""Kind of the sealed record."""
LONGEST: Final = timedelta(days=92)
"""So long after a talk the next one is at the latest (own)."""
_BOX: Final = "content"


@dataclass(frozen=True, slots=True)
class Worker:
    """How much somebody has to do: numbers for whoever answers for it, and of nobody else."""

    id: UUID
    name: str
    files: int
    late: int
    last: date | None
    next: date | None


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk, with what was agreed."""

    row: Supervision
    numbers: tuple[str, ...]
    agreed: str = field(repr=False)


def workers(actor: Actor, now: datetime) -> list[Worker]:
    """Whose work somebody answers for, by name: who works on files of which they are the supervisor. Raises
    `NotAllowed`."""
    ask(actor, HOLD)
    open_ = _open(actor).filter(supervisor=actor.person).exclude(owner=actor.person)
    people = set(open_.values_list("owner", flat=True))
    names = network.names(people)
    found = [_worker(actor, one, names[one], now) for one in people]
    return sorted(found, key=lambda one: one.name)


def _open(actor: Actor) -> Any:
    return visible(actor, Case.objects.all()).filter(status__in=WORKED_ON)


def _worker(actor: Actor, person: UUID, name: str, now: datetime) -> Worker:
    files = list(_open(actor).filter(owner=person).values_list("pk", flat=True))
    due = clocks.open_duties(org=actor.org, files=files) if files else []
    last = visible(actor, Supervision.objects.all()).filter(worker=person).order_by("-held_on", "-pk").first()
    late = sum(one.due_at < now for one in due)
    return Worker(person, name, len(files), late, last.held_on if last else None, last.next_due if last else None)


def worker_of(actor: Actor, person: UUID, now: datetime) -> Worker:
    """One of them. Raises `NotHere`, `NotAllowed`."""
    found = next((one for one in workers(actor, now) if one.id == person), None)
    if found is None:
        raise NotHere
    return found


def files_of(actor: Actor, person: UUID) -> dict[UUID, str]:
    """The open files of a worker that one sees, with their numbers."""
    return dict(_open(actor).filter(owner=person).order_by("number").values_list("pk", "number"))


@transaction.atomic
def hold(actor: Actor, person: UUID, said: Mapping[str, Any], now: datetime) -> Supervision:
    """Keep what was talked about and agreed. Raises `NotHere`, `NotAllowed`, `NotNow`, `NetworkError`."""
    worker, today = worker_of(actor, person, now), network.day_at(actor.org, now)
    on, following = said.get("held_on"), said.get("next_due")
    files = {str(one) for one in said.get("cases") or ()}
    need(
        (on is None or on > today, _("Write the day of the talk: today, or a day before."), "held_on"),
        (following is None or not today < following <= today + LONGEST, _("Choose a day within three months."),
         "next_due"),
        (said.get("wellbeing_asked") is None, _("Answer this."), "wellbeing_asked"),
        (not said.get("agreed"), _("Write what you agreed."), "agreed"),
        (bool(files - set(map(str, files_of(actor, worker.id)))), _("Choose open files of this worker."), "cases"),
    )  # fmt: skip
    assert on is not None
    assert following is not None
    row = Supervision(org_id=actor.org, worker_id=worker.id, supervisor_id=actor.person, held_on=on, next_due=following)
    row.cases, row.wellbeing_asked = sorted(files), bool(said["wellbeing_asked"])
    _seal(actor, row, said, now)
    clocks.stop(worker.id, SESSION, now=now, org=actor.org)
    limit = clocks.until_end_of(following, now)
    clocks.start(SESSION, actor.org, worker.id, now=now, person=actor.person, limit=limit)
    return row


def _seal(actor: Actor, row: Supervision, said: Mapping[str, Any], now: datetime) -> None:
    """Under keys of its own, which the two get by name."""
    keys, granted = records.make(
        row.org_id, row.pk, [_BOX], records.to_people(row.org_id, [row.worker_id, actor.person], [_BOX])
    )
    held = contents(KIND, {"agreed": said["agreed"]})
    items = [*granted, *(seal_into(keys, ref(row), row, box, content) for box, content in held.items())]
    row.save(force_insert=True)
    journal.write(
        row.pk, actor.signatory(), HOLD, at=now, purpose=AccessPurpose.SUPERVISION, items=[*items, stated.item(row)]
    )


def ref(row: Supervision) -> RecordRef:
    """The sealed record that a talk is."""
    return RecordRef(row.org_id, row.pk, KIND)


def talks(actor: Actor) -> list[Supervision]:
    """One's own talks, as worker and as supervisor, the newest first. Raises `NotAllowed`."""
    ask(actor, LIST)
    rows = visible(actor, Supervision.objects.all()).select_related("worker", "supervisor")
    mine = rows.filter(worker=actor.person) | rows.filter(supervisor=actor.person)
    return list(mine.order_by("-held_on", "-pk")[:100])


def look(actor: Actor, row_id: UUID, now: datetime) -> Talk:
    """One talk, with what was agreed. Raises `NotHere`, `NotAllowed`, `Unreadable`."""
    row = found(actor, Supervision, row_id, "worker", "supervisor")
    ask(actor, READ, row)
    with open_record(actor, ref(row), READ, purpose=AccessPurpose.SUPERVISION, now=now, thing=row) as opened:
        if not opened.holds(row):
            raise NotNow(stated.words())
        held = opened.read(row, _BOX)
    rows = visible(actor, Case.objects.all()).filter(pk__in=row.cases).order_by("number")
    return Talk(row, tuple(rows.values_list("number", flat=True)), held.agreed if held else "")
