"""What people write to a company, or it to them, is asked of the words by which a report is stopped
(`programmes/forbidden`): what somebody told of a child has no place here, and never feeds a sanction. A list is no
reader: where the words may stand in a public decision, whoever writes says so and goes on; elsewhere they write it
otherwise, or tell it where children are protected."""

from typing import Any, ClassVar, Final

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from fanal.tourism.programmes import forbidden
from fanal.web import api as web

KNOWN: Final = "nobody_told"
"""The box by which somebody says that nobody told it."""


class Silent(web.Page):
    """A page of which no text is an account of something that happened. Nothing of it is sent; what was typed stays."""

    confirms: ClassVar[bool] = False

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        found = {name: words for name in self.fields if (words := forbidden.told(_text(told.get(name))))}
        if found and self.confirms:
            self.ask({KNOWN: _box()})
        if found and not (self.confirms and self.data.get(KNOWN)):
            for name, words in found.items():
                self.add_error(name, self._wrong(words))
        return told

    def _wrong(self, words: str) -> str:
        said = _("“%(words)s”: this reads like an account of something that happened, or a count of what was told.")
        ask = _("Nothing was sent yet.") if self.confirms else _(
            "Nothing of it was kept. Write about the company only; what somebody told, or you saw, belongs where "
            "children are protected."
        )  # fmt: skip
        return f"{said % {'words': words}} {ask}"


class Careful(Silent):
    """A page whose texts may rest on a public decision: whoever writes says that nobody told it."""

    confirms = True


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _box() -> forms.BooleanField:
    return forms.BooleanField(
        label=_(
            "Nobody told this as a concern: it stands in a public decision or a verification, or the company says it "
            "of itself"
        ),
        help_text=format_html(
            '{} <a class="target" href="{}" rel="noreferrer">{}</a>',
            _("Somebody told it, or you saw it? Then write nothing of it here."),
            reverse("public:home", args=[web.spoken()]),
            _("Tell someone: it does not go to a company"),
        ),
        required=False,
    )
