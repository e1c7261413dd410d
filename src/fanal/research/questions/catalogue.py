"""Questions, class sets and what variables come from: files of the corpus, each with a hash
(docs/research.md, "How to add").

A class set may be counted once two people reviewed it: in the file itself (`reviewed_on`), or here, by an ethics
reviewer and a survivor adviser (`classing.review_classes`), whose later day then stands in it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from fanal.engines.disclosure.contracts import ClassSet, canonical, given, read_classes
from fanal.vocabulary.corpus import CORPUS

FOLDER = CORPUS / "research"
GROUPS = ("children", "who_harms", "surroundings", "helps", "network")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Who reviewed an entry of the catalogue, and when."""

    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Question:
    """A question that evidence may answer, in the language of the reader. `population`: the class set that can;
    `crossed`: tables of two variables that answer it, rows first; `reviewed` None: nobody did."""

    id: str
    version: int
    group: str
    words: Promise
    decision: Promise
    population: str
    variables: tuple[str, ...]
    crossed: tuple[tuple[str, str], ...]
    smallest: Promise
    harmed: Promise
    reviewed: Reviewed | None


class CatalogueError(ValueError):
    """A file of the catalogue that cannot be used; the message names file and entry."""


def questions() -> tuple[Question, ...]:
    """All questions in the order of the file. Raises `CatalogueError`."""
    return _questions(FOLDER)


def question(question_id: str) -> Question | None:
    """One question, or None."""
    return next((one for one in questions() if one.id == question_id), None)


def class_sets() -> tuple[str, ...]:
    """The names of all class sets, sorted."""
    return tuple(sorted(path.stem for path in (FOLDER / "classes").glob("*.yaml")))


def class_set(name: str) -> ClassSet:
    """A class set as its file has it. Raises `CatalogueError` for a name that there is not."""
    if name not in class_sets():
        raise CatalogueError("there is no such class set")
    return _class_set(FOLDER, name)


def reviewed(classes: ClassSet, on: date | None) -> ClassSet:
    """The same class set with the day of its review, which is part of its hash."""
    made = replace(classes, reviewed_on=on, sha256="")
    return replace(made, sha256=hashlib.sha256(canonical(made)).hexdigest())


def unmarked(name: str) -> frozenset[str]:
    """Variables of a class set that come from no field, or from one that is not marked for statistics (X9)."""
    return given.unmarked(class_set(name), fields_of(name), frozenset(_variables(FOLDER)["marked"]))


def fields_of(name: str) -> Mapping[str, str]:
    """From which field of the case model, or of count cells, each variable of a class set comes."""
    fields: Mapping[str, str] = _variables(FOLDER)["classes"].get(name, {})
    return fields


@cache
def _questions(folder: Path) -> tuple[Question, ...]:
    found = tuple(_question(entry) for entry in _read(folder / "questions.yaml", "fanal.questions/1")["questions"])
    if len({one.id for one in found}) < len(found):
        raise CatalogueError("questions.yaml: two questions have the same id")
    return found


def _question(entry: Mapping[str, Any]) -> Question:
    try:
        who = entry["reviewed"]
        review = None if who is None else Reviewed(str(who["by"]), who["on"])
        told = {name: lazy(entry[name]) for name in ("words", "decision", "smallest", "harmed")}
        made = Question(
            **told, id=entry["id"], version=entry["version"], group=entry["group"], population=entry["population"],
            variables=tuple(entry["variables"]), reviewed=review,
            crossed=tuple((rows, columns) for rows, columns in entry["crossed"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise CatalogueError(f"questions.yaml: an entry lacks something: {error}") from None
    known = {variable.name for variable in class_set(made.population).variables}
    if made.group not in GROUPS or not known >= set(made.variables):
        raise CatalogueError(f"questions.yaml: {made.id} has an unknown group or variable")
    if any(rows == columns or not {rows, columns} <= set(made.variables) for rows, columns in made.crossed):
        raise CatalogueError(f"questions.yaml: {made.id} crosses what are not two of its variables")
    return made


@cache
def _class_set(folder: Path, name: str) -> ClassSet:
    return read_classes((folder / "classes" / f"{name}.yaml").read_bytes())


@cache
def _variables(folder: Path) -> Mapping[str, Any]:
    whole: Mapping[str, Any] = _read(folder / "variables.yaml", "fanal.variables/1")
    return whole


def _read(path: Path, schema: str) -> Any:
    whole = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    if not isinstance(whole, dict) or whole.get("schema") != schema:
        raise CatalogueError(f"{path.name} is not {schema}")
    return whole
