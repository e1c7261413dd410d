"""Until when each entry of a country's file holds, and who keeps it.

A contact counts for twelve months from the day on which it was verified, a text of law for twenty-four, the way out for
twelve (`contracts`); a month before, it is time to look again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fanal.contacts import standing
from fanal.contacts.contracts import EXIT_MONTHS, REVIEWED_MONTHS, VERIFIED_MONTHS, Checked, CountryInfo
from fanal.network import api as network
from fanal.network.contracts import OrgKind
from fanal.vocabulary.dates import months_later

SOON = 1
"""Months before the end in which it is time."""


@dataclass(frozen=True, slots=True)
class End:
    """The last day of an entry. `part`: its key in the file; `name`: the id or role in a list."""

    part: str
    name: str
    last: date

    def __str__(self) -> str:
        return " ".join(filter(None, (self.part, self.name)))


def ends(info: CountryInfo) -> list[End]:
    """Every entry that ends, the first to end first; what always holds, as in a fictional country, is not here."""
    found = [
        End(part, name, months_later(checked.on, months))
        for part, name, checked, months in _entries(info)
        if checked.on is not None
    ]
    return sorted(found, key=lambda end: (end.last, end.part, end.name))


def _entries(info: CountryInfo) -> Iterator[tuple[str, str, Checked, int]]:
    for contact in info.contacts:
        yield "contacts", contact.id, contact.verified, VERIFIED_MONTHS
    if info.authority_note:
        yield "authority_note", "", info.authority_note.reviewed, REVIEWED_MONTHS
    for role, text in (info.mandated or {}).items():
        yield "mandated_reporting", role, text.reviewed, REVIEWED_MONTHS
    if info.retaliation:
        yield "retaliation", "", info.retaliation.reviewed, REVIEWED_MONTHS
    yield "exit_target", "", info.exit_checked, EXIT_MONTHS


def is_due(country: str, day: date) -> bool:
    """Whether something of a country's file ended, or ends within a month."""
    info = standing.country_info(country)
    return info is not None and any(end.last <= months_later(day, SOON) for end in ends(info))


def told(today: date) -> tuple[list[str], list[str]]:
    """For `fanal check`, in words: what ended, and the rest with the day on which it ends, the first to end first."""
    late: list[tuple[date, str]] = []
    next_: list[tuple[date, str]] = []
    for country in sorted({country for country, _org in kept()}):
        info = standing.country_info(country)
        for end in ends(info) if info else ():
            (late if end.last < today else next_).append((end.last, f"{country} {end} ({end.last})"))
    return [words for _last, words in sorted(late)], [words for _last, words in sorted(next_)]


def kept() -> list[tuple[str, UUID]]:
    """The countries of members' mandates, each with every member that must look after its file: whoever keeps it, or
    where nobody does, all that have a mandate there."""
    members = [org for org in network.orgs() if org.kind is OrgKind.MEMBER]
    return [
        (country, org)
        for country in sorted({code for org in members for code in org.mandates})
        for org in _keepers(country, [org.id for org in members if country in org.mandates])
    ]


def _keepers(country: str, mandated: Iterable[UUID]) -> list[UUID]:
    own = standing.standing(country).keeper
    every = list(mandated)
    return [own] if own in every else every
