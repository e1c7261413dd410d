"""CM-77: where a child was not met or is in danger the signature follows within a day, or the ground lapses."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.access.api import NotNow
from fanal.cases.codes import Basis, ConsentPurpose
from fanal.cases.files import files, writing
from fanal.cases.ground import OURSELVES, SIGN_WITHIN, effective
from fanal.cases.grounds import grounds
from fanal.cases.models import Consent
from fanal.clocks import api as clocks
from fanal.vocabulary.codes import DataCategory
from tests.people import NOW, Cast
from tests.rooms.cases import ledger
from tests.rooms.cases.care import opened
from tests.rooms.cases.rules.scenes import unmet

pytestmark = pytest.mark.django_db(databases="__all__")
DAY, MINUTE, MET = timedelta(days=1), timedelta(minutes=1), {"body": "Rang the school"}


@pytest.fixture(scope="module")
def file_id(cast_of_file: Cast) -> UUID:
    return opened(cast_of_file, **unmet()).pk


def test_for_a_day_the_work_goes_on_and_then_it_stops(cast: Cast, file_id: UUID) -> None:
    assert SIGN_WITHIN == DAY
    (due,) = [one for one in clocks.open_duties(files=[file_id]) if one.kind == "sign_ground"]
    assert NOW < due.due_at <= NOW + DAY + timedelta(hours=1)
    assert due.person == cast["bao"].person
    writing.add_note(cast["marek"], file_id, "contact", MET, NOW + DAY - MINUTE)
    for later in (DAY, DAY + MINUTE, 9 * DAY):
        with pytest.raises(NotNow, match="No ground for this work is live"):
            writing.add_note(cast["marek"], file_id, "contact", MET, NOW + later)
    assert not files.look(cast["marek"], file_id, NOW + DAY).grounded


def test_signed_within_it_the_work_never_stops(cast: Cast, file_id: UUID) -> None:
    grounds.sign(cast["bao"], file_id, Consent.objects.get().pk, NOW + DAY - MINUTE)
    writing.add_note(cast["marek"], file_id, "contact", MET, NOW + 9 * DAY)
    assert files.look(cast["marek"], file_id, NOW + 9 * DAY).grounded


def test_a_signature_that_somebody_wrote_into_the_database_is_none(cast: Cast, file_id: UUID) -> None:
    Consent.objects.update(second_signature=cast["bao"].person)
    with pytest.raises(NotNow):
        writing.add_note(cast["marek"], file_id, "contact", MET, NOW + 2 * DAY)


@given(
    basis=st.sampled_from([Basis.CHILD_PROTECTION_BEST_INTERESTS, Basis.VITAL_INTERESTS]),
    after=st.timedeltas(timedelta(0), timedelta(days=40)),
)
def test_the_rule_counts_the_hours_from_when_it_was_given(basis: Basis, after: timedelta) -> None:
    row = ledger.to_work(1, basis=basis, second_signature=None)
    live = effective([row], ConsentPurpose.CASE_MANAGEMENT, OURSELVES, DataCategory.EXISTENCE, row.given_at + after)
    assert (live is not None) == (after < DAY)
