"""Forms of fields of the model: what people type becomes the values that are sealed, and back.

Fields and values go by their path (`child.given_name`); the form calls them `child_given_name`, and lines of a field
that holds several parts `child_contacts_0_value`.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils import timezone

from fanal.cases.model import days
from fanal.cases.model.declared import Field
from fanal.cases.model.inputs import Asked, Choices, answerable
from fanal.cases.model.kinds import KINDS
from fanal.cases.model.sealed import empty
from fanal.web import api as web

_DATED = frozenset({"date", "partial_date", "instant", "int"})


class Declared(web.Page):
    """A form of declared fields. `values`: what they hold until now; `required`: paths that need an answer, none
    without it; `given`: what can be chosen in a field of rows (areas, providers, goals), by its path.

    A field in which nothing can be chosen is not asked, and keeps what it holds. A subclass may have fields and groups
    of its own, which come first.
    """

    use_required_attribute = False
    new = False
    """Whether it is of a child who is not there yet, so that the age is that of today."""

    def __init__(
        self,
        fields: Iterable[Field],
        data: Mapping[str, Any] | None = None,
        *,
        values: days.Values | None = None,
        required: Collection[str] = (),
        given: Mapping[str, Choices] | None = None,
        **kwargs: Any,
    ) -> None:
        held, chosen = values or {}, given or {}
        every = (
            Asked(
                one, held.get(one.path, empty(one)), tuple(chosen.get(one.path, ())), one.path in required,
                _typed(one, data or {}),
            )
            for one in fields
        )  # fmt: skip
        self.inputs = tuple(filter(answerable, every))
        shown = {name: value for one in self.inputs for name, value in KINDS[one.field.kind].initial(one).items()}
        super().__init__(data, **{**kwargs, "initial": {**shown, **kwargs.get("initial", {})}})
        made = {name: field for one in self.inputs for name, field in KINDS[one.field.kind].fields(one).items()}
        for field in made.values() if not required else ():
            field.needed = True  # type: ignore[attr-defined]  # the page says once that all may be left open
        self.ask(made)
        groups = [group for one in self.inputs for group in KINDS[one.field.kind].groups(one)]
        self.groups = (*type(self).groups, *groups)  # type: ignore[misc]

    def clean(self) -> dict[str, Any] | None:
        """What no single input sees: lines that lack a part."""
        cleaned = super().clean()
        for one in self.inputs:
            for name, words in KINDS[one.field.kind].wrong(one, self.cleaned_data):
                if name not in self.errors:
                    self.add_error(name, words)
        typed = {one.field.path: self.cleaned_data.get(one.name) for one in self.inputs if one.field.kind in _DATED}
        held = {one.field.path: one.held for one in self.inputs}
        for path, words in days.wrong(typed, timezone.localdate(), held=held, new=self.new):
            name = path.replace(".", "_")
            if name not in self.errors:
                self.add_error(name, words)
        return cleaned

    def values(self) -> dict[str, Any]:
        """What was typed, once the form is valid."""
        return {one.field.path: KINDS[one.field.kind].value(one, self.cleaned_data) for one in self.inputs}


def _typed(field: Field, data: Mapping[str, Any]) -> int:
    """How many lines of a field were sent."""
    sent = re.compile(rf"{re.escape(field.path.replace('.', '_'))}_(\d{{1,2}})(?:_[a-z_]+)?")
    return max((int(found[1]) + 1 for name in data if (found := sent.fullmatch(name)) and data[name]), default=0)
