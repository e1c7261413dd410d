"""A child comes back, or somebody tells something new of a child whose file ended: a further file for the same child,
with a record of its own. The earlier one stays as it was (docs/cases.md, "Closing")."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, Opened, need, open_record
from fanal.cases import duties, flow, holding, index, readiness
from fanal.cases.access_terms import CHILD, COMPARTMENTS, OPEN_TO_TEAM, child_ref
from fanal.cases.closing.policy import REOPEN
from fanal.cases.codes import Risk, SafeContact, Status
from fanal.cases.course import reading
from fanal.cases.facts import Facts, To
from fanal.cases.files import ledger, making, record, restricting
from fanal.cases.model.sealed import Said
from fanal.cases.models import Accepted, Case, CaseLink, Note
from fanal.cases.opening.accepted import accepted, tie
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.api import records
from fanal.network.contracts import Actor, RingKind
from fanal.vocabulary.codes import AccessPurpose


def workers(case: Case) -> dict[UUID, str]:
    """Who could work with the child."""
    return network.names(network.team_people(case.org_id, case.team_id or RingKind.CASEWORK))


def supervisors(case: Case) -> dict[UUID, str]:
    """Who could answer for the work."""
    return network.names(network.team_people(case.org_id, RingKind.SUPERVISORS))


@transaction.atomic
def reopen(actor: Actor, case_id: UUID, said: Said, now: datetime) -> Case:
    """Open a file again. `said`: `worker`, `supervisor`, `risk`, `why`; or `concern`, one that was decided as "open a
    case", with the two who were named there. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    need((not said.get("risk"), _("Set the risk."), "risk"),
         (not said.get("concern") and not said.get("why"), _("Write why the child comes back."), "why"))  # fmt: skip
    with record.writing(actor, case_id, REOPEN, now, grounded=False, ended=True) as (old, of_old):
        told = accepted(actor, said["concern"], lock=True) if said.get("concern") else None
        _check(old, told, now)
        two = _two(old, told, said)
        with open_record(
            actor, child_ref(old.child), REOPEN, purpose=AccessPurpose.SUPERVISION, now=now, thing=old, write=True
        ) as of_child:
            new, moved = _made(old, of_old, of_child, two, said, told, now)
            _let_in(old, of_child, two)
            opened_by = {"made_by_id": actor.person, "made_at": now}
            link = CaseLink(case=new, to_case=old, **opened_by)
            before = of_old.try_read(old, "personal")
            work = {"standing": before.standing if before else ""}
            note = Note(case=new, kind="decision", **opened_by)
            body = said.get("why") or _("A new concern came.")
            items = making.store_again(new, work, [(link, {"kind": "earlier_file"}), (note, {"body": body})])
        journal.write(new.pk, actor.signatory(), REOPEN, at=now, purpose=AccessPurpose.SUPERVISION, items=items)
        if told is not None:
            tie(told, new, actor, REOPEN, now)
        duties.follow(new, moved, now)
        record.done(actor, new, None, REOPEN, now)
        holding.write(new)
        index.follow(actor, new)
    if new.restricted and not old.restricted:
        restricting.restrict(actor, new.pk, now)
    return new


def _check(old: Case, told: Accepted | None, now: datetime) -> None:
    if not (ready := readiness.may_open(old.org_id, now.date())):
        raise NotNow(ready.words)
    if Case.objects.filter(child=old.child_id, status=Status.OPEN).exists():
        raise NotNow(_("The child has an open file."))
    if told is not None and told.case_id is not None:
        raise NotNow(_("A colleague opened this file already. It stands in “My files”."))


def _two(old: Case, told: Accepted | None, said: Said) -> tuple[UUID, UUID]:
    """Who works with the child now, and who answers for the work: those who were named with the concern, or others of
    the same team."""
    if told is not None:
        return told.worker_id, told.supervisor_id
    worker, supervisor = said.get("worker"), said.get("supervisor")
    need(
        (worker not in workers(old), _("Choose from the list."), "worker"),
        (supervisor not in supervisors(old), _("Choose from the list."), "supervisor"),
    )
    assert isinstance(worker, UUID)
    assert isinstance(supervisor, UUID)
    return worker, supervisor


def _made(
    old: Case,
    of_old: Opened,
    of_child: Opened,
    two: tuple[UUID, UUID],
    said: Said,
    told: Accepted | None,
    now: datetime,
) -> tuple[Case, flow.Moved]:
    today = network.day_at(old.org_id, now)
    before = reading.facts(old, of_child, of_old, now)
    facts = Facts(
        today, before.stage, before.status, owner=two[0], supervisor=two[1], risk=Risk(said["risk"]),
        ground=ledger.works(ledger.read(of_child, old.child), now), decided=told is not None, came_back=told is None,
        safe_to_contact=SafeContact(old.child.safe_to_contact), standing=before.standing,
    )  # fmt: skip
    lacks = flow.missing(facts, To.REOPENED)
    need(*((True, _(one.words), one.code) for one in lacks))
    moved = flow.move(facts, To.REOPENED)
    new = Case(
        child=old.child, org_id=old.org_id, team_id=old.team_id, owner_id=two[0], supervisor_id=two[1],
        stage=moved.stage.value, status=moved.status.value, opened_on=today, country_of_harm=old.country_of_harm,
        restricted=old.restricted or bool(told and told.restricted), reopened_from=old,
    )  # fmt: skip
    new.rate(Risk(said["risk"]), of_old.by.actor, now, today)
    return new, moved


def _let_in(old: Case, of_child: Opened, two: tuple[UUID, UUID]) -> None:
    """Whoever works with the child now, or answers for it, opens of the child what is for the two by name; whoever did
    before, not any more."""
    new = [one for one in two if one not in {old.owner_id, old.supervisor_id}]
    of_team = set() if old.restricted else set(OPEN_TO_TEAM)
    only = [box for box in of_child.keys.compartments if box not in of_team]
    for principal, boxes in records.to_people(old.org_id, new, only) if new and only else ():
        of_child.held.grant(principal, boxes)
    if set(COMPARTMENTS[CHILD]) <= of_child.keys.compartments:  # else only they can still hand it on
        for person in {old.owner_id, old.supervisor_id} - set(two):
            of_child.held.revoke("user", person.bytes)
        of_child.freshen()
