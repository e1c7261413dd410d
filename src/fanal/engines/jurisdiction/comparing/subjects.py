"""What is compared: offences of two laws, the ways to tell the act, and what of a law concerns them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from fanal.engines.jurisdiction.comparing.boxing import Bands
from fanal.engines.jurisdiction.comparing.readings import rows
from fanal.engines.jurisdiction.comparing.ways import Fact, Way, ways
from fanal.engines.jurisdiction.counting.patterns import ADULT, Persons, bands, pattern
from fanal.engines.jurisdiction.facts import Facts
from fanal.engines.jurisdiction.model import Law, OffenceText, Profile, Provision
from fanal.engines.jurisdiction.parts.periods import counts_birthdays
from fanal.vocabulary.dates import Interval

type Laws = tuple[Law | None, Law | None]
"""One jurisdiction before and after; None where it has no file."""


class Told(Protocol):
    """Facts beside ages and days."""

    def __call__(self, ages: tuple[int, int], days: Interval) -> Facts: ...


@dataclass(frozen=True, slots=True)
class Subject:
    """The offences of either law, by one of their number or by one conduct, and the ways to tell the act."""

    offence: str
    conduct: str
    before: tuple[Provision[OffenceText], ...]
    after: tuple[Provision[OffenceText], ...]
    ways: tuple[tuple[tuple[Fact, ...], Told], ...]

    @property
    def sides(self) -> tuple[tuple[Provision[OffenceText], ...], ...]:
        return self.before, self.after


def by_offence(laws: Laws) -> Iterator[Subject]:
    before, after = ({} if law is None else law.offences for law in laws)
    for code in sorted({*before, *after}):
        held = tuple(side[code] for side in (before, after) if code in side)
        conducts = sorted(frozenset().union(*(text.text.covers for one in held for text in one.versions)))
        told = tuple((way.facts, _by_way(way, conducts)) for way in ways(*held))
        yield Subject(code, "", _one(before, code), _one(after, code), told)


def by_conduct(laws: Laws, profiles: Sequence[Profile]) -> Iterator[Subject]:
    for profile in profiles:
        sides = tuple(
            tuple(one for one in law.offences.values() if _covers(one, profile.conduct)) if law else () for law in laws
        )
        yield Subject("", profile.id, sides[0], sides[1], (((), _by_profile(profile)),))


def concerned(laws: Laws, subject: Subject) -> list[Law]:
    """The laws without what does not concern these offences."""
    parts = []
    for law, side in zip(laws, subject.sides, strict=True):
        if law is not None:
            ids = frozenset(offence.id for offence in side)
            rules = {row.rule.id: row.rule for row in rows(law, side)}
            limits = {
                limit.id: limit
                for limit in law.limitation.values()
                if any(text.text.offences is None or text.text.offences & ids for text in limit.versions)
            }
            own = {offence.id: offence for offence in side}
            part = replace(law, offences=own, rules=rules, limitation=limits, coverage=(), not_entered=())
            parts.append(replace(part, names={}, sources={}, definitions=(), victim_measures=()))
    return parts


def ages(parts: Sequence[Law]) -> Bands:
    """Bands of the child's age; the highest of each is asked. Where the time to prosecute may have changed and hangs on
    birthdays, each age is one: the time of small children may get shorter where that of older ones gets longer."""
    limits = [version.text for law in parts for limit in law.limitation.values() for version in limit.versions]
    if any(map(counts_birthdays, limits)) and len(parts) == 2 and _timed(parts[0]) != _timed(parts[1]):
        return tuple((age, age) for age in range(ADULT))
    return bands(parts)


def _timed(law: Law) -> object:
    """All that the time to prosecute hangs on."""
    groups = {name: switch for name, switch in law.groups.items() if name.startswith(("temporal.", "settings"))}
    limits = {limit.id: _texts(limit) for limit in law.limitation.values()}
    penalties = {
        offence.id: [(*days, text.max_penalty) for *days, text in _texts(offence)] for offence in law.offences.values()
    }
    return groups, limits, penalties


def _texts(provision: Provision[Any]) -> list[tuple[Any, ...]]:
    return [(version.start, version.end, version.text) for version in provision.versions]


def _one(offences: Mapping[str, Provision[OffenceText]], code: str) -> tuple[Provision[OffenceText], ...]:
    held = offences.get(code)
    return () if held is None else (held,)


def _by_way(way: Way, conducts: Iterable[str]) -> Told:
    held = tuple(conducts)
    return lambda ages, days: way.told(held, ages, days)


def _by_profile(profile: Profile) -> Told:
    nobody = Persons("", None, None, None, "")
    return lambda ages, days: pattern(profile, (ages[1], ages[1]), days, nobody)


def _covers(offence: Provision[OffenceText], conduct: str) -> bool:
    return any(conduct in version.text.covers for version in offence.versions)
