"""All that is data of indicators in a folder, and the version of a formula that holds on a day. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from fanal.progress.catalogue import cells, formulas, indicators
from fanal.progress.catalogue.cells import Rule
from fanal.progress.catalogue.model import Formula, Indicator
from fanal.vocabulary.corpus import CORPUS

CONTENT: Final = CORPUS / "progress"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Indicators by id, the versions of their formulas, the oldest first, and what tables of releases say of them."""

    indicators: Mapping[str, Indicator]
    formulas: Mapping[str, tuple[Formula, ...]]
    releases: tuple[Rule, ...] = ()

    def formula(self, indicator: str, on: date) -> Formula | None:
        """The version that holds on a day; None before the first."""
        held = [one for one in self.formulas.get(indicator, ()) if one.valid_from <= on]
        return held[-1] if held else None

    def version(self, indicator: str, number: int) -> Formula | None:
        return next((one for one in self.formulas.get(indicator, ()) if one.version == number), None)


def read(folder: Path) -> Catalogue:
    """Everything of a folder. Raises `Defective` with all that is wrong, `FileNotFoundError`."""
    known = indicators.read(folder / "indicators.csv")
    rules = folder / "releases.yaml"
    return Catalogue(known, formulas.read(folder / "formulas", known), cells.read(rules) if rules.exists() else ())


@cache
def shipped() -> Catalogue:
    """What ships."""
    return read(CONTENT)
