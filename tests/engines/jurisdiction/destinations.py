"""What tests of destination countries ask of a law: an act there, and what another state is told that asks for it."""

from dataclasses import dataclass
from typing import Any

from tests.engines.jurisdiction.abroad import ask, case, child

from fanal.engines.jurisdiction.answer import Answer

TODAY = "2026-11-25"
STRANGER = {"nationality": ["XC"], "residence": ["XC"]}
GERMAN = {"nationality": ["DE"]}


@dataclass(frozen=True)
class Destination:
    """A jurisdiction by its code."""

    code: str

    def put(self, who: Any, suspect: Any, day: str, **act: Any) -> Answer:
        """An act, put to this law."""
        return ask(case(day, who, suspect, act), TODAY, self.code)

    def at_home(self, age: int, day: str, **act: Any) -> Answer:
        """An act of a stranger there."""
        return self.put(child(age), STRANGER, day, places=[{"in": self.code}], **act)

    def punishes(self, age: int, day: str, commercial: bool = False) -> bool | None:
        """Whether it is punished there, as StGB § 7(2) Nr. 1 asks for a German; None where that is not known."""
        act = {"places": [{"in": self.code}], "commercial": commercial}
        answer = ask(case(day, child(age), GERMAN, act), TODAY, "DE")
        part = next(one for one in answer.routes if one.rule == "de.j.7.2.1").parts["D"]
        return True if part.is_true else None if part.reasons else False
