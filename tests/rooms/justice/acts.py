"""What tests of matters share: a matter, the facts of an act, an answer of the shipped law."""

from datetime import date
from typing import Any
from uuid import UUID

from fanal.justice.content import ProceedingContent
from fanal.justice.matters import asking, matters
from fanal.network.contracts import Actor
from tests.people import NOW

TODAY = date(2026, 11, 25)
LABEL = "Lighthouse seven"
FACTS: dict[str, Any] = {
    "schema": "fanal.facts/1",
    "act": {"conduct": ["sexual_activity"], "from": "2016-02-01", "places": ["XB"], "commercial": False},
    "child": {"age": {"lo": 13, "hi": 13}},
    "suspect": {
        "age": {"lo": 44, "hi": 44},
        "nationality": ["DE"],
        "residence": ["DE"],
        "permanent_residence": [],
        "presence": ["DE"],
        "travel": [],
    },
}
"""The first reference answer (`test_law_de.py`): a German national, a child of 13, in XB, unpaid."""
CRIMINAL = ProceedingContent(
    kind="criminal", state="DE", authority="Court of first instance", child_role="victim",
    child_punished_for_being_exploited="no", opened_on=date(2026, 3, 1), interviews=1,
)  # fmt: skip


def matter(actor: Actor) -> UUID:
    """A new matter."""
    return matters.open_matter(actor, NOW, label=LABEL).pk


def asked(actor: Actor, matter_id: UUID, facts: dict[str, Any] | None = None, as_of: date = TODAY) -> asking.Given:
    """A question put and read."""
    row = asking.put_question(actor, matter_id, facts or FACTS, as_of, NOW)
    return asking.read(actor, row.pk, NOW)
