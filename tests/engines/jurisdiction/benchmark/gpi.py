"""Our reading beside ECPAT's Global Progress Indicator "extraterritoriality and extradition", column by column.

A cell of theirs is evidence and no provision: the comparison finds errors in drafted files, nothing else
(docs/law-benchmark.md, "Cross-checks"). Our cells speak of the act of travel and tourism, sexual activity with a child
for payment, and say only what was read; where nothing was read they are empty.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from fanal.engines.jurisdiction.benchmark.fields import found_field
from fanal.engines.jurisdiction.benchmark.home import DatedLaw, Deed, Wanted
from fanal.engines.jurisdiction.model import Corpus
from fanal.engines.jurisdiction.values import Value, all_of, any_of

COLUMNS = (
    "active_nationality", "active_residence", "passive_nationality", "double_criminality_active",
    "double_criminality_passive", "other_conditions", "extradition",
)  # fmt: skip
ACT, AGES = "sexual_activity", (13, 17)
EXCEPTIONS = {
    "trafficking": ("trafficking",),
    "csam": ("csam_production", "csam_distribution", "csam_possession"),
}
"""Kinds of offence that their cells name as exceptions, with the conducts of ours."""
UNIVERSAL = frozenset({"universal"})
OTHER = ("presence", "vicarious", "universal", "treaty")
_STATES = (("not required", "not required"), ("required", "required"), ("yes", "yes"), ("no", "no"))
_YEARS = re.compile(r">=\s*(\d+)\s*year")


@dataclass(frozen=True, slots=True)
class GpiEntry:
    """`says` is yes, no, required, not required, or empty for nothing; `months` a threshold of penalty."""

    says: str
    exceptions: frozenset[str] = frozenset()
    months: int | None = None
    text: str = ""


EMPTY = GpiEntry("")


@dataclass(frozen=True, slots=True)
class Compared:
    """One column of one state. `how`: agrees, disagrees, ours_only, theirs_only, or neither says anything."""

    state: str
    column: str
    ours: GpiEntry
    theirs: GpiEntry
    how: str


def gpi_view(corpus: Corpus, state: str, on: date) -> Mapping[str, GpiEntry]:
    """Our cells for a jurisdiction, by column; all empty where it has no file."""
    if state not in corpus.laws:
        return dict.fromkeys(COLUMNS, EMPTY)
    dated = DatedLaw(corpus, corpus.laws[state], on)
    return {
        "active_nationality": _reach(dated, "active_nationality", "national"),
        "active_residence": _reach(dated, "habitual_residence", "resident"),
        "passive_nationality": _reach(dated, "passive_personality", "child_national"),
        "double_criminality_active": _asked(dated, "active_nationality", "national"),
        "double_criminality_passive": _asked(dated, "passive_personality", "child_national"),
        "other_conditions": _other(dated),
        "extradition": _extradition(dated),
    }


def _deeds(person: str, conduct: str = ACT) -> Iterable[Deed]:
    return (Deed(conduct, age, conduct == ACT, person=person) for age in AGES)


def _said(value: Value) -> str:
    return "yes" if value.is_true else "no" if value.is_false else ""


def _reach(dated: DatedLaw, basis: str, person: str) -> GpiEntry:
    """Whether a rule of the basis reaches the act at some age, and the lowest threshold of penalty if all have one."""
    wanted = Wanted(frozenset({basis}))
    found = [dated.reached(deed, wanted) for deed in _deeds(person)]
    texts = [text for rule in dated.rules(wanted.basis) if (text := dated.text(rule)) is not None]
    months = [text.min_max_penalty_months for text in texts]
    least = min((one for one in months if one), default=None) if None not in months else None
    return GpiEntry(_said(any_of(one.value for one in found)), months=least)


def _asked(dated: DatedLaw, basis: str, person: str) -> GpiEntry:
    """Whether double criminality is asked where the act is reached, and for which other kinds of offence it is not."""
    with_it, free = Wanted(frozenset({basis})), Wanted(frozenset({basis}), no_double_criminality=True)
    reached = [deed for deed in _deeds(person) if dated.reached(deed, with_it).value.is_true]
    if not reached:
        return EMPTY
    waived = all_of(dated.reached(deed, free).value for deed in reached)
    if waived.is_true:
        return GpiEntry("not required")
    if any(reason.endswith("#double_criminality") for reason in waived.reasons):
        return EMPTY
    return GpiEntry("required", frozenset(_excepted(dated, basis, person)))


def _excepted(dated: DatedLaw, basis: str, person: str) -> Iterable[str]:
    free = Wanted(frozenset({basis}) | UNIVERSAL, no_double_criminality=True)
    for kind, conducts in EXCEPTIONS.items():
        deeds = (deed for conduct in conducts for deed in _deeds(person, conduct))
        if any(dated.reached(deed, free).value.is_true for deed in deeds):
            yield kind


def _other(dated: DatedLaw) -> GpiEntry:
    held = [basis for basis in OTHER if any(dated.text(rule) for rule in dated.rules(frozenset({basis})))]
    return GpiEntry("yes" if held else "", text=", ".join(held))


def _extradition(dated: DatedLaw) -> GpiEntry:
    least = found_field(dated, "extradition", "min_penalty_months").said
    asked = found_field(dated, "extradition", "double_criminality").said
    says = "" if asked is None else "required" if asked else "not required"
    return GpiEntry(says, months=least if isinstance(least, int) else None)


# Theirs


def read_rows(text: str) -> dict[str, Mapping[str, GpiEntry]]:
    """Their rows by state, from CSV with the columns above and `iso2`; a cell says what its first words say."""
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return {row["iso2"]: {name: cell(row.get(name) or "", name) for name in COLUMNS} for row in rows}


def cell(text: str, column: str) -> GpiEntry:
    """Their words as a cell: `unclear`, `n/a` and free text say nothing that can be compared."""
    small = text.strip().casefold()
    says = next((code for words, code in _STATES if re.match(rf"{words}\b", small)), "")
    if column == "extradition" and "double criminality" in small:
        says = "required"
    kinds = frozenset(kind for kind in EXCEPTIONS if "except" in small and kind in small)
    years = _YEARS.search(small)
    return GpiEntry(says, kinds, int(years[1]) * 12 if years else None, text)


def compare(state: str, ours: Mapping[str, GpiEntry], theirs: Mapping[str, GpiEntry]) -> list[Compared]:
    """All columns of one state. Exceptions and thresholds are compared where both say the same at first."""
    return [Compared(state, name, ours[name], theirs[name], _how(ours[name], theirs[name])) for name in COLUMNS]


def _how(ours: GpiEntry, theirs: GpiEntry) -> str:
    if not ours.says or not theirs.says:
        return "ours_only" if ours.says else "theirs_only" if theirs.says or theirs.text else "neither"
    same = (ours.says, ours.exceptions, ours.months) == (theirs.says, theirs.exceptions, theirs.months)
    return "agrees" if same else "disagrees"
