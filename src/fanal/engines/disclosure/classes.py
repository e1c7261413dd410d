"""Class sets as files: the edges and groups of all variables of a population, with the hash that releases refer to.

YAML (or its canonical JSON, which is YAML too) by `schema: fanal.classes/1`. All defects of a file are told at once,
each with its line. Scalars are taken as they are written: the code `NO` is Norway and not "false".
"""

import hashlib
import hmac
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import get_args

import numpy as np
import yaml

from fanal.engines.arrays import UInt32s, UInt64s
from fanal.engines.disclosure.model import (
    CHILDREN,
    MISSING,
    MOST_VARIABLES,
    TOTAL,
    ClassSet,
    DisclosureError,
    Variable,
    VariableKind,
)

SCHEMA = "fanal.classes/1"
SECRET_BYTES = 32
MOST_CODES = 256
"""Codes of one variable: a code is one byte."""
LARGEST = 4 * 1024 * 1024
"""Bytes of a file with a class set."""
TOLD = 100
"""Defects that a message tells one by one."""
RESERVED = frozenset({"id", "cohort", "class_set", "key_high", "key_low", "state", "value", "lower", "upper", "words"})
"""Columns of a data file or of a protected table that are no variables."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}", re.ASCII)
_CODE = re.compile(r"[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]{0,62}[^\s\x00-\x1f\x7f])?")
_KINDS: tuple[str, ...] = get_args(VariableKind.__value__)
_NOTHING = frozenset({"", "~", "null"})
_TOP = ("schema", "population", "version", "unit", "reviewed_on", "variables")
_OF_VARIABLE = ("name", "label", "sensitive", "kind", "codes", "impossible")


class ClassesError(DisclosureError):
    """A class set that cannot be used; `defects`: each thing that is wrong, with its line."""

    def __init__(self, defects: Sequence[str]) -> None:
        rest = [f"and {len(defects) - TOLD:,} more"] if len(defects) > TOLD else []
        told = "\n".join(f"  {defect}" for defect in (*defects[:TOLD], *rest))
        super().__init__(f"the class set cannot be used:\n{told}")
        self.defects = tuple(defects)


def read_classes(text: str | bytes) -> ClassSet:
    """A class set from YAML or canonical JSON. Raises `ClassesError` with all defects of the file."""
    reader = _Reader()
    made = reader.class_set(_composed(text))
    if reader.defects or made is None:
        raise ClassesError([f"line {line}: {words}" for line, words in sorted(set(reader.defects))])
    return made


def class_set(
    population: str,
    version: int,
    variables: Sequence[Variable],
    reviewed_on: date | None = None,
    unit: str = CHILDREN,
) -> ClassSet:
    """A class set with its hash, from parts made in a program. Raises `ClassesError` as `read_classes` does."""
    return read_classes(canonical(ClassSet(population, version, tuple(variables), reviewed_on, "", unit)))


def canonical(classes: ClassSet) -> bytes:
    """Canonical JSON (sorted keys, no spaces, UTF-8), without the hash. `read_classes` reads it back.

    The unit stands in it where it is not children, so that class sets of children keep the hash that they had.
    """
    value: dict[str, object] = {
        "schema": SCHEMA,
        "population": classes.population,
        "version": classes.version,
        "reviewed_on": classes.reviewed_on.isoformat() if classes.reviewed_on else None,
        "variables": [_written(one) for one in classes.variables],
    }
    if classes.unit != CHILDREN:
        value["unit"] = classes.unit
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _written(one: Variable) -> dict[str, object]:
    words = one.labels or one.codes
    return {
        "name": one.name,
        "label": one.label or one.name,
        "sensitive": one.sensitive,
        "kind": one.kind,
        "codes": [[code, label] for code, label in zip(one.codes, words, strict=True)],
        "impossible": [list(pair) for pair in one.impossible],
    }


def record_keys(secret: bytes, ids: Sequence[bytes]) -> UInt32s:
    """Record keys: the first 8 bytes of HMAC-SHA256(secret, record id), (n, 2) halves (high, low).

    Raises `DisclosureError`: a secret that is not 32 bytes, an empty or repeated id (by its number, from 1).
    """
    digests = hashed(secret, ids)
    refuse_repeated(digests)
    return halves(digests)


def hashed(secret: bytes, ids: Sequence[bytes], first: int = 1) -> UInt64s:
    """(n, 2): the first 16 bytes of HMAC-SHA256(secret, id); two that are equal are the same id. `first`: number of
    the first row. Raises `DisclosureError`: a secret of another length, an empty id."""
    if len(secret) != SECRET_BYTES:
        raise DisclosureError(f"the secret of a population has {SECRET_BYTES} bytes, not {len(secret)}")
    if not all(ids):
        raise DisclosureError(f"row {first + [bool(one) for one in ids].index(False)}: the identifier is empty")
    joined = b"".join([hmac.digest(secret, one, "sha256")[:16] for one in ids])
    return np.frombuffer(joined, dtype=">u8").astype(np.uint64).reshape(-1, 2)


def refuse_repeated(digests: UInt64s, first: int = 1) -> None:
    """Raises `DisclosureError` where two rows of digests (n, 2) are the same: the child would count twice."""
    order = np.lexsort((digests[:, 1], digests[:, 0]))
    same = np.all(digests[order[1:]] == digests[order[:-1]], axis=1)
    if same.any():
        at = np.flatnonzero(same)
        place = int(at[np.argmin(order[at + 1])])
        one, other = sorted((int(order[place]) + first, int(order[place + 1]) + first))
        more = f" ({len(at)} repetitions in all)" if len(at) > 1 else ""
        raise DisclosureError(f"rows {one} and {other} have the same identifier: a child counts once{more}")


def halves(digests: UInt64s) -> UInt32s:
    """(n, 2) uint32: high and low half of the first column of digests (n, 2)."""
    key = digests[:, 0]
    return np.stack([key >> np.uint64(32), key & np.uint64(0xFFFFFFFF)], axis=1).astype(np.uint32)


def _composed(text: str | bytes) -> yaml.Node:
    if len(text) > LARGEST:
        raise ClassesError([f"line 1: the file is larger than {LARGEST // 2**20} MiB"])
    try:
        node = yaml.compose(text.decode("utf-8-sig") if isinstance(text, bytes) else text, Loader=yaml.CSafeLoader)
    except UnicodeDecodeError:
        raise ClassesError(["line 1: the file is not UTF-8; save it in that encoding"]) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise ClassesError([f"line {mark.line + 1 if mark else 1}: this is not YAML: {error.problem}"]) from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise ClassesError(["line 1: this is not YAML"]) from None
    if node is None:
        raise ClassesError(["line 1: the file holds nothing"])
    return node


class _Reader:
    """Makes a class set of nodes and collects (line, words) of what is wrong."""

    def __init__(self) -> None:
        self.defects: list[tuple[int, str]] = []

    def class_set(self, root: yaml.Node) -> ClassSet | None:
        top = self._mapping(root, _TOP, "the class set", needed=("schema", "population", "version", "variables"))
        if "schema" in top and self._text(top["schema"], "schema") != SCHEMA:
            self._say(top["schema"], f"schema must be {SCHEMA}")
        population = self._text(top.get("population"), "population")
        version = self._number(top.get("version"))
        reviewed_on = self._day(top.get("reviewed_on"))
        unit = self._text(top["unit"], "unit") if "unit" in top else CHILDREN
        listed = self._sequence(top.get("variables"), "variables")
        variables = tuple(self._variable(node, place) for place, node in enumerate(listed, 1))
        self._counted(top.get("variables"), variables)
        self._impossible(variables, listed)
        if self.defects:
            return None
        made = ClassSet(population, version, variables, reviewed_on, "", unit)
        return replace(made, sha256=hashlib.sha256(canonical(made)).hexdigest())

    def _counted(self, node: yaml.Node | None, variables: tuple[Variable, ...]) -> None:
        names = Counter(one.name for one in variables if one.name)
        if repeated := sorted(name for name, times in names.items() if times > 1):
            self._say(node, f"variables named twice: {', '.join(repeated)}")
        if isinstance(node, yaml.SequenceNode) and not 1 <= len(variables) <= MOST_VARIABLES:
            self._say(node, f"{len(variables)} variables; a class set has 1 to {MOST_VARIABLES}")

    def _variable(self, node: yaml.Node, place: int) -> Variable:
        parts = self._mapping(node, _OF_VARIABLE, f"variable {place}", needed=("name", "codes"))
        name = self._text(parts.get("name"), "name")
        about = f"variable {name or place}"
        if name and (not _NAME.fullmatch(name) or name in RESERVED):
            kept = ", ".join(sorted(RESERVED))
            self._say(parts["name"], f"{about}: a name has small letters, digits and _, and is none of {kept}")
        kind = self._text(parts["kind"], f"{about}: kind") if "kind" in parts else "plain"
        if kind not in _KINDS:
            self._say(parts["kind"], f"{about}: kind must be one of {', '.join(_KINDS)}")
        sensitive = self._text(parts["sensitive"], f"{about}: sensitive") if "sensitive" in parts else "false"
        if sensitive not in {"true", "false"}:
            self._say(parts["sensitive"], f"{about}: sensitive must be true or false")
        label = self._text(parts["label"], f"{about}: label") if "label" in parts else name
        pairs = self._pairs(parts.get("codes"), f"{about}: codes")
        codes = self._codes(pairs, about)
        known: VariableKind = next((option for option in get_args(VariableKind.__value__) if option == kind), "plain")
        never = tuple(pair for _, pair in self._list_of_pairs(parts.get("impossible"), f"{about}: impossible"))
        labels = tuple(pair[1] for _, pair in pairs)
        return Variable(name, codes, label, labels, sensitive == "true", known, never)

    def _codes(self, pairs: list[tuple[yaml.Node, tuple[str, str]]], about: str) -> tuple[str, ...]:
        if pairs and not 2 <= len(pairs) <= MOST_CODES:
            words = f"{about}: {len(pairs)} codes; a variable has 2 to {MOST_CODES}; make coarser classes"
            self._say(pairs[0][0], words)
        codes: dict[str, None] = {}
        for node, (code, _words) in pairs[:MOST_CODES]:
            if code in codes:
                self._say(node, f"{about}: the code {code!r} is there twice")
            elif not _CODE.fullmatch(code) or code == TOTAL:
                self._say(node, f"{about}: a code has 1 to 64 characters on one line and is not {TOTAL!r}")
            codes[code] = None
        if pairs and pairs[0][1][0] != MISSING:
            self._say(pairs[0][0], f"{about}: the first code must be {MISSING!r} (not asked, or unknown)")
        return tuple(codes)

    def _impossible(self, variables: tuple[Variable, ...], nodes: list[yaml.Node]) -> None:
        known = {one.name: one.codes for one in variables}
        for variable, node in zip(variables, nodes, strict=True):
            for own, other in variable.impossible:
                name, _, code = other.partition(".")
                if own not in variable.codes or name == variable.name or code not in known.get(name, ()):
                    words = "impossible names a code that is not there; write [own code, other variable.its code]"
                    self._say(node, f"variable {variable.name}: {words}")

    def _pairs(self, node: yaml.Node | None, about: str) -> list[tuple[yaml.Node, tuple[str, str]]]:
        """Codes with their words: a mapping, or (canonical) a list of pairs."""
        if not isinstance(node, yaml.MappingNode):
            return self._list_of_pairs(node, about)
        return [
            (key, (self._text(key, about), self._text(words, f"{about}: words of a code"))) for key, words in node.value
        ]

    def _list_of_pairs(self, node: yaml.Node | None, about: str) -> list[tuple[yaml.Node, tuple[str, str]]]:
        found = []
        for one in self._sequence(node, about):
            pair = list[yaml.Node](one.value) if isinstance(one, yaml.SequenceNode) else []
            if len(pair) == 2:
                found.append((one, (self._text(pair[0], about), self._text(pair[1], about))))
            else:
                self._say(one, f"{about} must hold pairs")
        return found

    def _mapping(
        self, node: yaml.Node, known: Sequence[str], about: str, needed: Sequence[str]
    ) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            self._say(node, f"{about} must be a mapping")
            return {}
        parts: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = self._text(key, about)
            if name not in known or name in parts:
                self._say(key, f"{about}: {name} is {'there twice' if name in parts else 'unknown'}")
            parts.setdefault(name, value)
        for name in needed:
            if name not in parts:
                self._say(node, f"{about}: {name} is missing")
        return parts

    def _sequence(self, node: yaml.Node | None, about: str) -> list[yaml.Node]:
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        if node is not None:
            self._say(node, f"{about} must be a list")
        return []

    def _text(self, node: yaml.Node | None, about: str) -> str:
        if node is None:  # that it is missing was said already
            return ""
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            self._say(node, f"{about} must be a text")
            return ""
        return str(node.value).strip()

    def _number(self, node: yaml.Node | None) -> int:
        text = self._text(node, "version")
        if text and not re.fullmatch(r"[1-9][0-9]{0,8}", text, re.ASCII):
            self._say(node, "version must be a whole number from 1")
            return 0
        return int(text or 0)

    def _day(self, node: yaml.Node | None) -> date | None:
        if node is None or (isinstance(node, yaml.ScalarNode) and node.value in _NOTHING):
            return None
        try:
            return date.fromisoformat(self._text(node, "reviewed_on"))
        except ValueError:
            self._say(node, "reviewed_on must be a day (YYYY-MM-DD), or null: not reviewed")
            return None

    def _say(self, node: yaml.Node | None, words: str) -> None:
        self.defects.append((node.start_mark.line + 1 if node is not None else 1, words))


def differences(one: ClassSet, other: ClassSet) -> Iterator[str]:
    """In words, where two class sets differ; nothing where they are the same."""
    if (one.population, one.unit) != (other.population, other.unit):
        yield "their populations differ"
    names = [variable.name for variable in one.variables], [variable.name for variable in other.variables]
    if names[0] != names[1]:
        yield "their variables differ"
        return
    for mine, theirs in zip(one.variables, other.variables, strict=True):
        if mine != theirs:
            yield f"{mine.name} has other codes or marks"
