"""Forms of a proceeding: by groups, coded but for the authority; an event; what is between lawyer and child."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from babel.numbers import get_currency_precision, list_currencies
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.justice.content import LegalEvent, Measure, PrivilegedContent, ProceedingContent
from fanal.justice.law.codes import BASES
from fanal.justice.matters.desk import facts_choices as choices
from fanal.justice.matters.desk import proceeding_words as words
from fanal.vocabulary.codes_legal import ProtectiveMeasure
from fanal.web import api as web

_BLANK = [("", lazy("not known"))]
CURRENCIES = sorted(code for code in list_currencies("en") if len(code) == 3)
LARGEST = 10**15


def _pick(
    given: Iterable[tuple[str, object]], label: Any, *, required: bool = False, **kwargs: Any
) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=required, choices=[*_BLANK, *given], **kwargs)


class ProceedingForm(web.Page):
    """One proceeding. The child stands in one of four roles; there is no other."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    kind = _pick(words.KINDS.items(), lazy("What kind of proceeding?"), required=True)
    state = forms.ChoiceField(label=lazy("In which country?"))
    authority = forms.CharField(
        label=lazy("Which authority or court?"),
        help_text=lazy("Its office, not the name of a person."),
        max_length=200,
        required=False,
    )
    opened_on = web.Day(label=lazy("Opened on"), required=False)
    jurisdiction_basis = forms.MultipleChoiceField(
        label=lazy("Why may this country act?"),
        choices=list(BASES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    child_role = forms.ChoiceField(
        label=lazy("How does the child stand in it?"),
        choices=list(words.ROLES.items()),
        widget=forms.RadioSelect,
        help_text=lazy("A child that was exploited is never entered as accused."),
    )
    interviews = forms.IntegerField(
        label=lazy("How many investigative interviews of the child?"),
        help_text=lazy("The second one raises an alarm: each one can harm."),
        min_value=0,
        max_value=99,
        initial=0,
    )
    support_person = _pick(words.ANSWERS.items(), lazy("Has the child a person who supports it in the proceeding?"))
    child_punished_for_being_exploited = forms.ChoiceField(
        label=lazy("Was the child charged, detained or sent away for acts that belong to the exploitation?"),
        choices=list(words.ANSWERS.items()),
        widget=forms.RadioSelect,
        help_text=lazy("Yes raises an alarm at once."),
    )
    limitation_date = web.Day(
        label=lazy("Until when can proceedings begin?"),
        help_text=lazy("Better taken from an answer of the law, with one button. You hear of it two years before."),
        required=False,
    )
    compensation_amount = forms.DecimalField(
        label=lazy("Compensation"), min_value=0, max_digits=18, decimal_places=4, required=False
    )
    compensation_currency = _pick([(code, code) for code in CURRENCIES], lazy("Currency"))
    compensation_awarded_on = web.Day(label=lazy("Awarded on"), required=False)
    compensation_paid_on = web.Day(label=lazy("Paid on"), required=False)
    result = _pick(words.RESULTS.items(), lazy("Result"))
    ended_on = web.Day(label=lazy("Ended on"), required=False)

    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Keep this proceeding")),)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, use_required_attribute=False, **kwargs)
        web.offer(self, "state", [("", _("Choose a country")), *choices.places()[1:-1]])
        for measure in ProtectiveMeasure:
            label = words.word(words.MEASURES, measure)
            self.fields[f"measure_{measure}"] = _pick(words.MEASURE_STATES.items(), label)
        measures = tuple(f"measure_{measure}" for measure in ProtectiveMeasure)
        self.groups = (  # type: ignore[misc]
            web.Group(("kind", "state", "authority", "opened_on"), _("The proceeding")),
            web.Group(("jurisdiction_basis",)),
            web.Group(("child_role", "interviews", "support_person"), _("The child in it")),
            web.Group(("child_punished_for_being_exploited",)),
            web.Group(measures, _("What protects the child")),
            web.Group(("limitation_date",)),
            web.Group(
                ("compensation_amount", "compensation_currency", "compensation_awarded_on", "compensation_paid_on"),
                _("Compensation for the child"),
            ),
            web.Group(("result", "ended_on"), _("How it ended")),
        )

    def clean(self) -> dict[str, Any]:
        found = dict(super().clean() or {})
        if found.get("compensation_amount") and not found.get("compensation_currency"):
            self.add_error("compensation_currency", ValidationError(_("Say in which currency.")))
        self._in_order("opened_on", "ended_on", _("It ends before it begins. Mend one of the two days."))
        self._in_order(
            "compensation_awarded_on",
            "compensation_paid_on",
            _("It was paid before it was awarded. Mend one of the days."),
        )
        return found

    def _in_order(self, first: str, last: str, message: str) -> None:
        begun, ended = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if begun and ended and ended < begun:
            self.add_error(last, ValidationError(message))

    def asked(self) -> ProceedingContent:
        """What was entered. Amounts are kept in minor units of their currency."""
        data = self.cleaned_data
        currency = data["compensation_currency"]
        amount: Decimal = data["compensation_amount"] or Decimal(0)
        units = round(amount.scaleb(get_currency_precision(currency))) if amount and currency else 0
        plain = {
            name: data[name]
            for name in (
                "kind", "state", "authority", "opened_on", "interviews", "support_person", "child_role",
                "child_punished_for_being_exploited", "limitation_date", "compensation_awarded_on",
                "compensation_paid_on", "result", "ended_on",
            )
        }  # fmt: skip
        return ProceedingContent(
            **plain,
            jurisdiction_basis=tuple(data["jurisdiction_basis"]),
            measures=tuple(self._measures()),
            compensation_amount=units,
            compensation_currency=currency if amount else "",
        )

    def _measures(self) -> Iterable[Measure]:
        for measure in ProtectiveMeasure:
            state = self.cleaned_data.get(f"measure_{measure}", "")
            if state:
                yield Measure(measure.value, state)


def initial_of(content: ProceedingContent, version: int) -> dict[str, Any]:
    """What a form shows of a proceeding."""
    names = [name for name in ProceedingForm.base_fields if hasattr(content, name)]
    found: dict[str, Any] = {name: getattr(content, name) for name in names}
    found |= {f"measure_{one.measure}": one.state for one in content.measures}
    if content.compensation_currency:
        found["compensation_amount"] = words.minor(content.compensation_amount, content.compensation_currency)
    else:
        found["compensation_amount"] = None
    return found | {"jurisdiction_basis": list(content.jurisdiction_basis), "version": version}


class EventForm(web.Page):
    """One event of a proceeding."""

    on = web.Day(label=lazy("When?"))
    type = forms.ChoiceField(label=lazy("What happened?"), choices=[("", lazy("Choose")), *words.EVENTS.items()])
    outcome = _pick(words.OUTCOMES.items(), lazy("What came of it?"))
    order = _pick(words.ORDERS.items(), lazy("If there was an order: which?"))
    next_on = web.Day(label=lazy("When does it go on?"), required=False)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Add this event")),)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, use_required_attribute=False, **kwargs)

    def asked(self) -> LegalEvent:
        data = self.cleaned_data
        return LegalEvent(data["on"], data["type"], data["outcome"], data["next_on"], data["order"])


class PrivilegedForm(web.Page):
    """What is between lawyer and child."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reference_number = forms.CharField(label=lazy("Reference number of the authority"), max_length=200, required=False)
    privileged_notes = web.StaffText(label=lazy("Between lawyer and child"), max_length=2000, rows=8, required=False)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Keep this for the lawyers alone")),)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, use_required_attribute=False, **kwargs)

    def asked(self) -> PrivilegedContent:
        data = self.cleaned_data
        return PrivilegedContent(data["reference_number"], data["privileged_notes"])
