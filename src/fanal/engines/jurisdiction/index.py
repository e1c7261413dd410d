"""A corpus arranged for questions: offences by conduct, rules by what they ask for, equal expressions only once.

One case touches few of 195 states. For a state that no fact names every tie is the same "no" (or "not known"), so each
expression that rules ask for is weighed once for all such states, and only rules that it does not close are looked at.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fanal.engines.jurisdiction.model import Basis, Corpus, Expr, Law, Missing, OffenceText, Provision, RuleText

HERE = frozenset({Basis.TERRITORY, Basis.FLAG})
"""Bases that are no rules for acts abroad: double criminality is not asked."""
_KEPT = 8


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule, the conducts and offences that it lists in some version, and the links that its versions ask for."""

    law: "LawIndex"
    provision: Provision[RuleText]
    basis: Basis
    whens: tuple[Expr, ...] | None  # None: something else may open it
    listed: frozenset[str] | None  # None: every offence

    @property
    def here(self) -> bool:
        return self.basis in HERE

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
    """`by_links`: all rules for acts abroad by the links that they ask for; rules that ask for none stand under ()."""

    laws: Mapping[str, LawIndex]
    by_links: Mapping[tuple[Expr, ...], tuple[Rule, ...]]


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
    laws = {code: _law(law) for code, law in sorted(corpus.laws.items())}
    by_links: dict[tuple[Expr, ...], list[Rule]] = {}
    for found in laws.values():
        for rule in found.rules:
            if not rule.here:
                by_links.setdefault(rule.whens or (), []).append(rule)
    return Index(laws, {whens: tuple(rules) for whens, rules in by_links.items()})


def _law(law: Law) -> LawIndex:
    by_conduct: dict[str, list[Provision[OffenceText]]] = {}
    for offence in law.offences.values():
        for conduct in frozenset().union(*(version.text.covers for version in offence.versions)):
            by_conduct.setdefault(conduct, []).append(offence)
    found = LawIndex(law, {conduct: tuple(offences) for conduct, offences in by_conduct.items()})
    found.rules.extend(_rule(found, rule) for rule in law.rules.values())
    return found


def _rule(law: LawIndex, rule: Provision[RuleText]) -> Rule:
    texts = [version.text for version in rule.versions]
    listed: set[str] = set()
    for text in texts:
        listed |= text.offences or set()
    everything = any(text.offences is None for text in texts)
    return Rule(law, rule, texts[0].basis, _whens(rule), None if everything else frozenset(listed))


def _whens(rule: Provision[RuleText]) -> tuple[Expr, ...] | None:
    found: dict[Expr, None] = {}
    for version in rule.versions:
        when = version.text.when
        if version.unknown:
            continue
        if when is None or isinstance(when, Missing):
            return None
        found[when] = None
    return tuple(found) if found and not any(version.unknown for version in rule.versions) else None
