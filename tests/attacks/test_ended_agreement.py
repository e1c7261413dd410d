"""An agreement was ended. Who writes to the database takes the end back in the table: it is in force for nobody."""

from __future__ import annotations

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
    """The column is emptied. Neither handing over nor signing goes; a stranger's entry ends nothing."""
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
    Entry.objects.filter(record=other, seq=ref.seq).update(signature=Thief().signer.sign("journal", ref.hash))
    assert network.agreements.check(cast.aurora, cast.nordlys, AgreementPurpose.LINKAGE_COUNTING, ["story"], day)
