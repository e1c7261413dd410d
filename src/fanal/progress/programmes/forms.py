"""What is filled in of a programme."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.progress.models import Measure, Programme
from fanal.progress.programmes import words
from fanal.progress.programmes.kinds import Counts, Kind, Level, Moment, Unit
from fanal.progress.programmes.programmes import ABOUT, LOOKED
from fanal.vocabulary.countries import country_choices
from fanal.web import api as web

KEEP = (web.Button(lazy("Keep it")),)
NO_NAMES = lazy("Everybody can read this later. Name no person, no place in the country, and tell nothing of a child.")
YES_NO = [("yes", lazy("Yes")), ("no", lazy("No"))]
_ANY = {"required": lazy("Tick at least one.")}
_BOXES = forms.CheckboxSelectMultiple


def _yes_no(label: Any, **more: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=YES_NO, widget=forms.RadioSelect, coerce=lambda value: value == "yes", **more
    )


def _number(label: Any, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, max_digits=14, decimal_places=2, required=False,
        error_messages={"invalid": lazy("Write a number.")}, **more,
    )  # fmt: skip


def _count(label: Any, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=2_000_000_000, **more)


class About(web.Page):
    """What a programme is."""

    title = web.StaffLine(label=lazy("Name of the programme"), max_length=160)
    kind = forms.ChoiceField(label=lazy("What is it?"), choices=list(words.KINDS.items()), widget=forms.RadioSelect)
    country = forms.ChoiceField(label=lazy("Country"))
    admin1 = web.StaffLine(
        label=lazy("Region"), help_text=lazy("It stays inside your organisation."), max_length=80, required=False
    )
    starts = web.Day(label=lazy("First day"))
    ends = web.Day(label=lazy("Last day"), help_text=lazy("Empty while nobody knows."), required=False)
    reaches = web.StaffLine(label=lazy("Whom does it reach?"), help_text=NO_NAMES, max_length=200)
    ages = forms.MultipleChoiceField(
        label=lazy("How old are they?"), choices=list(words.AGES.items()), widget=_BOXES, error_messages=_ANY
    )
    settings = forms.MultipleChoiceField(
        label=lazy("Where does it reach them?"), choices=list(words.SETTINGS.items()), widget=_BOXES,
        error_messages=_ANY,
    )  # fmt: skip
    push = forms.MultipleChoiceField(
        label=lazy("Against what does it work?"), choices=list(words.PUSH.items()), widget=_BOXES, error_messages=_ANY
    )
    approach = web.StaffText(label=lazy("What does it do?"), help_text=NO_NAMES, max_length=2000, rows=6)
    lead = web.StaffLine(
        label=lazy("Who answers for the safety of children in it?"), help_text=lazy("The office, not a name."),
        max_length=160, required=False,
    )  # fmt: skip
    adverse = web.StaffText(
        label=lazy("What harm was looked for, and what was found?"),
        help_text=lazy("Without this the grade stays at “before and after” at most."), max_length=2000, rows=4,
        required=False,
    )  # fmt: skip
    org_ref = web.StaffLine(
        label=lazy("Identifier of your organisation in IATI"),
        help_text=lazy("If it has one. Without it an identifier of this site stands in the file."), max_length=60,
        required=False, validators=[RegexValidator(r"^[^\s/&|?]+$", lazy("An identifier has no spaces."))],
    )  # fmt: skip
    buttons = KEEP

    def __init__(self, row: Programme | None, data: Any = None) -> None:
        super().__init__(data)
        web.offer(self, "country", [("", _("Choose")), *country_choices(web.spoken(), not settings.PRODUCTION)])
        self.initial = {name: getattr(row, name) for name in ABOUT} if row else {"kind": Kind.PROJECT.value}


class Outline(web.Page):
    """The theory of change."""

    theory = web.StaffText(
        label=lazy("The outline"), help_text=lazy("One part a line, as in the example below."), max_length=60_000,
        rows=24,
    )  # fmt: skip
    buttons = KEEP

    def __init__(self, row: Programme, data: Any = None) -> None:
        super().__init__(data)
        self.fields["theory"].widget.attrs |= {"dir": "auto", "spellcheck": "false"}
        self.initial = {"theory": row.theory}


class Look(web.Page):
    """How it is looked at whether it works."""

    same = _yes_no(lazy("Are the same people measured before and after?"))
    comparison = forms.ChoiceField(
        label=lazy("With whom are they compared?"), choices=list(words.COMPARISONS.items()), widget=forms.RadioSelect
    )
    planned_on = web.Day(
        label=lazy("When was the plan written how this is looked at?"), help_text=lazy("Empty if there is none."),
        required=False,
    )  # fmt: skip
    independent = _yes_no(lazy("Does somebody reckon the results who does not run the programme?"))
    buttons = KEEP

    def __init__(self, row: Programme, data: Any = None) -> None:
        super().__init__(data)
        as_is = {name: getattr(row, name) for name in LOOKED}
        self.initial = as_is | {name: "yes" if as_is[name] else "no" for name in ("same", "independent")}


class Safety(web.Page):
    """Concerns about safety in the programme (P10). Counts alone: what was told stays where it was told."""

    raised = _count(
        lazy("How many concerns about safety were raised in the last 12 months?"), help_text=lazy("0 is fine.")
    )
    in_time = _count(lazy("How many of them were answered within 72 hours?"))
    safe_until = web.Day(label=lazy("Counted up to"))
    buttons = KEEP

    def __init__(self, row: Programme, data: Any = None) -> None:
        super().__init__(data)
        self.initial = {"raised": row.raised, "in_time": row.in_time, "safe_until": row.safe_until}


class NewMeasure(web.Page):
    """What is measured."""

    code = forms.CharField(
        label=lazy("A short code"), help_text=lazy("The outline names it by this, such as U1."), max_length=10,
        validators=[RegexValidator(r"^[A-Za-z][A-Za-z0-9]*$", lazy("A letter first, then letters and digits."))],
    )  # fmt: skip
    title = web.StaffLine(label=lazy("What is measured?"), help_text=NO_NAMES, max_length=160)
    level = forms.ChoiceField(
        label=lazy("Of what?"), choices=list(words.LEVELS.items()), widget=forms.RadioSelect,
        initial=Level.OUTCOME.value,
    )  # fmt: skip
    unit = forms.ChoiceField(
        label=lazy("How?"), choices=list(words.UNITS.items()), widget=forms.RadioSelect, initial=Unit.SHARE.value
    )
    counts = forms.ChoiceField(
        label=lazy("Who or what is counted?"), choices=list(words.COUNTS.items()), widget=forms.RadioSelect,
        initial=Counts.CHILDREN.value, help_text=lazy("Children are counted, never listed."),
    )  # fmt: skip
    up = _yes_no(lazy("Is more of it better?"), initial="yes")
    what = web.StaffLine(label=lazy("How is it asked or found out?"), max_length=300, required=False)
    place = web.StaffLine(
        label=lazy("Region where it is measured"), help_text=lazy("It stays inside your organisation."),
        max_length=80, required=False,
    )  # fmt: skip
    no_baseline = web.StaffLine(label=lazy("If nobody knows how it was before: why?"), max_length=300, required=False)
    buttons = KEEP


class NewPoint(web.Page):
    """What was measured, or the target. Which boxes there are follows from how it is measured."""

    arm = forms.ChoiceField(
        label=lazy("Of whom?"), choices=list(words.ARMS.items()), widget=forms.RadioSelect, initial="programme"
    )
    moment = forms.ChoiceField(
        label=lazy("When?"), choices=list(words.MOMENTS.items()), widget=forms.RadioSelect,
        initial=Moment.BASELINE.value,
    )  # fmt: skip
    starts = web.Day(label=lazy("From"))
    ends = web.Day(label=lazy("Until"))
    target = _number(lazy("Target"))
    n = _count(lazy("How many were in the group at its beginning?"), required=False)
    lost = _count(
        lazy("How many of them could not be measured now?"), required=False,
        help_text=lazy("Empty where nobody knows: the grade is then “monitored” at most."),
    )  # fmt: skip
    hits = _count(lazy("Of how many who were measured was it so?"), required=False)
    value = _number(lazy("Value"))
    lower = _number(lazy("Lower limit of the 95 % interval"))
    upper = _number(lazy("Upper limit of the 95 % interval"))
    comment = web.StaffLine(label=lazy("Comment"), help_text=NO_NAMES, max_length=500, required=False)
    buttons = KEEP

    def __init__(self, row: Measure, data: Any = None) -> None:
        super().__init__(data)
        self.unit = Unit(row.unit)
        unused = {
            Unit.SHARE: ("value", "lower", "upper"), Unit.NUMBER: ("n", "lost", "hits", "lower", "upper"),
            Unit.MEAN: ("hits",), Unit.WORDS: ("target", "n", "lost", "hits", "value", "lower", "upper"),
        }[self.unit]  # fmt: skip
        for name in unused:
            del self.fields[name]
        if self.unit is Unit.SHARE:
            self.fields["target"].help_text = _("In per cent.")

    def asked(self) -> dict[str, Any]:
        """All columns; what is not asked of such a measure is empty."""
        names = ("target", "n", "lost", "hits", "value", "lower", "upper")
        kept = {name: self.cleaned_data.get(name) for name in names}
        return kept | {name: self.cleaned_data[name] for name in ("arm", "moment", "starts", "ends", "comment")}


class NewCost(web.Page):
    """What a year cost."""

    year = forms.IntegerField(label=lazy("Year"), min_value=1990, max_value=2100)
    funder = web.StaffLine(label=lazy("Who paid?"), max_length=160)
    named = _yes_no(lazy("May the name of who paid be published?"), initial="yes")
    amount = forms.DecimalField(
        label=lazy("How much?"), max_digits=14, decimal_places=2, min_value=0,
        error_messages={"invalid": lazy("Write a number.")},
    )  # fmt: skip
    currency = forms.CharField(
        label=lazy("Currency"), help_text=lazy("Three letters, such as EUR."), min_length=3, max_length=3,
        validators=[RegexValidator(r"^[A-Z]{3}$", lazy("Three capital letters, such as EUR."))],
    )  # fmt: skip
    buttons = KEEP


class NewRemark(web.Page):
    """What is said of it later."""

    words = web.StaffText(label=lazy("The remark"), help_text=NO_NAMES, max_length=1500, rows=5)
    buttons = KEEP


class Find(forms.Form):
    """What somebody looks for. It stands in the address; what cannot be is not looked for."""

    push = web.Narrow(label=lazy("Against what"))
    age = web.Narrow(label=lazy("Age"))
    setting = web.Narrow(label=lazy("Where"))
    grade = web.Narrow(label=lazy("How sure, at least"))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        grades = [(str(int(grade)), said[0]) for grade, said in words.GRADES.items()]
        for name, choices in (
            ("push", words.PUSH.items()), ("age", words.AGES.items()), ("setting", words.SETTINGS.items()),
            ("grade", grades),
        ):  # fmt: skip
            web.offer(self, name, web.all_or(choices))
