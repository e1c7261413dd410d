"""The data model of the care of a child, read from `corpus/cases/model.yaml`: entities, fields and code lists.

The file is the authority: sealed content, forms, labels, packs, imports and exports follow from it; `defects` are its
checks (CM-75), and the program does not start with one.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import yaml

from fanal.cases.model.parts import LISTS, PARTS
from fanal.vault import COMPARTMENTS
from fanal.vocabulary.codes import DataCategory, Mark, ProcessingPurpose
from fanal.vocabulary.corpus import CORPUS

FILE: Final = CORPUS / "cases" / "model.yaml"
SCHEMA: Final = "fanal.cases/1"
MOST_ASKED: Final = 20
"""Answers that opening a file takes at most (CM-6)."""

BOX: Final[Mapping[str, str]] = {"S2": "personal", "S3": "identity", "S4": "content"}
"""The compartment of a class; S5 names its own."""

type Class = Literal["S0", "S1", "S2", "S3", "S4", "S5"]
type Record = Literal["child", "case", "org"]
_CODED: Final = ("code", "code_list", "map")
_OPAQUE: Final = ("uuid7", "ref", "ref_list", "bytes32", "bytes64", "opaque", "token")
_MEDIA: Final = re.compile(
    r"image|photo|picture|video|audio|sound|recording|file|attachment|document|binary|blob|media"
)
_SCORE: Final = re.compile(r"score|rating|ranking|points|probability|likelihood")
_KEYS: Final = {"label", "type", "class"}
_MORE: Final = {
    *("hint", "req", "intake", "shown", "filter", "search", "stat", "optin", "cat", "box", "std", "note", "since"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `kind` is the first word of its type, `of` what follows: a list, a range, what a reference points to.

    `label`: what people fill or read it as, empty for a column that nobody does; `hint`: what stands below it. `box`:
    the compartment in which it is sealed; empty for a clear column.
    """

    entity: str
    name: str
    label: str
    kind: str
    of: str
    cls: Class
    box: str
    category: str
    purpose: str
    keep: str
    required: bool = False
    intake: bool = False
    shown: bool = False
    filter: bool = False
    search: str = ""
    stat: bool = False
    opt_in: bool = False
    std: str = ""
    note: str = ""
    since: int = 1
    hint: str = ""

    @property
    def path(self) -> str:
        """As packs, scopes of a transition and maps of imports name it."""
        return f"{self.entity}.{self.name}"

    @property
    def lists(self) -> tuple[str, ...]:
        """The code lists of its values: one, or that of the keys and that of the values."""
        return tuple(self.of.split("->")) if self.kind in _CODED else ()


@dataclass(frozen=True, slots=True)
class Entity:
    """One kind of row, of the sealed record that it belongs to."""

    name: str
    record: Record
    purpose: str
    category: str
    keep: str
    about: str
    fields: Mapping[str, Field]

    def sealed(self, box: str) -> tuple[Field, ...]:
        """The fields that lie in a compartment."""
        return tuple(one for one in self.fields.values() if one.box == box)

    @property
    def boxes(self) -> tuple[str, ...]:
        """The compartments of its fields, the gravest first."""
        held = {one.box for one in self.fields.values()}
        return tuple(name for name in COMPARTMENTS if name in held)

    @property
    def clear(self) -> tuple[Field, ...]:
        """The fields that are columns of their own."""
        return tuple(one for one in self.fields.values() if not one.box)


@dataclass(frozen=True, slots=True)
class CodeList:
    """Codes with their labels, in order. An `external` list is a standard, or is set elsewhere: it has none here."""

    name: str
    source: str
    codes: Mapping[str, str]
    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    external: bool = False


@dataclass(frozen=True, slots=True)
class Model:
    """All of it."""

    types: Mapping[str, str]
    entities: Mapping[str, Entity]
    lists: Mapping[str, CodeList]

    @property
    def fields(self) -> Iterator[Field]:
        for entity in self.entities.values():
            yield from entity.fields.values()

    def field(self, path: str) -> Field:
        """A field by `entity.name`. Raises KeyError."""
        entity, _dot, name = path.partition(".")
        return self.entities[entity].fields[name]

    @property
    def intake(self) -> tuple[Field, ...]:
        """What is asked when a file is opened, in the order of the file."""
        return tuple(one for one in self.fields if one.intake)


def read(text: str) -> Model:
    """The model of a text. Raises ValueError with every defect that it has."""
    said = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  both are safe loaders
    if said.get("schema") != SCHEMA:
        raise ValueError(f"this is not {SCHEMA}")
    model = Model(
        dict(said["types"]),
        {name: _entity(name, told) for name, told in said["entities"].items()},
        {name: _list(name, told) for name, told in said["lists"].items()},
    )
    if found := list(defects(model)):
        raise ValueError("; ".join(found))
    return model


@cache
def model(path: Path = FILE) -> Model:
    """The model that this program ships."""
    return read(path.read_text("utf-8"))


def _entity(name: str, told: Mapping[str, Any]) -> Entity:
    fields = {one: _field(name, one, told, said) for one, said in told["fields"].items()}
    return Entity(name, told["record"], told["purpose"], told["cat"], told["keep"], told["about"], fields)


def _field(entity: str, name: str, owner: Mapping[str, Any], said: Mapping[str, Any]) -> Field:
    if unknown := said.keys() - _KEYS - _MORE:
        raise ValueError(f"{entity}.{name}: nobody reads {', '.join(sorted(unknown))}")
    kind, _space, of = said["type"].partition(" ")
    cls = said["class"]
    opaque = kind in _OPAQUE and not {"area", "organisation", "provider", "person"}.intersection(_targets(of))
    box = said.get("box") or ("" if opaque and cls != "S5" else BOX.get(cls, ""))
    return Field(
        entity, name, said.get("label", ""), kind, of, cls, box, said.get("cat", owner["cat"]), owner["purpose"],
        owner["keep"], bool(said.get("req")), bool(said.get("intake")), bool(said.get("shown")),
        bool(said.get("filter")), said.get("search", ""), bool(said.get("stat")), bool(said.get("optin")),
        said.get("std", ""), said.get("note", ""), said.get("since", 1), said.get("hint", ""),
    )  # fmt: skip


def _list(name: str, told: Mapping[str, Any]) -> CodeList:
    return CodeList(name, told["source"], told.get("codes", {}), told.get("aliases", {}), told.get("external", False))


# ---- checks ----


def defects(model: Model) -> Iterator[str]:
    """What is wrong with a model, in words for whoever changed the file."""
    for entity in model.entities.values():
        if entity.record not in {"child", "case", "org"}:
            yield f"{entity.name}: the record is child, case or org"
        for one in entity.fields.values():
            yield from (f"{one.path}: {words}" for words in _of_field(model, one))
    if (asked := len(model.intake)) > MOST_ASKED:
        yield f"opening a file asks {asked} questions; {MOST_ASKED} at most"
    used = _used(model)
    for known in model.lists.values():
        if not known.external and not known.codes:
            yield f"the list {known.name} is empty"
        if known.name not in used:
            yield f"no field uses the list {known.name}"
        if blank := [code for code, label in known.codes.items() if not label]:
            yield f"the list {known.name} has codes without a label: {', '.join(blank)}"


def _of_field(model: Model, one: Field) -> Iterator[str]:
    yield from (f"there is no list {name}" for name in one.lists if name not in _known(model))
    targets = set(_targets(one.of)) if one.kind == "ref" else set()
    checks = {
        f"there is no type {one.kind}": one.kind in model.types,
        f"it points to {one.of}, which is not there": targets <= model.entities.keys() | _ELSEWHERE,
        "class S5 names its compartment": one.box or one.cls != "S5",
        f"there is no compartment {one.box}": not one.box or one.box in COMPARTMENTS,
        "a list column is of class S1 or S2": not one.shown or one.cls in {"S1", "S2"},
        "a filter is of class S0 or S1": not one.filter or one.cls in {"S0", "S1"},
        "a suspected person is never searched for (DNH-25)": not one.search or one.entity != "alleged_offender",
        "no field holds images, sound, video or files (DNH-01)": not _is_media(one),
        "nobody is scored (DNH-23)": not _SCORE.search(one.name) and (one.kind != "int" or _counts_nobody(one)),
        "it has a consent category": one.category in {*DataCategory, *Mark},
        "it has a purpose": one.purpose in set(ProcessingPurpose),
        "what people write has a label": one.label or not one.box,
    }
    yield from (words for words, good in checks.items() if not good)


def _is_media(one: Field) -> bool:
    return bool(_MEDIA.search(one.kind) or (_MEDIA.search(one.name) and one.kind not in {"bool", "code"}))


def _counts_nobody(one: Field) -> bool:
    """A sealed number is an age; clear ones number plans and count places."""
    return not one.box or one.name.startswith("age_")


def _used(model: Model) -> set[str]:
    """The lists of fields, and of the parts of their values."""
    parts = {PARTS[one.kind] for one in model.fields if one.kind in PARTS}
    return {name for one in model.fields for name in one.lists} | {n for part in parts for n in LISTS[part].values()}


_ELSEWHERE: Final = frozenset(
    {"organisation", "team", "person", "area", "course", "certificate", "concern", "instrument", "agreement",
     "transition", "retention_rule", "legal_proceeding"}
)  # fmt: skip
"""What a reference points to beside rows of this room."""


def _targets(of: str) -> list[str]:
    return [one.split("@")[0] for one in of.split(" or ")]


def _known(model: Model) -> set[str]:
    """Lists, and what a map may have as its keys: questions of an instrument, rows of the same file."""
    return {*model.lists, "question", "answer", "local_question", "field", "reason", *model.entities}
