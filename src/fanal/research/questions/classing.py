"""The review of class sets: nobody counts in classes that two people did not look at first (refusal X1).

An ethics reviewer and a survivor adviser, of the organisation or of the secretariat, two people, each for the exact
file. A file that changes is another class set and is reviewed anew.
"""

from datetime import date, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, ask
from fanal.access.api import deciding as rule
from fanal.access.contracts import Line
from fanal.engines.disclosure.contracts import ClassSet
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor, OrgKind
from fanal.research import deciding
from fanal.research.contracts import Stage, Verdict
from fanal.research.deciding import REVIEW_CLASSES
from fanal.research.policy import ASSENT_ROLES
from fanal.research.questions import catalogue
from fanal.vocabulary.results import Refused


def subject_of(name: str) -> UUID:
    """What decisions about a class set are about: its exact file."""
    return uuid5(NAMESPACE_URL, f"fanal.classes/{catalogue.class_set(name).sha256}")


def standing(org: UUID, name: str) -> tuple[Line, ...]:
    """For each of the two roles how the review of a class set stands for an organisation."""
    houses = {org} | {one.id for one in network.orgs(OrgKind.SECRETARIAT)}
    said = [row for row in deciding.held(subject_of(name), Stage.CLASSES) if row.org_id in houses]
    return tuple(rule.standing(deciding.advisers(Stage.CLASSES), list(map(deciding.voice, said))))


def classes_for(org: UUID, name: str) -> ClassSet:
    """A class set with the day of its review for an organisation; `reviewed_on` None where somebody is missing."""
    classes = catalogue.class_set(name)
    if classes.reviewed_on is not None:
        return classes
    return catalogue.reviewed(classes, _reviewed_on(standing(org, name)))


def _reviewed_on(lines: tuple[Line, ...]) -> date | None:
    """The later of the two days, where two people said yes."""
    return max(line.at.date() for line in lines if line.at) if rule.agreed(lines) else None


@transaction.atomic
def review_classes(actor: Actor, name: str, role: str, verdict: str, reasons: str, now: datetime) -> None:
    """Say yes or no to a class set, in one of the two roles. Raises `NotAllowed`, `NotHere`, `NotNow`."""
    ask(actor, REVIEW_CLASSES)
    if name not in catalogue.class_sets():
        raise NotHere
    deciding.in_one_role(actor, role, ASSENT_ROLES, (), Refused("self"))
    why = _("Write why not, so that it can be changed.")
    deciding.yes_or_no(verdict, reasons, Verdict.PASSED, Verdict.REFUSED, why)
    subject, about = subject_of(name), catalogue.class_set(name).sha256
    said = deciding.decide(actor, subject, Stage.CLASSES, role, verdict, reasons, about, now)
    journal.write(subject, actor.signatory(), REVIEW_CLASSES, at=now, items=[said])
