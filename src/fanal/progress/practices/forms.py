"""What is filled in of a practice."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.progress.models import Practice
from fanal.progress.practices import words
from fanal.progress.practices.practices import COLUMNS
from fanal.vocabulary.countries import country_choices
from fanal.web import api as web

KEEP = (web.Button(lazy("Keep it")),)
NO_CHILD = lazy("About the practice only: no name of a person, no child who can be known, no link, nothing quoted.")


class Write(web.Page):
    """A practice."""

    of_child = forms.BooleanField(
        label=lazy("One child could be known by it, or a crime is suspected"),
        help_text=lazy("Then only kind and country are kept here, and you tell it by the form for everybody."),
        required=False,
    )
    kind = forms.ChoiceField(label=lazy("What is it?"), choices=list(words.KINDS.items()), widget=forms.RadioSelect)
    country = forms.ChoiceField(label=lazy("Country"))
    sector = forms.ChoiceField(label=lazy("Whose practice?"), choices=list(words.SECTORS.items()))
    seen_on = web.Day(label=lazy("First seen on"))
    description = web.StaffText(label=lazy("What is done?"), help_text=NO_CHILD, max_length=1500, rows=6)
    found = web.StaffLine(
        label=lazy("Where can it be found?"), help_text=lazy("Name of the publication or firm and the day, in words."),
        max_length=300,
    )  # fmt: skip
    addressee = web.StaffLine(
        label=lazy("Who can end it?"), help_text=lazy("The firm or office, no person."), max_length=160
    )
    addressee_kind = forms.ChoiceField(
        label=lazy("What is that?"), choices=list(words.ADDRESSEES.items()), widget=forms.RadioSelect
    )
    basis = web.StaffLine(
        label=lazy("On which ground?"), help_text=lazy("A law or standard with its article, or: good practice."),
        max_length=300,
    )  # fmt: skip
    buttons = KEEP

    def __init__(self, row: Practice | None, data: Any = None) -> None:
        super().__init__(data)
        web.offer(self, "country", [("", _("Choose")), *country_choices(web.spoken(), not settings.PRODUCTION)])
        self.initial = {name: getattr(row, name) for name in COLUMNS} if row else {}
        if data is not None and data.get("of_child"):
            for name in ("sector", "seen_on", "description", "found", "addressee", "addressee_kind", "basis"):
                self.fields[name].required = False


class Letter(web.Page):
    """The letter, as it went out."""

    letter = web.StaffText(label=lazy("The letter"), max_length=4000, rows=14)
    sent_on = web.Day(label=lazy("Sent on"))
    buttons = (web.Button(lazy("It was sent")),)

    def __init__(self, row: Practice, data: Any = None) -> None:
        super().__init__(data)
        self.initial["letter"] = _(
            "To %(addressee)s\n\nWe look after children who are exploited, and ask you to end a practice.\n\n%(what)s"
            "\n\nWhere we found it: %(found)s\nGround: %(basis)s\n\nPlease answer within 30 days. Your answer is "
            "published beside this, as you write it. If we are wrong, tell us so, and we say that too."
        ) % {"addressee": row.addressee, "what": row.description, "found": row.found, "basis": row.basis}


class Answered(web.Page):
    """The answer, as it came."""

    answer = web.Text(
        label=lazy("The answer, as it came"), help_text=lazy("Nobody edits it. It is published as it is."),
        max_length=2000, rows=10,
    )  # fmt: skip
    by = web.StaffLine(label=lazy("From which office?"), help_text=lazy("No person."), max_length=160)
    on = web.Day(label=lazy("On which day?"))
    buttons = KEEP


class Further(web.Page):
    """To whom one goes next."""

    to = forms.ChoiceField(label=lazy("To whom?"), choices=list(words.ABOVE.items()), widget=forms.RadioSelect)
    buttons = KEEP


class Close(web.Page):
    """What came of it."""

    outcome = forms.ChoiceField(
        label=lazy("What came of it?"), choices=list(words.OUTCOMES.items()), widget=forms.RadioSelect
    )
    outcome_words = web.StaffText(label=lazy("In words"), help_text=NO_CHILD, max_length=1000, rows=4)
    buttons = KEEP
