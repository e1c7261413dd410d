"""A page of questions as a form that the one renderer draws. Answers are judged by `answers.clean`, not here."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from fanal import vault
from fanal.concerns.form.answers import Answers, FieldError
from fanal.concerns.form.asked import Question
from fanal.concerns.public import words
from fanal.vocabulary.countries import country_choices
from fanal.web.api import UNANSWERED, Page, Text, digits

CODE_BOX = {"class": "code", "autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters", "dir": "ltr"}
MOST_CHOICES = 8  # above it a list to open, so that the page stays short
LONG = 300  # characters from which a text gets a larger box


class Selects(forms.Widget):
    """Lists to choose from under one name: up to three countries without any script. 250 options in one template."""

    template_name = "concerns/public/selects.html"

    def __init__(self, choices: Sequence[tuple[str, str]], count: int = 1) -> None:
        super().__init__()
        self.choices, self.count, self.use_fieldset = list(choices), count, count > 1

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = [*(value or ()), *[""] * self.count][: self.count]
        context["lists"] = [self._one(name, at, code) for at, code in enumerate(chosen)]
        context["choices"], context["several"] = self.choices, self.count > 1
        return context

    def _one(self, name: str, at: int, code: str) -> dict[str, str]:
        if self.count == 1:
            return {"id": f"id_{name}", "label": "", "chosen": code}
        return {"id": f"id_{name}_{at}", "label": _("Country {n}").format(n=digits(at + 1)), "chosen": code}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [value for value in data.getlist(name) if value]


class QuestionForm(Page):
    """The questions of one page with what was answered so far, and what is wrong with it."""

    def __init__(
        self,
        asked: Sequence[Question],
        member: str,
        values: Mapping[str, Sequence[str]],
        errors: Iterable[FieldError] = (),
    ) -> None:
        super().__init__(
            data=MultiValueDict({name: list(found) for name, found in values.items()}), use_required_attribute=False
        )
        self.wrong_answers = tuple(errors)
        for question in asked:
            self.fields[question.id] = _field(question, member)

    def full_clean(self) -> None:
        self.cleaned_data, self._errors = {}, ErrorDict()
        for wrong in self.wrong_answers:
            code = UNANSWERED if wrong.code == "required" else wrong.code
            self.add_error(wrong.question, ValidationError(words.error(wrong.code, wrong.values), code))


def _field(question: Question, member: str) -> forms.Field:
    about: dict[str, Any] = {
        "label": words.label(question, member),
        "help_text": words.hint(question, member),
        "required": question.required,
    }
    choices = words.answers(question, member) if question.codes else []
    match question.kind:
        case "text":
            return _text_field(question, about)
        case "many":
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **about)
        case "country":
            return forms.Field(widget=Selects([*choices, *countries()]), **about)
        case "countries":
            return forms.Field(widget=Selects(countries(), question.limit), **about)
    if len(choices) > MOST_CHOICES:
        return forms.Field(widget=Selects(choices), **about)
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **about)


def _text_field(question: Question, about: dict[str, Any]) -> forms.Field:
    if question.lines:
        return Text(max_length=question.limit, rows=5 if question.limit > LONG * 2 else 3, **about)
    return forms.CharField(max_length=question.limit, **about)


def countries() -> list[tuple[str, str]]:
    """The countries that can be chosen: the fictional ones only outside production."""
    return list(country_choices(words.language(), not settings.PRODUCTION))


def values_of(asked: Sequence[Question], answers: Answers) -> dict[str, list[str]]:
    """Answers as a form takes them; what has a default stands ticked."""
    found: dict[str, list[str]] = {}
    for question in asked:
        answer = answers.get(question.id, question.default)
        found[question.id] = [answer] if isinstance(answer, str) else list(answer)
    return found


class KeptForm(Page):
    """Asks whether the code was kept: its last four characters, or a tick."""

    last = forms.CharField(max_length=20)
    kept = forms.BooleanField()

    def __init__(self, *args: Any, wrong: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wrong = wrong
        self.fields["last"].label = _("Type the last four characters, so that we know you have it")
        self.fields["last"].widget.attrs = {"class": "code", **CODE_BOX}
        self.fields["kept"].label = _("I have kept the code")

    def full_clean(self) -> None:
        self.cleaned_data, self._errors = {}, ErrorDict()
        if self.wrong:
            self.add_error("last", self.wrong)


def ends_of(receipt: str, typed: str) -> bool:
    """Whether somebody typed the last four signs of a code, of its letters or of its digits, in any script."""
    plain = "".join(str(unicodedata.decimal(sign, sign)) for sign in typed.upper() if sign.isalnum())
    forgiven = plain.translate(str.maketrans("ILO", "110"))
    ends = {
        whole.replace("-", "")[-4:]
        for whole in (vault.parse_receipt(receipt).letters, vault.parse_receipt(receipt).digits)
    }
    return forgiven in ends


class CodeForm(Page):
    """The code that opens the answer page."""

    code = forms.CharField(max_length=200, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Your code")
        self.fields["code"].error_messages["required"] = _("Type your code.")
        self.fields["code"].help_text = _("20 letters and digits, or 30 digits. Gaps and dashes do not matter.")
        self.fields["code"].widget.attrs = {
            "class": "code whole",
            "autocomplete": "off",
            "spellcheck": "false",
            "autocapitalize": "characters",
            "dir": "ltr",
        }


class ReplyForm(Page):
    """What the reporter writes to the member."""

    text = Text(max_length=2000, rows=6, required=True)

    def __init__(self, *args: Any, wrong: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wrong = wrong
        self.fields["text"].label = _("Write to them")
        self.fields["text"].help_text = _("Write in any language. Do not write your code here.")

    def full_clean(self) -> None:
        self.cleaned_data, self._errors = {}, ErrorDict()
        if self.wrong:
            self.add_error("text", self.wrong)
