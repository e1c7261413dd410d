"""The queue: django-tasks-db, which keeps arguments in clear, behind a door for identifiers and codes only."""

import re
from typing import Any
from uuid import UUID

from django_tasks_db import DatabaseBackend

_ID_OR_CODE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z][a-z0-9_]{0,39}", re.ASCII)


class NotAnId(TypeError):
    """Something other than a UUID or a code was to become the argument of a job."""


def as_argument(value: object) -> str:
    """A UUID, or a code (a small letter, then small letters, digits, `_`; at most 40), as text. Raises NotAnId."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str) and _ID_OR_CODE.fullmatch(value):
        return value
    raise NotAnId("a job takes identifiers and codes only")


class Queue(DatabaseBackend):
    """Refuses, for `enqueue` and `aenqueue` alike, every argument that is not an identifier or a code."""

    def _task_to_db_task(self, task: Any, args: Any, kwargs: Any) -> Any:
        return super()._task_to_db_task(task, *_checked(args, kwargs))

    async def _atask_to_db_task(self, task: Any, args: Any, kwargs: Any) -> Any:
        return await super()._atask_to_db_task(task, *_checked(args, kwargs))


def _checked(args: Any, kwargs: Any) -> tuple[list[str], dict[str, Any]]:
    if kwargs:
        raise NotAnId("a job takes no named arguments")
    return [as_argument(value) for value in args], {}
