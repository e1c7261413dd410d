"""The short number of a concern or a handover, as people read it out and search for it."""

import re
from itertools import dropwhile
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.vocabulary.ids import SHORT

_DIGITS = re.compile("[0-9a-f]+")


class Number(forms.Field):
    """A short number, however it is typed or copied from a page, with the word before it; the digits as the database
    has them. No box for words (DNH-25)."""

    widget = forms.TextInput(attrs={"maxlength": 40, "autocomplete": "off"})

    def __init__(self) -> None:
        super().__init__(label=lazy("Number"), required=False)

    def clean(self, value: Any) -> str:
        parts = [part for part in re.split(r"[\s#:.-]+", (value or "").lower()) if part]
        typed = "".join(dropwhile(lambda part: not _DIGITS.fullmatch(part), parts))
        if parts and not re.fullmatch(f"[0-9a-f]{{{SHORT}}}", typed):
            raise forms.ValidationError(_("A number has six signs: digits, or letters from A to F."))
        return typed
