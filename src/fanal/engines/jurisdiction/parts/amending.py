"""Changes of law: what single reforms are called and cost, and a law with provisions put into it.

Whoever changes a law gets a new one; the old one is as it was.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from fanal.engines.jurisdiction.model import (
    Edge,
    Law,
    LimitationText,
    OffenceText,
    Provision,
    Review,
    RuleText,
    Version,
)

PROTECTED = 18
"""The age to which a reform protects."""
_GROUPS = {OffenceText: "offences", RuleText: "rules", LimitationText: "limitation"}


class AtomKind(StrEnum):
    """Codes of `reform_costs.yaml`."""

    CRIMINALISE = "criminalise"
    PERSONAL = "nationality_and_residence"
    PROSECUTE = "extradite_or_prosecute"
    NO_DOUBLE = "drop_double_criminality"
    NO_THRESHOLD = "drop_threshold"
    BUNDLE = "ratify_and_implement"


def cost(kind: AtomKind, costs: Mapping[str, int]) -> int:
    """What a reform costs by these ordinal costs; one or two where they do not name it."""
    return costs.get(kind, 2 if kind in {AtomKind.PERSONAL, AtomKind.BUNDLE} else 1)


def put(law: Law, *provisions: Provision[Any]) -> Law:
    """The law with these provisions, new ones last, others in the place of those with their ids."""
    groups: dict[str, Any] = {}
    for one in provisions:
        name = _GROUPS[type(one.versions[0].text)]
        groups.setdefault(name, dict(getattr(law, name)))[one.id] = one
    return replace(law, **groups)


def from_day[Text](code: str, jurisdiction: str, text: Text, day: date) -> Provision[Text]:
    """A provision that comes into force on that day."""
    review = Review(needs_expert=True, note="a reform that was computed, not a text of law")
    return Provision(code, jurisdiction, (Version(since(day), None, text, None, review),))


def since(day: date) -> Edge:
    return Edge(day - timedelta(1), day)
