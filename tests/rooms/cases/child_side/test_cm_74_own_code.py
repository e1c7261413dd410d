"""CM-74: a code of the child's own, made only with the child; it opens a page to write on, and nothing of the file."""

import re
import zlib
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from fanal import vault
from fanal.access.api import NotAllowed, NotHere, NotNow, open_as_reporter
from fanal.cases.access_terms import case_ref
from fanal.cases.child_side import codes
from fanal.cases.child_side.state import State, wrap
from fanal.cases.codes import SafeContact
from fanal.cases.files import apart, by_code, writing
from fanal.cases.keeping import keeping
from fanal.cases.models import Case, Child, Feedback, OwnCode
from fanal.network.api import keyfile, records
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.child_side.own import Phone, coded

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(scope="module")
def case(cast_of_file: Cast) -> Case:
    return opened(cast_of_file)


def test_a_child_with_a_code_reads_what_was_agreed_and_nothing_of_the_file(cast: Cast, case: Case) -> None:
    letters = coded(cast, case, "Tuesday at four. The reading club.")
    page = Phone().code(letters)
    assert "Good that you are here" in page
    assert "Tuesday at four. The reading club." in page
    assert "<title>Information</title>" in page
    for tells in ("Lilo", "Anders", case.number, "Marek", "Bao", "Aurora", "victim", "case file"):
        assert not re.search(rf"(?<![\w-]){re.escape(tells)}(?![\w-])", page)  # what is sealed can hold any letters


def test_the_code_holds_no_key_of_the_file(cast: Cast, case: Case) -> None:
    """Not by the pages and not by the keys: what it opens is its own record."""
    code = vault.parse_receipt(coded(cast, case, "Tuesday"))
    row = OwnCode.objects.get()
    seed = vault.receipt_keys(code, keyfile.pepper())[1]
    keyring = vault.Keyring.of([(by_code.principal(seed), seed)])
    file = open_as_reporter(case_ref(case), keyring, "x", apart.child(case.org_id), now=NOW)
    with pytest.raises(NotAllowed), file:
        pass
    with open_as_reporter(apart.ref(row), keyring, "x", apart.child(case.org_id), now=NOW) as own:
        assert own.keys.compartments == {"personal"}


def test_no_page_of_the_child_sets_a_cookie_or_is_kept(cast: Cast, case: Case) -> None:
    phone = Phone()
    phone.code(coded(cast, case))
    for go in ("feel", "ask", "stop", "other", "write", "back", "who", "end", "home"):
        phone.press(go)
        assert phone.status == 200, go
        assert not phone.response.cookies
        assert phone.response["Cache-Control"] == "no-store"
        assert phone.response["Referrer-Policy"] == "no-referrer"
        assert 'href="/en/leave"' in phone.html
        assert "<script>" not in phone.html


def test_a_page_of_the_child_weighs_less_than_thirty_kilobytes(cast: Cast, case: Case) -> None:
    """With the look and the script of the public pages, as they travel packed."""
    from pathlib import Path

    import fanal

    static = Path(fanal.__file__).parent / "web/static/web"
    around = sum(len(zlib.compress((static / name).read_bytes(), 6)) for name in ("public.css", "public.js"))
    phone = Phone()
    phone.code(coded(cast, case))
    for go in ("home", "feel", "stop"):
        assert len(zlib.compress(phone.press(go).encode(), 6)) + around <= 30_000, go


def test_the_code_is_only_made_with_the_child(cast: Cast, case: Case) -> None:
    marek = cast["marek"]
    for wants, safe in ((False, True), (True, False)):
        with pytest.raises(NotNow):
            codes.make(marek, case.pk, "", NOW, wants=wants, safe=safe)
    writing.set_safety(marek, case.pk, SafeContact.NEVER, {}, NOW)
    with pytest.raises(NotNow):
        codes.make(marek, case.pk, "", NOW, wants=True, safe=True)
    assert not OwnCode.objects.exists()


@pytest.mark.parametrize("who", ["bao", "dalia", "nils", "edo", "amara"])
def test_nobody_but_the_worker_makes_one(cast: Cast, case: Case, who: str) -> None:
    with pytest.raises((NotAllowed, NotHere)):
        codes.make(cast[who], case.pk, "", NOW, wants=True, safe=True)


def test_a_new_code_ends_the_one_of_before(cast: Cast, case: Case) -> None:
    before, after = coded(cast, case, "Tuesday"), coded(cast, case)
    assert "Not found." in Phone().code(before)
    assert "Good that you are here" in Phone().code(after)


def test_a_cancelled_code_and_one_that_the_child_throws_away_open_nothing(cast: Cast, case: Case) -> None:
    first = coded(cast, case, "Tuesday")
    open_page = Phone()
    open_page.code(first)
    codes.cancel(cast["marek"], case.pk, NOW)
    assert "Not found." in Phone().code(first)
    assert "Type your code." in open_page.press("feel")
    phone = Phone()
    second = coded(cast, case, "Wednesday")
    phone.code(second)
    assert "Throw it away" in phone.press("end")
    assert "We help you just the same" in phone.press("end")
    assert "Not found." in Phone().code(second)
    assert not any(bytes(row.personal) for row in OwnCode.objects.all())


def test_the_child_takes_what_was_agreed_off_the_page(cast: Cast, case: Case) -> None:
    letters = coded(cast, case, "Tuesday at four")
    phone = Phone()
    phone.code(letters)
    assert "Tuesday at four" not in phone.press("off")
    assert "Tuesday at four" not in Phone().code(letters)
    codes.agree(cast["marek"], case.pk, "Friday", NOW)
    assert "Friday" in Phone().code(letters)


def test_a_code_that_somebody_moved_to_another_child_opens_nothing(cast: Cast, case: Case) -> None:
    other = opened(cast)
    letters = coded(cast, case, "Tuesday")
    OwnCode.objects.update(case=other)
    assert "Not found." in Phone().code(letters)


def test_a_code_that_was_thrown_away_is_not_revived_by_whoever_writes_the_database(cast: Cast, case: Case) -> None:
    letters = coded(cast, case, "Tuesday")
    codes.cancel(cast["marek"], case.pk, NOW)
    OwnCode.objects.update(ended_on=None)
    assert "Not found." in Phone().code(letters)


def test_a_state_of_another_kind_opens_nothing(cast: Cast, case: Case) -> None:
    """The child's page takes no field that was made elsewhere, and none that was changed."""
    form = keyfile.keyfile().form_key
    foreign = vault.wrap_form(zlib.compress(b'{"kind":"talk"}'), form, int(NOW.timestamp()) + 60)
    for state in ("", "planted", foreign):
        phone = Phone()
        phone.html = f'name="state" value="{state}"'
        assert "Type your code again." in phone.press("write_send", text="What I wrote")
        assert "What I wrote" in phone.html
    assert not Feedback.objects.exists()


def test_a_page_that_was_open_for_long_asks_for_the_code_and_keeps_the_words(cast: Cast, case: Case) -> None:
    from django.utils import timezone

    letters = coded(cast, case)
    phone = Phone()
    old = wrap(State(code=letters, token=str(uuid4())), timezone.now() - timedelta(hours=1))
    phone.html = f'name="state" value="{old}"'
    assert "What I wrote" in phone.press("write_send", text="What I wrote")
    assert "Type your code again." in phone.html


def test_nothing_of_the_code_lies_in_the_database(cast: Cast, case: Case) -> None:
    letters = coded(cast, case, "Tuesday at four")
    row = OwnCode.objects.get()
    stored = repr([(bytes(value) if isinstance(value, memoryview) else value) for value in vars(row).values()])
    assert letters not in stored
    assert letters.replace("-", "") not in stored
    assert "Tuesday" not in stored


def test_the_worker_makes_it_on_the_pages_and_it_is_shown_once(cast: Cast, case: Case) -> None:
    marek = client_of(cast, "marek")
    assert "Make a code for the child" in text(marek.get(reverse("cases:file", args=[case.pk])))
    address = reverse("cases:own_code", args=[case.pk])
    assert "Only a child who wants a code gets one" in text(marek.post(address, {"safe": "on"}))
    done = marek.post(address, {"wants": "on", "safe": "on", "agreed": "Tuesday"})
    card = text(marek.get(done["Location"]))
    code = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){4}", card)
    assert code
    assert "Tuesday" in Phone().code(code.group())
    assert case.number not in card
    assert "Aurora" not in card.partition("<section")[2].partition("</section>")[0]
    marek.post(done["Location"], {"kept": "on"})
    assert code.group() not in text(marek.get(done["Location"]))
    shown = text(marek.get(reverse("cases:file", args=[case.pk])))
    assert "The child has a code" in shown
    assert code.group() not in shown
    marek.post(reverse("cases:code_cancel", args=[case.pk]))
    assert "Not found." in Phone().code(code.group())
    assert Child.objects.count() == 1


def test_what_a_child_said_and_the_code_go_with_the_file(cast: Cast, case: Case) -> None:
    """CM-70: nothing of it opens after the file is erased."""
    letters = coded(cast, case, "Tuesday")
    phone = Phone()
    phone.code(letters)
    phone.press("write_send", text="Hello")
    beside = apart.of(case)
    assert len(beside) == 2
    assert all(records.is_known(one) and records.holders(one) for one in beside)
    keeping.erase(Case.objects.get(pk=case.pk), keyfile.installation(case.org_id), NOW)
    assert not any(records.holders(one) for one in beside)
    assert not Feedback.objects.exists()
    assert "Not found." in Phone().code(letters)
