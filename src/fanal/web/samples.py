"""What `/dev/components` shows: every part with made-up content. People, organisations and countries are fictional."""

from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from django import forms as django_forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fanal.web.forms import Answer, Button, Day, Group, Page, Text, two_lines

NOW = datetime(2026, 11, 24, 14, 24, tzinfo=UTC)


class Reporter(Page):
    """A page of the public form."""

    danger = django_forms.ChoiceField(
        label=_("Is a child in danger right now?"),
        choices=[("yes", _("Yes")), ("unsure", _("I am not sure")), ("no", _("No"))],
        widget=django_forms.RadioSelect,
        error_messages={"required": _("Choose an answer. “I am not sure” is fine.")},
    )
    what = django_forms.MultipleChoiceField(
        label=_("What did you see, hear or learn?"),
        help_text=_("Tick all that fit."),
        choices=[
            ("pays", _("An adult pays or gives something to be alone with a child")),
            ("goes", _("A child goes with an adult and seems afraid or controlled")),
            ("told", _("A child told someone")),
        ],
        widget=django_forms.CheckboxSelectMultiple,
        required=False,
    )
    words = Text(
        label=_("In your own words, if you like"),
        help_text=_("Short is fine. Write in any language."),
        max_length=2000,
        required=False,
    )
    groups: ClassVar[tuple[Group, ...]] = (
        Group(("danger",), legend=_("Is a child in danger right now?")),
        Group(("what", "words")),
    )
    buttons: ClassVar[tuple[Button, ...]] = (
        Button(_("Continue")),
        Button(_("Send now"), "send", "now"),
    )


class Decision(Page):
    """A form of staff: choices with a second line, a list, a day, a single tick."""

    decision = django_forms.ChoiceField(
        label=_("What do we do?"),
        choices=[
            ("urgent", two_lines(_("Act now by phone"), _("who was called, when, what they said"))),
            ("case", _("Open a case")),
            ("close", _("Close, with a reason")),
        ],
        widget=django_forms.RadioSelect,
    )
    country = django_forms.ChoiceField(label=_("Country"), choices=[("", "—"), ("XA", "XA"), ("XB", "XB")])
    day = Day(label=_("When"), help_text=_("The day is enough."), required=False)
    note = django_forms.CharField(label=_("Reason"), max_length=200)
    password = django_forms.CharField(label=_("Your password"), widget=django_forms.PasswordInput, required=False)
    kept = django_forms.BooleanField(label=_("I have read the note"))
    groups: ClassVar[tuple[Group, ...]] = (
        Group(("decision",)),
        Group(("country", "day"), legend=_("Where and when")),
    )
    buttons: ClassVar[tuple[Button, ...]] = (Button(_("Record the decision")),)


class Filter(django_forms.Form):
    """A row of filters."""

    country = django_forms.ChoiceField(label=_("Country"), choices=[("", _("all")), ("XA", "XA")], required=False)
    danger = django_forms.ChoiceField(label=_("Danger"), choices=[("", _("all")), ("yes", _("Yes"))], required=False)


def context(part: str) -> dict[str, Any]:
    """What the template of `part` needs."""
    return _public() if part == "public" else _desk()


def _public() -> dict[str, Any]:
    return {
        "contacts": [
            {"label": gettext("Police"), "number": "0000", "shown": "00 00", "note": ""},
            {
                "label": gettext("Child helpline"),
                "number": "0001",
                "shown": "00 01",
                "note": gettext("free, day and night"),
            },
        ],
        "empty_form": Reporter(),
        "wrong_form": Reporter({"wrong-words": "x" * 2001}, prefix="wrong"),
        "answers": [
            Answer(gettext("Is a child in danger right now?"), gettext("I am not sure"), name="change", value="danger"),
            Answer(
                gettext("In your own words, if you like"),
                "A girl of about twelve.\nRoom 9.",
                name="change",
                value="words",
            ),
            Answer(gettext("Where did it happen?"), ""),
        ],
        "steps": _steps(),
    }


def _steps() -> list[dict[str, object]]:
    return [
        {"title": gettext("A person reads it"), "note": gettext("by 18:00 today"), "done": True},
        {"title": gettext("They may ask you a question"), "note": gettext("only here, with your code"), "done": False},
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
        "world": {"SE": "yes", "DE": "partial", "CH": "no", "ZA": "no_data", "MV": "yes"},
        "world_links": {"SE": "#sweden"},
        **_told(),
        "steps": _steps(),
        "events": [
            {"when": NOW - timedelta(days=1), "what": gettext("Arrived"), "who": ""},
            {"when": NOW, "what": gettext("Opened"), "who": "Amara Diallo"},
        ],
        "tabs": [
            {"label": gettext("To decide"), "url": "#a", "current": True},
            {"label": gettext("Decided"), "url": "#b", "current": False},
        ],
        "filter": Filter(),
        "empty_form": Decision(prefix="empty"),
        "wrong_form": Decision({"wrong-day": "?"}, prefix="wrong"),
    }


def _told() -> dict[str, Any]:
    return {
        "columns": [gettext("Due"), gettext("Danger"), gettext("Country"), gettext("Why it stands here")],
        "rows": [
            {
                "cells": [gettext("20 min late"), gettext("Yes"), "XA", gettext("leaves today")],
                "url": "#",
                "open": "XA",
            },
            {
                "cells": [gettext("due in 41 min"), gettext("not sure"), "", gettext("new message")],
                "url": "#",
                "open": "XB",
            },
        ],
        "told": [
            (gettext("Child"), gettext("one girl, about 10–14")),
            (gettext("Where"), "Hotel Playa Norte, XA"),
            (gettext("When"), ""),
        ],
        "kept": [(gettext("Reporter"), gettext("always")), (gettext("Triage notes"), gettext("always"))],
    }
