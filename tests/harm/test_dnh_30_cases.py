"""DNH-30: nothing of a file goes to an authority before the note on the authorities of that country is read by each who
confirms, in this visit; and a report is the only way to one."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from fanal.access.api import NotHere, NotNow
from fanal.cases.codes import ConsentPurpose
from fanal.cases.codes_work import Passed
from fanal.cases.exchange import exporting
from fanal.cases.exchange.desk.outs import RECIPIENTS
from fanal.cases.grounds.asked import TO
from fanal.cases.members import members
from fanal.cases.members.seen import Wanted
from fanal.cases.models import Case, Export, Report
from fanal.cases.reporting import reporting
from tests.desk import client_of, text
from tests.harm.case_ways import OUT, allowed, case, case_of_file, help_of
from tests.people import NOW, Cast
from tests.rooms.cases.members.scenes import SAID
from tests.rooms.cases.reporting.scenes import DANGER, LAW, WENT, YES, approve, prepared
from tests.rooms.cases.reporting.scenes import allowed as for_police
from tests.rooms.concerns.passing import police

pytestmark = pytest.mark.django_db(databases="__all__")
__all__ = ["case", "case_of_file"]
AUTHORITIES = TO[ConsentPurpose.REPORT_TO_AUTHORITY]
NEXT_VISIT = NOW + timedelta(hours=13)


@pytest.mark.parametrize("ground", [YES, LAW, DANGER], ids=["agreed", "the law", "danger"])
def test_on_no_ground_does_a_report_go_unread(cast: Cast, case: Case, ground: dict[str, object]) -> None:
    """Neither who prepared it nor the second person: what a colleague read, or was read in the last visit, is not."""
    for_police(cast, case, ground)
    row = prepared(cast["marek"], case)
    for when, reads in ((NOW, None), (NOW, "bao"), (NEXT_VISIT, "marek")):
        if reads:
            reporting.read_note(cast[reads], row.pk, NOW)
        with pytest.raises(NotNow, match="Read the note"):
            reporting.confirm(cast["marek"], row.pk, when)
        with pytest.raises(NotNow):
            reporting.sent(cast["marek"], row.pk, WENT, when)
    reporting.confirm(cast["marek"], row.pk, NOW)
    if ground is not YES:
        with pytest.raises(NotNow, match="Read the note"):
            approve(cast["bao"], row, NEXT_VISIT)
        approve(cast["bao"], row)
    assert reporting.sent(cast["marek"], row.pk, WENT, NOW).state == "sent"


def test_its_words_stand_on_the_page_that_says_they_were_read(cast: Cast, case: Case) -> None:
    for_police(cast, case, YES)
    row = prepared(cast["marek"], case)
    page = text(client_of(cast, "marek").get(reverse("cases:report", args=[row.pk])))
    assert "There is a trained unit" in page
    assert reverse("cases:report_note", args=[row.pk]) in page


def test_there_is_no_way_around_it(cast: Cast, case: Case) -> None:
    """No data are taken out for an authority, and none is a member that may be told."""
    allowed(cast, case)
    assert not set(AUTHORITIES) & set(RECIPIENTS)
    for to in AUTHORITIES:
        asked = OUT | {"purpose": "report_to_authority", "recipient": to.value}
        with pytest.raises(NotNow):
            exporting.one(cast["marek"], case.pk, "htcds", asked, NOW)
        with pytest.raises(NotNow):
            exporting.many(cast["bao"], "list", {}, asked | {"purpose": "case_management"}, NOW)
    unit = police(cast)
    for wish in (Wanted(Passed.TRANSFER, unit), Wanted(Passed.REFERRAL, unit, help=help_of(case, rung=False))):
        with pytest.raises(NotHere):
            members.draft(cast["marek"], case.pk, wish, SAID, uuid4(), NOW)
    assert not Export.objects.exists()
    assert not Report.objects.exists()
