"""Results of a linkage run as they may lie in clear: two figures, no small count, nothing from which one follows.

The capture table of a run is Amber, and its small counts are never published (decision 6). An exact
estimate, a likelihood or a plain hash gives them away to whoever tries all tables with the same totals; two figures and
a keyed hash do not. A published capture table needs none of this.
"""

from dataclasses import fields, is_dataclass, replace
from math import ceil, floor, isfinite
from typing import Any

import numpy as np

from fanal.engines.prevalence.contracts import OUTWARD, Estimate, Notice, outward, refusals, two_figures, warnings

SMALL = 10
FEW = "fewer than ten"
SOME = "Some lists"
NO_FIGURE = "not estimable"
NO_MODEL = "The model cannot be estimated from this table."

_KEPT = frozenset(
    {"seed", "replicates", "level", "settings", "table_hash", "model", "lists", "signable", "publishable"}
)
_LIMITS = frozenset({"percentile", "profile", "range", "range_over_models"})
_TENS = frozenset({"observed", "known", "short"})


def coarse(value: Any, name: str = "") -> Any:
    """A result, or a part of one, with every figure coarse. The type stays, so that pictures are drawn of it."""
    if name in _KEPT or value is None or isinstance(value, bool):
        return value
    if isinstance(value, Notice):
        return notice(value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: coarse(getattr(value, one.name), one.name) for one in fields(value)})
    if isinstance(value, tuple):
        return _several(value, name)
    return _single(value, name)


def _several(value: tuple[Any, ...], name: str) -> tuple[Any, ...]:
    if name in _LIMITS:
        return outward((value[0], value[1])) or ()
    return () if name == "set_to_zero" else tuple(coarse(one, name) for one in value)


def _single(value: Any, name: str) -> Any:
    if isinstance(value, np.ndarray):
        return np.empty(0)
    if isinstance(value, int | float | np.number):
        return _figure(value, name)
    return NO_FIGURE if name == "reason" else value


def _figure(value: Any, name: str) -> Any:
    if not isfinite(value):
        return value
    if name in _TENS:
        return type(value)(round(value, -1))
    return type(value)(two_figures(value, OUTWARD.get(name, round)))


def notice(exact: Notice) -> Notice:
    """A warning or refusal with coarse numbers in its text; which lists share no child is not said."""
    values = {key: _told(key, value) for key, value in exact.values}
    if exact.code == "W4":
        values["pairs"] = SOME
    elif exact.code == "R4":
        values["reason"] = NO_MODEL
    elif exact.code == "R7":
        known = refusals.read_ranges(str(values["ranges"]))
        values["ranges"] = refusals.ranges(
            (name, two_figures(low, floor), two_figures(high, ceil)) for name, low, high in known
        )
    made: Notice = (warnings if exact.code.startswith("W") else refusals).notice(exact.code, **values)
    return made


def without_small(found: Estimate) -> Estimate:
    """The result of a published table: exact, but no text of it names a small number of children (A9 stops those)."""
    reasons, warned = (tuple(map(_without_small, one)) for one in (found.reasons, found.warnings))
    return replace(found, reasons=reasons, warnings=warned)


def _without_small(one: Notice) -> Notice:
    return notice(one) if any(_told(key, value) == FEW for key, value in one.values) else one


def _told(key: str, value: Any) -> Any:
    if key == "m" and isinstance(value, int) and value < SMALL:
        return FEW
    return value if isinstance(value, str | None) else _figure(value, key)
