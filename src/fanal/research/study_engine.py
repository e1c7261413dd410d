"""What a study asks the engine of prevalence: the capture table, the estimate, and what the assumptions would mean.

No database here. Modules of the engine that compile are loaded when they are first asked.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from django.utils.translation import gettext as _

from fanal.access.api import NotNow
from fanal.engines.prevalence.result import Estimate, Notice, OptionError, Options, canonical_json
from fanal.engines.prevalence.table import REFUSED_KINDS, CaptureTable, TableError
from fanal.research.coarse import coarse, without_small

ESTIMATE = "estimate"
SENSITIVITIES = ("linkage", "groups", "lists", "known", "choices", "pairs", "compare")
_FUNCTIONS = {
    "linkage": ("sensitivity", "linkage_sensitivity"),
    "groups": ("sensitivity", "heterogeneity_sensitivity"),
    "lists": ("stability", "leave_one_list_out"),
    "known": ("stability", "internal_consistency"),
    "choices": ("stability", "choices"),
    "pairs": ("stability", "pair_table"),
    "compare": ("comparison", "compare"),
}
_MOST_SENSITIVE = 2_000
"""Replicates of a row of a sensitivity: there are many rows, which are compared, not published."""
_EXACT_ONLY = frozenset({"pairs"})
"""Overlaps themselves: of a linkage run they stay in the sealed table."""


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
    if {name.strip().lower() for name in table.names} & REFUSED_KINDS:
        raise NotNow(_only_children(), "table")
    return table


def _refusal(error: TableError) -> str:
    if "only lists of children" in str(error):
        return _only_children()
    words = _(
        "This table cannot be read. It has a column of 0 and 1 for each list, and then the column “count” with whole "
        "numbers. Each combination of lists stands in one row, and nobody is on no list. No row is a child."
    )
    return f"{_('Row %(row)s:') % {'row': error.row}} {words}" if error.row is not None else words


def _only_children() -> str:
    return _("Only lists of children are counted here, never lists of persons suspected.")


def options_of(given: Mapping[str, Any]) -> Options:
    """The options of a study. Raises `NotNow`."""
    try:
        return Options(**{key: value for key, value in given.items() if value not in (None, "")})
    except (OptionError, TypeError):
        raise NotNow(_("Method and model do not go together: a model is named with one given model only.")) from None


def fits(table: CaptureTable, options: Options) -> None:
    """Raises `NotNow` where the model or the order cannot be used with this table."""
    models = import_module("fanal.engines.prevalence.models")
    try:
        import_module("fanal.engines.prevalence.estimate").resolved(table, options)
    except models.ModelError:
        raise NotNow(_("This model cannot be used with the lists of this table."), "model") from None


def commitment(table: CaptureTable, secrecy: Secrecy | None) -> str:
    """The hash of a table. Of a run it is keyed: few tables have the same totals, and each could be tried."""
    if secrecy is None:
        return table.digest
    return hmac.new(secrecy.salt, table.to_csv().encode(), hashlib.sha256).hexdigest()


def estimate(table: CaptureTable, options: Options, secrecy: Secrecy | None) -> tuple[Estimate, Made]:
    """The estimate as it is kept and signed."""
    found: Estimate = import_module("fanal.engines.prevalence.estimate").estimate(table, options)
    kept = replace(without_small(found) if secrecy is None else coarse(found), table_hash=commitment(table, secrecy))
    return kept, Made(kept.to_json(), _drawn(kept))


def sensitivity(part: str, table: CaptureTable, options: Options, secrecy: Secrecy | None) -> Made | None:
    """One sensitivity; None where it is not kept of a run."""
    if secrecy is not None and part in _EXACT_ONLY:
        return None
    module, name = _FUNCTIONS[part]
    function: Callable[..., Any] = getattr(import_module(f"fanal.engines.prevalence.{module}"), name)
    found = function(table, **_given(part, options, secrecy))
    kept = found if secrecy is None else coarse(found)
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
        defaults = import_module("fanal.engines.prevalence.sensitivity")
        given["missed"] = tuple(sorted({*defaults.MISSED, round(secrecy.missed, 2)}))
        given["false"] = tuple(sorted({*defaults.FALSE, round(secrecy.false, 3)}))
    return given


def contradicted(found: Estimate, compared: str) -> Estimate:
    """An estimate that no other method bears out (R7) is none: its figure goes, the reason stays."""
    reasons = [one for one in json.loads(compared)["reasons"] if one["code"] == "R7"]
    if not found.estimated or not reasons:
        return found
    why = tuple(Notice(one["code"], one["text"], one["advice"], tuple(one["values"].items())) for one in reasons)
    nothing = dict.fromkeys(
        ("point", "lower", "upper", "percentile", "hidden", "model", "range_over_models", "mc_error")
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
    refusals = import_module("fanal.engines.prevalence.refusals")
    warnings = import_module("fanal.engines.prevalence.warnings")
    return (*refusals.of_table(table), *warnings.of_table(table))


def _drawn(value: Any) -> str:
    return str(import_module("fanal.engines.prevalence.svg").svg(value))
