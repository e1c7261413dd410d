"""Card and PIN: the first time, wrong ones, a card that waits or is locked, and a device that others use."""

import hashlib
from datetime import timedelta

import pytest
from django.urls import reverse

from fanal.journal.models import Entry
from fanal.learning.models import Card, Seat
from fanal.learning.people import people
from fanal.learning.signin import pins, seats
from fanal.learning.signin.seats import Said
from tests.desk import text
from tests.people import NOW, Cast
from tests.rooms.learning.seated import PIN, Device, card, seated, sit

pytestmark = pytest.mark.django_db(databases="__all__")
IN, MINE = reverse("learner:in", args=["en"]), reverse("learner:mine", args=["en"])


@pytest.mark.parametrize(
    "pin", ["111111", "123456", "987654", "890123", "121212", "123123", "123321", "112233", "404404"]
)
def test_easily_guessed(pin: str) -> None:
    assert pins.is_weak(pin)


@pytest.mark.parametrize("pin", ["408127", "135790", "112358", "902417"])
def test_not_easily_guessed(pin: str) -> None:
    assert not pins.is_weak(pin)


def test_the_first_time_a_pin_is_chosen_twice(cast: Cast) -> None:
    learner, code, _of = card(cast)
    client = Device()
    shown = client.post(IN, {"card": code, "pin": PIN})
    assert "This is your first time" in text(shown)
    assert f'value="{code}"' in text(shown)
    assert f'value="{PIN}"' in text(shown), "it is typed twice, not three times"
    assert "second PIN was another" in text(client.post(IN, {"card": code, "pin": PIN, "again": "408128"}))
    assert "easily guessed" in text(client.post(IN, {"card": code, "pin": "123456", "again": "123456"}))
    assert "A PIN has 6 digits" in text(client.post(IN, {"card": code, "pin": "40812"}))
    assert client.post(IN, {"card": code, "pin": PIN, "again": PIN}).url == MINE
    row = Card.objects.get(learner=learner)
    assert row.verifier
    assert PIN not in f"{row.verifier}{row.digest}"
    assert code.replace("-", "") not in f"{row.verifier}{row.digest}".upper()
    assert Entry.objects.filter(record=learner.pk, deed="learning.pin_set").count() == 1


def test_a_card_is_typed_in_any_way(cast: Cast) -> None:
    _learner, code, _of = card(cast)
    sit(code)
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    arabic = PIN.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert Device().post(IN, {"card": typed, "pin": arabic}).status_code == 302


def test_five_wrong_ones_wait_and_ten_lock(cast: Cast) -> None:
    learner, code, of = card(cast)
    sit(code)
    for _ in range(4):
        assert seats.sign_in(code, "900001", None, NOW).said is Said.WRONG
    found = seats.sign_in(code, "900001", None, NOW)
    assert (found.said, found.until) == (Said.WAITS, NOW + seats.WAIT)
    assert seats.sign_in(code, PIN, None, NOW + timedelta(minutes=14)).said is Said.WAITS, "the right one waits, too"
    later = NOW + timedelta(minutes=16)
    for _ in range(4):
        assert seats.sign_in(code, "900001", None, later).said is Said.WRONG
    assert seats.sign_in(code, "900001", None, later).said is Said.LOCKED
    assert seats.sign_in(code, PIN, None, later + timedelta(days=9)).said is Said.LOCKED
    assert Entry.objects.filter(record=learner.pk, deed="learning.card_locked").count() == 1
    people.open_card(cast["edo"], people.posts(cast["edo"], of)[0][0], later)
    assert seats.sign_in(code, "650913", "650913", later).said is Said.IN, "who stands there chooses anew"


def test_a_right_one_ends_the_count(cast: Cast) -> None:
    _learner, code, _of = card(cast)
    sit(code)
    for _ in range(4):
        seats.sign_in(code, "900001", None, NOW)
    assert seats.sign_in(code, PIN, None, NOW).said is Said.IN
    assert seats.sign_in(code, "900001", None, NOW).said is Said.WRONG


def test_an_unknown_card_is_a_wrong_pin(cast: Cast) -> None:
    _learner, code, _of = card(cast)
    sit(code)
    wrong = Device().post(IN, {"card": code, "pin": "900001"})
    unknown = Device().post(IN, {"card": "0000-0000-0000-0000", "pin": "900001"})
    assert text(wrong).replace(code, "") == text(unknown).replace("0000-0000-0000-0000", "")
    assert wrong.status_code == unknown.status_code == 422


def test_a_seat_ends_by_itself_and_with_i_am_done(cast: Cast) -> None:
    one = seated(cast)
    token = one.client.cookies["learner"].value
    assert seats.seated(token, Seat.objects.get().seen_at + timedelta(minutes=9))
    assert seats.seated(token, Seat.objects.get().seen_at + timedelta(minutes=11)) is None
    born = Seat.objects.get().born_at
    Seat.objects.update(seen_at=born + timedelta(hours=13))
    assert seats.seated(token, born + timedelta(hours=13)) is None, "twelve hours at most"
    two = Device()
    two.post(IN, {"card": one.code, "pin": PIN})
    assert two.get(MINE).status_code == 200
    left = two.post(reverse("learner:out", args=["en"]))
    assert left["Clear-Site-Data"] == '"cache"'
    assert two.get(MINE).url.startswith(IN)


def test_the_cookie_goes_to_learners_pages_alone(cast: Cast) -> None:
    cookie = seated(cast).client.cookies["learner"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/learn/", True, "Strict")


def test_a_new_card_kills_the_old_one_and_keeps_everything(cast: Cast) -> None:
    one = seated(cast)
    post = people.posts(cast["edo"], one.cohort)[0][0]
    made = people.new_card(cast["edo"], post, NOW)
    assert one.client.get(MINE).status_code == 302
    assert seats.sign_in(one.code, PIN, None, NOW).said is Said.WRONG
    assert "My courses" in text(sit(made.code, "650913").get(MINE))
    assert Card.objects.filter(learner=one.learner, ended_at=None).count() == 1


def test_whoever_was_away_goes_on_where_they_were(cast: Cast) -> None:
    one = seated(cast)
    there = reverse("learner:data", args=["en"])
    Seat.objects.update(seen_at=NOW - timedelta(hours=1))
    asked = one.client.get(there).url
    assert "You were away for a while" in text(one.client.get(asked))
    assert one.client.post(asked, {"card": one.code, "pin": PIN}).url == there
    elsewhere = f"{IN}?next=https://elsewhere.example/"
    assert one.client.post(elsewhere, {"card": one.code, "pin": PIN}).url == MINE


def test_whoever_writes_to_the_database_makes_no_seat(cast: Cast) -> None:
    """A row for a token of one's own opens nothing: its mark is made under the key file."""
    seated(cast)
    row = Seat.objects.get()
    Seat.objects.create(digest=hashlib.sha256(b"mine").hexdigest(), card=row.card, born_at=NOW, seen_at=NOW)
    assert seats.seated("mine", NOW) is None


def test_a_form_of_another_site_and_a_file_are_refused(cast: Cast) -> None:
    one = seated(cast)
    assert one.client.post(IN, {"card": "x", "pin": "1"}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert one.client.post(IN, "{}", content_type="application/json").status_code == 415
