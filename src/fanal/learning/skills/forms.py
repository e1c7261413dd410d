"""The forms of skills: one choice each. Nothing can be written."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as lazy

from fanal.learning.skills import supervision
from fanal.learning.skills.words import BARRIERS, MARKS, USES
from fanal.web import api as web


class Seen(web.Page):
    """What an observer saw of each skill. `skills`: by key, as they are worded."""

    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Keep what I saw")),)
    choices: ClassVar[list[tuple[str, object]]] = [(str(code), words) for code, (words, _tone) in MARKS.items()]

    def __init__(self, skills: Mapping[str, str], data: Any = None) -> None:
        super().__init__(data)
        for key, said in skills.items():
            self.ask(self.fields_of(key, said))

    def fields_of(self, key: str, said: str) -> dict[str, forms.Field]:
        """What is asked of one skill."""
        return {key: forms.ChoiceField(label=said, choices=self.choices, widget=forms.RadioSelect)}


class Used(Seen):
    """What is used of each skill, and why not."""

    buttons = (web.Button(lazy("Keep it")),)
    choices = [(str(code), words) for code, words in USES.items()]

    def fields_of(self, key: str, said: str) -> dict[str, forms.Field]:
        why = [("", lazy("Used: nothing to say")), *((str(code), words) for code, words in BARRIERS.items())]
        barrier = forms.ChoiceField(label=lazy("If not, or in part: why?"), choices=why, required=False)
        return {**super().fields_of(key, said), f"why_{key}": barrier}


class Supervision(web.Page):
    """A day, a form, a role."""

    on = web.Day(label=lazy("On which day?"))
    kind = forms.ChoiceField(label=lazy("How?"), choices=list(supervision.KINDS.items()), widget=forms.RadioSelect)
    with_role = forms.ChoiceField(
        label=lazy("With whom?"), choices=list(supervision.ROLES.items()), widget=forms.RadioSelect
    )
    buttons = (web.Button(lazy("Keep it")),)


def barriers(data: Mapping[str, str]) -> dict[str, str]:
    """By skill, why it is not used."""
    return {name.removeprefix("why_"): str(value) for name, value in data.items() if name.startswith("why_") and value}
