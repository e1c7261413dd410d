"""Whether the elements of an offence are made out, under the law of the day and under every milder law since.

Part E of a route: elements, exceptions, the role of the person suspected (docs/law-rules.md, "Elements and ages";
which version holds: docs/law-rules.md, "Time"). Doubt about the age of the child is doubt about E and never hides a
route.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fanal.engines.jurisdiction.answer import Defence, Node, Ref
from fanal.engines.jurisdiction.facts import Facts, Moments
from fanal.engines.jurisdiction.model import (
    Corpus,
    Expr,
    Law,
    Maybe,
    Missing,
    OffenceText,
    Provision,
    Version,
    Years,
)
from fanal.engines.jurisdiction.parts import exceptions
from fanal.engines.jurisdiction.parts.expressions import Ground, mentions, trace, weigh
from fanal.engines.jurisdiction.parts.index import Index, index_of
from fanal.engines.jurisdiction.parts.versions import (
    Stretch,
    agreed,
    distinct,
    group,
    in_force,
    later,
    legible,
    reference,
)
from fanal.engines.jurisdiction.values import (
    FALSE,
    TRUE,
    Value,
    all_of,
    any_of,
    known,
    law_unknown,
    negation,
    same_under,
    unknown,
)
from fanal.vocabulary.dates import Interval

ACT_FROM = "fact:act.from"
# Roles in which one does the conduct oneself, and so is no party to the deed of another.
_OWN_CONDUCT = {
    "organiser": frozenset({"procuring", "trafficking", "travel_facilitation", "performance", "child_marriage"}),
    "facilitator": frozenset({"procuring", "trafficking", "travel_facilitation", "performance", "child_marriage"}),
    "payer": frozenset({"performance", "csam_access", "csam_possession", "travel_facilitation"}),
}
_NEW: Any = object()  # nothing is kept under a key yet; None may be


@dataclass(frozen=True, slots=True)
class Question:
    """One case put to one corpus. `when`: the days of the act on which versions are looked up (T1).

    `whole`: the act was on one day, known or not, or is looked at as a whole; otherwise `when` is one stretch of a
    period. `kept` holds what was worked out already, for this question only.
    """

    corpus: Corpus
    facts: Facts
    moments: Moments
    when: Interval
    kept: dict[Any, Any] = field(default_factory=dict)
    ages: dict[Any, Any] = field(default_factory=dict)

    @property
    def index(self) -> Index:
        return index_of(self.corpus)

    @property
    def as_of(self) -> date:
        return self.moments.as_of

    def once[Found](self, key: tuple[object, ...], find: Callable[[], Found]) -> Found:
        found: Found = self.kept.get(key, _NEW)
        if found is _NEW:
            found = self.kept[key] = find()
        return found

    def reference[Text](self, provision: Provision[Text], version: Version[Text]) -> Ref:
        def find() -> Ref:
            law = self.corpus.laws.get(provision.jurisdiction)
            return reference(provision, version, law.sources if law else {}, self.as_of)

        return self.once(("ref", id(version)), find)

    def ground(self, law: Law, provision: str) -> Ground:
        return Ground(law, provision, self.facts, self.moments, kept=self.ages)


def of_offence(law: Law, question: Question) -> Interval:
    """The days on which offences are read: the act, or its end where the law at the end decides (DE § 2(2))."""
    end = question.facts.act.end
    at_end = group(law, "settings", question.moments).get("offence_end") == "law_at_end"
    return end if at_end and end is not None and end != question.facts.act.start else question.when


def texts(law: Law, offence: Provision[OffenceText], question: Question) -> tuple[Stretch[OffenceText], ...]:
    """The versions of an offence over the days of the act."""
    return question.once(("texts", offence.id), lambda: in_force(offence, of_offence(law, question), question.moments))


def made_out(law: Law, offence: Provision[OffenceText], question: Question) -> Value:
    """E at the act: T1."""

    def find() -> Value:
        readings = distinct(texts(law, offence, question), _elements_of)
        return agreed(tuple(of_text(law, offence, one, question) for one in readings))

    return question.once(("E", offence.id), find)


def _elements_of(text: OffenceText) -> object:
    """All that E reads of a version."""
    return text.covers, text.elements, text.exceptions, text.attempt, text.participation


def made_out_since(law: Law, offence: Provision[OffenceText], question: Question) -> Value:
    """E at the act and, where the state has lex mitior, under every version since: T1 and T2."""

    def find() -> Value:
        act = made_out(law, offence, question)
        lenient = group(law, "temporal.substantive", question.moments).get("lex_mitior")
        if lenient is False or act.is_false:
            return act
        both = _with_later(law, offence, act, question)
        if lenient is True:
            return both
        return same_under((act, both), f"law:{law.jurisdiction}/temporal#lex_mitior")

    return question.once(("E since", offence.id), find)


def _with_later(law: Law, offence: Provision[OffenceText], act: Value, question: Question) -> Value:
    """E at the act and under what is later. Where the day of the act is not known, a version may be later or not: only
    what is later for every possible day settles the question."""
    possible = since(offence, law, question)
    last = of_offence(law, question).last
    certain = () if last is None else later(offence, last, question.as_of, question.moments)
    values = [
        all_of((act, *(of_text(law, offence, one, question) for one in stretches))) for stretches in (possible, certain)
    ]
    return values[0] if len(possible) == len(certain) else same_under((values[0], values[1]), "fact:act.from")


def since(offence: Provision[OffenceText], law: Law, question: Question) -> tuple[Stretch[OffenceText], ...]:
    """The versions after the act, until the day asked."""
    first = of_offence(law, question).first or date.min
    return question.once(("since", offence.id), lambda: later(offence, first, question.as_of, question.moments))


def of_text(law: Law, offence: Provision[OffenceText], stretch: Stretch[OffenceText], question: Question) -> Value:
    """E over days on which the law does not change: false, too, if no text that may hold there is met."""
    said = [_of_version(law, offence, one, question) for one in stretch.versions]
    return said[0] if stretch.value.is_true else all_of((stretch.value, any_of(said)))


def _of_version(law: Law, offence: Provision[OffenceText], version: Version[OffenceText], question: Question) -> Value:
    def find() -> Value:
        read = legible(offence, version, question.moments)
        if not read.is_true:
            return read
        text = version.text
        if text.covers.isdisjoint(question.facts.act.conduct):
            return FALSE
        ground = question.ground(law, offence.id)
        return all_of(
            (_elements(text.elements, ground), negation(exceptions.applies(text, ground)), _role(text, ground))
        )

    return question.once(("text", offence.id, id(version)), find)


def _elements(expr: Maybe[Expr], ground: Ground) -> Value:
    return _absent(ground, "elements") if isinstance(expr, Missing) else weigh(expr, ground)


def _absent(ground: Ground, question: str) -> Value:
    return law_unknown(ground.law.jurisdiction, f"{ground.id}#{question}")


def _role(text: OffenceText, ground: Ground) -> Value:
    """Attempt and participation are punished where the law says so (T1). A role that nobody named asks for neither."""
    role = ground.facts.act.role
    if role == "attempt":
        return _also(text.attempt, "attempt", ground)
    if role in {None, "principal"} or _own(str(role), text):
        return TRUE
    return _also(text.participation, "participation", ground)


def _own(role: str, text: OffenceText) -> bool:
    """Whether a role is that of one who does this conduct, or is an element of this offence."""
    if not text.covers.isdisjoint(_OWN_CONDUCT.get(role, frozenset())):
        return True
    if isinstance(text.elements, Missing):
        return False
    return mentions(text.elements, "role_any") or (role == "payer" and mentions(text.elements, "commercial"))


def _also(punished: Maybe[bool], what: str, ground: Ground) -> Value:
    return _absent(ground, what) if isinstance(punished, Missing) else known(punished)


def unraised(
    law: Law, offence: Provision[OffenceText], question: Question, *, later: bool = False
) -> tuple[Defence, ...]:
    """The defences on which the facts are silent, of each version that E at the act reads; `later`: and of those since
    that may be milder."""

    def find() -> tuple[Defence, ...]:
        read = texts(law, offence, question)
        if later and group(law, "temporal.substantive", question.moments).get("lex_mitior") is not False:
            read = (*read, *since(offence, law, question))
        held = {id(version): version for stretch in read for version in stretch.versions}
        found = [one for version in held.values() for one in _unraised(law, offence, version, question)]
        return tuple({(one.kind, one.ref.source, one.ref.art): one for one in found}.values())

    if not any(exceptions.defences(version.text) for version in offence.versions):
        return ()
    return question.once(("unraised", offence.id, later), find)


def _unraised(
    law: Law, offence: Provision[OffenceText], version: Version[OffenceText], question: Question
) -> Iterator[Defence]:
    if not legible(offence, version, question.moments).is_true or _of_version(law, offence, version, question).is_false:
        return
    ground = question.ground(law, offence.id)
    yield from exceptions.unraised(version.text, ground, question.reference(offence, version))


# Penalties.


def penalty(law: Law, offence: Provision[OffenceText], question: Question, which: str = "max_penalty") -> Maybe[Years]:
    """The maximum (or minimum) at the act, within what all versions that may have held say."""
    return question.once(
        (which, offence.id),
        lambda: _range(_penalties(offence, texts(law, offence, question), question, which)),
    )


def _penalties(
    offence: Provision[OffenceText], stretches: tuple[Stretch[OffenceText], ...], question: Question, which: str
) -> list[Maybe[Years]]:
    """That of every version that may hold; absent where its text may not be relied on."""
    return [
        getattr(version.text, which) if legible(offence, version, question.moments).is_true else Missing.ABSENT
        for stretch in stretches
        for version in stretch.versions
    ]


def _range(found: list[Maybe[Years]]) -> Maybe[Years]:
    years = [one for one in found if isinstance(one, Years)]
    if not years or len(years) < len(found):
        return next((one for one in found if isinstance(one, Missing)), Missing.ABSENT)
    return Years(min(one.low for one in years), max(one.high for one in years))


def lowest(law: Law, offence: Provision[OffenceText], question: Question) -> Maybe[Years]:
    """The lowest maximum of all versions since the act."""
    found = [penalty(law, offence, question)]
    found += _penalties(offence, since(offence, law, question), question, "max_penalty")
    years = [one for one in found if isinstance(one, Years)]
    if len(years) < len(found):
        return Missing.ABSENT
    return Years(min(one.low for one in years), min(one.high for one in years))


def lenient(law: Law, question: Question) -> bool:
    return group(law, "temporal.substantive", question.moments).get("lex_mitior") is True


def for_limitation(law: Law, offence: Provision[OffenceText], question: Question) -> Maybe[Years]:
    """The maximum by which limitation is counted: that of the act unless the state takes the mildest since."""
    if group(law, "temporal.penalty_for_limitation", question.moments).get("value") == "mildest":
        return lowest(law, offence, question)
    return penalty(law, offence, question)


def at_least(law: Law, offence: Provision[OffenceText], question: Question, which: str, months: int) -> Value:
    """Whether the maximum or minimum penalty at the act reaches so many months: the gravity threshold of a rule."""
    years = penalty(law, offence, question, which)
    if isinstance(years, Years) and (years.low * 12 >= months or years.high * 12 < months):
        return known(years.low * 12 >= months)
    reasons = {f"law:{law.jurisdiction}/{offence.id}#{which}_years"}
    readings = [one for one in texts(law, offence, question) if one.value.is_true]
    if len(readings) > 1 and all(_settled(getattr(one.text, which), months) for one in readings):
        reasons = {ACT_FROM}
    return unknown(*reasons)


def _settled(years: Maybe[Years], months: int) -> bool:
    return isinstance(years, Years) and (years.low * 12 >= months or years.high * 12 < months)


# Reasons.


def explained(law: Law, offence: Provision[OffenceText], question: Question) -> Node:
    """The tree of E."""

    def find() -> Node:
        value, seen = made_out_since(law, offence, question), set[int]()
        nodes = list(_nodes(law, offence, texts(law, offence, question), question, "act", seen))
        if lenient(law, question) and not made_out(law, offence, question).is_false:
            nodes += _nodes(law, offence, since(offence, law, question), question, "since", seen)
        return Node("E", "law.part.E", value, {"id": offence.id}, children=tuple(nodes))

    return question.once(("E node", offence.id), find)


def explained_at_act(law: Law, offence: Provision[OffenceText], question: Question) -> Node:
    """The tree of E as of the day of the act alone, as the place of an act is asked."""

    def find() -> Node:
        nodes = _nodes(law, offence, texts(law, offence, question), question, "act", set())
        value = made_out(law, offence, question)
        return Node(offence.id, "law.punished_at_act", value, {"id": offence.id}, children=tuple(nodes))

    return question.once(("E act node", offence.id), find)


def _nodes(
    law: Law,
    offence: Provision[OffenceText],
    stretches: Iterable[Stretch[OffenceText]],
    question: Question,
    when: str,
    seen: set[int],
) -> Iterator[Node]:
    """A node for each version that was not seen before, and one for days without any."""
    for stretch in stretches:
        if not stretch.versions and not seen:
            yield Node(offence.id, "law.not_in_force", FALSE, {"id": offence.id})
        fresh = [version for version in stretch.versions if id(version) not in seen]
        seen.update(id(version) for version in fresh)
        nodes = [_version_node(law, offence, version, question, when) for version in fresh]
        if stretch.value.is_true or not nodes:
            yield from nodes
        else:
            params = {"id": offence.id}
            yield Node(
                offence.id,
                "law.not_established",
                all_of((stretch.value, any_of(node.value for node in nodes))),
                params,
                children=tuple(nodes),
            )


def _version_node(
    law: Law, offence: Provision[OffenceText], version: Version[OffenceText], question: Question, when: str
) -> Node:
    value = _of_version(law, offence, version, question)
    ref = question.reference(offence, version)
    params = {"id": offence.id, "version": ref.version}
    if not legible(offence, version, question.moments).is_true:
        return Node(offence.id, "law.not_read", value, params, ref)
    text, ground = version.text, question.ground(law, offence.id)
    children = []
    if not isinstance(text.elements, Missing):
        children.append(trace(text.elements, ground))
    children += exceptions.explained(text, ground, ref)
    role = question.facts.act.role
    if role not in {None, "principal"}:
        children.append(
            Node("role", "law.role_punished", _role(text, ground), {"value": str(role)}, facts=("act.role",))
        )
    return Node(offence.id, f"law.offence_{when}", value, params, ref, children=tuple(children))
