"""The files of a run, each with one form: the same content is always the same bytes, and nothing is ever unpickled.

A file is a line `FANAL LINKAGE <kind> 1`, a line of canonical JSON (sorted keys, no spaces, UTF-8), then arrays one
after the other, little-endian, without gaps; their lengths follow from the JSON. Kinds: LIST (a member's encoded list),
REVEALED (its test rows), LINKS (what the unit has joined), PART (a part of the key, `member.py`). The rest is JSON.
Files are written beside their place and moved there, so none is ever half there, and only their owner can read them.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np

from fanal.engines.arrays import Array
from fanal.engines.linkage.clusters import Links
from fanal.engines.linkage.model import Declaration, EncodedList, LinkageError, Revealed, Scheme, Weights
from fanal.vocabulary.dates import Interval

MARK = "FANAL LINKAGE"
LONGEST_HEAD = 1 << 20
"""Bytes of the JSON of a file."""
ROWS = 10**9


def canonical(value: Any) -> bytes:
    """JSON in its one form, with a line end."""
    return (
        json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode() + b"\n"
    )


def digest(content: bytes) -> str:
    """SHA-256 of a file in hexadecimal: what is signed, and how a file is named in the journal."""
    return hashlib.sha256(content).hexdigest()


def list_bytes(given: EncodedList) -> bytes:
    """An encoded list. Arrays: handles uint64[n], tokens uint64[n, bands]."""
    return packed("LIST", _list_head(given), given.handles, given.tokens)


def _list_head(given: EncodedList) -> dict[str, Any]:
    declared = asdict(given.declared) | {"period": period_text(given.declared.period)}
    told = {"member": given.member, "rows": len(given.handles), "run": str(given.run)}
    return {"declared": declared, "scheme": asdict(given.scheme), **told}


def read_list(content: bytes) -> EncodedList:
    """Raises LinkageError: no such file, cut short, changed, or lists somebody who is no child."""
    head, body = opened("LIST", content)

    def build() -> EncodedList:
        declared, scheme = dict(head["declared"]), scheme_of(head["scheme"])
        declared["period"] = period_of(declared["period"])
        rows = _rows(head["rows"])
        handles, tokens = _arrays(body, (rows, "u8"), (rows * scheme.bands, "u8"))
        columns = tokens.reshape(rows, scheme.bands), handles
        made = EncodedList(head["member"], UUID(head["run"]), scheme, *columns, Declaration(**declared))
        return _same(made, _list_head, head)

    return built("list", build)


def revealed_bytes(given: Revealed) -> bytes:
    """The test rows of a list. Arrays: handles, persons, uint64[t], in the order of handles."""
    order = np.argsort(given.handles)
    return packed("REVEALED", _revealed_head(given), given.handles[order], given.persons[order])


def _revealed_head(given: Revealed) -> dict[str, Any]:
    return {"member": given.member, "rows": len(given.handles), "run": str(given.run)}


def read_revealed(content: bytes) -> Revealed:
    """Raises LinkageError."""
    head, body = opened("REVEALED", content)

    def build() -> Revealed:
        rows = _rows(head["rows"])
        handles, persons = _arrays(body, (rows, "u8"), (rows, "u8"))
        made = Revealed(head["member"], UUID(head["run"]), persons, handles)
        if (handles[1:] < handles[:-1]).any():
            raise LinkageError("its handles are not in order")
        return _same(made, _revealed_head, head)

    return built("file of test rows", build)


def links_bytes(given: Links) -> bytes:
    """What the unit has joined; it never leaves it. Arrays: handles uint64, left, right int32, score, tally int64."""
    return packed("LINKS", _links_head(given), given.handles, given.left, given.right, given.score, given.tally)


def _links_head(given: Links) -> dict[str, Any]:
    told = {"links": len(given.score), "lists": given.lists, "run": str(given.run), "sizes": given.sizes}
    return {"scheme": asdict(given.scheme), **told}


def read_links(content: bytes) -> Links:
    """Raises LinkageError."""
    head, body = opened("LINKS", content)

    def build() -> Links:
        sizes, scheme = tuple(_rows(size) for size in head["sizes"]), scheme_of(head["scheme"])
        links = _rows(head["links"])
        kinds = (sum(sizes), "u8"), (links, "i4"), (links, "i4"), (links, "i8"), (scheme.bands + 1, "i8")
        made = Links(UUID(head["run"]), scheme, tuple(head["lists"]), sizes, *_arrays(body, *kinds))
        ends = np.concatenate([made.left, made.right])
        if len(sizes) != len(made.lists) or (links and not 0 <= ends.min() <= ends.max() < sum(sizes)):
            raise LinkageError("its links lead nowhere")
        return _same(made, _links_head, head)

    return built("file of links", build)


def scheme_of(given: Mapping[str, Any]) -> Scheme:
    """Of JSON. Raises LinkageError."""
    values = dict(given)
    Scheme(version=values["version"])  # another one has other weights: it is refused by its number
    return Scheme(**{**values, "weights": Weights(**values["weights"])})


def period_text(period: Interval) -> str:
    return f"{period.first}/{period.last}"


def period_of(text: str) -> Interval:
    """Raises ValueError."""
    first, last = text.split("/")
    return Interval(date.fromisoformat(first), date.fromisoformat(last))


def packed(kind: str, head: Mapping[str, Any], *arrays: Array) -> bytes:
    """A file of a kind."""
    parts = [np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<")).tobytes() for array in arrays]
    return b"".join([f"{MARK} {kind} 1\n".encode(), canonical(head), *parts])


def opened(kind: str, content: bytes) -> tuple[dict[str, Any], memoryview]:
    """The head of a file of this kind, and what follows it. Raises LinkageError."""
    mark = f"{MARK} {kind} 1\n".encode()
    end = content.find(b"\n", len(mark), len(mark) + LONGEST_HEAD)
    if not content.startswith(mark) or end < 0:
        raise LinkageError(f"this is no file of the kind {kind}")
    try:
        head = json.loads(content[len(mark) : end])
        in_form = isinstance(head, dict) and canonical(head) == content[len(mark) : end + 1]
    except (ValueError, RecursionError):
        in_form = False
    if not in_form:
        raise LinkageError(f"the head of this {kind} is not in its one form")
    return head, memoryview(content)[end + 1 :]


def _arrays(body: memoryview, *kinds: tuple[int, str]) -> list[Array]:
    sizes = [count * int(kind[1]) for count, kind in kinds]
    if sum(sizes) != len(body):
        raise LinkageError(f"it has {len(body)} bytes of content where {sum(sizes)} are told")
    starts = np.cumsum([0, *sizes]).tolist()
    return [
        np.frombuffer(body[start : start + size], dtype=f"<{kind}").astype(kind, copy=False)
        for start, size, (_, kind) in zip(starts, sizes, kinds, strict=False)
    ]


def _same[T](made: T, head_of: Callable[[T], dict[str, Any]], head: dict[str, Any]) -> T:
    if canonical(head_of(made)) != canonical(head):
        raise LinkageError("its head says what is not known here")
    return made


def built[T](what: str, build: Callable[[], T]) -> T:
    """What a file holds. Raises LinkageError, whatever is wrong with it; no value of it is told."""
    try:
        return build()
    except LinkageError as error:
        raise LinkageError(f"this {what}: {error}") from None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise LinkageError(f"the head of this {what} says too much, too little or something else") from None


def _rows(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= ROWS:
        raise LinkageError("a number of rows is no number of rows")
    return value
