"""What `/dev/components` shows: every part with made-up content. People, organisations and countries are fictional."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from django import forms as django_forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.web.forms import Answer, Button, Day, Group, Page, Text, two_lines

NOW = datetime(2026, 11, 24, 14, 24, tzinfo=UTC)


class Reporter(Page):
    """A page of the public form."""

    danger = django_forms.ChoiceField(
        label=lazy("Is a child in danger right now?"),
        choices=[("yes", lazy("Yes")), ("unsure", lazy("I am not sure")), ("no", lazy("No"))],
        widget=django_forms.RadioSelect,
        error_messages={"required": lazy("Choose an answer. “I am not sure” is fine.")},
    )
    what = django_forms.MultipleChoiceField(
        label=lazy("What did you see, hear or learn?"),
        help_text=lazy("Tick all that fit."),
        choices=[
            ("pays", lazy("An adult pays or gives something to be alone with a child")),
            ("goes", lazy("A child goes with an adult and seems afraid or controlled")),
            ("told", lazy("A child told someone")),
        ],
        widget=django_forms.CheckboxSelectMultiple,
        required=False,
    )
    words = Text(
        label=lazy("In your own words, if you like"),
        help_text=lazy("Short is fine. Write in any language."),
        max_length=2000,
        required=False,
    )
    groups: ClassVar[tuple[Group, ...]] = (
        Group(("danger",), legend=lazy("Is a child in danger right now?")),
        Group(("what", "words")),
    )
    buttons: ClassVar[tuple[Button, ...]] = (
        Button(lazy("Continue")),
        Button(lazy("Send now"), "send", "now"),
    )


class Decision(Page):
    """A form of staff: choices with a second line, a list, a day, a single tick."""

    decision = django_forms.ChoiceField(
        label=lazy("What do we do?"),
        choices=[
            ("urgent", two_lines(lazy("Act now by phone"), lazy("who was called, when, what they said"))),
            ("case", lazy("Open a case")),
            ("close", lazy("Close, with a reason")),
        ],
        widget=django_forms.RadioSelect,
    )
    country = django_forms.ChoiceField(label=lazy("Country"), choices=[("", "—"), ("XA", "XA"), ("XB", "XB")])
    day = Day(label=lazy("When"), help_text=lazy("The day is enough."), required=False)
    note = django_forms.CharField(label=lazy("Reason"), max_length=200)
    password = django_forms.CharField(label=lazy("Your password"), widget=django_forms.PasswordInput, required=False)
    kept = django_forms.BooleanField(label=lazy("I have read the note"))
    groups: ClassVar[tuple[Group, ...]] = (
        Group(("decision",)),
        Group(("country", "day"), legend=lazy("Where and when")),
    )
    buttons: ClassVar[tuple[Button, ...]] = (Button(lazy("Record the decision")),)


class Filter(django_forms.Form):
    """A row of filters."""

    country = django_forms.ChoiceField(label=lazy("Country"), choices=[("", lazy("all")), ("XA", "XA")], required=False)
    danger = django_forms.ChoiceField(
        label=lazy("Danger"), choices=[("", lazy("all")), ("yes", lazy("Yes"))], required=False
    )


def context(part: str) -> dict[str, Any]:
    """What the template of `part` needs."""
    return _public() if part == "public" else _desk()


def _public() -> dict[str, Any]:
    return {
        "contacts": [
            {"label": _("Police"), "number": "0000", "shown": "00 00", "note": ""},
            {"label": _("Child helpline"), "number": "0001", "shown": "00 01", "note": _("free, day and night")},
        ],
        "empty_form": Reporter(),
        "wrong_form": Reporter({"wrong-words": "x" * 2001}, prefix="wrong"),
        "answers": [
            Answer(_("Is a child in danger right now?"), _("I am not sure"), name="change", value="danger"),
            Answer(
                _("In your own words, if you like"), "A girl of about twelve.\nRoom 9.", name="change", value="words"
            ),
            Answer(_("Where did it happen?"), ""),
        ],
        "steps": _steps(),
    }


def _steps() -> list[dict[str, object]]:
    return [
        {"title": _("A person reads it"), "note": _("by 18:00 today"), "done": True},
        {"title": _("They may ask you a question"), "note": _("only here, with your code"), "done": False},
    ]


def _desk() -> dict[str, Any]:
    return {
        "clocks": [
            NOW - timedelta(minutes=20),
            NOW + timedelta(minutes=41),
            NOW + timedelta(hours=19),
            NOW + timedelta(days=6),
        ],
        "now": NOW,
        "states": ["yes", "partial", "no", "no_data", "not_assessed"],
        "columns": [_("Due"), _("Danger"), _("Country"), _("Why it stands here")],
        "rows": [
            {"cells": [_("20 min late"), _("Yes"), "XA", _("leaves today")], "url": "#", "open": "XA"},
            {"cells": [_("due in 41 min"), _("not sure"), "", _("new message")], "url": "#", "open": "XB"},
        ],
        "told": [
            (_("Child"), _("one girl, about 10–14")),
            (_("Where"), "Hotel Playa Norte, XA"),
            (_("When"), ""),
        ],
        "kept": [(_("Reporter"), _("always")), (_("Triage notes"), _("always"))],
        "steps": _steps(),
        "events": [
            {"when": NOW - timedelta(days=1), "what": _("Arrived"), "who": ""},
            {"when": NOW, "what": _("Opened"), "who": "Amara Diallo"},
        ],
        "tabs": [
            {"label": _("To decide"), "url": "#a", "current": True},
            {"label": _("Decided"), "url": "#b", "current": False},
        ],
        "filter": Filter(),
        "empty_form": Decision(prefix="empty"),
        "wrong_form": Decision({"wrong-day": "?"}, prefix="wrong"),
    }
