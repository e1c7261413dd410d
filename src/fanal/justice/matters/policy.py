"""Who may do which deed with matters, questions and proceedings. The keys say the same.

Casework, supervisors and lawyers open a matter of their organisation; its privileged part only the lawyers. A training
matter is of whoever opened it. Nobody asks the law about an act outside a matter.
"""

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.justice.models import Matter, Proceeding, Question
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.results import Allowed, Answer, Refused

LIST, OPEN, TRAIN, LOOK = "matters.list", "matters.open", "matters.train", "matters.look"
LABEL, CLOSE, REOPEN = "matters.label", "matters.close", "matters.reopen"
HOLD, RELEASE = "matters.hold", "matters.release"
ASK_ERASE, KEEP, ERASE = "matters.ask_erase", "matters.keep", "matters.erase"
ASK, ANSWER, WHY_NOT, COMPARE = "matters.ask", "matters.answer", "matters.why_not", "matters.compare"
OLDER = "matters.older_answer"
ENTER, READ, CHANGE, EVENT = "proceedings.enter", "proceedings.read", "proceedings.change", "proceedings.event"
LIMIT, SETTLE, PRIVILEGED, WRITE_PRIVILEGED = (
    "proceedings.limit",
    "proceedings.settle",
    "proceedings.privileged",
    "proceedings.write_privileged",
)

WORKERS = (Role.CASEWORKER, Role.SUPERVISOR, Role.LAWYER)
LEARNERS = (*WORKERS, Role.LEGAL_ADVOCATE)

DEEDS = {
    OPEN: lazy("Opened a matter"),
    TRAIN: lazy("Opened a training matter"),
    LOOK: lazy("Looked at a matter"),
    LABEL: lazy("Changed the label of a matter"),
    CLOSE: lazy("Closed a matter"),
    REOPEN: lazy("Opened a closed matter again"),
    HOLD: lazy("Put it under a legal hold"),
    RELEASE: lazy("Ended the legal hold"),
    "matters.time": lazy("Got its day of erasure"),
    ASK_ERASE: lazy("Asked to erase a matter"),
    KEEP: lazy("Kept a matter that somebody asked to erase"),
    ERASE: lazy("Erased a matter"),
    ASK: lazy("Asked which states can prosecute an act"),
    ANSWER: lazy("Read an answer of the law"),
    OLDER: lazy("Read an older answer of the law"),
    WHY_NOT: lazy("Asked why a state cannot prosecute"),
    COMPARE: lazy("Compared two answers of the law"),
    ENTER: lazy("Entered a proceeding"),
    READ: lazy("Read a proceeding"),
    CHANGE: lazy("Changed a proceeding"),
    EVENT: lazy("Added an event to a proceeding"),
    LIMIT: lazy("Took the end of limitation from an answer"),
    SETTLE: lazy("Settled an alarm of a proceeding"),
    PRIVILEGED: lazy("Read what is between lawyer and child"),
    WRITE_PRIVILEGED: lazy("Wrote what is between lawyer and child"),
}


def matter_of(thing: object) -> Matter | None:
    """The matter that a thing belongs to."""
    if isinstance(thing, Question | Proceeding):
        return thing.matter
    return thing if isinstance(thing, Matter) else None


def reaches(actor: Actor, thing: object) -> Answer:
    """Whether this matter is one that the person works on; a training matter is its opener's alone."""
    matter = matter_of(thing)
    if matter is None:
        return Allowed(LOOK)
    if matter.org_id != actor.org:
        return Refused("foreign", _("This belongs to another organisation."))
    if matter.training and matter.opened_by_id != actor.person:
        return Refused("training", _("This is the exercise of a colleague."))
    if not matter.training and not actor.has(*WORKERS):
        return Refused("role", _("Only caseworkers, supervisors and lawyers open a matter."))
    return Allowed(LOOK)


def changes(actor: Actor, thing: object) -> Answer:
    """As `reaches`, and the matter is not closed."""
    matter, answer = matter_of(thing), reaches(actor, thing)
    if answer and matter is not None and matter.closed_on is not None:
        return Refused("closed", _("This matter is closed. Open it again first."))
    return answer


def _held(actor: Actor, thing: object) -> Answer:
    """As `reaches`; an exercise is about nobody, and nothing holds it."""
    matter, answer = matter_of(thing), reaches(actor, thing)
    if answer and matter is not None and matter.training:
        return Refused("training", _("An exercise is about nobody: nothing holds it."))
    return answer


def _second(actor: Actor, thing: object) -> Answer:
    """Erasing takes two people; an exercise its own person erases."""
    matter, answer = matter_of(thing), reaches(actor, thing)
    if answer and matter is not None and not matter.training:
        if matter.erase_asked_by_id is None:
            return Refused("not_asked", _("Somebody must ask for it first. A second person erases it."))
        if matter.erase_asked_by_id == actor.person:
            return Refused("self", _("The second person is somebody else. Ask a colleague."))
    return answer


def seen(actor: Actor, rows: QuerySet[Model], path: str = "") -> QuerySet[Model]:
    """The clear columns of one's own organisation: real matters for those who work on them, exercises for their own."""
    real = Q(**{f"{path}training": ""}) if actor.has(*WORKERS) else Q(pk__in=[])
    own = ~Q(**{f"{path}training": ""}) & Q(**{f"{path}opened_by_id": actor.person})
    if not actor.has(*LEARNERS):
        return rows.none()
    return rows.filter(real | own, **{f"{path}org_id": actor.org})


access.scope(Matter, seen)
access.scope(Question, lambda actor, rows: seen(actor, rows, "matter__"))
access.scope(Proceeding, lambda actor, rows: seen(actor, rows, "matter__"))

access.allow(LIST, *LEARNERS)
access.allow(OPEN, *WORKERS)
access.allow(TRAIN, *LEARNERS)
for _deed in (LOOK, ANSWER, OLDER, WHY_NOT, COMPARE):
    access.allow(_deed, *LEARNERS, check=reaches, opens=True)
for _deed in (ASK_ERASE, KEEP):
    access.allow(_deed, *LEARNERS, check=reaches)
for _deed in (LABEL, ASK):
    access.allow(_deed, *LEARNERS, check=changes, opens=True)
access.allow(CLOSE, *LEARNERS, check=changes)
access.allow(HOLD, *WORKERS, check=_held, opens=True)
access.allow(RELEASE, *WORKERS, check=_held)
access.allow(REOPEN, *LEARNERS, check=reaches)
access.allow(ERASE, Role.SUPERVISOR, Role.LAWYER, Role.CASEWORKER, Role.LEGAL_ADVOCATE, check=_second)
access.allow(READ, *WORKERS, check=reaches, opens=True)
for _deed in (ENTER, CHANGE, EVENT, LIMIT):
    access.allow(_deed, *WORKERS, check=changes, opens=True)
access.allow(SETTLE, Role.SUPERVISOR, Role.LAWYER, check=reaches)
access.allow(PRIVILEGED, Role.LAWYER, check=reaches, opens=True)
access.allow(WRITE_PRIVILEGED, Role.LAWYER, check=changes, opens=True)
