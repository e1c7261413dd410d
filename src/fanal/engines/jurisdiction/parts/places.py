"""Where an act is done in the eyes of one law: at its conduct, at its result, or at both
(docs/law-rules.md, "Place").

A place that the facts hold for possible makes territory not known; reasonable grounds are enough where the law presumes
on them. With no place at all, only states that another fact links to the case are asked.
"""

from collections.abc import Iterable

from fanal.engines.jurisdiction.facts import Facts, Place
from fanal.engines.jurisdiction.model import ABSENT, NO_STATE, Law, Maybe, Missing, Switch
from fanal.engines.jurisdiction.parts import ties
from fanal.engines.jurisdiction.parts.expressions import not_known
from fanal.engines.jurisdiction.values import (
    FALSE,
    TRUE,
    Value,
    all_of,
    any_of,
    known,
    law_unknown,
    same_under,
)

PLACES = "act.places"
RULES = ("ubiquity", "conduct", "result")
REMOTE = frozenset({"online", "live_stream"})


def certain(place: Place, group: Switch) -> Value:
    """How sure it is that something happened there, for a state that presumes on reasonable grounds or does not."""
    grounds = place.certainty == "reasonable_grounds" and group.get("presumption_if_uncertain") is True
    return TRUE if place.certainty == "known" or grounds else not_known(PLACES)


def inside(place: Place, law: Law) -> Value:
    return FALSE if place.state == NO_STATE else ties.same(place.state, law, PLACES)


def may_be_abroad(facts: Facts, law: Law) -> bool:
    """Whether rules for acts abroad are asked: some place, known or possible, is not surely inside."""
    places = facts.act.places
    return not places or not facts.act.places_complete or not all(inside(place, law).is_true for place in places)


def territory(law: Law, offence_id: str, effect: Maybe[bool], facts: Facts, group: Switch, *, linked: bool) -> Value:
    """Whether the act, as this offence, was done in the state at least in part.

    `effect`: whether a result at the child's place is an element of the offence. `group` is `place_of_act`.
    """
    rule = group.get("rule")
    if isinstance(rule, Missing):
        readings = [_by_rule(one, law, offence_id, effect, facts, group, linked=linked) for one in RULES]
        return same_under(readings, f"law:{law.jurisdiction}/place_of_act#rule")
    return _by_rule(str(rule), law, offence_id, effect, facts, group, linked=linked)


def _by_rule(
    rule: str, law: Law, offence_id: str, effect: Maybe[bool], facts: Facts, group: Switch, *, linked: bool
) -> Value:
    places = facts.act.places or ()
    values = []
    for place in places:
        here = inside(place, law)
        if here.is_false:
            continue
        counts = any_of(
            _counts(part, rule, place, law, offence_id, effect, facts, group) for part in sorted(place.part)
        )
        values.append(all_of((here, certain(place, group), counts)))
    if linked and (not places or not facts.act.places_complete):
        values.append(not_known(PLACES))
    return any_of(values)


def _counts(
    part: str, rule: str, place: Place, law: Law, offence_id: str, effect: Maybe[bool], facts: Facts, group: Switch
) -> Value:
    """Whether this part of the act, done at a place, makes that the place of the act."""
    if part == "conduct":
        return _conduct(rule, place, law, facts, group)
    if part == "result" and rule != "conduct":
        return all_of((_result_of_attempt(law, facts, group), _effect(law, offence_id, effect, group)))
    return FALSE


def _conduct(rule: str, place: Place, law: Law, facts: Facts, group: Switch) -> Value:
    if facts.act.role == "party" and "result" not in place.part and rule != "result":
        # What a party did at home is not the act of the principal: it counts where the law says so.
        return _includes("participation_at_home", law, group)
    if rule != "result":
        return TRUE
    # By the result alone: conduct counts only at a screen, where the law looks at where the network was used.
    medium = facts.act.medium
    remote = not_known("act.medium") if medium is None else known(not medium.isdisjoint(REMOTE))
    return all_of((remote, _includes("ict_access", law, group)))


def _result_of_attempt(law: Law, facts: Facts, group: Switch) -> Value:
    """An attempt has no result: where it was intended counts if the law says so."""
    return _includes("intended_result", law, group) if facts.act.role == "attempt" else TRUE


def _effect(law: Law, offence_id: str, effect: Maybe[bool], group: Switch) -> Value:
    """A result that must be an element of the offence (such as DE § 9 "zum Tatbestand gehörender Erfolg")."""
    only = group.get("result_only_if_element")
    if only is False or only is ABSENT:  # the field narrows a rule: a law that was read without it is not narrowed
        return TRUE
    question = law_unknown(law.jurisdiction, f"{offence_id}#result_element")
    element = question if isinstance(effect, Missing) else known(effect)
    if isinstance(only, Missing):
        return same_under([TRUE, element], f"law:{law.jurisdiction}/place_of_act#result_only_if_element")
    return element


def _includes(what: str, law: Law, group: Switch) -> Value:
    held = group.get("includes")
    if isinstance(held, Missing) or not isinstance(held, Iterable):
        return law_unknown(law.jurisdiction, "place_of_act#includes")
    return known(what in frozenset(held))


def flag(law: Law, facts: Facts, *, linked: bool) -> Value:
    """Whether the act was done aboard a ship or an aircraft of the state.

    Facts that name neither a ship nor every place do not say that there was none; but, as with places, states with no
    other link are not asked.
    """
    vessel = facts.act.vessel
    if vessel is not None:
        return ties.same(vessel.flag, law, "act.vessel")
    if facts.act.on_land:
        return FALSE
    return not_known("act.vessel") if linked else FALSE
