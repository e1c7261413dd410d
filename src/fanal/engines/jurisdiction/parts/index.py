"""A corpus arranged for questions: offences by conduct, rules by what they ask for, equal expressions only once.

One case touches few of 195 states. For a state that no fact names every tie is the same "no" (or "not known"), so each
expression that rules ask for is weighed once for all such states, and only rules that it does not close are looked at.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from fanal.engines.jurisdiction.model import (
    Basis,
    Corpus,
    Expr,
    Law,
    OffenceText,
    Provision,
    RuleText,
    TreatyStatus,
    Version,
)

HERE = frozenset({Basis.TERRITORY, Basis.FLAG})
"""Bases that are no rules for acts abroad: double criminality is not asked."""
_KEPT = 8


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule, with what its versions ask for and list.

    `whens`: the links of all versions that were read, None where one asks for none. `unread`: the last day on which a
    version that nobody read may hold. `valid`: the first day on which the review of one runs out. `listed`: the
    offences of all versions, None for every offence. `place`: where it stands in its file.
    """

    place: int
    law: "LawIndex"
    provision: Provision[RuleText]
    basis: Basis
    whens: tuple[Expr, ...] | None
    unread: date
    valid: date
    listed: frozenset[str] | None

    @property
    def here(self) -> bool:
        return self.basis in HERE

    @property
    def code(self) -> str:
        return self.law.law.jurisdiction

    def lists(self, offence: str) -> bool:
        return self.listed is None or offence in self.listed


@dataclass(frozen=True, slots=True, eq=False)
class LawIndex:
    law: Law
    by_conduct: Mapping[str, tuple[Provision[OffenceText], ...]]
    rules: list[Rule] = field(default_factory=list)

    def covering(self, conducts: Iterable[str]) -> tuple[Provision[OffenceText], ...]:
        """Offences that cover one of the conducts in some version, in the order of the file."""
        found = [self.by_conduct.get(conduct, ()) for conduct in conducts]
        if len(found) == 1:
            return found[0]
        ids = {offence.id for offences in found for offence in offences}
        return tuple(offence for offence in self.law.offences.values() if offence.id in ids)


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """`by_links`: all rules for acts abroad by the links that they ask for, None for those that ask for none."""

    laws: Mapping[str, LawIndex]
    by_links: Mapping[tuple[Expr, ...] | None, tuple[Rule, ...]]
    unread: tuple[Rule, ...]  # with a version that nobody read, or a review that runs out
    treaties: Mapping[tuple[str, str], TreatyStatus]  # by state and treaty


_indexes: list[tuple[Corpus, Index]] = []


def index_of(corpus: Corpus) -> Index:
    """Made once for each corpus; the last few are kept."""
    for held, found in _indexes:
        if held is corpus:
            return found
    made = _index(corpus)
    _indexes.insert(0, (corpus, made))
    del _indexes[_KEPT:]
    return made


def _index(corpus: Corpus) -> Index:
    laws = {code: indexed(law) for code, law in sorted(corpus.laws.items())}
    by_links: dict[tuple[Expr, ...] | None, list[Rule]] = {}
    unread = []
    for rule in (one for found in laws.values() for one in found.rules if not one.here):
        by_links.setdefault(rule.whens, []).append(rule)
        unread += [rule] if rule.unread > date.min or rule.valid < date.max else []
    treaties = {(row.state, row.treaty): row for row in reversed(corpus.treaties)}  # the first of a pair counts
    return Index(laws, {whens: tuple(rules) for whens, rules in by_links.items()}, tuple(unread), treaties)


def indexed(law: Law) -> LawIndex:
    by_conduct: dict[str, list[Provision[OffenceText]]] = {}
    for offence in law.offences.values():
        for conduct in frozenset().union(*(version.text.covers for version in offence.versions)):
            by_conduct.setdefault(conduct, []).append(offence)
    found = LawIndex(law, {conduct: tuple(offences) for conduct, offences in by_conduct.items()})
    found.rules.extend(_rule(place, found, rule) for place, rule in enumerate(law.rules.values()))
    return found


def _rule(place: int, law: LawIndex, rule: Provision[RuleText]) -> Rule:
    texts = [version.text for version in rule.versions]
    listed: set[str] = set()
    for text in texts:
        listed |= text.offences or set()
    everything = any(text.offences is None for text in texts)
    unread = max((_last_day(one) for one in rule.versions if one.unknown), default=date.min)
    valid = min((one.review.valid_until for one in rule.versions if one.review.valid_until), default=date.max)
    return Rule(
        place, law, rule, texts[0].basis, _whens(rule), unread, valid, None if everything else frozenset(listed)
    )


def _last_day(version: Version[RuleText]) -> date:
    """The last day on which it may hold."""
    return date.max if version.end is None or version.end.by is None else version.end.by - timedelta(1)


def _whens(rule: Provision[RuleText]) -> tuple[Expr, ...] | None:
    found: dict[Expr, None] = {}
    for version in rule.versions:
        when = version.text.when
        if version.unknown:
            continue
        if not isinstance(when, Expr):
            return None
        found[when] = None
    return tuple(found)
