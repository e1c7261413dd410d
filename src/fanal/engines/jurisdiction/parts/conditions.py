"""Decisions that somebody can still take: consent, complaint, request, extradition, transfer of proceedings.

They are never facts of the act (docs/law-rules.md, "Routes and verdicts"). What nobody told us of them is presumed not
asked (docs/law-rules.md, "Facts").
"""

from collections.abc import Iterable

from fanal.engines.jurisdiction.answer import Needed
from fanal.engines.jurisdiction.facts import Facts
from fanal.engines.jurisdiction.model import Condition, Law

NOT_ASKED, ASKED, GRANTED, REFUSED = "not_asked", "asked", "granted", "refused"
# How the answers of the state in which a person is found meet what a rule asks of extradition.
_EXTRADITION = {
    "not_effected": {"requested": ASKED, "granted": REFUSED, "refused": GRANTED, "not_possible": GRANTED},
    "not_requested": {"requested": ASKED, "granted": REFUSED, "refused": GRANTED, "not_possible": GRANTED},
    "refused": {"requested": ASKED, "granted": REFUSED, "refused": GRANTED},
}


def needed(law: Law, conditions: Iterable[Condition], facts: Facts) -> tuple[Needed, ...]:
    """Each condition once, with how it stands."""
    found = (Needed(one.kind, one.who, _status(law, one, facts)) for one in dict.fromkeys(conditions))
    return tuple(dict.fromkeys(found))


def _status(law: Law, condition: Condition, facts: Facts) -> str:
    if condition.kind == "extradition":
        return _surrender(law, condition.who, facts) or _told(law, condition, facts) or _unasked(condition)
    told = _told(law, condition, facts)
    # A prosecutor can still affirm the public interest after the victim has declined to complain.
    return ASKED if told == REFUSED and condition.unless_public_interest else told or NOT_ASKED


def _told(law: Law, condition: Condition, facts: Facts) -> str | None:
    here = {law.jurisdiction, law.state}
    kinds = [one.status for one in facts.course.conditions or () if one.state in here and one.kind == condition.kind]
    return max(kinds, key=(NOT_ASKED, ASKED, REFUSED, GRANTED).index, default=None)


def _surrender(law: Law, wanted: str, facts: Facts) -> str | None:
    """What came of requests to this state to give the person up. One that was granted settles the matter."""
    here = {law.jurisdiction, law.state}
    answers = [one.state for one in facts.course.extradition or () if one.origin in here]
    found = [_EXTRADITION[wanted][one] for one in answers if one in _EXTRADITION[wanted]]
    return max(found, key=(NOT_ASKED, ASKED, GRANTED, REFUSED).index, default=None)


def _unasked(condition: Condition) -> str:
    """Where nobody has asked for extradition, a rule that asks for just that is content."""
    return GRANTED if condition.who == "not_requested" else NOT_ASKED


def refused(conditions: Iterable[Needed]) -> bool:
    return any(one.status == REFUSED for one in conditions)


def to_come(conditions: Iterable[Needed]) -> bool:
    return any(one.status in {NOT_ASKED, ASKED} for one in conditions)
