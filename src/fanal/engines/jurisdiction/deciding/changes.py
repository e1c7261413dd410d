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


class Kind(StrEnum):
    FACT = "fact"
    GAP = "gap"  # of the library
    LAW = "law"
    DECISION = "decision"
    TIME = "time"


_BLANK = Facts("", Act(()))


@dataclass(frozen=True, slots=True)
class Change:
    """One leaf and what it would have to be. `parts`: those of the route that it can turn."""

    kind: Kind
    leaf: str  # path of a fact, provision with what is changed in it, or condition
    text_key: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    parts: frozenset[str] = field(default=frozenset(), compare=False)
    apply: Edit = field(default=edits.nothing, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Desk:
    """One route under review: its law, its provisions, and the question it answers."""

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


def changes(desk: Desk) -> tuple[Change, ...]:
    """All single changes that may help, each once."""
    found: dict[tuple[str, str, str], Change] = {}
    makers = {"E": _elements, "J": _link, "D": _double, "L": _limitation, "N": _judgments, "I": _immunity}
    made = [(part, one) for part, make in makers.items() if desk.bad(part) for one in make(desk)]
    made += [(NEEDS, one) for one in _decisions(desk)]
    for part, one in made:
        key = (one.kind, one.leaf, str(sorted(one.params.items())))
        held = found.get(key, one)
        found[key] = replace(held, parts=held.parts | {part})
    return tuple(found.values())


# Facts.


def _facts(desk: Desk, names: Iterable[str], *others: Provision[Any]) -> Iterator[Change]:
    """Every value of a fact that the route (or another provision) tells apart, but the one it has."""
    material = Material()
    for provision in (desk.offence, desk.rule, *desk.law.limitation.values(), *others):
        material.add(provision, desk.law.jurisdiction)
    for name in sorted(set(names)):
        blank = grids.changed(desk.facts, {name: grids.value_of(_BLANK, name)})
        for cell in completions.cells(name, blank, material, desk.question.as_of):
            value = grids.value_of(cell.facts(blank), name)
            if value != grids.value_of(desk.facts, name):
                yield Change(
                    Kind.FACT,
                    completions.PATHS.get(name, name),
                    "flip.fact",
                    {"fact": completions.PATHS.get(name, name), "value": cell.label},
                    apply=edits.told(name, value),
                )


# E.


def _elements(desk: Desk) -> Iterator[Change]:
    read = offences.texts(desk.law, desk.offence, desk.question)
    yield from _in_force(desk, desk.offence, read)
    later = offences.since(desk.offence, desk.law, desk.question)
    texts = {id(version.text): version.text for one in (*read, *later) for version in one.versions}
    for text in texts.values():
        if isinstance(text.elements, Expr):
            yield from _leaves(desk, desk.offence, "elements", text.elements)
        yield from _exceptions(desk, text)
    yield from _role(desk)


def _exceptions(desk: Desk, text: OffenceText) -> Iterator[Change]:
    if isinstance(text.exceptions, Missing) or not text.exceptions:
        return
    looked_at = {name for one in text.exceptions for name in grids.READS[one.kind]}
    yield from _facts(desk, looked_at)
    yield _edit(desk, desk.offence, "exceptions", "flip.drop_exceptions", {"exceptions": ()})


def _role(desk: Desk) -> Iterator[Change]:
    role = desk.facts.act.role
    if role in {None, "principal"}:
        return
    yield from _facts(desk, {"act.role"})
    field_name = "attempt" if role == "attempt" else "participation"
    yield _edit(desk, desk.offence, field_name, f"flip.punish_{field_name}", {field_name: True})


def _leaves(desk: Desk, provision: Provision[Any], name: str, expr: Expr) -> Iterator[Change]:
    """The leaves that keep an expression from being true, each as a fact and as law."""
    ground = desk.question.ground(desk.law, provision.id)
    for leaf, wanted in _unmet(expr, True, lambda leaf: weigh(leaf, ground).truth):
        if wanted and leaf.op in _CODES:
            yield _any_code(desk, _CODES[leaf.op], leaf.value)
        else:
            yield from _facts(desk, grids.reads(leaf))
        raised = _raised(leaf, wanted)
        key = "flip.protect_to" if raised else "flip.drop_leaf"
        params = {"op": leaf.op, "value": _shown(leaf.value), "id": provision.id}
        new = raised or Expr("all_of" if wanted else "any_of")  # of nothing: true, or false
        yield Change(
            Kind.LAW,
            f"{provision.id}#{name}.{leaf.op}:{_shown(leaf.value)}",
            key,
            params | ({"to": PROTECTED} if raised else {}),
            apply=edits.on_texts(desk.law.jurisdiction, provision.id, partial(_replaced, name, leaf, new)),
        )


def _any_code(desk: Desk, name: str, value: object) -> Change:
    """One of the codes of a leaf, it does not matter which: the first is tried."""
    codes = tuple(map(str, value)) if isinstance(value, tuple) else ()
    held = grids.value_of(desk.facts, name)[0]
    known = held.codes if isinstance(held, Codes) else frozenset[str]()
    told = frozenset(codes[:1]) if name == "act.medium" else Codes(known | frozenset(codes[:1]))
    params = {"fact": name, "value": " or ".join(codes)}
    return Change(Kind.FACT, name, "flip.fact", params, apply=edits.told(name, (told,)))


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


def _link(desk: Desk) -> Iterator[Change]:
    read = links.stretches(desk.law, desk.rule, desk.question)
    yield from _in_force(desk, desk.rule, read)
    basis = links.basis_of(desk.rule)
    if basis in links.HERE:
        yield from _facts(desk, {"act.place"} if basis is Basis.TERRITORY else {"act.vessel"})
    elif desk.route is None:
        yield from _facts(desk, {"act.place"})
    for text in {id(version.text): version.text for stretch in read for version in stretch.versions}.values():
        if isinstance(text.when, Expr):
            yield from _leaves(desk, desk.rule, "when", text.when)
        if text.offences is not None and desk.offence.id not in text.offences:
            listed = {"offences": text.offences | {desk.offence.id}}
            yield _edit(desk, desk.rule, "offences", "flip.list_offence", listed, {"offence": desk.offence.id})
        for which, months, value in links.thresholds(desk.law, text, desk.offence, desk.question):
            if not value.is_true:
                yield _edit(
                    desk, desk.rule, f"min_{which}_months", "flip.drop_threshold",
                    {f"min_{which}_months": None}, {"months": months},
                )  # fmt: skip


# D.


def _double(desk: Desk) -> Iterator[Change]:
    # A rule whose wording nobody knows says nothing of the law of the place either.
    yield from _in_force(desk, desk.rule, links.stretches(desk.law, desk.rule, desk.question))
    yield _edit(
        desk, desk.rule, "double_criminality", "flip.waive_double_criminality",
        {"double_criminality": DoubleCriminality("not_required")},
    )  # fmt: skip
    yield from _facts(desk, {"act.place"})
    for offence in _at_place(desk):
        for version in offence.versions:
            expr = version.text.elements
            looked_at = grids.reads(expr) if isinstance(expr, Expr) else frozenset[str]()
            yield from _facts(desk, looked_at, offence)
    for state in sorted({place.state for place in desk.facts.act.places or ()} - {NO_STATE, ABROAD}):
        unread = desk.is_unread("D", state)
        kind, key = (Kind.GAP, "flip.place_unread") if unread else (Kind.LAW, "flip.punish_at_place")
        apply = edits.punishing(state, desk.facts.act.conduct)
        yield Change(kind, f"{state}#offence", key, {"state": state}, apply=apply)


def _at_place(desk: Desk) -> Iterator[Provision[OffenceText]]:
    """The offences by which the place may punish the act."""
    for place in desk.facts.act.places or ():
        for law in criminality.laws_at(place.state, desk.question) if place.state != NO_STATE else ():
            yield from criminality.covering(law, desk.facts.act.conduct)


# L, N, I.


def _limitation(desk: Desk) -> Iterator[Change]:
    limit = desk.route.parts["L"] if desk.route else None
    if limit is None:
        return
    if limit.is_unknown:
        live = [desk.route] if desk.route else []
        for cell in histories(desk.question, desk.law, live):
            params = {"fact": EVENTS, "value": cell.label}
            yield Change(Kind.FACT, EVENTS, "flip.fact", params, apply=edits.filled(cell))
        unless = [version.text.unless for rule in desk.law.limitation.values() for version in rule.versions]
        yield from _facts(desk, {"child.age"}.union(*(grids.reads(expr) for expr in unless if expr is not None)))
    revives = desk.law.group("temporal.limitation_change").get("revives_expired") is True
    over = limit.is_false and not revives
    kind, key = (Kind.TIME, "flip.time_barred") if over else (Kind.LAW, "flip.no_limitation")
    if desk.is_unread("L", desk.law.jurisdiction):
        kind, key = Kind.GAP, "flip.limitation_unread"
    params = {"state": desk.law.jurisdiction, "offence": desk.offence.id}
    name = f"{desk.law.jurisdiction.lower()}#limitation"
    yield Change(kind, name, key, params, apply=edits.unlimited(desk.law.jurisdiction))


def _judgments(desk: Desk) -> Iterator[Change]:
    yield Change(
        Kind.FACT, "course.judgments", "flip.fact", {"fact": "course.judgments", "value": "none"},
        apply=edits.unjudged,
    )  # fmt: skip
    if any(one.state.partition("-")[0] != desk.law.state for one in desk.facts.course.judgments or ()):
        yield _switched(desk, "ne_bis_in_idem", "foreign_judgment_bars", "flip.foreign_judgment_bars_no_more")


def _immunity(desk: Desk) -> Iterator[Change]:
    if desk.facts.suspect.immunity == "claimed":
        yield Change(
            Kind.DECISION, "suspect.immunity", "flip.waive_immunity", {"state": desk.law.jurisdiction},
            apply=edits.told("suspect.immunity", ("waived",)),
        )  # fmt: skip
    yield from _facts(desk, {"act.marriage"})
    yield _switched(desk, "immunity", "spousal", "flip.no_spousal_immunity")


def _switched(desk: Desk, group: str, name: str, key: str) -> Change:
    state = desk.law.jurisdiction
    return Change(Kind.LAW, f"{state}#{group}.{name}", key, {"state": state}, apply=edits.switched(state, group, name))


# Decisions.


def _decisions(desk: Desk) -> Iterator[Change]:
    """Of an authority, or none at all where the law asks for none."""
    conditions = desk.route.conditions if desk.route else ()
    state = desk.law.jurisdiction
    for needed in conditions:
        if needed.status != GRANTED:
            params = {"kind": needed.kind, "who": needed.who, "state": state}
            leaf = f"{needed.kind}.{needed.who}"
            yield Change(Kind.DECISION, leaf, "flip.decision", params, apply=edits.granted(state, needed))
    for provision in (desk.rule, desk.offence) if conditions else ():
        if any(version.text.requires for version in provision.versions):
            yield _edit(desk, provision, "requires", "flip.drop_conditions", {"requires": ()})


# Law, edited.


def _edit(
    desk: Desk,
    provision: Provision[Any],
    name: str,
    key: str,
    fields: Mapping[str, object],
    params: Mapping[str, str | int] | None = None,
) -> Change:
    """Fields of every version of a provision set."""
    apply = edits.on_texts(desk.law.jurisdiction, provision.id, lambda text: replace(text, **fields))
    return Change(Kind.LAW, f"{provision.id}#{name}", key, {"id": provision.id, **(params or {})}, apply=apply)


def _in_force(desk: Desk, provision: Provision[Any], read: Iterable[Stretch[Any]]) -> Iterator[Change]:
    """A provision that did not hold on the day, or of which that is not known."""
    stretches = list(read)
    if all(stretch.value.is_true for stretch in stretches):
        return
    seen = [version for stretch in stretches for version in stretch.versions]
    position = provision.versions.index(seen[-1]) if seen else -1
    apply = edits.always(desk.law.jurisdiction, provision.id, lambda changed: _whole(changed.versions[position].text))
    kind, key = Kind.FACT, "flip.not_in_force"  # where the day of the act is not known closely enough
    if any(stretch.value.is_false for stretch in stretches):
        kind = Kind.TIME
    elif any(_is_of(desk.law.jurisdiction, reason) for stretch in stretches for reason in stretch.value.reasons):
        kind, key = Kind.GAP, "flip.not_established"
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
