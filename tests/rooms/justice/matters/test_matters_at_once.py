"""A matter is erased while somebody writes in it: whoever comes second waits for the first."""

from datetime import date

import pytest
from django.conf import settings

from fanal.access.api import NotHere
from fanal.justice.content import LegalEvent
from fanal.justice.matters import matters, proceedings
from fanal.justice.models import Matter, Proceeding
from tests.meeting import ONLY_POSTGRESQL, meet
from tests.people import NOW, Cast
from tests.rooms.justice.acts import CRIMINAL, matter

pytestmark = [pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES)), ONLY_POSTGRESQL]


@pytest.mark.parametrize("first", ["written", "erased"])
def test_a_matter_is_erased_while_a_proceeding_of_it_is_written(people: Cast, first: str) -> None:
    found = matter(people["lena"])
    row = proceedings.enter(people["lena"], found, CRIMINAL, NOW)
    matters.ask_erase(people["marek"], found, NOW)
    heard = LegalEvent(type="hearing", on=date(2026, 11, 2))
    deeds = {
        "written": lambda: proceedings.add_event(people["lena"], row.pk, heard, NOW),
        "erased": lambda: matters.erase(people["omar"], found, NOW),
    }
    results = meet(row, deeds.pop(first), *deeds.values())
    told = [type(one) for one in results if isinstance(one, BaseException)]
    assert told == ([] if first == "written" else [NotHere])
    assert not Matter.objects.exists()
    assert not Proceeding.objects.exists()
