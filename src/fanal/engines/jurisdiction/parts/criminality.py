"""Double criminality: whether the act is an offence at its place, as the prosecuting law asks
(docs/law-rules.md, "Double criminality").

At the place every offence of its law that covers the conduct is tried, as of the day of the act, exceptions included;
gravity, complaint and limitation there do not count. "No" is said only where that law was declared complete for the
conduct and the day: silence of a file is never a "no".
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from fanal.engines.jurisdiction.answer import Defence, Node
from fanal.engines.jurisdiction.facts import Place
from fanal.engines.jurisdiction.model import NO_STATE, DoubleCriminality, Law, Missing, OffenceText, Provision, RuleText
from fanal.engines.jurisdiction.parts import offences, places, ties
from fanal.engines.jurisdiction.parts.expressions import Ground, not_known, trace, weigh
from fanal.engines.jurisdiction.parts.offences import Question
from fanal.engines.jurisdiction.parts.versions import group
from fanal.engines.jurisdiction.values import (
    FALSE,
    TRUE,
    Value,
    all_of,
    any_of,
    known,
    law_unknown,
    same_under,
    unknown,
)

NO_MANS_LAND = "required_or_no_mans_land"
_DAY = timedelta(days=1)


def asked(
    law: Law, rule: Provision[RuleText], text: RuleText, offence: Provision[OffenceText], question: Question
) -> Node:
    """D of one version of a rule for one offence, with its reasons."""
    wanted = text.double_criminality
    if isinstance(wanted, Missing):
        question_id = f"{rule.id}#double_criminality"
        return Node("D", "law.dc_unread", law_unknown(law.jurisdiction, question_id), {"id": rule.id})
    if wanted.unless is None:
        return _by_rule(wanted.rule, law, offence, question)
    ground = applied(law, rule, offence, question)
    excused = trace(wanted.unless, ground)
    if excused.value.is_true:
        return Node("D", "law.dc_excused", TRUE, {"id": rule.id}, children=(excused,))
    held = _by_rule(wanted.otherwise, law, offence, question)
    return Node("D", "law.dc_unless", any_of((excused.value, held.value)), {"id": rule.id}, children=(excused, held))


def value(
    law: Law, rule: Provision[RuleText], text: RuleText, offence: Provision[OffenceText], question: Question
) -> Value:
    """The same without reasons."""
    wanted: DoubleCriminality | Missing = text.double_criminality
    if isinstance(wanted, Missing):
        return law_unknown(law.jurisdiction, f"{rule.id}#double_criminality")
    if wanted.unless is None:
        return by_rule(wanted.rule, law, offence, question)
    excused = weigh(wanted.unless, applied(law, rule, offence, question))
    return excused if excused.is_true else any_of((excused, by_rule(wanted.otherwise, law, offence, question)))


def applied(law: Law, rule: Provision[RuleText], offence: Provision[OffenceText], question: Question) -> Ground:
    least = offences.penalty(law, offence, question, "min_penalty")
    return replace(question.ground(law, rule.id), offence=offence.id, min_penalty=least)


def conducts(offence: Provision[OffenceText], question: Question) -> frozenset[str]:
    """Those of the act that the offence covers in some version."""

    def find() -> frozenset[str]:
        covered = frozenset().union(*(version.text.covers for version in offence.versions))
        return covered & frozenset(question.facts.act.conduct)

    return question.once(("conducts", offence.id), find)


def by_rule(rule: str, law: Law, offence: Provision[OffenceText], question: Question) -> Value:
    if rule == "not_required":
        return TRUE
    conduct = conducts(offence, question)
    presumes = group(law, "place_of_act", question.moments).get("presumption_if_uncertain") is True
    return question.once(("D", rule, conduct, presumes), lambda: _somewhere(rule, conduct, law, question))


def _somewhere(rule: str, conduct: frozenset[str], law: Law, question: Question) -> Value:
    """Punishable at one of the places; where it is open which of several it was, at all of them."""
    act = question.facts.act
    if not act.places:
        return not_known(places.PLACES)
    switches = group(law, "place_of_act", question.moments)
    sure: list[Value] = []
    possible: list[Value] = []
    for place in act.places:
        punished = at_place(place, rule, conduct, question)
        (sure if places.certain(place, switches).is_true else possible).append(punished)
    if not act.places_complete:
        possible.append(not_known(places.PLACES))
    if sure:
        return any_of((*sure, *(all_of((not_known(places.PLACES), answer)) for answer in possible)))
    return possible[0] if len(possible) == 1 else same_under(possible, f"fact:{places.PLACES}")


def at_place(place: Place, rule: str, conduct: frozenset[str], question: Question) -> Value:
    if place.state == NO_STATE:
        return known(rule == NO_MANS_LAND)
    return punishable(place.state, conduct, question)


def punishable(where: str, conduct: frozenset[str], question: Question) -> Value:
    """Whether the act is an offence in a state or a part of one."""
    return question.once(("punishable", where, conduct), lambda: _punishable(where, conduct, question))


def _punishable(where: str, conduct: frozenset[str], question: Question) -> Value:
    own = laws_at(where, question)
    missing = law_unknown(where, "not_in_corpus")
    if not own:
        return missing
    found = [_by_law(law, conduct, question) for law in own]
    if where == own[0].jurisdiction or "-" in where:
        # The law of the place, with that of the whole state above it; a part without a file may punish more.
        return any_of(found if any(law.jurisdiction == where for law in own) else [*found, missing])
    # The facts name a state of which only parts have a file.
    return same_under([*found, ties.WHICH_PART], "fact:which part")


def laws_at(where: str, question: Question) -> list[Law]:
    """The law of a place: its own and that of its state; for a state without a file, those of its parts."""
    laws = question.corpus.laws
    state = where.partition("-")[0]
    own = [laws[code] for code in dict.fromkeys((where, state)) if code in laws]
    return own or ([] if "-" in where else list(question.corpus.parts(state)))


def _by_law(law: Law, conduct: frozenset[str], question: Question) -> Value:
    covers = question.index.laws[law.jurisdiction].covering(conduct)
    found = [offences.made_out(law, one, question) for one in covers]
    return any_of((*found, silence(law, conduct, question)))


def covering(law: Law, conduct: Iterable[str]) -> list[Provision[OffenceText]]:
    """Offences that cover one of the conducts in some version."""
    asked_for = frozenset(conduct)
    return [
        one
        for one in law.offences.values()
        if any(not version.text.covers.isdisjoint(asked_for) for version in one.versions)
    ]


def silence(law: Law, conduct: Iterable[str], question: Question) -> Value:
    """What a law says by not saying it: no where it was declared complete, else not known and why."""
    reasons = sorted(reason for one in sorted(conduct) for reason in _gaps(law, one, question))
    return unknown(*reasons) if reasons else FALSE


def _gaps(law: Law, conduct: str, question: Question) -> list[str]:
    if complete(law, conduct, question):
        return []
    arts = [one.art for one in law.not_entered if conduct in one.covers]
    head = f"law:{law.jurisdiction}/"
    return [f"{head}not_entered#{art}" for art in arts] or [f"{head}coverage"]


def complete(law: Law, conduct: str, question: Question) -> bool:
    """Whether the file was declared complete for the conduct over all days of the act: by one declaration, or by some
    of which each goes on where another ends."""
    open_from, last = question.when.first or date.min, question.when.last or date.max
    spans = sorted((one.first or date.min, one.last or date.max) for one in law.declared if conduct in one.conducts)
    for first, until in spans:
        if first <= open_from <= until:
            if last <= until:
                return True
            open_from = until + _DAY
    return False


def unraised(
    law: Law, rule: Provision[RuleText], text: RuleText, offence: Provision[OffenceText], question: Question
) -> tuple[Defence, ...]:
    """The defences of the law of the place on which D of one version of a rule rests, since no offence or place is free
    of them."""
    wanted = text.double_criminality
    if isinstance(wanted, Missing):
        return ()
    if wanted.unless is not None and weigh(wanted.unless, applied(law, rule, offence, question)).is_true:
        return ()
    if (wanted.otherwise if wanted.unless is not None else wanted.rule) == "not_required":
        return ()
    conduct = conducts(offence, question)
    return question.once(("D unraised", conduct), lambda: _unraised(conduct, question))


def _unraised(conduct: frozenset[str], question: Question) -> tuple[Defence, ...]:
    found: list[Defence] = []
    for place in question.facts.act.places or ():
        own = [] if place.state == NO_STATE else laws_at(place.state, question)
        tried = [(law, one) for law in own for one in covering(law, conduct)]
        there = [(offences.made_out(law, one, question), offences.unraised(law, one, question)) for law, one in tried]
        if not any(made.is_true and not defences for made, defences in there):
            found += [defence for made, defences in there if not made.is_false for defence in defences]
        elif place.certainty == "known":
            return ()
    return tuple(dict.fromkeys(found))


def _by_rule(rule: str, law: Law, offence: Provision[OffenceText], question: Question) -> Node:
    found = by_rule(rule, law, offence, question)
    if rule == "not_required":
        return question.once(("D node",), lambda: Node("D", "law.dc_not_required", found))
    conduct = conducts(offence, question)

    def find() -> Node:
        seen = tuple(_place_node(place, rule, conduct, question) for place in question.facts.act.places or ())
        return Node("D", f"law.dc_{rule}", found, facts=(places.PLACES,), children=seen)

    return question.once(("D node", rule, conduct, found), find)


def _place_node(place: Place, rule: str, conduct: frozenset[str], question: Question) -> Node:
    found = at_place(place, rule, conduct, question)
    own = [] if place.state == NO_STATE else laws_at(place.state, question)
    nodes = [offences.explained_at_act(law, one, question) for law in own for one in covering(law, conduct)]
    return Node("place", "law.dc_place", found, {"state": place.state}, facts=(places.PLACES,), children=tuple(nodes))
