"""Maps of other systems as data: which column becomes which field, which value which code, what stays out and why
(`corpus/cases/exchange/README.md`). A map is checked when it is read; none marks a child otherwise than as a victim or
at risk (CM-1, CM-67).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from typing import Any, Final

import yaml

from fanal.cases.codes import Standing
from fanal.cases.exchange.words import HEADINGS, NOTES, WHY
from fanal.cases.model.declared import Field, model
from fanal.vocabulary.corpus import CORPUS
from fanal.vocabulary.countries import is_country
from fanal.web.api import tables

FOLDER: Final = CORPUS / "cases" / "exchange"
SCHEMA: Final = "fanal.exchange/1"
SHIPPED: Final = ("htcds", "primero", "kenya_cpims", "oscar")
INTO: Final = ("child", "case", "act")
"""The entities whose fields a table fills; all else a person enters."""
CLEAR: Final = frozenset({"child.interpreter_needed", "case.country_of_harm"})
"""The clear columns among them. How the child may be reached and how great the risk is, a person says."""
TYPED: Final = frozenset(
    {"text", "long_text", "text_list", "partial_date", "int", "bool", "code", "code_list", "country", "country_list",
     "lang_list", "contact_list", "identifier_list"}
)  # fmt: skip
BLAME: Final = re.compile(r"offend|delinquen|criminal|truan|perpetrat|prostitut|pornograph|promiscu|runaway|conflict")
"""Words that must stand in no target and no sentence."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a value becomes: a code of a field (`path`), a sentence (`note`), or nothing, for a reason (`why`)."""

    path: str = ""
    code: str = ""
    note: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. Of `to`, `propose`, `note` and `why` it has one; `kind`: of a contact or a number of a document;
    `key`: the part of a field that holds several; `values`: by folded name of the value; `names`: as they are written.
    """

    name: str
    also: tuple[str, ...] = ()
    to: str = ""
    kind: str = ""
    propose: str = ""
    key: str = ""
    note: bool = False
    why: str = ""
    values: Mapping[str, tuple[Target, ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def field(self) -> Field | None:
        """The field of the model that it fills or speaks of."""
        path = self.to or (self.propose if "." in self.propose else "")
        return model().field(path) if path else None


@dataclass(frozen=True, slots=True)
class Map:
    """The map of one system. `many`: what parts several values of one cell; `countries`: its names for countries."""

    name: str
    title: str
    many: str
    columns: tuple[Column, ...]
    patterns: tuple[tuple[str, str], ...] = ()
    countries: Mapping[str, str] = field(default_factory=dict)

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError."""
        return next(one for one in self.columns if one.name == name)

    def left_out(self, heading: str) -> str:
        """Why a heading stays out, as a code of `WHY`; empty where the map says nothing of it."""
        known = next((one.why for one in self.columns if heading in (one.name, *one.also)), "")
        folded = heading.casefold()
        return known or next((why for like, why in self.patterns if fnmatchcase(folded, like)), "")


@cache
def load(name: str) -> Map:
    """A map that this program ships. Raises ValueError with its defects; KeyError where there is none."""
    if name not in SHIPPED:
        raise KeyError(name)
    return read(yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8")))


def read(said: Mapping[str, Any]) -> Map:
    """A map of what a file says. Raises ValueError with every defect that it has."""
    if said.get("schema") != SCHEMA:
        raise ValueError(f"this is not {SCHEMA}")
    made = Map(
        said["name"], said["title"], said["many"],
        tuple(_column(str(name), told) for name, told in said["columns"].items()),
        tuple((one["like"], one["why"]) for one in said.get("patterns", ())),
        {tables.folded(str(name)): code for name, code in said.get("countries", {}).items()},
    )  # fmt: skip
    if found := list(defects(made)):
        raise ValueError("; ".join(found))
    return made


def _column(name: str, told: Mapping[str, Any]) -> Column:
    to, values = told.get("to", ""), told.get("values", {})
    default = to or told.get("propose", "")
    return Column(
        name, tuple(told.get("also", ())), to, told.get("kind", ""), told.get("propose", ""), told.get("key", ""),
        bool(told.get("note")), told.get("why", ""),
        {tables.folded(str(value)): _targets(codes, default) for value, codes in values.items()},
        {tables.folded(str(value)): str(value) for value in values},
    )  # fmt: skip


def _targets(codes: str | list[str], default: str) -> tuple[Target, ...]:
    several = [codes] if isinstance(codes, str) else codes
    return tuple(_target(one, default) for one in several if one)


def _target(text: str, default: str) -> Target:
    first, colon, rest = text.partition(":")
    if not colon:
        return Target(path=default, code=text)
    if first == "note":
        return Target(note=rest)
    return Target(why=rest) if first == "why" else Target(path=first, code=rest)


# ---- checks ----


def defects(made: Map) -> Iterator[str]:
    """What is wrong with a map, in words for whoever wrote it."""
    headings = [name for one in made.columns for name in (one.name, *one.also)]
    if len(set(headings)) < len(headings):
        yield "a column is named twice"
    for one in made.columns:
        yield from (f"{one.name}: {words}" for words in _of_column(one))
    yield from (f"{like}: there is no reason {why}" for like, why in made.patterns if why not in WHY)
    yield from (f"{name}: there is no country {code}" for name, code in made.countries.items() if not is_country(code))


def _of_column(one: Column) -> Iterator[str]:
    if sum(map(bool, (one.to, one.propose, one.note, one.why))) != 1:
        yield "it has one of to, propose, note and why"
    if one.why and one.why not in WHY:
        yield f"there is no reason {one.why}"
    if one.propose and one.propose not in HEADINGS and not _is_known(one.propose):
        yield f"there is neither a heading nor a field {one.propose}"
    if one.to:
        yield from _of_field(one)
    for targets in one.values.values():
        yield from (words for target in targets for words in _of_target(one, target))


def _is_known(path: str) -> bool:
    entity, _dot, name = path.partition(".")
    return entity in model().entities and name in model().entities[entity].fields


def is_open(path: str) -> bool:
    """Whether a table may fill a field: of a child, of the work, of what happened, sealed and never asked for."""
    if not _is_known(path):
        return False
    found = model().field(path)
    sealed = found.box in {"personal", "identity", "content"}
    return found.entity in INTO and (sealed or path in CLEAR) and found.kind in TYPED and not found.opt_in


def _of_field(one: Column) -> Iterator[str]:
    if not is_open(one.to):
        yield f"no table fills {one.to}"
        return
    found = model().field(one.to)
    lists = {"contact_list": "contact_kind", "identifier_list": "identifier_kind"}
    if found.kind in lists and one.kind not in model().lists[lists[found.kind]].codes:
        yield "it says which kind of contact or number it is"
    if found.kind in {"code", "code_list"} and not one.values:
        yield "a code needs its values"


def _of_target(one: Column, target: Target) -> Iterator[str]:
    if target.note and target.note not in NOTES:
        yield f"there is no sentence {target.note}"
    if target.why and target.why not in WHY:
        yield f"there is no reason {target.why}"
    if not target.path:
        return
    if not one.propose and not is_open(target.path):
        yield f"no table fills {target.path}"
    elif target.path == "case.standing" and target.code not in set(Standing):
        yield "a child is a victim or at risk"
    elif target.code not in _codes(target.path):
        yield f"{target.path} has no {target.code}"
    if BLAME.search(target.code) and target.code != "exploitation_in_prostitution":
        yield f"{target.code} blames a child"


def _codes(path: str) -> set[str]:
    found = model().field(path)
    if found.kind == "bool":
        return {"yes", "no"}
    return set(model().lists[found.lists[-1]].codes) if found.lists else set()
