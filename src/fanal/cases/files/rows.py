"""The rows of an open record, for whoever shows them and for whoever judges by them. What somebody changed past Fanal
is not among them, and the log says so."""

from collections.abc import Iterable
from typing import Any, Final

from django.db import models
from django.db.models import Exists

from fanal.access.api import Opened
from fanal.cases.models import Case, CaseRow, Child, ContactSafety

_NEWEST: Final = frozenset({ContactSafety})
"""Of these the newest alone counts: where somebody changed it, what stood there before does not count again."""


type Kind = tuple[type[models.Model], str]
"""A table, and its column with the file or the child."""


def kind(table: type[models.Model], column: str = "") -> Kind:
    """A table by the column that says of which file, or of which child, its rows are."""
    names = {field.name for field in table._meta.fields}
    return table, column or ("case" if "case" in names else "child")


def there(case: Case, kinds: Iterable[Kind]) -> frozenset[Kind]:
    """Which of these a file has rows of, asked all at once: most files have few kinds, and nobody need ask for the
    rest."""
    every, whose = {f"has_{at}": one for at, one in enumerate(dict.fromkeys(kinds))}, {"child": case.child_id}
    asked = {
        name: Exists(table._base_manager.filter(**{column: whose.get(column, case.pk)}))
        for name, (table, column) in every.items()
    }
    found = Case._base_manager.filter(pk=case.pk).values(**asked)
    return frozenset(every[name] for row in found for name, has in row.items() if has)


def of[R: models.Model](opened: Opened, table: type[R], whose: Case | Child, **only: Any) -> list[R]:
    """The rows of a table that hold, the newest first; `only`: those with these values."""
    if opened.looked is None:
        return _read(opened, table, whose, **only)
    every = opened.once(table, lambda: _read(opened, table, whose))
    return [one for one in every if all(getattr(one, name) == value for name, value in only.items())]


def _read[R: models.Model](opened: Opened, table: type[R], whose: Case | Child, **only: Any) -> list[R]:
    only["case" if issubclass(table, CaseRow) else "child"] = whose
    found = table._default_manager.filter(**only).select_related("made_by").order_by("-made_at", "-pk")
    good = [row for row in found if opened.holds(row)]
    if table in _NEWEST and len(good) < len(found) and max(found, key=lambda row: row.pk) not in good:
        return []
    return good
