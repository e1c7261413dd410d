"""CM-47: a provider without an account answers on a page: a code told on the telephone, three openings within 72 hours,
the card first, what they may be told after their yes; it ends with all that it rests on."""

import re
import zlib
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import fanal
from fanal import vault
from fanal.access.api import NotAllowed, NotHere, NotNow, open_as_reporter
from fanal.cases.access_terms import case_ref
from fanal.cases.child_side.state import State as ChildState
from fanal.cases.child_side.state import wrap
from fanal.cases.codes import SafeContact
from fanal.cases.directory import keeping
from fanal.cases.files import apart, by_code, files, writing
from fanal.cases.grounds import grounds
from fanal.cases.models import Consent, Provider, ProviderAnswer, ProviderPage, Referral, Service
from fanal.cases.planning import helping
from fanal.cases.referring import once, page, referring
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.api import keyfile, records
from fanal.network.models import Organisation
from fanal.web.api import codes
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.referring.scenes import NO, RANG, WAY, YES, a_help, drafted, offered

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = NOW + timedelta(hours=5)


@pytest.fixture(scope="module")
def help_of_all(cast_of_file: Cast) -> Service:
    return a_help(cast_of_file)


@pytest.fixture
def code(cast: Cast, help_: Service) -> vault.Receipt:
    """What Marek told a clinic that had not been asked yet."""
    return once.make(cast["marek"], drafted(cast["marek"], help_).pk, RANG, NOW)


def stands(help_: Service) -> tuple[str, str]:
    help_.refresh_from_db()
    return Referral.objects.get().state, help_.state


def due(help_: Service) -> set[str]:
    kinds = {"referral_answer", "referral_back", "referral_outcome", "service_due"}
    return {one.kind for one in clocks.open_duties(files=[help_.case_id])} & kinds


def over(code: vault.Receipt, now: object = LATER) -> bool:
    """Whether it opens nothing, and nothing of it is left but its row."""
    with pytest.raises(codes.NotFound):
        once.look(code, now)  # type: ignore[arg-type]
    row = ProviderPage.objects.latest("made_at")
    assert row.ended_at is not None
    assert not any(kind == "reporter" for kind, *_more in records.holders(row.pk))
    return not bytes(row.content)


# ---- what it shows, and the answer ----


def test_the_card_first_and_after_the_yes_what_they_may_be_told(
    cast: Cast, help_: Service, code: vault.Receipt
) -> None:
    assert (stands(help_), due(help_)) == (("offered", "referred"), {"referral_answer"})
    shown = once.look(code, LATER)
    assert {one.field for one in shown.card} >= {"card.age", "card.needs", "card.country"}
    assert (shown.pack, shown.accepted, shown.left) == ((), False, 2)
    told = once.accept(code, LATER)
    assert {"referral.need", "referral.our_contact", "contact_safety.safe_person"} <= {one.field for one in told.pack}
    assert (stands(help_), due(help_)) == (("accepted", "accepted"), {"referral_outcome", "service_due"})
    assert ProviderAnswer.objects.get().hours == 5
    found = files.look(cast["marek"], help_.case_id, LATER)
    assert not any(one.unreadable for one in (*found.of(Referral), *found.of(Service)))
    referring.complete(cast["marek"], Referral.objects.get().pk, {"outcome": "helped"}, LATER)
    assert over(code)


def test_it_counts_as_if_it_had_been_rung_in(cast: Cast, help_: Service, code: vault.Receipt) -> None:
    with pytest.raises(NotNow, match="Say why"):
        once.decline(code, "", LATER)
    with pytest.raises(NotNow, match="Say why"):
        once.decline(code, "because", LATER)
    once.decline(code, "no_capacity", LATER)
    assert (stands(help_), due(help_)) == (("declined", "declined_by_provider"), {"referral_back"})
    assert ProviderAnswer.objects.get().hours == 5
    assert over(code)
    row = ProviderPage.objects.get()
    assert once.reason(cast["marek"], row, LATER) == "no_capacity"
    page_ = text(client_of(cast, "marek").get(reverse("cases:referral", args=[row.referral_id])))
    assert "No place now" in page_
    with pytest.raises(codes.NotFound):
        once.accept(code, LATER)


def test_three_openings_and_from_the_last_one_they_answer_still(help_: Service, code: vault.Receipt) -> None:
    for left in (2, 1, 0):
        assert once.look(code, LATER).left == left
    assert once.accept(code, LATER).left == 0
    with pytest.raises(codes.NotFound):
        once.accept(code, LATER)
    assert over(code)
    assert stands(help_)[0] == "accepted"


def test_a_fourth_opening_ends_it_and_whoever_asked_is_told(cast: Cast, help_: Service, code: vault.Receipt) -> None:
    for _ in range(3):
        once.look(code, LATER)
    assert over(code)
    assert stands(help_)[0] == "offered"
    page_ = text(client_of(cast, "marek").get(reverse("cases:referral", args=[Referral.objects.get().pk])))
    assert "The page by a code is over" in page_


def test_a_yes_that_is_sent_again_is_one_opening_more(help_: Service, code: vault.Receipt) -> None:
    once.look(code, LATER)
    once.accept(code, LATER)
    assert once.accept(code, LATER).left == 1
    assert len([one for one in journal.read(help_.case_id) if one.deed == "cases.provider_page_answered"]) == 1


def test_whoever_was_told_the_card_gets_a_page_as_well_and_a_new_one_ends_the_old(cast: Cast, help_: Service) -> None:
    row = offered(cast["marek"], help_)
    first = once.make(cast["marek"], row.pk, RANG, NOW)
    second = once.make(cast["marek"], row.pk, RANG, LATER)
    with pytest.raises(codes.NotFound):
        once.look(first, LATER)
    assert once.look(second, LATER).left == 2
    assert len([one for one in clocks.open_duties(files=[help_.case_id]) if one.kind == "referral_answer"]) == 1


def opened_by_code() -> list[str]:
    """What the journal of the page says of the provider, by deed."""
    row = ProviderPage.objects.latest("made_at")
    deeds = {"cases.provider_page_seen", "cases.provider_page_answered"}
    return [one.deed for one in journal.read(row.pk) if one.deed in deeds]


def test_the_journal_says_each_opening_once_and_none_where_nothing_was_shown(
    cast: Cast, help_: Service, code: vault.Receipt
) -> None:
    once.look(code, LATER)
    once.accept(code, LATER)
    said = opened_by_code()
    assert len(said) == 2
    assert len(set(said)) == 2
    way = WAY | {"safe_person": "her aunt"}
    writing.set_safety(cast["marek"], help_.case_id, SafeContact.AGREED_TIMES, way, LATER)
    assert over(code)
    assert opened_by_code() == said


# ---- it ends ----


def test_it_ends_after_72_hours_and_what_it_showed_goes(help_: Service, code: vault.Receipt) -> None:
    once.accept(code, LATER)
    end = NOW + timedelta(hours=72)
    assert once.look(code, end - timedelta(minutes=1)).accepted
    assert page.sweep(end - timedelta(minutes=1)) == 0
    assert page.sweep(end) == 1
    assert over(code, end)
    assert stands(help_)[0] == "accepted"


def test_it_ends_with_the_time_to_answer(help_: Service, code: vault.Receipt) -> None:
    clocks.sweep(NOW + timedelta(hours=73))
    assert stands(help_) == ("expired", "no_answer")
    assert over(code)


def test_it_ends_with_the_yes_of_the_child(cast: Cast, help_: Service, code: vault.Receipt) -> None:
    row = Consent.objects.get(purpose="referral", act="give")
    grounds.withdraw(cast["marek"], help_.case_id, row.pk, {"given_by": "child"}, LATER)
    assert stands(help_) == ("withdrawn", "planned")
    assert over(code)


def test_it_ends_when_what_it_was_made_of_is_another(cast: Cast, help_: Service, code: vault.Receipt) -> None:
    way = WAY | {"safe_person": "her aunt"}
    writing.set_safety(cast["marek"], help_.case_id, SafeContact.AGREED_TIMES, way, LATER)
    with pytest.raises(codes.NotFound):
        once.accept(code, LATER)
    assert stands(help_)[0] == "offered"
    assert over(code)


def test_what_does_not_stand_on_it_leaves_it_open(cast: Cast, help_: Service, code: vault.Receipt) -> None:
    writing.add_note(cast["marek"], help_.case_id, "contact", {"body": "She likes the river"}, LATER)
    assert once.look(code, LATER).left == 2


def test_it_ends_when_the_provider_may_not_be_used(cast: Cast, code: vault.Receipt) -> None:
    keeping.suspend(cast["dalia"], Provider.objects.get().pk, NOW)
    assert over(code)


@pytest.mark.parametrize("how", ["taken_back", "rung_in", "help_over"])
def test_it_ends_with_what_was_asked(cast: Cast, help_: Service, code: vault.Receipt, how: str) -> None:
    row = Referral.objects.get()
    if how == "taken_back":
        referring.take_back(cast["marek"], row.pk, LATER)
    elif how == "rung_in":
        referring.answer(cast["marek"], row.pk, NO, LATER)
    else:
        help_.refresh_from_db()
        helping.end(cast["marek"], help_.case_id, help_.pk, {"state": "declined_by_child"}, help_.version, LATER)
    assert over(code)


def test_a_yes_that_was_rung_in_meanwhile_opens_the_rest(cast: Cast, code: vault.Receipt) -> None:
    referring.answer(cast["marek"], Referral.objects.get().pk, YES, LATER)
    assert once.look(code, LATER).accepted


# ---- attacks ----


def test_the_code_holds_no_key_of_the_file(cast: Cast, help_: Service, code: vault.Receipt) -> None:
    seed = vault.receipt_keys(code, keyfile.pepper())[1]
    keyring = vault.Keyring.of([(by_code.principal(seed), seed)])
    case = help_.case
    with pytest.raises(NotAllowed), open_as_reporter(case_ref(case), keyring, "x", apart.child(case.org_id), now=NOW):
        pass


@pytest.mark.parametrize("column", ["views", "ends_at", "referral"])
def test_a_row_that_somebody_changed_opens_nothing(
    cast: Cast, help_: Service, code: vault.Receipt, column: str
) -> None:
    once.look(code, LATER)
    said = {"views": 0, "ends_at": NOW + timedelta(days=30)}
    if column == "referral":
        Referral.objects.update(state="accepted")
    else:
        ProviderPage.objects.update(**{column: said[column]})
    with pytest.raises(codes.NotFound):
        once.look(code, LATER)


def test_only_whoever_works_with_the_child_makes_one(cast: Cast, help_: Service) -> None:
    row = drafted(cast["marek"], help_)
    for who in ("bao", "dalia", "amara", "edo", "lena", "oda", "femi"):
        with pytest.raises((NotAllowed, NotHere)):
            once.make(cast[who], row.pk, RANG, NOW)
    with pytest.raises(NotNow, match="Answer this"):
        once.make(cast["marek"], row.pk, {}, NOW)


# ---- on the one page of codes ----


class Phone:
    """A clinic with a code, without JavaScript."""

    def __init__(self) -> None:
        self.client, self.html = Client(), ""

    def code(self, typed: str) -> str:
        return self._post({"code": typed})

    def press(self, go: str, **more: str) -> str:
        state = re.search(r'name="state" value="([^"]+)"', self.html)
        return self._post({"page": "help", "state": state.group(1) if state else "", "go": go} | more)

    def _post(self, said: dict[str, str]) -> str:
        self.response = self.client.post("/en/code", urlencode(said), content_type="application/x-www-form-urlencoded")
        self.html = self.response.content.decode()
        return self.html


def test_on_the_page_of_codes_from_the_card_to_the_pack(cast: Cast, help_: Service) -> None:
    marek = client_of(cast, "marek")
    row = drafted(cast["marek"], help_)
    form = reverse("cases:referral_page", args=[row.pk])
    assert form in text(marek.get(reverse("cases:referral", args=[row.pk])))
    shown = text(marek.post(form, {"referral_spoken_to": "the receptionist"}, follow=True))
    letters = re.search(r'class="receipt" data-keep>([^<]+)<', shown)
    assert letters
    again = text(marek.get(reverse("cases:referral", args=[row.pk])))
    assert letters.group(1) not in again
    assert "They have not opened it yet" in again
    phone = Phone()
    first = phone.code(letters.group(1))
    assert "You are asked to help a child" in first
    assert "10 to 14" in first
    assert "<title>Information</title>" in first
    assert not phone.response.cookies
    assert phone.response["Cache-Control"] == "no-store"
    hidden = ("Lilo", "Anders", help_.case.number, "Marek", "school counsellor", "Old Harbour Clinic")
    assert not any(one in first for one in hidden)
    static = Path(fanal.__file__).parent / "web/static/web"
    around = sum(len(zlib.compress((static / name).read_bytes(), 6)) for name in ("public.css", "public.js"))
    second = phone.press("accept")
    assert "school counsellor" in second
    assert not any(one in second for one in ("Lilo", "Anders", help_.case.number))
    for html in (first, second):
        assert around + len(zlib.compress(html.encode(), 6)) < 30 * 1024
        assert "download" not in html
    assert "Opened 1 of 3 times" in text(marek.get(reverse("cases:referral", args=[row.pk])))


def test_where_they_type_it_is_a_page_that_is_there(cast: Cast, help_: Service) -> None:
    """Staff may read pages in a language in which there are no public pages yet."""
    marek, row = client_of(cast, "marek"), drafted(cast["marek"], help_)
    marek.post(reverse("web:language"), {"language": "ar", "next": "/"})
    shown = text(marek.post(reverse("cases:referral_page", args=[row.pk]), {"referral_spoken_to": "M"}, follow=True))
    assert 'lang="ar"' in shown
    where = re.search(r'<p class="num" dir="ltr">testserver(/[^<]+)<', shown)
    assert where
    assert Client().get(where.group(1)).status_code == 200


@pytest.fixture
def told_now(cast: Cast, help_: Service) -> vault.Receipt:
    """The pages have the clock of today."""
    return once.make(cast["marek"], drafted(cast["marek"], help_).pk, RANG, timezone.now())


def test_on_the_page_of_codes_a_no_asks_why(told_now: vault.Receipt, help_: Service) -> None:
    phone, code = Phone(), told_now
    phone.code(code.digits)
    assert "Why can you not help?" in phone.press("decline")
    assert "Say why." in phone.press("decline", reason="")
    assert "Thank you for your answer" in phone.press("decline", reason="wrong_area")
    assert stands(help_)[0] == "declined"
    assert "Not found." in phone.code(code.letters)


def test_the_time_is_that_of_whoever_asks_and_says_where(cast: Cast, told_now: vault.Receipt) -> None:
    """A page without a person has the clock of the organisation."""
    zone = ZoneInfo("Asia/Phnom_Penh")
    Organisation.objects.filter(pk=cast.aurora).update(time_zone=str(zone))
    ends = ProviderPage.objects.get().ends_at.astimezone(zone)
    assert f"{ends:%H:%M} (Phnom Penh)" in Phone().code(told_now.letters)


@pytest.mark.parametrize("go", ["accept", "decline"])
def test_an_answer_after_the_child_took_it_back_says_that_it_has_ended(
    cast: Cast, told_now: vault.Receipt, help_: Service, go: str
) -> None:
    phone = Phone()
    assert "Type your code" in phone._post({"code": "nothing"})
    phone.code(told_now.letters)
    row = Consent.objects.get(purpose="referral", act="give")
    grounds.withdraw(cast["marek"], help_.case_id, row.pk, {"given_by": "child"}, timezone.now())
    said = phone.press(go, reason="wrong_area")
    assert "This has ended" in said
    assert network.org(cast.aurora).name in said
    assert "Type your code" not in said
    assert "Lilo" not in said
    assert stands(help_) == ("withdrawn", "planned")


def test_a_page_that_somebody_changed_or_another_rooms_opens_nothing(
    cast: Cast, help_: Service, code: vault.Receipt
) -> None:
    phone = Phone()
    phone.code(code.letters)
    for state in ("", "planted", wrap(ChildState(code=code.letters), timezone.now())):
        phone.html = f'name="state" value="{state}"'
        assert "Type the code again." in phone.press("accept")
    assert stands(help_)[0] == "offered"
