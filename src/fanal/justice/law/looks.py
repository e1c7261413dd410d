"""The guided look before a law is declared complete: what is entered for a conduct, and what is known not to be.

Pure: no database, no clock. What a file itself says is complete, or proposes, brings reasons along and decides nothing.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from fanal.engines.jurisdiction.contracts import Law, Source, canonical, extracts, versions
from fanal.justice.law import ladder
from fanal.justice.law.ladder import Item, ItemKind

_LOOKED_AT = frozenset({ItemKind.OFFENCE, ItemKind.RULE, ItemKind.LIMITATION})


@dataclass(frozen=True, slots=True)
class Claim:
    """What is declared: that nothing on a conduct is missing between two days (None is open)."""

    conduct: str
    first: date | None
    last: date | None

    def meets(self, first: date | None, last: date | None) -> bool:
        """Whether it shares a day with other days."""
        return (self.first or date.min) <= (last or date.max) and (first or date.min) <= (self.last or date.max)


@dataclass(frozen=True, slots=True)
class Point:
    """An article that is not entered. `about`: its heading, or why it was left out; `reason`: the one that the file
    proposes why that does not matter; `address`: of the official text, where it is known of which act it is."""

    art: str
    about: str = ""
    reason: str = ""
    address: str = ""

    @property
    def key(self) -> str:
        """Its name in a form."""
        return hashlib.sha256(self.art.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Look:
    """All that a reviewer goes through. A declaration is bound to its digest: it ends with the first change."""

    claim: Claim
    entered: tuple[Item, ...]
    points: tuple[Point, ...]
    digest: str


def look(law: Law, claim: Claim) -> Look:
    """What a law holds for a claim, and each article that must be ticked."""
    entered, points = tuple(_entered(law, claim.conduct)), tuple(_points(law, claim.conduct))
    seen = (
        (law.jurisdiction, claim.conduct, claim.first, claim.last),
        tuple((item.id, item.digest) for item in entered),
        tuple((point.art, point.about) for point in points),
    )
    return Look(claim, entered, points, hashlib.sha256(canonical.part(seen)).hexdigest())


def _entered(law: Law, conduct: str) -> Iterator[Item]:
    """The offences that cover a conduct in some version, and the rules and times that some version has for them."""
    covering = {
        one.id for one in law.offences.values() if any(conduct in version.text.covers for version in one.versions)
    }
    for item in ladder.items(law):
        if item.kind in _LOOKED_AT and (item.id in covering or _is_for(item.thing, covering)):
            yield item


def _is_for(rule: Any, covering: set[str]) -> bool:
    named: list[frozenset[str] | None] = [getattr(version.text, "offences", frozenset()) for version in rule.versions]
    return any(one is None or not covering.isdisjoint(one) for one in named)


def _points(law: Law, conduct: str) -> Iterator[Point]:
    """What is noted as left out, what a prepared look names, and what a kept text has besides; each article once."""
    reasons = dict(pair for one in law.coverage if conduct in one.conducts for pair in one.irrelevant)
    found = {left.art: left.why for left in law.not_entered if conduct in left.covers}
    found |= {art: "" for art in reasons if art not in found}
    for article in extracts.left_out(law):
        if not any(art == article.heading or extracts.names(art, article) for art in found):
            found[article.heading] = ""
    for art, about in found.items():
        yield Point(art, about, reasons.get(art, ""), _address(law, art))


def _address(law: Law, art: str) -> str:
    """Where the official text of an article is: of the act that is stored with it, or of the only one of the file."""
    stored = [address for address, held in extracts.acts(law.jurisdiction).items() for one in held.values()
              if art == one.heading or extracts.names(art, one)]  # fmt: skip
    named = set(stored) or {one.url for one in official(law)}
    return named.pop() if len(named) == 1 else ""


def official(law: Law) -> list[Source]:
    """The texts of the law itself that a file was drafted from, one for each address: the one read last."""
    held = sorted(law.sources.values(), key=lambda source: source.version_date or date.min)
    return list({one.url: one for one in held if one.url and one.kind != "secondary"}.values())


def unread(seen: Look) -> Iterator[tuple[Item, date, date]]:
    """What of the entered nobody knows within the days that are claimed: the item, and the days of it."""
    for item in seen.entered:
        for first, last in versions.unread(item.thing):  # type: ignore[arg-type]
            if seen.claim.meets(first, last):
                yield item, first, last


def proposals(law: Law) -> Iterator[Claim]:
    """What the file of a law proposes to declare."""
    for one in law.coverage:
        yield from (Claim(conduct, one.first, one.last) for conduct in sorted(one.conducts) if one.proposed)
