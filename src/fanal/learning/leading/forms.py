"""The forms of whoever leads a session."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import languages
from fanal.learning.courses import library
from fanal.learning.models import GroupSession
from fanal.learning.people import people
from fanal.learning.sessions import attending, sessions
from fanal.network.contracts import Actor
from fanal.web import api as web

LATE = {
    "ill": lazy("I was ill or away"),
    "offline": lazy("There was no connection"),
    "forgotten": lazy("I forgot it"),
    "other": lazy("Another reason"),
}


class PlanForm(web.Page):
    """Who learns what, when, and for how long."""

    cohort = forms.ChoiceField(label=lazy("Who learns together?"))
    course = forms.ChoiceField(label=lazy("Which course?"))
    language = forms.ChoiceField(label=lazy("In which language?"))
    minutes = forms.IntegerField(label=lazy("How many minutes?"), min_value=1, max_value=sessions.MOST_MINUTES)
    on = web.Day(label=lazy("On which day?"))
    buttons = (web.Button(lazy("Plan it")),)

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data)
        given = sessions.courses(actor, timezone.now().date())
        spoken = {code for codes in given.values() for code in codes}
        choose = ("", lazy("Choose"))
        web.offer(self, "cohort", [choose, *((str(one.pk), one.label) for one in sessions.cohorts(actor))])
        titled = sorted((library.shipped()[code].texts["title"], code) for code in given)
        web.offer(self, "course", [choose, *((code, title) for title, code in titled)])
        web.offer(self, "language", [(code, name) for code, name in languages.shown() if code in spoken])
        self.initial.update({"on": timezone.now().date(), "language": web.spoken()})


class CardForm(web.Page):
    """The code of a card."""

    card = forms.CharField(
        label=lazy("The code on the card"),
        help_text=lazy("Scan it, or type its 16 letters and digits."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    buttons = (web.Button(lazy("Is there")),)


class ListForm(web.Page):
    """People of the cohort."""

    posts = forms.MultipleChoiceField(label=lazy("Who is there?"), widget=forms.CheckboxSelectMultiple)
    buttons = (web.Button(lazy("They are there")),)

    def __init__(self, actor: Actor, one: GroupSession, data: Any = None) -> None:
        super().__init__(data)
        missing = {post.learner_id: post for post in attending.missing(actor, one)}
        web.offer(self, "posts", [(str(post.pk), post.learner.label) for post in missing.values()])


class LabelForm(web.Page):
    """People who are on no list yet."""

    labels = web.Text(
        label=lazy("Who is there? One name or number on each line"),
        help_text=lazy("As your own list has it. A number is enough. No addresses, no telephones."),
        max_length=people.MOST * (people.LONGEST + 1),
        rows=6,
    )
    buttons = (web.Button(lazy("They are there")),)


class LettersForm(web.Page):
    """The letters of a sheet."""

    letters = forms.CharField(
        label=lazy("The letters, in the order of the sheet"),
        help_text=lazy("For example: ACB-D. Write - where there is none, or more than one."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    buttons = (web.Button(lazy("Keep it")),)


class CloseForm(web.Page):
    """That a session is over."""

    took = forms.IntegerField(label=lazy("How many minutes did it take?"), min_value=1, max_value=sessions.MOST_MINUTES)
    count = forms.IntegerField(label=lazy("How many people signed the sheet?"), min_value=0, max_value=10_000)
    digest = web.Digest(
        label=lazy("SHA-256 of the scanned sheet"),
        help_text=lazy("The sheet stays with the employer. A hash of it shows later that it is the same."),
        required=False,
    )
    late = forms.ChoiceField(
        label=lazy("Why is it closed so late?"),
        choices=[("", lazy("It is not late")), *LATE.items()],
        required=False,
    )
    buttons = (web.Button(lazy("Close the session")),)

    def __init__(self, one: GroupSession, data: Any = None) -> None:
        super().__init__(data)
        self.initial["took"] = one.minutes
