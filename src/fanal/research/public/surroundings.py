"""The context of a country as it is shown beside its tables: each value with its words, its unit and its year."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from fanal.vocabulary import context

_WORDS: Final[Mapping[str, tuple[Promise, Promise]]] = {
    "pct_0_14": (lazy("Population aged 0 to 14"), lazy("per cent")),
    "poverty_pct": (lazy("Below the national poverty line"), lazy("per cent")),
    "school_life_exp_years": (lazy("School life expectancy"), lazy("years")),
    "literacy_pct": (lazy("Literacy"), lazy("per cent")),
    "child_marriage_w18_pct": (lazy("Women married by 18"), lazy("per cent")),
    "youth_unemp_pct": (lazy("Unemployment at ages 15 to 24"), lazy("per cent")),
    "internet_pct": (lazy("Users of the Internet"), lazy("per cent")),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A value with its words; `number` None is "no data"."""

    words: Promise
    unit: Promise
    number: float | None
    year: int | None


@dataclass(frozen=True, slots=True)
class Land:
    """A territory of the source, by its name there."""

    name: str
    values: tuple[Shown, ...]


def of(alpha2: str) -> tuple[Land, ...]:
    """The territories of the source that have this code."""
    return tuple(
        Land(one.name, tuple(Shown(*_WORDS[value.series.code], value.number, value.year) for value in one.values))
        for one in context.of(alpha2)
    )
