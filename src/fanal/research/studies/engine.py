"""What a study asks the engine of prevalence: the capture table, the estimate, and what the assumptions would mean.

No database here. Modules of the engine that compile are loaded when they are first asked.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import NotNow
from fanal.engines.prevalence.contracts import (
    CaptureTable,
    Estimate,
    Fault,
    ModelError,
    Notice,
    OptionError,
    Options,
    TableError,
    canonical_json,
    of_suspects,
    refusals,
    svg,
    warnings,
)
from fanal.research import calculating
from fanal.research.studies.coarse import coarse, without_small

ESTIMATE = "estimate"
SENSITIVITIES = ("linkage", "groups", "lists", "known", "choices", "pairs", "compare")
_FUNCTIONS = {
    "linkage": "linkage_sensitivity",
    "groups": "heterogeneity_sensitivity",
    "lists": "leave_one_list_out",
    "known": "internal_consistency",
    "choices": "choices",
    "pairs": "pair_table",
    "compare": "compare",
}
_MOST_SENSITIVE = 2_000
"""Replicates of a row of a sensitivity: there are many rows, which are compared, not published."""
_EXACT_ONLY = frozenset({"pairs"})
"""Overlaps themselves: of a linkage run they stay in the sealed table."""


_CHILDREN = lazy("Only lists of children are counted here, never lists of persons suspected.")
_SHAPE = lazy(
    "This table cannot be read. It has a column of 0 and 1 for each list, and then the column “count” with whole "
    "numbers. Each combination of lists stands in one row, and nobody is on no list. No row is a child."
)
WRONG: Mapping[Fault, Promise] = {
    Fault.EMPTY: lazy("The table is empty."),
    Fault.NO_CSV: lazy("This cannot be read as CSV. Look for a quotation mark too many, or a very long cell."),
    Fault.ENCODING: lazy("Save the table as CSV in the encoding UTF-8."),
    Fault.SEPARATOR: lazy("Put commas between the columns: save the table as CSV with commas."),
    Fault.CELLS: lazy("This row has more or fewer cells than there are columns."),
    Fault.NO_COUNT: lazy("There is no column “count” with the number of children. No row is a child."),
    Fault.UNNAMED: lazy("Give each column a name."),
    Fault.NAME_TWICE: lazy("Two columns have this name. Give each one of its own."),
    Fault.NAME_OF_COUNT: lazy("Only the column with the number of children is called “count”. Rename the list."),
    Fault.NAME_MARKS: lazy("Take commas and quotation marks out of the names of lists."),
    Fault.LISTS: lazy("A study takes two to twelve lists, each with a column of its own."),
    Fault.FLAG: lazy("Write 1 where the children of this row are on the list, and 0 where they are not."),
    Fault.NUMBER: lazy("Write a whole number of children here, 0 or more, in figures only."),
    Fault.TOO_MANY: lazy("So many children cannot be counted. Look whether a mark between the figures got lost."),
    Fault.TWICE: lazy("This combination of lists is there twice. Add the two rows up."),
    Fault.ON_NONE: lazy("Here all lists have 0: how many children these are is what is estimated. Leave the row out."),
    Fault.ALL_ZERO: lazy("Every count is 0: nobody is on a list."),
    Fault.KIND: _CHILDREN,
    Fault.PERIOD: lazy(
        "A line “# period” names a list of this table, and then its first and last day: # period A: "
        "2024-01-01/2024-12-31"
    ),
    Fault.CALL: _SHAPE,
}
"""What to do about each fault that the engine finds."""


@dataclass(frozen=True, slots=True)
class Made:
    """One part of a study as it is kept: `text` canonical JSON, `picture` an SVG or nothing."""

    text: str
    picture: str


@dataclass(frozen=True, slots=True)
class Secrecy:
    """Of the table of a linkage run: `salt` keys its hash, and figures are kept coarse. Quality of the links beside."""

    salt: bytes
    missed: float = 0.0
    false: float = 0.0


def table_of(text: str) -> CaptureTable:
    """A capture table. Raises `NotNow` for the field `table`; no cell of it stands in the message."""
    try:
        table = CaptureTable.from_csv(text.strip() + "\n")
    except TableError as error:
        raise NotNow(_refusal(error), "table") from None
    if any(map(of_suspects, table.names)):
        raise NotNow(str(_CHILDREN), "table")
    return table


def _refusal(error: TableError) -> str:
    """Where it is and what to do. What the engine says may repeat a cell; this does not."""
    words = str(WRONG[error.fault])
    if error.row is None:
        return words if error.column is None else f"{_('Column “%(column)s”:') % {'column': error.column}} {words}"
    if error.column is None:
        return f"{_('Row %(row)s:') % {'row': error.row}} {words}"
    place = {"row": error.row, "column": error.column}
    return f"{_('Row %(row)s, column “%(column)s”:') % place} {words}"


def options_of(given: Mapping[str, Any]) -> Options:
    """The options of a study. Raises `NotNow`."""
    try:
        return Options(**{key: value for key, value in given.items() if value not in (None, "")})
    except (OptionError, TypeError):
        raise NotNow(_("Method and model do not go together: a model is named with one given model only.")) from None


def fits(table: CaptureTable, options: Options) -> None:
    """Raises `NotNow` where the model or the order cannot be used with this table."""
    calculating.demand()
    from fanal.engines.prevalence.api import resolved

    try:
        resolved(table, options)
    except ModelError:
        raise NotNow(_("This model cannot be used with the lists of this table."), "model") from None


def commitment(table: CaptureTable, secrecy: Secrecy | None) -> str:
    """The hash of a table. Of a run it is keyed: few tables have the same totals, and each could be tried."""
    if secrecy is None:
        return table.digest
    return hmac.new(secrecy.salt, table.to_csv().encode(), hashlib.sha256).hexdigest()


def estimate(table: CaptureTable, options: Options, secrecy: Secrecy | None) -> tuple[Estimate, Made]:
    """The estimate as it is kept and signed."""
    from fanal.engines.prevalence import api as engine

    found = engine.estimate(table, options)
    kept = replace(without_small(found) if secrecy is None else coarse(found), table_hash=commitment(table, secrecy))
    return kept, Made(kept.to_json(), _drawn(kept))


def sensitivity(part: str, table: CaptureTable, options: Options, secrecy: Secrecy | None) -> Made | None:
    """One sensitivity; None where it is not kept of a run."""
    if secrecy is not None and part in _EXACT_ONLY:
        return None
    from fanal.engines.prevalence import api as engine

    function: Callable[..., Any] = getattr(engine, _FUNCTIONS[part])
    exact = function(table, **_given(part, options, secrecy))
    kept = exact if secrecy is None else coarse(exact)
    document = {"rows": kept} if part == "pairs" else kept
    text = canonical_json(document)
    if part == "compare":
        document = json.loads(text) | {"table_hash": commitment(table, secrecy)}
        text = canonical_json(document)
    return Made(text, "" if part == "pairs" else _drawn(kept))


def _given(part: str, options: Options, secrecy: Secrecy | None) -> dict[str, Any]:
    if part == "pairs":
        return {}
    names = ("level", "scheme", "seed", "threshold", "order", "top", "downhill")
    given = {name: getattr(options, name) for name in names}
    given["replicates"] = min(options.replicates, _MOST_SENSITIVE) if part != "compare" else options.replicates
    if part != "compare":
        given |= {"method": options.method, "model": options.model}
    if part == "linkage" and secrecy is not None:
        from fanal.engines.prevalence.api import FALSE, MISSED

        given["missed"] = tuple(sorted({*MISSED, round(secrecy.missed, 2)}))
        given["false"] = tuple(sorted({*FALSE, round(secrecy.false, 3)}))
    return given


def contradicted(found: Estimate, compared: str) -> Estimate:
    """An estimate that no other method bears out (R7) is none: its figure goes, the reason stays."""
    reasons = [one for one in json.loads(compared)["reasons"] if one["code"] == "R7"]
    if not found.estimated or not reasons:
        return found
    why = tuple(Notice(one["code"], one["text"], one["advice"], tuple(one["values"].items())) for one in reasons)
    nothing = dict.fromkeys(
        ("point", "lower", "upper", "percentile", "profile", "hidden", "model", "range_over_models", "mc_error")
    )
    empty: dict[str, Any] = {"models_close": (), "checks": (), "reasons": why, "status": "not_estimable"}
    return replace(found, **nothing, **empty)  # type: ignore[arg-type]


def drawn_again(found: Estimate) -> Made:
    """An estimate that was changed, as it is kept."""
    return Made(found.to_json(), _drawn(found))


def read(text: str) -> Estimate:
    """What `to_json` wrote."""
    return Estimate.from_json(text)


def picture_of(value: CaptureTable) -> str:
    """The overlaps as SVG."""
    return _drawn(value)


def verdicts(table: CaptureTable) -> Sequence[Notice]:
    """What forbids an estimate by any method, and what the overlaps alone warn of: looked at before computing."""
    return (*refusals.of_table(table), *warnings.of_table(table))


def _drawn(value: Any) -> str:
    return svg(value)
