"""Edits of a case: a fact told otherwise, a decision taken, one provision of one law rewritten.

A case is a corpus with facts. Every edit gives a new one and touches nothing else, so that edits can be combined.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fanal.engines.jurisdiction.answer import Needed
from fanal.engines.jurisdiction.deciding import grids
from fanal.engines.jurisdiction.deciding.completions import ABROAD, FactValue
from fanal.engines.jurisdiction.facts import ConditionState, Extradition, Facts
from fanal.engines.jurisdiction.model import (
    Corpus,
    Expr,
    Law,
    LimitationText,
    OffenceText,
    Provision,
    Review,
    ReviewStatus,
    Switch,
    Version,
)
from fanal.engines.jurisdiction.parts.amending import put
from fanal.engines.jurisdiction.parts.conditions import GRANTED

type Case = tuple[Corpus, Facts]
type Edit = Callable[[Case], Case]
_READ = Review(ReviewStatus.REVIEWED)


def nothing(case: Case) -> Case:
    return case


def told(name: str, value: tuple[Any, ...]) -> Edit:
    """A fact of `grids.FIELDS` as given."""
    return lambda case: (case[0], grids.changed(case[1], {name: value}))


def filled(cell: FactValue) -> Edit:
    return lambda case: (case[0], cell.facts(case[1]))


def unjudged(case: Case) -> Case:
    return case[0], replace(case[1], course=replace(case[1].course, judgments=()))


def granted(state: str, needed: Needed) -> Edit:
    """A decision as the rule wants it. For a rule on extradition that is a request which was refused."""

    def edit(case: Case) -> Case:
        course = case[1].course
        conditions = tuple(item for item in course.conditions or () if (item.state, item.kind) != (state, needed.kind))
        if needed.kind != "extradition":
            course = replace(course, conditions=(*conditions, ConditionState(state, needed.kind, GRANTED)))
        else:
            home = state.partition("-")[0]
            kept = tuple(request for request in course.extradition or () if request.origin.partition("-")[0] != home)
            refused = Extradition(state, ABROAD, "refused")
            course = replace(course, conditions=conditions, extradition=(*kept, refused))
        return case[0], replace(case[1], course=course)

    return edit


# Law.


def on_law(state: str, change: Callable[[Law], Law]) -> Edit:
    """The law of a jurisdiction changed; one without a file begins with an empty one."""

    def edit(case: Case) -> Case:
        corpus = case[0]
        law = corpus.laws.get(state) or Law(state, {}, {}, {}, {}, {}, {})
        return replace(corpus, laws={**corpus.laws, state: change(law)}), case[1]

    return edit


def on_texts(state: str, provision: str, change: Callable[[Any], Any]) -> Edit:
    """Every version of an offence or a rule changed."""

    def edit(law: Law) -> Law:
        found = held(law, provision)
        versions = tuple(replace(version, text=change(version.text)) for version in found.versions)
        return put(law, replace(found, versions=versions))

    return on_law(state, edit)


def always(state: str, provision: str, choose: Callable[[Provision[Any]], Any]) -> Edit:
    """A provision in force at all times, with the text that `choose` makes of what there is."""

    def edit(law: Law) -> Law:
        found = held(law, provision)
        return put(law, replace(found, versions=(_ever(choose(found)),)))

    return on_law(state, edit)


def held(law: Law, provision: str) -> Provision[Any]:
    """An offence or a rule of a law."""
    return law.offences[provision] if provision in law.offences else law.rules[provision]


def unlimited(state: str) -> Edit:
    """No limitation, whatever the file says."""
    rule = Provision(f"{state.lower()}.reform", state, (_ever(LimitationText(None, none=True)),))
    return on_law(state, lambda law: replace(law, limitation={rule.id: rule}))


def punishing(state: str, conduct: tuple[str, ...]) -> Edit:
    """The conduct is an offence there, whatever else is done."""
    text = OffenceText(frozenset(conduct), Expr("all_of"), attempt=True, participation=True)
    added = Provision(f"{state.lower()}.reform", state, (_ever(text),))
    return on_law(state, lambda law: put(law, added))


def switched(state: str, group: str, name: str) -> Edit:
    """A switch of a group set to false."""

    def edit(law: Law) -> Law:
        before = law.group(group)
        after = Switch({**before.fields, name: False}, before.cite, before.review)
        return replace(law, groups={**law.groups, group: after})

    return on_law(state, edit)


def _ever[Text](text: Text) -> Version[Text]:
    return Version(None, None, text, None, _READ)
