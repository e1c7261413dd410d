"""CM-16 on rows: whatever people do with a file, in whatever order, it has an owner, a supervisor and something due;
no move goes past its guard, what is refused changes nothing, and no end loses a task."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fanal.access.api import NotAllowed, NotNow
from fanal.cases import duties
from fanal.cases.closing.closing import ask_to_close, ask_to_void
from fanal.cases.codes import Risk, Stage, Status
from fanal.cases.course.moving import STEPS, read_concern
from fanal.cases.facts import To
from fanal.cases.files import writing
from fanal.cases.flow import FROM
from fanal.cases.models import Approval, Case, FollowUp
from fanal.clocks import api as clocks
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.course.walk import acts, approves, closes, follows_up, has_plan, is_assessed, is_met, step

pytestmark = pytest.mark.django_db(databases="__all__")
SERVICE = clocks.kind("service_due")

type Deed = Callable[[Cast, Case, datetime], object]


def _helped(_cast: Cast, case: Case, now: datetime) -> None:
    for one in clocks.open_duties(files=[case.pk], kinds=[SERVICE]):
        clocks.stop(one.subject, SERVICE, now=now)


def _voids(cast: Cast, case: Case, now: datetime) -> None:
    ask_to_void(cast["marek"], case.pk, "Opened twice", now)
    approves(cast, case.pk, now)


def _ends(cast: Cast, case: Case, now: datetime) -> None:
    ask_to_close(cast["marek"], case.pk, closes((now + timedelta(days=90)).date()), now)


def _decides(cast: Cast, case: Case, now: datetime) -> None:
    if Approval.objects.filter(case=case, decision="", kind="closure").exists():
        approves(cast, case.pk, now)


DEEDS: dict[str, Deed] = {
    **{to.value: lambda cast, case, now, to=to: step(cast, case.pk, to, now, cause="new_act") for to in STEPS},  # type: ignore[misc]
    "met": lambda cast, case, now: is_met(cast, case.pk, now),
    "assessed": lambda cast, case, now: is_assessed(cast, case.pk, now),
    "planned": lambda cast, case, now: has_plan(cast, case.pk, now),
    "helped": _helped,
    "risk up": lambda cast, case, now: writing.set_risk(cast["bao"], case.pk, Risk.HIGH, {"body": "Worse"}, now),
    "risk down": lambda cast, case, now: writing.set_risk(cast["bao"], case.pk, Risk.LOW, {"body": "Quiet"}, now),
    "told more": lambda _cast, case, now: duties.begin(duties.NEW_CONCERN, case, now),
    "read": lambda cast, case, now: read_concern(cast["marek"], case.pk, "Known", now),
    "followed up": lambda cast, case, now: follows_up(cast, case.pk, now),
    "asks to end": _ends,
    "approves": _decides,
    "void": _voids,
}
END = ("helped", "risk down", "read", "review", "asks to end", "approves", "followed up")
"""What leads a file that is acted on to its end."""
REACHED: set[tuple[str, str]] = set()


@pytest.fixture(scope="module")
def acted_of_file(cast_of_file: Cast) -> Case:
    case = opened(cast_of_file)
    acts(cast_of_file, case)
    return case


def _due(case: Case) -> list[str]:
    return sorted(one.kind for one in clocks.open_duties(files=[case.pk]))


def _place(case: Case) -> tuple[str, str]:
    return case.stage, case.status


def _may_go(before: tuple[str, str], after: tuple[str, str]) -> bool:
    here, ends = (Stage(before[0]), Status(before[1])), {To.CLOSURE, To.CLOSED, To.VOID}
    ways = {to for to in (*STEPS, *ends) if here in FROM[to]}
    if after[1] == Status.OPEN:
        return To(after[0]) in ways
    return bool(ways & ({To.VOID} if after[1] == Status.VOID else {To.CLOSURE, To.CLOSED}))


def _done(cast: Cast, case: Case, name: str, now: datetime) -> None:
    """One deed, or its refusal, and what holds afterwards."""
    before, due = _place(case), _due(case)
    try:
        with transaction.atomic():
            DEEDS[name](cast, case, now)
    except (NotNow, NotAllowed):
        case.refresh_from_db()
        assert (_place(case), _due(case)) == (before, due), f"what is refused changes nothing: {name}"
        return
    case.refresh_from_db()
    after = _place(case)
    assert after == before or _may_go(before, after), (name, before, after)
    assert {case.owner_id, case.supervisor_id} == {cast["marek"].person, cast["bao"].person}
    assert _due(case), "something is due"
    if case.status in {Status.CLOSED, Status.VOID}:
        assert set(_due(case)) <= {"retention_action"}
        assert case.erase_on is not None
        assert case.status == Status.VOID or not FollowUp.objects.filter(case=case, result="").exists()
    REACHED.add(after)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(names=st.lists(st.sampled_from(sorted(DEEDS)), max_size=5), ends=st.booleans())
def _walk(cast: Cast, pk: object, names: list[str], ends: bool) -> None:
    with transaction.atomic(), suppress(_Undo):
        case = Case.objects.get(pk=pk)
        with transaction.atomic():
            for at, name in enumerate([*names, *(END if ends else ())]):
                _done(cast, case, name, NOW + timedelta(hours=at + 1))
            raise _Undo


class _Undo(Exception):
    """Each walk begins at the same file."""


def test_wherever_people_lead_a_file(cast: Cast, acted_of_file: Case) -> None:
    _walk(cast, acted_of_file.pk)
    assert REACHED, "it went somewhere"


def test_the_usual_way_leads_to_the_end(cast: Cast, acted_of_file: Case) -> None:
    """The control."""
    case = Case.objects.get(pk=acted_of_file.pk)
    seen = []
    for at, name in enumerate((*END, "followed up")):
        _done(cast, case, name, NOW + timedelta(hours=at + 1))
        seen.append(_place(case))
    assert seen[-1] == ("closure", "follow_up"), "the contact after the end is still to come"
    assert "after_care_contact" in _due(case)
