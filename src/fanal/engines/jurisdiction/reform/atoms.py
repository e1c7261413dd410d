"""Single reforms of one state, each a dated change of its law that the engine can read
(docs/law-rules.md, "Reforms").

A reform holds from its day on and never for acts before it: a criminal law is not made for the past. What it says is
the smallest text that does what its name says; a draft for lawyers, never a text to copy. Consent and complaint are
decisions that somebody can take, so that dropping them closes no gap, and acts of today are not time-barred: neither is
among these. Ratifying a treaty and carrying it out is a bundle: what must be punished, and prosecution where a person
is not given up, at one price.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import reduce
from typing import Any

from fanal.engines.jurisdiction.files.corpus import with_version
from fanal.engines.jurisdiction.model import (
    Basis,
    Condition,
    Corpus,
    DoubleCriminality,
    Expr,
    Law,
    LimitationText,
    Missing,
    OffenceText,
    Profile,
    Provision,
    RuleText,
    Version,
    Years,
)
from fanal.engines.jurisdiction.parts.amending import PROTECTED, AtomKind, from_day, put, since
from fanal.engines.jurisdiction.parts.index import HERE
from fanal.engines.jurisdiction.parts.versions import holds
from fanal.engines.jurisdiction.values import Truth

PENALTY = Years(10, 10)
"""A maximum that passes the thresholds of the laws read; what a state sets is for its parliament."""


@dataclass(frozen=True, slots=True, order=True)
class Atom:
    """One reform of one state; of a profile where it makes that conduct an offence."""

    state: str
    kind: AtomKind
    profile: str = ""

    @property
    def text_key(self) -> str:
        return f"law.reform.{self.kind}"


@dataclass(frozen=True, slots=True)
class Patch:
    """What an atom does to one law: provisions that are new, and those that change with what they were."""

    atom: Atom
    jurisdiction: str
    added: tuple[Provision[Any], ...]
    changed: tuple[tuple[Provision[Any], Provision[Any]], ...]


def members(atoms: Iterable[Atom], profiles: Sequence[Profile]) -> frozenset[Atom]:
    """The same without bundles: what they hold in their place."""
    found: set[Atom] = set()
    for atom in atoms:
        if atom.kind is AtomKind.BUNDLE:
            found |= {Atom(atom.state, AtomKind.CRIMINALISE, profile.id) for profile in profiles}
            found.add(Atom(atom.state, AtomKind.PROSECUTE))
        else:
            found.add(atom)
    return frozenset(found)


def patched(corpus: Corpus, atoms: Iterable[Atom], profiles: Sequence[Profile], day: date) -> Corpus:
    """The corpus as it would be from that day on. Raises KeyError for a profile that is not among `profiles`."""
    laws = dict(corpus.laws)
    # New rules last: they are not for what another atom drops; the new offences first, for "*" to cover them.
    for atom in sorted(members(atoms, profiles)):
        for law in corpus.parts(atom.state):
            laws[law.jurisdiction] = _applied(laws[law.jurisdiction], atom, profiles, day)
    return with_version(replace(corpus, laws=laws))


def patch(corpus: Corpus, atom: Atom, profiles: Sequence[Profile], day: date) -> tuple[Patch, ...]:
    """What an atom adds and changes in each law of its state, for those who are to read it."""
    found = []
    for law in corpus.parts(atom.state):
        after = reduce(lambda held, one: _applied(held, one, profiles, day), sorted(members([atom], profiles)), law)
        pairs = list(_pairs(law, after))
        added = tuple(now for was, now in pairs if was is None)
        changed = tuple((was, now) for was, now in pairs if was is not None)
        found.append(Patch(atom, law.jurisdiction, added, changed))
    return tuple(found)


def _pairs(before: Law, after: Law) -> Iterator[tuple[Provision[Any] | None, Provision[Any]]]:
    groups: tuple[Callable[[Law], Mapping[str, Provision[Any]]], ...] = (
        lambda law: law.offences, lambda law: law.rules, lambda law: law.limitation,
    )  # fmt: skip
    for group in groups:
        for name, now in group(after).items():
            was = group(before).get(name)
            if was != now:
                yield was, now


def _applied(law: Law, atom: Atom, profiles: Sequence[Profile], day: date) -> Law:
    if atom.kind is AtomKind.CRIMINALISE:
        (profile,) = (profile for profile in profiles if profile.id == atom.profile)
        return _criminalised(law, profile, day)
    if atom.kind is AtomKind.PERSONAL:
        ties = {"nationals": ("suspect_national", Basis.ACTIVE_NATIONALITY),
                "residents": ("suspect_resident", Basis.HABITUAL_RESIDENCE)}  # fmt: skip
        rules = [_rule(law, name, basis, Expr(op, "act"), day) for name, (op, basis) in ties.items()]
        return put(law, *rules)
    if atom.kind is AtomKind.PROSECUTE:
        given_up = Condition("extradition", "not_effected")
        rule = _rule(law, "present", Basis.PRESENCE, Expr("suspect_present", "charge"), day, (given_up,))
        return put(law, rule)
    return put(law, *(_eased(rule, atom.kind, day) for rule in law.rules.values()))


def _criminalised(law: Law, profile: Profile, day: date) -> Law:
    """The conduct is an offence against everybody below 18, prosecuted where it is done, without limitation."""
    head = law.jurisdiction.lower()
    text = OffenceText(
        covers=frozenset({profile.conduct}),
        elements=Expr("child_age_lt", PROTECTED),
        exceptions=(),
        max_penalty=PENALTY,
        min_penalty=Years(1, 1),
        attempt=True,
        participation=True,
        result_element=True,
    )
    offence = from_day(f"{head}.reform.{profile.id}", law.jurisdiction, text, day)
    own = frozenset({offence.id})
    at_home = RuleText(Basis.TERRITORY, own)
    rule = from_day(f"{head}.j.reform.territory.{profile.id}", law.jurisdiction, at_home, day)
    ever = from_day(f"{head}.l.reform.{profile.id}", law.jurisdiction, LimitationText(own, none=True), day)
    return put(law, offence, rule, ever)


def _rule(
    law: Law, name: str, basis: Basis, when: Expr, day: date, requires: tuple[Condition, ...] = ()
) -> Provision[RuleText]:
    """Every offence of the state, wherever it is done and whatever the place says."""
    text = RuleText(basis, None, when, DoubleCriminality("not_required"), False, requires=requires)
    return from_day(f"{law.jurisdiction.lower()}.j.reform.{name}", law.jurisdiction, text, day)


def _eased(rule: Provision[RuleText], kind: AtomKind, day: date) -> Provision[RuleText]:
    """A rule for acts abroad without double criminality, or without thresholds, from that day on."""
    if rule.versions[0].text.basis in HERE:
        return rule
    versions: list[Version[RuleText]] = []
    for version in rule.versions:
        text = _without(version.text, kind)
        if text == version.text or Truth.F is holds(version, date.max) is holds(version, day):
            versions.append(version)
        elif holds(version, day - timedelta(1)) is Truth.F:
            versions.append(replace(version, text=text))  # it only begins then
        else:
            versions += [replace(version, end=since(day)), replace(version, start=since(day), text=text)]
    return replace(rule, versions=tuple(versions))


def _without(text: RuleText, kind: AtomKind) -> RuleText:
    if kind is AtomKind.NO_DOUBLE:
        held = text.double_criminality
        waived = not isinstance(held, Missing) and held.rule == "not_required"
        return text if waived else replace(text, double_criminality=DoubleCriminality("not_required"))
    return replace(text, min_max_penalty_months=None, min_min_penalty_months=None)
