"""Which synthetic rows may be made at all, of which variables, and how attacks get rows of the same kind.

Synthetic rows cross every variable with every other, so what is crossed with nothing (origin), or not public (places
below a country), is left out of them; the rules of tables hold besides.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from fractions import Fraction

import numpy as np

from fanal.engines.arrays import UInt8s
from fanal.engines.disclosure import refusals
from fanal.engines.disclosure.counting import count
from fanal.engines.disclosure.discrete import Random
from fanal.engines.disclosure.given import NOTHING, Given
from fanal.engines.disclosure.model import (
    ClassSet,
    CodedTable,
    Cube,
    DisclosureError,
    Margin,
    NotReleased,
    Policy,
    Refusal,
)
from fanal.engines.disclosure.synthesis import noised, synthesise


def demand_allowed(cube: Cube, policy: Policy, given: Given = NOTHING) -> None:
    """Raises `NotReleased` (X1, X2, X7, X9) for what is not made into rows: ask before spending."""
    found = [*refusals.before(cube, (), policy, given)]
    for one in cube.classes.variables:
        if one.kind == "origin":
            found.append(_crossed(one.name, "nationality, ethnicity and religion are crossed with nothing"))
        if one.kind == "place" and policy.audience == "public":
            found.append(_crossed(one.name, "nothing below a country is public"))
        if one.name in given.unmarked:
            found.append(refusals.refusal("X9", variable=one.name))
    if found:
        raise NotReleased(found)


def _crossed(name: str, words: str) -> Refusal:
    return Refusal("X7", f"Synthetic rows hold {name}: {words}.", "Leave the variable out.")


def leave_out(classes: ClassSet, audience: str = "public") -> tuple[str, ...]:
    """Names of the variables that synthetic rows for this audience never hold."""
    kinds = {"origin", "place"} if audience == "public" else {"origin"}
    return tuple(one.name for one in classes.variables if one.kind in kinds)


def without(classes: ClassSet, names: Collection[str]) -> ClassSet:
    """The class set with fewer variables. `sha256` stays: it names what was reviewed.

    Raises `DisclosureError`: unknown variables, or none is left.
    """
    for name in names:
        classes.place(name)
    kept = tuple(variable for variable in classes.variables if variable.name not in names)
    if not kept:
        raise DisclosureError("no variable is left; keep at least one")
    return replace(
        classes,
        variables=tuple(
            replace(var, impossible=tuple(pair for pair in var.impossible if pair[1].partition(".")[0] not in names))
            for var in kept
        ),
    )


def cube_without(cube: Cube, names: Collection[str]) -> Cube:
    """The counts of fewer variables. Raises `DisclosureError`."""
    classes = without(cube.classes, names)
    now = {cube.classes.place(one.name): at for at, one in enumerate(classes.variables)}
    margins = {}
    for variables, margin in cube.margins.items():
        if set(variables) <= set(now):
            places = tuple(now[place] for place in variables)
            margins[places] = Margin(places, margin.n, margin.key)
    return replace(cube, classes=classes, margins=margins)


def table_without(table: CodedTable, names: Collection[str]) -> CodedTable:
    """The rows with fewer variables. Raises `DisclosureError`."""
    classes = without(table.classes, names)
    kept = [table.classes.place(one.name) for one in classes.variables]
    return replace(table, classes=classes, codes=np.ascontiguousarray(table.codes[:, kept]))


def shadow(rho: Fraction, random: Random) -> Callable[[CodedTable], UInt8s]:
    """How the attacks make rows from half of the children, with the same loss: they are never published, and the
    ledger hears nothing of them. Give the result to `attacks.attack`."""

    def made(half: CodedTable) -> UInt8s:
        return synthesise(noised(count(half), rho, random), random).codes

    return made
