"""Every registered job runs with a vault that cannot open anything (docs/architecture.md, "A job")."""

import inspect
import sys
from typing import Any, NoReturn
from uuid import uuid4

import pytest
from django.core import mail
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from fanal import vault
from fanal.clocks import api as clocks
from fanal.network.models import Person
from tests.people import Cast
from tests.rooms.clocks import sample_jobs
from tests.rooms.clocks.scene import DANGER, DAY

_OPENING = ("open_", "unwrap_", "unpack_", "hash_password", "receipt_keys")


class Shut(Exception):
    """Something tried to open what is sealed."""


def _shut(*_args: Any, **_kwargs: Any) -> NoReturn:
    raise Shut


@pytest.fixture
def shut_vault(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Whatever opens raises, under every name by which any module of ours knows it."""
    opening = {name: getattr(vault, name) for name in vault.__all__ if name.startswith(_OPENING)}
    for module in [module for name, module in sys.modules.items() if name.split(".")[0] == "fanal"]:
        for name, value in list(vars(module).items()):
            if any(value is original for original in opening.values()):
                monkeypatch.setattr(module, name, _shut)
    return set(opening)


def _arguments(path: str) -> list[str]:
    """An identifier for each that the job takes: of a record that is gone meanwhile, which every job must bear."""
    work = inspect.unwrap(clocks.all_jobs()[path].task.func)
    return [str(uuid4()) for _ in inspect.signature(work).parameters]


@pytest.mark.django_db(databases="__all__")
def test_every_job_runs_without_a_key(cast: Cast, shut_vault: set[str]) -> None:
    """All jobs of all rooms, run by the worker itself: each ends well, and does its work."""
    Person.objects.update(email="somebody@mail.test")
    clocks.start(DANGER, cast.aurora, uuid4(), now=timezone.now() - DAY)
    ours = [path for path in clocks.all_jobs() if path.startswith("fanal.")]
    assert len(ours) >= 4
    for path in ours:
        clocks.enqueue(clocks.all_jobs()[path].task, *_arguments(path))
    clocks.drain()
    ended = dict(DBTaskResult.objects.filter(task_path__in=ours).values_list("task_path", "status"))
    assert ended == dict.fromkeys(ours, TaskResultStatus.SUCCESSFUL.value)
    assert mail.outbox
    assert next(iter(clocks.open_duties(org=cast.aurora))).late


@pytest.mark.django_db
def test_a_job_that_opens_something_would_be_found(shut_vault: set[str]) -> None:
    """The control: the vault is shut indeed, for whoever reads the attribute or imported the name."""
    assert {"open_item", "open_bundles", "open_ring", "open_password_slot", "unwrap_session"} <= shut_vault
    clocks.enqueue(sample_jobs.opens)
    clocks.drain()
    row = DBTaskResult.objects.get()
    assert row.status == TaskResultStatus.FAILED
    assert "Shut at test_jobs_keyless.py" in row.traceback
