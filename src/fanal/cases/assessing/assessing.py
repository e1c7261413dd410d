"""Assessments: begun, kept section by section, finished. The worker ticks signs and chooses the level; below what the
signs ask for, the reason is needed and the supervisor sees both (CM-22; docs/cases.md, "Assessment")."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, Opened, need
from fanal.cases.approvals import approvals
from fanal.cases.assessing import instruments, lowering, reviewing
from fanal.cases.assessing.instruments import Instrument, Section
from fanal.cases.assessing.lowering import GRAVE, KIND
from fanal.cases.assessing.policy import ASSESS
from fanal.cases.codes import AssessmentKind, Risk
from fanal.cases.files import record, rows, writing
from fanal.cases.files.approving import Stand
from fanal.cases.files.files import row_of
from fanal.cases.model.parts import Pair
from fanal.cases.model.sealed import Said
from fanal.cases.models import Assessment, Case, PushFactor
from fanal.network import api as network
from fanal.network.contracts import Actor


def assessment_of(actor: Actor, case_id: UUID, assessment_id: UUID) -> Assessment:
    """An assessment of a file that the person may see. Raises `NotHere`."""
    return row_of(actor, Assessment, case_id, assessment_id, "made_by")


def begin(actor: Actor, case_id: UUID, kind: str, now: datetime) -> Assessment:
    """Begin an assessment. Raises `NotHere`, `NotAllowed`, `NotNow` where one of the kind is begun and not finished,
    or nobody here reviewed its questions."""
    found = {one.value: instrument for one, instrument in instruments.newest().items()}.get(kind)
    if found is None:
        raise NotNow(_("Choose what you want to look at."), "kind")
    with record.writing(actor, case_id, ASSESS, now) as (case, opened):
        today = network.day_at(case.org_id, now)
        if settings.PRODUCTION and (why := reviewing.waits_for(case.org_id, found, today)):
            raise NotNow(why + " " + _("Ask your supervisor to have them reviewed first."), "kind")
        begun = Assessment.objects.filter(case=case, kind=kind, completed_on=None)
        if any(opened.holds(one) for one in begun):
            raise NotNow(_("One of this kind is begun already. Go on with it."), "kind")
        row = Assessment(case=case, kind=kind, started_on=today, instrument=found.ref, **record.by(actor, now))
        return record.add(opened, row, {"answers": (), "child_present": None})


@contextmanager
def _changing(
    actor: Actor, case_id: UUID, assessment_id: UUID, version: int, now: datetime
) -> Iterator[tuple[Case, Opened, Assessment]]:
    """An assessment, to be written. Once it is finished, what was approved of it lapses by that. The supervisor is
    asked with a high or critical level, with one below what a sign asks for, and where it lowers such a risk while
    another one waits: what is asked stays asked."""
    with record.writing(actor, case_id, ASSESS, now) as (case, opened):
        row = assessment_of(actor, case.pk, assessment_id)
        row.case = case
        record.need_now(opened, row, version)
        before, waited = case.risk, case.risk in GRAVE and lowering.waits(opened, case)
        yield case, opened, row
        if row.completed_on:
            _need_whole(opened, row)
        row.version += 1
        row.save()
        lowers = waited and case.risk != before and instruments.is_below(Risk(case.risk), Risk(before))
        asks = bool(row.completed_on) and (row.risk in GRAVE or lowers or _is_below(opened, row))
        where = approvals.stand(opened, case, KIND, row.pk)
        if asks and (where is Stand.NOT_ASKED or (lowers and where is Stand.LAPSED)):
            approvals.ask_within(opened, case, KIND, row.pk, actor, now)
        else:
            approvals.touched(opened, case, KIND, row.pk, now)


def keep_section(
    actor: Actor, case_id: UUID, assessment_id: UUID, section: Section, said: Said, version: int, now: datetime
) -> None:
    """Keep what was filled in of one section; the others stay as they are. Raises `NotHere`, `NotAllowed`, `NotNow`
    where somebody was faster."""
    with _changing(actor, case_id, assessment_id, version, now) as (_case, opened, row):
        held = opened.read(row, "content")
        record.change(opened, row, joined(section, held, said))


def joined(section: Section, held: Any, said: Said) -> dict[str, Any]:
    """What an assessment holds once a section is kept: of its own questions, signs and parts of life what was said, of
    all others what was held."""
    signs = {sign.code for sign in section.signs}
    ticked = [
        *(one for one in held.danger_signs if one not in signs),
        *(one for one in said.get("danger_signs", ()) if one in signs),
    ]
    return {
        "answers": _pairs(held.answers, said.get("answers", ()), section.questions),
        "danger_signs": tuple(dict.fromkeys(ticked)),
        "wellbeing": _pairs(held.wellbeing, said.get("wellbeing", ()), {one.value for one in section.words}),
    }


def _pairs(held: Iterable[Pair], said: Iterable[Pair], own: Iterable[str]) -> tuple[Pair, ...]:
    mine = set(own)
    return (*(one for one in held if one.key not in mine), *(one for one in said if one.key in mine))


def keep_views(actor: Actor, case_id: UUID, assessment_id: UUID, said: Said, version: int, now: datetime) -> None:
    """Keep what the child thinks, whether the child was there, and what is a risk or a strength. Raises as
    `keep_section`."""
    with _changing(actor, case_id, assessment_id, version, now) as (_case, opened, row):
        record.change(opened, row, said)


def keep_level(
    actor: Actor, case_id: UUID, assessment_id: UUID, said: Said, version: int, now: datetime, *, finish: bool
) -> Assessment:
    """Keep the level that the worker chose, and finish the assessment. From then on it is the risk of the file, by the
    rule of `writing.risk_is`; whether the supervisor is asked, `_changing` says. Raises as `keep_section`, and
    `NotNow` with everything that a finished one lacks."""
    with _changing(actor, case_id, assessment_id, version, now) as (case, opened, row):
        before, done = row.risk, bool(row.completed_on)
        row.risk = said.get("risk") or ""
        record.change(opened, row, said)
        if finish and not done:
            _need_whole(opened, row)
            row.completed_on = network.day_at(case.org_id, now)
        if row.completed_on and row.risk and (not done or row.risk != before):
            seen = bool(opened.read(row, "personal").child_present)
            writing.risk_is(actor, opened, case, Risk(row.risk), now, seen=seen)
    return row


def _need_whole(opened: Opened, row: Assessment) -> None:
    """What a finished assessment has. Raises `NotNow` with all that is missing."""
    personal, content = opened.read(row, "personal"), opened.read(row, "content")
    need(
        (not row.risk, _("Choose the level."), "risk"),
        (
            _is_below(opened, row) and not content.risk_differs_reason,
            _("A sign that you ticked asks for a higher level. Choose it, or write why not."),
            "risk_differs_reason",
        ),
        (not content.child_views, _("Write what the child thinks, or why the child was not asked."), "child_views"),
        (personal.child_present is None, _("Say whether the child was there."), "child_present"),
        (
            not (content.nothing_pushes or pushes(opened, row.case)),
            _("Note on the file what pushes the child, or say that you saw nothing."),
            "nothing_pushes",
        ),
    )


def _is_below(opened: Opened, row: Assessment) -> bool:
    """Whether the level is lower than a sign of it asks for."""
    least = instruments.minimum(instruments.of(row.instrument), opened.read(row, "content").danger_signs)
    return bool(row.risk) and instruments.is_below(Risk(row.risk), least)


def pushes(opened: Opened, case: Case) -> bool:
    """Whether a circumstance that pushes the child is noted."""
    return bool(rows.of(opened, PushFactor, case))


def instrument(row: Assessment) -> Instrument | None:
    """Its questions, in the version with which it was begun."""
    return instruments.of(row.instrument)


def kinds() -> list[tuple[AssessmentKind, Instrument]]:
    """What can be begun."""
    return list(instruments.newest().items())
