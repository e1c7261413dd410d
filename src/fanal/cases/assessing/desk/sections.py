"""The form of one section: its questions, its signs, its parts of life. What was answered before stands filled in, with
its source; signs and words are chosen anew (CM-5)."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.cases.assessing import instruments
from fanal.cases.assessing.instruments import Section
from fanal.cases.codes import Domain
from fanal.cases.files.desk import filled
from fanal.cases.files.files import Read
from fanal.cases.model.parts import Pair
from fanal.cases.model.words import code
from fanal.web import api as web


def form(section: Section, read: Read, before: Read | None, data: Any) -> filled.Filled:
    """A form of one section. `before`: the newest finished assessment of the same kind."""
    asked = [name for name, has in _parts(section).items() if has]
    made = filled.form(
        lazy("Keep it, and go on"), filled.fields("assessment", *asked), data, held=_held(section, read, before),
        version=read.row.version,
        given={
            "assessment.answers": [(one, _(ask)) for one, ask in section.questions.items()],
            "assessment.danger_signs": [(sign.code, _(sign.say)) for sign in section.signs],
        },
    )  # fmt: skip
    _with_sources(made, section, read, before)
    _with_meanings(made, section, before)
    return made


def _parts(section: Section) -> dict[str, bool]:
    return {"answers": bool(section.questions), "danger_signs": bool(section.signs), "wellbeing": bool(section.words)}


def _held(section: Section, read: Read, before: Read | None) -> dict[str, Any]:
    own, earlier = _answers(read), _answers(before) if before else {}
    signs = {sign.code for sign in section.signs}
    answers = {one: own.get(one) or earlier.get(one, "") for one in section.questions}
    return {
        "assessment.answers": tuple(Pair(one, said) for one, said in answers.items() if said),
        "assessment.danger_signs": tuple(one for one in read.said["danger_signs"] if one in signs),
        "assessment.wellbeing": tuple(one for one in read.said["wellbeing"] if one.key in section.words),
    }


def _answers(read: Read) -> dict[str, str]:
    return {one.key: one.value for one in read.said["answers"]}


def _with_sources(made: filled.Filled, section: Section, read: Read, before: Read | None) -> None:
    """What was answered before says where it comes from."""
    if before is None:
        return
    own, earlier = _answers(read), _answers(before)
    day = web.day_words(before.row.completed_on)
    for one in section.questions:
        if not own.get(one) and earlier.get(one):
            field = made.fields[f"assessment_answers_{one}"]
            field.help_text = web.dots(_("From the assessment of {day}.").format(day=day), str(field.help_text))
    ticked = [_(sign.say) for sign in section.signs if sign.code in before.said["danger_signs"]]
    if ticked:
        words = _("Ticked on {day}: {signs}").format(day=day, signs=web.apart(ticked))
        made.fields["assessment_danger_signs"].help_text = words


def _with_meanings(made: filled.Filled, section: Section, before: Read | None) -> None:
    """Each word with what it means in this part of life; what was chosen last beside it."""
    last = {one.key: one.value for one in before.said["wellbeing"]} if before else {}
    for domain in Domain:
        name = f"assessment_wellbeing_{domain}"
        if domain not in section.words:
            made.fields.pop(name, None)
            continue
        meant = instruments.meanings()[domain]
        words = [(word.value, web.two_lines(code("wellbeing_state", word), _(text))) for word, text in meant.items()]
        none = [("not_known", code("wellbeing_state", "not_known"))]
        field = forms.ChoiceField(
            label=code("wellbeing_domain", domain), choices=[*words, *none], required=False, widget=forms.RadioSelect
        )
        if domain in last:
            field.help_text = _("Last time: {word}").format(word=code("wellbeing_state", last[domain]))
        field.needed = True  # type: ignore[attr-defined]  # the page says once that all may be left open
        made.ask({name: field})
