"""An open file that all tests of a rule begin from, and what its pages say."""

from typing import Any

from django.db import connections

from fanal.cases.models import Case
from tests.rooms.cases.care import UNMET


def again(case: Case) -> Case:
    """The row as it is now."""
    return Case.objects.select_related("child").get(pk=case.pk)


def everything(*, but: tuple[str, ...] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of every database, as whoever stole the machine has it."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for using in connections:
        with connections[using].cursor() as cursor:
            for name in connections[using].introspection.table_names(cursor):
                if name not in but:
                    cursor.execute(f'SELECT * FROM "{name}"')
                    found[f"{using}.{name}"] = cursor.fetchall()
    return found


def unmet() -> dict[str, Any]:
    """What is answered of a child whom nobody met."""
    return dict(UNMET)
