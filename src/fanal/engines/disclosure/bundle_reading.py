"""Reads a release, and refuses one that is not whole: a number never stands without its error and its coverage.

The signature is looked at by `signatures.signed`; here everything that anybody can check without a key.
"""

import csv
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from fanal.engines.disclosure import estimates, sdmx, synthetic_parts, tables
from fanal.engines.disclosure.bundle_parts import (
    ESTIMATE_CSV,
    ESTIMATE_FIELDS,
    RELEASE,
    SCHEMA,
    SIGNATURE,
    Bundle,
    BundleKind,
    Files,
)
from fanal.engines.disclosure.classes import read_classes
from fanal.engines.disclosure.layout import impossible, layout
from fanal.engines.disclosure.model import Cell, ClassSet, Coverage, DisclosureError, K, Protected

AGAIN = "Get the release again from those who published it."
KINDS: tuple[BundleKind, ...] = ("tables", "estimate", "not_estimable")
TEXTS = ("id", "title", "publisher", "published_on", "licence")
LISTED = {
    "attacks": ("code", "name", "withstood"),
    "reviews": ("role", "decided_on"),
    "tables": ("number",),
    "reading": (),
    "notes": (),
}
"""Lists of `release.json`, with the words that each entry says; without any, an entry is words itself."""


class NotWhole(DisclosureError):
    """A release that must not be shown or used: what is wrong with it, and what to do."""


def read(files: Files, *, draft: bool = False) -> Bundle:
    """The release in these files, `release.sig` may be among them. `draft`: not reviewed yet.

    Raises `NotWhole`: a missing, changed or additional file, an unknown schema or kind, a value without error or
    coverage, a shown cell below the threshold, an estimate without interval, assumptions, warnings or statistician.
    """
    document = _document(files)
    _same_files(document, files)
    _said(document, draft)
    whole = Bundle(document, dict(files), hashlib.sha256(files[RELEASE]).hexdigest(), _coverage(document))
    if document["kind"] == "tables":
        classes = _classes(document)
        if words := synthetic_parts.wrong(document, files, classes):
            raise NotWhole(words)
        return replace(whole, classes=classes, tables=_tables(document, files, classes))
    return replace(whole, estimate=_estimate(document, files))


def _document(files: Files) -> dict[str, Any]:
    if RELEASE not in files:
        raise NotWhole(f"There is no {RELEASE}: this is no release. {AGAIN}")
    document = _json(files[RELEASE], RELEASE)
    schema = document.get("schema")
    if schema != SCHEMA:
        known = f"This version of Fanal reads {SCHEMA}"
        raise NotWhole(f"{RELEASE} has an unknown schema. {known}; a newer version may read the release.")
    return document


def _json(data: bytes, name: str) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        raise NotWhole(f"{name} is not JSON. {AGAIN}") from None
    if not isinstance(value, dict):
        raise NotWhole(f"{name} holds no JSON object. {AGAIN}")
    return value


def _same_files(document: Mapping[str, Any], files: Files) -> None:
    listed = document.get("files")
    if not isinstance(listed, dict):
        raise NotWhole(f"{RELEASE} does not list its files. {AGAIN}")
    there = set(files) - {RELEASE, SIGNATURE}
    if missing := sorted(set(listed) - there):
        raise NotWhole(f"Files are missing: {', '.join(missing)}. {AGAIN}")
    if more := sorted(there - set(listed)):
        words = f"Files do not belong to the release: {', '.join(more)}."
        raise NotWhole(f"{words} Take them away, they are not signed.")
    for name in sorted(listed):
        if hashlib.sha256(files[name]).hexdigest() != listed[name]:
            raise NotWhole(f"{name} was changed after it was published. {AGAIN}")


def _said(document: Mapping[str, Any], draft: bool) -> None:
    """What every release says of itself."""
    if document.get("kind") not in KINDS:
        raise NotWhole(f"{RELEASE} has an unknown kind; there are {', '.join(KINDS)}. {AGAIN}")
    for name in TEXTS:
        if not isinstance(document.get(name), str) or not document[name]:
            raise NotWhole(f"{RELEASE} does not say its {name.replace('_', ' ')}. {AGAIN}")
    population = document.get("population")
    if not isinstance(population, dict) or not population.get("name") or not population.get("definition"):
        raise NotWhole(f"{RELEASE} does not say who is counted. Numbers without their population must not be used.")
    if not draft and not document.get("reviews"):
        raise NotWhole("Nobody has reviewed the release. It is a draft and must not be used.")
    _listed(document)


def _listed(document: Mapping[str, Any]) -> None:
    """Whether what readers show are lists of words: a release from elsewhere may say anything under its hash."""
    for name, fields in LISTED.items():
        value = document.get(name, None if document["kind"] == "tables" or name == "attacks" else [])
        if not isinstance(value, list) or not all(_says(one, fields) for one in value):
            raise NotWhole(f"{RELEASE} has no list of {name} that can be read. {AGAIN}")


def _says(one: Any, fields: tuple[str, ...]) -> bool:
    if not fields:
        return isinstance(one, str)
    return isinstance(one, dict) and all(isinstance(one.get(name), str) for name in fields)


def _coverage(document: Mapping[str, Any]) -> Coverage:
    value = document.get("coverage")
    names = ("members_asked", "members_in", "opted_out", "missing", "note")
    if not isinstance(value, dict) or any(name not in value for name in names):
        raise NotWhole(f"{RELEASE} does not say who could be counted. Numbers without coverage must not be used.")
    asked, given = (value[name] for name in names[:2])
    known = (asked, given) if (asked, given) != (None, None) else ()
    numbers = (*known, *([] if value["opted_out"] is None else [value["opted_out"]]))
    whole = all(type(n) is int and n >= 0 for n in numbers) and (not known or given <= asked)
    if not whole or not value["note"] or not isinstance(value["missing"], dict):
        raise NotWhole(f"The coverage in {RELEASE} cannot be right. Numbers without coverage must not be used.")
    return Coverage(**{name: value[name] for name in names})


def _classes(document: Mapping[str, Any]) -> ClassSet:
    value = document.get("classes")
    if not isinstance(value, dict):
        raise NotWhole(f"{RELEASE} has no class set. {AGAIN}")
    plain = {name: part for name, part in value.items() if name != "sha256"}
    try:
        classes = read_classes(json.dumps(plain, ensure_ascii=False))
    except DisclosureError:
        raise NotWhole(f"The class set in {RELEASE} cannot be read. {AGAIN}") from None
    if classes.reviewed_on is None:
        raise NotWhole(f"The class set in {RELEASE} was never reviewed. The release must not be used.")
    if classes.sha256 != value.get("sha256"):
        raise NotWhole(f"The class set in {RELEASE} does not have the hash that it names. {AGAIN}")
    return classes


def _tables(document: Mapping[str, Any], files: Files, classes: ClassSet) -> tuple[Protected, ...]:
    listed = document.get("tables")
    if not isinstance(listed, list) or not listed:
        raise NotWhole(f"{RELEASE} lists no tables. {AGAIN}")
    made = []
    for entry in listed:
        number = str(entry.get("number")) if isinstance(entry, dict) else ""
        if f"{number}.json" not in files:
            raise NotWhole(f"{RELEASE} lists a table whose file is missing. {AGAIN}")
        made.append(_table(files[f"{number}.json"], number, entry, classes))
        _same_cells(made[-1], number, files)
    if any(table.policy != made[0].policy for table in made):
        raise NotWhole("Its tables are protected by different policies. A release has one; it must not be used.")
    return tuple(made)


def _same_cells(table: Protected, number: str, files: Files) -> None:
    """CSV and SDMX-CSV are what most people read: a number in them is one of the table that was looked at."""
    for name, read_cells in ((f"{number}.csv", _plain_cells), (f"{number}.sdmx.csv", sdmx.read_sdmx)):
        _same(name, f"{number}.json", lambda: name in files and read_cells(files[name]) == table.cells)  # noqa: B023


def _same(name: str, of: str, says: Callable[[], bool]) -> None:
    """Raises `NotWhole` where a file says another thing than the one that was looked at."""
    try:
        same = says()
    except tables.UnknownColumns:
        words = "has columns that this version of Fanal does not know. A newer version may read the release"
        raise NotWhole(f"{name} {words}; if there is none, tell the publisher.") from None
    except (DisclosureError, KeyError, UnicodeDecodeError, csv.Error):
        same = False
    if not same:
        raise NotWhole(f"{name} does not say what {of} says. Do not pass it on; tell the publisher.")


def _plain_cells(data: bytes) -> tuple[Cell, ...]:
    return tuple(line.cell for line in tables.read_csv(data))


def _table(data: bytes, number: str, entry: Mapping[str, Any], classes: ClassSet) -> Protected:
    try:
        table = tables.from_json(data, classes)
    except DisclosureError as error:
        raise NotWhole(f"Table {number} cannot be read: {error}") from None
    where = f"Table {number}"
    if not isinstance(entry.get("error"), dict) or not _says(entry["error"], ("words",)) or not entry["error"]["words"]:
        raise NotWhole(f"{where} does not say how far its numbers may be from the truth. They must not be shown.")
    hidden = entry.get("hidden")
    numbers = [entry.get("cells"), *(hidden.values() if isinstance(hidden, dict) else [None])]
    if not _says(entry, ("title",)) or any(type(size) is not int for size in numbers):
        raise NotWhole(f"{where} does not say its title and how many of its cells are hidden. {AGAIN}")
    if table.policy.k < K:
        raise NotWhole(f"{where} was made with a threshold below {K}. It must not be shown.")
    never = impossible(classes, layout(classes, table.spec))
    for at, cell in enumerate(table.cells):
        row, column = divmod(at, len(table.columns))
        if words := _wrong(cell, table.policy.k, bool(never[at])):
            raise NotWhole(f"{where}, row {row + 1}, column {column + 1}: {words}")
    return table


def _wrong(cell: Cell, k: int, never: bool) -> str:
    """What is wrong with a cell and what to do; empty where nothing is."""
    if cell.state != "shown":
        return "" if cell.value is None else "a hidden cell has a value. Do not pass it on; tell the publisher."
    if cell.value is None or cell.lower is None or cell.upper is None:
        return f"a number without its range must not be shown. {AGAIN}"
    if cell.value < k and not (never and cell.value == 0):
        return "a number below the threshold is shown. Do not pass it on; tell the publisher."
    return ""


def _estimate(document: Mapping[str, Any], files: Files) -> Mapping[str, Any]:
    part, who = document.get("estimate"), document.get("statistician")
    if not isinstance(part, dict) or any(name not in part for name in ESTIMATE_FIELDS):
        raise NotWhole("The estimate comes without interval, assumptions or warnings. It must not be shown.")
    if not isinstance(who, dict) or not all(who.get(name) for name in ("name", "affiliation", "signature")):
        raise NotWhole("No statistician outside the network stands for the estimate. It must not be shown.")
    if part.get("picture") not in files or part.get("result") not in files:
        raise NotWhole(f"The estimate is missing or has no picture. {AGAIN}")
    result = _json(files[part["result"]], part["result"])
    if any(result.get(name) != part[name] for name in ESTIMATE_FIELDS):
        raise NotWhole(f"{RELEASE} says another estimate than {part['result']}. {AGAIN}")
    _complete(document["kind"], part)
    if ESTIMATE_CSV in files:
        _same(ESTIMATE_CSV, part["result"], lambda: estimates.same(result, files[ESTIMATE_CSV]))
    return result


def _complete(kind: BundleKind, part: Mapping[str, Any]) -> None:
    limits = [part["point"], part["lower"], part["upper"]]
    if not part["assumptions"]:
        raise NotWhole("The estimate comes without its assumptions. It must not be shown.")
    if kind == "estimate" and any(value is None for value in limits[:2]):
        raise NotWhole("The estimate has no interval. A point alone must not be shown.")
    if kind == "not_estimable" and (limits[0] is not None or not part["reasons"]):
        raise NotWhole("The result says that there is no estimate, and gives no reason or still gives a figure.")
