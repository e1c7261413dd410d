"""The same values as files: CSV and JSON. What a licence does not let others have stands there as a link, without its
value; what is missing is spelled out."""

import json
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from fanal.progress.observations.observations import Number
from fanal.web import api as web

LICENCE: Final = "CC BY 4.0 for what is counted here; each row names the licence of its source"
COLUMNS: Final = (
    "id", "indicator", "version", "territory", "period", "group", "kind", "value", "lower", "upper", "n", "unit",
    "source", "publisher", "address", "licence", "read_on", "known_at", "release", "withdrawn_on",
)  # fmt: skip
VALUES: Final = frozenset({"value", "lower", "upper"})


def record(one: Number) -> dict[str, Any]:
    """A value as every file has it."""
    leaves = one.may_leave

    def number(value: object) -> str | None:
        return None if value is None or not leaves else f"{value:f}"

    source = one.source
    return {
        "id": one.id, "indicator": one.indicator.id, "version": one.version, "territory": one.territory,
        "period": one.period, "group": one.cell, "kind": one.kind.value if leaves else "not_redistributable",
        "value": number(one.value), "lower": number(one.lower), "upper": number(one.upper),
        "n": one.n if leaves else None, "unit": one.indicator.unit, "source": source.title,
        "publisher": source.publisher, "address": source.address, "licence": source.licence,
        "read_on": source.read_on.isoformat(), "known_at": source.known_at.isoformat(), "release": source.release,
        "withdrawn_on": source.withdrawn_on.isoformat() if source.withdrawn_on else None,
    }  # fmt: skip


def as_csv(found: Iterable[Number]) -> bytes:
    """As a table: an empty value has its reason in the column `kind`."""
    about = f"Fanal. {LICENCE}. A value that is empty is not zero: see the column kind."
    records = map(record, found)
    rows = ([Decimal(one[name]) if name in VALUES and one[name] else one[name] for name in COLUMNS] for one in records)
    return web.papers.open_table(about, COLUMNS, rows)


def as_json(found: Iterable[Number]) -> bytes:
    """As a list of objects."""
    document = {"schema": "fanal.progress.numbers/1", "licence": LICENCE, "numbers": [record(one) for one in found]}
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


MADE: Final[dict[str, tuple[Callable[[Iterable[Number]], bytes], str]]] = {
    "csv": (as_csv, web.papers.CSV),
    "json": (as_json, "application/json"),
}


def answer(request: HttpRequest, found: Iterable[Number], kind: str, name: str) -> HttpResponse:
    """A file, and nothing of it where whoever asks has it already."""
    make, media = MADE[kind]
    return web.for_programs(request, make(found), media, f"{name}.{kind}")
