"""An agreement in force is signed by both identities, covers purpose and data, and has not ended."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from fanal.network import api as network
from fanal.network.contracts import AgreementPurpose, NetworkError
from fanal.network.models import Agreement, Organisation
from fanal.vocabulary.results import Allowed, Refused
from tests.people import NOW, Cast

TODAY = NOW.date()
HANDOVER = AgreementPurpose.CONCERN_HANDOVER


def _agree(cast: Cast, *, starts: date = TODAY, ends: date = TODAY + timedelta(days=365), signed: bool = True) -> UUID:
    made = network.agreements.propose(
        cast["bao"], cast.nordlys, [HANDOVER], ["story", "location", "offender"], starts, ends, NOW
    )
    if signed:
        network.agreements.sign(cast["oda"], made, NOW)
    return made


def _check(cast: Cast, *categories: str, day: date = TODAY) -> Allowed | Refused:
    return network.agreements.check(cast.aurora, cast.nordlys, HANDOVER, categories or ["story"], day)


def test_in_force_it_allows_both_ways_and_says_until_when(cast: Cast) -> None:
    """Signed by both: either may hand over to the other, what it covers, until its last day."""
    _agree(cast)
    answer = _check(cast)
    assert isinstance(answer, Allowed)
    assert answer.until == TODAY + timedelta(days=365)
    assert network.agreements.check(cast.nordlys, cast.aurora, HANDOVER, ["story"], TODAY)


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (None, "no_agreement"),
        ({"signed": False}, "unsigned"),
        ({"starts": TODAY - timedelta(days=9), "ends": TODAY}, "expired"),
        ({"starts": TODAY + timedelta(days=1)}, "not_started"),
    ],
)
def test_what_is_missing_is_refused_with_the_reason(cast: Cast, made: dict[str, object] | None, code: str) -> None:
    """Missing, unsigned, expired and not yet started agreements each say which."""
    if made is not None:
        _agree(cast, **made)  # type: ignore[arg-type]
    answer = _check(cast, day=TODAY + timedelta(days=code == "expired"))
    assert isinstance(answer, Refused)
    assert answer.reason_code == code
    assert answer.words


def test_the_last_day_counts(cast: Cast) -> None:
    """In force on its last day, expired on the next."""
    _agree(cast, ends=TODAY)
    assert _check(cast)
    assert not _check(cast, day=TODAY + timedelta(days=1))


def test_data_that_is_not_named_does_not_go(cast: Cast) -> None:
    """The refusal names what is not covered."""
    _agree(cast)
    answer = _check(cast, "story", "identity")
    assert isinstance(answer, Refused)
    assert (answer.reason_code, answer.detail) == ("categories", ("identity",))


def test_a_row_that_somebody_wrote_into_the_database_is_no_agreement(cast: Cast) -> None:
    """Changed dates, forged signatures and a swapped identity are all noticed."""
    made = _agree(cast, ends=TODAY)
    Agreement.objects.filter(pk=made).update(ends=TODAY + timedelta(days=900))
    assert _check(cast).reason_code == "forged"  # type: ignore[union-attr]
    Agreement.objects.filter(pk=made).update(ends=TODAY, signature_b=b"x" * 64)
    assert _check(cast).reason_code == "forged"  # type: ignore[union-attr]


def test_a_replaced_identity_signs_nothing(cast: Cast) -> None:
    """The pinned fingerprint decides, not the row of the organisation."""
    _agree(cast)
    other = Organisation.objects.get(pk=cast.secretariat)
    Organisation.objects.filter(pk=cast.nordlys).update(identity=bytes(other.identity))
    assert _check(cast).reason_code == "forged"  # type: ignore[union-attr]


def test_either_side_ends_it_alone(cast: Cast) -> None:
    """From that day nothing goes."""
    network.agreements.end(cast["nils"], _agree(cast), NOW)
    assert _check(cast).reason_code == "ended"  # type: ignore[union-attr]


def test_only_keepers_of_a_party_sign(cast: Cast) -> None:
    """A stranger, a colleague without the identity, and the proposer for the partner are refused."""
    made = _agree(cast, signed=False)
    for username in ("sol", "pia", "bao"):
        with pytest.raises(NetworkError):
            network.agreements.sign(cast[username], made, NOW)
    assert _check(cast).reason_code == "unsigned"  # type: ignore[union-attr]


def test_nonsense_is_refused_in_words(cast: Cast) -> None:
    """With oneself, upside down, or for nothing."""
    bao, later = cast["bao"], TODAY + timedelta(days=9)
    for partner, purposes, categories, ends in (
        (cast.aurora, [HANDOVER], ["story"], later),
        (cast.nordlys, [HANDOVER], ["story"], TODAY - timedelta(days=1)),
        (cast.nordlys, [], ["story"], later),
        (cast.nordlys, [HANDOVER], [], later),
    ):
        with pytest.raises(NetworkError):
            network.agreements.propose(bao, partner, purposes, categories, TODAY, ends, NOW)
    assert network.agreements.check(cast.aurora, cast.aurora, HANDOVER, [], TODAY).reason_code == "self"  # type: ignore[union-attr]
