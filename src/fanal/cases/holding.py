"""Who holds which file, with what lists show. Written in the transaction of the deed that changes the file, and when
what is due of it next may be another; `differences` is what a nightly check must find nothing of (CM-63)."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q

from fanal.cases import duties
from fanal.cases.access_terms import beside, circle
from fanal.cases.models import Case, Holding
from fanal.cases.sight_table import Eye
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Actor, RingKind, TeamRef

_SHOWN = ("status", "stage", "risk", "number", "owner_id", "opened_on", "country_of_harm")


def write(case: Case) -> None:
    """Make the rows of a file what they must be."""
    wanted = _wanted(case)
    rows = {row.principal: row for row in Holding.objects.filter(case=case)}
    Holding.objects.filter(pk__in=[row.pk for principal, row in rows.items() if principal not in wanted]).delete()
    for principal, columns in wanted.items():
        row = rows.get(principal) or Holding(case=case, principal=principal)
        if not row._state.adding and all(getattr(row, name) == value for name, value in columns.items()):
            continue
        for name, value in columns.items():
            setattr(row, name, value)
        row.save()


def _wanted(case: Case) -> dict[UUID, dict[str, Any]]:
    """By principal: the teams that hold it, the first as the one that works on it; of a restricted one also the two who
    are named; and who helps, or is asked to."""
    due = clocks.next_of([case.pk], org=case.org_id, but=duties.FOR_FEW).get(case.pk)
    columns = {name: getattr(case, name) for name in _SHOWN}
    columns |= {"safe_to_contact": case.child.safe_to_contact, "next_due": due.due_at if due else None}
    relations = [Eye.TEAM, Eye.SUPERVISOR, Eye.SAFEGUARDING]
    held = dict(zip(_teams(case), relations if not case.restricted else relations[2:], strict=False))
    if case.restricted:
        held |= {case.owner_id: Eye.OWNER, case.supervisor_id: Eye.SUPERVISOR}
    held = {**beside(case), **held}
    return {principal: {**columns, "relation": how.value} for principal, how in held.items()}


def _teams(case: Case) -> list[UUID]:
    """The identifiers of the teams that hold it."""
    main = {one.kind: one.id for one in network.teams.of(case.org_id) if not one.name}
    found = [main.get(which) if isinstance(which, RingKind) else which for which in circle(case)]
    return [one for one in found if one is not None]


def principals(actor: Actor) -> frozenset[UUID]:
    """By whom somebody sees files: their teams, and their name."""
    return frozenset({actor.person, *(one.id for one in actor.teams if _works(one))})


def mine(actor: Actor) -> Q:
    """The rows by which somebody sees files."""
    return Q(principal__in=principals(actor))


def _works(team: TeamRef) -> bool:
    return team.kind in {RingKind.CASEWORK, RingKind.SUPERVISORS, RingKind.SAFEGUARDING}


def on_due_changed(sender: object, *, about: UUID, **_more: object) -> None:
    """Hears from the clocks that what is due of a file next may be another."""
    rows = Holding.objects.filter(case_id=about)
    if not rows.exists():
        return
    due = clocks.next_of([about], but=duties.FOR_FEW).get(about)
    rows.update(next_due=due.due_at if due else None)


def differences() -> Iterator[str]:
    """What lists say that the files do not. Takes a while: each file is looked at."""
    for case in Case.objects.select_related("child").iterator():
        stored = {row.principal: row for row in Holding.objects.filter(case=case)}
        wanted = _wanted(case)
        for principal in stored.keys() ^ wanted.keys():
            yield f"file {case.number}: who holds it, at {principal}"
        for principal in stored.keys() & wanted.keys():
            if wrong := [
                name for name, value in wanted[principal].items() if getattr(stored[principal], name) != value
            ]:
                yield f"file {case.number}: {', '.join(wrong)}"
