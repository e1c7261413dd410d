"""The closed language of elements and links, asked about one case by a table of operators
(docs/law-rules.md, "Elements and ages").

*Elements* speak of the child, the person suspected and the conduct; *links* of persons and states. Ages are counted in
completed years at both ends of the act; a link asks whether a dated set of ties holds a state at a moment.
`weigh` gives the value of an expression, `trace` the same value with every step that led to it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, cast

from fanal.engines.jurisdiction.answer import Node
from fanal.engines.jurisdiction.facts import Codes, Facts, Leg, Moments
from fanal.engines.jurisdiction.model import ABSENT, Edge, Expr, Law, Maybe, Missing, Years
from fanal.engines.jurisdiction.parts import ages, ties
from fanal.engines.jurisdiction.values import (
    FALSE,
    TRUE,
    Value,
    all_of,
    any_of,
    fact_unknown,
    known,
    law_unknown,
    negation,
    unknown,
)
from fanal.vocabulary.dates import Interval

ALSO_ASKS = "also_asks"
UNCLEAR_ABROAD = "unclear_if_resides_abroad"


@dataclass(frozen=True, slots=True)
class Ground:
    """What an operator is asked about: one provision of one law, and one case.

    `offence` and its minimum penalty are there where a rule is applied to one (double criminality). Journeys before
    the change of law `travel_since` do not count. `kept` holds ages that were counted already.
    """

    law: Law
    id: str
    facts: Facts
    moments: Moments
    offence: str = ""
    min_penalty: Maybe[Years] = ABSENT
    travel_since: Edge | None = None
    kept: dict[Any, Any] = field(default_factory=dict)

    @property
    def feb28(self) -> bool:
        return self.law.group("settings").get("leap_birthday") == "feb28"


type Leaf = Callable[[Any, Ground], Value]


def elements(expr: Expr, law: Law, offence_id: str, facts: Facts, moments: Moments) -> Value:
    return weigh(expr, Ground(law, offence_id, facts, moments))


def links(expr: Expr, law: Law, rule_id: str, facts: Facts, moments: Moments) -> Value:
    return weigh(expr, Ground(law, rule_id, facts, moments))


def weigh(expr: Expr, ground: Ground) -> Value:
    join = JOINS.get(expr.op)
    if join is None:
        return LEAVES[expr.op][0](expr.value, ground)
    return join([weigh(child, ground) for child in expr.children])


def trace(expr: Expr, ground: Ground) -> Node:
    """The same as `weigh`, step by step."""
    join = JOINS.get(expr.op)
    if join is not None:
        children = tuple(trace(child, ground) for child in expr.children)
        return Node(expr.op, f"law.{expr.op}", join([child.value for child in children]), children=children)
    leaf, paths = LEAVES[expr.op]
    params = {"value": _shown(expr.value), "state": ground.law.jurisdiction}
    return Node(expr.op, f"law.{expr.op}", leaf(expr.value, ground), params, facts=paths)


def mentions(expr: Expr, op: str) -> bool:
    return expr.op == op or any(mentions(child, op) for child in expr.children)


def _shown(value: object) -> str | int:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return value if isinstance(value, int) and not isinstance(value, bool) else str(value)


@cache
def not_known(path: str) -> Value:
    return fact_unknown(path)


# Elements.


def _child_age_lt(years: int, ground: Ground) -> Value:
    return _age(ground, "child").below(years)


def _child_age_ge(years: int, ground: Ground) -> Value:
    return negation(_age(ground, "child").below(years))


def _offender_age_lt(years: int, ground: Ground) -> Value:
    return _age(ground, "suspect").below(years)


def _offender_age_ge(years: int, ground: Ground) -> Value:
    return negation(_age(ground, "suspect").below(years))


def _age(ground: Ground, who: str) -> ages.Counted:
    key = (who, ground.feb28)
    if key not in ground.kept:
        ground.kept[key] = ages.counted(who, ground.facts, ground.moments, feb28=ground.feb28)
    return cast(ages.Counted, ground.kept[key])


def _age_gap_ge(years: int, ground: Ground, *, more: bool = False) -> Value:
    child, suspect = _age(ground, "child"), _age(ground, "suspect")
    return ages.gap(years, ground.facts, child, suspect, more=more, feb28=ground.feb28)


def _age_gap_gt(years: int, ground: Ground) -> Value:
    return _age_gap_ge(years, ground, more=True)


def _commercial(_value: bool, ground: Ground) -> Value:
    paid = ground.facts.act.commercial
    return not_known("act.commercial") if paid is None else known(paid)


def _common(path: str, given: Codes | None, asked: Iterable[str]) -> Value:
    if given is None:
        return not_known(path)
    if not given.codes.isdisjoint(asked):
        return TRUE
    return FALSE if given.complete else not_known(path)


def _means_any(codes: tuple[str, ...], ground: Ground) -> Value:
    return _common("act.means", ground.facts.act.means, codes)


def _relation_any(codes: tuple[str, ...], ground: Ground) -> Value:
    return _common("act.relation", ground.facts.act.relation, codes)


def _medium_any(codes: tuple[str, ...], ground: Ground) -> Value:
    medium = ground.facts.act.medium
    return _common("act.medium", None if medium is None else Codes(medium), codes)


def _role_any(codes: tuple[str, ...], ground: Ground) -> Value:
    role = ground.facts.act.role
    return not_known("act.role") if role is None else known(role in codes)


# Links.


def _tie(who: str, kind: str) -> Leaf:
    """Whether a person has this kind of tie to the state at the moment named."""
    path = f"{'child' if who == 'child' else 'suspect'}.{kind}"

    def asked(at: str, ground: Ground) -> Value:
        held = getattr(getattr(ground.facts, who), kind)
        return _at(at, ground, lambda when: ties.tied(held, ground.law, when, path))

    return asked


def _at(at: str, ground: Ground, ask: Callable[[Interval | None], Value]) -> Value:
    if at == "travel":
        return _journeys("touches", ground, lambda leg: ask(leg.on))
    return ask(ground.moments.charge if at == "charge" else ground.moments.act)


def _became_national(at: str, ground: Ground) -> Value:
    then = LEAVES["suspect_national"][0]
    return all_of((then("charge" if at == "act" else at, ground), negation(then("act", ground))))


def _resides_abroad(at: str, ground: Ground) -> Value:
    held = ground.facts.suspect.residence
    return _at(at, ground, lambda when: ties.elsewhere(held, ground.law, when, "suspect.residence"))


def _principal_national(at: str | bool, ground: Ground) -> Value:
    held = ground.facts.act.principal_nationality
    moment = "act" if isinstance(at, bool) else at
    return _at(moment, ground, lambda when: ties.tied(held, ground.law, when, "act.principal"))


def _vessel_flag(_value: object, ground: Ground) -> Value:
    vessel = ground.facts.act.vessel
    if vessel is None:
        return FALSE if ground.facts.act.on_land else not_known("act.vessel")
    return ties.same(vessel.flag, ground.law, "act.vessel")


def _travel(value: str | tuple[str, ...], ground: Ground) -> Value:
    """Some journey not later than the act. Where a rule says so (US), it is open when a journey ended.

    It may have ended in living abroad, and then not count; or, begun before the law knew journeys, still have gone on.
    """
    leg, unclear = (value, False) if isinstance(value, str) else (value[0], UNCLEAR_ABROAD in value[1:])
    travelled = _journeys(leg, ground, lambda _leg: TRUE)
    if not unclear:
        return travelled
    abroad = _resides_abroad("act", ground)
    if travelled.is_false:
        begun = _journeys(leg, replace(ground, travel_since=None), lambda _leg: TRUE)
        settles = begun.is_false or abroad.is_true
    else:
        begun = travelled
        settles = abroad.is_false
    if settles:
        return travelled
    doubt = abroad if abroad.is_unknown else law_unknown(ground.law.jurisdiction, f"{ground.id}#travel")
    return unknown(*doubt.reasons, *begun.reasons)


def _journeys(leg: str, ground: Ground, ask: Callable[[Leg], Value]) -> Value:
    suspect = ground.facts.suspect
    if suspect.travel is None:
        return not_known("suspect.travel")
    found = [
        all_of((_touches(leg, one, ground), _in_time(one, ground), _since(one, ground), ask(one)))
        for one in suspect.travel
    ]
    return any_of(found if suspect.travel_complete else [*found, not_known("suspect.travel")])


def _touches(leg: str, one: Leg, ground: Ground) -> Value:
    ends = {"departs": (one.origin,), "arrives": (one.destination,), "touches": (one.origin, one.destination)}[leg]
    return any_of(ties.same(end, ground.law, "suspect.travel") for end in ends)


def _in_time(one: Leg, ground: Ground) -> Value:
    """Not later than the act."""
    act = ground.moments.act
    if act is None or one.on is None:
        return not_known("act.from" if act is None else "suspect.travel")
    if one.on.last and act.first and one.on.last <= act.first:
        return TRUE
    if one.on.first and act.last and one.on.first > act.last:
        return FALSE
    return unknown(*ties.doubts(one.on, "suspect.travel"), *ties.doubts(act, "act.from"))


def _since(leg: Leg, ground: Ground) -> Value:
    """On or after the day from which the law knew journeys (T1, all elements after commencement)."""
    edge = ground.travel_since
    if edge is None:
        return TRUE
    if leg.on is None:
        return not_known("suspect.travel")
    if edge.by and leg.on.first and leg.on.first >= edge.by:
        return TRUE
    if edge.after and leg.on.last and leg.on.last <= edge.after:
        return FALSE
    doubts = ties.doubts(leg.on, "suspect.travel")
    if not (edge.after and edge.by and (edge.by - edge.after).days == 1):
        doubts |= {f"law:{ground.law.jurisdiction}/{ground.id}#commencement"}
    return unknown(*doubts)


def _also_asks(_what: str, ground: Ground) -> Value:
    """What the text asks for besides and no case file tells: never "yes" by silence, and never "no" either."""
    return law_unknown(ground.law.jurisdiction, f"{ground.id}#{ALSO_ASKS}")


# Of the offence that a rule is applied to (`double_criminality.unless`).


def _offence_in(ids: tuple[str, ...], ground: Ground) -> Value:
    return known(ground.offence in ids)


def _min_penalty_ge(years: float, ground: Ground) -> Value:
    penalty = ground.min_penalty
    if not isinstance(penalty, Missing) and (penalty.low >= years or penalty.high < years):
        return known(penalty.low >= years)
    return law_unknown(ground.law.jurisdiction, f"{ground.offence}#min_penalty_years")


def _none_of(values: Iterable[Value]) -> Value:
    return negation(any_of(values))


def _not(values: Iterable[Value]) -> Value:
    return negation(all_of(values))


JOINS: Mapping[str, Callable[[list[Value]], Value]] = {
    "all_of": all_of, "all": all_of, "any_of": any_of, "any": any_of, "none_of": _none_of, "not": _not,
}  # fmt: skip
_BOTH = ("child.dob", "child.age", "suspect.dob", "suspect.age")
_CHILD, _SUSPECT = ("child.dob", "child.age", "act.from"), ("suspect.dob", "suspect.age", "act.from")
LEAVES: Mapping[str, tuple[Leaf, tuple[str, ...]]] = {
    "child_age_lt": (_child_age_lt, _CHILD),
    "child_age_ge": (_child_age_ge, _CHILD),
    "child_under": (_child_age_lt, _CHILD),
    "offender_age_lt": (_offender_age_lt, _SUSPECT),
    "offender_age_ge": (_offender_age_ge, _SUSPECT),
    "age_gap_ge": (_age_gap_ge, _BOTH),
    "age_gap_gt": (_age_gap_gt, _BOTH),
    "commercial": (_commercial, ("act.commercial",)),
    "also_asks": (_also_asks, ()),
    "means_any": (_means_any, ("act.means",)),
    "relation_any": (_relation_any, ("act.relation",)),
    "medium_any": (_medium_any, ("act.medium",)),
    "role_any": (_role_any, ("act.role",)),
    "role": (_role_any, ("act.role",)),
    "suspect_national": (_tie("suspect", "nationality"), ("suspect.nationality",)),
    "suspect_resident": (_tie("suspect", "residence"), ("suspect.residence",)),
    "suspect_permanent_resident": (_tie("suspect", "permanent_residence"), ("suspect.permanent_residence",)),
    "suspect_present": (_tie("suspect", "presence"), ("suspect.presence",)),
    "suspect_became_national": (_became_national, ("suspect.nationality",)),
    "suspect_resides_abroad": (_resides_abroad, ("suspect.residence",)),
    "victim_national": (_tie("child", "nationality"), ("child.nationality",)),
    "victim_resident": (_tie("child", "residence"), ("child.residence",)),
    "principal_national": (_principal_national, ("act.principal",)),
    "vessel_flag": (_vessel_flag, ("act.vessel",)),
    "travel": (_travel, ("suspect.travel",)),
    "offence_in": (_offence_in, ()),
    "min_penalty_ge": (_min_penalty_ge, ()),
}
