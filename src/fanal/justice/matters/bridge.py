"""What the room that knows the child asks of a matter: open one, fill in its question from an act, list questions and
proceedings, erase.

A matter stays opaque: only its identifier goes out, and nothing that names a child comes in.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from fanal.access.api import visible
from fanal.engines.jurisdiction.contracts import FACTS_SCHEMA
from fanal.journal.contracts import Signatory
from fanal.justice.content import ProceedingContent
from fanal.justice.contracts import ActFacts, Asking, MatterRef, ProceedingRef, QuestionRef
from fanal.justice.matters import matters
from fanal.justice.matters.desk import facts_draft
from fanal.justice.models import Matter, Question
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import YesNoUnknown

CONDUCTS: dict[str, tuple[str, ...]] = {
    "exploitation_in_prostitution": ("sexual_activity",),
    "csam_production": ("csam_production",),
    "csam_circulation": ("csam_distribution",),
    "live_streaming_of_abuse": ("performance",),
    "grooming": ("grooming",),
    "sexual_performance": ("performance",),
    "trafficking_for_sexual_purposes": ("trafficking",),
    "child_early_forced_marriage": ("child_marriage",),
    "sexual_abuse_without_exchange": ("sexual_activity",),
}
"""Forms of exploitation of the case model that are one conduct of the engine; others say none, and are left to ask."""
_PAID = {"exploitation_in_prostitution": True, "sexual_abuse_without_exchange": False}


class NoConduct(ValueError):
    """No form of exploitation was named that the law knows as one conduct: a person must say which it is."""


def open_matter(actor: Actor, now: datetime, *, label: str = "") -> MatterRef:
    """Begin a matter. Raises `NotAllowed`."""
    return ref(matters.open_matter(actor, now, label=label))


def matter(actor: Actor, matter_id: UUID) -> MatterRef:
    """One matter. Raises `matters.NotHere`."""
    return ref(matters.matter_of(actor, matter_id))


def ref(row: Matter) -> MatterRef:
    return MatterRef(row.pk, row.org_id, row.opened_on, row.closed_on, row.training)


def proceedings_of(actor: Actor, matter_id: UUID, now: datetime) -> tuple[ProceedingRef, ...]:
    """The proceedings of a matter, newest first; the journal says that it was looked at. Raises as `matters.look`."""
    return tuple(_proceeding(one) for one in matters.look(actor, matter_id, now).proceedings)


def erase_matter(matter_id: UUID, by: Signatory, now: datetime) -> bool:
    """Erase a matter with the file that it belongs to, which two people or its day have decided there. Needs no key.
    False where a legal hold keeps the matter: it stays, and its own day is as it was."""
    row = Matter.objects.filter(pk=matter_id).first()
    if row is not None and row.hold_until is not None and now.date() <= row.hold_until:
        return False
    if row is not None:
        matters.gone(row, by, now)
    return True


def facts_from(act: ActFacts) -> dict[str, Any]:
    """`fanal.facts/1` of one act of the case model; what it does not say is not known. Raises `NoConduct`."""
    found = _facts(act)
    if "conduct" not in found["act"]:
        raise NoConduct
    return found


def question_for(matter_id: UUID, act: ActFacts) -> Asking:
    """The case question of a matter, filled in from an act, on the page where one checks it; where no conduct is known,
    on the first. Nothing is kept until a person puts it."""
    facts = _facts(act)
    go = "check" if "conduct" in facts["act"] else "what"
    typed = [(name, value) for name, values in facts_draft.values_of(facts).items() for value in values]
    url = reverse("justice:question_new", args=[matter_id])
    return Asking(url, (*typed, ("page", "what"), ("go", go)))


def questions_of(actor: Actor, matter_id: UUID) -> tuple[QuestionRef, ...]:
    """The questions of a matter, newest first, from clear columns. None for whom it does not exist."""
    rows = visible(actor, Question.objects.filter(matter=matter_id)).order_by("-asked_on", "-pk")
    return tuple(QuestionRef(one.pk, one.asked_on, one.as_of, reverse("justice:answer", args=[one.pk])) for one in rows)


def _facts(act: ActFacts) -> dict[str, Any]:
    conducts = list(dict.fromkeys(code for form in act.forms for code in CONDUCTS.get(form, ())))
    conduct = {"conduct": conducts} if conducts else {}
    found: dict[str, Any] = {"schema": FACTS_SCHEMA, "act": {**conduct, **_act(act)}}
    child: dict[str, Any] = {}
    if act.age_at_time is not None:
        child["age"] = {"lo": act.age_at_time, "hi": act.age_at_time}
    child |= _listed("nationality", act.child_nationality) | _listed("residence", act.child_residence)
    suspect = _listed("nationality", act.suspect_nationality) | _listed("residence", act.suspect_residence)
    return found | ({"child": child} if child else {}) | ({"suspect": suspect} if suspect else {})


def _act(act: ActFacts) -> dict[str, Any]:
    found: dict[str, Any] = {name: day for name, day in (("from", act.first), ("to", act.last)) if day}
    if act.country:
        place: dict[str, Any] = {"in": act.country}
        # Online whoever directs may sit anywhere: the country of the child is where it took effect, and one of others.
        found["places"] = [place | ({"part": ["result"]} if act.online == YesNoUnknown.YES else {})]
        found |= {"places_complete": False} if act.online != YesNoUnknown.NO else {}
    paid = {_PAID[form] for form in act.forms if form in _PAID}
    found |= {"commercial": paid.pop()} if len(paid) == 1 else {}
    return found


def _listed(name: str, codes: Iterable[str]) -> dict[str, Any]:
    """What a file names. That it names all nobody said: another state stays not known, never "no"."""
    held = list(codes)
    return {name: held, f"{name}_complete": False} if held else {}


def _proceeding(filed: matters.Filed) -> ProceedingRef:
    content: ProceedingContent = filed.content
    following = [event.next_on for event in content.events if event.next_on]
    return ProceedingRef(
        id=filed.row.pk,
        kind=content.kind,
        state=content.state,
        child_role=content.child_role,
        opened_on=content.opened_on,
        next_on=max(following, default=None),
        interviews=content.interviews,
        support_person=content.support_person,
        child_punished=content.child_punished_for_being_exploited,
        limitation_date=content.limitation_date,
        result=content.result,
        ended_on=content.ended_on,
        url=reverse("justice:proceeding", args=[filed.row.pk]),
    )


__all__ = [
    "CONDUCTS",
    "NoConduct",
    "erase_matter",
    "facts_from",
    "matter",
    "open_matter",
    "proceedings_of",
    "question_for",
    "questions_of",
]
