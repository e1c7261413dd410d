"""The explanation of a route, part by part: every step with its value, its provision and the facts that it looked at.

A node holds a text key with parameters, never a sentence; readers see it in their language (docs/law-rules.md, "Why
not").
"""

from collections.abc import Iterator
from typing import cast

from fanal.engines.jurisdiction.answer import Node, Ref
from fanal.engines.jurisdiction.model import Basis, Expr, Law, OffenceText, Provision, RuleText, Version
from fanal.engines.jurisdiction.parts import criminality, links, offences, places
from fanal.engines.jurisdiction.parts.expressions import trace
from fanal.engines.jurisdiction.parts.offences import Question
from fanal.engines.jurisdiction.parts.versions import legible
from fanal.engines.jurisdiction.values import Value


def parts(
    forum: links.Forum,
    rule: Provision[RuleText],
    offence: Provision[OffenceText],
    question: Question,
    values: dict[str, Value],
) -> tuple[Node, Node, Node]:
    """E, J and D."""
    law = forum.law
    return (
        offences.explained(law, offence, question),
        _link(forum, rule, offence, question, values["J"]),
        _double(law, rule, offence, question, values["D"]),
    )


def references(node: Node, question: Question) -> tuple[Ref, ...]:
    """Every version of a provision that the steps below used, in their order."""
    key = ("refs", id(node))
    if key not in question.kept:
        found = {id(ref): ref for ref in _references(node)}
        question.kept[key] = (node, tuple(found.values()))  # the node stays, and so does its id
    return cast(tuple[Node, tuple[Ref, ...]], question.kept[key])[1]


def _references(node: Node) -> Iterator[Ref]:
    if node.ref is not None:
        yield node.ref
    for child in node.children:
        yield from _references(child)


def _link(
    forum: links.Forum, rule: Provision[RuleText], offence: Provision[OffenceText], question: Question, value: Value
) -> Node:
    found = links.reading(forum.law, rule, question)
    if not found.alike or value.reasons:
        return _link_for(forum, rule, offence, question, value)
    return question.once(("J node", rule.id), lambda: _link_for(forum, rule, offence, question, value))


def _link_for(
    forum: links.Forum, rule: Provision[RuleText], offence: Provision[OffenceText], question: Question, value: Value
) -> Node:
    found: list[Node] = []
    for stretch in links.stretches(forum.law, rule, question):
        nodes = [_version(forum, rule, one, offence, question) for one in stretch.versions]
        if stretch.value.is_true:
            found += nodes
        elif nodes:
            found.append(Node(rule.id, "law.not_established", stretch.value, {"id": rule.id}, children=tuple(nodes)))
        else:
            found.append(Node(rule.id, "law.not_in_force", stretch.value, {"id": rule.id}))
    return Node("J", "law.part.J", value, {"id": rule.id}, children=tuple(found))


def _version(
    forum: links.Forum,
    rule: Provision[RuleText],
    version: Version[RuleText],
    offence: Provision[OffenceText],
    question: Question,
) -> Node:
    value = links.by_version(forum, rule, version, offence, question)
    ref, text = question.reference(rule, version), version.text
    params = {"id": rule.id, "version": ref.version, "basis": str(text.basis)}
    if not legible(rule, version, question.moments).is_true:
        return Node(rule.id, "law.not_read", value, params, ref)
    if text.offences is not None and offence.id not in text.offences:
        return Node(rule.id, "law.offence_not_listed", value, params | {"offence": offence.id}, ref)
    children = [*_tie(forum, rule, version, question)]
    for which, months, reached in links.thresholds(forum.law, text, offence, question):
        children.append(Node(which, f"law.threshold_{which}", reached, {"months": months, "offence": offence.id}))
    return Node(rule.id, "law.rule", value, params, ref, _facts(text), tuple(children))


def _facts(text: RuleText) -> tuple[str, ...]:
    return {Basis.TERRITORY: (places.PLACES,), Basis.FLAG: ("act.vessel",)}.get(text.basis, ())


def _tie(
    forum: links.Forum, rule: Provision[RuleText], version: Version[RuleText], question: Question
) -> tuple[Node, ...]:
    when = version.text.when
    if version.text.basis in links.HERE or not isinstance(when, Expr):
        return ()

    def find() -> tuple[Node, ...]:
        plain = trace(when, question.ground(forum.law, rule.id))
        judged = links.linked(forum.law, rule, version, when, question)
        if judged == plain.value:
            return (plain,)
        # The plain reading says otherwise than the one in which all dated elements follow their commencement.
        return (Node(links.ALL_ELEMENTS, "law.all_elements", judged, facts=("suspect.travel",), children=(plain,)),)

    return question.once(("when node", rule.id, id(version)), find)


def _double(
    law: Law, rule: Provision[RuleText], offence: Provision[OffenceText], question: Question, value: Value
) -> Node:
    if links.basis_of(rule) in links.HERE:
        return question.once(("D node here",), lambda: Node("D", "law.dc_not_asked", value))

    def find() -> Node:
        versions = links.reading(law, rule, question).versions
        read = [version for version in versions if legible(rule, version, question.moments).is_true]
        nodes = tuple(criminality.asked(law, rule, version.text, offence, question) for version in read)
        if len(nodes) == 1 and nodes[0].value == value:
            return nodes[0]
        return Node("D", "law.part.D", value, children=nodes)

    if not links.reading(law, rule, question).by_conduct:
        return find()
    return question.once(("D node of", rule.id, criminality.conducts(offence, question)), find)
