"""The form of a new password, wherever one is chosen."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from fanal.web import api as web


def _field(label: object, hint: object = "") -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        help_text=hint,  # type: ignore[arg-type]
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Type a password.")},
    )


class NewPassword(web.Page):
    """A password, twice. The rules themselves are the vault's."""

    password = _field(
        _("New password"), _("At least 12 characters. Several words that only you would put together are best.")
    )
    again = _field(_("The same once more"))
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(_("Set this password")),)

    def clean(self) -> dict[str, object] | None:
        cleaned = super().clean()
        first, second = self.cleaned_data.get("password"), self.cleaned_data.get("again")
        if first and second and first != second:
            self.add_error("again", _("The two are not the same. Type both again."))
        return cleaned
