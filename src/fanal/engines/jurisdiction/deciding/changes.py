"""What could be otherwise about one route: facts of the case, law, decisions, and what time has settled for good.

Each change names one leaf of the explanation and can be applied, so that "why not" is never more than was tried. A
change of law is the smallest edit of one provision: a limit of age raised to 18, an element or a link dropped, double
criminality waived. What no law file says is a gap of the library and no reform: the law may be so already. What time
has settled (a period that ended, a law that came later) is named and is no reform: it would not reach back.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from typing import Any

from fanal.engines.jurisdiction.answer import Route
from fanal.engines.jurisdiction.deciding import completions, edits, grids
from fanal.engines.jurisdiction.deciding.completions import ABROAD, EVENTS, Material
from fanal.engines.jurisdiction.deciding.edits import Edit
from fanal.engines.jurisdiction.deciding.histories import histories
from fanal.engines.jurisdiction.facts import Act, Codes, Facts
from fanal.engines.jurisdiction.model import (
    NO_STATE,
    Basis,
    DoubleCriminality,
    Expr,
    Law,
    Missing,
    OffenceText,
    Provision,
    RuleText,
)
from fanal.engines.jurisdiction.parts import criminality, links, offences
from fanal.engines.jurisdiction.parts.amending import PROTECTED
from fanal.engines.jurisdiction.parts.conditions import GRANTED
from fanal.engines.jurisdiction.parts.expressions import weigh
from fanal.engines.jurisdiction.parts.offences import Question
from fanal.engines.jurisdiction.parts.versions import Stretch
from fanal.engines.jurisdiction.values import LAW, Truth

_CODES = {"means_any": "act.means", "relation_any": "act.relation", "medium_any": "act.medium"}
NEEDS = "conditions"
"""Beside the six parts: the decisions that are still to come or were refused."""


class ChangeKind(StrEnum):
    FACT = "fact"
    GAP = "gap"  # of the library
    LAW = "law"
    DECISION = "decision"
    TIME = "time"


_BLANK = Facts("", Act(()))


@dataclass(frozen=True, slots=True)
class Change:
    """One leaf and what it would have to be. `parts`: those of the route that it can turn."""

    kind: ChangeKind
    leaf: str  # path of a fact, provision with what is changed in it, or condition
    text_key: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    parts: frozenset[str] = field(default=frozenset(), compare=False)
    apply: Edit = field(default=edits.nothing, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a law may claim an act by: a rule and an offence, with the question, and the route if it was looked at."""

    question: Question
    law: Law
    rule: Provision[RuleText]
    offence: Provision[OffenceText]
    route: Route | None

    @property
    def facts(self) -> Facts:
        return self.question.facts

    def bad(self, part: str) -> bool:
        """Whether a part stands in the way. A route that was not looked at is closed for its place (J)."""
        return part == "J" if self.route is None else not self.route.parts[part].is_true

    def is_unread(self, part: str, state: str) -> bool:
        """Whether a part is not known for what the library does not hold of the law of a state."""
        value = self.route.parts[part] if self.route else None
        return value is not None and value.is_unknown and any(_is_of(state, one) for one in value.reasons)


def changes(claim: Claim) -> tuple[Change, ...]:
    """All single changes that may help, each once."""
    found: dict[tuple[str, str, str], Change] = {}
    makers = {"E": _elements, "J": _link, "D": _double, "L": _limitation, "N": _judgments, "I": _immunity}
    made = [(part, one) for part, make in makers.items() if claim.bad(part) for one in make(claim)]
    made += [(NEEDS, one) for one in _decisions(claim)]
    for part, one in made:
        key = (one.kind, one.leaf, str(sorted(one.params.items())))
        held = found.get(key, one)
        found[key] = replace(held, parts=held.parts | {part})
    return tuple(found.values())


# Facts.


def _facts(claim: Claim, names: Iterable[str], *others: Provision[Any]) -> Iterator[Change]:
    """Every value of a fact that the route (or another provision) tells apart, but the one it has."""
    material = Material()
    for provision in (claim.offence, claim.rule, *claim.law.limitation.values(), *others):
        material.add(provision, claim.law.jurisdiction)
    for name in sorted(set(names)):
        blank = grids.changed(claim.facts, {name: grids.value_of(_BLANK, name)})
        for cell in completions.cells(name, blank, material, claim.question.as_of):
            value = grids.value_of(cell.facts(blank), name)
            if value != grids.value_of(claim.facts, name):
                yield Change(
                    ChangeKind.FACT,
                    completions.PATHS.get(name, name),
                    "flip.fact",
                    {"fact": completions.PATHS.get(name, name), "value": cell.label},
                    apply=edits.told(name, value),
                )


# E.


def _elements(claim: Claim) -> Iterator[Change]:
    read = offences.texts(claim.law, claim.offence, claim.question)
    yield from _in_force(claim, claim.offence, read)
    later = offences.since(claim.offence, claim.law, claim.question)
    texts = {id(version.text): version.text for one in (*read, *later) for version in one.versions}
    for text in texts.values():
        if isinstance(text.elements, Expr):
            yield from _leaves(claim, claim.offence, "elements", text.elements)
        yield from _exceptions(claim, text)
    yield from _role(claim)


def _exceptions(claim: Claim, text: OffenceText) -> Iterator[Change]:
    if isinstance(text.exceptions, Missing) or not text.exceptions:
        return
    looked_at = {name for one in text.exceptions for name in grids.READS[one.kind]}
    yield from _facts(claim, looked_at)
    yield _edit(claim, claim.offence, "exceptions", "flip.drop_exceptions", {"exceptions": ()})


def _role(claim: Claim) -> Iterator[Change]:
    role = claim.facts.act.role
    if role in {None, "principal"}:
        return
    yield from _facts(claim, {"act.role"})
    field_name = "attempt" if role == "attempt" else "participation"
    yield _edit(claim, claim.offence, field_name, f"flip.punish_{field_name}", {field_name: True})


def _leaves(claim: Claim, provision: Provision[Any], name: str, expr: Expr) -> Iterator[Change]:
    """The leaves that keep an expression from being true, each as a fact and as law."""
    ground = claim.question.ground(claim.law, provision.id)
    for leaf, wanted in _unmet(expr, True, lambda leaf: weigh(leaf, ground).truth):
        if wanted and leaf.op in _CODES:
            yield _any_code(claim, _CODES[leaf.op], leaf.value)
        else:
            yield from _facts(claim, grids.reads(leaf))
        raised = _raised(leaf, wanted)
        key = "flip.protect_to" if raised else "flip.drop_leaf"
        params = {"op": leaf.op, "value": _shown(leaf.value), "id": provision.id}
        new = raised or Expr("all_of" if wanted else "any_of")  # of nothing: true, or false
        yield Change(
            ChangeKind.LAW,
            f"{provision.id}#{name}.{leaf.op}:{_shown(leaf.value)}",
            key,
            params | ({"to": PROTECTED} if raised else {}),
            apply=edits.on_texts(claim.law.jurisdiction, provision.id, partial(_replaced, name, leaf, new)),
        )


def _any_code(claim: Claim, name: str, value: object) -> Change:
    """One of the codes of a leaf, it does not matter which: the first is tried."""
    codes = tuple(map(str, value)) if isinstance(value, tuple) else ()
    held = grids.value_of(claim.facts, name)[0]
    known = held.codes if isinstance(held, Codes) else frozenset[str]()
    told = frozenset(codes[:1]) if name == "act.medium" else Codes(known | frozenset(codes[:1]))
    params = {"fact": name, "value": " or ".join(codes)}
    return Change(ChangeKind.FACT, name, "flip.fact", params, apply=edits.told(name, (told,)))


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _unmet(expr: Expr, wanted: bool, truth: Callable[[Expr], Truth]) -> Iterator[tuple[Expr, bool]]:
    """Leaves with the truth that each would need, below every join that is not as wanted."""
    if truth(expr) is (Truth.T if wanted else Truth.F):
        return
    if expr.op not in grids.JOINS:
        yield expr, wanted
        return
    below = not wanted if expr.op in grids.TURNED else wanted
    for child in expr.children:
        yield from _unmet(child, below, truth)


def _raised(leaf: Expr, wanted: bool) -> Expr | None:
    """A limit of age that protects to 18."""
    lower = leaf.op == "child_age_lt" and wanted and isinstance(leaf.value, int) and leaf.value < PROTECTED
    return Expr("child_age_lt", PROTECTED) if lower else None


def _replaced(name: str, leaf: Expr, new: Expr, text: Any) -> Any:
    held = getattr(text, name)
    return replace(text, **{name: _with(held, leaf, new)}) if isinstance(held, Expr) else text


def _with(expr: Expr, leaf: Expr, new: Expr) -> Expr:
    if expr == leaf:
        return new
    return replace(expr, children=tuple(_with(child, leaf, new) for child in expr.children))


# J.


def _link(claim: Claim) -> Iterator[Change]:
    read = links.stretches(claim.law, claim.rule, claim.question)
    yield from _in_force(claim, claim.rule, read)
    basis = links.basis_of(claim.rule)
    if basis in links.HERE:
        yield from _facts(claim, {"act.place"} if basis is Basis.TERRITORY else {"act.vessel"})
    elif claim.route is None:
        yield from _facts(claim, {"act.place"})
    for text in {id(version.text): version.text for stretch in read for version in stretch.versions}.values():
        if isinstance(text.when, Expr):
            yield from _leaves(claim, claim.rule, "when", text.when)
        if text.offences is not None and claim.offence.id not in text.offences:
            listed = {"offences": text.offences | {claim.offence.id}}
            yield _edit(claim, claim.rule, "offences", "flip.list_offence", listed, {"offence": claim.offence.id})
        for which, months, value in links.thresholds(claim.law, text, claim.offence, claim.question):
            if not value.is_true:
                yield _edit(
                    claim, claim.rule, f"min_{which}_months", "flip.drop_threshold",
                    {f"min_{which}_months": None}, {"months": months},
                )  # fmt: skip


# D.


def _double(claim: Claim) -> Iterator[Change]:
    # A rule whose wording nobody knows says nothing of the law of the place either.
    yield from _in_force(claim, claim.rule, links.stretches(claim.law, claim.rule, claim.question))
    yield _edit(
        claim, claim.rule, "double_criminality", "flip.waive_double_criminality",
        {"double_criminality": DoubleCriminality("not_required")},
    )  # fmt: skip
    yield from _facts(claim, {"act.place"})
    for offence in _at_place(claim):
        for version in offence.versions:
            expr = version.text.elements
            looked_at = grids.reads(expr) if isinstance(expr, Expr) else frozenset[str]()
            yield from _facts(claim, looked_at, offence)
    for state in sorted({place.state for place in claim.facts.act.places or ()} - {NO_STATE, ABROAD}):
        unread = claim.is_unread("D", state)
        kind, key = (ChangeKind.GAP, "flip.place_unread") if unread else (ChangeKind.LAW, "flip.punish_at_place")
        apply = edits.punishing(state, claim.facts.act.conduct)
        yield Change(kind, f"{state}#offence", key, {"state": state}, apply=apply)


def _at_place(claim: Claim) -> Iterator[Provision[OffenceText]]:
    """The offences by which the place may punish the act."""
    for place in claim.facts.act.places or ():
        for law in criminality.laws_at(place.state, claim.question) if place.state != NO_STATE else ():
            yield from criminality.covering(law, claim.facts.act.conduct)


# L, N, I.


def _limitation(claim: Claim) -> Iterator[Change]:
    limit = claim.route.parts["L"] if claim.route else None
    if limit is None:
        return
    if limit.is_unknown:
        live = [claim.route] if claim.route else []
        for cell in histories(claim.question, claim.law, live):
            params = {"fact": EVENTS, "value": cell.label}
            yield Change(ChangeKind.FACT, EVENTS, "flip.fact", params, apply=edits.filled(cell))
        unless = [version.text.unless for rule in claim.law.limitation.values() for version in rule.versions]
        yield from _facts(claim, {"child.age"}.union(*(grids.reads(expr) for expr in unless if expr is not None)))
    revives = claim.law.group("temporal.limitation_change").get("revives_expired") is True
    over = limit.is_false and not revives
    kind, key = (ChangeKind.TIME, "flip.time_barred") if over else (ChangeKind.LAW, "flip.no_limitation")
    if claim.is_unread("L", claim.law.jurisdiction):
        kind, key = ChangeKind.GAP, "flip.limitation_unread"
    params = {"state": claim.law.jurisdiction, "offence": claim.offence.id}
    name = f"{claim.law.jurisdiction.lower()}#limitation"
    yield Change(kind, name, key, params, apply=edits.unlimited(claim.law.jurisdiction))


def _judgments(claim: Claim) -> Iterator[Change]:
    yield Change(
        ChangeKind.FACT, "course.judgments", "flip.fact", {"fact": "course.judgments", "value": "none"},
        apply=edits.unjudged,
    )  # fmt: skip
    if any(one.state.partition("-")[0] != claim.law.state for one in claim.facts.course.judgments or ()):
        yield _switched(claim, "ne_bis_in_idem", "foreign_judgment_bars", "flip.foreign_judgment_bars_no_more")


def _immunity(claim: Claim) -> Iterator[Change]:
    if claim.facts.suspect.immunity == "claimed":
        yield Change(
            ChangeKind.DECISION, "suspect.immunity", "flip.waive_immunity", {"state": claim.law.jurisdiction},
            apply=edits.told("suspect.immunity", ("waived",)),
        )  # fmt: skip
    yield from _facts(claim, {"act.marriage"})
    yield _switched(claim, "immunity", "spousal", "flip.no_spousal_immunity")


def _switched(claim: Claim, group: str, name: str, key: str) -> Change:
    state = claim.law.jurisdiction
    return Change(
        ChangeKind.LAW, f"{state}#{group}.{name}", key, {"state": state}, apply=edits.switched(state, group, name)
    )


# Decisions.


def _decisions(claim: Claim) -> Iterator[Change]:
    """Of an authority, or none at all where the law asks for none."""
    conditions = claim.route.conditions if claim.route else ()
    state = claim.law.jurisdiction
    for needed in conditions:
        if needed.status != GRANTED:
            params = {"kind": needed.kind, "who": needed.who, "state": state}
            leaf = f"{needed.kind}.{needed.who}"
            yield Change(ChangeKind.DECISION, leaf, "flip.decision", params, apply=edits.granted(state, needed))
    for provision in (claim.rule, claim.offence) if conditions else ():
        if any(version.text.requires for version in provision.versions):
            yield _edit(claim, provision, "requires", "flip.drop_conditions", {"requires": ()})


# Law, edited.


def _edit(
    claim: Claim,
    provision: Provision[Any],
    name: str,
    key: str,
    fields: Mapping[str, object],
    params: Mapping[str, str | int] | None = None,
) -> Change:
    """Fields of every version of a provision set."""
    apply = edits.on_texts(claim.law.jurisdiction, provision.id, lambda text: replace(text, **fields))
    return Change(ChangeKind.LAW, f"{provision.id}#{name}", key, {"id": provision.id, **(params or {})}, apply=apply)


def _in_force(claim: Claim, provision: Provision[Any], read: Iterable[Stretch[Any]]) -> Iterator[Change]:
    """A provision that did not hold on the day, or of which that is not known."""
    stretches = list(read)
    if all(stretch.value.is_true for stretch in stretches):
        return
    seen = [version for stretch in stretches for version in stretch.versions]
    position = provision.versions.index(seen[-1]) if seen else -1
    apply = edits.always(claim.law.jurisdiction, provision.id, lambda changed: _whole(changed.versions[position].text))
    kind, key = ChangeKind.FACT, "flip.not_in_force"  # where the day of the act is not known closely enough
    if any(stretch.value.is_false for stretch in stretches):
        kind = ChangeKind.TIME
    elif any(_is_of(claim.law.jurisdiction, reason) for stretch in stretches for reason in stretch.value.reasons):
        kind, key = ChangeKind.GAP, "flip.not_established"
    yield Change(kind, f"{provision.id}#version", key, {"id": provision.id}, apply=apply)


def _is_of(state: str, reason: str) -> bool:
    """Whether a reason is what the library does not hold of a state, or of a part of it."""
    code = reason.removeprefix(LAW).partition("/")[0]
    return reason.startswith(LAW) and code.partition("-")[0] == state.partition("-")[0]


def _whole(text: Any) -> Any:
    """What nobody read of an offence or a rule, as if its wording covered the act."""
    if isinstance(text, OffenceText):
        return replace(text, elements=Expr("all_of")) if isinstance(text.elements, Missing) else text
    return replace(text, when=None) if isinstance(text.when, Missing) else text
