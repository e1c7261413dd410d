"""The commitments with the points by which people say how far a state is (`corpus/progress/rubrics.yaml`). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from fanal.engines.jurisdiction.contracts import standards
from fanal.vocabulary.corpus import CORPUS
from fanal.vocabulary.files import Defect, Defective, read_yaml

FILE: Final = CORPUS / "progress" / "rubrics.yaml"
SCHEMA, MOST = "fanal.rubrics/1", 4
_KEYS = {"schema", "version", "stale_months", "rubrics", "items"}


@dataclass(frozen=True, slots=True)
class Commitment:
    """A commitment as something to assess. `text`: our paraphrase, in English; `anchors`: what each point means, from 0
    to 4; `law`: items of the checklist that say what the law does of it; `indicators`: numbers beside it."""

    id: str
    chapter: str
    text: str
    anchors: tuple[str, ...]
    expects: tuple[str, ...]
    law: tuple[str, ...]
    indicators: tuple[str, ...]
    stale_months: int

    @property
    def code(self) -> str:
        """`4d`, as people write it."""
        return self.id.removeprefix("SA-")


def read(path: Path = FILE) -> Mapping[str, Commitment]:
    """The commitments in their order. Raises `Defective` with all that is wrong."""
    found = read_yaml(path)
    held = standards.shipped()
    if wrong := list(_wrong(found, {one.id for one in held.commitments})):
        raise Defective(Defect(path.name, key, words) for key, words in wrong)
    rubrics = found["rubrics"]
    return {
        one.id: Commitment(
            one.id, one.chapter, one.paraphrase, tuple(rubrics[name]["anchors"]), tuple(rubrics[name]["expects"]),
            one.items, one.indicators, found["stale_months"],
        )
        for one in held.commitments
        for name in [found["items"][one.id]]
    }  # fmt: skip


@cache
def shipped() -> Mapping[str, Commitment]:
    """Those that ship with Fanal."""
    return read()


def chapters() -> Mapping[str, tuple[Commitment, ...]]:
    """The commitments by chapter."""
    numbers = standards.shipped().chapters
    return {number: tuple(one for one in shipped().values() if one.chapter == number) for number in numbers}


def _wrong(found: Any, known: set[str]) -> list[tuple[str, str]]:
    if not isinstance(found, dict) or found.get("schema") != SCHEMA or set(found) != _KEYS:
        return [("", f"this is not {SCHEMA}, or a key is missing or unknown")]
    rubrics, items = found["rubrics"], found["items"]
    if not isinstance(rubrics, dict) or not isinstance(items, dict):
        return [("rubrics", "rubrics and items are lists of names")]
    wrong = [
        (f"rubrics.{name}", f"{MOST + 1} anchors, of 0 to {MOST} points, and what to look for")
        for name, one in rubrics.items()
        if set(one) != {"anchors", "expects"} or len(one["anchors"]) != MOST + 1 or not all(one["anchors"])
    ]
    wrong += [(f"items.{name}", "no such commitment") for name in sorted(set(items) - known)]
    wrong += [(f"items.{name}", "this commitment has no rubric") for name in sorted(known - set(items))]
    wrong += [(f"items.{name}", "no such rubric") for name, rubric in items.items() if rubric not in rubrics]
    months = found["stale_months"]
    if not isinstance(months, int) or not 1 <= months <= 120:
        wrong.append(("stale_months", "a number of months, from 1 to 120"))
    return wrong
