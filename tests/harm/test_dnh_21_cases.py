"""DNH-21: whoever is suspected of harming the child may know nothing and consents to nothing, from that write on."""

import pytest

from fanal.cases.files import files
from fanal.cases.models import Caregiver, CareLink, Case
from fanal.network.contracts import Role
from tests.people import NOW, Cast
from tests.rooms.cases.care import case, case_of_file
from tests.rooms.cases.people.around import entered

pytestmark = pytest.mark.django_db(databases="__all__")
__all__ = ["case", "case_of_file"]


def test_a_suspected_caregiver_is_barred_and_told_nothing(case: Case, cast: Cast) -> None:
    entered(cast, case, is_alleged_offender=True)
    found = files.look(cast["marek"], case.pk, NOW)
    assert [one.row.consent_barred for one in found.of(CareLink)] == [True]
    assert [one.said["may_be_told"] for one in found.of(Caregiver)] == ["nothing"]


def test_no_role_of_the_network_is_a_guardian() -> None:
    assert not [one for one in Role if "guardian" in one.value or "parent" in one.value]
