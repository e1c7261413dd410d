"""The shape of a document: which schema it names, and what of it the schema does not allow.

The schemas lie beside this module as ``schemas/<name>-<version>.json`` (JSON Schema 2020-12) and are closed. Their
messages are for programmers, so each is put into words here, with what to do.
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fanal.engines.jurisdiction.files.reading import Defect, Document

if TYPE_CHECKING:
    import jsonschema_rs

FOLDER = Path(__file__).parent / "schemas"
_NAME = re.compile(r"(fanal\.[a-z_]+)/(\d+)", re.ASCII)
_NO = frozenset(("no", "n", "off", "none"))  # what people write for false and true, in small letters
_YES = frozenset(("yes", "y", "on"))
_REQUIRED = {
    "versions": "Say since when, with `versions: [{from: …}]`; `{from: {by: …}}` if you know only a day when it held.",
    "covers": "Say which conducts it covers.",
    "id": "Give it an id that nothing had before.",
    "status": "Write `status: drafted`.",
}
_TYPES = {
    "string": "text", "integer": "a whole number", "number": "a number", "object": "a mapping", "array": "a list",
    "null": "null", "boolean": "true or false",
}  # fmt: skip


@cache
def schema(name: str) -> dict[str, Any]:
    """The schema of ``fanal.law/1`` and the like, as parsed JSON; raises ``FileNotFoundError`` if we have none."""
    found: dict[str, Any] = json.loads((FOLDER / f"{name.replace('/', '-')}.json").read_text("utf-8"))
    return found


def schemas() -> list[str]:
    """The names of all schemas."""
    return sorted(re.sub(r"-(?=\d+$)", "/", path.stem) for path in FOLDER.glob("*.json"))


def validate(document: Document, known: frozenset[str]) -> list[Defect]:
    """All that is wrong with the shape; ``known`` are the schemas that may stand here."""
    if not isinstance(document.value, dict):
        return [document.defect((), "not-a-mapping", "The file does not hold a mapping.", "Begin with `schema: …`.")]
    name = document.value.get("schema")
    if not isinstance(name, str) or name not in known:
        return [_wrong_schema(document, name, known)]
    return sorted(_defects(document, name))


def _wrong_schema(document: Document, name: object, known: frozenset[str]) -> Defect:
    found = _NAME.fullmatch(name) if isinstance(name, str) else None
    ours = {one.partition("/")[0]: one for one in known}
    if found and found[1] in ours and int(found[2]) > int(ours[found[1]].partition("/")[2]):
        message = f"The file is of schema {name}, which is newer than this software ({ours[found[1]]})."
        return document.defect(("schema",), "schema-newer", message, "Update Fanal, or take an older copy of the file.")
    message = f"{name!r} is no schema that can be read here."
    return document.defect(("schema",), "schema-unknown", message, f"Write one of: {', '.join(sorted(known))}.")


@cache
def _validator(name: str) -> "jsonschema_rs.Draft202012Validator":
    import jsonschema_rs  # 9 MB, for which serving what ships has no use

    return jsonschema_rs.Draft202012Validator(schema(name))


def _defects(document: Document, name: str) -> Iterator[Defect]:
    for error in _validator(name).iter_errors(document.value):
        say = _SAY.get(type(error.kind).__name__.rpartition("_")[2], _otherwise)
        for path, code, message, remedy in say(error, name):
            yield document.defect(path, code, message, remedy)


type _Said = Iterator[tuple[tuple[str | int, ...], str, str, str]]


def _unknown_key(error: Any, name: str) -> _Said:
    keys = sorted(_part(error, name).get("properties", {}))
    for key in error.kind.unexpected:
        yield (*error.instance_path, key), "unknown-key", f"The key {key!r} is not known here.", _one_of(keys)


def _missing_key(error: Any, name: str) -> _Said:
    key = error.kind.property
    yield tuple(error.instance_path), "missing-key", f"The key {key!r} is missing.", _REQUIRED.get(key, f"Add `{key}`.")


def _wrong_code(error: Any, name: str) -> _Said:
    value, options = error.instance, error.kind.options
    yield from _wrong(error, value, _boolean(value, options) or _one_of(_shown(options)))


def _wrong_constant(error: Any, name: str) -> _Said:
    value, wanted = error.instance, error.kind.expected_value
    remedy = f"Write {json.dumps(wanted)}, or leave the key out."
    yield from _wrong(error, value, _boolean(value, [wanted]) or remedy)


def _wrong_type(error: Any, name: str) -> _Said:
    value, types = error.instance, list(error.kind.types)
    remedy = _described(error, name) or f"Write {' or '.join(_TYPES[one] for one in types)}."
    if "string" in types and isinstance(value, int | float):
        remedy = f'Write it in quotation marks: "{value}".'
    if types == ["boolean"]:
        remedy = _boolean(value, [True, False]) or "Write true or false."
    yield from _wrong(error, value, remedy)


def _otherwise(error: Any, name: str) -> _Said:
    yield from _wrong(error, error.instance, _described(error, name) or f"{error.message}.")


def _wrong(error: Any, value: object, remedy: str | None) -> _Said:
    shown = json.dumps(value, ensure_ascii=False)
    shown = f"{shown[:60]}…" if len(shown) > 61 else shown
    yield tuple(error.instance_path), "wrong-value", f"{shown} cannot stand here.", remedy or ""


_SAY: dict[str, Callable[[Any, str], _Said]] = {
    "AdditionalProperties": _unknown_key,
    "Required": _missing_key,
    "Enum": _wrong_code,
    "Constant": _wrong_constant,
    "Type": _wrong_type,
}


def _part(error: Any, name: str) -> dict[str, Any]:
    """The part of the schema that was not met: from the last ``$defs`` of the path on, for that is where it lies."""
    path = list(error.schema_path)[:-1]
    start = max((i for i, step in enumerate(path) if step == "$defs"), default=0)
    part: Any = schema(name)
    for step in path[start:]:
        part = part[step]
    return part if isinstance(part, dict) else {}


def _described(error: Any, name: str) -> str:
    said = _part(error, name).get("description", "")
    return f"It takes {said}." if said else ""


def _boolean(value: object, options: list[Any]) -> str:
    """What to write for a word that means yes or no in speech only: ``NO`` is Norway."""
    word = value.lower() if isinstance(value, str) else ""
    if False in options and word in _NO:
        return "Write false."
    return "Write true." if True in options and word in _YES else ""


def _shown(options: list[Any]) -> list[str]:
    return [one if isinstance(one, str) else json.dumps(one) for one in options]


def _one_of(words: list[str]) -> str:
    return f"Possible here: {', '.join(words)}." if words else ""
