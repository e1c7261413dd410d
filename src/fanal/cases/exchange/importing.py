"""Tables that become files of children: in one piece for each child, without a ground, to be confirmed by a person.

Nothing of a table is kept but what stands in the files: it is looked at in memory and waits, sealed, in the session.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fanal.access.api import NotHere, NotNow, ask, deciding, found, need, stated, visible
from fanal.cases import duties, flow, limits, readiness
from fanal.cases.codes import Risk, SafeContact, Stage, Standing, Status
from fanal.cases.exchange import maps, own, sheets
from fanal.cases.exchange.maps import Map
from fanal.cases.exchange.policy import (
    APPROVE_IMPORT,
    BEGIN_IMPORT,
    CONFIRM_IMPORTED,
    IMPORT,
    IMPORTING,
    KEEP_MAP,
    UNDO_IMPORT,
)
from fanal.cases.exchange.reading import Child as Row
from fanal.cases.facts import Facts, To
from fanal.cases.files import apart, making, record
from fanal.cases.files.files import ENTITY
from fanal.cases.keeping import keeping
from fanal.cases.models import Act, Case, CaseRow, Child, ChildRow, ImportBatch, Imported, Note
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor, PersonRef, PersonState, RingKind, Role
from fanal.vocabulary.codes import AccessPurpose
from fanal.web.api import tables

UNDO_WITHIN: Final = timedelta(days=7)
OWN: Final = "own"
"""The source that is an organisation's own form."""


# ---- who takes them on ----


def workers(org: UUID) -> list[PersonRef]:
    """Who works with children, in a casework team."""
    return [one for one in _staff(org, Role.CASEWORKER, Role.SUPERVISOR) if _team(one.id)]


def supervisors(org: UUID) -> list[PersonRef]:
    """Who answers for the work."""
    return _staff(org, Role.SUPERVISOR)


def _staff(org: UUID, *roles: Role) -> list[PersonRef]:
    return [one for one in network.persons(org) if one.state is PersonState.ACTIVE and not one.roles.isdisjoint(roles)]


def _team(person: UUID) -> Any:
    return network.teams.of_person(person, RingKind.CASEWORK)


# ---- a table ----


def batches(actor: Actor) -> list[ImportBatch]:
    """The tables of the organisation, the newest first."""
    rows = visible(actor, ImportBatch.objects.all()).select_related("worker", "asked_by")
    return list(rows.order_by("-asked_at", "pk")[:100])


def batch_of(actor: Actor, batch_id: UUID, *, lock: bool = False) -> ImportBatch:
    """A table that the actor may see. Raises `NotHere`."""
    return found(actor, ImportBatch, batch_id, "worker", "supervisor", "asked_by", "own_map", lock=lock)


def map_of(batch: ImportBatch) -> Map:
    """The map by which a table is read. Raises `NotNow`, `NotAllowed` where somebody changed it."""
    if batch.own_map is None:
        return maps.load(batch.source)
    stated.need_last(batch.own_map, KEEP_MAP)
    return own.map_of(batch.own_map)


def kind_of(batch: ImportBatch) -> tables.Kind:
    """What is taken of it. Raises `NotNow` where nothing is any more."""
    if batch.taken_at is not None:
        raise NotNow(_("This table was taken in already. Begin anew for another one."))
    return sheets.kind(map_of(batch), _today(batch))


def _today(batch: ImportBatch) -> Any:
    """The day on which it was begun: looked at twice, a row gives the same child."""
    return network.day_at(batch.org_id, batch.asked_at)


@transaction.atomic
def begin(actor: Actor, source: str, worker: UUID, supervisor: UUID, now: datetime) -> ImportBatch:
    """Say where a table comes from, and who takes the children on. Raises `NotAllowed`, `NotNow`."""
    ask(actor, BEGIN_IMPORT)
    mine = own.maps_of(actor)
    need(
        (worker not in {one.id for one in workers(actor.org)}, _("Name who works with the children."), "worker"),
        (supervisor not in {one.id for one in supervisors(actor.org)}, _("Name a supervisor."), "supervisor"),
        (worker == supervisor, _("Name two people: nobody answers for their own work."), "supervisor"),
        (source not in {*maps.SHIPPED, *(str(one.pk) for one in mine)}, _("Choose where it comes from."), "source"),
    )
    if not (ready := readiness.may_open(actor.org, now.date())):
        raise NotNow(ready.words)
    team = _team(worker)
    row = ImportBatch(org_id=actor.org, worker_id=worker, supervisor_id=supervisor, asked_by_id=actor.person)
    row.source = source if source in maps.SHIPPED else OWN
    row.own_map = next((one for one in mine if str(one.pk) == source), None)
    row.team_id, row.asked_at = (team.id if team.name else None), now
    row.save(force_insert=True)
    journal.write(row.pk, actor.signatory(), BEGIN_IMPORT, at=now, items=[stated.whole(row)])
    return row


def needs_second(batch: ImportBatch) -> bool:
    """Whether another supervisor must agree first."""
    first, second = (batch.asked_by_id, batch.asked_at), (batch.approved_by_id, batch.approved_at)
    return batch.children > sheets.ALONE and not deciding.agreed(deciding.two(first, second))


@transaction.atomic
def approve(actor: Actor, batch_id: UUID, now: datetime) -> None:
    """Agree that this very table is taken in. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    row = batch_of(actor, batch_id, lock=True)
    ask(actor, APPROVE_IMPORT, row)
    stated.need_last(row, *IMPORTING)
    if row.taken_at is not None or not row.digest:
        raise NotNow(_("Nothing waits here for a second person."))
    if row.approved_at is None:
        row.approved_by_id, row.approved_at = actor.person, now
        row.save(update_fields=["approved_by", "approved_at"])
        journal.write(row.pk, actor.signatory(), APPROVE_IMPORT, at=now, items=[stated.whole(row)])


# ---- taking it in ----


def take_in(actor: Actor, batch_id: UUID, taken: tables.Taken, request_key: UUID, now: datetime) -> None:
    """Make the files of a table; asked twice, it is done once. More than `sheets.ALONE` children wait for a second
    supervisor, who agrees to this very table. Raises `NotHere`, `NotAllowed`, `NotNow`, `NetworkError`."""
    with transaction.atomic():
        row = batch_of(actor, batch_id, lock=True)
        ask(actor, IMPORT, row)
        stated.need_last(row, *IMPORTING)
        if row.taken_at is not None and row.request_key == request_key:
            return
        kind_of(row)
        if not (ready := readiness.may_open(actor.org, now.date())):
            raise NotNow(ready.words)
        children = sheets.children(map_of(row), taken.made, _today(row))
        asks = _asks(row, taken.made, len(children), actor, now)
        if not asks:
            to: dict[str, making.Grants] = {}
            for one in children:
                to = _open(row, one, to, actor, now)
            row.taken_at, row.request_key, row.children = now, request_key, len(children)
            row.save(update_fields=["taken_at", "request_key", "children"])
            journal.write(row.pk, actor.signatory(), IMPORT, at=now, items=[stated.whole(row)])
    if asks:  # what was asked stands, so that the second person finds it
        words = _("More than %(count)s children: another supervisor agrees first. Then press the button once more.")
        raise NotNow(words % {"count": sheets.ALONE})


def _asks(row: ImportBatch, made: bytes, children: int, actor: Actor, now: datetime) -> bool:
    """Whether a second person must agree to this table first; that they are asked is then said."""
    digest = sha256(row.pk.bytes + made).hexdigest()
    if children <= sheets.ALONE or (row.digest == digest and row.children == children and not needs_second(row)):
        return False
    if row.digest != digest:
        row.digest, row.children, row.approved_by, row.approved_at = digest, children, None, None
        row.save(update_fields=["digest", "children", "approved_by", "approved_at"])
        journal.write(row.pk, actor.signatory(), IMPORT, at=now, items=[stated.whole(row)])
    return True


def _open(
    batch: ImportBatch, row: Row, to: dict[str, making.Grants], actor: Actor, now: datetime
) -> dict[str, making.Grants]:
    """The file of one child: in its first step, with no ground, and no risk that nobody set. `to`: who gets it, of the
    file before; all have the same people."""
    child, work, act = (row.of(entity) for entity in ("child", "case", "act"))
    case = Case(
        child=Child(
            org_id=batch.org_id,
            interpreter_needed=child.get("interpreter_needed"),
            safe_to_contact=SafeContact.WORKER_ONLY.value,
        ),
        org_id=batch.org_id,
        team_id=batch.team_id,
        owner_id=batch.worker_id,
        supervisor_id=batch.supervisor_id,
        stage=Stage.IDENTIFICATION.value,
        status=Status.OPEN.value,
        opened_on=network.day_at(batch.org_id, now),
        country_of_harm=work.get("country_of_harm", ""),
    )
    by = record.by(actor, now)
    rows: list[Any] = [(Note(case=case, kind="handover", **by), {"body": body}) for body in row.notes()]
    rows += [(Act(case=case, **by), act)] if act else []
    to = to or making.circle(case)
    said = making.store(case, child, work, [*rows, (Imported(case=case, batch=batch, **by), {})], to)
    for pk, items in said.items():
        journal.write(pk, actor.signatory(), IMPORT, at=now, purpose=AccessPurpose.CASEWORK, items=items)
    duties.begin(duties.CONSENT_RENEWAL, case, now, limits.days_without())
    making.listed(actor, case, child)
    return to


# ---- taking it back ----


def may_undo(batch: ImportBatch, now: datetime) -> bool:
    """Whether it can still be taken back."""
    return batch.taken_at is not None and batch.undone_at is None and now <= batch.taken_at + UNDO_WITHIN


@dataclass(frozen=True, slots=True)
class Undone:
    """How many files went, and how many stay because somebody works on them."""

    gone: int
    stay: int

    @property
    def words(self) -> str:
        """For the person who did it."""
        gone = ngettext("%(count)s file is gone.", "%(count)s files are gone.", self.gone) % {"count": self.gone}
        stays = ngettext(
            "%(count)s stays: somebody works on it already.", "%(count)s stay: somebody works on them already.",
            self.stay,
        ) % {"count": self.stay}  # fmt: skip
        return f"{gone} {stays}" if self.stay else gone


@transaction.atomic
def undo(actor: Actor, batch_id: UUID, now: datetime) -> Undone:
    """Take a table back within seven days: its files go, but for those on which somebody worked since. Raises
    `NotHere`, `NotAllowed`, `NotNow`."""
    row = batch_of(actor, batch_id, lock=True)
    ask(actor, UNDO_IMPORT, row)
    stated.need_last(row, *IMPORTING)
    if not may_undo(row, now):
        raise NotNow(_("This cannot be taken back any more: seven days are over, or it was done."))
    row.undone_at = now
    row.save(update_fields=["undone_at"])
    journal.write(row.pk, actor.signatory(), UNDO_IMPORT, at=now, items=[stated.whole(row)])
    came = list(Imported.objects.filter(batch=row).select_related("case__child"))
    going = [one.case for one in came if _is_untouched(one)]
    for case in going:
        keeping.erase(case, actor.signatory(), now)
    return Undone(len(going), len(came) - len(going))


def _is_untouched(one: Imported) -> bool:
    """Whether a file is as it came: no row of another moment, no record beside it, no hold. One that somebody tied to
    the table in the database stays."""
    case = one.case
    for table in ENTITY:
        if issubclass(table, CaseRow | ChildRow):
            owner = {"case": case.pk} if issubclass(table, CaseRow) else {"child": case.child_id}
            came = {"made_at": one.made_at} if table in {Note, Act} else {"pk": None}  # what a table brings along
            if table._base_manager.filter(**owner).exclude(**came).exists():
                return False
    if apart.of(case) or case.hold_until:
        return False
    as_it_came = one.confirmed_at is None and case.version == 1 and case.child.version == 1
    return as_it_came and len(stated.kept(case.pk, [one, case])) == 2


# ---- confirming it ----


def imported(case: Case) -> Imported | None:
    """That a file came from another system, where it did."""
    return Imported.objects.filter(case=case).select_related("batch__own_map", "confirmed_by").first()


def title(batch: ImportBatch) -> str:
    """Where a table came from."""
    return batch.own_map.name if batch.own_map else maps.load(batch.source).title


@transaction.atomic
def confirm(
    actor: Actor, case_id: UUID, standing: Standing, risk: Risk, safe: SafeContact, version: int, now: datetime
) -> None:
    """Whoever works with the child has looked at what came, says what no table may say, and the work begins. Needs a
    live ground (CM-40). Raises `NotHere`, `NotAllowed`, `NotNow`."""
    with record.writing(actor, case_id, CONFIRM_IMPORTED, now, child=True) as (case, of_child):
        record.change_child(of_child, case.child, safe_to_contact=safe.value)
    with record.writing(actor, case_id, CONFIRM_IMPORTED, now) as (case, opened):
        row = imported(case)
        if row is None:
            raise NotHere
        if not opened.holds(row) or row.confirmed_at is not None or case.version != version:
            raise NotNow(_("A colleague changed this meanwhile. Look at it again."))
        today = network.day_at(case.org_id, now)
        facts = Facts(
            today=today, owner=case.owner_id, supervisor=case.supervisor_id, risk=risk,
            ground=True, decided=True, safe_to_contact=safe, standing=standing,
        )  # fmt: skip
        moved = flow.move(facts, To.OPEN)
        case.rate(risk, actor.person, now, today)
        record.keep(opened, case, {"standing": standing.value})
        row.confirmed_by_id, row.confirmed_at = actor.person, now
        opened.state(row)
        row.save(update_fields=["confirmed_by", "confirmed_at"])
        duties.follow(case, moved, now)
