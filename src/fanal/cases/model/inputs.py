"""The inputs of which forms of the model are made: choices with what was held, short texts, languages by name.

What a field held until now can always be chosen again, also where its list has no such code any more.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.cases.model import words
from fanal.cases.model.declared import Field, model
from fanal.cases.model.parts import LISTS, PARTS, Contact, Factor, Identifier, Option
from fanal.vocabulary.countries import country_choices
from fanal.vocabulary.languages import language_of
from fanal.web import api as web

type Choices = list[tuple[str, str]]

FEW: Final = 6
"""So many codes stand open, more of them in a list."""
LINES: Final = 2
"""So many lines there are at least for what there may be several of."""
MOST: Final = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A field as a form asks it. `held`: its value until now; `given`: what can be chosen where the model has no list;
    `typed`: how many lines were sent."""

    field: Field
    held: Any = None
    given: tuple[tuple[str, str], ...] = ()
    required: bool = False
    typed: int = 0

    @property
    def name(self) -> str:
        """As the form calls it."""
        return self.field.path.replace(".", "_")

    @property
    def said(self) -> dict[str, Any]:
        """What every input of Django is told of it."""
        return {"label": words.label(self.field), "help_text": words.hint(self.field), "required": self.required}


def line_count(asked: Asked) -> int:
    """One line more than is held, and never fewer than were sent."""
    return max(LINES, len(asked.held or ()) + 1, min(asked.typed, MOST))


class Lines(forms.CharField):
    """Some short texts, one on each line."""

    LONGEST: Final = 200

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else "\n".join(value or ())

    def clean(self, value: Any) -> Any:
        line = web.StaffLine(max_length=self.LONGEST, required=False)
        kept = tuple(filter(None, map(line.clean, re.split(r"[\r\n]+", super().clean(value)))))
        if len(kept) > MOST:
            raise ValidationError(_("Write at most %(count)s lines.") % {"count": web.digits(MOST)})
        return kept


class Languages(forms.CharField):
    """Languages by their names, with commas between. `held`: codes that can stay although they have no name."""

    def __init__(self, *, held: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(max_length=1000, **kwargs)
        self.held = held

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else web.listed(map(self._written, value or ()))

    def clean(self, value: Any) -> Any:
        codes = []
        for text in filter(None, map(str.strip, re.split(r"[,،;؛\r\n]", super().clean(value)))):
            code = text if text in self.held else language_of(text, web.spoken())
            if not code:
                said = _("Write each language by its name, such as %(name)s, with commas between.")
                raise ValidationError(said % {"name": words.language(web.spoken())})
            codes.append(code)
        return tuple(dict.fromkeys(codes))

    @staticmethod
    def _written(code: str) -> str:
        name = words.language(code)
        return name if language_of(name, web.spoken()) == code and not re.search(r"[,،;؛]", name) else code


def known(name: str, given: tuple[tuple[str, str], ...], *held: str) -> Choices:
    """What can be chosen of a list: its codes, or what is given; and what is held."""
    coded = name in model().lists and model().lists[name].codes
    return _with(dict(words.codes(name) if coded else given), held, lambda code: words.code(name, code))


def answerable(asked: Asked) -> bool:
    """Whether anything can be chosen, where something must be: an organisation may have set no codes of its own."""
    if asked.field.kind not in {"code", "code_list", "ref", "ref_list", "recipient_list", "map"}:
        return True
    return bool(asked.required or asked.held or known(_list_of(asked), asked.given))


def _list_of(asked: Asked) -> str:
    """The code list of its values; none for rows, of which a kind may be called as a list is."""
    return asked.field.lists[0] if asked.field.lists else ""


def one_of(choices: Choices, *, listed: bool = False, required: bool = False, **said: Any) -> forms.Field:
    """One of several: open where they are few, else a list to open. Beside "not known" stands no "no answer"."""
    told = required or any(one in {"unknown", "not_known"} for one, _words in choices)
    if len(choices) > FEW or listed:
        first = _("Choose") if told else _("No answer")
        return forms.ChoiceField(choices=[("", first), *choices], required=required, **said)
    none = [] if told else [("", _("No answer"))]
    return forms.ChoiceField(choices=[*choices, *none], required=required, widget=forms.RadioSelect, **said)


def code(asked: Asked) -> forms.Field:
    """One code of its list, or one row."""
    return one_of(known(_list_of(asked), asked.given, asked.held or ""), **asked.said)


def several(asked: Asked) -> forms.Field:
    """Any codes of its list, or any rows."""
    choices = known(_list_of(asked), asked.given, *(asked.held or ()))
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **asked.said)


def country(held: Iterable[str], **said: Any) -> forms.Field:
    """One country by name."""
    choices = dict(country_choices(web.spoken(), not settings.PRODUCTION))
    return one_of(_with(choices, held, words.country), listed=True, **said)


def yes_no(asked: Asked) -> forms.Field:
    """Yes or no; where it may stay open, not known."""
    choices = [("yes", _("Yes")), ("no", _("No")), *([] if asked.required else [("", _("Not known"))])]
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **asked.said)


def whole(asked: Asked) -> forms.Field:
    """A whole number in its range."""
    least, _dots, most = asked.field.of.partition("..")
    return forms.IntegerField(min_value=int(least or 0), max_value=int(most) if most else None, **asked.said)


def unreachable(kind: str, value: str) -> str:
    """What to do where nobody could be reached by this; empty where somebody could."""
    if kind == "email" and not re.fullmatch(r"[^@\s]+@[^@\s]+", value):
        return _("Write the whole e-mail address, with its @.")
    if kind == "phone" and sum(sign.isdecimal() for sign in value) < 3:
        return _("Write the telephone number in digits.")
    return ""


def _with(choices: Mapping[str, str], held: Iterable[str], say: Callable[[str], str]) -> Choices:
    return [*choices.items(), *((one, say(one)) for one in dict.fromkeys(held) if one and one not in choices)]


_PARTS: Final[Mapping[type, Mapping[str, Promise]]] = {
    Contact: {
        "kind": lazy("What it is"),
        "value": lazy("Number, e-mail address or name"),
        "whose": lazy("Whose it is, and who may answer"),
        "safe": lazy("Is it safe to use?"),
    },
    Identifier: {"kind": lazy("What it is"), "value": lazy("Number"), "country": lazy("Country that gave it")},
    Factor: {
        "level": lazy("Where it comes from"),
        "kind": lazy("A risk or a strength?"),
        "code": lazy("What it is"),
        "severity": lazy("How serious it is"),
        "note": lazy("Note"),
    },
    Option: {
        "option": lazy("What could be done"),
        "pro": lazy("What speaks for it"),
        "contra": lazy("What speaks against it"),
        "child_view": lazy("What the child thinks of it"),
    },
}
NEEDED: Final[Mapping[type, tuple[str, ...]]] = {
    Contact: ("kind", "value"), Identifier: ("kind", "value"), Factor: ("kind",), Option: ("option",),
}  # fmt: skip


def part_input(asked: Asked, name: str) -> forms.Field:
    """The input of one part of a line."""
    part = PARTS[asked.field.kind]
    said: dict[str, Any] = {"label": _PARTS[part][name], "required": False}
    rows = asked.held if isinstance(asked.held, tuple) else filter(None, (asked.held,))
    held = [getattr(row, name) for row in rows]
    if name in LISTS[part]:
        return one_of(known(LISTS[part][name], (), *held), listed=True, **said)
    if name == "country":
        return country(held, **said)
    return web.StaffText(max_length=500, rows=2, **said) if part is Option else web.StaffLine(max_length=200, **said)
