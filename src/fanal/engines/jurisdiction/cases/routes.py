"""Routes: a jurisdiction, an offence that covers the conduct, and a rule that covers the offence
(docs/law-rules.md, "Routes and verdicts").

Each has six parts: E elements and exceptions; J link, gravity and rule in force; D double criminality; L not
time-barred; N no bar by an earlier judgment; I no immunity. The verdict is the first line of the table that fits.
"""

from collections.abc import Iterable, Mapping

from fanal.engines.jurisdiction.answer import PARTS, Defence, Limit, Needed, Node, Route, Verdict
from fanal.engines.jurisdiction.cases import trees
from fanal.engines.jurisdiction.model import Condition, Law, Missing, OffenceText, Provision, RuleText
from fanal.engines.jurisdiction.parts import (
    bars,
    conditions,
    criminality,
    limitation,
    links,
    offences,
    places,
    versions,
)
from fanal.engines.jurisdiction.parts.index import HERE, Rule, indexed
from fanal.engines.jurisdiction.parts.links import Forum, basis_of
from fanal.engines.jurisdiction.parts.offences import Question
from fanal.engines.jurisdiction.parts.versions import agreed
from fanal.engines.jurisdiction.values import TRUE, Truth, Value, all_of, unknown


def routes(forum: Forum, question: Question, rules: Iterable[Rule] | None = None) -> list[Route]:
    """All routes of one law, in the order of its file; of one that is not shown whole, those that are not closed.

    `rules`: the others are known to be closed.
    """
    own = question.index.laws.get(forum.law.jurisdiction)
    if own is None or own.law is not forum.law:  # a law that was changed, as an answer to "what if"
        own = indexed(forum.law)
    covering = own.covering(question.facts.act.conduct)
    abroad = places.may_be_abroad(question.facts, forum.law)
    tried = []
    for rule in (own.rules if rules is None else rules) if covering else ():
        if not abroad and not rule.here:
            continue  # a rule for acts abroad, and all of this act was done at home
        if not forum.whole and links.link(forum, rule.provision, question).is_false:
            continue
        tried += [_route(forum, rule.provision, offence, question) for offence in covering if rule.lists(offence.id)]
    return [route for route in tried if route is not None]


def _route(
    forum: Forum, rule: Provision[RuleText], offence: Provision[OffenceText], question: Question
) -> Route | None:
    """None where the route is closed and closed ones are not shown."""
    law = forum.law
    elements = offences.made_out_since(law, offence, question)
    judged = links.applies(forum, rule, offence, question)
    if not forum.whole and (elements.is_false or judged.is_false):
        return None
    double = double_criminality(law, rule, offence, question)
    if not forum.whole and double.is_false:
        return None
    limit = limit_of(law, offence, question)
    past, past_node = judgments(law, rule, question)
    free, free_node = immunity(law, question)
    parts = {"E": elements, "J": judged, "D": double, "L": limit.value, "N": past, "I": free}
    return _assembled(forum, rule, offence, question, parts, limit, (past_node, free_node))


# D, L, N and I.


def double_criminality(
    law: Law, rule: Provision[RuleText], offence: Provision[OffenceText], question: Question
) -> Value:
    """D by every version of the rule that may hold; whether one holds at all is asked in J."""
    if basis_of(rule) in HERE:
        return TRUE
    if not links.reading(law, rule, question).by_conduct:
        return _double_criminality(law, rule, offence, question)
    key = ("D of", rule.id, criminality.conducts(offence, question))
    return question.once(key, lambda: _double_criminality(law, rule, offence, question))


def _double_criminality(
    law: Law, rule: Provision[RuleText], offence: Provision[OffenceText], question: Question
) -> Value:
    found: list[Value] = []
    for version in links.reading(law, rule, question).versions:
        legible = versions.legible(rule, version, question.moments)
        double = criminality.value(law, rule, version.text, offence, question) if legible.is_true else legible
        found += [] if double in found else [double]
    return agreed(tuple(found)) if found else TRUE


def limit_of(law: Law, offence: Provision[OffenceText], question: Question) -> Limit:
    def find() -> Limit:
        years = offences.for_limitation(law, offence, question)
        return limitation.walk(law, offence.id, years, question.facts, question.moments)

    return question.once(("L", offence.id), find)


def judgments(law: Law, rule: Provision[RuleText], question: Question) -> tuple[Value, Node]:
    basis = basis_of(rule)
    return question.once(("N", law.jurisdiction, basis), lambda: bars.ne_bis(law, question, basis))


def immunity(law: Law, question: Question) -> tuple[Value, Node]:
    return question.once(("I", law.jurisdiction), lambda: bars.immunity(law, question))


# The whole.


def verdict(parts: Mapping[str, Value], needed: Iterable[Needed]) -> Verdict:
    """The first line of the table that fits (docs/law-rules.md, "Routes and verdicts")."""
    wanted = tuple(needed)
    elements, link, double, limit, judged, immune = [parts[part].truth for part in PARTS]
    if min(elements, link, double) is Truth.F:
        return Verdict.NONE
    if min(limit, judged, immune) is Truth.F or conditions.refused(wanted):
        return Verdict.BARRED
    if Truth.U in {elements, link, double, limit, judged, immune}:
        return Verdict.CANNOT_SAY
    return Verdict.OPEN_ON_CONDITION if conditions.to_come(wanted) else Verdict.OPEN


def _assembled(
    forum: Forum,
    rule: Provision[RuleText],
    offence: Provision[OffenceText],
    question: Question,
    parts: dict[str, Value],
    limit: Limit,
    bars_nodes: tuple[Node, Node],
) -> Route:
    law = forum.law
    needed, varying = conditions_of(law, rule, offence, question)
    if conditions.refused(varying) and not conditions.refused(needed):
        parts["J"] = all_of((parts["J"], unknown(offences.ACT_FROM)))  # refused, but on some days nobody had to ask
    needed = (*needed, *varying)
    outcome = verdict(parts, needed)
    reasons = frozenset(reason for value in parts.values() for reason in value.reasons)
    nodes = trees.parts(forum, rule, offence, question, parts)
    used = (*(ref for node in nodes for ref in trees.references(node, question)), *limit.refs)
    refs = tuple({id(ref): ref for ref in used}.values())
    params = {"state": law.jurisdiction, "offence": offence.id, "rule": rule.id, "verdict": str(outcome)}
    return Route(
        state=law.jurisdiction,
        offence=offence.id,
        rule=rule.id,
        basis=basis_of(rule),
        verdict=outcome,
        parts=parts,
        reasons=reasons,
        conditions=needed,
        needs_expert=any(ref.review.needs_expert for ref in refs) or any(map(_for_experts, reasons)),
        provisions=refs,
        limit=limit,
        tree=Node("route", "law.route", all_of(parts.values()), params, children=(*nodes, limit.node, *bars_nodes)),
        lowest_penalty=_lowest_penalty(law, offence, question),
        notes=links.notes(law, rule, question),
        unless=() if outcome is Verdict.NONE else _unless(law, rule, offence, question),
    )


def _unless(
    law: Law, rule: Provision[RuleText], offence: Provision[OffenceText], question: Question
) -> tuple[Defence, ...]:
    """The defences that were not ruled out: those of the offence, and of the law of the place where D asks for it."""
    held = offences.unraised(law, offence, question, later=True)
    if basis_of(rule) in HERE:
        return held
    read = links.reading(law, rule, question).versions
    legible = [one for one in read if versions.legible(rule, one, question.moments).is_true]
    there = [one for version in legible for one in criminality.unraised(law, rule, version.text, offence, question)]
    return (*held, *dict.fromkeys(there)) if there else held


def _lowest_penalty(law: Law, offence: Provision[OffenceText], question: Question) -> tuple[float, float] | None:
    """That of the mildest version since the act, where lex mitior looks for it."""

    def find() -> tuple[float, float] | None:
        lowest = offences.lowest(law, offence, question) if offences.lenient(law, question) else Missing.ABSENT
        return None if isinstance(lowest, Missing) else (lowest.low, lowest.high)

    return question.once(("lowest", offence.id), find)


def _for_experts(reason: str) -> bool:
    """Questions of law that a case worker's facts cannot settle and no text read so far answers."""
    return reason.partition("#")[2] in {"travel", "result_element", "exceptions.peer"}


def conditions_of(
    law: Law, rule: Provision[RuleText], offence: Provision[OffenceText], question: Question
) -> tuple[tuple[Needed, ...], tuple[Needed, ...]]:
    """The conditions that every version asks for which may hold, and those of some only."""
    ruling = [version.text.requires for version in links.reading(law, rule, question).versions]
    offending = [version.text.requires for one in offences.texts(law, offence, question) for version in one.versions]
    if not any(ruling) and not any(offending):
        return (), ()
    every = [one for found in (ruling, offending) for one in _in_all(found)]
    some = [one for requires in (*ruling, *offending) for one in requires if one not in every]
    return conditions.needed(law, every, question.facts), conditions.needed(law, some, question.facts)


def _in_all(requires: list[tuple[Condition, ...]]) -> list[Condition]:
    return [one for one in requires[0] if all(one in other for other in requires)] if requires else []
