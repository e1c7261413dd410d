"""What a file knows from its assessments, for whoever moves it (`flow`) and for whoever shows change over time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fanal.access.api import Opened
from fanal.cases.approvals import approvals
from fanal.cases.assessing import instruments
from fanal.cases.assessing.assessing import pushes
from fanal.cases.assessing.lowering import KIND
from fanal.cases.codes import Domain
from fanal.cases.files import rows
from fanal.cases.files.approving import Stand
from fanal.cases.models import Assessment, Case


@dataclass(frozen=True, slots=True)
class Known:
    """As `cases.facts.Facts` names them."""

    assessed_on: date | None = None
    assessment_approved: bool = False
    assessment_asked: bool = False
    child_heard: bool = False
    push_stated: bool = False


def facts(opened: Opened, case: Case) -> Known:
    """From the open record of the case (`record.writing`, or `File.of_case` inside `files.looking`): the newest
    finished assessment on which a plan can rest. A row that somebody changed in the database counts for nothing.
    `replace(facts, **asdict(known))` puts them in."""
    noted = pushes(opened, case)
    row = newest(opened, case)
    if row is None:
        return Known(push_stated=noted)
    held, where = opened.try_read(row, "content"), approvals.stand(opened, case, KIND, row.pk)
    return Known(
        assessed_on=row.completed_on,
        assessment_approved=where is Stand.APPROVED,
        assessment_asked=where is not Stand.NOT_ASKED,
        child_heard=bool(held and held.child_views),
        push_stated=noted or bool(held and held.nothing_pushes),
    )


def newest(opened: Opened, case: Case) -> Assessment | None:
    """The newest finished assessment on which a plan can rest: a quick look, or one of a caregiver, carries none."""
    found = (one for one in rows.of(opened, Assessment, case) if one.completed_on and _carries(one))
    return max(found, key=lambda one: one.completed_on or date.min, default=None)


def _carries(row: Assessment) -> bool:
    found = instruments.of(row.instrument)
    return found is not None and found.carries_plan


def change(points: Iterable[tuple[date, Mapping[str, str]]]) -> tuple[list[date], dict[Domain, list[str]]]:
    """Words of wellbeing over time: the days, the first and at most the last four, and for each part of life the word
    of each day, empty where nobody said. Words stay words (DNH-23). Pure."""
    known = sorted(points, key=lambda one: one[0])
    known = [*known[:1], *known[1:][-4:]]
    days = [day for day, _said in known]
    rows = {one: [said.get(one.value, "") for _day, said in known] for one in Domain}
    return days, {one: said for one, said in rows.items() if any(said)}


def words_of(pairs: Iterable[Any]) -> dict[str, str]:
    """A sealed map as a mapping."""
    return {one.key: one.value for one in pairs}
