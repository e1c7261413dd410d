"""DNH-36: on its day everything of a file goes: nothing of it stands in any table, and no backup brings it back."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any, Final

import pytest
from django.apps import apps
from django.core import serializers
from django.db import connections, router
from django.db.models import Model

from fanal.access.api import NotAllowed, NotHere, stated
from fanal.cases.codes import Standing, Status
from fanal.cases.files import files
from fanal.cases.keeping import keeping
from fanal.cases.models import Case, Told
from fanal.concerns.models import Concern
from fanal.journal import api as journal
from fanal.network.erasure import erased
from fanal.network.models import Bundle
from fanal.site import ledger
from tests.harm.case_ways import WAYS, allowed, case, case_of_file, out, sent
from tests.people import NOW, Cast

pytestmark = pytest.mark.django_db(databases="__all__")
__all__ = ["case", "case_of_file"]
STAY: Final = ("journal", "network_tombstone")  # that it was there: identifiers, no word of it


def rows() -> Iterator[tuple[str, str]]:
    for model in apps.get_models(include_auto_created=True):
        names = ", ".join(f'"{one.column}"' for one in model._meta.concrete_fields)
        with connections[router.db_for_read(model) or "default"].cursor() as cursor:
            cursor.execute(f'SELECT {names} FROM "{model._meta.db_table}"')
            for row in cursor.fetchall():
                yield model._meta.db_table, " ".join(_text(one) for one in row)


def _text(one: object) -> str:
    return str(one).replace("-", "") if not isinstance(one, memoryview | bytes) else bytes(one).hex()


def left(known: set[str]) -> set[str]:
    return {table for table, row in rows() if any(one in row for one in known) and not table.startswith(STAY)}


def ended(cast: Cast, case: Case) -> datetime:
    case.status = Status.CLOSED.value
    keeping.time_out(case, Standing.VICTIM, 13, NOW.date())
    case.save()
    journal.write(case.pk, cast["bao"].signatory(), "cases.write", at=NOW, items=[stated.item(case)])
    assert case.erase_on is not None
    return datetime.combine(case.erase_on, time(3), UTC)


def test_nothing_of_it_stands_in_any_table_and_no_backup_revives_it(
    cast: Cast, case: Case, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    allowed(cast, case)
    for way in WAYS:
        row: Model = sent(cast, case, way)
        out(cast, way, row)
    told = Told.objects.get(case=case).concern_id
    known = {case.pk.hex, case.child_id.hex, told.hex, case.number.replace("-", "")}
    assert len(left(known)) > 20, "the control: what stands is found"
    late = ended(cast, Case.objects.select_related("child").get(pk=case.pk))
    of_room = [model._default_manager.all() for model in apps.get_app_config("cases").get_models()]
    all_of_it = (*of_room, Concern.objects.filter(pk=told), Bundle.objects.all())
    backup = [serializers.serialize("json", one) for one in all_of_it]
    with django_capture_on_commit_callbacks(execute=True):
        assert keeping.erase_due(late) == 1
    assert not left(known)
    assert {case.pk, case.child_id, told} <= {one.record for one in erased()}
    for text in backup:
        for one in serializers.deserialize("json", text):
            one.save()
    assert left(known), "yesterday's backup is put back"
    with pytest.raises((NotAllowed, NotHere)):
        files.look(cast["marek"], case.pk, NOW)
    monkeypatch.setattr(ledger, "_overwrite", lambda: None)  # not inside the transaction of a test
    assert ledger.replay(late, lambda *_: None) >= 2
    assert not left(known)
