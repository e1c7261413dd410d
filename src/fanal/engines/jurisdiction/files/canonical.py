"""A compiled corpus as bytes and back: one corpus has one form, and its version is the SHA-256 of it.

JSON with sorted keys and no spaces. An object of `model` is a mapping whose ``_`` names its class and that leaves out
what is at its default; a set is sorted; dates, infinity, tuples in fields and the two kinds of "not there" are marked
in the same way. Where a file or a line came from is not part of it.
"""

import hashlib
import json
import math
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from fanal.engines.jurisdiction import model
from fanal.engines.jurisdiction.model import Corpus, Law, Missing
from fanal.vocabulary import whole

_CLASSES = {name: found for name, found in vars(model).items() if isinstance(found, type) and is_dataclass(found)}
_VERSION = re.compile("[0-9a-f]{64}")
_ENUMS = {found.__name__: found for found in (model.Basis, model.ReviewStatus, Missing)}


class CanonicalError(ValueError):
    """Bytes that are no compiled corpus of this software, or not the version they should be."""


@dataclass(frozen=True)
class NoSuchVersion(LookupError):
    """A compiled corpus that is asked for and not kept here."""

    version: str
    folder: str

    def __str__(self) -> str:
        return (
            f"The law corpus of version {self.version} is not kept in {self.folder}: an answer that used it cannot be"
            " computed again. Load the sources of that day and store them."
        )


class Laws(Mapping[str, Law]):
    """Laws by jurisdiction, each made of its bytes when it is first asked for; until then these lie packed, a seventh
    of their size."""

    def __init__(self, packed: Mapping[str, bytes], made: Mapping[str, Law] | None = None) -> None:
        self._packed = packed
        self._made = dict(made or {})

    def __getitem__(self, code: str) -> Law:
        if code not in self._made:
            self._made[code] = _decoded(self.part(code))
        return self._made[code]

    def part(self, code: str) -> bytes:
        """The canonical bytes of one."""
        return zlib.decompress(self._packed[code])

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)

    def __contains__(self, code: object) -> bool:
        return code in self._packed

    def __repr__(self) -> str:
        return f"Laws({', '.join(self._packed)})"


def dumps(corpus: Corpus) -> bytes:
    """The canonical bytes. One line for what the laws share, then one for each law: all of it is one JSON object."""
    return _joined(*_parts(corpus))


def version(corpus: Corpus) -> str:
    """What `Corpus.version` must be: the SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(dumps(corpus)).hexdigest()


def part(value: object) -> bytes:
    """The canonical bytes of one thing that a corpus holds, such as a provision or a tuple of definitions."""
    return _bytes(value)


def of_law(corpus: Corpus, code: str) -> bytes:
    """The canonical bytes of one law of a corpus, which need not be made for that."""
    return corpus.laws.part(code) if isinstance(corpus.laws, Laws) else _bytes(corpus.laws[code])


def over(corpus: Corpus, changed: Mapping[str, Law]) -> Corpus:
    """The corpus with these laws in the place of its own, and all others made as they are asked for."""
    laws = corpus.laws if isinstance(corpus.laws, Laws) else as_asked(corpus)
    packed = {code: _packed(_bytes(law)) for code, law in changed.items()}
    found = replace(corpus, laws=Laws({**laws._packed, **packed}, {**laws._made, **changed}))
    return replace(found, version=version(found))


def as_asked(corpus: Corpus) -> Laws:
    """The laws of a corpus, made as they are asked for."""
    return Laws({code: _packed(law) for code, law in _parts(corpus)[1].items()})


def _packed(law: bytes) -> bytes:
    return zlib.compress(law, 1)


def loads(content: bytes) -> Corpus:
    """The corpus that these bytes are of, its laws made as they are asked for; raises `CanonicalError`."""
    lines = content.split(b"\n")
    if not (lines[0].startswith(b'{"corpus":') and lines[-1] == b"}}" and lines[0].endswith(b',"laws":{')):
        raise CanonicalError("These bytes are no compiled corpus.")
    shared, parts = _decoded(lines[0][len(b'{"corpus":') : -len(b',"laws":{')]), {}
    try:
        for line in lines[1:-1]:
            code, _colon, law = line.partition(b":")
            parts[json.loads(code)] = _packed(law.removesuffix(b","))
        return Corpus(laws=Laws(parts), version=hashlib.sha256(content).hexdigest(), **shared)
    except (ValueError, TypeError) as error:
        raise _other_software(error) from error


def store(corpus: Corpus, folder: Path) -> Path:
    """Keeps a compiled corpus under its version; returns the file."""
    path = folder / f"{corpus.version}.json"
    folder.mkdir(parents=True, exist_ok=True)
    whole.put(path, dumps(corpus))
    return path


def open_version(folder: Path, wanted: str) -> Corpus:
    """The corpus kept under a version; raises `NoSuchVersion`, and `CanonicalError` if its bytes were changed."""
    try:
        # A name that is no version never becomes a path.
        content = (folder / f"{wanted if _VERSION.fullmatch(wanted) else ''}.json").read_bytes()
    except FileNotFoundError:
        raise NoSuchVersion(wanted, str(folder)) from None
    corpus = loads(content)
    if corpus.version != wanted:
        raise CanonicalError(f"The stored corpus {wanted} was changed: its bytes have the version {corpus.version}.")
    return corpus


def _parts(corpus: Corpus) -> tuple[bytes, dict[str, bytes]]:
    shared = {one.name: getattr(corpus, one.name) for one in fields(Corpus) if one.name not in {"laws", "version"}}
    laws = corpus.laws
    if isinstance(laws, Laws):
        return _bytes(shared), {code: laws.part(code) for code in sorted(laws)}
    return _bytes(shared), {code: _bytes(laws[code]) for code in sorted(laws)}


def _joined(shared: bytes, laws: Mapping[str, bytes]) -> bytes:
    lines = (json.dumps(code).encode() + b":" + law for code, law in laws.items())
    return b'{"corpus":' + shared + b',"laws":{\n' + b",\n".join(lines) + b"\n}}"


def _bytes(value: Any) -> bytes:
    plain = _plain(value)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def _plain(value: Any) -> Any:
    """What JSON can hold, by the type of the value; text, numbers, truth and None hold themselves."""
    form = _FORMS.get(type(value))
    return form(value) if form else value


def _mapping(value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(inside) for name, inside in value.items()}


def _of_class(kind: type) -> Callable[[Any], dict[str, Any]]:
    held = [(field.name, _default(field)) for field in fields(kind) if field.compare]

    def form(value: Any) -> dict[str, Any]:
        written = {"_": kind.__name__}
        for name, default in held:
            inside = getattr(value, name)
            if inside is not default and inside != default:
                written[name] = _plain(inside)
        return written

    return form


def _default(one: Field[Any]) -> Any:
    if one.default_factory is not MISSING:
        return one.default_factory()
    return one.default  # MISSING equals nothing that can be held


_FORMS: dict[type, Callable[[Any], Any]] = {
    tuple: lambda value: [_plain(one) for one in value],
    dict: _mapping,
    date: lambda value: {"_": "day", "v": value.isoformat()},
    frozenset: lambda value: {"_": "set", "v": sorted(value)},
    float: lambda value: {"_": "life"} if math.isinf(value) else value,
    **{found: lambda value: {"_": type(value).__name__, "v": value.value} for found in _ENUMS.values()},
    **{found: _of_class(found) for found in _CLASSES.values()},
}


def _other_software(error: Exception) -> CanonicalError:
    return CanonicalError(f"These bytes are no compiled corpus of this software ({type(error).__name__}).")


def _decoded(content: bytes) -> Any:
    try:
        return _tuples(json.loads(content, object_hook=_object))
    except (ValueError, TypeError, KeyError) as error:
        raise _other_software(error) from error


def _object(found: dict[str, Any]) -> Any:
    kind = found.pop("_", None)
    if kind is None:
        return {name: _tuples(value) for name, value in found.items()}
    if kind in _CLASSES:
        return _CLASSES[kind](**{name: _tuples(value) for name, value in found.items()})
    if kind == "life":
        return math.inf
    if kind == "day":
        return date.fromisoformat(found["v"])
    return frozenset(found["v"]) if kind == "set" else _ENUMS[kind](found["v"])


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
