"""Who may register, compute, sign and publish a study. Nobody acts in two capacities in one study.

The capture table is opened by whoever makes the study and by the statistician from outside whom they asked; reviewers
read the result. Whoever may stop a study always may.
"""

from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.network.contracts import Actor, OrgKind, Role
from fanal.research import deciding
from fanal.research.contracts import MAKER, REVIEWER, STATISTICIAN
from fanal.research.models import LinkageRun, Study
from fanal.research.policy import ASSENT_ROLES, acted, reads_all
from fanal.vocabulary.results import Allowed, Answer, Refused

STUDIES, LOOK = "research.studies", "research.look_at_study"
OPEN, REVISE, REGISTER = "research.open_study", "research.revise_study", "research.register_study"
SEE_TABLE, COMPUTE = "research.see_capture_table", "research.compute_study"
COMPUTED = "research.study_computed"
ASK_STATISTICIAN, SIGN = "research.ask_statistician", "research.sign_estimate"
DECLINE, CLOSE = deciding.DECLINE_ESTIMATE, "research.close_capture_table"
COMPUTE_ANEW = "research.compute_study_anew"
STOP, ERASE = "research.stop_study", "research.erase_histories"
SUBMIT, REVIEW, ASSENT = "research.submit_study", deciding.REVIEW_STUDY, deciding.ASSENT_STUDY
CORRECT_WORDS = "research.correct_study_words"
PUBLISH, SIGN_RELEASE = "research.publish_study", "research.sign_study_release"

DEEDS = {
    OPEN: lazy("Opened a study of how many children are on no list"),
    REVISE: lazy("Changed a study before it was registered"),
    REGISTER: lazy("Registered method and checks of a study"),
    SEE_TABLE: lazy("Opened the capture table of a study"),
    COMPUTE: lazy("Opened the capture table of a study to compute it"),
    COMPUTED: lazy("A study was computed to its end"),
    ASK_STATISTICIAN: lazy("Asked a statistician from outside to look at a study"),
    SIGN: lazy("Signed an estimate as a statistician from outside"),
    DECLINE: lazy("Did not sign an estimate as a statistician from outside"),
    CLOSE: lazy("The capture table of a study opens no more for the statistician from outside"),
    COMPUTE_ANEW: lazy("Took an estimate that nobody signed back, to compute it anew"),
    STOP: lazy("Stopped a study"),
    ERASE: lazy("Erased the capture table of a study"),
    SUBMIT: lazy("Sent a study to review"),
    REVIEW: lazy("Reviewed a study"),
    ASSENT: lazy("Said yes or no to a study before it is published"),
    CORRECT_WORDS: lazy("Corrected words of a study after it was registered"),
    PUBLISH: lazy("Published a study"),
    SIGN_RELEASE: lazy("Signed a published study for the organisation"),
}

_HOUSES = (OrgKind.MEMBER, OrgKind.SECRETARIAT)
_READERS = (Role.ANALYST, Role.MANAGER, Role.DATA_PROTECTION_OFFICER, Role.KEY_KEEPER, Role.AUDITOR, *ASSENT_ROLES)


def houses_of(study: Study) -> set[UUID]:
    """The organisations that a statistician must not be of: whose study it is, and all of its run."""
    found: set[UUID] = {study.org_id}
    if study.run_id is not None:
        run = LinkageRun.objects.get(pk=study.run_id)
        found |= {run.org_id, run.unit_id, *run.steps.values_list("org_id", flat=True)}
    return found


def acted_as(study: Study, person: UUID) -> set[str]:
    """In which capacities a person acted in a study."""
    corrected = study.corrections.filter(by_id=person).exists()
    parts = {MAKER: study.made_by_id == person, STATISTICIAN: study.statistician_id == person, REVIEWER: corrected}
    return acted(study.pk, person, parts)


def _foreign() -> Refused:
    return Refused("foreign", _("This belongs to another organisation."))


def _once(deed: str, actor: Actor, study: Study, allowed: set[str]) -> Answer:
    if acted_as(study, actor.person) - allowed:
        return Refused("self", _("You acted in this study already. Somebody else does this."))
    return Allowed(deed)


def _reads(actor: Actor, thing: object) -> Answer:
    if isinstance(thing, Study) and not seen(actor, Study.objects.filter(pk=thing.pk)).exists():
        return _foreign()
    return Allowed(LOOK)


def _makes(actor: Actor, thing: object) -> Answer:
    """The person who opened it: whoever reviewed or signed it changes nothing of it."""
    if not isinstance(thing, Study):
        return Allowed(OPEN)
    if thing.org_id != actor.org:
        return _foreign()
    if thing.made_by_id != actor.person:
        return Refused("self", _("Whoever opened this study does this."))
    return Allowed(OPEN)


def _sees_table(actor: Actor, thing: object) -> Answer:
    if isinstance(thing, Study) and thing.statistician_id == actor.person:
        return Allowed(SEE_TABLE)
    return _makes(actor, thing)


def _signs(actor: Actor, thing: object) -> Answer:
    """Asked, from outside, and in no other capacity."""
    if not isinstance(thing, Study):
        return Allowed(SIGN)
    if thing.statistician_id != actor.person or STATISTICIAN not in actor.grants:
        return Refused("foreign", _("Another statistician was asked to look at this study."))
    if actor.org in houses_of(thing):
        return Refused("inside", _("A statistician from outside signs: somebody of no organisation that takes part."))
    return _once(SIGN, actor, thing, {STATISTICIAN})


def _reviews(actor: Actor, thing: object) -> Answer:
    return _once(REVIEW, actor, thing, {REVIEWER}) if isinstance(thing, Study) else Allowed(REVIEW)


def _assents(actor: Actor, thing: object) -> Answer:
    if not isinstance(thing, Study):
        return Allowed(ASSENT)
    if thing.org_id != actor.org and not reads_all(actor):
        return _foreign()
    return _once(ASSENT, actor, thing, {one.value for one in ASSENT_ROLES})


def seen(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of the own organisation, and those that one was asked to look at; reviewers of the secretariat see all."""
    if reads_all(actor):
        return rows
    asked = Q(statistician_id=actor.person)
    if not actor.has(*_READERS) and actor.grants.isdisjoint({MAKER, REVIEWER}):
        return rows.filter(asked)
    return rows.filter(Q(org_id=actor.org) | asked)


def _declare() -> None:
    access.scope(Study, seen)
    every = (MAKER, REVIEWER, STATISTICIAN)
    kinds = (*_HOUSES, OrgKind.AUTHORITY, OrgKind.OFFICE)
    access.allow(STUDIES, *_READERS, grants=every, kinds=kinds, own_only=False)
    access.allow(LOOK, *_READERS, grants=every, kinds=kinds, own_only=False, check=_reads)
    for deed in (REVISE, COMPUTE, ASK_STATISTICIAN):
        access.allow(deed, Role.ANALYST, grant=MAKER, kinds=_HOUSES, check=_makes, opens=True)
    for deed in (OPEN, REGISTER, COMPUTE_ANEW, SUBMIT, PUBLISH):
        access.allow(deed, Role.ANALYST, grant=MAKER, kinds=_HOUSES, check=_makes)
    elsewhere = partial(access.allow, kinds=kinds, own_only=False)
    elsewhere(SEE_TABLE, Role.ANALYST, grants=(MAKER, STATISTICIAN), check=_sees_table, opens=True)
    elsewhere(SIGN, grant=STATISTICIAN, check=_signs, opens=True)
    elsewhere(DECLINE, grant=STATISTICIAN, check=_signs)
    access.allow(STOP, Role.ANALYST, Role.MANAGER, grant=MAKER, kinds=_HOUSES)
    for deed in (REVIEW, CORRECT_WORDS):
        access.allow(deed, grant=REVIEWER, kinds=_HOUSES, check=_reviews)
    access.allow(ASSENT, *ASSENT_ROLES, kinds=_HOUSES, own_only=False, check=_assents)
    access.allow(SIGN_RELEASE, Role.KEY_KEEPER, kinds=_HOUSES)


_declare()
