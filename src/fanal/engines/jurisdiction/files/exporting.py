"""A compiled law as plain data for others: provenance, temporal characteristics and alternatives of each provision.

The words are those of LegalRuleML Core 1.0 (OASIS, sections 4.2 to 4.4): a *source* is the text that was read, a
*temporal characteristic* the days between which a version holds, *alternatives* are provisions of which one applies and
the case file does not say which (here: the degrees of one offence). A field that nobody looked at is left out.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from fanal.engines.jurisdiction.model import (
    ABSENT,
    UNDETERMINED,
    DoubleCriminality,
    Edge,
    Expr,
    Law,
    Provision,
    Source,
    Version,
)

_ELI_SITES = frozenset(
    {
        "www.fedlex.admin.ch",
        "www.gazzettaufficiale.it",
        "www.irishstatutebook.ie",
        "www.normattiva.it",
        "revisedacts.lawreform.ie",
    }
)
"""Official sites whose addresses are ELI and that a file cites; a further one comes with the file that cites it."""
KINDS = ("offence", "jurisdiction_rule", "limitation")


def law(held: Law) -> dict[str, Any]:
    """The whole of one jurisdiction."""
    rest = {
        name: getattr(held, name) for name in ("definitions", "victim_measures", "coverage", "not_entered", "groups")
    }
    return {
        "jurisdiction": held.jurisdiction,
        "names": dict(held.names),
        "sources": {key: source(one) for key, one in held.sources.items()},
        "provisions": [provision(kind, item) for kind, item in provisions(held)],
        "alternatives": [sorted(group) for group in alternatives(held)],
        **{name: plain(value) for name, value in rest.items()},
    }


def source(held: Source) -> dict[str, Any]:
    """A text that was read, with its ELI where its address is one."""
    found = eli(held)
    return {**plain(held), **({"eli": found} if found else {})}


def eli(held: Source) -> str:
    """The European Legislation Identifier of a text: its address, where that is one of the state's own; else empty.

    It is an address of the state's official site that begins with `/eli/` (Council conclusions 2012/C 325/02). Where
    the address that was read is another one, none is made up.
    """
    where = urlsplit(held.url)
    return held.url if where.hostname in _ELI_SITES and where.path.startswith("/eli/") else ""


def provisions(found: Law) -> Iterator[tuple[str, Provision[Any]]]:
    """All provisions with their kind, in the order of the file."""
    for kind, held in zip(KINDS, (found.offences, found.rules, found.limitation), strict=True):
        yield from ((kind, one) for one in held.values())


def provision(kind: str, found: Provision[Any]) -> dict[str, Any]:
    return {"id": found.id, "kind": kind, "versions": [version(one) for one in found.versions]}


def version(held: Version[Any]) -> dict[str, Any]:
    return {
        "temporal_characteristic": {"start": plain(held.start), "end": plain(held.end)},
        "provenance": {
            "source": held.source,
            "cite": plain(held.cite),
            "review": plain(held.review),
            "from_memory": held.from_memory,
        },
        "unknown": held.unknown,
        "note": held.note,
        "text": {} if held.unknown else plain(held.text),
    }


def alternatives(found: Law) -> list[set[str]]:
    """Offences that differ in the manner of the act only: the basic one with its degrees."""
    groups: dict[str, set[str]] = {}
    for one in found.offences.values():
        for base in {version.text.degree_of for version in one.versions} - {""}:
            groups.setdefault(base, {base}).add(one.id)
    return [groups[base] for base in sorted(groups)]


def plain(value: Any) -> Any:
    """JSON data: sets sorted, days as text, life as a word, operators as they are written in the files."""
    if isinstance(value, Expr):
        return {value.op: _operand(value)}
    if isinstance(value, DoubleCriminality):
        return value.rule or {"unless": plain(value.unless), "else": value.otherwise}
    if is_dataclass(value) and not isinstance(value, type):
        held = ((field.name, getattr(value, field.name)) for field in fields(value) if field.compare)
        empty = () if isinstance(value, Edge) else ("",)
        written = {name: plain(inside) for name, inside in held if inside is not ABSENT and inside not in empty}
        return written | ({"offences": "*"} if written.get("offences", "") is None else {})
    if isinstance(value, Mapping):
        return {name: plain(inside) for name, inside in value.items()}
    if isinstance(value, tuple | list):
        return [plain(inside) for inside in value]
    return _word(value)


def _operand(value: Expr) -> Any:
    if value.op == "not":
        return plain(value.children[0])
    if value.children:
        return [plain(child) for child in value.children]
    if isinstance(value.value, str) and value.op != "also_asks":
        return {"leg" if value.op == "travel" else "at": value.value}
    return plain(value.value)


def _word(value: Any) -> Any:
    if value is UNDETERMINED:
        return "undetermined"
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    return "life" if isinstance(value, float) and math.isinf(value) else value


def span(found: Version[Any]) -> str:
    """The days between which a version holds, in words."""
    return between(found.start, found.end)


def between(first: Edge | None, last: Edge | None) -> str:
    """The days between two changes of law, in words."""
    start = "always" if first is None else _edge(first, "since", 1)
    if last is None:
        return start
    end = _edge(last, "until", 0)
    return end if first is None else f"{start}, {end}"


def _edge(edge: Edge, word: str, exact: int) -> str:
    if edge.after and edge.by and (edge.by - edge.after).days == 1:
        return f"{word} {(edge.after, edge.by)[exact]}"
    after = f"after {edge.after}" if edge.after else ""
    by = f"by {edge.by} at the latest" if edge.by else ""
    return f"{word} a day {' and '.join(part for part in (after, by) if part)}"
