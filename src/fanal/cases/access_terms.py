"""Whose a file is: who stands to it in which way, and whose keys open which of its compartments (docs/cases.md, "Who
opens what"). The keys say the same as the relations: a role without the ring opens nothing, whatever stands here.
"""

from collections.abc import Collection, Iterable
from typing import Final
from uuid import UUID

from django.db.models import Q

from fanal.access.api import stated
from fanal.access.contracts import RecordRef
from fanal.cases.codes_work import HandOnKind, HandOnState
from fanal.cases.models import Case, Child, HandOn
from fanal.cases.sight_table import Eye
from fanal.network.api import records, rings
from fanal.network.contracts import Actor, RingKind, Role
from fanal.vault import Principal

CASE, CHILD = "case", "child"
"""Kinds of sealed records."""
OPEN_TO_TEAM: Final = ("personal", "identity", "content")
COMPARTMENTS: Final = {
    CHILD: (*OPEN_TO_TEAM, "offender", "placement"),
    CASE: (*OPEN_TO_TEAM, "offender", "placement"),
}
WORKERS: Final = (Role.CASEWORKER, Role.SUPERVISOR)
SCREENED: Final = ("vetting", "conduct")
"""What everybody must have before they open what is told of a child (CM-12)."""
COURSE: Final = "training:casework-core"
CLEARED: Final = (*SCREENED, COURSE)
"""And what whoever works with children must have: they passed the course, too. Who sits on a panel, hears a request of
a data subject or opens a file on call did not learn casework, and need not."""


def relation(actor: Actor, case: Case) -> Eye | None:
    """The nearest in which a person stands to a file of their organisation; None for whom it does not exist. A
    restricted one is of the two who are named, of who helps them, and of the safeguarding lead."""
    if case.org_id != actor.org:
        return None
    named = {case.supervisor_id: Eye.SUPERVISOR, case.owner_id: Eye.OWNER}
    if actor.person in named or actor.has(Role.SAFEGUARDING_LEAD):
        return named.get(actor.person, Eye.SAFEGUARDING)
    if helping(case, actor.person) is not None:
        return Eye.CO_WORKER
    return _by_team(actor, case)


def _by_team(actor: Actor, case: Case) -> Eye | None:
    if case.restricted or case.org_id != actor.org or not actor.has(*WORKERS):
        return None
    if actor.has(Role.SUPERVISOR):
        return Eye.SUPERVISOR
    return Eye.TEAM if actor.in_team(RingKind.CASEWORK, case.team_id) else None


def sees(actor: Actor, case: Case) -> bool:
    """Whether a file exists for somebody: as `relation`, and without a statement where their team holds it."""
    return _by_team(actor, case) is not None or relation(actor, case) is not None


def helping(case: Case, person: UUID) -> HandOn | None:
    """By which offer somebody works on a file beside its worker: who helps for a time, and who gave it away a few days
    ago. One that somebody changed in the database is none."""
    mine = Q(kind=HandOnKind.CO_WORK, to=person) | Q(kind=HandOnKind.ASSIGN, before=person, until__isnull=False)
    rows = HandOn.objects.filter(mine, case=case, state=HandOnState.ACCEPTED)
    return next(iter(stated.kept(case.pk, rows)), None)


def offered(case: Case, person: UUID) -> HandOn | None:
    """What of a file is offered to somebody now."""
    rows = HandOn.objects.filter(case=case, to=person, state=HandOnState.OFFERED)
    return next(iter(stated.kept(case.pk, rows)), None)


def beside(case: Case, offers: Iterable[HandOn] | None = None) -> dict[UUID, Eye]:
    """Who sees a file in lists or by its offer beside its teams, by person. `offers`: those that hold, where they were
    read already."""
    live = (HandOnState.OFFERED, HandOnState.ACCEPTED)
    if offers is None:
        offers = stated.kept(case.pk, HandOn.objects.filter(case=case, state__in=live))
    found: dict[UUID, Eye] = {}
    for row in (one for one in offers if one.state in live):
        if row.state == HandOnState.OFFERED:
            found.setdefault(row.to_id, Eye.NAMED)
        elif row.kind == HandOnKind.CO_WORK:
            found[row.to_id] = Eye.CO_WORKER
        elif row.kind == HandOnKind.ASSIGN and row.until and row.before_id:
            found[row.before_id] = Eye.CO_WORKER
    return {person: eye for person, eye in found.items() if person not in {case.owner_id, case.supervisor_id}}


def child_ref(child: Child) -> RecordRef:
    """The sealed record of a child."""
    return RecordRef(child.org_id, child.pk, CHILD)


def case_ref(case: Case) -> RecordRef:
    """The sealed record of one period of work; all its rows are items of it."""
    return RecordRef(case.org_id, case.pk, CASE)


def circle(case: Case) -> tuple[UUID | RingKind, ...]:
    """The teams that hold a file, first the one that works on it."""
    if case.restricted:
        return (RingKind.SAFEGUARDING,)
    return (case.team_id or RingKind.CASEWORK, RingKind.SUPERVISORS, RingKind.SAFEGUARDING)


def grants(case: Case, kind: str) -> list[tuple[Principal, Collection[str]]]:
    """Who gets which compartments of a new record of a file: teams, and by name worker and supervisor. Where the child
    sleeps, only they and the safeguarding lead; what was told of an adult, supervisors and lawyers besides. Raises
    `NetworkError` for a team without a key."""
    held = frozenset(COMPARTMENTS[kind])
    two = [case.owner_id, case.supervisor_id]
    if case.restricted:
        return [*rings.grants(case.org_id, {RingKind.SAFEGUARDING: held}), *records.to_people(case.org_id, two, held)]
    teams: dict[UUID | RingKind, frozenset[str]] = {
        case.team_id or RingKind.CASEWORK: frozenset(OPEN_TO_TEAM),
        RingKind.SUPERVISORS: held - {"placement"},
        RingKind.ONCALL: frozenset(OPEN_TO_TEAM),
        RingKind.SAFEGUARDING: held,
        RingKind.LEGAL: frozenset({"offender"}),
    }
    by_name = records.to_people(case.org_id, two, held - frozenset(OPEN_TO_TEAM))
    return [*rings.grants(case.org_id, teams), *by_name]
