"""The programmes of a folder. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from fanal.tourism.programmes import reading
from fanal.tourism.programmes.model import Programme
from fanal.vocabulary.corpus import CORPUS
from fanal.vocabulary.files import Defect, Defective

PROGRAMMES: Final = CORPUS / "tourism" / "programmes"


@dataclass(frozen=True, slots=True)
class Read:
    """What was made of a folder: its programmes by code, and what is wrong. One with a defect is not among them."""

    programmes: Mapping[str, Programme]
    defects: tuple[Defect, ...]


def read(folder: Path) -> Read:
    """All programmes of a folder."""
    found: dict[str, Programme] = {}
    wrong: list[Defect] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            found[path.stem] = reading.read(path)
        except Defective as error:
            wrong += error.defects
    return Read(found, tuple(wrong))


@cache
def shipped() -> Mapping[str, Programme]:
    """The programmes of this program, by code. They are checked where they are written (`fanal tourism check`)."""
    return {path.stem: reading.read(path) for path in sorted(PROGRAMMES.glob("*.yaml"))}
