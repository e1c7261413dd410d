"""Who may do which deed with files. The keys say the same."""

from collections.abc import Collection

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases import holding
from fanal.cases.access_terms import CLEARED, COURSE, WORKERS, relation
from fanal.cases.models import Accepted, Case, Holding
from fanal.cases.sight_table import Eye
from fanal.network.contracts import Actor, RingKind, Role
from fanal.vocabulary.results import Allowed, Answer, Refused

LIST, TO_OPEN, OPEN_FILE, ASK_AGAIN = "cases.list", "cases.to_open", "cases.open_file", "cases.ask_again"
LOOK, HISTORY, NOTED, TRIED = "cases.look", "cases.history", "cases.noted", "cases.tried"
ACCEPT, LINKED, TOLD = "cases.accept", "cases.linked", "cases.told"
RESTRICT, WHO_ACTS, LINK = "cases.restrict", "cases.who_acts", "cases.linkage_rows"
WRITE, RISK, GROUND, SIGN = "cases.write", "cases.set_risk", "cases.record_ground", "cases.sign_ground"

DEEDS = {
    ACCEPT: lazy("A case was to be opened"),
    LINKED: lazy("A concern was added to it"),
    OPEN_FILE: lazy("Opened the file of a child"),
    ASK_AGAIN: lazy("Asked to open the file of a child again"),
    LOOK: lazy("Opened a file"),
    NOTED: lazy("Looked at who read a file, and why"),
    TRIED: lazy("Asked for a file that is not theirs"),
    WRITE: lazy("Wrote into a file"),
    RISK: lazy("Set the risk"),
    GROUND: lazy("Recorded a ground"),
    RESTRICT: lazy("Had a file open for named people only"),
    WHO_ACTS: lazy("Looked who else can act on what was told"),
    LINK: lazy("Read for a count over several lists, without names"),
    SIGN: lazy("Signed the ground of the work"),
}


def case_of(thing: object) -> Case | None:
    """The file that a thing belongs to."""
    return thing if isinstance(thing, Case) else getattr(thing, "case", None)


def reaches(actor: Actor, thing: object) -> Answer:
    """Whether somebody stands to this very file in a way that opens it."""
    case = case_of(thing)
    if case is None or relation(actor, case) is not None:
        return Allowed(LOOK)
    if case.restricted:
        return Refused("restricted", _("This file opens for named people only. Ask the safeguarding lead."))
    return Refused("no_relation", _("This file is of another team. Ask its supervisor."))


def stands(actor: Actor, thing: object, eyes: Collection[Eye], words: str, code: str = "no_relation") -> Answer:
    """Whether somebody stands to this very file in one of these ways; `words`: what else they read who reach it."""
    case = case_of(thing)
    if case is None or relation(actor, case) in eyes:
        return Allowed()
    return reaches(actor, thing) and Refused(code, words)


def works(actor: Actor, thing: object) -> Answer:
    """Whether somebody writes into this very file: whoever works with the child, or helps for a time."""
    words = _("Only whoever works with the child writes here. Ask them.")
    return stands(actor, thing, {Eye.OWNER, Eye.CO_WORKER}, words)


def of_files[R: models.Model](actor: Actor, rows: QuerySet[R]) -> QuerySet[R]:
    """What hangs on the files of their organisation that somebody holds."""
    held = Holding.objects.filter(holding.mine(actor)).values("case")
    return rows.filter(case__in=held, case__org=actor.org)


def answers(actor: Actor, thing: object) -> Answer:
    """Whether somebody decides about this very file: its worker, or who answers for it."""
    words = _("Only whoever works with the child writes here. Ask them.")
    return stands(actor, thing, {Eye.OWNER, Eye.SUPERVISOR}, words)


def weighs(actor: Actor, thing: object) -> Answer:
    """As `answers`, or as somebody who helps for a time."""
    case = case_of(thing)
    return works(actor, thing) if case is not None and helps(actor, case) else answers(actor, thing)


def helps(actor: Actor, case: Case) -> bool:
    """Whether somebody works on it beside its worker."""
    return relation(actor, case) is Eye.CO_WORKER


def answers_for(actor: Actor, thing: object) -> Answer:
    """Whether somebody answers for this very file: as its supervisor, never for work of their own."""
    words = _("Nobody answers for their own work. Ask a supervisor.")
    return stands(actor, thing, {Eye.SUPERVISOR}, words, "conflict")


def keeps(actor: Actor, thing: object) -> Answer:
    """As `answers`, or as the safeguarding lead."""
    case = case_of(thing)
    if case is not None and relation(actor, case) is Eye.SAFEGUARDING:
        return Allowed(RESTRICT)
    return answers(actor, thing)


def takes_on(actor: Actor, thing: object) -> Answer:
    """Whether somebody opens the file of this very concern: who was named, or a supervisor where nothing of our own
    people is in it."""
    if not isinstance(thing, Accepted) or actor.person in {thing.worker_id, thing.supervisor_id}:
        return Allowed(OPEN_FILE)
    if actor.has(Role.SUPERVISOR) and not thing.restricted:
        return Allowed(OPEN_FILE)
    return Refused("no_relation", _("A colleague was named to open this file. Ask them."))


def starts(actor: Actor, thing: object) -> Answer:
    """Whether somebody reaches the child for the first time: whoever opens the file, then who decides about it."""
    return answers(actor, thing) if isinstance(thing, Case) else takes_on(actor, thing)


def hears(actor: Actor, thing: object) -> Answer:
    """Whether somebody reads what was told: whoever opens the file, then whoever works with the child or answers for
    it. A colleague reads the file, with a reason."""
    if not isinstance(thing, Case):
        return takes_on(actor, thing)
    words = _("What was told is for whoever works with the child. Ask them.")
    return stands(actor, thing, {Eye.OWNER, Eye.SUPERVISOR}, words)


def is_named(actor: Actor, thing: object) -> Answer:
    """Whether somebody is one of the two who are named in this very file."""
    if not isinstance(thing, Case) or actor.person in {thing.owner_id, thing.supervisor_id}:
        return Allowed(WHO_ACTS)
    return reaches(actor, thing) and Refused("no_relation", _("A colleague works with this child. Ask them."))


def _seen(actor: Actor, rows: QuerySet[Case]) -> QuerySet[Case]:
    """The clear columns of files that a team of theirs holds, or they by name."""
    held = Holding.objects.filter(holding.mine(actor)).values("case")
    return rows.filter(org_id=actor.org, pk__in=held)


def _seen_accepted(actor: Actor, rows: QuerySet[Accepted]) -> QuerySet[Accepted]:
    named = Q(worker_id=actor.person) | Q(supervisor_id=actor.person)
    others = Q(restricted=False) if actor.has(Role.SUPERVISOR) else Q(pk=None)
    teams = [one.id for one in actor.teams if one.kind is RingKind.CASEWORK and one.name]
    team = Q(restricted=False, team__in=teams)
    return rows.filter(named | others | team, org_id=actor.org)


access.clearance_kind(
    access.ClearanceKind(COURSE, lazy("Training: casework"), frozenset((*WORKERS, Role.SAFEGUARDING_LEAD)))
)
access.scope(Case, _seen)
access.scope(Accepted, _seen_accepted)
access.allow(LIST, *WORKERS, Role.SAFEGUARDING_LEAD)
access.allow(TO_OPEN, *WORKERS, check=starts)
access.allow(OPEN_FILE, *WORKERS, needs=CLEARED, check=takes_on, opens=True)
access.allow(ASK_AGAIN, *WORKERS, needs=CLEARED, check=takes_on)
access.allow(TOLD, *WORKERS, needs=CLEARED, check=hears, opens=True)
access.allow(LOOK, *WORKERS, Role.SAFEGUARDING_LEAD, needs=CLEARED, check=reaches, opens=True)
access.allow(HISTORY, *WORKERS, Role.SAFEGUARDING_LEAD, check=reaches)
access.allow(NOTED, Role.SUPERVISOR, check=answers_for)
access.allow(WRITE, *WORKERS, needs=CLEARED, check=works, opens=True)
access.allow(RISK, *WORKERS, needs=CLEARED, check=weighs, opens=True)
access.allow(GROUND, *WORKERS, needs=CLEARED, check=answers, opens=True)
access.allow(WHO_ACTS, *WORKERS, needs=CLEARED, check=is_named, opens=True)
access.allow(LINK, Role.SUPERVISOR, needs=CLEARED, check=reaches, opens=True)
access.allow(RESTRICT, *WORKERS, Role.SAFEGUARDING_LEAD, needs=CLEARED, check=keeps, opens=True)
access.allow(SIGN, Role.SUPERVISOR, needs=CLEARED, check=answers_for, opens=True)
