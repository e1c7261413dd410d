"""A concern that goes to an open file: by its number, its worker gets the keys and hears of it."""

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases.models import Told
from fanal.cases.opening.accepted import waiting
from fanal.cases.opening.opening import open_file
from fanal.clocks import api as clocks
from fanal.concerns import api as concerns
from fanal.concerns.content import NoteContent
from fanal.concerns.triage.decisions import Choice, decide
from fanal.vocabulary.codes import Triage
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import ANSWERS, accepted, opened
from tests.rooms.concerns.told import WORDS, Sent, tell

pytestmark = pytest.mark.django_db(databases="__all__")


def linked(cast: Cast, sent: Sent, number: str, by: str = "amara") -> None:
    decide(
        cast[by],
        sent.id,
        Choice(Triage.LINK_TO_CASE, NoteContent(case=number, text="The same driver")),
        sent.row.version,
        NOW,
    )


def test_the_worker_reads_it_and_hears_of_it(cast: Cast) -> None:
    case, sent = opened(cast), tell(cast)
    with pytest.raises(NotAllowed):
        concerns.told(cast["marek"], sent.id, NOW)
    linked(cast, sent, case.number.lower().replace("-", " "))
    assert (sent.row.triage, sent.row.retention_class, sent.row.reporter_closed) == ("link_to_case", "as_case", True)
    assert concerns.told(cast["marek"], sent.id, NOW).content.words == WORDS
    assert Told.objects.filter(case=case).count() == 2
    kinds = [one.kind for one in clocks.open_duties(org=cast.aurora, person=cast["marek"].person)]
    assert "case_new_concern" in kinds
    marek = client_of(cast, "marek")
    page = reverse("cases:told", args=[sent.id])
    assert page in text(marek.get(reverse("cases:file", args=[case.pk])))
    told = text(marek.get(page))
    assert WORDS in told
    assert "The same driver" in told
    for who in ("lena", "femi", "celia", "nils"):
        with pytest.raises((NotAllowed, NotHere)):
            concerns.told(cast[who], sent.id, NOW)


@pytest.mark.parametrize("number", ["", "AURO-0000-00000", "nothing"])
def test_a_number_of_no_open_file_is_said(cast: Cast, number: str) -> None:
    opened(cast)
    sent = tell(cast)
    with pytest.raises(NotNow, match="no open file with this number") as why:
        linked(cast, sent, number)
    assert why.value.field == "case"
    assert sent.row.triage == "new"


def test_a_file_of_another_member_does_not_exist(cast: Cast) -> None:
    case, sent = opened(cast), tell(cast, page="XB")
    with pytest.raises(NotNow, match="no open file with this number"):
        linked(cast, sent, case.number, "nils")


def test_what_is_about_our_own_people_goes_to_no_file_of_a_team(cast: Cast) -> None:
    case, sent = opened(cast), tell(cast, about_us="yes")
    with pytest.raises(NotNow, match="about our own people"):
        linked(cast, sent, case.number, "dalia")
    restricted = open_file(cast["marek"], accepted(cast, by="dalia", about_us="yes").id, ANSWERS, NOW)
    linked(cast, sent, restricted.number, "dalia")
    assert concerns.told(cast["marek"], sent.id, NOW).content.words == WORDS


def test_by_the_pages(cast: Cast) -> None:
    case, sent = opened(cast), tell(cast)
    amara = client_of(cast, "amara")
    page = reverse("concerns:decide", args=[sent.id, "link_to_case"])
    assert "There is no open file" in text(amara.post(page, {"version": "1", "case": "AURO-1"}))
    done = amara.post(page, {"version": "1", "case": case.number}, follow=True)
    assert "Whoever works with the child hears of it." in text(done)


def test_what_is_decided_otherwise_leaves_the_workers_day(cast: Cast) -> None:
    sent = accepted(cast)
    choice = Choice(Triage.INFORMATION_ONLY, NoteContent(text="The family was on holiday"))
    decide(cast["amara"], sent.id, choice, sent.row.version, NOW)
    assert clocks.open_duties(org=cast.aurora, person=cast["marek"].person) == []
    assert list(waiting(cast["marek"])) == []
    with pytest.raises(NotNow, match="decided otherwise"):
        open_file(cast["marek"], sent.id, ANSWERS, NOW)
