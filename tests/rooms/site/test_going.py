"""What is erased within sixty days: by day, clear columns only, for those who see to it that nothing goes which must
stay."""

from datetime import timedelta

import pytest
from django.urls import reverse

from fanal.access.api import kept
from fanal.concerns.keeping import keeping
from fanal.concerns.models import Concern
from fanal.justice.matters import matters
from fanal.network.contracts import Role
from fanal.research.models import ImportedTable
from fanal.vocabulary.ids import short
from fanal.vocabulary.keeping import Period
from tests.desk import client_of, person_of, text
from tests.kept import ruled
from tests.people import NOW, Cast, gains
from tests.rooms.concerns.keeping.test_keeping import closed
from tests.rooms.justice.acts import matter
from tests.rooms.research.records.test_ctdc import read

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("that_day")]
TODAY = NOW.date()
SOON = TODAY + timedelta(days=60)


def _going(cast: Cast, who: str = "dalia") -> list[kept.Going]:
    return list(kept.next_to_go(cast[who], SOON))


def test_what_goes_stands_there_by_day_and_what_goes_later_does_not(cast: Cast) -> None:
    ruled(cast, period=Period("closing", days=50))
    ruled(cast, "reporter_identity", period=Period("closing", days=20))
    ruled(cast, "legal_file", period=Period("closing", days=3))
    soon = closed(cast)
    late = closed(cast)
    Concern.objects.filter(pk=late.id).update(erase_on=TODAY + timedelta(days=61), reporter_erase_on=None)
    matters.close(cast["lena"], matter(cast["lena"]), NOW)
    days = [(one.what, (one.day - TODAY).days) for one in _going(cast)]
    assert days == [("Who told us", 20), ("Closed", 50), ("Matter of a lawyer", 60)]
    keeping.hold(cast["amara"], soon.id, TODAY + timedelta(days=90), "A court asks for it", NOW)
    assert {one.held_until for one in _going(cast) if one.what == "Closed"} == {TODAY + timedelta(days=90)}
    assert list(kept.next_to_go(cast["pia"], SOON)) == []


def test_what_is_about_our_own_people_the_safeguarding_lead_alone_sees(cast: Cast) -> None:
    sent = closed(cast)
    gains(person_of("edo"), Role.DATA_PROTECTION_OFFICER)
    Concern.objects.filter(pk=sent.id).update(erase_on=SOON, reporter_erase_on=None)
    assert (len(_going(cast)), len(_going(cast, "edo"))) == (1, 1)
    Concern.objects.filter(pk=sent.id).update(restricted=True)
    assert (len(_going(cast)), len(_going(cast, "edo"))) == (1, 0)


def test_the_page_leads_whoever_may_to_where_a_hold_is_put(cast: Cast) -> None:
    sent, url = closed(cast), reverse("desk:going")
    assert "Nothing is erased within sixty days." in text(client_of(cast, "dalia").get(url))
    Concern.objects.filter(pk=sent.id).update(erase_on=SOON)
    page = text(client_of(cast, "dalia").get(url))
    assert "Closed" in page
    assert str(sent.id) not in page, "she cannot open it"
    assert short(sent.id) in page
    gains(person_of("bao"), Role.DATA_PROTECTION_OFFICER)
    assert reverse("concerns:keeping", args=[sent.id]) in text(client_of(cast, "bao").get(url))
    for who in ("amara", "lena", "sol"):
        assert client_of(cast, who).get(url).status_code == 403


def test_tables_of_research_stand_there_too(cast: Cast) -> None:
    """What was read in for counting goes on its day, and nobody is led into it from here."""
    read(cast)
    ImportedTable.objects.update(org_id=cast.aurora, erase_on=TODAY + timedelta(days=7))
    assert [(one.what, (one.day - TODAY).days, one.url) for one in _going(cast)] == [
        ("Table of children that was read in", 7, "")
    ]
