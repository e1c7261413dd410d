"""What is approved of an assessment, and how whoever decides sees it: what the worker chose beside what the signs ask
for (CM-22, CM-64)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import Opened
from fanal.cases.approvals.approvals import Facts, Shown
from fanal.cases.assessing import instruments
from fanal.cases.assessing.instruments import Instrument
from fanal.cases.model.declared import model
from fanal.cases.model.parts import Factor
from fanal.cases.model.words import code, label, told
from fanal.cases.models import Assessment, Case
from fanal.web import api as web

_FIELDS = model().entities["assessment"].fields


def content(opened: Opened, case: Case, subject: UUID) -> Mapping[str, Any] | None:
    """All of a finished assessment; None where there is none."""
    row = Assessment.objects.filter(pk=subject, case=case).exclude(completed_on=None).first()
    if row is None or not opened.holds(row):
        return None
    said = {box: opened.try_read(row, box) for box in ("personal", "content")}
    if None in said.values():
        return None
    held = said["content"]
    return {
        "kind": row.kind,
        "instrument": row.instrument,
        "started_on": row.started_on,
        "completed_on": row.completed_on,
        "risk": row.risk,
        "child_present": said["personal"].child_present,
        "child_views": held.child_views,
        "answers": {one.key: one.value for one in held.answers},
        "danger_signs": set(held.danger_signs),
        "wellbeing": {one.key: one.value for one in held.wellbeing},
        "factors": held.factors,
        "risk_differs_reason": held.risk_differs_reason,
        "nothing_pushes": held.nothing_pushes,
    }


def shown(_case: Case, said: Mapping[str, Any]) -> Shown:
    """Such a content for people."""
    found = instruments.of(said["instrument"])
    factors = tuple(Factor(**one) for one in said["factors"])
    about = [
        (label(_FIELDS["kind"]), code("assessment_kind", said["kind"])),
        (label(_FIELDS["child_present"]), told(_FIELDS["child_present"], said["child_present"])),
        (label(_FIELDS["factors"]), told(_FIELDS["factors"], factors)),
        (label(_FIELDS["nothing_pushes"]), told(_FIELDS["nothing_pushes"], said["nothing_pushes"])),
    ]
    sections = [(_("About it"), [one for one in about if one[1]]), *sections_of(found, said)]
    return Shown([one for one in sections if one[1]], child=said["child_views"], against=against(found, said))


def against(found: Instrument | None, said: Mapping[str, Any]) -> Facts:
    """The level that was chosen, beside the signs and what they ask for at least."""
    ticked = said["danger_signs"]
    signs = found.signs if found else {}
    least = instruments.minimum(found, ticked)
    words = [_(signs[one].say) if one in signs else one for one in ticked]
    why = said["risk_differs_reason"]
    return [
        (_("The worker chose"), code("risk_level", said["risk"]) if said["risk"] else ""),
        (_("The signs ask for at least"), code("risk_level", least) if least else _("No sign is ticked.")),
        (label(_FIELDS["danger_signs"]), web.apart(words)),
        *([(label(_FIELDS["risk_differs_reason"]), why)] if why else []),
    ]


def sections_of(found: Instrument | None, said: Mapping[str, Any]) -> list[tuple[str, Facts]]:
    """Answers, signs and words, section by section; by their codes where the version of the questions is not known."""
    answers, ticked, wellbeing = said["answers"], said["danger_signs"], said["wellbeing"]
    if found is None:
        words = [(one, code("wellbeing_state", value)) for one, value in wellbeing.items()]
        return [(_("Answers"), [*answers.items(), *((one, "") for one in ticked), *words])]
    made: list[tuple[str, Facts]] = []
    for section in found.sections:
        facts = [(_(ask), answers[one]) for one, ask in section.questions.items() if answers.get(one)]
        signs = [_(sign.say) for sign in section.signs if sign.code in ticked]
        facts += [(label(_FIELDS["danger_signs"]), web.apart(signs))] if signs else []
        facts += [
            (code("wellbeing_domain", one), code("wellbeing_state", wellbeing[one]))
            for one in section.words
            if one in wellbeing
        ]
        made.append((_(section.title), facts))
    return made
