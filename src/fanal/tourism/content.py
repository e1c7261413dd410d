"""All that is data of this room in a folder: programmes, duties, scores. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fanal.tourism.duties import library as laws
from fanal.tourism.duties.model import Status
from fanal.tourism.programmes import library as known
from fanal.tourism.programmes.model import Programme
from fanal.tourism.scoring import rules
from fanal.tourism.scoring.model import Rule
from fanal.vocabulary.corpus import CORPUS
from fanal.vocabulary.files import Defect, Defective

CONTENT: Final = CORPUS / "tourism"


@dataclass(frozen=True, slots=True)
class Content:
    """What was read, what is wrong, and what nobody has reviewed (`open`)."""

    programmes: Mapping[str, Programme]
    duties: laws.Read
    scores: Mapping[str, Rule]
    defects: tuple[Defect, ...]

    @property
    def open(self) -> list[str]:
        """One line each for what was read and not reviewed."""
        sets = [
            f"{code}: {one.version}: draft" for code, p in self.programmes.items() for one in p.sets if one.is_draft
        ]
        held = (*self.duties.rules, *self.duties.signs)
        waiting = [one.id for one in held if not one.reviewed and one.status is Status.IN_FORCE]
        return sets + [f"{name}: unreviewed" for name in waiting]


def read(folder: Path) -> Content:
    """Everything of a folder. Raises FileNotFoundError where there is none."""
    if not folder.is_dir():
        raise FileNotFoundError(2, "there is no such folder", str(folder))
    found, held = known.read(folder / "programmes"), laws.read(folder / "duties")
    scores: dict[str, Rule] = {}
    wrong = [*found.defects, *held.defects]
    for path in sorted((folder / "scores").glob("*.yaml")):
        try:
            scores[path.stem] = rules.read(path)
        except Defective as error:
            wrong += error.defects
    for name, one in scores.items():
        wrong += [Defect(f"{name}.yaml", "caps", words) for words in _caps(one, found.programmes)]
    return Content(found.programmes, held, scores, tuple(wrong))


def _caps(one: Rule, programmes: Mapping[str, Programme]) -> list[str]:
    """Caps on what no programme asks."""
    asked = {code: {r.id for each in p.sets for r in each.requirements} for code, p in programmes.items()}
    return [
        f"{code} has no requirement {cap.requirement}"
        for code, caps in one.caps.items()
        for cap in caps
        if cap.requirement not in asked.get(code, set())
    ]
