"""CM-18: a duty ends by being done or no longer needed, or is deferred with a reason of a list; no deed deletes one."""

import ast
import inspect
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

import fanal.cases
from fanal.cases import duties
from fanal.cases.codes import Risk
from fanal.cases.files import writing
from fanal.clocks import api as clocks
from fanal.clocks.contracts import Deferral
from fanal.clocks.models import Duty
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.course.walk import is_met
from tests.rooms.cases.rules.scenes import unmet

pytestmark = pytest.mark.django_db(databases="__all__")
ROOM = Path(fanal.cases.__file__).parent
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def file_id(cast_of_file: Cast) -> UUID:
    return opened(cast_of_file, **unmet()).pk


def test_what_was_due_stays_as_done_whatever_deed_ends_it(cast: Cast, file_id: UUID) -> None:
    before = set(Duty.objects.filter(about=file_id).values_list("pk", flat=True))
    assert len(before) >= 3
    is_met(cast, file_id)
    writing.set_risk(cast["marek"], file_id, Risk.CRITICAL, {"body": "The uncle is back"}, NOW)
    after = {row.pk: row for row in Duty.objects.filter(about=file_id)}
    assert before <= after.keys()
    ended = [after[pk] for pk in before if after[pk].ended_on]
    assert len(ended) >= 2, "the first contact, and how to reach the child"
    assert {row.state for row in ended} <= {"done", "stopped"}


def test_a_deferral_has_a_reason_and_a_new_day_and_leaves_the_duty_open(cast: Cast, file_id: UUID) -> None:
    asked = inspect.signature(clocks.defer).parameters
    assert asked["reason"].default is inspect.Parameter.empty
    assert asked["limit"].default is inspect.Parameter.empty
    why = next(iter(Deferral))
    clocks.defer(file_id, duties.RISK_REVIEW, now=NOW, limit=3 * DAY, reason=why)
    (row,) = Duty.objects.filter(about=file_id, kind=duties.RISK_REVIEW.code)
    assert (row.deferred, row.ended_on, row.state) == (why, None, "open")
    assert row.due_at >= NOW + 3 * DAY


def test_only_the_erasure_of_a_file_forgets_what_was_due() -> None:
    forgets: set[str] = set()
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and ast.unparse(node) in {"clocks.forget", "clocks.forget_file"}:
                forgets.add(path.name)
            assert not (isinstance(node, ast.ImportFrom) and node.module == "fanal.clocks.models"), path
    assert forgets == {"keeping.py"}
