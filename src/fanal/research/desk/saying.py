"""Forms of those who decide: yes or no and why, in which role; why something is stopped."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.network.api import words as network_words
from fanal.network.contracts import Actor, Role
from fanal.research.contracts import Verdict
from fanal.research.policy import ASSENT_ROLES
from fanal.web import api as web
from fanal.web.api import deeds

SAID = lazy("Your answer is kept. It stands below with your name.")
PUBLISHED = lazy("Published. Everybody can read it.")


class Said(web.Page):
    """What a reviewer or an adviser decides, and why."""

    verdict = forms.ChoiceField(
        label=lazy("What do you say?"),
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Say yes or no.")},
    )
    reasons = web.StaffText(
        label=lazy("Why, if you say no"),
        help_text=lazy("No names of persons."),
        max_length=1000,
        rows=4,
        required=False,
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Say it")),)

    def __init__(self, choices: Mapping[Verdict, str], data: Any = None) -> None:
        super().__init__(data)
        web.offer(self, "verdict", choices.items())


class SaidAs(Said):
    """The same in one of one's roles."""

    role = forms.ChoiceField(label=lazy("In which role?"), widget=forms.RadioSelect)
    field_order = ("role", "verdict", "reasons")

    def __init__(self, roles: list[Role], choices: Mapping[Verdict, str], data: Any = None) -> None:
        super().__init__(choices, data)
        web.offer(self, "role", ((role.value, network_words.ROLES[role]) for role in roles))
        self.fields["role"].initial = roles[0].value if len(roles) == 1 else None


def assenting(request: HttpRequest, actor: Actor, _thing: object) -> SaidAs:
    """What survivor adviser and ethics reviewer say before something is published."""
    choices = {
        Verdict.ASSENT: web.two_lines(_("Yes"), _("it may be published")),
        Verdict.VETO: web.two_lines(_("No"), _("it is not published; nobody overrules this")),
    }
    return SaidAs([role for role in ASSENT_ROLES if actor.has(role)], choices, deeds.posted(request))


class Because(web.Page):
    """Why a plan or a study ends."""

    because = web.StaffText(
        label=lazy("Why is it stopped?"),
        max_length=300,
        rows=3,
        error_messages={"required": lazy("Write why it is stopped.")},
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Stop it")),)
