"""DNH-24: an adult in a file is called what the law says of them so far, and never more."""

import pytest
from django.utils.translation import override

from fanal.cases.acts.suspects import word
from fanal.cases.codes_work import PersonStatus

CONVICTED = {PersonStatus.CONVICTED}
CHARGED = {PersonStatus.CHARGED, PersonStatus.ON_TRIAL, *CONVICTED}


@pytest.mark.parametrize("status", PersonStatus)
def test_nobody_is_called_more_than_is_known(status: PersonStatus) -> None:
    with override("en"):
        said = word(status).lower()
    assert ("convicted" in said) == (status in CONVICTED)
    assert ("charged" in said) == (status in CHARGED - CONVICTED)
    assert not any(one in said for one in ("perpetrator", "offender", "abuser", "guilty"))


def test_without_a_status_it_is_a_person_suspected() -> None:
    with override("en"):
        assert word("") == "Person suspected"
