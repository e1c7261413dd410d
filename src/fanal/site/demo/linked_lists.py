"""Lists of fictional children of three coasts, as three members would hand them to a linkage run.

Each country has its own letters, and a child is written in those of home wherever it is listed. Who is on which list is
drawn: a child is on the list of home more often than on another one. Whoever lists a child first writes with care; the
others hear the name once more, and make the errors of `fanal.engines.linkage.people`.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fanal.engines.arrays import Generator
from fanal.engines.linkage.model import ChildRow
from fanal.engines.linkage.people import Child, Style, children, registered, registered_again

SCRIPTS: Mapping[str, str] = {"aurora": "Khmr", "nordlys": "Latn", "tilia": "Arab"}
"""The letters of each member's country (ISO 15924); the members in the order in which the network was founded."""
COLUMNS = ("names", "guardian", "birth_year", "birth_month", "sex", "place")


@dataclass(frozen=True, slots=True)
class Coasts:
    """What is drawn. `children`: of each country; `home`, `away`: with which probability a child is on the list of its
    own country, and on each other one."""

    seed: int
    children: int
    home: float = 0.5
    away: float = 0.25


@dataclass(frozen=True, slots=True)
class Drawn:
    """`rows`: the list of each member; `histories`: how many children are on exactly which lists, the true counts that
    nobody in the story knows: index = mask, the first member is bit 0."""

    rows: Mapping[str, tuple[ChildRow, ...]]
    histories: tuple[int, ...]


def drawn(coasts: Coasts) -> Drawn:
    """The lists: the same each time."""
    random = np.random.default_rng(coasts.seed)
    rows: dict[str, list[ChildRow]] = {org: [] for org in SCRIPTS}
    histories = [0] * 2 ** len(SCRIPTS)
    for home, script in SCRIPTS.items():
        style = Style(script=script)
        for child in children(style, coasts.children, random):
            on = [org for org in SCRIPTS if random.random() < (coasts.home if org == home else coasts.away)]
            histories[sum(1 << place for place, org in enumerate(SCRIPTS) if org in on)] += 1
            for org, row in zip(sorted(on, key=lambda org: org != home), _written(child, style, random), strict=False):
                rows[org].append(row)
    return Drawn({org: tuple(dict.fromkeys(listed)) for org, listed in rows.items()}, tuple(histories))


def _written(child: Child, style: Style, random: Generator) -> list[ChildRow]:
    """With care once, then as others hear it."""
    again = [registered_again(child, style, random) for _ in range(len(SCRIPTS) - 1)]
    return [registered(child, random), *again]


def as_csv(rows: Sequence[ChildRow]) -> str:
    """A list as its maker pastes it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        known = (row.guardian, row.birth_year or "", row.birth_month or "", row.sex, row.place)
        writer.writerow([" ".join(row.names), *known])
    return out.getvalue()
