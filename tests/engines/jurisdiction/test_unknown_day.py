"""The day of an act is not known, the state looks for the milder law, and its offence began on a day.

By hand: before 1 April 1998 the act was no offence, since then it is one, and nothing milder came after. Whether the
elements are made out depends on the day alone: it cannot be said, and learning the day settles it.
"""

from datetime import date
from typing import Any

import pytest
from tests.rooms.justice.small import law

from fanal.engines.jurisdiction.evaluation import evaluate
from fanal.engines.jurisdiction.files.corpus import compile_documents
from fanal.engines.jurisdiction.files.facts_file import parse_facts
from fanal.engines.jurisdiction.values import Truth

pytestmark = pytest.mark.once
BEGAN, TODAY = "1998-04-01", date(2026, 11, 25)


def part(name: str, day: str | None, *, later: bool = False) -> Truth:
    """One part of the route of XA. `later`: a new wording since 2004, which asks for payment no more than before."""
    document: dict[str, Any] = law("XA", [{"basis": "territory"}])
    document["temporal"]["substantive"]["lex_mitior"] = True
    offence = document["offences"][0]
    text = {"elements": offence.pop("elements"), "exceptions": offence.pop("exceptions"), "source": "code"}
    offence["versions"] = [text | {"from": BEGAN}]
    if later:
        offence["versions"] = [text | {"from": BEGAN, "to": "2004-06-30"}, text | {"from": "2004-07-01"}]
    act: dict[str, Any] = {"conduct": ["sexual_activity"], "places": ["XA"], "commercial": True}
    if day:
        act |= {"from": day, "to": day}
    facts = parse_facts(
        {
            "schema": "fanal.facts/1",
            "act": act,
            "child": {"age": {"lo": 13, "hi": 13}, "nationality": ["XA"], "residence": ["XA"]},
            "suspect": {"age": {"lo": 44, "hi": 44}, "nationality": ["XA"], "residence": ["XA"], "presence": ["XA"]},
        }
    )
    [route] = evaluate(compile_documents({"XA": document}), facts, TODAY).routes
    return route.parts[name].truth


@pytest.mark.parametrize("later", [False, True])
def test_it_cannot_be_said_until_the_day_is_known(later: bool) -> None:
    assert part("E", None, later=later) is Truth.U
    assert part("E", "1998-03-31", later=later) is Truth.F
    assert part("E", "1998-04-01", later=later) is Truth.T
    assert part("E", "2010-05-05", later=later) is Truth.T


@pytest.mark.parametrize("day", [None, "1998-03-31", "1998-04-01"])
def test_where_it_was_done_does_not_change_with_the_day(day: str | None) -> None:
    """Before the offence began E closes the route. J is true of an act in XA, known day or not: learning it takes
    nothing back."""
    assert part("J", day) is Truth.T
