"""What records say to the questions of a report: places and the plan of this room, and what learning counts of a
company's own people. Nothing else is looked at; nothing here could count what anybody told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from fanal.learning import api as learning
from fanal.tourism.models import Membership
from fanal.tourism.plans import plans
from fanal.tourism.programmes.model import Question, Source
from fanal.tourism.scoring.model import Place
from fanal.vocabulary.dates import months_later

IN_PLACE: Final = 3
"""From this level on something is in place."""
FEW: Final[dict[str, Any]] = {"few": True}
"""The answer to a question about fewer than ten people: their number is told to nobody."""

LEAST: Final = 10
_OF_PEOPLE: Final = frozenset({"people_certified", "people_passed", "new_people_trained"})
type Value = dict[str, Any]
"""An answer: `level`; `part` of `whole` (with `cells` by role); `number`; `day`; `text`; or that it is of too few."""


def of_some(asked: Question, value: Value, prefilled: Value) -> Value:
    """What somebody typed, as it may be told: of fewer than ten people not more than records would say."""
    if asked.counts not in _OF_PEOPLE or (value.get("whole", LEAST) >= LEAST and (
        prefilled not in ({}, FEW) or value.get("number", LEAST) >= LEAST
    )):  # fmt: skip
        return value
    return FEW


@dataclass
class Records:
    """What is known of a membership on the day of its report, of the twelve months before."""

    row: Membership
    on: date

    @property
    def since(self) -> date:
        return months_later(self.on, -12)

    @cached_property
    def places(self) -> Mapping[str, tuple[Place, ...]]:
        """By requirement that is asked for, how far it is at each place."""
        found = plans.score(self.row, self.on)
        return {r.id: r.places for one in found.criteria for r in one.requirements}

    @cached_property
    def people(self) -> learning.Employed:
        return learning.employed(self.row.org_id, self.since, self.on)

    def says(self, asked: Question) -> Value:
        """The answer to a question; empty where records have none."""
        if asked.source is Source.MANUAL:
            return {}
        if asked.source is Source.PLAN:
            [place, *_others] = self.places.get(asked.of, ()) or (None,)
            return {"level": place.level} if place else {}
        return self._of_places(asked) if asked.of else self._of_people(asked.counts)

    def _of_places(self, asked: Question) -> Value:
        there = self.places.get(asked.of, ())
        fits = [one for one in there if one.level >= IN_PLACE]
        if asked.counts == "sites_checked":
            fits = [one for one in fits if one.as_of is not None and self.since < one.as_of]
        return {"part": len(fits), "whole": len(there)} if there else {}

    def _of_people(self, counts: str) -> Value:
        found = self.people
        if counts == "people":
            return {"number": found.people}
        if not found.people:
            return {}
        if counts == "people_passed":
            return {"number": found.passed} if found.passed is not None else FEW
        share = found.certified if counts == "people_certified" else found.new
        if share is None:
            return FEW
        cells = {role: [*some] for role, some in found.roles.items()} if counts == "people_certified" else {}
        return {"part": share[0], "whole": share[1]} | ({"cells": cells} if cells else {})
