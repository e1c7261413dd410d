"""Part J of a route: the link that a rule asks for, its thresholds, and whether the rule is in force
(docs/law-rules.md, "Routes and verdicts").

Rules are read as of the act, or of the proceedings where the state says so (4.6, T3); links are tested at the moment
that the rule names (T4). Where every dated element must follow its commencement, journeys before it do not count (T1).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fanal.engines.jurisdiction.model import (
    Basis,
    DoubleCriminality,
    Expr,
    Law,
    Missing,
    OffenceText,
    Provision,
    RuleText,
    Version,
)
from fanal.engines.jurisdiction.parts import offences, places
from fanal.engines.jurisdiction.parts.expressions import mentions, not_known, weigh
from fanal.engines.jurisdiction.parts.index import HERE
from fanal.engines.jurisdiction.parts.offences import Question
from fanal.engines.jurisdiction.parts.versions import Stretch, agreed, commencement, distinct, group, in_force, legible
from fanal.engines.jurisdiction.values import FALSE, TRUE, Value, all_of, any_of, law_unknown, same_under

__all__ = ["HERE"]
ALL_ELEMENTS = "all_elements_after_commencement"


@dataclass(frozen=True, slots=True)
class Forum:
    """One law that is asked whether it can prosecute. `linked`: some fact ties the case to its state."""

    law: Law
    linked: bool
    whole: bool  # every route is shown; otherwise those that are not closed


def basis_of(rule: Provision[RuleText]) -> Basis:
    return rule.versions[0].text.basis


@dataclass(frozen=True, slots=True)
class Reading:
    """A rule over the days that count. `versions`: all that may hold. `alike`: it says the same of every offence."""

    stretches: tuple[Stretch[RuleText], ...]
    versions: tuple[Version[RuleText], ...]
    alike: bool
    by_conduct: bool  # no version waives double criminality for some offences only


def reading(law: Law, rule: Provision[RuleText], question: Question) -> Reading:
    """The versions of a rule: those at the act, or at the proceedings where the state says so (T3)."""

    def find() -> Reading:
        law_at = group(law, "temporal.jurisdiction_rules", question.moments).get("law_at")
        days = question.moments.charge if law_at == "proceedings" else question.when
        found = distinct(in_force(rule, days, question.moments), lambda text: text)
        versions = tuple({id(one): one for stretch in found for one in stretch.versions}.values())
        alike = not any(_particular(one.text) for one in versions)
        return Reading(found, versions, alike, not any(_excuses(one.text) for one in versions))

    return question.once(("rule", rule.id), find)


def _particular(text: RuleText) -> bool:
    listed = text.offences is not None or text.basis is Basis.TERRITORY
    return listed or text.min_max_penalty_months is not None or text.min_min_penalty_months is not None


def _excuses(text: RuleText) -> bool:
    return isinstance(text.double_criminality, DoubleCriminality) and text.double_criminality.unless is not None


def stretches(law: Law, rule: Provision[RuleText], question: Question) -> tuple[Stretch[RuleText], ...]:
    return reading(law, rule, question).stretches


def link(forum: Forum, rule: Provision[RuleText], question: Question) -> Value:
    """Rule in force and link, whatever the offence. False closes every route by this rule."""

    def find() -> Value:
        found = stretches(forum.law, rule, question)
        return agreed(
            tuple(_joined(one, [_tied(forum, rule, text, question) for text in one.versions]) for one in found)
        )

    return question.once(("link", rule.id), find)


def _joined(stretch: Stretch[RuleText], said: list[Value]) -> Value:
    """Over days on which the law does not change: false, too, if no text that may hold there is met."""
    return said[0] if stretch.value.is_true else all_of((stretch.value, any_of(said)))


def _tied(forum: Forum, rule: Provision[RuleText], version: Version[RuleText], question: Question) -> Value:
    read = legible(rule, version, question.moments)
    if not read.is_true:
        return read
    text = version.text
    if text.basis is Basis.FLAG:
        return places.flag(forum.law, question.facts, linked=forum.linked)
    if text.basis is Basis.TERRITORY:
        return _some_place(forum, question)
    if isinstance(text.when, Missing):
        return law_unknown(forum.law.jurisdiction, f"{rule.id}#when")
    return TRUE if text.when is None else linked(forum.law, rule, version, text.when, question)


def _some_place(forum: Forum, question: Question) -> Value:
    """Which parts of an act count depends on the offence: here only whether any place may be inside."""
    act = question.facts.act
    if any(not places.inside(place, forum.law).is_false for place in act.places or ()):
        return TRUE
    return not_known(places.PLACES) if forum.linked and (not act.places or not act.places_complete) else FALSE


def linked(law: Law, rule: Provision[RuleText], version: Version[RuleText], when: Expr, question: Question) -> Value:
    """What a rule asks of persons and states, by one version of it."""

    def find() -> Value:
        plain = weigh(when, question.ground(law, rule.id))
        late = _after_commencement(law, rule, version, when, question)
        if late is None or late == plain:
            return plain
        switch = group(law, "temporal.substantive", question.moments).get(ALL_ELEMENTS)
        if isinstance(switch, bool):
            return late if switch else plain
        return same_under((plain, late), f"law:{law.jurisdiction}/temporal#{ALL_ELEMENTS}")

    return question.once(("when", rule.id, id(version)), find)


def _after_commencement(
    law: Law, rule: Provision[RuleText], version: Version[RuleText], when: Expr, question: Question
) -> Value | None:
    """The same if journeys count only since the law knew them; None where there are none in the rule."""
    edge = commencement(rule, version, _knows_travel) if mentions(when, "travel") else None
    return None if edge is None else weigh(when, replace(question.ground(law, rule.id), travel_since=edge))


def _knows_travel(text: RuleText) -> bool:
    return isinstance(text.when, Expr) and mentions(text.when, "travel")


def notes(law: Law, rule: Provision[RuleText], question: Question) -> tuple[str, ...]:
    """Names the element that lay before its commencement and so closed the route."""
    return question.once(("notes", rule.id), lambda: _notes(law, rule, question))


def _notes(law: Law, rule: Provision[RuleText], question: Question) -> tuple[str, ...]:
    for version in reading(law, rule, question).versions:
        when = version.text.when
        if not isinstance(when, Expr) or not mentions(when, "travel"):
            continue
        plain = weigh(when, question.ground(law, rule.id))
        if linked(law, rule, version, when, question).is_false and not plain.is_false:
            return (f"{ALL_ELEMENTS}:travel",)
    return ()


def applies(forum: Forum, rule: Provision[RuleText], offence: Provision[OffenceText], question: Question) -> Value:
    """J: some version of the rule may have held; what each says must agree."""
    if reading(forum.law, rule, question).alike:
        return link(forum, rule, question)
    found = stretches(forum.law, rule, question)
    return agreed(
        tuple(
            _joined(one, [by_version(forum, rule, text, offence, question) for text in one.versions]) for one in found
        )
    )


def by_version(
    forum: Forum,
    rule: Provision[RuleText],
    version: Version[RuleText],
    offence: Provision[OffenceText],
    question: Question,
) -> Value:
    """J by one version of the rule, were it in force."""
    tied = _tied(forum, rule, version, question)
    text = version.text
    if tied.is_false or not legible(rule, version, question.moments).is_true:
        return tied
    if text.offences is not None and offence.id not in text.offences:
        return FALSE
    place = territory(forum, offence, question) if text.basis is Basis.TERRITORY else tied
    return all_of((place, *(value for _, _, value in thresholds(forum.law, text, offence, question))))


def thresholds(
    law: Law, text: RuleText, offence: Provision[OffenceText], question: Question
) -> Iterator[tuple[str, int, Value]]:
    """Which penalty must reach how many months, and whether it does."""
    for which, months in (("max_penalty", text.min_max_penalty_months), ("min_penalty", text.min_min_penalty_months)):
        if months is not None:
            yield which, months, offences.at_least(law, offence, question, which, months)


def territory(forum: Forum, offence: Provision[OffenceText], question: Question) -> Value:
    """Whether the act was done in the state, as each version of this offence sees it."""

    def find() -> Value:
        law, facts = forum.law, question.facts
        switches = group(law, "place_of_act", question.moments)
        read = offences.texts(law, offence, question)
        held = [version for stretch in read for version in stretch.versions]
        # On days on which nothing holds E closes the route. Where the act was done does not change with it.
        elements = {version.text.result_element for version in held or offence.versions}
        readings = [
            places.territory(law, offence.id, element, facts, switches, linked=forum.linked)
            for element in sorted(elements, key=str)
        ]
        return agreed(tuple(readings))

    return question.once(("territory", offence.id), find)
