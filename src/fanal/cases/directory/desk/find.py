"""Find help: a need, an area, an age, a language; whom to ask, with the reasons and the hours. No child stands here,
and what is looked for stands in no address."""

from dataclasses import dataclass
from typing import ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from fanal.cases.codes import Service
from fanal.cases.directory import directory, keeping
from fanal.cases.directory.directory import Entry, Fit, Found, Suggested, Wanted
from fanal.cases.directory.policy import READ
from fanal.cases.model import words
from fanal.cases.model.inputs import Languages
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.web import api as web

FITS = {
    Fit.AREA: lazy("in this area"),
    Fit.AGE: lazy("takes this age"),
    Fit.LANGUAGE: lazy("speaks the language"),
    Fit.ACCESS: lazy("made easier as needed"),
}
LACKS = {
    Fit.AREA: lazy("in another area"),
    Fit.LANGUAGE: lazy("language: ask for an interpreter"),
    Fit.ACCESS: lazy("not made easier as needed"),
    Fit.FULL: lazy("no free place when last counted"),
}
PASSED = {
    "ended": lazy("no longer there"),
    "suspended": lazy("not used for the time being"),
    "vetting": lazy("the check has ended"),
    "changed": lazy("changed in the database: tell your administrator"),
    "unverified": lazy("not verified for twelve months"),
    "age": lazy("does not take this age"),
    "sex": lazy("not for this child’s sex"),
}


@dataclass(frozen=True, slots=True)
class One:
    """A provider as a list shows it."""

    id: str
    name: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """Whom to ask, the best first; who is not suggested, and why."""

    suggested: tuple[One, ...]
    passed: tuple[tuple[str, str], ...]


def shown(found: Found) -> Shown:
    """In words."""
    return Shown(
        tuple(One(str(one.entry.id), one.entry.name, _reasons(one)) for one in found.suggested),
        tuple((one.entry.name, str(PASSED[one.why])) for one in found.passed),
    )


def _reasons(one: Suggested) -> tuple[str, ...]:
    fits = [str(FITS[fit]) for fit in one.fits if fit in FITS]
    free = [places(one.free)] if one.free else []
    lacks = [str(LACKS[fit]) for fit in one.lacks if fit in LACKS]
    return (*fits, *free, *lacks, hours(one.hours))


def places(count: int) -> str:
    """So many free places, in words."""
    return ngettext("{n} free place", "{n} free places", count).format(n=web.digits(count))


def hours(count: int) -> str:
    """How fast a provider answers, in words."""
    return ngettext("answers within {n} hour", "answers within {n} hours", count).format(n=web.digits(count))


class Find(web.Page):
    """What is looked for. Only the kind of help is needed."""

    service = forms.ChoiceField(label=lazy("What help"))
    area = forms.ChoiceField(label=lazy("Where"), required=False)
    age = forms.IntegerField(label=lazy("Age"), min_value=0, max_value=99, required=False)
    sex = forms.ChoiceField(label=lazy("Sex"), required=False)
    languages = Languages(label=lazy("Languages"), required=False)
    access = forms.MultipleChoiceField(
        label=lazy("Made easier by"), required=False, widget=forms.CheckboxSelectMultiple
    )
    urgent = forms.BooleanField(label=lazy("It is urgent"), required=False)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("See who can help")),)
    use_required_attribute = False

    def __init__(self, entries: list[Entry], data: object = None) -> None:
        super().__init__(data)
        areas = sorted({area for one in entries for area in one.areas})
        web.offer(self, "service", [("", _("Choose")), *words.codes("service_type")])
        web.offer(self, "area", [("", _("Anywhere")), *((area, area) for area in areas)])
        web.offer(self, "sex", [("", _("Any")), *words.codes("sex")])
        web.offer(self, "access", words.codes("disability_access"))

    def wanted(self) -> Wanted:
        """For the rules, once the form is valid."""
        said = self.cleaned_data
        return Wanted(
            Service(said["service"]), said["area"], said["age"], said["sex"], frozenset(said["languages"]),
            frozenset(said["access"]), said["urgent"],
        )  # fmt: skip


@web.deeds.page(READ)
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Whom to ask for help, with the reasons. It suggests; a person chooses."""
    today = network.day_at(actor.org, web.deeds.at(request))
    entries = keeping.entries(actor.org, today)
    form, looked = Find(entries, web.deeds.posted(request)), None
    if request.method == "POST" and form.is_valid():
        looked = shown(directory.suggest(entries, form.wanted(), today))
    return render(request, "cases/directory/find.html", {"form": form, "looked": looked})
