"""What the engine gives back: never one number alone, and "not estimable" as a result like any other."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from math import ceil, floor, isfinite, isnan, log10
from typing import Any, Literal, Protocol, Self

import numpy as np

from fanal.engines.arrays import Reals

ENGINE_VERSION = "prevalence/2"
ENGINES = (ENGINE_VERSION, "prevalence/1")
"""All there ever were. `prevalence/1` had no profile limits, and showed those of BCa where it breaks down."""
METHODS = ("auto", "stepwise", "bic", "fixed", "average", "threshold", "graphs", "latent")
SCHEMES = ("total", "conditional")
GIVEN_THE_MODEL = "given the model"
"""The scheme of an interval without replicates: it knows nothing of how the model was chosen."""
MUCH = 0.01
"""Monte-Carlo error of a limit, as a share of it, beyond which more replicates are advised."""
OUTWARD: Mapping[str, Callable[[float], int]] = {
    "lower": floor, "low": floor, "profile_low": floor, "upper": ceil, "high": ceil, "profile_high": ceil,
    "error": ceil,
}  # fmt: skip
"""To which side a limit of this name is rounded: outward always, so that no interval that is shown is too short."""
CLOSE = 6.0
"""Models whose BIC is at most this much higher count as fitting equally well."""

ASSUMPTIONS = (
    "The population is closed: during the period nobody joins it or leaves it.",
    "Linkage is right: records of one child are together, and those of two children are apart.",
    "Every child could be on a list.",
    "Within the model, lists depend on each other only as the model says.",
    "The interaction of all lists together is zero. No data can show whether it is, and models that fit equally well "
    "can give any number.",
)

type Limits = tuple[float, float]
type Scalar = str | int | float | None


class OptionError(ValueError):
    """An option that cannot be used."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning (W…) or a refusal (R…): a stable code, its text with the numbers filled in, and what would help."""

    code: str
    text: str
    advice: str
    values: tuple[tuple[str, Scalar], ...] = ()


@dataclass(frozen=True, slots=True)
class CloseModel:
    """A model that fits about as well: its estimate in persons, ΔBIC to the best model, weight ∝ exp(−ΔBIC/2)."""

    model: str
    estimate: float
    delta_bic: float
    weight: float


BROKEN = "W16"
"""The warning that BCa breaks down."""


def is_broken(told: Mapping[str, Any]) -> bool:
    """Whether BCa breaks down in what a method says: then it has limits of the profile likelihood, or the warning."""
    return told.get("profile") is not None or any(one["code"] == BROKEN for one in told.get("warnings", ()))


class MayBreak:
    """What a method says, as an estimate, a check or a row of a comparison has it."""

    __slots__ = ()

    @property
    def broken(self) -> bool:
        """Whether BCa breaks down."""
        warnings = [{"code": one.code} for one in getattr(self, "warnings", ())]
        return is_broken({"profile": getattr(self, "profile", None), "warnings": warnings})


@dataclass(frozen=True, slots=True)
class Check(MayBreak):
    """What another method says of the same table, from fewer replicates, or the same with another prior, which then
    stands in the place of the model; no figures where it gave none. `profile`: as of the estimate."""

    method: str
    status: str
    model: str | None
    point: float | None
    lower: float | None
    upper: float | None
    profile: Limits | None = None


@dataclass(frozen=True)
class Options:
    """How to estimate. `delta`: of `graphs`, None is 2^−k. `tell` hears (done, total) of the replicates; it changes
    nothing in the result."""

    method: str = "auto"
    model: str | None = None
    level: float = 0.95
    replicates: int = 20_000
    scheme: str = "total"
    seed: int = 0
    threshold: float = 0.02
    order: int | None = None
    top: int = 100
    delta: float | None = None
    downhill: bool = False
    allow_thin: bool = False
    diagnostics: bool = True
    threads: int | None = field(default=None, compare=False)
    tell: Callable[[int, int], None] | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        problems = (
            (self.method not in METHODS, f"there is no method {self.method!r}; there are {', '.join(METHODS)}"),
            (self.scheme not in SCHEMES, f"there is no scheme {self.scheme!r}; there are {', '.join(SCHEMES)}"),
            (self.method == "fixed" and self.model is None, "the method 'fixed' needs a model, such as [12,3]"),
            (self.method != "fixed" and self.model is not None, "a model is given with the method 'fixed' only"),
            (not 0.5 <= self.level < 1, "the level lies from 0.5 to below 1"),
            (
                self.replicates != 0 and not 100 <= self.replicates <= 10_000_000,
                "replicates are from 100 to 10,000,000, or 0 for the interval given the model",
            ),
            (not 0 <= self.seed < 2**64, "the seed is a whole number from 0 to below 2^64"),
            (not 0 <= self.threshold < 1, "the threshold lies from 0 to below 1"),
            (self.order is not None and self.order < 1, "the order is 1 or more"),
            (self.top < 1, "at least one model is searched in replicates"),
            (self.delta is not None and not 0 < self.delta < 1, "δ lies between 0 and 1"),
        )
        for wrong, words in problems:
            if wrong:
                raise OptionError(words)


@dataclass(frozen=True)
class Part:
    """What one method says of one table: `run(table, options)` of each method gives this. Persons, shares 0 to 1.

    With `reasons` there is no estimate. `profile`: limits of the profile likelihood, where BCa breaks down (W16);
    the interval then spans them and the percentiles. `checks`: the same method with other priors. `failed`,
    `infinite`: shares of the replicates. `agreement`: share of those that select the reported model, where a model
    is selected. `draws`: float64[replicates] or a sample of the posterior, in the order they were made; NaN is
    failed, inf infinite.
    """

    method: str
    point: float | None = None
    lower: float | None = None
    upper: float | None = None
    model: str | None = None
    percentile: Limits | None = None
    scheme: str | None = None
    replicates: int = 0
    failed: float = 0.0
    infinite: float = 0.0
    profile: Limits | None = None
    mc_error: Limits | None = None
    z0: float | None = None
    acceleration: float | None = None
    agreement: float | None = None
    models_close: tuple[CloseModel, ...] = ()
    reasons: tuple[Notice, ...] = ()
    warnings: tuple[Notice, ...] = ()
    checks: tuple[Check, ...] = ()
    draws: Reals = field(default_factory=lambda: np.empty(0), compare=False, repr=False)

    @property
    def estimated(self) -> bool:
        return not self.reasons and self.point is not None


@dataclass(frozen=True)
class Estimate(MayBreak):
    """The result. Persons; shares 0 to 1; `models_close` and `checks` stand beside the point, never behind it.

    `profile`: where BCa breaks down (W16), limits of the profile likelihood of the model; `lower` and `upper` then span
    these and `percentile`.

    `publishable` stays false here: only the signature of a statistician outside the network makes it true.
    `draws` is not written to JSON.
    """

    status: Literal["estimated", "not_estimable"]
    point: float | None
    lower: float | None
    upper: float | None
    level: float
    percentile: Limits | None
    hidden: float | None
    observed: int
    lists: tuple[str, ...]
    method: str
    model: str | None
    models_close: tuple[CloseModel, ...]
    range_over_models: Limits | None
    checks: tuple[Check, ...]
    scheme: str | None
    replicates: int
    failed: float
    infinite: float
    mc_error: Limits | None
    seed: int
    z0: float | None
    acceleration: float | None
    agreement: float | None
    warnings: tuple[Notice, ...]
    reasons: tuple[Notice, ...]
    settings: tuple[tuple[str, Scalar], ...]
    table_hash: str
    profile: Limits | None = None
    signable: bool = True
    assumptions: tuple[str, ...] = ASSUMPTIONS
    engine_version: str = ENGINE_VERSION
    publishable: bool = False
    draws: Reals = field(default_factory=lambda: np.empty(0), compare=False, repr=False)

    @property
    def estimated(self) -> bool:
        return self.status == "estimated"

    def warned(self, code: str) -> Notice | None:
        """The warning or reason of this code, if there is one."""
        return next((notice for notice in (*self.warnings, *self.reasons) if notice.code == code), None)

    def for_publication(self) -> "Estimate":
        """Estimates to two figures, limits outward. What was counted stays as it is."""
        return replace(
            self,
            point=two_figures(self.point),
            hidden=two_figures(self.hidden),
            lower=two_figures(self.lower, floor),
            upper=two_figures(self.upper, ceil),
            percentile=outward(self.percentile),
            profile=outward(self.profile),
            range_over_models=outward(self.range_over_models),
            models_close=tuple(replace(m, estimate=two_figures(m.estimate)) for m in self.models_close),
            checks=tuple(
                replace(
                    check, point=two_figures(check.point), lower=two_figures(check.lower, floor),
                    upper=two_figures(check.upper, ceil), profile=outward(check.profile),
                )
                for check in self.checks
            ),
            draws=np.empty(0),
        )  # fmt: skip

    def to_json(self) -> str:
        """Canonical: the same result is the same bytes. A number that is not finite is null, with its reason."""
        document = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "draws"}
        return canonical_json({**document, "settings": dict(self.settings)})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `to_json` wrote."""
        document: dict[str, Any] = json.loads(text)
        restored = _restored(document, document.pop("not_finite"))
        restored["settings"] = tuple(restored["settings"].items())
        kinds: dict[str, Callable[[Any], Any]] = {
            "models_close": lambda x: tuple(CloseModel(**m) for m in x),
            "checks": lambda x: tuple(map(_check, x)),
            "warnings": lambda x: tuple(map(_notice, x)),
            "reasons": lambda x: tuple(map(_notice, x)),
        }
        for key, value in restored.items():
            if key in kinds:
                restored[key] = kinds[key](value)
            elif isinstance(value, list):
                restored[key] = tuple(value)
        return cls(**restored)


def two_figures(value: Any, towards: Callable[[float], int] = round) -> Any:
    """A number to two significant figures, rounded by `towards`; what is no finite number stays."""
    if value is None or not isfinite(value) or value == 0:
        return value
    places = floor(log10(abs(value))) - 1
    unit = 10**places if places >= 0 else 1 / 10**-places
    return float(towards(value / unit) * unit)


class Told(Protocol):
    """What a method says, as an estimate, a check or a row of a comparison has it."""

    @property
    def method(self) -> str: ...
    @property
    def model(self) -> str | None: ...
    @property
    def broken(self) -> bool: ...


def marked(part: Told) -> str:
    """A method among others, marked where BCa breaks down."""
    return f"{part.method} (BCa breaks down)" if part.broken else part.method


def whole(value: float, name: str = "") -> str:
    """Persons as a whole number in English; limits outward (`OUTWARD`)."""
    return f"{OUTWARD.get(name, round)(value):,}"


def outward(limits: Limits | None) -> Limits | None:
    """Two limits to two figures."""
    return None if limits is None else (two_figures(limits[0], floor), two_figures(limits[1], ceil))


def canonical_json(value: Any) -> str:
    """JSON with sorted keys and shortest floats. Numbers that are not finite are null, and `not_finite` says what."""
    missing: dict[str, str] = {}
    document = _plain(value, "", missing)
    if isinstance(document, dict):
        document["not_finite"] = missing
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False) + "\n"


def _plain(value: Any, path: str, missing: dict[str, str]) -> Any:
    if isinstance(value, Notice):
        value = {**asdict(value), "values": dict(value.values)}
    elif hasattr(value, "__dataclass_fields__"):
        value = {f.name: getattr(value, f.name) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(part, f"{path}/{key}", missing) for key, part in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [_plain(part, f"{path}/{place}", missing) for place, part in enumerate(value)]
    if isinstance(value, float) and not isfinite(value):
        missing[path] = "not a number" if isnan(value) else "infinite" if value > 0 else "minus infinite"
        return None
    return value


def _restored(document: dict[str, Any], missing: dict[str, str]) -> dict[str, Any]:
    values = {"infinite": float("inf"), "minus infinite": float("-inf"), "not a number": float("nan")}
    for path, word in missing.items():
        *steps, last = path.strip("/").split("/")
        place: Any = document
        for step in steps:
            place = place[int(step) if isinstance(place, list) else step]
        place[int(last) if isinstance(place, list) else last] = values[word]
    return document


def _check(document: dict[str, Any]) -> Check:
    """Those of 0.1.0 have no `profile`."""
    limits = document.get("profile")
    return Check(**{**document, "profile": tuple(limits) if limits else None})


def _notice(document: dict[str, Any]) -> Notice:
    return Notice(**{**document, "values": tuple(document["values"].items())})
