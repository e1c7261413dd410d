"""The form of an entry of the directory."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.cases.directory.keeping import FILLED
from fanal.cases.model import words
from fanal.cases.model.declared import model
from fanal.cases.model.inputs import Languages, Lines
from fanal.cases.models import Provider
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.hours import DAYS, Hours
from fanal.web import api as web

_DAYS = tuple(f"hours_{day}" for day in DAYS)


def said(name: str) -> dict[str, Any]:
    """Label and hint of a field of the model."""
    field = model().field(f"provider.{name}")
    return {"label": words.label(field), "help_text": words.hint(field)}


class Form(web.Page):
    """What the directory knows of a provider. Nothing of it is about a child."""

    name = web.StaffLine(max_length=200)
    organisation = forms.ChoiceField(required=False)
    services = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    areas = Lines()
    age_from = forms.IntegerField(label=lazy("From the age of"), min_value=0, max_value=99, initial=0)
    age_to = forms.IntegerField(label=lazy("To the age of"), min_value=0, max_value=99, initial=17)
    sexes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    languages = Languages(required=False)
    access = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    free = forms.ChoiceField(widget=forms.RadioSelect, required=False)
    cost = web.StaffLine(max_length=200, required=False)
    contact = web.StaffText(max_length=500, rows=3, required=False)
    capacity_free = forms.IntegerField(min_value=0, max_value=9999, required=False)
    capacity_as_of = web.Day(required=False)
    answer_hours_urgent = forms.IntegerField(min_value=1, max_value=720, initial=24)
    answer_hours = forms.IntegerField(min_value=1, max_value=720, initial=72)
    vetted_until = web.Day()
    agreement_until = web.Day(required=False)
    confidential = forms.BooleanField(required=False)
    public = forms.BooleanField(required=False)
    source = web.StaffLine(max_length=200)
    version = web.Version()
    groups: ClassVar[tuple[web.Group, ...]] = (
        web.Group(("name", "organisation", "contact"), lazy("Who it is")),
        web.Group(("services", "areas", "age_from", "age_to", "sexes", "languages", "access"), lazy("Who is helped")),
        web.Group(_DAYS, lazy("Opening hours"), lazy("Such as 08:00-12:00, 13:00-17:00. Empty: closed.")),
        web.Group(("free", "cost", "capacity_free", "capacity_as_of", "answer_hours_urgent", "answer_hours")),
        web.Group(("vetted_until", "agreement_until", "confidential", "public", "source"), lazy("Whether it is safe")),
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Keep this entry")),)
    use_required_attribute = False

    def __init__(self, actor: Actor, row: Provider | None, data: Any = None) -> None:
        held = {name: getattr(row, name) for name in (*FILLED, "version")} if row else {}
        initial = held | {"organisation": str(held.get("organisation_id") or "")} if row else {}
        initial |= {f"hours_{day}": spans for day, spans in (held.get("hours") or {}).items()}
        super().__init__(data, initial=initial)
        self.zone = network.org(actor.org).time_zone
        self.ask({f"hours_{day}": web.HoursField(label=web.DAY_WORDS[day], required=False) for day in DAYS})
        for name in self.fields.keys() & model().entities["provider"].fields.keys():
            for key, value in said(name).items():
                setattr(self.fields[name], key, value)
        others = [(str(one.id), one.name) for one in network.orgs() if one.id != actor.org]
        web.offer(self, "organisation", [("", _("None of them")), *others])
        web.offer(self, "services", words.codes("service_type"))
        web.offer(self, "sexes", words.codes("sex"))
        web.offer(self, "access", words.codes("disability_access"))
        web.offer(self, "free", [*words.codes("yes_no_unknown")])

    def clean(self) -> dict[str, Any]:
        """Hours that nobody can read are said at their day."""
        cleaned: dict[str, Any] = super().clean() or {}
        for day in DAYS:
            try:
                Hours.parse(self.zone, {day: cleaned.get(f"hours_{day}") or []})
            except ValueError:
                self.add_error(f"hours_{day}", _("Write times such as 08:00-12:00, 13:00-17:00."))
        return cleaned

    def asked(self) -> dict[str, Any]:
        """What was filled in, by column."""
        typed = self.cleaned_data
        made = {name: typed[name] for name in FILLED if name in typed}
        made |= {name: list(typed[name]) for name in ("services", "areas", "sexes", "languages", "access")}
        hours = {day: typed[f"hours_{day}"] for day in DAYS if typed.get(f"hours_{day}")}
        return made | {"hours": hours, "organisation_id": typed["organisation"] or None}


class Checked(web.Page):
    """It is still so; how one knows."""

    source = web.StaffLine(max_length=200, label=lazy("How do you know?"))
    version = web.Version()
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("It is still so")),)

    def __init__(self, row: Provider, data: Any = None) -> None:
        super().__init__(data, initial={"version": row.version})


class End(web.Page):
    """Nothing to fill in; which entry it was is remembered."""

    version = web.Version()
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("It is no longer there")),)

    def __init__(self, row: Provider, data: Any = None) -> None:
        super().__init__(data, initial={"version": row.version})
