"""CM-34: what a child says of us is sealed past the worker, unless the child lets the worker read it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from fanal.access.api import NotAllowed, NotHere, NotNow, open_record
from fanal.cases import ground
from fanal.cases.access_terms import child_ref
from fanal.cases.child_side import child_side, duties, reading
from fanal.cases.codes import ConsentPurpose
from fanal.cases.files import ledger, record
from fanal.cases.ground import Recipient
from fanal.cases.grounds.grounds import taken_back
from fanal.cases.models import Case, Consent, Feedback
from fanal.cases.opening.opening import open_file
from fanal.cases.policy import LOOK
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Role
from fanal.vocabulary.codes import DataCategory, RecipientCategory
from tests.desk import client_of, text
from tests.people import NOW, Cast, gains
from tests.rooms.cases.care import ANSWERS, accepted, opened
from tests.rooms.cases.child_side.own import Phone, coded

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(scope="module")
def case(cast_of_file: Cast) -> Case:
    return opened(cast_of_file)


def _says(cast: Cast, case: Case, face: str = "a_little", **last: str) -> Feedback:
    phone = Phone()
    phone.code(coded(cast, case))
    phone.press("feel")
    phone.press("next", face=face)
    for _one in range(3):
        phone.press("skip")
    phone.press("feel_send", text="I am afraid of the stairs", **last)
    return Feedback.objects.latest("pk")


def test_the_worker_has_neither_page_nor_key(cast: Cast, case: Case) -> None:
    row = _says(cast, case)
    assert not network.records.open_many(cast.aurora, [row.pk], cast["marek"].keyring)
    assert reading.of_file(cast["marek"], case.pk, NOW)[1] == []
    with pytest.raises((NotAllowed, NotHere)):
        reading.done(cast["marek"], row.pk, "seen", NOW)
    page = text(client_of(cast, "marek").get(reverse("cases:feedback_of", args=[case.pk])))
    assert "stairs" not in page
    assert "stairs" not in text(client_of(cast, "marek").get(reverse("cases:file", args=[case.pk])))


def test_the_worker_reads_it_where_the_child_says_so(cast: Cast, case: Case) -> None:
    row = _says(cast, case, may_read="1")
    heard = reading.of_file(cast["marek"], case.pk, NOW)[1]
    assert [one.said["words"] for one in heard] == ["I am afraid of the stairs"]
    with pytest.raises((NotAllowed, NotHere)):  # and does nothing about it alone
        reading.done(cast["marek"], row.pk, "seen", NOW)


def test_whoever_writes_into_the_database_that_the_child_allows_it_shows_the_worker_nothing(
    cast: Cast, case: Case
) -> None:
    _says(cast, case)
    Feedback.objects.update(worker_may_read=True)
    assert not any(one.said for one in reading.of_file(cast["marek"], case.pk, NOW)[1])


def test_a_worker_who_is_a_supervisor_elsewhere_does_not_read_it_either(cast: Cast, case: Case) -> None:
    """The key may open it then; the policy does not."""
    _says(cast, case)
    gains(cast["marek"].person, Role.SUPERVISOR)
    again = cast["marek"]
    assert reading.of_file(again, case.pk, NOW)[1] == []
    assert reading.waiting(again, NOW)[0] == []


@pytest.mark.parametrize("who", ["bao", "dalia"])
def test_supervisors_and_the_safeguarding_lead_read_it(cast: Cast, case: Case, who: str) -> None:
    _says(cast, case, other="1")
    page = text(client_of(cast, who).get(reverse("cases:feedback")))
    assert "I am afraid of the stairs" in page
    assert "wants somebody else" in page


@pytest.mark.parametrize("who", ["nils", "oda", "pia", "edo", "amara", "lena", "celia"])
def test_nobody_else_reads_it(cast: Cast, case: Case, who: str) -> None:
    row = _says(cast, case)
    with pytest.raises((NotAllowed, NotHere)):
        reading.feedback_of(cast[who], row.pk)
    assert not network.records.open_many(cast.aurora, [row.pk], cast[who].keyring)


def test_who_is_not_safe_comes_first_and_is_reached_within_a_day(cast: Cast, case: Case) -> None:
    _says(cast, case)
    row = _says(cast, case, "not_at_all")
    heard = reading.waiting(cast["bao"], NOW)[0]
    assert [one.row.pk == row.pk for one in heard] == [True, False]
    found = clocks.open_duties(kinds=[duties.NOT_SAFE], files=[case.pk])
    assert [(one.subject, one.person) for one in found] == [(row.pk, cast["bao"].person)]
    assert found[0].due_at <= timezone.now() + timedelta(hours=25)
    with pytest.raises(NotNow):
        reading.done(cast["bao"], row.pk, "", NOW)
    reading.done(cast["bao"], row.pk, "I met her at the school; she sleeps at her aunt's tonight", NOW)
    assert not clocks.open_duties(kinds=[duties.NOT_SAFE, duties.READ], subjects=[row.pk])
    assert "aunt" in reading.of_file(cast["dalia"], case.pk, NOW)[1][0].said["done"]


def test_only_who_is_not_safe_at_all_is_told_that_somebody_tries_to_reach_them(cast: Cast, case: Case) -> None:
    """It is said before, where it is asked and where it is sent; what the page says after is what the duties say."""
    said, phone = "tries to reach you in the safe way", Phone()
    phone.code(coded(cast, case))
    assert said in phone.press("feel")
    for _one in range(3):
        assert said not in phone.press("skip")
    assert said in phone.press("skip")
    assert said not in phone.press("feel_send", text="All is well")
    assert "within three days" in phone.html
    phone.press("feel")
    phone.press("next", face="not_at_all")
    assert f"{said}, within a day." in phone.press("feel_send")
    known = 'href="tel:' in phone.html
    assert ("do not wait for us: call." in phone.html, "ask a grown-up you trust" in phone.html) == (known, not known)


def test_the_day_of_the_worker_does_not_tell_that_the_child_is_not_safe(cast: Cast, case: Case) -> None:
    _says(cast, case, "not_at_all")
    assert "not safe at all" not in text(client_of(cast, "marek").get(reverse("desk:day")))
    assert "not safe at all" in text(client_of(cast, "bao").get(reverse("desk:day")))


def test_it_is_read_on_the_page_within_three_days(cast: Cast, case: Case) -> None:
    row = _says(cast, case)
    assert clocks.open_duties(kinds=[duties.READ], subjects=[row.pk])
    bao = client_of(cast, "bao")
    bao.post(reverse("cases:feedback_done", args=[row.pk]), {})
    assert not clocks.open_duties(kinds=[duties.READ], subjects=[row.pk])
    assert "I am afraid of the stairs" not in text(bao.get(reverse("cases:feedback")))
    assert "I am afraid of the stairs" in text(bao.get(reverse("cases:feedback_of", args=[case.pk])))


def test_a_restricted_file_is_heard_by_its_supervisor_and_the_safeguarding_lead_alone(cast: Cast) -> None:
    case = open_file(cast["marek"], accepted(cast, by="dalia", about_us="yes").id, ANSWERS, NOW)
    assert case.restricted
    row = _says(cast, case)
    for who, opens in (("bao", True), ("dalia", True), ("marek", False)):
        assert bool(network.records.open_many(cast.aurora, [row.pk], cast[who].keyring)) is opens


# ---- the other doors ----


def test_another_worker_a_message_and_coming_back_reach_the_supervisor(cast: Cast, case: Case) -> None:
    phone = Phone()
    phone.code(coded(cast, case))
    phone.press("other")
    assert "Thank you" in phone.press("other_send")
    phone.press("write")
    assert "You did not write anything yet." in phone.press("write_send")
    assert "Thank you" in phone.press("write_send", text="When do we meet?")
    phone.press("back")
    assert "Thank you" in phone.press("back_send")
    about = {one.row.about: one.said for one in reading.waiting(cast["bao"], NOW)[0]}
    assert about["other_worker"]["wants_other_worker"] is True
    assert about["message"]["words"] == "When do we meet?"
    assert [one.kind for one in clocks.open_duties(kinds=[duties.CAME_BACK], files=[case.pk])] == ["child_came_back"]


def test_what_is_never_kept_is_refused_and_the_code_is_not_sent_along(cast: Cast, case: Case) -> None:
    letters = coded(cast, case)
    phone = Phone()
    phone.code(letters)
    assert "Take it out" in phone.press("write_send", text=f"my code is {letters}")
    assert "take out" in phone.press("write_send", text="a" * 501)
    assert "We cannot take pictures" in phone.press("write_send", text="data:image/png;base64," + "iVBORw0KGgo" * 20)
    assert not Feedback.objects.exists()


CLINIC = Recipient(RecipientCategory.SERVICE_PROVIDER, "clinic")


def _shared(cast: Cast, case: Case) -> bool:
    marek = cast["marek"]
    with open_record(marek, child_ref(case.child), LOOK, purpose="casework", now=NOW, thing=case) as opened_:
        rows = ledger.read(opened_, case.child)
    at = max(row.given_at for row in rows)
    return ground.effective(rows, ConsentPurpose.REFERRAL, CLINIC, DataCategory.SERVICES, at) is not None


def _may_be_told(cast: Cast, case: Case) -> None:
    """Marek recorded that the clinic may know."""
    row = Consent(
        child=case.child, made_by_id=cast["marek"].person, made_at=NOW, act="give", purpose="referral",
        recipients=["service_provider"], categories=["services", "contact"], method="spoken_witnessed", basis="consent",
        given_at=NOW, expires_on=NOW.date() + timedelta(days=200),
    )  # fmt: skip
    with open_record(
        cast["marek"], child_ref(case.child), "cases.write", purpose="casework", now=NOW, thing=case, write=True
    ) as opened_:
        record.add(opened_, row, {"given_by": "child", "child_assented": "agreed"})


def test_a_child_who_stops_sharing_is_heard_at_once(cast: Cast, case: Case) -> None:
    _may_be_told(cast, case)
    assert _shared(cast, case)
    phone = Phone()
    phone.code(coded(cast, case))
    phone.press("stop")
    assert "Choose who should know no more." in phone.press("stop_send")
    form = phone.html
    assert "From now on we tell them no more" in phone.press("stop_send", whom=["help"])
    assert not _shared(cast, case)
    taken = Consent.objects.filter(act="withdraw").count()
    phone.html = form
    phone.press("stop_send", whom=["help"])
    assert Consent.objects.filter(act="withdraw").count() == taken
    assert [one.person for one in clocks.open_duties(kinds=[duties.STOPPED], files=[case.pk])] == [cast["bao"].person]
    page = text(client_of(cast, "bao").get(reverse("cases:feedback")))
    assert "A doctor, a school, a place to stay" in page


def test_what_the_child_did_not_name_goes_on(cast: Cast, case: Case) -> None:
    _may_be_told(cast, case)
    child_side.stop_sharing(case, UUID(int=5), ["law"], NOW + timedelta(minutes=1))
    assert _shared(cast, case)


def test_a_withdrawal_that_somebody_planted_in_the_database_ends_nothing(cast: Cast, case: Case) -> None:
    _may_be_told(cast, case)
    planted = Consent.objects.get(purpose="referral")
    planted.pk, planted.act, planted.made_by = None, "withdraw", None
    planted.id = UUID(int=7)
    planted.save(force_insert=True)
    assert _shared(cast, case)


def test_the_file_opens_as_before_where_the_child_took_a_consent_back(cast: Cast, case: Case) -> None:
    child_side.stop_sharing(case, UUID(int=9), ["all"], NOW)
    marek = client_of(cast, "marek")
    assert marek.get(reverse("cases:file", args=[case.pk])).status_code == 200
    assert marek.get(reverse("cases:ledger", args=[case.pk])).status_code == 200


def test_what_others_still_have_ends_with_the_keys_of_the_supervisor(cast: Cast, case: Case) -> None:
    """Whoever passed something on hears, with the ledger as it is now (CM-39)."""
    heard = []

    def hear(sender: object, **told: Any) -> None:
        heard.append((told["by"].actor, {row.act.value for row in told["rows"]}))

    taken_back.connect(hear)
    try:
        child_side.stop_sharing(case, UUID(int=11), ["all"], NOW)
        reading.done(cast["bao"], UUID(int=11), "The clinic confirmed that its copy is gone", NOW)
    finally:
        taken_back.disconnect(hear)
    assert [(who, "withdraw" in acts) for who, acts in heard] == [(cast["bao"].person, True)]
