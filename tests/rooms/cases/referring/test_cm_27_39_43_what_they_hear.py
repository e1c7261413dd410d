"""CM-27, CM-39, CM-43 to CM-45, CM-47, DNH-19, DNH-28, DNH-29: what a provider hears, and that it ends with the yes."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from fanal.access.api import NotNow
from fanal.cases.codes import ConsentPurpose, SafeContact
from fanal.cases.directory import keeping
from fanal.cases.files import files, writing
from fanal.cases.grounds import grounds
from fanal.cases.models import Case, Consent, Provider, Referral, Service
from fanal.cases.referring import referring, seen
from fanal.clocks import api as clocks
from fanal.passing.api import Addition, NotAddable
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.directory.scenes import SAID as ENTRY
from tests.rooms.cases.directory.scenes import keeper
from tests.rooms.cases.grounds.care import CLINIC
from tests.rooms.cases.planning.scenes import helped
from tests.rooms.cases.referring.scenes import RANG, SAID, YES, a_help, drafted, offered

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = NOW + timedelta(hours=5)


@pytest.fixture(scope="module")
def help_of_all(cast_of_file: Cast) -> Service:
    return a_help(cast_of_file)


def withdraw(cast: Cast, case: Case) -> None:
    row = Consent.objects.get(purpose="referral", act="give")
    grounds.withdraw(cast["marek"], case.pk, row.pk, {"given_by": "child"}, LATER)


def purge(case: Case) -> list[object]:
    return [one.due_at for one in clocks.open_duties(files=[case.pk]) if one.kind == "purge_confirmation"]


def change(cast: Cast, **more: object) -> None:
    row = Provider.objects.get()
    keeping.change(keeper(cast), row.pk, ENTRY | more, row.version, NOW)


# ---- what is in the way ----


def test_cm_41_without_a_yes_nobody_is_asked(cast: Cast, help_: Service) -> None:
    withdraw(cast, help_.case)
    with pytest.raises(NotNow, match="no ground for this"):
        drafted(cast["marek"], help_, now=LATER)
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    "entry", [{"agreement_until": None}, {"agreement_until": date(2026, 1, 1)}, {"vetted_until": date(2026, 1, 1)}]
)
def test_cm_27_a_provider_that_may_not_be_used_is_not_asked_nor_told(
    cast: Cast, help_: Service, entry: dict[str, object]
) -> None:
    row = offered(cast["marek"], help_)
    change(cast, **entry)
    with pytest.raises(NotNow, match=r"agreement|checked"):
        referring.answer(cast["marek"], row.pk, YES, LATER)
    assert Referral.objects.get().state == "offered"
    referring.take_back(cast["marek"], row.pk, LATER)
    with pytest.raises(NotNow, match=r"agreement|checked"):
        drafted(cast["marek"], help_)


def test_cm_27_a_provider_that_is_stopped_is_not_asked(cast: Cast, help_: Service) -> None:
    keeping.suspend(cast["dalia"], Provider.objects.get().pk, NOW)
    with pytest.raises(NotNow, match="not used for the time being"):
        drafted(cast["marek"], help_)


def test_cm_45_what_changed_since_it_was_seen_is_not_told(cast: Cast, help_: Service) -> None:
    row = drafted(cast["marek"], help_)
    way = {"channels_allowed": ("through_safe_person",), "safe_person": "her aunt"}
    writing.set_safety(cast["marek"], help_.case_id, SafeContact.AGREED_TIMES, way, LATER)
    with pytest.raises(NotNow, match="not what you saw"):
        referring.offer(cast["marek"], row.pk, RANG, LATER)
    page = text(client_of(cast, "marek").get(reverse("cases:referral", args=[row.pk])))
    assert "not what you saw" in page
    assert reverse("cases:referral_offer", args=[row.pk]) not in page


# ---- one more, with a reason ----


def test_dnh_29_one_field_more_needs_a_reason_and_a_yes(cast: Cast, help_: Service) -> None:
    with pytest.raises(NotAddable):
        drafted(cast["marek"], help_, added=[Addition("child.given_name", "They ask")])
    with pytest.raises(NotAddable):
        drafted(cast["marek"], help_, added=[Addition("service.type", " ")])
    row = drafted(cast["marek"], help_, added=[Addition("service.for_whom", "They plan for it")])
    read = files.look(cast["marek"], help_.case_id, NOW).of(Referral)[0]
    extra = [(one.field, one.reason) for one in seen.items(read.said["pack"]) if one.reason]
    assert extra == [("service.for_whom", "They plan for it")]
    referring.offer(cast["marek"], row.pk, RANG, NOW)
    referring.answer(cast["marek"], row.pk, YES, LATER)


# ---- it ends ----


def test_cm_39_a_yes_that_is_taken_back_ends_what_they_were_told_at_once(cast: Cast, help_: Service) -> None:
    row = offered(cast["marek"], help_)
    referring.answer(cast["marek"], row.pk, YES, NOW)
    withdraw(cast, help_.case)
    row.refresh_from_db()
    help_.refresh_from_db()
    assert (row.state, help_.state) == ("revoked", "planned"), "it can be asked of others"
    assert purge(help_.case) == [LATER + timedelta(hours=72)]
    assert files.look(cast["marek"], help_.case_id, LATER).of(Referral)[0].unreadable == ""
    page = text(client_of(cast, "marek").get(reverse("cases:referral", args=[row.pk])))
    assert "the school counsellor" not in page
    with pytest.raises(NotNow, match="Answer this"):
        referring.purged(cast["marek"], row.pk, RANG, LATER)
    referring.purged(cast["marek"], row.pk, RANG | {"receipt": "A letter of today"}, LATER)
    assert purge(help_.case) == []
    assert Referral.objects.get().state == "purged"


def test_cm_39_who_was_only_asked_is_asked_no_more(cast: Cast, help_: Service) -> None:
    row = offered(cast["marek"], help_)
    withdraw(cast, help_.case)
    row.refresh_from_db()
    help_.refresh_from_db()
    assert (row.state, help_.state) == ("withdrawn", "planned")
    assert purge(help_.case) == []
    assert not [one for one in clocks.open_duties(files=[help_.case_id]) if one.kind == "referral_answer"]


def test_a_yes_for_less_ends_only_what_it_does_not_cover(cast: Cast, help_: Service) -> None:
    row = offered(cast["marek"], help_)
    referring.answer(cast["marek"], row.pk, YES, NOW)
    grounds.refuse(cast["marek"], help_.case_id, ConsentPurpose.FAMILY_TRACING, {"given_by": "child"}, LATER)
    row.refresh_from_db()
    assert row.state == "accepted"
    given = Consent.objects.get(purpose="referral", act="give")
    less = CLINIC | {"categories": ("existence",)}
    grounds.narrow(cast["marek"], help_.case_id, given.pk, less, LATER)
    row.refresh_from_db()
    assert row.state == "revoked"


def test_the_worker_ends_it_without_a_ground_too(cast: Cast, help_: Service) -> None:
    row = offered(cast["marek"], help_)
    referring.answer(cast["marek"], row.pk, YES, NOW)
    for _ in range(2):
        referring.revoke(cast["bao"], row.pk, LATER)
    assert len(purge(help_.case)) == 1
    help_.refresh_from_db()
    assert help_.state == "planned"


# ---- pages ----


def test_cm_43_the_pages_go_from_the_card_to_the_pack(cast: Cast, help_: Service) -> None:
    marek, case = client_of(cast, "marek"), help_.case
    address = reverse("cases:refer", args=[case.pk, help_.pk])
    assert address in text(marek.get(reverse("cases:plan", args=[case.pk])))
    page = text(marek.get(address))
    assert all(one in page for one in ("Old Harbour Clinic", "10 to 14", "the school counsellor", "Who told us"))
    assert "Lilo" not in page
    key = page.partition('name="request_key" value="')[2].partition('"')[0]
    said = {f"referral_{name}": value for name, value in SAID.items() if value}
    odd = marek.post(address, said | {"request_key": key, "add:note.body": "They ask"})
    assert "What would leave has changed" in text(odd)
    answer = marek.post(address, said | {"request_key": key, "add:service.for_whom": ""})
    row = Referral.objects.get()
    one = reverse("cases:referral", args=[row.pk])
    assert answer.headers["Location"] == one
    page = text(marek.get(one))
    assert "72 hours" in page
    assert SAID["need"] in page
    marek.post(reverse("cases:referral_offer", args=[row.pk]), {"referral_spoken_to": "the receptionist"})
    row.refresh_from_db()
    assert row.state == "offered"
    assert one in text(marek.get(reverse("cases:plan", args=[case.pk])))
    assert "waits for an answer" in text(marek.get(reverse("cases:file", args=[case.pk])))
    told = {"referral_state": "declined", "referral_spoken_to": "the receptionist"}
    form = reverse("cases:referral_answer", args=[row.pk])
    assert "Say why." in text(marek.post(form, told))
    marek.post(form, told | {"referral_declined_because": "no_capacity"})
    page = text(marek.get(one))
    assert reverse("cases:help_change", args=[case.pk, help_.pk]) in page
    assert "the school counsellor" not in page, "what they were not told is not read out either"
    for who in ("oda", "amara", "edo", "dalia", "lena"):
        assert client_of(cast, who).get(one).status_code in {403, 404}, who
        assert client_of(cast, who).get(address).status_code in {403, 404}, who


def test_cm_47_the_day_leads_to_it_and_says_nothing_of_the_child(cast: Cast, help_: Service) -> None:
    row = offered(cast["marek"], help_)
    page = text(client_of(cast, "marek").get(reverse("desk:day")))
    assert reverse("cases:referral", args=[row.pk]) in page
    assert "Old Harbour Clinic" not in page
    assert "Lilo" not in page


def test_without_a_provider_the_page_says_what_to_do(cast: Cast, help_: Service) -> None:
    nobody = helped(cast, help_.case)
    page = text(client_of(cast, "marek").get(reverse("cases:refer", args=[help_.case_id, nobody.pk])))
    assert "Nobody is chosen for this help" in page


def test_what_is_written_for_a_provider_does_not_say_who_the_child_is(cast: Cast) -> None:
    with pytest.raises(NotNow, match="what says who the child is: Lilo") as why:
        drafted(cast["marek"], a_help(cast), told_child="Lilo knows of it")
    assert why.value.field == "told_child"
    assert not Referral.objects.exists()
