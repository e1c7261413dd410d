"""The figures of an estimate as CSV, made from its JSON: for R and for spreadsheets, and never a figure alone.

A line for the estimate and one for each other method. Where there is no number a word stands in its place.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from fanal.engines.disclosure.tables import UnknownColumns, quoted

TITLE = "How many children are on no list and on some: the estimate, and what other methods say"
MEANINGS = {
    "what": "estimate: the result that was signed. other: what another method says of the same lists.",
    "status": "estimated, or why there is no figure.",
    "method": "The method by which the line was estimated.",
    "model": "The model: which lists depend on each other, by number in the order of the lists.",
    "point": "The best single figure if the model is true, with those on no list. Never to be used without its limits.",
    "lower": "The lower limit of the interval.",
    "upper": "The upper limit of the interval; infinite where the data set none.",
    "level": "The share of cases in which such an interval holds, from 0 to 1.",
    "observed": "How many are on at least one list.",
    "words": "Reasons and warnings. They belong to the figure.",
}
COLUMNS_EVER: tuple[tuple[str, ...], ...] = (tuple(MEANINGS),)
"""The columns as each version wrote them, newest last. Whoever adds a column adds an entry."""
NUMBERS = ("point", "lower", "upper", "level", "observed")
NONE = "none"
NO_NUMBER = (NONE, "infinite", "minus infinite", "not a number")
_OF_ALL = ("method", "status", "model", "point", "lower", "upper")


def to_csv(result: Mapping[str, Any], columns: tuple[str, ...] = COLUMNS_EVER[-1]) -> bytes:
    """UTF-8 with a header, LF at the end of lines. Raises `KeyError` or `TypeError` for what is no result."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(columns)
    for line in _lines(result):
        writer.writerow([quoted(line[name]) for name in columns])
    return made.getvalue().encode()


def same(result: Mapping[str, Any], data: bytes) -> bool:
    """Whether a file says what the result says, in the columns of any version. Raises `UnknownColumns`."""
    head = tuple(data.partition(b"\n")[0].decode(errors="replace").split(","))
    if head not in COLUMNS_EVER:
        raise UnknownColumns(f"the columns of an estimate are {', '.join(COLUMNS_EVER[-1])}")
    try:
        return data == to_csv(result, head)
    except (KeyError, TypeError, AttributeError):
        return False


def _lines(result: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    said = " ".join(f"{one['code']}: {one['text']}" for one in (*result["reasons"], *result["warnings"]))
    yield _line(result, result, "estimate", "", said)
    for at, check in enumerate(result["checks"]):
        broken = "W16: BCa breaks down here." if check.get("profile") else ""
        yield _line(result, check, "other", f"/checks/{at}", broken)


def _line(result: Mapping[str, Any], part: Mapping[str, Any], what: str, path: str, said: str) -> dict[str, str]:
    endless = result["not_finite"]
    told = {name: _cell(part[name], endless.get(f"{path}/{name}", NONE)) for name in _OF_ALL}
    both = {name: _cell(result[name], NONE) for name in ("level", "observed")}
    return {"what": what, **told, **both, "words": said or NONE}


def _cell(value: Any, otherwise: str) -> str:
    """Numbers as JSON has them, so that nothing is rounded twice."""
    return otherwise if value is None else str(value)
