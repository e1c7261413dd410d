"""A registered study: how far it is, its results, and its table, which opens in the session of a person only."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, ask, emptied, open_record, stated
from fanal.engines.prevalence.contracts import CaptureTable, Estimate
from fanal.journal import api as journal
from fanal.network.api import keyfile, records
from fanal.network.contracts import Actor
from fanal.research.content import HistoriesContent
from fanal.research.models import Study
from fanal.research.studies import engine
from fanal.research.studies import run_result as result
from fanal.research.studies.engine import ESTIMATE
from fanal.research.studies.policy import ERASE, SEE_TABLE
from fanal.research.studies.registering import (
    PURPOSE,
    StudySource,
    StudyState,
    is_as_registered,
    ref_of,
    secrecy_of,
    study_of,
)
from fanal.vocabulary.dates import months_later

KEPT_MONTHS = 12
RETENTION = "counts"
_CLOSED = frozenset({StudyState.DRAFT, StudyState.STOPPED})
"""Nobody looks at a table before the method is registered, nor where the study was given up."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many parts of a study are computed."""

    done: int
    whole: int

    @property
    def complete(self) -> bool:
        return self.done == self.whole


def parts_of(study: Study) -> tuple[str, ...]:
    """What is computed, in order."""
    return (ESTIMATE, *study.sensitivities)


def progress(study: Study) -> Progress:
    """How far it is."""
    return Progress(len(study.others), len(parts_of(study)))


def next_part(study: Study) -> str:
    """What is computed next; nothing where all is there."""
    return next((part for part in parts_of(study) if part not in study.others), "")


def estimate_of(study: Study) -> Estimate | None:
    """The estimate as it is kept, or None."""
    return engine.read(study.estimate) if study.estimate else None


def result_of(study: Study, part: str) -> dict[str, Any] | None:
    """A sensitivity as the engine wrote it; None where it is not computed, or not kept of a linkage run."""
    text = study.others.get(part, {}).get("text", "")
    found: dict[str, Any] | None = json.loads(text) if text else None
    return found


def picture_of(study: Study, part: str) -> str:
    """The picture of a part as SVG, or nothing."""
    return str(study.others.get(part, {}).get("picture", ""))


def is_whole(study: Study) -> bool:
    """Whether the estimate is the bytes that were computed, of what was registered."""
    digest = hashlib.sha256(study.estimate.encode()).hexdigest()
    return bool(study.estimate) and study.estimate_sha256 == digest and is_as_registered(study)


# ---- the table ----


def table(actor: Actor, study_id: UUID, now: datetime) -> CaptureTable:
    """The capture table, opened for whoever makes the study or was asked to look at it, once it is registered.

    Raises `NotHere`, `NotAllowed`, `NotNow`.
    """
    study = study_of(actor, study_id)
    ask(actor, SEE_TABLE, study)
    return opened(actor, study, SEE_TABLE, now)[0]


def is_kept(study: Study) -> bool:
    """Whether there is a table to look at: from registration until it is erased, a year after publication."""
    return study.state not in _CLOSED and (study.erase_on is None or bool(study.content))


def opened(actor: Actor, study: Study, deed: str, now: datetime) -> tuple[CaptureTable, HistoriesContent]:
    """The table with what belongs to it. That of a linkage run is taken from the run the first time."""
    if not is_kept(study):
        raise NotNow(_("The table is opened after the study was registered, and until it is erased."))
    if study.source == StudySource.RUN and not study.content:
        _take(actor, study.pk, deed, now)
        study.refresh_from_db()
    with open_record(actor, ref_of(study), deed, purpose=PURPOSE, now=now, thing=study) as record:
        content = record.read(study, "content")
    if content is None:
        raise NotNow(_("The table of this study was erased."))
    return engine.table_of(content.table), content


@transaction.atomic
def _take(actor: Actor, study_id: UUID, deed: str, now: datetime) -> None:
    """Move the histories of the run into the study: they are then in one place only."""
    study = study_of(actor, study_id, lock=True)
    if study.content or study.run is None:
        return
    taken = result.take(actor, study.run)
    content = HistoriesContent(taken.table, secrets.token_hex(32), taken.missed, taken.false)
    given = engine.table_of(content.table)
    study.table_sha256 = engine.commitment(given, secrecy_of(study, content))
    with open_record(actor, ref_of(study), deed, purpose=PURPOSE, now=now, thing=study, write=True) as record:
        record.write(study, "content", content)
        record.state(study)
        study.save(update_fields=["content", "table_sha256"])


# ---- what is kept how long ----


def keep_until(study: Study, now: datetime) -> None:
    """Called when a study is published: from then its table is kept for twelve months. The caller saves."""
    study.erase_on = months_later(now.date(), KEPT_MONTHS)


def erase_due(now: datetime) -> int:
    """Erase the tables whose day has come. Needs no key and bears to be run twice. Says how many went."""
    due = Study.objects.filter(erase_on__lte=now.date()).exclude(content=b"").values_list("pk", flat=True)
    return sum(_erase(study_id, now) for study_id in list(due))


@transaction.atomic
def _erase(study_id: UUID, now: datetime) -> bool:
    study = Study.objects.select_for_update(of=("self",)).get(pk=study_id)
    if not study.content or not stated.stands(study):
        return False
    said = [emptied(study, "content"), stated.item(study)]
    journal.write(study.pk, keyfile.installation(study.org_id), ERASE, at=now, purpose=RETENTION, items=said)
    records.erase(study.org_id, study.pk, RETENTION, now.date())
    study.save(update_fields=["content"])
    return True
