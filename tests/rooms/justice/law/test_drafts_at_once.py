"""Two draft the same law at the same moment: whoever comes second is told, and nothing goes unseen under another."""

import pytest
from django.conf import settings

from fanal.access.api import NotNow
from fanal.justice.law import drafting, library
from fanal.justice.models import LawFile
from fanal.network.contracts import Role
from fanal.network.models import Organisation
from tests.meeting import ONLY_POSTGRESQL, meet
from tests.people import NOW, Cast
from tests.rooms.justice.laws import law, with_roles

pytestmark = [pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES)), ONLY_POSTGRESQL]


@pytest.mark.parametrize("begun", [False, True], ids=["the first text of a country", "over a text that is there"])
def test_of_two_who_draft_at_once_the_second_is_told(people: Cast, begun: bool) -> None:
    femi, nils = (with_roles(people[who], Role.CORPUS_EDITOR) for who in ("femi", "nils"))  # of two organisations
    assert femi.org != nils.org
    base = drafting.draft(femi, law(), None, NOW).file.pk if begun else None
    oldest = Organisation.objects.order_by("pk").first()
    assert oldest is not None
    results = meet(
        oldest,
        lambda: drafting.draft(femi, law(age=16), base, NOW),
        lambda: drafting.draft(nils, law(age=14), base, NOW),
    )
    assert [type(one) for one in results] == [drafting.Drafted, NotNow]
    assert LawFile.objects.count() == 1 + begun
    assert library.text_in_force("XD", NOW) == law(age=16)
