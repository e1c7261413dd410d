"""The forms of a country's file. Each fills itself from its part of the document, and makes it anew."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import languages
from fanal.contacts import keeping
from fanal.contacts.desk import words
from fanal.contacts.files import DEMO
from fanal.vocabulary.countries import country as country_of
from fanal.vocabulary.hours import DAYS
from fanal.web import api as web

type Document = Mapping[str, Any]


def codes(text: str) -> list[str]:
    """What stands between commas."""
    return [part for part in text.replace(" ", "").split(",") if part]


class Part(web.Page):
    """One part of the file of a country. `version`: the number of the text that the person looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    on = web.Day(label=lazy("When was it checked?"))
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Keep it for a second person")),)
    fields_of: ClassVar[Mapping[str, str]] = {}
    """The field of each key in which something may be wrong."""

    def __init__(self, country: str, held: Document, seen: int, today: date, data: Any = None) -> None:
        super().__init__(data, initial={"version": seen} | self.filled(held))
        self.today = today
        if country_of(country).demonstration:
            self.fields["on"].required = False
            self.fields["on"].help_text = _("Leave it empty for: always as if done today. Only in a fictional country.")

    def filled(self, held: Document) -> dict[str, Any]:
        """What stands in the fields, from the part as it is."""
        raise NotImplementedError

    def clean_on(self) -> date | str:
        """A day that is not still to come."""
        on = self.cleaned_data["on"]
        if on is not None and on > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        return on or DEMO


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


class ContactForm(Part):
    """A number to call, or the page of a hotline, and how somebody knows."""

    kind = forms.ChoiceField(label=lazy("What is it?"), choices=list(words.KINDS.items()))
    number = forms.CharField(label=lazy("Number"), max_length=20, required=False)
    url = forms.CharField(
        label=lazy("Address of the form of a hotline"),
        help_text=lazy("Only for a hotline that has no number."),
        max_length=200,
        required=False,
    )
    reachable_from = forms.CharField(
        label=lazy("From which countries can it be called?"),
        help_text=lazy("Codes with two letters, with commas between."),
        max_length=200,
    )
    cost = forms.ChoiceField(label=lazy("What does a call cost?"), choices=list(words.COSTS.items()))
    languages = forms.CharField(
        label=lazy("Which languages do they speak?"),
        help_text=lazy("Codes with commas between, like en, fr, km."),
        max_length=200,
    )
    always = forms.BooleanField(label=lazy("They answer day and night, every day"), required=False)
    zone = forms.CharField(label=lazy("Time zone"), max_length=60, required=False)
    how = forms.ChoiceField(label=lazy("How was it checked?"), choices=list(words.WAYS.items()))
    by = forms.CharField(
        label=lazy("Who checked it?"), help_text=lazy("A role and an organisation, no name."), max_length=120
    )
    source = forms.CharField(label=lazy("What does it rest on?"), max_length=300)
    fields_of: ClassVar[Mapping[str, str]] = {
        "": "number", "number": "number", "url": "url", "reachable_from": "reachable_from", "languages": "languages",
        "hours": "zone", "verified.on": "on", "verified.by": "by", "verified.source": "source",
    }  # fmt: skip

    def __init__(self, country: str, held: Document, seen: int, today: date, data: Any = None, zone: str = "") -> None:
        super().__init__(country, held or {"reachable_from": [country]}, seen, today, data)
        self.initial.setdefault("zone", zone)
        for day in DAYS:
            self.fields[f"hours_{day}"] = web.HoursField(label=web.DAY_WORDS[day], required=False, max_length=80)
        for name in ("number", "zone", *(f"hours_{day}" for day in DAYS)):
            self.fields[name].needed = True  # type: ignore[attr-defined]  # the hints say when not
        hint = _("Where it is not day and night. Like 08:00-12:00, 13:00-20:00; an empty day is closed.")
        self.groups = (  # type: ignore[misc]
            web.Group(("kind", "number", "url", "reachable_from", "cost", "languages"), _("Whom to call")),
            web.Group(("always", "zone", *(f"hours_{day}" for day in DAYS)), _("When do they answer?"), hint),
            web.Group(("on", "how", "by", "source"), _("How do you know?")),
        )

    def filled(self, held: Document) -> dict[str, Any]:
        found = {name: held[name] for name in ("kind", "number", "url", "cost") if name in held}
        found |= {name: ", ".join(held[name]) for name in ("reachable_from", "languages") if name in held}
        hours = held.get("hours")
        if isinstance(hours, Mapping):
            found |= {"zone": hours["zone"]} | {f"hours_{day}": spans for day, spans in hours["week"].items()}
        found["always"] = hours == "always"
        verified = held.get("verified", {})
        return (
            found
            | {name: verified.get(name, "") for name in ("how", "by", "source")}
            | {"on": _day(verified.get("on"))}
        )

    def clean(self) -> dict[str, Any]:
        found = dict(super().clean() or {})
        week = {day: found[f"hours_{day}"] for day in DAYS if found.get(f"hours_{day}")}
        if bool(week) == bool(found.get("always")):
            self.add_error("always", _("Say that they answer day and night, or write the hours, one of the two."))
        if not found.get("number") and not found.get("url") and not {"number", "url"} & set(self.errors):
            self.add_error("number", _("Write the number, or for a hotline the address of its form."))
        return found | {"week": week}

    def asked(self) -> dict[str, Any]:
        """The contact as it stands in a file, without its id."""
        data = self.cleaned_data
        made: dict[str, Any] = {"kind": data["kind"]}
        made |= {name: data[name] for name in ("number", "url") if data[name]}
        made |= {"reachable_from": [code.upper() for code in codes(data["reachable_from"])], "cost": data["cost"]}
        made["languages"] = [code.lower() for code in codes(data["languages"])]
        made["hours"] = "always" if data["always"] else {"zone": data["zone"], "week": data["week"]}
        return made | {"verified": {name: data[name] for name in ("by", "on", "how", "source")}}


class _Texts(Part):
    """A part with a text in each language that somebody reviewed."""

    text_label: ClassVar[web.Words] = lazy("Text")
    key: ClassVar[str] = "text"

    def __init__(self, country: str, held: Document, seen: int, today: date, data: Any = None) -> None:
        super().__init__(country, held, seen, today, data)
        texts = held.get(self.key, {})
        for code in dict.fromkeys((*languages.offered(), *texts)):
            label = _("%(text)s (%(language)s)") % {"text": self.text_label, "language": words.language(code)}
            self.fields[f"text_{code}"] = web.Text(label=label, max_length=1500, rows=4, required=False)
            self.fields[f"text_{code}"].needed = code == languages.offered()[0]  # type: ignore[attr-defined]
            self.initial[f"text_{code}"] = texts.get(code, "")
        first = list(self.fields)[:-1]
        self.order_fields([name for name in self.fields if name.startswith("text_")] + first)

    def texts(self) -> dict[str, str]:
        """What was written, by language."""
        found = {name.removeprefix("text_"): text for name, text in self.cleaned_data.items() if name[:5] == "text_"}
        return {code: text for code, text in found.items() if text}


class LawForm(_Texts):
    """A text of law that somebody reviewed, with its source."""

    citation = forms.CharField(label=lazy("The law, with its sections"), max_length=300)
    fields_of: ClassVar[Mapping[str, str]] = {"citation": "citation", "reviewed": "on"}

    def filled(self, held: Document) -> dict[str, Any]:
        return {"citation": held.get("citation", ""), "on": _day(held.get("reviewed"))}

    def asked(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"text": self.texts(), "citation": data["citation"], "reviewed": data["on"]}


class NoteForm(_Texts):
    """How authorities of the country treat children."""

    children_may_be_punished = forms.ChoiceField(
        label=lazy("May children be punished for what was done to them?"), choices=list(words.ANSWERS.items())
    )
    complicity_reported = forms.ChoiceField(
        label=lazy("Was it reported that officials take part?"), choices=list(words.ANSWERS.items())
    )
    fields_of: ClassVar[Mapping[str, str]] = {"reviewed": "on"}

    def filled(self, held: Document) -> dict[str, Any]:
        answers = {name: held.get(name, "unknown") for name in ("children_may_be_punished", "complicity_reported")}
        return answers | {"on": _day(held.get("reviewed"))}

    def asked(self) -> dict[str, Any]:
        data = self.cleaned_data
        answers = {name: data[name] for name in ("children_may_be_punished", "complicity_reported")}
        return {"text": self.texts(), "reviewed": data["on"]} | answers


class LeaveForm(_Texts):
    """Where “Leave this page” leads, and how to remove the visit from a browser."""

    text_label: ClassVar[web.Words] = lazy("How does one remove the visit from the browser?")
    key: ClassVar[str] = "remove_trace"
    url = forms.CharField(
        label=lazy("Where does “Leave this page” lead?"),
        help_text=lazy("A neutral page of the country, such as the weather."),
        max_length=200,
    )
    fields_of: ClassVar[Mapping[str, str]] = {"exit_target.url": "url", "exit_target.checked": "on"}

    def filled(self, held: Document) -> dict[str, Any]:
        leave = held.get("exit_target", {})
        return {"url": leave.get("url", "https://"), "on": _day(leave.get("checked"))}

    def asked(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"exit_target": {"url": data["url"], "checked": data["on"]}, "remove_trace": self.texts()}


class PasteForm(web.Page):
    """The whole file as it was pasted."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=lazy("The file, as YAML"),
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false", "autocapitalize": "off", "dir": "ltr"}),
        max_length=keeping.LONGEST,
        strip=False,
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Keep it for a second person")),)


class GiveBackForm(web.Page):
    """What is not so."""

    note = web.Text(label=lazy("What is not so?"), max_length=300, rows=3)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Give it back")),)
