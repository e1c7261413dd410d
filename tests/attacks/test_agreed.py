"""The secret of an agreement: the same on both sides, nobody else's, nowhere once the agreement is over (DNH-43)."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from fanal.access import records as door
from fanal.access.api import NotAllowed, agreed
from fanal.access.models import AgreementSecret
from fanal.network import api as network
from fanal.network import erasure
from fanal.network.contracts import AgreementPurpose
from fanal.network.models import Agreement, Bundle
from fanal.site import ledger
from fanal.vault import NotGranted
from tests.attacks.writer import kept, put_back
from tests.people import NOW, Cast
from tests.rooms.concerns.passing import agree

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("data")]
CARE = AgreementPurpose.CONTINUITY_OF_CARE
DAY = timedelta(days=1)


@pytest.fixture
def agreement(cast: Cast) -> UUID:
    return agree(cast, purpose=CARE)


def test_both_sides_have_the_same_and_it_stays(cast: Cast, agreement: UUID) -> None:
    first = agreed.secret(cast["marek"], cast.nordlys, CARE, NOW)
    assert len(first) == 32
    assert agreed.secret(cast["oda"], cast.aurora, CARE, NOW) == first
    assert agreed.secret(cast["bao"], cast.nordlys, CARE, NOW + DAY) == first
    assert AgreementSecret.objects.get().agreement_id == agreement


def test_nobody_else_opens_it(cast: Cast, agreement: UUID) -> None:
    agreed.secret(cast["marek"], cast.nordlys, CARE, NOW)
    for who, partner in (("amara", cast.nordlys), ("lena", cast.nordlys), ("nils", cast.aurora), ("sol", cast.aurora)):
        with pytest.raises(NotAllowed):
            agreed.secret(cast[who], partner, CARE, NOW)


@pytest.mark.usefixtures("agreement")
def test_without_an_agreement_there_is_none(cast: Cast) -> None:
    for purpose, day in ((CARE, NOW + 300 * DAY), (CARE, NOW - 300 * DAY)):
        with pytest.raises(NotAllowed):
            agreed.secret(cast["marek"], cast.nordlys, purpose, day)
    with pytest.raises(KeyError):
        agreed.secret(cast["marek"], cast.nordlys, AgreementPurpose.CONCERN_HANDOVER, NOW)
    assert not AgreementSecret.objects.exists()


def test_it_ends_with_the_agreement_and_does_not_come_back(cast: Cast, agreement: UUID) -> None:
    """Not by rows of the day before; after a restore of then, the ledger has it erased again."""
    agreed.secret(cast["marek"], cast.nordlys, CARE, NOW)
    row = AgreementSecret.objects.get()
    before = kept(AgreementSecret.objects.all(), Bundle.objects.filter(record=row.pk))
    network.agreements.end(cast["amara"], agreement, NOW)
    assert not AgreementSecret.objects.exists()
    assert not Bundle.objects.filter(record=row.pk).exists()
    assert row.pk in erasure.among([row.pk])
    put_back(before)
    Agreement.objects.update(ended_on=None)
    with pytest.raises(NotAllowed):
        agreed.secret(cast["marek"], cast.nordlys, CARE, NOW)
    with pytest.raises(NotGranted):
        network.records.open_held(cast.aurora, row.pk, cast["marek"].keyring)
    assert any(str(row.pk) in words for words in ledger.revived())


def test_the_clock_destroys_it_after_the_last_day(cast: Cast, agreement: UUID) -> None:
    agreed.secret(cast["marek"], cast.nordlys, CARE, NOW)
    last = Agreement.objects.get(pk=agreement).ends
    assert agreed.destroy_ended(NOW + (last - NOW.date())) == 0
    assert agreed.destroy_ended(NOW + (last - NOW.date()) + DAY) == 1
    assert not AgreementSecret.objects.exists()


def test_a_secret_that_somebody_planted_is_none(cast: Cast, agreement: UUID) -> None:
    """Whoever writes to the database gives two members a secret that they know: that of another agreement of theirs, as
    it lies there."""
    agreed.secret(cast["marek"], cast.nordlys, CARE, NOW)
    other = agree(cast, purpose=CARE, days=(-200, 199))
    AgreementSecret.objects.update(agreement_id=other)
    Agreement.objects.filter(pk=agreement).update(purposes=[])
    with pytest.raises(NotAllowed):
        agreed.secret(cast["marek"], cast.nordlys, CARE, NOW)
    AgreementSecret.objects.update(id=uuid4(), agreement_id=other)
    with pytest.raises(NotAllowed):
        agreed.secret(cast["marek"], cast.nordlys, CARE, NOW)


def test_using_it_is_in_the_journal(cast: Cast, agreement: UUID) -> None:
    agreed.secret(cast["marek"], cast.nordlys, CARE, NOW)
    deeds = [line.deed for line in door.journal.read(AgreementSecret.objects.get().pk)]
    assert deeds == [agreed.OPEN, agreed.MAKE]  # the newest first


@pytest.mark.parametrize("column", ["", "ends", "ended_on"])
def test_a_day_that_nobody_signed_destroys_nothing(cast: Cast, agreement: UUID, column: str) -> None:
    """The secret would be gone for good, in no backup, though both sides signed that the agreement goes on."""
    agreed.secret(cast["marek"], cast.nordlys, CARE, NOW)
    row = AgreementSecret.objects.get()
    if column:
        Agreement.objects.update(**{column: (NOW - DAY).date()})
    agreed.destroy_ended(NOW + DAY)
    assert AgreementSecret.objects.exists()
    assert row.pk not in erasure.among([row.pk])


def test_a_secret_that_is_hung_on_an_agreement_that_ended_is_not_destroyed(cast: Cast, agreement: UUID) -> None:
    other = agree(cast)
    agreed.secret(cast["marek"], cast.nordlys, CARE, NOW)
    network.agreements.end(cast["amara"], other, NOW)
    AgreementSecret.objects.update(agreement_id=other)
    agreed.destroy_ended(NOW)
    assert AgreementSecret.objects.exists()
