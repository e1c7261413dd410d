"""Which variable of a class set stands for which field of a formula: `releases.yaml`, read strictly. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fanal.progress.catalogue.offered import OFFERED, Field, Shape
from fanal.vocabulary.files import Checker, lines_of, read_yaml

SCHEMA: Final = "fanal.progress.releases/1"
_ROOM: Final = "release"


@dataclass(frozen=True, slots=True)
class Told:
    """A field of a formula: the variable of the class set, and what its codes mean; other codes are unknown."""

    variable: str
    codes: Mapping[str, bool | str]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a class set says of a subject. `every`: what holds of each of its rows; `groups`: names of groups with the
    variables that make them."""

    population: str
    subject: str
    every: Mapping[str, bool]
    fields: Mapping[str, Told]
    groups: Mapping[str, str]


def read(path: Path) -> tuple[Rule, ...]:
    """The rules of a file. Raises `Defective` with all that is wrong."""
    check = Checker(path.name, lines_of(path))
    values = check.keys(read_yaml(path), "", ("schema", "classes"))
    if values.get("schema") != SCHEMA:
        check.wrong("schema", f"must be {SCHEMA}")
    found = [
        _rule(one, f"classes[{at}]", check) for at, one in enumerate(check.items(values.get("classes"), "classes"))
    ]
    if len({(one.population, one.subject) for one in found}) < len(found):
        check.wrong("classes", "a class set stands twice for one subject")
    check.done()
    return tuple(found)


def _rule(value: Any, key: str, check: Checker) -> Rule:
    values = check.keys(value, key, ("population", "subject", "fields"), ("every", "groups"))
    ours = [name for name, one in OFFERED.items() if one.room == _ROOM]
    subject = check.one_of(values.get("subject"), f"{key}.subject", ours)
    offered = OFFERED[subject].fields if subject else {}
    every = {
        name: check.truth_value(one, f"{key}.every.{name}") for name, one in _group(values, "every", key, check).items()
    }
    fields = {
        name: _field(one, f"{key}.fields.{name}", offered.get(name), check)
        for name, one in _group(values, "fields", key, check).items()
    }
    for name in [*every, *fields]:
        if name not in offered or (name in every and name in fields):
            check.wrong(f"{key}.{name}", "no field of this subject, or one that stands twice")
    groups = {
        name: check.text(one, f"{key}.groups.{name}") for name, one in _group(values, "groups", key, check).items()
    }
    return Rule(check.text(values.get("population"), f"{key}.population"), subject, every, fields, groups)


def _group(values: Mapping[str, Any], name: str, key: str, check: Checker) -> Mapping[str, Any]:
    found = values.get(name, {})
    if not isinstance(found, dict):
        check.wrong(f"{key}.{name}", "a group of keys is expected")
        return {}
    return found


def _field(value: Any, key: str, one: Field | None, check: Checker) -> Told:
    values = check.keys(value, key, ("variable", "codes"))
    codes = _group(values, "codes", key, check)
    if one is not None and one.shape not in {Shape.TRUTH, Shape.WORD}:
        check.wrong(key, "a field that a table cannot tell")
    for code, said in codes.items():
        if one is not None and isinstance(said, bool) != (one.shape is Shape.TRUTH):
            check.wrong(f"{key}.codes.{code}", "true or false is expected of one field, a word of another")
    return Told(check.text(values.get("variable"), f"{key}.variable"), codes)
