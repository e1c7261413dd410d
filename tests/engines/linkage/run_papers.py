"""A whole run of three fictional members in memory: agreement, parts of the key, lists with test rows, commitment."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np

from fanal.engines.linkage import member
from fanal.engines.linkage.clusters import Links
from fanal.engines.linkage.files import digest, list_bytes
from fanal.engines.linkage.model import ChildRow, EncodedList, Revealed
from fanal.engines.linkage.run import Commitment, commitment, compute
from fanal.engines.linkage.terms import RunAgreement
from fanal.vocabulary.dates import Interval

DAY = date(2026, 3, 2)
NAMES = ("Bell House", "Child Line", "Drop-in")
SYLLABLES = ("ba", "de", "ko", "lu", "mi", "no", "pa", "re", "su", "ti", "va", "ye")


def agreement(**changed: object) -> RunAgreement:
    values: dict[str, object] = {
        "run": UUID("00000000-0000-4000-8000-0000000000aa"),
        "purpose": "linkage_counting",
        "members": tuple((name, 5_000) for name in NAMES),
        "unit": "Office of Counts",
        "population": "children recorded as exploited in Nowhere",
        "period": Interval(date(2025, 1, 1), date(2025, 12, 31)),
        "delete_by": date(2026, 3, 31),
        "gate": "ethics 7 of 2026",
    }
    return RunAgreement(**(values | changed))  # type: ignore[arg-type]


def rows(random: np.random.Generator, count: int) -> list[ChildRow]:
    """Children of made-up syllables."""

    def word() -> str:
        return "".join(random.choice(SYLLABLES, int(random.integers(2, 5))))

    return [
        ChildRow(
            names=(word(), word()),
            guardian=word(),
            birth_year=int(random.integers(2008, 2024)),
            birth_month=int(random.integers(1, 13)),
            sex=str(random.choice(["f", "m"])),
            place=str(random.choice(["North", "South", "East", "West"])),
        )
        for _ in range(count)
    ]


@dataclass(frozen=True)
class Papers:
    agreement: RunAgreement
    lists: tuple[EncodedList, ...]
    revealed: tuple[Revealed, ...]
    links: Links
    commitment: Commitment
    counts: list[int]


def papers(seed: int = 1) -> Papers:
    """Children of all seven histories: 60 of one list, 50 of two, 40 of three; 10 fictional ones on each two lists."""
    random = np.random.default_rng(seed)
    agreed, counts = agreement(), [0, 60, 60, 50, 60, 50, 50, 40]
    children = {mask: rows(random, count) for mask, count in enumerate(counts)}
    fictional = {mask: rows(random, 10) for mask in (3, 5, 6)}
    key = member.key_of(agreed, {name: random.bytes(32) for name in NAMES}, DAY)
    made = []
    for place, name in enumerate(NAMES):
        mine = [child for mask, group in children.items() if mask >> place & 1 for child in group]
        tests = {100 * mask + i: child for mask, group in fictional.items() if mask >> place & 1
                 for i, child in enumerate(group)}  # fmt: skip
        made.append(member.encoded(agreed, name, mine, tests, key, random.bytes, DAY))
    lists, revealed = tuple(one for one, _ in made), tuple(one for _, one in made)
    links = compute(agreed, lists, DAY)
    committed = commitment(agreed, links, {one.member: digest(list_bytes(one)) for one in lists})
    return Papers(agreed, lists, revealed, links, committed, counts)
