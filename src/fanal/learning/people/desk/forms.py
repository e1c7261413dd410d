"""The forms of a training lead."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import languages
from fanal.learning.courses.roles import ROLES
from fanal.learning.people import people
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.countries import country_choices
from fanal.web import api as web

KINDS = {"site": lazy("A site of a company"), "shelter": lazy("A shelter or a home"), "team": lazy("A team")}


class CohortForm(web.Page):
    """Where people learn together."""

    label = web.StaffLine(label=lazy("What is it called?"), max_length=people.LONGEST)
    kind = forms.ChoiceField(label=lazy("What is it?"), choices=list(KINDS.items()), widget=forms.RadioSelect)
    country = forms.ChoiceField(label=lazy("In which country?"))
    code = web.StaffLine(
        label=lazy("Its code in your own list"),
        help_text=lazy("By it a table of posts says who works there."),
        max_length=40,
        required=False,
    )
    buttons = (web.Button(lazy("Keep it")),)

    def __init__(self, actor: Actor, data: Any = None) -> None:
        super().__init__(data)
        web.offer(self, "country", [("", _("Choose")), *country_choices(web.spoken(), not settings.PRODUCTION)])
        mandates = network.org(actor.org).mandates
        self.fields["country"].initial = next(iter(mandates), "")


class PeopleForm(web.Page):
    """New people, a line each."""

    labels = web.Text(
        label=lazy("Who learns? One name or number on each line"),
        help_text=lazy("As your own list has it. A number is enough. No addresses, no telephones."),
        max_length=people.MOST * (people.LONGEST + 1),
        rows=8,
    )
    role = forms.ChoiceField(label=lazy("What do they do?"))
    language = forms.ChoiceField(label=lazy("In which language do they learn?"))
    buttons = (web.Button(lazy("Make their cards")),)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        web.offer(self, "role", [(code, _(words)) for code, words in ROLES.items()])
        web.offer(self, "language", languages.shown())


class EndForm(web.Page):
    """Somebody works there no more."""

    on = web.Day(label=lazy("Their last day there"))
    buttons = (web.Button(lazy("End it")),)
