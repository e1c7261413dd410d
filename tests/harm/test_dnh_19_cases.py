"""DNH-19: what is not the child's consent counts once a second person signed it, and never by the same one."""

from datetime import timedelta

import pytest

from fanal.access.api import NotAllowed, NotNow
from fanal.cases.files import files, writing
from fanal.cases.grounds import grounds
from fanal.cases.models import Consent
from tests.people import NOW, Cast
from tests.rooms.cases.care import UNMET, opened

pytestmark = pytest.mark.django_db(databases="__all__")


def test_without_consent_the_work_waits_for_a_second_person(cast: Cast) -> None:
    case = opened(cast, **UNMET)
    row = Consent.objects.get(child=case.child_id)
    with pytest.raises(NotAllowed):
        grounds.sign(cast["marek"], case.pk, row.pk, NOW)
    late = NOW + timedelta(days=2)
    assert not files.look(cast["marek"], case.pk, late).grounded
    with pytest.raises(NotNow):
        writing.add_note(cast["marek"], case.pk, "contact", {"body": "x"}, late)
    grounds.sign(cast["bao"], case.pk, row.pk, NOW + timedelta(hours=1))
    assert files.look(cast["marek"], case.pk, late).grounded
