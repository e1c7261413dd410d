"""What a company says of a document, and what a reviewer does."""

from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from fanal.network.contracts import Actor
from fanal.tourism import words
from fanal.tourism.desk.careful import Silent
from fanal.tourism.desk.forms import NO_NAMES, Codes
from fanal.tourism.evidence import evidence
from fanal.tourism.models import Membership
from fanal.tourism.plans import plans
from fanal.tourism.said import said
from fanal.web import api as web


class Document(web.Page):
    """A document that the company keeps."""

    sha256 = web.Digest(
        label=lazy("SHA-256 of the document"),
        help_text=lazy("The document stays with you. Its hash shows later that it is the same."),
    )
    title = web.StaffLine(label=lazy("Title"), help_text=lazy("Name no person."), max_length=120)
    kept_at = web.StaffLine(
        label=lazy("Where does the company keep it?"), help_text=lazy("Such as: folder of the personnel office."),
        max_length=200,
    )  # fmt: skip
    starts = web.Day(label=lazy("It is about the time from"))
    ends = web.Day(label=lazy("until"))
    sites = Codes(label=lazy("For which places?"))
    requirements = forms.MultipleChoiceField(
        label=lazy("What does it prove?"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": lazy("Tick at least one.")},
    )  # fmt: skip
    buttons = (web.Button(lazy("Keep it")),)

    def __init__(self, actor: Actor, row: Membership, on: date, data: Any = None) -> None:
        super().__init__(data)
        self._faults = partial(evidence.faults, actor, row.org_id, today=on)
        asked = plans.required(row, plans.company_of(row, on))
        web.offer(self, "requirements", [(one.id, f"{one.id} {said(one.text)}") for one in asked])

    def clean(self) -> dict[str, Any]:
        """With everything else that is wrong, what cannot be in time and places."""
        told = super().clean() or self.cleaned_data
        for is_wrong, words_of_it, field in self._faults(told=told):
            if is_wrong:
                self.add_error(field, words_of_it)
        return told


class Review(Silent):
    """Whether a document was seen."""

    outcome = forms.ChoiceField(
        label=lazy("What do you say?"), widget=forms.RadioSelect,
        choices=[
            ("accepted", lazy("I saw it, it is the document of this hash, and it proves what is ticked")),
            ("refused", lazy("It does not count")),
        ],
    )  # fmt: skip
    seen_how = forms.ChoiceField(
        label=lazy("How did you see it?"), choices=[("", lazy("Choose")), *words.SEEN.items()], required=False
    )
    seen_on = web.Day(label=lazy("When?"), required=False)
    reason = web.StaffText(
        label=lazy("If it does not count: why? The company reads this."), help_text=NO_NAMES, max_length=500, rows=3,
        required=False,
    )  # fmt: skip
    buttons = (web.Button(lazy("Say so")),)
