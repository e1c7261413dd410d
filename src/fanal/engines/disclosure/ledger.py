"""The ledger of privacy loss: what was spent on each cohort, for ever.

At most `MOST_LIFE` for the life of a cohort and `MOST_RELEASE` for one release (docs/disclosure.md, "Three methods").
Cohorts are disjoint: a child is in one, so their losses do not add. What was looked at is spent: nothing here takes an
entry away or gives anything back. Each entry is bound to all before it by a hash; who keeps the newest hash elsewhere
also notices that the end was cut off. Two who spend at once are kept apart by whoever stores the ledger.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from fanal.engines.disclosure.accounting import rho_of
from fanal.engines.disclosure.model import DisclosureError, NotReleased, Refusal, Spend
from fanal.vocabulary.results import Allowed, Answer, Refused

MOST_LIFE, MOST_RELEASE, NOTHING = Fraction(1, 2), Fraction(1, 5), Fraction(0)
BEGINNING = hashlib.sha256(b"fanal.ledger/1").hexdigest()
"""Stands for the entry before the first one."""
ADVICE = "Publish fewer tables, take a smaller rho, or wait for the next cohort; nothing that was spent comes back."

type Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """One spend of one release, the hash of the entry before it, and its own."""

    spend: Spend
    release: str
    previous: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """All entries, oldest first. Made by `spend` and `loads`, which keep the chain."""

    entries: tuple[Entry, ...] = ()

    @property
    def head(self) -> str:
        """The hash of the newest entry."""
        return self.entries[-1].sha256 if self.entries else BEGINNING

    def spent(self, population: str, cohort: int) -> Fraction:
        """rho spent on a cohort so far."""
        return _Sums(self.entries).lives.get((population, cohort), NOTHING)

    def left(self, population: str, cohort: int) -> Fraction:
        """rho that a cohort still has for the rest of its life."""
        return MOST_LIFE - self.spent(population, cohort)

    def cohorts(self) -> tuple[Key, ...]:
        """(population, cohort) of all entries, sorted."""
        return tuple(sorted({(one.spend.population, one.spend.cohort) for one in self.entries}))


def may_spend(ledger: Ledger, spends: Sequence[Spend], release: str = "") -> Answer:
    """Whether all these spends fit, together with what the same named release spent before.

    `Refused` names the cohorts in `detail`, with the code `X3`. Raises `DisclosureError` for a spend that is none.
    """
    for one in spends:
        _check(one)
    problems = _Sums(ledger.entries).problems(spends, release)
    if problems:
        return Refused("X3", f"The privacy ledger has no room. {ADVICE}", tuple(problems))
    return Allowed("X3")


class _Sums:
    """rho spent so far, by cohort and by release and cohort."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.lives: dict[Key, Fraction] = {}
        self.releases: dict[tuple[str, Key], Fraction] = {}
        for one in entries:
            self.add(one.spend, one.release)

    def add(self, one: Spend, release: str) -> None:
        key = one.population, one.cohort
        self.lives[key] = self.lives.get(key, NOTHING) + one.rho
        self.releases[release, key] = self.releases.get((release, key), NOTHING) + one.rho

    def problems(self, spends: Sequence[Spend], release: str) -> list[str]:
        """What does not fit, in words, cohort by cohort; a release without a name has spent nothing before."""
        found = []
        for key, rho in sorted(_by_cohort(spends).items()):
            name = f"{key[0]} {key[1]}"
            left = MOST_LIFE - self.lives.get(key, NOTHING)
            whole = rho + (self.releases.get((release, key), NOTHING) if release else NOTHING)
            if whole > MOST_RELEASE:
                found.append(f"{name}: one release may spend {said(MOST_RELEASE)}; this would be {said(whole)}.")
            if rho > left:
                found.append(f"{name}: {said(left)} of {said(MOST_LIFE)} is left; this takes {said(rho)}.")
        return found


def spend(ledger: Ledger, spends: Sequence[Spend], release: str) -> Ledger:
    """The ledger with these spends after all others: all of them or, where one does not fit, `NotReleased` (X3)."""
    if not release:
        raise DisclosureError("a spend names its release")
    demand(may_spend(ledger, spends, release))
    entries, head = list(ledger.entries), ledger.head
    for one in spends:
        entries.append(Entry(one, release, head, _hash(one, release, head)))
        head = entries[-1].sha256
    return Ledger(tuple(entries))


def demand(answer: Answer) -> None:
    """Raises `NotReleased` (X3) where the ledger refuses."""
    if isinstance(answer, Refused):
        raise NotReleased([Refusal("X3", " ".join(answer.detail), ADVICE)])


def said(rho: Fraction) -> str:
    """rho for a reader: exact where six digits are enough, else cut with a sign that says so."""
    text = f"{float(rho):.6f}".rstrip("0").rstrip(".")
    return text if Fraction(text) == rho else f"about {text}"


def dumps(ledger: Ledger) -> str:
    """One canonical JSON line for each entry: the same ledger is the same bytes, a longer one begins with them."""
    return "".join(f"{_json({**_plain(e.spend, e.release, e.previous), 'sha256': e.sha256})}\n" for e in ledger.entries)


def loads(text: str) -> Ledger:
    """Reads and verifies a ledger. Raises `DisclosureError`, with the line, where the chain is broken or overdrawn."""
    sums, entries, head = _Sums(), [], BEGINNING
    for number, line in enumerate(text.splitlines(), 1):
        entry = _parsed(line, number)
        try:
            _check(entry.spend)
        except DisclosureError as error:
            raise DisclosureError(f"line {number} of the ledger cannot be: {error}") from None
        if not entry.release or sums.problems([entry.spend], entry.release):
            raise DisclosureError(f"line {number} of the ledger cannot be: it is overdrawn there, or names no release")
        if entry.previous != head or entry.sha256 != _hash(entry.spend, entry.release, head):
            raise DisclosureError(f"line {number} of the ledger was changed, or one before it is missing")
        sums.add(entry.spend, entry.release)
        entries.append(entry)
        head = entry.sha256
    return Ledger(tuple(entries))


def _by_cohort(spends: Iterable[Spend]) -> dict[Key, Fraction]:
    found: dict[Key, Fraction] = {}
    for one in spends:
        key = one.population, one.cohort
        found[key] = found.get(key, NOTHING) + one.rho
    return found


def _check(one: Spend) -> None:
    """A spend says at least what its noise costs, so that no entry can give anything back."""
    if not (one.sigma2 > 0 and one.sensitivity2 > 0 and one.rho >= rho_of(one.sensitivity2, one.sigma2)):
        raise DisclosureError("a spend needs noise, and a rho of at least sensitivity2 / (2 sigma2)")


def _plain(one: Spend, release: str, previous: str) -> dict[str, Any]:
    return {
        "population": one.population,
        "cohort": one.cohort,
        "rho": str(one.rho),
        "mechanism": one.mechanism,
        "sigma2": str(one.sigma2),
        "sensitivity2": one.sensitivity2,
        "release": release,
        "previous": previous,
    }


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def _hash(one: Spend, release: str, previous: str) -> str:
    return hashlib.sha256(_json(_plain(one, release, previous)).encode("ascii")).hexdigest()


def _parsed(line: str, number: int) -> Entry:
    try:
        row = json.loads(line)
        spent = Spend(
            population=str(row["population"]),
            cohort=int(row["cohort"]),
            rho=Fraction(row["rho"]),
            mechanism=str(row["mechanism"]),
            sigma2=Fraction(row["sigma2"]),
            sensitivity2=int(row["sensitivity2"]),
        )
        return Entry(spent, str(row["release"]), str(row["previous"]), str(row["sha256"]))
    except (ValueError, TypeError, KeyError, ZeroDivisionError):
        raise DisclosureError(f"line {number} of the ledger is no entry") from None
