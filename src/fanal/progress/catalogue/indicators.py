"""The rows of the catalogue, read strictly: every defect is named with its row. Pure."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from fanal.engines import sheets
from fanal.progress.catalogue.model import Collection, Indicator, Level, Publication
from fanal.vocabulary.files import Defect, Defective, twice

COLUMNS: Final = (
    "id", "ties", "level", "name", "definition", "unit", "source", "disaggregation", "policy_bullets",
    "stockholm_chapters", "evidence", "collection", "publication", "stale_months",
)  # fmt: skip
BULLETS: Final = frozenset(f"B{number}" for number in range(1, 10))
CHAPTERS: Final = frozenset(f"SA-{number}" for number in range(2, 7))
_FILLED: Final = ("id", "name", "definition", "unit", "source", "policy_bullets", "stockholm_chapters", "evidence")
_MOST_MONTHS: Final = 120
_RED: Final = frozenset({Publication.RELEASE, Publication.RELEASE_N30, Publication.INTERNAL})
"""How what comes from members alone may be published."""


def read(path: Path) -> Mapping[str, Indicator]:
    """By id, in the order of the file. Raises `Defective` with all that is wrong, `FileNotFoundError`."""
    name = path.name
    sheet = sheets.read(
        path.read_bytes(), lambda _f, words, line: Defective([Defect(_at(name, line), "", words)]), notes=True
    )
    if sheet.header != COLUMNS:
        raise Defective([Defect(name, "", f"the columns are not {', '.join(COLUMNS)}")])
    found: list[Indicator] = []
    wrong: list[Defect] = []
    for line, row in sheet.records():
        faults = [Defect(_at(name, line), key, words) for key, words in _faults(row)]
        wrong += faults
        if not faults:
            found.append(_indicator(row))
    wrong += [Defect(name, "id", f"stands twice: {one}") for one in twice(each.id for each in found)]
    if wrong:
        raise Defective(wrong)
    return {one.id: one for one in found}


def _at(name: str, line: int | None) -> str:
    return f"{name}:{line}" if line else name


def _faults(row: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """What is wrong with a row, by column."""
    yield from ((column, "missing") for column in _FILLED if not row[column])
    if row["id"] and not (row["id"].isascii() and row["id"].isalnum()):
        yield "id", "letters and digits alone are expected, as V01"
    for column, known in (("level", Level), ("collection", Collection), ("publication", Publication)):
        if row[column] not in set(known):
            yield column, f"must be one of: {', '.join(known)}"
    for column, codes in (("policy_bullets", BULLETS), ("stockholm_chapters", CHAPTERS)):
        if unknown := [one for one in _split(row[column]) if one not in codes]:
            yield column, f"unknown: {', '.join(unknown)}"
    if not row["stale_months"].isdecimal() or not 1 <= int(row["stale_months"]) <= _MOST_MONTHS:
        yield "stale_months", f"a whole number from 1 to {_MOST_MONTHS} is expected"
    if row["collection"] == Collection.MEMBER_RELEASE and row["publication"] not in _RED:
        yield "publication", "what members know leaves as a release alone: release, release_n30 or internal"
    if row["collection"] == Collection.COMPUTED and row["publication"] != Publication.INTERNAL:
        yield "publication", "what is put together of others stays internal"


def _split(cell: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in cell.split(";") if one.strip())


def _indicator(row: Mapping[str, str]) -> Indicator:
    return Indicator(
        id=row["id"],
        ties=row["ties"],
        level=Level(row["level"]),
        name=row["name"],
        definition=row["definition"],
        unit=row["unit"],
        source=row["source"],
        disaggregation=row["disaggregation"],
        bullets=_split(row["policy_bullets"]),
        chapters=_split(row["stockholm_chapters"]),
        evidence=row["evidence"],
        collection=Collection(row["collection"]),
        publication=Publication(row["publication"]),
        stale_months=int(row["stale_months"]),
    )
