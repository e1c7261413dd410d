"""The file of a version of the score. Pure."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from fanal.tourism.scoring.model import TOP, Basis, Cap, Rule
from fanal.vocabulary.corpus import CORPUS
from fanal.vocabulary.files import FIRST_DAY, Checker, lines_of, read_yaml

SCORES: Final = CORPUS / "tourism" / "scores"
NEWEST: Final = "fanal-1"
_SCHEMA: Final = "fanal.tourism.score/1"
_BANDS: Final = ("building_from", "established_above", "leading_from", "leading_verified_from")


def read(path: Path) -> Rule:
    """The rule of a file. Raises `Defective` with everything that cannot be read."""
    document = read_yaml(path)
    check = Checker(path.name, lines_of(path))
    names = ("schema", "version", "since", "basis_percent", "verified", "bands", "caps", "moves")
    told = check.keys(document, "", names)
    check.one_of(told.get("schema"), "schema", (_SCHEMA,))
    version = check.text(told.get("version"), "version")
    if version and version != path.stem:
        check.wrong("version", "must be the name of the file")
    percent = _percent(check, told.get("basis_percent"))
    bands = check.keys(told.get("bands"), "bands", _BANDS)
    shares = {name: check.share(bands.get(name), f"bands.{name}") for name in _BANDS}
    if not shares["building_from"] <= shares["established_above"] <= shares["leading_from"]:
        check.wrong("bands", "each band begins above the one before")
    verified = check.items(told.get("verified"), "verified")
    moves = check.keys(told.get("moves"), "moves", ("count", "level", "basis"))
    found = Rule(
        version=version,
        since=check.day(told.get("since"), "since") or FIRST_DAY,
        percent=percent,
        verified=frozenset(_basis(check, one, f"verified[{at}]") for at, one in enumerate(verified)),
        **shares,
        caps=_caps(check, told.get("caps")),
        moves_count=check.number(moves.get("count"), "moves.count", 1, 50),
        moves_level=check.number(moves.get("level"), "moves.level", 1, TOP),
        moves_basis=_basis(check, moves.get("basis"), "moves.basis"),
    )
    check.done()
    return found


def _basis(check: Checker, value: Any, key: str) -> Basis:
    return Basis(check.one_of(value, key, list(Basis)) or Basis.SELF)


def _percent(check: Checker, value: Any) -> Mapping[Basis, int]:
    told = check.keys(value, "basis_percent", list(Basis))
    found = {one: check.number(told.get(one), f"basis_percent.{one}", 1, 100) for one in Basis}
    if sorted(found.values()) != list(found.values()):
        check.wrong("basis_percent", "who saw more counts no less")
    return found


def _caps(check: Checker, value: Any) -> Mapping[str, tuple[Cap, ...]]:
    found: dict[str, tuple[Cap, ...]] = {}
    for at, one in enumerate(check.items(value, "caps")):
        told = check.keys(one, f"caps[{at}]", ("programme", "requirement", "below"))
        programme = check.text(told.get("programme"), f"caps[{at}].programme")
        cap = Cap(
            check.text(told.get("requirement"), f"caps[{at}].requirement"),
            check.number(told.get("below"), f"caps[{at}].below", 1, TOP),
        )
        found[programme] = (*found.get(programme, ()), cap)
    return found


@cache
def shipped() -> Mapping[str, Rule]:
    """Every version of the score, by its name."""
    return {path.stem: read(path) for path in sorted(SCORES.glob("*.yaml"))}
