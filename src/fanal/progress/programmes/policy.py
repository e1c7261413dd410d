"""Who does which deed on a programme: whoever holds the duty describes it and measures; two of them, or one and who
leads the organisation, publish it (docs/progress.md, "Programmes of prevention")."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.network.contracts import Actor, Role
from fanal.progress.models import Cost, Measure, Point, Programme, Remark
from fanal.progress.policy import HOUSES, PROGRAMME_OFFICER

BEGIN, DESCRIBE, OUTLINE = "progress.begin_programme", "progress.describe_programme", "progress.outline_programme"
DESIGN, SAFETY = "progress.design_programme", "progress.say_safety"
MEASURE, POINT, COST = "progress.add_measure", "progress.add_point", "progress.add_cost"
REMARK, TAKE_OUT = "progress.remark_programme", "progress.take_out"
PROPOSE, RETURN, PUBLISH = "progress.propose_programme", "progress.return_programme", "progress.publish_programme"
SECOND_OF = PROPOSE, RETURN, PUBLISH
"""Whoever publishes is second to whoever proposed it, unless it was given back or published since."""
WROTE = BEGIN, DESCRIBE, OUTLINE, DESIGN, SAFETY, MEASURE, POINT, COST, REMARK
"""Whoever wrote in it since it was published last does not publish it."""
DEEDS = {
    BEGIN: lazy("Began to describe a programme of prevention"),
    DESCRIBE: lazy("Described a programme of prevention"),
    OUTLINE: lazy("Wrote the theory of change of a programme"),
    DESIGN: lazy("Wrote down how a programme is looked at"),
    SAFETY: lazy("Said how concerns about safety in a programme were answered"),
    MEASURE: lazy("Wrote down what is measured of a programme"),
    POINT: lazy("Wrote down what was measured of a programme"),
    COST: lazy("Wrote down what a programme costs"),
    REMARK: lazy("Wrote a remark on a programme"),
    TAKE_OUT: lazy("Took something out of a programme that was not published"),
    PROPOSE: lazy("Proposed to publish a programme"),
    RETURN: lazy("Gave a programme back"),
    PUBLISH: lazy("Published a programme"),
}


def _own(actor: Actor, rows: QuerySet[Programme]) -> QuerySet[Programme]:
    """What is not published is seen by its organisation alone; what is stands on the public pages."""
    return rows.filter(org_id=actor.org)


def _below(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(programme__org_id=actor.org)


def _points(actor: Actor, rows: QuerySet[Point]) -> QuerySet[Point]:
    return rows.filter(measure__programme__org_id=actor.org)


access.scope(Programme, _own)
for _part in (Measure, Cost, Remark):
    access.scope(_part, _below)
access.scope(Point, _points)
for _deed in DEEDS:
    _leads = (Role.MANAGER,) if _deed in {RETURN, PUBLISH} else ()
    access.allow(_deed, *_leads, grant=PROGRAMME_OFFICER, kinds=HOUSES)
