"""What counts of what was typed here: the newest version that a second person confirmed, as the journal holds it.

A row alone proves nothing: the entry of each deed, which the person signed, names the version whole. One that was
changed or taken away in the database is passed over, and the last confirmed one that holds counts, else the file that
ships with Fanal; `fanal check` names it. Of a torn chain nobody knows what was confirmed: nothing typed counts then.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.db import transaction

from fanal.access.api import deciding, stated
from fanal.contacts import files
from fanal.contacts.contracts import CountryInfo
from fanal.contacts.models import CountryVersion
from fanal.contacts.policy import CHANGING, CONFIRM, WRITE
from fanal.journal import api as journal
from fanal.journal.contracts import Line
from fanal.network.api import trusted
from fanal.vocabulary.countries import countries
from fanal.vocabulary.files import Defective

_CHAINS = uuid.UUID("0d7c6a52-3d0e-5b61-8f0b-61c2a9e5d3f7")  # names the journal chains of files of countries


class Verdict(StrEnum):
    """What the second person said of a version; empty while it waits."""

    CONFIRMED = "confirmed"
    RETURNED = "returned"


@dataclass(slots=True)
class Standing:
    """How the file of a country stands here. `confirmed`: versions that a second person confirmed, oldest first;
    `waits`: what waits for one, if it holds; `typed`: who wrote in it since, and when last, oldest first. `bad`:
    versions that are not as they were left, by number."""

    confirmed: list[CountryVersion] = field(default_factory=list)
    waits: CountryVersion | None = None
    typed: list[Line] = field(default_factory=list)
    newest: int = 0
    faults: list[str] = field(default_factory=list)
    bad: set[int] = field(default_factory=set)
    torn: bool = False

    @property
    def keeper(self) -> UUID | None:
        """Which organisation typed what stands here; None where nothing does."""
        row = self.waits or (self.confirmed[-1] if self.confirmed else None)
        return row.org_id if row else None

    def is_second(self, person: UUID, line: Line) -> bool:
        """Whether somebody typed nothing of what waits. `line`: a deed of theirs, or the last one."""
        last = self.typed[-1]
        own = {one.actor for one in self.typed if one.actor} - {last.actor}
        return deciding.agreed(deciding.two((last.actor, last.at), (person, line.at), own=own))

    def hear(self, line: Line, row: CountryVersion | None) -> None:
        """The next deed of the chain, with the version that it names, if that holds."""
        if row is None:
            self.faults.append(f"version {line.purpose} was changed or taken away")
            self.bad.add(_number(line))
        if line.deed == WRITE:
            self.typed.append(line)
            self.waits = row
            return
        is_about = bool(self.typed) and self.typed[-1].purpose == line.purpose
        if line.deed == CONFIRM and row and is_about and line.actor and self.is_second(line.actor, line):
            self.confirmed.append(row)
        self.waits, self.typed = None, []


def chain(country: str) -> UUID:
    """The journal chain of the file of a country."""
    return uuid.uuid5(_CHAINS, country)


def country_of(subject: UUID) -> str:
    """Whose file a chain is of; empty for another."""
    return next((one.alpha2 for one in countries(demonstration=True) if chain(one.alpha2) == subject), "")


def standing(country: str) -> Standing:
    """How the file of a country stands. Every signature is verified, so whoever asks often keeps the answer."""
    rows = {row.number: row for row in CountryVersion.objects.filter(country=country).order_by("number")}
    found = Standing(newest=max(rows, default=0))
    told = journal.told(chain(country), CHANGING, trusted.Signers())
    if told.torn:
        found.torn, found.bad = True, set(rows)
        found.faults.append("nobody knows what was confirmed: an entry of the journal was made bad")
        return found
    named = set()
    for line, items in told.said:
        number = _number(line)
        named.add(number)
        found.hear(line, _named(rows.get(number), line, items))
    found.faults += [f"version {number} is by nobody" for number in sorted(rows.keys() - named)]
    found.bad |= rows.keys() - named
    return found


def untouched(codes: Sequence[str]) -> list[str]:
    """Those countries for which no file ships, and in which nobody typed anything that was not given back."""
    missing = [one for one in codes if files.shipped(one, production=settings.PRODUCTION) is None]
    if not missing:
        return []
    rows = CountryVersion.objects.filter(country__in=missing).exclude(verdict=Verdict.RETURNED.value)
    typed = set(rows.values_list("country", flat=True))
    return [one for one in missing if one not in typed]


def _number(line: Line) -> int:
    """Of which version an entry is; 0, which none has, where it does not say."""
    return int(line.purpose) if line.purpose.isdecimal() else 0


def _named(row: CountryVersion | None, line: Line, items: frozenset[bytes]) -> CountryVersion | None:
    """The row as the entry names it: a version that somebody wrote is looked at as it was before a second person."""
    if row is None:
        return None
    then, who = copy(row), row.second_id
    if line.deed == WRITE:
        then.verdict, then.second_id, then.second_at, then.note = "", None, None, ""
        who = row.by_id
    holds = line.actor == who and line.org == row.org_id and stated.names(then, items)
    return row if holds else None


def read(row: CountryVersion) -> CountryInfo:
    """What a version says. Raises `Defective` where this software takes it no more."""
    document = files.parse(row.text, f"{row.country}.yaml")
    return files.read(document, row.country, production=settings.PRODUCTION, file=f"{row.country}.yaml")


_kept: dict[str, tuple[object, CountryInfo | None]] = {}


def country_info(country: str) -> CountryInfo | None:
    """What is held for exactly this country, else None. A call costs one short query: what was read stays in the memory
    of the process until somebody writes or confirms."""
    mark = _mark(country)
    if mark is None:
        return files.shipped(country, production=settings.PRODUCTION)
    if (held := _kept.get(country)) and held[0] == mark:
        return held[1]
    info = _made(country)
    if _mark(country) == mark:
        transaction.on_commit(lambda: _kept.update({country: (mark, info)}))  # what is undone was never so
    return info


def _mark(country: str) -> object:
    """Changes with each version and each word of a second person, which is of the newest; None where nothing was typed
    here."""
    rows = CountryVersion.objects.filter(country=country).order_by("-number")
    newest = rows.values_list("pk", "verdict").first()
    return (newest, settings.PRODUCTION) if newest else None


def _made(country: str) -> CountryInfo | None:
    for row in reversed(standing(country).confirmed):
        try:
            return read(row)
        except Defective:  # written for other software than this
            continue
    return files.shipped(country, production=settings.PRODUCTION)


def typed_here() -> Mapping[str, Standing]:
    """How each country stands of which something was typed here, whether its rows are there or not."""
    subjects = journal.records_of(CHANGING)
    there = set(CountryVersion.objects.values_list("country", flat=True).distinct().order_by())
    codes = there | {one.alpha2 for one in countries(demonstration=True) if chain(one.alpha2) in subjects}
    return {code: standing(code) for code in sorted(codes)}


def unproved() -> Iterator[str]:
    """What nobody typed or confirmed, and what is gone or was changed, in words."""
    for country, found in typed_here().items():
        yield from (f"the file of {country}: {fault}" for fault in dict.fromkeys(found.faults))
