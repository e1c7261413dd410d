"""The forms of its deeds: a sure click, a reason from a closed list, words to the other side."""

from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fanal.passing.desk import texts
from fanal.passing.ending import RENEW_REASONS, REVOKE_REASONS
from fanal.web import api as web


class Reason(web.Page):
    """One reason from a closed list."""

    label: ClassVar[str | Promise] = gettext_lazy("Why?")
    choices: ClassVar[dict[str, str]] = {}
    reason = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Choose one.")})

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["reason"].label = str(self.label)
        web.offer(self, "reason", [(code, _(words)) for code, words in self.choices.items()])


class Decline(Reason):
    choices = dict(texts.DECLINE)


class Outcome(Reason):
    label = gettext_lazy("What came of it?")
    choices = dict(texts.OUTCOME)
    words = web.StaffText(
        label=gettext_lazy("A word to the sender, if you like"),
        help_text=gettext_lazy("Do not name anyone."),
        max_length=500,
        rows=3,
        required=False,
    )


class Renew(Reason):
    choices = RENEW_REASONS


class Revoke(Reason):
    choices = REVOKE_REASONS


class NothingLeft(web.Page):
    """The signed confirmation."""

    sure = forms.BooleanField(
        label=gettext_lazy("No print, note, photograph or file of it is left with us"),
        error_messages={"required": gettext_lazy("Look for prints and notes first. Then tick this.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)


class Write(web.Page):
    """Words to the other side. `key` makes one of what is sent twice."""

    text = web.StaffText(
        label=gettext_lazy("What do you want to ask or say?"),
        help_text=gettext_lazy("They read it under the name of your organisation. Do not name who told us."),
        max_length=1000,
        rows=5,
    )
    question = forms.BooleanField(
        label=gettext_lazy("This is a question: we hope for an answer"), required=False, initial=True
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"key": uuid4()}, use_required_attribute=False)
