"""The law is asked about an act: in a matter of the room of law, which gets facts and knows neither child nor file. The
tie of both stands here alone."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, Opened, open_record
from fanal.cases.access_terms import child_ref
from fanal.cases.acts.acts import act_of
from fanal.cases.acts.policy import ASK_LAW
from fanal.cases.acts.suspects import FOR_THE_LAW
from fanal.cases.files import record
from fanal.cases.model.sealed import Said
from fanal.cases.models import Act, AllegedOffender, Case, CaseProceeding
from fanal.justice import api as justice
from fanal.justice.contracts import ActFacts, Asking
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import AccessPurpose, YesNoUnknown


def ask(
    actor: Actor, case_id: UUID, act_id: UUID, now: datetime, *, person: UUID | None = None,
    traits: Said | None = None, matter: UUID | None = None,
) -> Asking:  # fmt: skip
    """The case question about an act, filled in. `person`: who is suspected of it, with `traits` that only the law is
    asked with; `matter`: of another act of the file, in which this one is asked, too. Raises `NotHere`, `NotAllowed`,
    `NotNow`."""
    with record.writing(actor, case_id, ASK_LAW, now) as (case, opened):
        if case.restricted:
            raise NotNow(_("This file opens for named people only, and a matter does not. Ask the safeguarding lead."))
        act = act_of(actor, case.pk, act_id)
        record.need_now(opened, act)
        known = _suspected(actor, case, opened, person, traits or {})
        tied = _tie(actor, case, opened, act, matter, now)
        facts = _facts(opened, act, known, *_from(actor, case, now))
    return justice.question_for(tied, facts)


def _suspected(actor: Actor, case: Case, opened: Opened, person: UUID | None, traits: Said) -> Any:
    """What is known of a person whom the actor entered; nationality and residence are kept there, where they were
    typed."""
    if person is None:
        return None
    row = AllegedOffender.objects.filter(pk=person, case=case, made_by=actor.person).first()
    if row is None or not opened.holds(row):
        raise NotHere
    if said := {name: traits[name] for name in FOR_THE_LAW if traits.get(name)}:
        record.keep(opened, row, said)
    return opened.try_read(row, "offender")


def _tie(actor: Actor, case: Case, opened: Opened, act: Act, matter: UUID | None, now: datetime) -> UUID:
    """The matter of an act: the one in which it was asked before, that of another act, or a new one."""
    rows = CaseProceeding.objects.filter(case=case).exclude(matter=None).order_by("made_at", "pk")
    ties = [one for one in rows if opened.holds(one)]
    offender = opened.try_read(act, "offender")
    accused = offender.persons if offender else ()
    tie = next((one for one in ties if str(act.pk) in one.acts), None)
    if tie is None and matter is not None:
        tie = next((one for one in ties if one.matter_id == matter), None)
        if tie is None:
            raise NotHere
        tie.acts = [*tie.acts, str(act.pk)]
    if tie is None:
        opened_now = justice.open_matter(actor, now)
        tie = CaseProceeding(case=case, matter_id=opened_now.id, acts=[str(act.pk)], **record.by(actor, now))
        record.add(opened, tie, {"accused": accused})
        return opened_now.id
    before = opened.try_read(tie, "offender")
    named = dict.fromkeys([*(before.accused if before else ()), *accused])
    record.keep(opened, tie, {"accused": tuple(named)})
    assert tie.matter_id is not None
    return tie.matter_id


def _from(actor: Actor, case: Case, now: datetime) -> tuple[tuple[str, ...], str]:
    """The child's nationalities, and the country of the home."""
    with open_record(
        actor, child_ref(case.child), ASK_LAW, purpose=AccessPurpose.LEGAL, now=now, thing=case
    ) as of_child:
        personal = of_child.try_read(case.child, "personal")
    return (personal.nationalities, personal.home_country) if personal else ((), "")


def _facts(opened: Opened, act: Act, known: Any, nationalities: tuple[str, ...], home: str) -> ActFacts:
    """The coded facts of an act: no name, no word, no number."""
    told = opened.try_read(act, "content")
    if told is None:
        raise NotNow(_("What is stored of this act cannot be read."))
    return ActFacts(
        forms=told.forms,
        first=told.happened_from,
        last=told.happened_to,
        age_at_time=told.age_at_time,
        country=told.country,
        online=YesNoUnknown(told.online or YesNoUnknown.UNKNOWN),
        child_nationality=nationalities,
        child_residence=(home,) if home else (),
        suspect_nationality=known.nationalities if known else (),
        suspect_residence=(known.residence,) if known and known.residence else (),
    )
