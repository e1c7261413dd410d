"""Why no table is released: stable codes, why, and what would help. Words never hold a count.

`before` looks at what was asked for, `after` at what would be shown. X3 comes from the ledger, X4 from the attacks, X8
from a member; their texts are here too.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from fanal.engines.disclosure import groups
from fanal.engines.disclosure.coarser import advice
from fanal.engines.disclosure.given import NOTHING, Given
from fanal.engines.disclosure.model import (
    ClassSet,
    Cube,
    Policy,
    Protected,
    Refusal,
    TableSpec,
)
from fanal.engines.disclosure.threshold import hidden_share

FEWEST_CHILDREN = 30
MOST_HIDDEN = 0.6
BOTH_ASSENT = frozenset({"ethics_reviewer", "survivor_adviser"})

TEXTS = {
    "X1": ("{words}", "One reviewed class set for the population; other edges with differential privacy only."),
    "X2": (
        "Fewer than 30 children are recorded in this population and cohort.",
        "Wait, or make one table of several cohorts together.",
    ),
    "X3": ("{words}", "Fewer tables, or larger noise; what was spent does not come back."),
    "X4": ("{words}", "Join classes, leave out a total, or publish fewer tables."),
    "X5": ("In table {table} more than 60 % of the cells would be hidden.", "{advice}"),
    "X6": (
        "{where} would say of (nearly) all children of a group that they share a code of {variable}.",
        "Join the group with another, leave out the variable, or get the written assent of the ethics reviewer and"
        " of the survivor adviser.",
    ),
    "X7": ("Table {table}: {words}", "{advice}"),
    "X8": ("A member objected.", "Ask no reason; leave out what the member contributed, or the table."),
    "X9": (
        "{variable} comes from no field that is marked for statistics.",
        "Leave it out; what may be counted is decided in the case model, not here.",
    ),
}


def refusal(code: str, **values: Any) -> Refusal:
    """The refusal of this code, its texts filled in."""
    words, help_words = TEXTS[code]
    return Refusal(code, words.format(**values), help_words.format(**values))


def before(cube: Cube, specs: Sequence[TableSpec], policy: Policy, given: Given = NOTHING) -> tuple[Refusal, ...]:
    """X1, X2, X7, X9: what forbids these tables whatever they would show."""
    return (*_of_classes(cube.classes, policy, given), *_of_size(cube), *_of_specs(cube.classes, specs, policy, given))


def after(cube: Cube, tables: Sequence[Protected], given: Given = NOTHING) -> tuple[Refusal, ...]:
    """X5 and X6: what the finished tables would hide or say of a whole group, also together with earlier releases.

    With differential privacy only their noised numbers are looked at, and `cube` may be empty but for its class set: a
    refusal must not tell of the counts.
    """
    found: list[Refusal] = []
    said = [] if given.assents >= BOTH_ASSENT else groups.said(cube, tables, given.earlier)
    for place, table in enumerate(tables):
        if hidden_share(table) > MOST_HIDDEN:
            found.append(refusal("X5", table=place + 1, advice=advice(table, groups.numbers(cube, table))))
        found += [refusal("X6", where=_where(one, table), variable=one.variable) for one in said if one.table == place]
    return tuple(found)


def _where(one: groups.Said, table: Protected) -> str:
    row, column = divmod(one.cell, len(table.columns))
    place = f"Table {one.table + 1}, row {row + 1}, column {column + 1}"
    if not one.releases:
        return place
    return f"{place}, together with release{'s' * (len(one.releases) > 1)} {', '.join(one.releases)},"


def _of_classes(classes: ClassSet, policy: Policy, given: Given) -> Iterator[Refusal]:
    if classes.reviewed_on is None:
        yield refusal("X1", words="The class set was not reviewed.")
    if policy.method != "dp" and given.other_classes - {classes.sha256}:
        yield refusal("X1", words="Other edges were used for this population: subtracting would give small groups.")


def _of_size(cube: Cube) -> Iterator[Refusal]:
    if cube.rows < FEWEST_CHILDREN:
        yield refusal("X2")


def _of_specs(classes: ClassSet, specs: Sequence[TableSpec], policy: Policy, given: Given) -> Iterator[Refusal]:
    for place, spec in enumerate(specs, start=1):
        names = (*spec.rows, *spec.columns, *spec.where)
        kinds = [classes.variables[classes.place(name)].kind for name in names]
        if policy.audience == "public" and "place" in kinds:
            yield refusal(
                "X7",
                table=place,
                words="Nothing below a country is public.",
                advice="Leave out the place, or make the table for members only.",
            )
        if "origin" in kinds and len(names) > 1:
            yield refusal(
                "X7",
                table=place,
                words="Nationality, ethnicity and religion are crossed with nothing.",
                advice="Leave out the variable of origin, or show it alone.",
            )
        yield from (refusal("X9", variable=name) for name in names if name in given.unmarked)
