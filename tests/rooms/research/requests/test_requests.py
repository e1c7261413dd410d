"""Requests for data: a committee approved them, the secretariat answers within 30 days, records are given to nobody."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.clocks import api as clocks
from fanal.clocks.models import Notice
from fanal.journal import api as journal
from fanal.network.contracts import Actor, Role
from fanal.research.models import DataRequest
from fanal.research.requests import requests
from fanal.research.requests.requests import RequestForm, RequestState, Wanted
from tests.desk import client_of, text
from tests.people import NOW, Cast, gains
from tests.rooms.research import released

pytestmark = pytest.mark.django_db(databases="__all__")

FORM = RequestForm(
    wanted=Wanted.TABLE,
    question="How many children were in school, by age, in XA? To plan school places.",
    committee="Ethics committee of the University of XC",
    committee_number="2026-117",
    committee_on=date(2026, 9, 1),
    expires_on=date(2027, 8, 31),
)
TYPED: dict[str, Any] = {
    "wanted": "synthetic", "question": FORM.question, "committee": FORM.committee,
    "committee_number": FORM.committee_number, "committee_on": "2026-09-01", "expires_on": "2030-01-01",
}  # fmt: skip
LATER = NOW + timedelta(days=3)


def researcher(cast: Cast, username: str = "noor") -> Actor:
    gains(cast[username].person, Role.RESEARCHER)
    return cast[username]


def test_the_secretariat_has_thirty_days_and_the_researcher_hears_of_the_answer(cast: Cast) -> None:
    made = requests.ask_for(researcher(cast), FORM, NOW)
    (duty,) = clocks.open_duties(subjects=[made.pk])
    assert (duty.subject, duty.org) == (made.pk, cast.secretariat)
    assert duty.due_at.date() == NOW.date() + timedelta(days=30)
    requests.answer(cast["tove"], made.pk, RequestState.ANSWERED, "A plan for this table opens.", None, LATER)
    assert clocks.open_duties(subjects=[made.pk]) == []
    assert Notice.objects.filter(person_id=cast["noor"].person).exists()
    row = requests.request_of(cast["noor"], made.pk)
    assert (row.state, row.answer, row.answered_on) == ("answered", "A plan for this table opens.", LATER.date())
    assert [one.deed for one in journal.read(made.pk)] == ["research.answer_request", "research.ask_for_data"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("question", "  "),
        ("committee", ""),
        ("committee_number", " "),
        ("committee_on", NOW.date() + timedelta(days=1)),
        ("expires_on", NOW.date() - timedelta(days=1)),
        ("expires_on", date(2029, 11, 26)),
        ("question", "x" * 1001),
    ],
)
def test_without_question_and_a_committee_whose_approval_holds_nothing_is_asked(
    cast: Cast, field: str, value: object
) -> None:
    with pytest.raises(NotNow) as why:
        requests.ask_for(researcher(cast), replace(FORM, **{field: value}), NOW)  # type: ignore[arg-type]
    assert why.value.field == field
    assert not DataRequest.objects.exists()


def test_records_cannot_be_asked_for() -> None:
    """Tables and synthetic rows: there is no third word for what one can get."""
    assert {one.value for one in Wanted} == {"table", "synthetic"}


def test_only_researchers_ask_and_only_the_secretariat_answers(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        requests.ask_for(cast["bao"], FORM, NOW)
    made = requests.ask_for(researcher(cast), FORM, NOW)
    for username in ("bao", "noor"):  # the researcher's own manager, and the researcher
        with pytest.raises(NotAllowed):
            requests.answer(cast[username], made.pk, RequestState.ANSWERED, "Yes", None, LATER)
    for username in ("sol", "oda", "femi"):  # another desk, another member, a colleague without such a duty
        with pytest.raises(NotHere):
            requests.answer(cast[username], made.pk, RequestState.ANSWERED, "Yes", None, LATER)
    assert requests.requests_of(cast["bao"]) == [made]
    assert DataRequest.objects.get().state == "asked"


def test_nobody_answers_their_own_request(cast: Cast) -> None:
    made = requests.ask_for(researcher(cast, "tove"), FORM, NOW)
    with pytest.raises(NotAllowed) as refused:
        requests.answer(cast["tove"], made.pk, RequestState.ANSWERED, "Yes", None, LATER)
    assert refused.value.refusal.reason_code == "self"


def test_nothing_is_given_on_an_approval_that_has_ended_but_it_can_be_refused(cast: Cast) -> None:
    made = requests.ask_for(researcher(cast), replace(FORM, expires_on=NOW.date()), NOW)
    with pytest.raises(NotNow) as why:
        requests.answer(cast["tove"], made.pk, RequestState.ANSWERED, "Yes", None, NOW + timedelta(days=1))
    assert why.value.field == "verdict"
    requests.answer(cast["tove"], made.pk, RequestState.REFUSED, "It has ended.", None, NOW + timedelta(days=1))
    assert requests.request_of(cast["noor"], made.pk).state == "refused"


def test_an_answer_points_to_what_everybody_may_read_and_to_nothing_else(cast: Cast) -> None:
    made = requests.ask_for(researcher(cast), FORM, NOW)
    hidden = released.put(cast, released.tables(released.about("XA-2026-002")), audience="members")
    gone = released.put(cast, released.tables(released.about("XA-2026-003")), state="withdrawn")
    for one in (hidden, gone):
        with pytest.raises(NotNow) as why:
            requests.answer(cast["tove"], made.pk, RequestState.ANSWERED, "It is here.", one.pk, LATER)
        assert why.value.field == "release"
    shown = released.put(cast, released.tables(released.about()))
    requests.answer(cast["tove"], made.pk, RequestState.ANSWERED, "It is here.", shown.pk, LATER)
    assert requests.request_of(cast["noor"], made.pk).release == shown


def test_what_is_taken_back_or_answered_stays_as_it_is(cast: Cast) -> None:
    made = requests.ask_for(researcher(cast), FORM, NOW)
    requests.withdraw(cast["noor"], made.pk, LATER)
    assert clocks.open_duties(subjects=[made.pk]) == []
    with pytest.raises(NotNow):
        requests.answer(cast["tove"], made.pk, RequestState.REFUSED, "No", None, LATER)
    with pytest.raises(NotNow):
        requests.withdraw(cast["noor"], made.pk, LATER)
    assert requests.request_of(cast["noor"], made.pk).state == "withdrawn"


# ---- pages ----


def test_from_a_request_to_its_answer_by_clicks(cast: Cast) -> None:
    researcher(cast)
    there = client_of(cast, "noor")
    page = text(there.get(reverse("research:requests")))
    assert "No requests yet." in page
    assert reverse("evidence:catalogue", args=["en"]) in page
    page = text(there.post(reverse("research:request_new"), TYPED))
    assert "three years at most" in page
    assert "To plan school places." in page, "what was typed is kept"
    sent = there.post(reverse("research:request_new"), TYPED | {"expires_on": "2027-08-31"})
    made = DataRequest.objects.get()
    assert sent["Location"] == reverse("research:request", args=[made.pk])
    shown = released.put(cast, released.tables(released.about()), synthetic=True)
    tove = client_of(cast, "tove")
    assert sent["Location"] in text(tove.get(reverse("desk:day")))
    answer = reverse("research:request_answer", args=[made.pk])
    page = text(tove.post(answer, {"verdict": "answered", "words": ""}))
    assert "Write what you answer." in page
    said = {"verdict": "answered", "release": str(shown.pk), "words": "It is published."}
    assert tove.post(answer, said).status_code == 302
    page = text(there.get(sent["Location"]))
    assert "It is published." in page
    assert "Records are given to nobody." in page
    assert reverse("evidence:release_version", args=["en", shown.number, 1]) in page


def test_pages_of_a_request_are_for_both_sides_only(cast: Cast) -> None:
    made = requests.ask_for(researcher(cast), FORM, NOW)
    pages = [reverse(f"research:{name}", args=[made.pk]) for name in ("request", "request_answer", "request_withdraw")]
    assert [client_of(cast, "oda").get(one).status_code for one in pages] == [404, 403, 403]
    assert [client_of(cast, "femi").get(one).status_code for one in pages] == [403, 403, 403]
    assert client_of(cast, "noor").post(pages[2]).status_code == 302
    assert DataRequest.objects.get().state == "withdrawn"


def test_many_requests_cost_as_many_queries_as_few(cast: Cast, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    who, tove = researcher(cast), client_of(cast, "tove")
    requests.ask_for(who, FORM, NOW)
    tove.get(reverse("research:requests"))
    with CaptureQueriesContext(connection) as few:
        tove.get(reverse("research:requests"))
    for _ in range(8):
        requests.ask_for(who, FORM, NOW)
    with django_assert_num_queries(len(few)):
        tove.get(reverse("research:requests"))
