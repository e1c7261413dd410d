"""Words of a study that was registered, corrected by a second person.

Whoever made the study cannot: what they said before the table was opened stands. A reviewer can, with a reason; the old
words stay registered, and the trace is a row, an entry of the journal with the hash of both wordings, and a line in the
release. Method, table and figures are not touched. Who had agreed to the words before is asked again.
"""

from dataclasses import fields
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, as_seen, ask, every, need
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.network.contracts import Actor
from fanal.research import duties, turns, wording
from fanal.research.models import Correction, Study
from fanal.research.studies import duties as duties_studies
from fanal.research.studies import texts
from fanal.research.studies.policy import CORRECT_WORDS
from fanal.research.studies.registering import ENDED, PURPOSE, StudyState, study_of
from fanal.research.studies.texts import Words

CORRECTABLE = frozenset(StudyState) - ENDED - {StudyState.DRAFT}
"""A draft is changed by whoever made it; what is published is replaced by another study."""
_DECIDED = frozenset({StudyState.IN_REVIEW, StudyState.APPROVED, StudyState.TO_SIGN})


@transaction.atomic
def correct(actor: Actor, study_id: UUID, version: int, words: Words, because: str, now: datetime) -> Study:
    """Say these words from now on. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    study = study_of(actor, study_id, lock=True)
    ask(actor, CORRECT_WORDS, study)
    if study.state not in CORRECTABLE:
        raise NotNow(_("Words are corrected after a study is registered, and until it is published."))
    as_seen(study.version == version, study.version)
    every(
        lambda: need((not because.strip(), _("Write why these words are corrected."), "because")),
        lambda: wording.check("because", because, get_language() or texts.LANGUAGE, wording.known_to(study.org_id)),
        lambda: texts.check(study, words),
    )
    before = texts.words_of(study)
    changed = [word.name for word in fields(words) if getattr(words, word.name).strip() != getattr(before, word.name)]
    if not changed:
        raise NotNow(_("These are the words that are there already."))
    said = []
    for name in changed:
        row = Correction(study=study, field=name, words=getattr(words, name).strip(), because=because.strip())
        row.by_id, row.at = actor.person, now
        row.save(force_insert=True)
        said.append(texts.said(row, getattr(before, name)))
    _asked_again(study, now)
    journal.write(study.pk, actor.signatory(), CORRECT_WORDS, at=now, purpose=PURPOSE, items=said)
    return study


def _asked_again(study: Study, now: datetime) -> None:
    """Nobody has agreed to these words yet: from review the study goes back to its maker, who sends it again."""
    if study.state in _DECIDED:
        study.state = StudyState.SIGNED.value
        duties.over(duties_studies.AGREE, study.pk, now)
        clocks.stop(study.pk, duties_studies.TO_SIGN, now=now, done=False)
        turns.back(study, duties_studies.RETURNED, now)
    study.version += 1
    study.save(update_fields=["state", "version"])
