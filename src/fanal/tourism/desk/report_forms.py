"""The forms of the yearly report: one page a criterion, each question filled where records answer it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.learning.contracts import ROLES
from fanal.tourism import known, words
from fanal.tourism.models import AnnualReport, Membership, ReportAnswer
from fanal.tourism.programmes.model import Kinds, Question, Source
from fanal.tourism.reports import reports
from fanal.tourism.reports.filling import Value
from fanal.tourism.reports.reports import Said
from fanal.tourism.said import said
from fanal.web import api as web

KEEP, DIFFERS = "keep", "differs"
NO_STORY = lazy("Both are kept. No account of a concern, and no person’s name.")
_MOST = 10_000_000


def asks(row: Membership, one: Question) -> str:
    """A question in words."""
    if one.text:
        return said(one.text)
    requirement = known.criteria(row).requirement(one.of)
    what = said(requirement.text) if requirement else one.of
    return str(words.COUNTS[one.counts][0]) % {"what": what} if one.counts else _("How far it is: %(what)s") % {
        "what": what
    }  # fmt: skip


def comes_from(one: Question) -> str:
    """Where the answer of records comes from."""
    if one.source is Source.PLAN:
        return _("from your plan")
    return str(words.COUNTS[one.counts][1]) if one.counts else ""


def shown(one: Question, value: Value) -> str:
    """An answer, for people."""
    if not value:
        return ""
    if value.get("few"):
        return _("fewer than ten: not counted here")
    tell: dict[Kinds, Callable[[], str]] = {
        Kinds.LEVEL: lambda: f"{web.digits(value['level'])}: {words.LEVELS[value['level']]}",
        Kinds.SHARE: lambda: _share(value["part"], value["whole"]),
        Kinds.NUMBER: lambda: web.digits(value["number"]),
        Kinds.DAY: lambda: web.day_words(date.fromisoformat(value["day"])),
        Kinds.TEXT: lambda: str(value["text"]),
    }
    return tell[one.kind]()


def _share(part: int, whole: int) -> str:
    return _("%(part)s of %(whole)s") % {"part": web.digits(part), "whole": web.digits(whole)}


def cells(value: Value) -> list[tuple[str, str]]:
    """By role, where an answer has it."""
    return [(_(ROLES.get(role, role)), _share(a, b)) for role, (a, b) in sorted(value.get("cells", {}).items())]


class Part(web.Page):
    """The questions of one criterion. A field of its own for what is typed; for what records answer first whether that
    is right."""

    version = web.Version()
    buttons = (web.Button(lazy("Save and go on")),)

    def __init__(self, report: AnnualReport, part: int, data: Any = None) -> None:
        super().__init__(data)
        self.questions = [one for one in reports.questions(report).questions if one.criterion == part]
        found = reports.answers(report)
        self.initial = {"version": report.version}
        groups = []
        for one in self.questions:
            names = [*self._add(one, found[one.id])]
            legend = asks(report.membership, one)
            groups.append(web.Group(tuple(names), legend, self._hint(one, found[one.id])))
        self.groups = tuple(groups)  # type: ignore[misc]

    def _hint(self, one: Question, line: ReportAnswer) -> str:
        if not line.prefilled:
            return ""
        by_role = [f"{role}: {number}" for role, number in cells(line.prefilled)]
        return web.dots(shown(one, line.prefilled), comes_from(one), web.listed(by_role))

    def _add(self, one: Question, line: ReportAnswer) -> Iterable[str]:
        added = dict(_fields(one))
        if not line.prefilled:
            self.ask(added)
            self.initial.update(_initial(one, line.value))
            return list(added)
        keeps = forms.ChoiceField(
            label=_("Is that right?"), choices=[(KEEP, _("That is right")), (DIFFERS, _("It differs"))],
            widget=forms.RadioSelect, required=False,
        )  # fmt: skip
        why = web.StaffLine(label=_("If it differs: why?"), help_text=NO_STORY, max_length=500, required=False)
        self.ask({f"{one.id}_keep": keeps} | added | {f"{one.id}_why": why})
        if line.value:
            same = line.value == line.prefilled and not line.reason
            self.initial[f"{one.id}_keep"] = KEEP if same else DIFFERS
            if not same:
                self.initial.update(_initial(one, line.value) | {f"{one.id}_why": line.reason})
        return [f"{one.id}_keep", *added, f"{one.id}_why"]

    def clean(self) -> dict[str, Any]:
        """Of a share both numbers, or none."""
        told: dict[str, Any] = super().clean() or {}
        for one in self.questions:
            if one.kind is Kinds.SHARE and (told.get(one.id) is None) != (told.get(f"{one.id}_whole") is None):
                lacks = one.id if told.get(one.id) is None else f"{one.id}_whole"
                if lacks not in self.errors:
                    self.add_error(lacks, _("Write both numbers."))
        return told

    def asked(self) -> Mapping[str, Said]:
        """What was answered, by question; what was left open is not among it where records have an answer."""
        data, found = self.cleaned_data, {}
        for one in self.questions:
            keep = data.get(f"{one.id}_keep", "")
            if f"{one.id}_keep" in self.fields and not keep:
                continue
            found[one.id] = Said(keep == KEEP, _value(one, data), data.get(f"{one.id}_why", ""))
        return found


def _fields(one: Question) -> Iterable[tuple[str, forms.Field]]:
    label = _("What is right?") if one.source is not Source.MANUAL else _("Your answer")
    match one.kind:
        case Kinds.LEVEL:
            levels = [
                ("", _("Choose")),
                *((str(at), f"{web.digits(at)}: {name}") for at, name in enumerate(words.LEVELS)),
            ]
            yield one.id, forms.ChoiceField(label=label, choices=levels, required=False)
        case Kinds.SHARE:
            yield one.id, _number(_("How many?"))
            yield f"{one.id}_whole", _number(_("Of how many?"))
        case Kinds.NUMBER:
            yield one.id, _number(_("How many?"))
        case Kinds.DAY:
            yield one.id, web.Day(label=label, required=False)
        case Kinds.TEXT:
            hint = _("What the company did. No account of a concern, and no person’s name.")
            yield one.id, web.StaffText(label=label, help_text=hint, max_length=one.longest, rows=5, required=False)


def _number(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=_MOST, required=False)


def _value(one: Question, data: Mapping[str, Any]) -> Value:
    given = data.get(one.id)
    if given in {None, ""}:
        return {}
    match one.kind:
        case Kinds.LEVEL:
            return {"level": int(given)}
        case Kinds.SHARE:
            return {"part": given, "whole": data[f"{one.id}_whole"]}
        case Kinds.NUMBER:
            return {"number": given}
        case Kinds.DAY:
            return {"day": given.isoformat()}
        case Kinds.TEXT:
            return {"text": given.strip()} if given.strip() else {}


def _initial(one: Question, value: Value) -> dict[str, Any]:
    if not value or value.get("few"):
        return {}
    if one.kind is Kinds.SHARE:
        return {one.id: value["part"], f"{one.id}_whole": value["whole"]}
    return {one.id: next(iter(value.values()))}


class Explain(web.Page):
    """What the company says to what its records say otherwise."""

    buttons = (web.Button(lazy("Keep it")),)

    def __init__(self, report: AnnualReport, data: Any = None) -> None:
        super().__init__(data)
        self.ask(
            {
                name: web.StaffText(label=words.FLAGS[name], help_text=NO_STORY, max_length=500, rows=4)
                for name in reports.flags(report, reports.answers(report))
            }
        )
        self.initial = dict(report.explained)


class Summary(web.Page):
    """What everybody reads of a year."""

    summary = web.StaffText(
        label=lazy("What was done, what was not, and what comes next?"),
        help_text=lazy("Everybody reads this. No account of a concern, and no person’s name."), max_length=1500, rows=8,
    )  # fmt: skip
    buttons = (web.Button(lazy("Publish it")),)

    def __init__(self, report: AnnualReport, data: Any = None) -> None:
        super().__init__(data)
        self.initial["summary"] = report.summary
