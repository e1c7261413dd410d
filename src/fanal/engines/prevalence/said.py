"""What one method says of one table, in one line: the row of every comparison and sensitivity."""

from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

from fanal.engines.prevalence import refusals
from fanal.engines.prevalence.methods import part, point, resolved
from fanal.engines.prevalence.models import Model, ModelError
from fanal.engines.prevalence.result import Options
from fanal.engines.prevalence.table import CaptureTable
from fanal.engines.prevalence.zeta import members

REPLICATES = 2_000
"""Replicates of each row unless told otherwise: there are many rows, and they are compared, not published."""


@dataclass(frozen=True, slots=True)
class Said:
    """Persons. Without a figure `reason` says why; limits are also missing where none were asked for."""

    point: float | None
    lower: float | None = None
    upper: float | None = None
    model: str | None = None
    reason: str | None = None

    def holds(self, persons: float) -> bool | None:
        """Whether the interval has this number; None where there is no interval."""
        if self.lower is None or self.upper is None:
            return None
        return self.lower <= persons <= self.upper


def options_for(table: CaptureTable, given: dict[str, Any]) -> Options:
    """Options of a sensitivity: the method settled once, for lists that are left out must not change it."""
    return resolved(table, Options(**{"replicates": REPLICATES, **given}))


def say(table: CaptureTable, options: Options, limits: bool = True) -> Said:
    """Asks the method; a table or a replicate that is refused gives a row with the reason. Thin tables are computed."""
    refused = refusals.of_table(table, allow_thin=True)
    if refused:
        return Said(None, reason=refused[0].text)
    if not limits:
        value = point(table, options)
        known = isfinite(value)
        return Said(value if known else None, reason=None if known else "no finite estimate")
    answer = part(table, options)
    reasons = answer.reasons or refusals.of_replicates(answer)
    if reasons:
        return Said(None, reason=reasons[0].text)
    return Said(answer.point, answer.lower, answer.upper, answer.model)


def for_lists(options: Options, old: CaptureTable, new: CaptureTable) -> Options | str:
    """The options with a fixed model cut down to the lists that are left, or why there is none."""
    if options.model is None:
        return options
    parts = [
        sum(1 << new.position(old.names[place]) for place in members(generator) if old.names[place] in new.names)
        for generator in Model.parse(options.model, old.k).generators
    ]
    try:
        return replace(options, model=Model.of(new.k, (part for part in parts if part)).notation)
    except ModelError as error:
        return str(error)


def say_of(new: CaptureTable, old: CaptureTable, options: Options, limits: bool = True) -> Said:
    """`say`, of a table that has only some of the lists for which the options were made."""
    made = for_lists(options, old, new)
    return Said(None, reason=made) if isinstance(made, str) else say(new, made, limits)
