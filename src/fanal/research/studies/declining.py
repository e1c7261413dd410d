"""A statistician from outside does not sign: with a reason, which everybody who works on the study reads.

It needs no key: that the table does not open may be the reason. Whoever asked can ask another, or compute anew what was
registered; an estimate that nobody signs is not published.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, ask, need
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.network.api import records
from fanal.network.contracts import Actor
from fanal.research import deciding, turns
from fanal.research.contracts import STATISTICIAN, Stage, Verdict
from fanal.research.models import Decision, Study
from fanal.research.studies import duties
from fanal.research.studies.policy import CLOSE, COMPUTE_ANEW, DECLINE
from fanal.research.studies.registering import PURPOSE, StudyState, study_of


def declined(study: Study) -> list[Decision]:
    """Who did not sign it, and why, oldest first; also estimates that were computed anew since."""
    return deciding.held(study.pk, Stage.SIGNING)


def may_begin_anew(study: Study) -> bool:
    """Whether the estimate that is there was declined, and nobody is asked about it now."""
    about = study.estimate_sha256
    return study.statistician_id is None and any(one.about == about for one in declined(study))


@transaction.atomic
def decline(actor: Actor, study_id: UUID, reasons: str, now: datetime) -> None:
    """Say why one does not sign. The table opens for this person no more, and whoever asked goes on.

    Raises `NotHere`, `NotAllowed`, `NotNow`.
    """
    study = study_of(actor, study_id, lock=True)
    ask(actor, DECLINE, study)
    if study.state != StudyState.COMPUTED:
        raise NotNow(_("This study is signed already, or not computed."))
    need((not reasons.strip(), _("Write why you do not sign it."), "reasons"))
    about = study.estimate_sha256
    said = deciding.decide(actor, study.pk, Stage.SIGNING, STATISTICIAN, Verdict.REFUSED, reasons, about, now)
    study.statistician = None
    study.version += 1
    study.save(update_fields=["statistician", "version"])
    clocks.stop(study.pk, duties.STATISTICIAN, now=now)
    turns.back(study, duties.DECLINED, now)
    by = actor.signatory()
    journal.write(study.pk, by, DECLINE, at=now, purpose=PURPOSE, items=[said])
    closed = records.leave_to(study.org_id, study.pk)
    journal.write(study.pk, by, CLOSE, at=now, purpose=PURPOSE, items=closed)


@transaction.atomic
def begin_anew(actor: Actor, study_id: UUID, now: datetime) -> None:
    """Take a declined estimate back to where it was registered, so that it is computed anew: same table, method, seed.
    Its hash stays in the journal, in what the statistician decided about. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    study = study_of(actor, study_id, lock=True)
    ask(actor, COMPUTE_ANEW, study)
    if study.state != StudyState.COMPUTED or not may_begin_anew(study):
        raise NotNow(_("Only what a statistician did not sign is computed anew."))
    study.state, study.others = StudyState.REGISTERED.value, {}
    study.estimate = study.estimate_sha256 = ""
    study.version += 1
    study.save(update_fields=["state", "others", "estimate", "estimate_sha256", "version"])
    turns.back(study, duties.COMPUTE, now)
    journal.write(study.pk, actor.signatory(), COMPUTE_ANEW, at=now, purpose=PURPOSE)
