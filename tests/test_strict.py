"""What PostgreSQL refuses is refused on SQLite as well (`tests/strict.py`): the same tests on both."""

from uuid import uuid4

import pytest
from django.db import DataError, transaction

from fanal.clocks import api as clocks
from fanal.clocks.models import Duty
from fanal.concerns import duties
from fanal.network.models import Organisation
from tests.people import NOW, Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ["X" * 300, "with a\0NUL"], ids=["longer than its column", "NUL"])
def test_a_text_that_does_not_fit_is_refused(cast: Cast, words: str) -> None:
    """However it is written: one row, many, or a change of what is there."""
    row = Organisation.objects.get(pk=cast.aurora)
    row.country = words
    for write in (
        row.save,
        lambda: Organisation.objects.bulk_update([row], ["country"]),
        lambda: Organisation.objects.filter(pk=row.pk).update(country=words),
    ):
        with pytest.raises(DataError), transaction.atomic():
            write()


def test_a_number_that_does_not_fit_is_refused(cast: Cast) -> None:
    clocks.start(duties.DECIDE, cast.aurora, uuid4(), now=NOW)
    with pytest.raises(DataError), transaction.atomic():
        Duty.objects.update(step=2**15)
    assert Duty.objects.update(step=2**15 - 1) == 1
