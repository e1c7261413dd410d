"""The forms of a plan: what a company does, how far it is, what is said of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.network import api as network
from fanal.tourism import words
from fanal.tourism.desk.careful import Silent
from fanal.tourism.desk.forms import NO_NAMES, Codes
from fanal.tourism.membership import seen
from fanal.tourism.models import Action, Membership, Site
from fanal.tourism.programmes.model import Requirement
from fanal.tourism.said import said
from fanal.web import api as web


def _owners(row: Membership) -> list[tuple[str, Any]]:
    people = [(str(pk), network.person(pk).name) for pk in seen.speakers(row.org_id)]
    return [("", _("To be named within 30 days")), *people]


def _person(chosen: str) -> UUID | None:
    return UUID(chosen) if chosen else None


class Adopt(web.Page):
    """What is proposed, to be taken on with a click."""

    names = forms.MultipleChoiceField(
        label=lazy("What do you take on?"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": lazy("Tick at least one.")},
    )  # fmt: skip
    owner = forms.ChoiceField(label=lazy("Who does it?"), required=False)
    buttons = (web.Button(lazy("Take it on")),)

    def __init__(self, row: Membership, offered: Sequence[tuple[Requirement, date]], person: UUID, data: Any) -> None:
        super().__init__(data)
        choices = [
            (one.id, web.two_lines(f"{one.id} {said(one.text)}", _("until %(day)s") % {"day": web.day_words(due)}))
            for one, due in offered
        ]
        web.offer(self, "names", choices)
        web.offer(self, "owner", _owners(row))
        self.initial = {"names": [code for code, _label in choices], "owner": str(person)}

    def clean_owner(self) -> UUID | None:
        return _person(self.cleaned_data["owner"])


class Doing(Silent):
    """One action."""

    version = web.Version()
    serves = forms.MultipleChoiceField(
        label=lazy("For what is it?"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=lazy("Tick nothing for something of your own: it stands in your plan, and in no score."),
    )  # fmt: skip
    text = web.StaffLine(
        label=lazy("What do you do?"), max_length=500, required=False,
        help_text=lazy("Leave it empty to do it as it is asked. Name no person, and nothing that anybody told."),
    )  # fmt: skip
    owner = forms.ChoiceField(label=lazy("Who does it?"), required=False)
    due = web.Day(label=lazy("Until when?"))
    sites = Codes(label=lazy("At some places only?"))
    note = web.StaffLine(label=lazy("Note"), max_length=500, required=False, help_text=NO_NAMES)
    buttons = (web.Button(lazy("Keep it")),)

    def __init__(
        self, row: Membership, action: Action | None, offered: Sequence[tuple[str, Requirement]], data: Any = None,
        *, due: date | None = None, name: str = "",
    ) -> None:  # fmt: skip
        super().__init__(data)
        choices = [(f"{code}/{one.id}", f"{one.id} {said(one.text)}") for code, one in offered]
        web.offer(self, "serves", choices)
        web.offer(self, "owner", _owners(row))
        if not choices:  # something of their own: nothing is asked, so they say what it is
            del self.fields["serves"]
            self.fields["text"].required = True
            self.fields["text"].help_text = _("Name no person, and nothing that anybody told.")
        if action is None:
            self.initial = {"version": 0, "due": due, "serves": [f"{row.programme}/{name}"] if name else []}
            return
        codes = Site.objects.filter(pk__in=action.sites).order_by("code").values_list("code", flat=True)
        self.initial = {
            "version": action.version, "text": action.text, "owner": str(action.owner_id or ""), "due": action.due,
            "note": action.note, "sites": ", ".join(codes),
            "serves": [f"{code}/{one}" for code, names in action.requirements.items() for one in names],
        }  # fmt: skip

    def clean_owner(self) -> UUID | None:
        return _person(self.cleaned_data["owner"])

    def clean_serves(self) -> list[tuple[str, str]]:
        """Pairs of programme and requirement."""
        pairs = (one.partition("/") for one in self.cleaned_data["serves"])
        return [(code, name) for code, _slash, name in pairs]


class HowFar(web.Page):
    """How far something is, and where."""

    level = forms.ChoiceField(label=lazy("How far is it?"), widget=forms.RadioSelect)
    as_of = web.Day(label=lazy("On which day was it so?"))
    sites = Codes(label=lazy("At some places only?"))
    buttons = (web.Button(lazy("Keep it")),)

    def __init__(self, today: date, data: Any = None, *, places: bool = True) -> None:
        super().__init__(data)
        web.offer(self, "level", [(str(at), str(label)) for at, label in enumerate(words.LEVELS)])
        self.initial["as_of"] = today
        if not places:
            del self.fields["sites"]


class Comment(Silent):
    """Something to say of a plan."""

    words = web.StaffText(
        label=lazy("What do you want to say of it? The company reads this."),
        help_text=NO_NAMES,
        max_length=1000,
        rows=4,
    )
    blocking = forms.BooleanField(label=lazy("It has to change before the plan is approved"), required=False)
    buttons = (web.Button(lazy("Say it")),)
