"""An agreement was ended. Who writes to the database takes the end back in the table: it is in force for nobody. One
that nobody ended is not ended by whatever they write."""

from datetime import timedelta

from fanal.journal import api as journal
from fanal.journal.models import Entry
from fanal.network import api as network
from fanal.network.contracts import AgreementPurpose, Standing
from fanal.network.models import Agreement
from fanal.vocabulary.results import Refused
from tests.attacks.writer import Thief
from tests.people import NOW, Cast
from tests.rooms.concerns.passing import agree


def test_an_agreement_that_was_ended_is_not_brought_back(cast: Cast) -> None:
    """The column is emptied. Neither handing over nor signing goes. A stranger's entry ends nothing: nothing is given
    while it lies there, and all is as before when it is removed (decision 28)."""
    made, other = agree(cast), agree(cast, purpose=AgreementPurpose.LINKAGE_COUNTING)
    network.agreements.end(cast["oda"], made, NOW)
    Agreement.objects.update(ended_on=None)
    day = (NOW + timedelta(days=2)).date()
    answer = network.agreements.check(cast.aurora, cast.nordlys, AgreementPurpose.CONCERN_HANDOVER, ["story"], day)
    assert isinstance(answer, Refused)
    assert answer.reason_code == "ended"
    (one,) = [one for one in network.agreements.of(cast.aurora) if one.id == made]
    assert network.agreements.standing(one, cast.aurora, day) is Standing.ENDED

    ref = journal.write(other, cast["oda"].signatory(), "network.end_agreement", at=NOW)
    forged = Entry.objects.filter(record=other, seq=ref.seq)
    forged.update(signature=Thief().signer.sign("journal", ref.hash))
    asked = (cast.aurora, cast.nordlys, AgreementPurpose.LINKAGE_COUNTING, ["story"], day)
    answer = network.agreements.check(*asked)
    assert isinstance(answer, Refused)
    assert answer.reason_code == "torn"
    (one,) = [one for one in network.agreements.of(cast.aurora) if one.id == other]
    assert network.agreements.ended(one) is None
    forged.delete()
    assert network.agreements.check(*asked)
