"""All that is data of indicators in a folder, and the version of a formula that holds on a day. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from fanal.progress.catalogue import formulas, indicators
from fanal.progress.catalogue.model import Formula, Indicator
from fanal.vocabulary.corpus import CORPUS

CONTENT: Final = CORPUS / "progress"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Indicators by id, and the versions of their formulas, the oldest first."""

    indicators: Mapping[str, Indicator]
    formulas: Mapping[str, tuple[Formula, ...]]

    def formula(self, indicator: str, on: date) -> Formula | None:
        """The version that holds on a day; None before the first."""
        held = [one for one in self.formulas.get(indicator, ()) if one.valid_from <= on]
        return held[-1] if held else None

    def version(self, indicator: str, number: int) -> Formula | None:
        return next((one for one in self.formulas.get(indicator, ()) if one.version == number), None)


def read(folder: Path) -> Catalogue:
    """Everything of a folder. Raises `Defective` with all that is wrong, `FileNotFoundError`."""
    known = indicators.read(folder / "indicators.csv")
    return Catalogue(known, formulas.read(folder / "formulas", known))


@cache
def shipped() -> Catalogue:
    """What ships."""
    return read(CONTENT)
