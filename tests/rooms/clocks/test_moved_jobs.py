"""What was moved to other folders while a site was upgraded: nothing that was owed before is lost by it."""

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from fanal.clocks import schedule
from fanal.clocks.models import Schedule
from tests.people import NOW

pytestmark = pytest.mark.django_db

MOVED = {
    "fanal.concerns.tasks.erase_due": "fanal.concerns.keeping.tasks.erase_due",
    "fanal.concerns.tasks_handover.lapse_handovers": "fanal.concerns.handovers.tasks.lapse_handovers",
    "fanal.concerns.tasks_handover.check_gates": "fanal.site.gate.check_gates",
    "fanal.research.tasks_studies.purge_runs": "fanal.research.runs.tasks.purge_runs",
}


def _is_put_in(held: str, wanted: str) -> bool:
    """Whether a job whose time came while the site stood still is put in once it runs again."""
    Schedule.objects.all().delete()
    due = NOW.replace(hour=2, minute=0)
    Schedule.objects.create(task_path=held, every=86400, next_at=due)
    now = due + timedelta(minutes=30)
    schedule.ensure(now)
    schedule.tick(now)
    return DBTaskResult.objects.filter(task_path=wanted).exists()


@pytest.mark.parametrize("path", MOVED.values())
def test_a_night_that_came_while_the_site_stood_still_is_made_up_for(path: str) -> None:
    """The control: the job has the same path before and after."""
    assert _is_put_in(path, path)


@pytest.mark.parametrize("was", MOVED)
def test_a_night_that_came_while_the_site_was_upgraded_is_made_up_for(was: str) -> None:
    """Erasure, the end of a partner's access and the deletion of a run fall due at night. A site that is upgraded over
    that hour does them at its start; a job that moved comes a day late instead."""
    assert _is_put_in(was, MOVED[was])
