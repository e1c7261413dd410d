"""CM-19: the clock job holds no keys: every job of the room runs over real files, years later, with the vault shut."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from fanal.clocks import api as clocks
from fanal.clocks.models import Duty
from tests.contracts.test_jobs_keyless import _arguments, shut_vault  # noqa: F401
from tests.people import Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.rules.scenes import unmet

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(scope="module")
def file_id(cast_of_file: Cast) -> UUID:
    """A file of a week ago, of which nothing was done."""
    return opened(cast_of_file, timezone.now() - timedelta(days=3), **unmet()).pk


def test_each_job_of_the_room_and_the_sweep_work_without_a_key(
    cast: Cast,
    file_id: UUID,
    shut_vault: set[str],  # noqa: F811
) -> None:
    assert "open_item" in shut_vault
    ours = [path for path in clocks.all_jobs() if path.startswith("fanal.cases.")]
    assert len(ours) >= 5
    for path in ours:
        clocks.enqueue(clocks.all_jobs()[path].task, *_arguments(path))
    clocks.drain()
    ended = dict(DBTaskResult.objects.filter(task_path__in=ours).values_list("task_path", "status"))
    assert ended == dict.fromkeys(ours, "SUCCESSFUL")
    clocks.sweep(timezone.now())
    late = Duty.objects.filter(about=file_id, state="late")
    assert "first_contact" in set(late.values_list("kind", flat=True))
