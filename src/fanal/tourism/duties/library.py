"""The duties of a folder. Pure."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from fanal.tourism.duties import reading
from fanal.tourism.duties.evaluating import parents
from fanal.tourism.duties.model import Rule, Sign
from fanal.vocabulary.corpus import CORPUS
from fanal.vocabulary.files import Defect, Defective

DUTIES: Final = CORPUS / "tourism" / "duties"


@dataclass(frozen=True, slots=True)
class Read:
    """What was made of a folder, and what is wrong. A file with a defect is not in it."""

    rules: tuple[Rule, ...]
    signs: tuple[Sign, ...]
    defects: tuple[Defect, ...] = ()

    @property
    def jurisdictions(self) -> frozenset[str]:
        """Those of which something was read. All others are not assessed."""
        return frozenset(one.jurisdiction for one in (*self.rules, *self.signs))

    def of(self, jurisdiction: str) -> "Read":
        """What is held for a jurisdiction and the country in which it lies."""
        where = parents(jurisdiction)
        return Read(
            tuple(one for one in self.rules if one.jurisdiction in where),
            tuple(one for one in self.signs if one.jurisdiction in where),
        )

    def jurisdiction(self, country: str, region: str) -> str:
        """Where a place lies, as laws name it: by the code of a part of the country, or by what it is called."""
        plain = region.strip().casefold()
        for one in (*self.rules, *self.signs):
            whole, _, part = one.jurisdiction.partition("-")
            names = {one.jurisdiction.casefold(), part.casefold(), one.where.casefold()}
            if part and whole == country and plain in names:
                return one.jurisdiction
        return f"{country}-{region.strip()}" if plain else country

    def in_parts(self, country: str) -> bool:
        """Whether parts of a country have laws of their own here, so that a place there must say in which it lies."""
        return any(one.startswith(f"{country}-") for one in self.jurisdictions)

    def assessed(self, jurisdiction: str) -> bool:
        """Whether somebody looked at the laws of a jurisdiction itself; those of its country alone are not enough."""
        return jurisdiction in self.jurisdictions


def read(*folders: Path) -> Read:
    """All duties of some folders."""
    rules: list[Rule] = []
    signs: list[Sign] = []
    wrong: list[Defect] = []
    for path in sorted(path for folder in folders for path in folder.glob("*.yaml")):
        try:
            some, others = reading.read(path)
        except Defective as error:
            wrong += error.defects
        else:
            rules += some
            signs += others
    return Read(tuple(rules), tuple(signs), tuple(wrong))


@cache
def shipped(*beside: Path) -> Read:
    """The duties of this program, and those of folders beside. They are checked where they are written (`fanal tourism
    check`)."""
    return read(DUTIES, *beside)
