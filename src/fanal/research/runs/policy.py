"""Who does which step of a linkage run. Lists are entered, encoded and revealed by the maker of each member; a second
person signs their number; the unit computes. No deed shows a pair, a record or two lists (DNH-44)."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.network.contracts import Actor, OrgKind, Role
from fanal.research import deciding
from fanal.research.contracts import MAKER, REVIEWER
from fanal.research.models import LinkageRun, RunStep
from fanal.research.policy import GATE_ROLES, acted, reads_all
from fanal.vocabulary.results import Allowed, Answer, Refused

RUNS, LOOK, OPEN = "research.runs", "research.look_at_run", "research.open_run"
GATE, JOIN = deciding.PASS_RUN_GATE, "research.join_run"
KEY, DECLARE, COUNTERSIGN, SEND = (
    "research.draw_run_key",
    "research.declare_list",
    "research.countersign_list",
    "research.send_list",
)
COMMIT, REVEAL, COUNT = "research.commit_run", "research.reveal_test_rows", "research.count_run"
DELETED, STOP, PURGE = "research.confirm_run_deletion", "research.stop_run", "research.purge_run"

DEEDS = {
    OPEN: lazy("Opened a linkage run"),
    GATE: lazy("Answered at the ethics gate of a linkage run"),
    JOIN: lazy("Joined a linkage run"),
    KEY: lazy("Drew a part of the key of a linkage run"),
    DECLARE: lazy("Said how many children are on a list for a linkage run"),
    COUNTERSIGN: lazy("Signed number and definition of a list as the second person"),
    SEND: lazy("Encoded a list and sent it to the unit of a linkage run"),
    COMMIT: lazy("Joined the encoded lists of a linkage run and committed to that"),
    REVEAL: lazy("Told the unit of a linkage run which rows were test rows"),
    COUNT: lazy("Counted a linkage run"),
    DELETED: lazy("Confirmed that nothing of a linkage run is left"),
    STOP: lazy("Stopped a linkage run"),
    PURGE: lazy("Deleted what was left of a linkage run"),
}

ASKED = "asked"
_HOUSES = (OrgKind.MEMBER, OrgKind.SECRETARIAT)
_EVERY = (*_HOUSES, OrgKind.OFFICE)
_READERS = (Role.ANALYST, Role.MANAGER, Role.DATA_PROTECTION_OFFICER, Role.AUDITOR, *GATE_ROLES)
_MAKING = ("joined", "key", "declared", "sent", "revealed")
"""Steps of whoever works with a list. Who signs its number, or confirms that all is gone, is a second person."""
_SECOND = (Role.MANAGER, Role.SUPERVISOR, Role.DATA_PROTECTION_OFFICER, Role.SAFEGUARDING_LEAD)


def members(run: LinkageRun) -> list[UUID]:
    """The organisations with a list, in order of their identifiers."""
    return sorted(run.steps.filter(step=ASKED).values_list("org_id", flat=True), key=str)


def acted_as(run: LinkageRun, person: UUID) -> set[str]:
    """In which capacities a person acted in a run: `maker`, or the role in which they answered at the gate."""
    made = run.made_by_id == person or run.steps.filter(by_id=person, step__in=_MAKING).exists()
    return acted(run.pk, person, {MAKER: made})


def _foreign() -> Refused:
    return Refused("foreign", _("Your organisation has no part in this."))


def _of_member(actor: Actor, thing: object) -> Answer:
    if isinstance(thing, LinkageRun) and actor.org not in members(thing):
        return _foreign()
    return Allowed(JOIN)


def _makes(actor: Actor, thing: object) -> Answer:
    """Whoever judged at the gate works with no list."""
    if isinstance(thing, LinkageRun) and acted_as(thing, actor.person) - {MAKER}:
        return Refused("self", _("You answered at the gate of this run. Somebody else does this."))
    return _of_member(actor, thing)


def _of_unit(actor: Actor, thing: object) -> Answer:
    if isinstance(thing, LinkageRun) and actor.org != thing.unit_id:
        return Refused("unit", _("Only the unit that was agreed on computes."))
    return Allowed(COMMIT)


def _takes_part(actor: Actor, thing: object) -> Answer:
    if isinstance(thing, LinkageRun) and actor.org not in {thing.org_id, thing.unit_id, *members(thing)}:
        return _foreign()
    return Allowed(LOOK)


def _joins(actor: Actor, thing: object) -> Answer:
    if isinstance(thing, LinkageRun) and actor.org not in {thing.unit_id, *members(thing)}:
        return _foreign()
    return Allowed(JOIN)


def _countersigns(actor: Actor, thing: object) -> Answer:
    """Another person than the one who said the number."""
    if isinstance(thing, LinkageRun):
        said = thing.steps.filter(org_id=actor.org, step="declared").values_list("by_id", flat=True)
        if actor.person in said:
            return Refused("self", _("You said this number yourself. A second person signs it."))
    return _of_member(actor, thing)


def _gates(actor: Actor, thing: object) -> Answer:
    """Whoever opened it or works with a list judges nothing; advisers are the secretariat's, officers each member's."""
    if not isinstance(thing, LinkageRun):
        return Allowed(GATE)
    if thing.made_by_id == actor.person:
        return Refused("self", _("You opened this run. Somebody else answers."))
    if MAKER in acted_as(thing, actor.person):
        return Refused("self", _("You acted in this run already. Somebody else answers."))
    if actor.org in members(thing) or reads_all(actor):
        return Allowed(GATE)
    return _foreign()


def _reads(actor: Actor, thing: object) -> Answer:
    if isinstance(thing, LinkageRun) and not seen(actor, LinkageRun.objects.filter(pk=thing.pk)).exists():
        return _foreign()
    return Allowed(LOOK)


def seen(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Runs in which the own organisation takes part; reviewers of the secretariat see that all there are."""
    if reads_all(actor):
        return rows
    if not actor.has(*_READERS, *_SECOND) and actor.grants.isdisjoint({MAKER, REVIEWER}):
        return rows.none()
    asked = RunStep.objects.filter(org_id=actor.org, step=ASKED).values("run_id")
    return rows.filter(Q(org_id=actor.org) | Q(unit_id=actor.org) | Q(pk__in=asked))


def _declare() -> None:
    access.scope(LinkageRun, seen)
    access.scope(RunStep, lambda actor, rows: rows.filter(run__in=seen(actor, LinkageRun.objects.all())))
    both = (MAKER, REVIEWER)
    access.allow(RUNS, *_READERS, *_SECOND, grants=both, kinds=_EVERY, own_only=False)
    access.allow(LOOK, *_READERS, *_SECOND, grants=both, kinds=_EVERY, own_only=False, check=_reads)
    access.allow(OPEN, Role.ANALYST, grant=MAKER, kinds=_HOUSES)
    access.allow(GATE, *GATE_ROLES, kinds=_HOUSES, own_only=False, check=_gates)
    access.allow(JOIN, Role.MANAGER, Role.ANALYST, grant=MAKER, kinds=_EVERY, own_only=False, check=_joins)
    for deed in (KEY, DECLARE, SEND, REVEAL):
        access.allow(deed, grant=MAKER, own_only=False, check=_makes)
    access.allow(COUNTERSIGN, *_SECOND, grants=both, own_only=False, check=_countersigns)
    for deed in (COMMIT, COUNT):
        access.allow(deed, Role.MANAGER, Role.ANALYST, grant=MAKER, kinds=_EVERY, own_only=False, check=_of_unit)
    access.allow(DELETED, Role.MANAGER, Role.ANALYST, grant=MAKER, kinds=_EVERY, own_only=False, check=_joins)
    access.allow(
        STOP, Role.MANAGER, Role.ANALYST, Role.DATA_PROTECTION_OFFICER, grant=MAKER, kinds=_EVERY, own_only=False,
        check=_takes_part,
    )  # fmt: skip


_declare()
