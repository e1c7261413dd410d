"""Weekly hours as people type them: one box a day."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

DAY_WORDS = {
    "mon": gettext_lazy("Monday"),
    "tue": gettext_lazy("Tuesday"),
    "wed": gettext_lazy("Wednesday"),
    "thu": gettext_lazy("Thursday"),
    "fri": gettext_lazy("Friday"),
    "sat": gettext_lazy("Saturday"),
    "sun": gettext_lazy("Sunday"),
}


class HoursField(forms.CharField):
    """The opening hours of one day: `08:00-12:00, 13:00-20:00`; empty: closed."""

    def clean(self, value: Any) -> list[str]:
        text = str(super().clean(value))
        return [part for part in text.replace(" ", "").split(",") if part]

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value
