"""The three pages of a plan with nothing kept on the server: each carries what was typed on the others.

The button that was pressed says where to go: forward only past pages that are whole, back always.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from fanal.access.api import NotNow
from fanal.research.contracts import PlanForm
from fanal.research.models import Plan, Population
from fanal.research.plans.desk import costs
from fanal.research.plans.desk.forms import Gate, Words, field_of, plan_form, typed
from fanal.research.plans.desk.tables import Tables
from fanal.research.questions import catalogue
from fanal.research.records import populations

ORDER = ("tables", "words", "gate")
_STEPS: Mapping[str, int] = {"more": 0, "tables": 0, "words": 1, "protocol": 2, "send": 3}
"""How many pages must be whole for what a button does."""


class Pages:
    """The forms of the three pages, and which of them is shown. `data`: what was sent, or None."""

    def __init__(
        self, population: Population, question: catalogue.Question, today: date, data: Any, plan: Plan | None
    ) -> None:
        self._population, self._question, self._data = population, question, data
        self._classes = populations.classes_of(population)
        step = "" if data is None else data.get("step", "")
        self._whole = _STEPS.get(step, 0)
        before = Tables.typed(data)
        self.tables = Tables(
            self._classes, question, today, self._sent(0), plan, before, Tables.own_of(before) + (step == "more")
        )
        self._specs = self.tables.tables()
        words = Words(population, self._classes, self._specs, self._sent(1), plan)
        gate = Gate(today, self._sent(2), plan)
        words.initial.update(typed(words.fields, "title", data))
        gate.initial.update(typed(gate.fields, "use", data))
        self.words, self.gate = words, gate
        self._at = self._first_wrong()

    def _sent(self, page: int) -> Any:
        """The data of a page that must be whole; the others are shown again without complaint."""
        return self._data if page < self._whole else None

    def _first_wrong(self) -> int:
        for place, form in enumerate(self._forms()):
            if form.is_bound and not form.is_valid():
                return place
        return self._whole

    def _forms(self) -> tuple[Tables, Words, Gate]:
        return self.tables, self.words, self.gate

    @property
    def ready(self) -> bool:
        """Whether all three are whole and were sent."""
        return self._at == len(ORDER)

    @property
    def name(self) -> str:
        """Which page is shown."""
        return ORDER[min(self._at, len(ORDER) - 1)]

    @property
    def form(self) -> forms.Form:
        """The form that is shown."""
        return self._forms()[ORDER.index(self.name)]

    def plan_form(self) -> PlanForm:
        """All of it, as `plans` takes it. Only where they are `ready`."""
        return plan_form(self._question.id, self._population.pk, self.tables, self.words, self.gate)

    def tell(self, why: NotNow) -> None:
        """Show all that stands against the plan, on the first page that it is about: each sentence at its field; what
        is about a later page above, with the name of its field."""
        told = [(one.words, *self._place(field_of(one.field))) for one in (why, *why.others)]
        self._at = min(place for _words, place, _name in told)
        for words, place, name in told:
            if place != self._at and name is not None:
                named = {"field": str(self._forms()[place].fields[name].label).rstrip(".?"), "words": words}
                self.form.add_error(None, _("%(field)s: %(words)s") % named)
            else:
                self.form.add_error(name, words)

    def _place(self, name: str | None) -> tuple[int, str | None]:
        """Which page has a field; the last one where none has."""
        found = next((place for place, form in enumerate(self._forms()) if name in form.fields), None)
        return (len(ORDER) - 1, None) if found is None else (found, name)

    def carried(self) -> list[tuple[str, str]]:
        """What was typed on the other pages."""
        if self._data is None:
            return []
        names = [name for form in self._forms() if form is not self.form for name in form.fields]
        return [(name, value) for name in names for value in self._data.getlist(name)]

    def sentences(self) -> list[str]:
        """The tables that were chosen, each in a plain sentence."""
        return costs.sentences(self._classes, self._specs)

    def left(self) -> list[tuple[str, str]]:
        """What is left of the years that were chosen, and what the plan takes of it."""
        if not self._specs:
            return []
        return list(costs.left(self._population, self.tables.cleaned_data.get("cohorts", ()), self._specs))
