"""What forms of all rooms share: groups of fields, buttons, answers to check, choices with a second line, text of
bounded length."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise, lazy
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fanal.vocabulary.dates import PartialDate
from fanal.vocabulary.digests import written
from fanal.vocabulary.filters import MediaRefused, filter_text, seen
from fanal.web import dates

type Words = str | Promise

_TYPED = (forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.Textarea)
UNANSWERED = "unanswered"
"""The code of an error that asks for an answer in words of its own: the summary names the question instead."""
WHOSE = "whose"
"""The field of every form of staff that says whose it is and on which page; see `site.desk.ended`."""
SENT_AGAIN = "kept_send"
"""The field of a form that was kept when a session ended, and is sent again: which one."""


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together, with a legend. `heading`: the legend is the page's h1."""

    fields: tuple[str, ...]
    legend: Words = ""
    hint: Words = ""
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """A button that sends the form; the first one is the main one. `name` and `value` tell the view which was
    pressed."""

    label: Words
    name: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of "check your answers". To change it: a link (`url`), or a button of the form (`name`, `value`)."""

    question: Words
    answer: Words
    url: str = ""
    name: str = ""
    value: str = ""


NEEDED = _("This needs an answer.")
_SAID = {
    "min_value": _("Write a number of at least %(limit_value)s."),
    "max_value": _("Write a number of at most %(limit_value)s."),
    "max_length": _("Make this shorter: at most %(limit_value)s characters. It has %(show_value)s."),
}


_NO_CHOICE = [one.default_error_messages["invalid_choice"] for one in (forms.ChoiceField, forms.MultipleChoiceField)]


class Page(forms.Form):
    """A form that is one page: small groups, then its buttons. Any other Django form renders too, as one group."""

    groups: ClassVar[tuple[Group, ...]] = ()
    buttons: ClassVar[tuple[Button, ...]] = (Button(_("Continue")),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask(self.fields)

    def ask(self, fields: Mapping[str, forms.Field]) -> None:
        """Take up fields that are known only now."""
        self.fields.update(fields)
        for field in fields.values():
            _speak(field)


def _speak(field: forms.Field) -> None:
    """A field that has no sentence of its own says what is wrong in ours, not in Django's."""
    said = field.error_messages
    said.update({code: words for code, words in _SAID.items() if code not in said})
    if said["required"] == forms.Field.default_error_messages["required"]:
        said["required"] = NEEDED
    if isinstance(field, forms.IntegerField) and said["invalid"] == field.default_error_messages["invalid"]:
        said["invalid"] = _("Write a whole number.")
    if said.get("invalid_choice") in _NO_CHOICE:
        said["invalid_choice"] = _("Choose from the list.")


@dataclass(frozen=True, slots=True)
class Shown:
    """A group as it is drawn. A single field that brings a fieldset lends it its legend (`single`)."""

    group: Group
    fields: list[forms.BoundField]

    @property
    def single(self) -> bool:
        return len(self.fields) == 1


class Version(forms.IntegerField):
    """Which version of a thing the person saw, carried unseen. 0 where none was sent: no thing has that one."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, required=False)

    def clean(self, value: Any) -> int:
        """As a number. Raises `ValidationError`."""
        return super().clean(value) or 0


def all_or(choices: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """What narrows a list: all of it, or one of these."""
    return [("", gettext("all")), *choices]


def offer(form: forms.BaseForm, name: str, choices: Iterable[Any]) -> None:
    """What can be chosen in a field, where it is known only now."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


def shown_groups(form: forms.BaseForm) -> Iterator[Shown]:
    """The visible fields in their groups; fields that no group names follow one by one, so that none is ever left
    out."""
    visible = {field.name: field for field in form.visible_fields()}
    for group in getattr(form, "groups", ()):
        fields = [visible.pop(name) for name in group.fields if name in visible]
        if fields:
            yield Shown(group, fields)
    for name, field in visible.items():
        yield Shown(Group((name,)), [field])


def wrong(form: forms.BaseForm) -> list[tuple[str, str]]:
    """The lines of the error summary: (id of the control to go to, error), in the order of the page."""
    lines = [("", str(error)) for error in form.non_field_errors()]
    for shown in shown_groups(form):
        for field in shown.fields:
            lines += [(control_id(field), _named(field, error)) for error in field.errors.as_data()]
    return lines


def _named(field: forms.BoundField, error: ValidationError) -> str:
    """At the top of the page "This field is required" and "Please choose an answer" do not say which field."""
    (words,) = error.messages
    unnamed = (str(NEEDED), str(forms.Field.default_error_messages["required"]))
    if words not in unnamed and error.code != UNANSWERED:
        return words
    return gettext("“%(label)s” needs an answer.") % {"label": field.label}


def about(title: str, form: object) -> str:
    """What a form is about, for the day on which its words come back without their page: the title of the page, the
    label of each box to type into, and whether there is more to choose."""
    fields = [bound for bound in form if not bound.is_hidden] if isinstance(form, forms.BaseForm) else []
    typed = [bound for bound in fields if isinstance(bound.field.widget, _TYPED)]
    texts = {bound.html_name: strip_tags(str(bound.label)) for bound in typed}
    return json.dumps({"page": title, "texts": texts, "more": len(typed) < len(fields)}, ensure_ascii=False)


def control_id(field: forms.BoundField) -> str:
    """The id that focus goes to: of the control, or of the first choice."""
    return (
        f"{field.auto_id}_0"
        if field.use_fieldset and isinstance(field.field, forms.ChoiceField)
        else str(field.auto_id)
    )


def _two_lines(label: Words, second: Words) -> SafeString:
    return format_html("{}<small>{}</small>", label, second)


two_lines = lazy(_two_lines, str)
"""The label of a choice with a quieter second line: `two_lines(_("Act now by phone"), _("who was called, when"))`."""


def _hint(words: Words, limit: int) -> str:
    bound = gettext("Up to %(count)s characters.") % {"count": dates.digits(limit)}
    return f"{words} {bound}" if words else bound


_with_limit = lazy(_hint, str)


class _Seen(forms.CharField):
    """Words of which nothing can be seen are none."""

    def to_python(self, value: Any) -> str:
        return seen(super().to_python(value) or "")


class Text(_Seen):
    """Words of at most `max_length` characters, counted as the reader sees them: a line break is one character."""

    widget = forms.Textarea
    default_error_messages = {"max_length": _SAID["max_length"]}

    def __init__(self, *, max_length: int, rows: int = 5, help_text: Words = "", **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, help_text=_with_limit(help_text, max_length), **kwargs)

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")


class StaffText(Text):
    """Words of staff about a record: never a file, never an address of something online."""

    def clean(self, value: Any) -> str:
        return _without_addresses(str(super().clean(value)), lines=True)


class StaffLine(_Seen):
    """One line of staff, as `StaffText`."""

    default_error_messages = {"max_length": _SAID["max_length"]}

    def clean(self, value: Any) -> str:
        return _without_addresses(str(super().clean(value)), lines=False)


def _without_addresses(text: str, *, lines: bool) -> str:
    try:
        kept = filter_text(text, lines=lines)
    except MediaRefused:
        raise ValidationError(
            gettext("We cannot take files or pictures, also not as text. Write it in words.")
        ) from None
    if kept.removed:
        raise ValidationError(gettext("Take the address out. If you must name a service, write its name or number."))
    return kept.text


class Digest(forms.CharField):
    """The SHA-256 of a file that stays where it is. The browser reckons it of a file that is chosen there, which goes
    nowhere (`data-file`, desk.js); without that somebody types it."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {
            "autocomplete": "off", "spellcheck": "false", "dir": "ltr", "data-file": _("Choose the file"),
            "data-filled": _("Its SHA-256 is filled in. The file stays on this device."), "data-unread": UNREAD,
        }  # fmt: skip
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(max_length=120, **kwargs)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        found = written(text)
        if text and not found:
            raise ValidationError(gettext("This is no SHA-256: it has 64 digits and letters a to f."))
        return found


UNREAD = _("This file cannot be read here. Reckon its SHA-256 with another program, and type it.")


class Day(forms.DateField):
    """A day from the browser's own calendar; sent and read as 2026-11-24. A year that nobody means is a slip of the
    hand: it is said, with the days that can be meant."""

    FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
    default_error_messages = {"invalid": _("Choose a day.")}

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"type": "date", "min": self.FIRST.isoformat(), "max": self.LAST.isoformat()}
        kwargs.setdefault("widget", forms.DateInput(attrs=attrs, format="%Y-%m-%d"))
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and not self.FIRST <= day <= self.LAST:
            days = {"first": dates.day_words(self.FIRST), "last": dates.day_words(self.LAST)}
            raise ValidationError(gettext("Choose a day from %(first)s to %(last)s.") % days)
        return day


class Moment(forms.DateTimeField):
    """A day and a time of it, in the time zone of the page."""

    default_error_messages = {"invalid": _("Choose a day and a time.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"))
        super().__init__(input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], **kwargs)


class PartDay(forms.CharField):
    """A day that may be known in part, in the digits that people write: 2016, 2016-02 or 2016-02-05."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "max_length": 10, **kwargs})

    def clean(self, value: Any) -> str:
        """Western digits, and no other calendar than that of the law: what does not exist is refused."""
        text = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in str(value or "").strip())
        self.validate(text)
        if not text:
            return ""
        try:
            day = PartialDate.parse(text)
        except ValueError:
            message = gettext("Write a year (2016), a month (2016-02) or a day (2016-02-05) that exists.")
            raise ValidationError(message) from None
        first, last = Day.FIRST.year, Day.LAST.year
        if not first <= day.year <= last:
            years = {"first": dates.digits(str(first)), "last": dates.digits(str(last))}
            raise ValidationError(gettext("Write a year from %(first)s to %(last)s.") % years)
        return str(day)


class Hold(Page):
    """A legal hold on a record: until when, and why."""

    until = Day(label=_("Keep until"))
    reason = StaffText(label=_("Why? Do not name anyone."), max_length=500, rows=3)
    use_required_attribute = False
    buttons: ClassVar[tuple[Button, ...]] = (Button(_("Put under a legal hold")),)


class Narrow(forms.ChoiceField):
    """One of the values that a list can be narrowed to. It stands in the address, where anybody can write what they
    like: what is no choice narrows nothing, and nothing is said."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> str:
        return value if isinstance(value, str) and self.valid_value(value) else ""


def pairs(answers: Iterable[Answer]) -> list[Answer]:
    """The answers that say something; empty ones are left out of the page."""
    return [answer for answer in answers if str(answer.answer).strip()]
