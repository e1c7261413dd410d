"""Assisted entry: a call written down by a worker is a concern like any other, and says whose sentences are whose."""

import re
from typing import Any

import pytest
from django.urls import reverse

from fanal import vault
from fanal.access.api import NotAllowed, NotNow
from fanal.clocks import api as clocks
from fanal.concerns import duties
from fanal.concerns.models import Concern
from fanal.concerns.public import dialogue as public
from fanal.concerns.public.receive import RECEIVED, Heard
from fanal.concerns.triage import assisted, triage
from fanal.journal import api as journal
from fanal.vocabulary.codes import ReportChannel
from fanal.vocabulary.ids import day_id
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.concerns.told import page_of

pytestmark = pytest.mark.django_db(databases="__all__")

ANSWERS = {"danger": "yes", "country": "XA", "words": "She waits at the corner", "child_now": "with_adult"}


def call(*, code: bool = True, **more: Any) -> assisted.Call:
    given: dict[str, Any] = {
        "key": day_id(NOW.date()),
        "answers": ANSWERS,
        "channel": ReportChannel.PHONE,
        "language": "fr",
        "heard": Heard("He sounded calm", "Jo", ("social_services",)),
    }
    return assisted.Call(code=code, **{**given, **more})


def test_a_call_is_a_concern_signed_by_the_worker(cast: Cast) -> None:
    """Sealed, on the clock of danger, in the journal under the worker's name; the worker's words stand apart."""
    page_of(cast)
    entered = assisted.enter(cast["femi"], call(), NOW)
    row = Concern.objects.get(pk=entered.received.id)
    assert (row.channel, row.language, row.danger, row.critical_reason) == ("phone", "fr", "yes", "with_adult")
    file = triage.look(cast["amara"], row.pk, NOW)
    assert file.content.words == "She waits at the corner"
    assert file.content.worker_words == "He sounded calm"
    assert file.reporter is not None
    assert (file.reporter.name, file.reporter.may_be_named_to) == ("Jo", ("social_services",))
    first = journal.read(row.pk)[-1]
    assert (first.deed, first.actor) == (RECEIVED, cast["femi"].person)
    assert duties.DECIDE_URGENT.code in {one.kind for one in clocks.open_duties(org=cast.aurora)}


def test_the_caller_gets_a_code_or_none(cast: Cast) -> None:
    """The code opens the thread and nothing else; without one nobody can come back, and nothing pretends so."""
    page_of(cast)
    with_code = assisted.enter(cast["femi"], call(), NOW)
    without = assisted.enter(cast["femi"], call(code=False), NOW)
    assert with_code.receipt is not None
    assert public.look(with_code.receipt, NOW).concern == with_code.received.id
    assert without.receipt is None
    assert Concern.objects.get(pk=without.received.id).locator is None


def test_sent_twice_is_one(cast: Cast) -> None:
    page_of(cast)
    one = call()
    first, second = assisted.enter(cast["femi"], one, NOW), assisted.enter(cast["femi"], one, NOW)
    assert (first.received.first, second.received.first) == (True, False)
    assert second.receipt is None
    assert Concern.objects.count() == 1


@pytest.mark.parametrize("username", ["edo", "celia", "dalia", "sol"])
def test_only_the_intake_team_writes_calls_down(cast: Cast, username: str) -> None:
    page_of(cast)
    with pytest.raises(NotAllowed):
        assisted.enter(cast[username], call(), NOW)


def test_without_a_page_nobody_is_on_duty(cast: Cast) -> None:
    with pytest.raises(NotNow, match="no page yet"):
        assisted.enter(cast["femi"], call(), NOW)


# ---- the page ----

TYPED = {
    "danger": "not_sure",
    "country": "XA",
    "words": "Two of them in a van",
    "channel": "in_person",
    "spoken": "es",
    "code": "yes",
    "worker_words": "Came to our door",
}


def posted(client: Any, **more: Any) -> Any:
    url = reverse("concerns:enter")
    key = re.search(r'name="key" value="([0-9a-f-]{36})"', text(client.get(url)))
    assert key is not None
    return client.post(url, {"key": key[1], **{k: v for k, v in {**TYPED, **more}.items() if v is not None}})


def test_the_page_keeps_a_call_and_reads_out_the_code_once(cast: Cast) -> None:
    page_of(cast)
    client = client_of(cast, "femi")
    kept = posted(client)
    assert kept.status_code == 200
    letters = re.search(r'<p class="receipt"[^>]*>([0-9A-Z-]{24})<', text(kept))
    assert letters is not None
    row = Concern.objects.get()
    assert public.look(vault.parse_receipt(letters[1]), NOW).concern == row.pk
    assert row.channel == "in_person"
    again = client.post(reverse("concerns:enter"), {"key": str(row.pk), **TYPED}, follow=True)
    assert "stored already" in text(again)
    assert letters[1] not in text(again)
    assert Concern.objects.count() == 1


def test_many_things_can_be_ticked(cast: Cast) -> None:
    """Only choices of one become lists to open."""
    page_of(cast)
    page = text(client_of(cast, "femi").get(reverse("concerns:enter")))
    assert page.count('type="checkbox" name="what"') == 12
    assert page.count('type="radio" name="danger"') == 3
    assert '<select name="adult_link"' in page


def test_no_code_where_it_is_not_safe(cast: Cast) -> None:
    page_of(cast)
    assert "No code was made" in text(posted(client_of(cast, "femi"), code="no"))


def test_the_summary_names_each_question_that_was_left_out(cast: Cast) -> None:
    """As every form does: "Please choose an answer" three times says nothing."""
    page_of(cast)
    page = text(posted(client_of(cast, "femi"), danger=None, channel=None, code=None))
    summary = page.partition('role="alert"')[2].partition("<form")[0]
    assert "Please choose an answer" not in summary
    assert summary.count("needs an answer.") == 3
    assert "“How did it come?” needs an answer." in summary


def test_a_call_about_our_own_people_is_with_the_safeguarding_lead(cast: Cast) -> None:
    """Whoever wrote it down does not open it: the page says who has it, and has no button that leads to a refusal."""
    page_of(cast)
    client = client_of(cast, "femi")
    page = text(posted(client, about_us="yes"))
    concern = reverse("concerns:concern", args=[Concern.objects.get().pk])
    assert Concern.objects.get().restricted
    assert "The safeguarding lead has it now." in page
    assert concern not in page
    Concern.objects.all().delete()
    page = text(posted(client))
    assert reverse("concerns:concern", args=[Concern.objects.get().pk]) in page
    assert "safeguarding lead" not in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"danger": None}, "Please choose an answer"),
        ({"channel": None}, "Please choose an answer"),
        ({"channel": "web_form"}, "Please choose an answer"),
        ({"spoken": "xx"}, "Please choose an answer"),
        ({"code": None}, "Please choose an answer"),
        ({"words": None}, "Tick one of these"),
        ({"country": "ZZ"}, "choose a country"),
        ({"worker_words": "so " * 700}, "Make this shorter"),
        ({"words": "so " * 700}, "Characters too many"),
        ({"may_be_named_to": "court"}, "Please choose an answer"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_the_rest_is_kept(cast: Cast, wrong: dict[str, Any], said: str) -> None:
    page_of(cast)
    page = posted(client_of(cast, "femi"), **wrong)
    assert page.status_code == 200
    assert said in text(page)
    if "worker_words" not in wrong:
        assert "Came to our door" in text(page)
    assert not Concern.objects.exists()


def test_a_picture_in_disguise_is_refused_and_nothing_is_stored(cast: Cast) -> None:
    page_of(cast)
    for name in ("words", "worker_words"):
        page = posted(client_of(cast, "femi"), **{name: "data:image/png;base64," + "A" * 300})
        assert page.status_code == 422
        assert "We cannot receive pictures" in text(page)
        assert "not sent yet" in text(page)
    assert not Concern.objects.exists()


@pytest.mark.parametrize("name", ["words", "worker_words", "caller_name"])
def test_a_picture_in_one_text_costs_no_other_and_not_the_words_around_it(cast: Cast, name: str) -> None:
    """The caller has hung up: what was typed of the call stays, in every box."""
    page_of(cast)
    typed = {"words": "Two of them in a van", "worker_words": "Came to our door", "caller_name": "Gita"}
    picture = f"{typed[name]}, seen at noon data:image/png;base64,{'A' * 300} and gone"
    page = text(posted(client_of(cast, "femi"), **{**typed, name: picture}))
    for said in (*typed.values(), "seen at noon", "and gone"):
        assert said in page, said
    assert "AAAA" not in page


def test_the_page_leads_back_where_the_house_is_not_ready(cast: Cast) -> None:
    page = client_of(cast, "femi").get(reverse("concerns:enter"), follow=True)
    assert "no page yet" in text(page)
