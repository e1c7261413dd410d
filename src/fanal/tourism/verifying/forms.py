"""What is filled in of a verification, and a note of coaching."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.network import api as network
from fanal.tourism import words
from fanal.tourism.desk.careful import Silent
from fanal.tourism.desk.forms import NO_NAMES, Codes
from fanal.tourism.models import Membership, Verification
from fanal.tourism.said import said
from fanal.tourism.verifying import verifying
from fanal.web import api as web


class Asking(web.Page):
    """Who looks, and how."""

    kind = forms.ChoiceField(
        label=lazy("How?"), choices=list(words.VERIFYING.items()), widget=forms.RadioSelect, initial="desk"
    )
    person = forms.ChoiceField(
        label=lazy("Who?"), help_text=lazy("Nobody is here who coached the company in this cycle.")
    )
    buttons = (web.Button(lazy("Ask them")),)

    def __init__(self, row: Membership, on: date, data: Any = None) -> None:
        super().__init__(data)
        self.free = {str(one.id): one for one in verifying.verifiers(row, on)}
        people = [(pk, f"{one.name} · {network.org(one.org).name}") for pk, one in self.free.items()]
        web.offer(self, "person", [("", _("Choose")), *people])

    def clean_person(self) -> Any:
        one = self.free.get(self.cleaned_data["person"])
        return one.id if one else None


class Found(Silent):
    """What a verifier saw of one requirement."""

    requirement = forms.ChoiceField(label=lazy("Of what?"))
    site = Codes(label=lazy("At which place?"), help_text=lazy("Its code. Empty for what is asked of the company."))
    level = forms.TypedChoiceField(
        label=lazy("How far is it, as you saw it?"), widget=forms.RadioSelect, coerce=int,
        choices=list(enumerate(words.LEVELS)),
    )  # fmt: skip
    seen = web.StaffText(
        label=lazy("What did you see? The company reads this."), help_text=NO_NAMES, max_length=2000, rows=5
    )
    change = web.StaffLine(label=lazy("What has to change?"), max_length=500, required=False)
    change_by = web.Day(label=lazy("Until when?"), required=False)
    buttons = (web.Button(lazy("Keep it")),)

    def __init__(self, one: Verification, on: date, data: Any = None) -> None:
        super().__init__(data)
        asked = verifying.asked(one.membership, on)
        web.offer(self, "requirement", [("", _("Choose")), *((pk, f"{pk} {said(r.text)}") for pk, r in asked.items())])

    def clean_site(self) -> str:
        """One place, or none."""
        codes: list[str] = self.cleaned_data["site"]
        if len(codes) > 1:
            raise forms.ValidationError(_("Write one code: what you saw elsewhere is another finding."))
        return next(iter(codes), "")


class Note(Silent):
    """A note for whoever helps the company later."""

    words = web.StaffText(
        label=lazy("Note"),
        help_text=lazy(
            "About the company only; it reads this when it asks. Name no person. A concern about a child does not "
            "belong here: tell it by the form for everybody."
        ),
        max_length=2000, rows=6,
    )  # fmt: skip
    buttons = (web.Button(lazy("Keep it")),)
