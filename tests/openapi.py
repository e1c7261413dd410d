"""What an address of programs says of itself (OpenAPI 3.1), held against what it does: bodies drawn from its schema and
bodies that are near it, each answered with a status and a shape that it declares."""

import json
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from jsonschema import Draft202012Validator

type Json = Any
_LEAVES: st.SearchStrategy[Json] = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
)
ANYTHING = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_FIRST, _LAST = (datetime.fromisoformat(day) for day in ("1970-01-03", "2098-12-30"))
_TEXTS = {
    "uuid": st.uuids().map(str),
    "date-time": st.datetimes(_FIRST, _LAST, timezones=st.timezones()).map(lambda at: at.isoformat()),
    "date": st.dates().map(lambda day: day.isoformat()),
}


class Described:
    """The document of a program's address."""

    def __init__(self, path: Path) -> None:
        self.document = json.loads(path.read_text("utf-8"))

    def operation(self, path: str, method: str) -> Json:
        return self.document["paths"][path][method]

    def body(self, path: str, method: str = "post") -> Json:
        return self.operation(path, method)["requestBody"]["content"]["application/json"]["schema"]

    def _of(self, schema: Json) -> Json:
        found = self.document
        for part in schema["$ref"].removeprefix("#/").split("/") if "$ref" in schema else ():
            found = found[part]
        return found if "$ref" in schema else schema

    def drawn(self, schema: Json) -> st.SearchStrategy[Json]:
        """What fits a schema."""
        schema = self._of(schema)
        if "enum" in schema:
            return st.sampled_from(schema["enum"])
        match schema["type"]:
            case "object":
                parts = {name: self.drawn(one) for name, one in schema["properties"].items()}
                needed = schema.get("required", ())
                free = {name: one for name, one in parts.items() if name not in needed}
                return st.fixed_dictionaries({name: parts[name] for name in needed}, optional=free)
            case "array":
                return st.lists(self.drawn(schema["items"]), max_size=3)
            case "boolean" | "integer" as kind:
                whole = st.integers(schema.get("minimum"), schema.get("maximum"))
                return st.booleans() if kind == "boolean" else whole
            case "string" if "pattern" in schema:
                return st.from_regex(schema["pattern"], fullmatch=True)
            case "string":
                return _TEXTS.get(schema.get("format", ""), st.text(max_size=schema.get("maxLength", 64)))
        raise AssertionError(schema)

    def near(self, schema: Json) -> st.SearchStrategy[Json]:
        """What fits but for one thing, somewhere in it: another value, nothing, or one more."""
        return st.builds(_spoilt, self.drawn(schema), st.integers(0, 10**6), ANYTHING)

    def check(self, path: str, method: str, answer: Any) -> None:
        """The status is one of those that it declares, and the body has the shape of it."""
        declared = self._of(self.operation(path, method)["responses"].get(str(answer.status_code), {}))
        assert declared, f"{answer.status_code} is not declared"
        for kind, said in declared.get("content", {}).items():
            assert answer["Content-Type"].partition(";")[0] == kind
            if kind == "application/json":
                whole = {**said["schema"], "components": self.document["components"]}
                Draft202012Validator(whole).validate(json.loads(answer.content))


def _spoilt(made: Json, where: int, by: Json) -> Json:
    """Walks down by a number, and leaves something else there."""
    made = deepcopy(made)
    at, here = where, made
    while isinstance(here, dict | list) and here:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        at, key = divmod(at, len(keys))
        if at % 3 == 0 or not isinstance(here[keys[key]], dict | list) or not here[keys[key]]:
            if at % 2 and isinstance(here, dict):
                del here[keys[key]]
            else:
                here[keys[key]] = by
            return made
        here = here[keys[key]]
    return by
