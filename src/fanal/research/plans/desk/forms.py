"""Forms of a plan on three pages: the tables (`tables`), what readers are told and how the numbers are protected,
then the form of the ethics gate."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import languages
from fanal.engines.disclosure.contracts import ClassSet, Policy, TableSpec
from fanal.network import api as network
from fanal.network.contracts import OrgKind
from fanal.research import words
from fanal.research.contracts import HARMED, PlanForm, Protocol, RowsAsked, Source
from fanal.research.models import Plan, Population
from fanal.research.plans import forms as kept
from fanal.research.plans.desk import costs as plan_costs
from fanal.research.plans.desk import rows
from fanal.research.plans.desk.tables import Tables
from fanal.research.questions import catalogue
from fanal.web import api as web


class Choose(web.Page):
    """Which question, of which records."""

    question = forms.ChoiceField(label=lazy("Which question should it answer?"))
    records = forms.ChoiceField(label=lazy("From which records?"), widget=forms.RadioSelect)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Go on")),)

    def __init__(self, populations: list[Population], data: Any = None) -> None:
        first = str(populations[0].pk) if len(populations) == 1 else None
        super().__init__(data, initial={"records": first})
        sets = {one.class_set for one in populations}
        asked = ((one.id, one.words) for one in catalogue.questions() if one.population in sets)
        web.offer(self, "question", asked)
        records = ((str(one.pk), web.two_lines(one.definition, words.SOURCES[one.source])) for one in populations)
        web.offer(self, "records", records)


class Words(web.Page):
    """What readers are told, for whom it is, and how the numbers are protected."""

    title = web.StaffText(
        label=lazy("Title"), help_text=lazy("Without a number: numbers stand in the tables."), max_length=160, rows=2,
        error_messages={"required": lazy("Give it a title.")},
    )  # fmt: skip
    sentence = web.StaffText(
        label=lazy("What do readers learn, in one sentence?"),
        help_text=lazy("It stands first on the page. Without a number."),
        max_length=400,
        rows=2,
        error_messages={"required": lazy("Say in one sentence what readers learn.")},
    )
    language = forms.ChoiceField(label=lazy("In which language are these?"), widget=forms.RadioSelect)
    audience = forms.ChoiceField(
        label=lazy("For whom is it?"), choices=list(words.AUDIENCES.items()), widget=forms.RadioSelect
    )
    method = forms.ChoiceField(label=lazy("How are the numbers protected?"), widget=forms.RadioSelect)
    rho = forms.ChoiceField(
        label=lazy("How much privacy loss may it cost?"),
        help_text=lazy("With differential privacy only. More loss, less noise. It is never given back."),
        required=False,
        widget=forms.RadioSelect,
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (
        web.Button(lazy("Go on"), "step", "protocol"),
        web.Button(lazy("Back to the tables"), "step", "tables"),
    )

    def __init__(
        self, population: Population, classes: ClassSet, specs: tuple[TableSpec, ...], data: Any = None,
        plan: Plan | None = None, typed: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """`specs`: the tables that were chosen. `typed`: what was typed before, to be shown without complaint."""
        given = _words(plan) if plan else {"language": "en", "audience": "public"}
        super().__init__(data, initial=given | dict(typed or {}))
        names = dict(settings.LANGUAGES)
        web.offer(self, "language", ((code, names[code]) for code in languages.offered()))
        methods = ["dp"] if population.source == Source.POOLED else list(words.METHODS)
        web.offer(self, "method", ((code, web.two_lines(*words.METHODS[code])) for code in methods))
        self.fields["method"].initial = methods[0]
        held = [rows.given(plan)["rho"]] if plan else []
        costs = [(rho, plan_costs.loss(classes, specs, rho)) for rho in dict.fromkeys([*plan_costs.LOSSES, *held])]
        web.offer(self, "rho", costs)
        self.fields["rho"].initial = "1/10"
        self.fields["rho"].needed = True  # type: ignore[attr-defined]  # the help says when
        if population.source == Source.POOLED:
            self.fields["members"] = _members(plan)
        rows.add(self, population, classes, plan)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if words := rows.problem(data):
            self.add_error("synthetic", words)
        return data

    def policy(self) -> Policy:
        data = self.cleaned_data
        rho = rows.divided(data)[0] if data["method"] == "dp" else None
        return Policy(method=data["method"], audience=data["audience"], rho=rho)

    def synthetic(self) -> RowsAsked | None:
        return rows.divided(self.cleaned_data)[1]


def _members(plan: Plan | None) -> forms.MultipleChoiceField:
    there = [(str(org.id), org.name) for org in network.orgs(OrgKind.MEMBER)]
    chosen = [str(member.org_id) for member in plan.contributions.all()] if plan else None
    help_text = (
        _("At least three. Each adds noise; nobody sees the parts."),
        _("Over several members there are no synthetic rows: nobody has all the rows that are needed to attack them."),
    )
    return forms.MultipleChoiceField(
        label=_("Which members are asked?"),
        choices=there,
        widget=forms.CheckboxSelectMultiple,
        initial=chosen,
        help_text=" ".join(help_text),
    )


def _words(plan: Plan) -> dict[str, Any]:
    """What a plan says, as the form shows it."""
    return {
        "title": plan.title, "sentence": plan.sentence, "language": plan.language, "method": plan.policy["method"],
        "audience": plan.policy["audience"], **rows.given(plan),
    }  # fmt: skip


class Gate(web.Page):
    """The form of the ethics gate: at most two pages."""

    use = web.StaffText(label=lazy("What will the answer be used for?"), max_length=1500, rows=3, required=False)
    classes = web.StaffText(
        label=lazy("Why these classes, and none finer?"), max_length=1500, rows=3, required=False
    )  # fmt: skip
    heard = web.StaffText(
        label=lazy("Which groups of children and survivors were heard?"),
        help_text=lazy("And how they learn the result. No names of persons."),
        max_length=1500,
        rows=3,
        required=False,
    )
    consent = web.StaffText(
        label=lazy("How can people say no to being counted?"), max_length=1500, rows=2, required=False
    )
    law = web.StaffText(label=lazy("What does the law of each country say?"), max_length=1500, rows=3, required=False)
    unwelcome = forms.BooleanField(label=lazy("A result that nobody likes is published all the same."), required=False)
    ends_on = web.Day(label=lazy("On which day does the plan end?"), required=False)
    outsiders = forms.BooleanField(label=lazy("People from outside take part."), required=False)
    committee = forms.CharField(
        label=lazy("Which independent committee agreed?"), help_text=lazy("Only where people from outside take part."),
        max_length=200, required=False,
    )  # fmt: skip
    committee_number = forms.CharField(label=lazy("Number of its approval"), max_length=80, required=False)
    committee_on = web.Day(label=lazy("Day of its approval"), required=False)
    buttons: ClassVar[tuple[web.Button, ...]] = (
        web.Button(lazy("Send it to the gate"), "step", "send"),
        web.Button(lazy("Back to the words"), "step", "words"),
    )
    field_order = ("use", *(f"harm_{who}" for who in HARMED), "classes", "heard", "consent", "law")

    def __init__(
        self, today: date, data: Any = None, plan: Plan | None = None, typed: Mapping[str, Any] | None = None
    ) -> None:
        initial = _gate(kept.protocol_of(plan)) if plan else {"ends_on": today + timedelta(days=180)}
        super().__init__(data, initial=initial | dict(typed or {}))
        for who, name in HARMED.items():
            self.fields[f"harm_{who}"] = web.StaffText(
                label=_("%(whom)s: what could the answer do to them?") % {"whom": _(name)},
                help_text=_("Stigma, reprisals, displacement, raids; and what is done against it."),
                max_length=800,
                rows=2,
                required=False,
            )
        self.order_fields(self.field_order)
        for name in (
            "use",
            "classes",
            "heard",
            "consent",
            "law",
            "unwelcome",
            "ends_on",
            *map("harm_{}".format, HARMED),
        ):
            self.fields[name].needed = True  # type: ignore[attr-defined]  # missing words are told by `asking`

    def protocol(self) -> Protocol:
        data = self.cleaned_data
        plain = {name: data[name] for name in ("use", "classes", "heard", "consent", "law", "unwelcome", "ends_on")}
        board = {name: data[name] for name in ("outsiders", "committee", "committee_number", "committee_on")}
        return Protocol(harms={who: data[f"harm_{who}"] for who in HARMED}, **plain, **board)


def _gate(held: Protocol) -> dict[str, Any]:
    plain = {name: getattr(held, name) for name in Protocol.__dataclass_fields__ if name != "harms"}
    return plain | {f"harm_{who}": held.harms.get(who, "") for who in HARMED}


FIELDS: Mapping[str, str] = {"tables": "one", "policy": "method", "protocol": "use", "harms": "harm_children"}


def field_of(name: str | None) -> str | None:
    """The field of a form that an answer of `plans` is about."""
    if name and name.startswith("harms."):
        return f"harm_{name.removeprefix('harms.')}"
    return FIELDS.get(name or "", name)


def typed(names: Mapping[str, forms.Field], marker: str, posted: Any) -> dict[str, Any]:
    """What was typed on a page that is not the one that was sent, to be shown there again. `marker`: a field that is
    always sent once its page was seen."""
    if posted is None or marker not in posted:
        return {}
    return {
        name: posted.getlist(name) if isinstance(field, forms.MultipleChoiceField) else posted.get(name, "")
        for name, field in names.items()
    }


def plan_form(question: str, population: UUID, tables: Tables, said: Words, gate: Gate) -> PlanForm:
    """The three pages together, as `plans.open_plan` takes them."""
    data = said.cleaned_data
    return PlanForm(
        question, population, data["title"], data["sentence"], tuple(tables.cleaned_data["cohorts"]), tables.tables(),
        said.policy(), gate.protocol(), data["language"], tuple(UUID(one) for one in data.get("members", ())),
        said.synthetic(),
    )  # fmt: skip
