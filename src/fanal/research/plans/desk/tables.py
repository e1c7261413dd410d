"""The first page of a plan: which years, and which tables answer its question.

Ready-made tables come first, to tick: each variable of the question alone, and the pairs that the catalogue names.
Other tables are made of selects, one table after another; a button adds a table and keeps what was chosen.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.engines.disclosure.contracts import MISSING, ClassSet, TableSpec
from fanal.research import table_words
from fanal.research.models import Plan
from fanal.research.plans import asking
from fanal.research.plans import forms as kept
from fanal.research.questions import catalogue
from fanal.web import api as web

YEARS, MOST_OWN = 8, 12
"""How many years and tables of one's own the page offers."""
_OWN = ("rows", "columns", "where", "plain")
_NUMBERS = frozenset(map(str, range(1, MOST_OWN + 1)))


class Tables(web.Page):
    """Years and tables. Fields of one's own tables: `rows_1`, `columns_1`, `where_1`, `plain_1`, and so on."""

    cohorts = forms.TypedMultipleChoiceField(
        label=lazy("Which years?"),
        help_text=lazy("A year can be counted once it ended six months ago."),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": lazy("Choose at least one year.")},
    )
    one = forms.MultipleChoiceField(
        label=lazy("One thing at a time"),
        help_text=lazy("Each tick is a table."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    two = forms.MultipleChoiceField(
        label=lazy("Two things together"),
        help_text=lazy("The more numbers a table has, the more of them are too small to be shown."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Go on"), "step", "words"),)

    def __init__(
        self, classes: ClassSet, question: catalogue.Question, today: date, data: Any = None,
        plan: Plan | None = None, typed: Mapping[str, Any] | None = None, own: int = 0,
    ) -> None:  # fmt: skip
        """`typed`: what was chosen before, to be shown again without complaint; `own`: at least so many tables."""
        self.classes = classes
        self.held = kept.specs_of(plan) if plan else ()
        self.ready = [TableSpec((name,)) for name in question.variables]
        self.crossed = [TableSpec((rows,), (columns,)) for rows, columns in question.crossed]
        given = self._given(plan) if plan else {}
        super().__init__(data, initial=given | dict(typed or {}))
        web.offer(self, "cohorts", ((year, str(year)) for year in _years(today, plan)))
        self._offer("one", self.ready)
        self._offer("two", self.crossed)
        for name in ("one", "two"):
            self.fields[name].needed = True  # type: ignore[attr-defined]  # one of all is; `clean` says so
        self.own = max([min(own, MOST_OWN), *(_number(name) for name in (*(data or ()), *given, *(typed or ())))])
        for number in range(1, self.own + 1):
            self._add(number, question)

    def _offer(self, name: str, specs: list[TableSpec]) -> None:
        if not specs:
            del self.fields[name]
            return
        web.offer(self, name, ((_value(one), self._line(one)) for one in specs))

    def _line(self, spec: TableSpec) -> Any:
        """A ready-made table and, below it, what its numbers are."""
        if spec.columns:
            second = table_words.numbers(self.classes, spec)
        else:
            second = table_words.codes_words(self._variable(spec.rows[0]))
        return web.two_lines(table_words.named(self.classes, spec), second)

    def _variable(self, name: str) -> Any:
        return self.classes.variables[self.classes.place(name)]

    def _add(self, number: int, question: catalogue.Question) -> None:
        """The selects of one table; what a plan has and the lists do not comes as one choice more."""
        held = self._given_own().get(number, {})
        variables = [(name, table_words.variable_label(self._variable(name))) for name in question.variables]
        limits = [choice for name in question.variables for choice in self._limits(name)]
        for name, label, nothing, choices in (
            ("rows", _("Count by"), _("nothing: leave this table out"), variables),
            ("columns", _("And by"), _("nothing else"), variables),
            ("where", _("But only"), _("all of them"), limits),
        ):
            value = held.get(f"{name}_{number}", "")
            more = [(value, _("as in the plan now"))] if value and value not in dict(choices) else []
            field = forms.ChoiceField(label=label, choices=[("", nothing), *choices, *more], required=False)
            field.needed = True  # type: ignore[attr-defined]  # "nothing" is an answer
            self.fields[f"{name}_{number}"] = field
        self.fields[f"plain_{number}"] = forms.BooleanField(label=_("Without sums"), required=False)

    def _limits(self, name: str) -> Iterator[tuple[str, str]]:
        variable = self._variable(name)
        known = tuple(code for code in variable.codes if code != MISSING)
        for codes in ((known,) if len(known) > 1 else ()) + tuple((code,) for code in known):
            label = f"{table_words.variable_label(variable)}: {table_words.limit_words(variable, codes)}"
            yield _where({name: codes}), label

    def own_tables(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The tables of one's own as the page draws them: legend, fields."""
        return [
            (_("Your table %(number)s") % {"number": web.digits(number)}, [self[f"{name}_{number}"] for name in _OWN])
            for number in range(1, self.own + 1)
        ]

    @staticmethod
    def typed(data: Any) -> dict[str, Any]:
        """What was chosen, to be shown again without complaint."""
        if data is None:
            return {}
        own = {_number(name) for name in data} - {0}
        chosen = {f"{name}_{number}": data.get(f"{name}_{number}", "") for number in own for name in _OWN}
        return {name: data.getlist(name) for name in ("cohorts", "one", "two")} | chosen

    @staticmethod
    def own_of(chosen: Mapping[str, Any]) -> int:
        """How many tables of one's own there are in `typed`."""
        return max(map(_number, chosen), default=0)

    def may_add(self) -> bool:
        return self.own < MOST_OWN

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for number in range(1, self.own + 1):
            rows, columns = data.get(f"rows_{number}"), data.get(f"columns_{number}")
            if not rows and columns:
                self.add_error(f"rows_{number}", _("Choose what to count by first."))
            if rows and rows == columns:
                self.add_error(f"columns_{number}", _("Choose two different things, or nothing else."))
            if set(_limited(data.get(f"where_{number}") or "")) & {rows, columns}:
                self.add_error(f"where_{number}", _("This is in the table already. Choose another thing, or all."))
        if not self.errors and not list(self._specs(())):
            self.add_error("one" if "one" in self.fields else None, _("Choose at least one table."))
        return data

    def tables(self) -> tuple[TableSpec, ...]:
        """The tables that were chosen: ready-made ones in their order, then one's own. None is there twice."""
        if not self.is_valid():
            return ()
        chosen = self._specs(tuple(self.cleaned_data["cohorts"]))
        return tuple({_key(one): one for one in chosen}.values())

    def _specs(self, cohorts: tuple[int, ...]) -> Iterator[TableSpec]:
        """Tables that the plan has keep what this page does not ask: title, rows that a child has at most."""
        held = {_key(spec): spec for spec in self.held}
        data = self.cleaned_data
        for name, ready in (("one", self.ready), ("two", self.crossed)):
            for spec in ready:
                if _value(spec) in data.get(name, ()):
                    yield replace(held.get(_key(spec), spec), cohorts=cohorts)
        for number in range(1, self.own + 1):
            rows, columns, where, plain = (data.get(f"{name}_{number}") for name in _OWN)
            if rows:
                spec = TableSpec(
                    tuple(rows.split(".")), tuple(columns.split(".")) if columns else (), _limited(where or ""),
                    totals=not plain,
                )  # fmt: skip
                yield replace(held.get(_key(spec), spec), cohorts=cohorts)

    def _given(self, plan: Plan) -> dict[str, Any]:
        """What a plan says, as the form shows it."""
        ready = {_key(one): ("two" if one.columns else "one", _value(one)) for one in (*self.ready, *self.crossed)}
        found: dict[str, Any] = {"cohorts": plan.cohorts, "one": [], "two": []}
        for one in self.held:
            if _key(one) in ready:
                name, value = ready[_key(one)]
                found[name].append(value)
        for fields in self._given_own().values():
            found |= fields
        return found

    def _given_own(self) -> dict[int, dict[str, Any]]:
        """For each table of the plan that is not ready-made its fields."""
        ready = {_key(one) for one in (*self.ready, *self.crossed)}
        own = [one for one in self.held if _key(one) not in ready]
        return {
            number: {
                f"rows_{number}": ".".join(one.rows), f"columns_{number}": ".".join(one.columns),
                f"where_{number}": _where(one.where), f"plain_{number}": not one.totals,
            }
            for number, one in enumerate(own[:MOST_OWN], start=1)
        }  # fmt: skip


def _value(spec: TableSpec) -> str:
    return ".".join((*spec.rows, *spec.columns))


def _key(spec: TableSpec) -> tuple[object, ...]:
    """What makes a table another one, whatever its title and years."""
    return spec.rows, spec.columns, _where(spec.where), spec.totals


def _where(where: Mapping[str, tuple[str, ...]]) -> str:
    """Limits as the value of a choice: `place.home,online`, several joined by `;`."""
    return ";".join(f"{name}.{','.join(sorted(codes))}" for name, codes in sorted(where.items()))


def _limited(value: str) -> dict[str, tuple[str, ...]]:
    pairs = (one.partition(".") for one in value.split(";") if one)
    return {name: tuple(codes.split(",")) for name, _dot, codes in pairs}


def _number(name: str) -> int:
    """Of which own table a field is; 0: of none."""
    kind, _line, number = name.rpartition("_")
    return int(number) if kind in _OWN and number in _NUMBERS else 0


def _years(today: date, plan: Plan | None) -> list[int]:
    newest = today.year
    while not asking.old_enough(newest, 6, today):
        newest -= 1
    offered = set(range(newest, newest - YEARS, -1)) | set(plan.cohorts if plan else ())
    return sorted(offered, reverse=True)
