"""CM-70: what was erased stays erased: rows and keys of an old backup that somebody puts back open nothing."""

from typing import Any

import pytest

from fanal.access.api import NotAllowed, NotHere
from fanal.cases.files import files
from fanal.cases.keeping import keeping
from fanal.cases.models import Case, Child, Holding
from fanal.network import api as network
from fanal.network.api import keyfile
from fanal.network.erasure import erased
from fanal.network.models import Bundle, Tombstone
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened

pytestmark = pytest.mark.django_db(databases="__all__")


def test_a_file_that_was_put_back_opens_for_nobody(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    case = opened(cast)
    record, keyring = {case.pk, case.child_id}, cast["marek"].keyring
    assert set(network.records.open_many(cast.aurora, sorted(record), keyring)) == record, "the control"
    backup: list[list[Any]] = [list(table.objects.all()) for table in (Child, Case, Holding)]
    keys: list[Any] = list(Bundle.objects.filter(record__in=record))
    with django_capture_on_commit_callbacks(execute=True):
        keeping.erase(case, keyfile.installation(cast.aurora), NOW)
    assert not Case.objects.exists()
    assert not Bundle.objects.filter(record__in=record).exists()
    assert record <= {one.record for one in erased()}
    for rows in (*backup, keys):
        for row in rows:
            row._state.adding = True
            row.save(force_insert=True)
    Tombstone.objects.filter(record__in=record).delete()
    assert Case.objects.exists()
    assert network.records.open_many(cast.aurora, sorted(record), cast["marek"].keyring) == {}
    with pytest.raises((NotAllowed, NotHere)):
        files.look(cast["marek"], case.pk, NOW)
