"""The flood guard and practice: marked, grouped, slowed down; never refused, never stored with an address."""

import hashlib
from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace

import pytest
from django.test import override_settings

from fanal.access.api import NotAllowed, NotNow
from fanal.clocks.models import Duty
from fanal.concerns.gate.practice import make_link, shield
from fanal.concerns.models import Concern, PracticeLink, ReportingPage
from fanal.concerns.public import guard as guarding
from fanal.concerns.public import volume
from fanal.concerns.public.guard import guard
from fanal.journal import api as journal
from fanal.site.checks import State, upkeep
from tests.people import NOW, Cast, now_are
from tests.rooms.concerns.reporter import Reporter, filled, publish, tell


def send(words: str, ago: float = 60, state: str = "", **more: str) -> Reporter:
    body = {"state": state or filled(ago=ago, answers={"danger": "no"}), "page": "what", "words": words, "go": "send"}
    return Reporter(**{k: v for k, v in more.items() if k.isupper()}).post(
        "/en/xa/sent", body | {k: v for k, v in more.items() if not k.isupper()}
    )


def test_a_person_is_verified(here: Cast) -> None:
    tell(ago=5)
    assert not Concern.objects.get().unverified


def test_whoever_is_faster_than_four_seconds_goes_to_the_second_list_and_is_read_as_promised(here: Cast) -> None:
    """Who had made up their mind was told "within 24 hours" like everybody else: that holds."""
    assert "Someone reads this within 24 hours." in Reporter().get("/en/xa/").words
    reporter = tell(ago=1)
    assert reporter.code
    assert Concern.objects.get().unverified
    duty = Duty.objects.get()
    assert duty.due_at - datetime.now(UTC) <= timedelta(hours=25)
    assert "later than we said" not in reporter.words


def test_who_must_wait_longer_than_the_page_said_is_told_so(here: Cast) -> None:
    reporter = send("text", web="https://buy.example")
    duty = Duty.objects.get()
    assert duty.due_at - datetime.now(UTC) > timedelta(hours=71)
    assert "later than we said at first, because very much is coming in" in reporter.words


def test_whoever_fills_what_people_cannot_see_goes_to_the_second_list(here: Cast) -> None:
    assert send("text", web="https://buy.example").code
    assert Concern.objects.get().unverified
    page = Reporter().get("/en/xa/")
    assert "<p hidden><label>Leave this empty" in page.html


def test_danger_keeps_its_clocks_in_the_second_list(here: Cast) -> None:
    Reporter().post("/en/xa/sent", {"state": filled(ago=0, answers={"danger": "yes"}), "page": "phone", "go": "send"})
    assert Concern.objects.get().unverified
    assert {duty.kind for duty in Duty.objects.all()} == {"concern_acknowledge", "concern_decide_urgent"}


def test_many_from_one_place_go_to_the_second_list_and_others_do_not(here: Cast) -> None:
    for number in range(12):
        send(f"text number {number}", REMOTE_ADDR=f"192.0.2.{number}")
    send("from elsewhere", REMOTE_ADDR="198.51.100.1")
    marked = list(Concern.objects.order_by("pk").values_list("unverified", flat=True))
    assert sum(marked) == 2
    assert Concern.objects.count() == 13


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_behind_our_proxy_the_address_that_it_saw_counts(here: Cast) -> None:
    """What a sender writes into the header before it reaches us is not believed."""
    for number in range(11):
        send(f"text {number}", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}, 192.0.2.7")
    assert Concern.objects.filter(unverified=True).count() == 1
    send("another", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.7, 198.51.100.9")
    assert Concern.objects.filter(unverified=True).count() == 1


def test_the_same_text_within_the_hour_is_grouped(here: Cast) -> None:
    send("The very same sentence about a child at the pier")
    send("the very same sentence, about a child at the PIER.")
    send("Quite another sentence about a child at the pier")
    first, second, third = Concern.objects.order_by("pk")
    rows = {first.pk, second.pk, third.pk}
    grouped = [row for row in (first, second, third) if row.grouped_with_id]
    assert len(grouped) == 1
    assert grouped[0].grouped_with_id in rows


def test_a_text_whose_first_bearer_is_gone_is_not_grouped_with_nothing(here: Cast) -> None:
    send("The very same sentence about a child at the pier")
    Concern.objects.all().delete()
    assert send("The very same sentence about a child at the pier").code
    assert Concern.objects.get().grouped_with_id is None


# ---- the shield ----


def test_under_the_shield_one_waits_twenty_seconds_and_nothing_is_refused(here: Cast) -> None:
    shield(here["bao"], "XA", up=True, now=datetime.now(UTC))
    page = send("patient words")
    assert "Please wait a moment" in page.words
    assert Concern.objects.count() == 0
    page.press("Send now")
    assert "Please wait a moment" in page.words
    waited = int((datetime.now(UTC) - timedelta(seconds=21)).timestamp())
    state = filled(answers={"danger": "no", "words": "patient words"}, waited=waited)
    done = Reporter().post("/en/xa/sent", {"state": state, "page": "wait", "go": "send"})
    assert done.code
    assert not Concern.objects.get().unverified


def test_work_done_by_the_browser_stands_for_waiting(here: Cast) -> None:
    shield(here["bao"], "XA", up=True, now=datetime.now(UTC))
    page = send("working words")
    challenge = page.html.split('data-work="')[1].split('"')[0]
    number = next(n for n in count() if not int.from_bytes(hashlib.sha256(f"{challenge}:{n}".encode()).digest()[:2]))
    page.press("Send now", work=str(number))
    assert page.code


def test_the_shield_is_a_journalled_deed_of_our_own_people(here: Cast) -> None:
    with pytest.raises(NotAllowed):
        shield(here["nils"], "XA", up=True, now=NOW)
    with pytest.raises(NotAllowed):
        shield(here["celia"], "XA", up=True, now=NOW)
    shield(here["bao"], "XA", up=True, now=NOW)
    page = ReportingPage.objects.get()
    assert page.shield_until == NOW + timedelta(hours=6)
    assert [(line.deed, line.purpose, line.actor) for line in journal.read(page.pk)] == [
        ("concerns.shield", "up", here["bao"].person)
    ]
    shield(here["bao"], "XA", up=False, now=NOW)
    assert ReportingPage.objects.get().shield_until is None


# ---- practice ----


def practise(here: Cast, **page: object) -> Reporter:
    token = make_link(here["bao"], "XA", datetime.now(UTC))
    return Reporter().get(f"/en/xa/practice/{token}")


def test_practice_is_marked_on_every_page_and_stays_out_of_the_work(here: Cast) -> None:
    reporter = practise(here)
    for button, answers in (
        ("Continue", {"danger": "yes"}), ("Add more", {}), ("Continue", {"words": "practice"}), ("Continue", {}),
        ("Continue", {}), ("Continue", {}), ("Continue", {}), ("Send now", {}),
    ):  # fmt: skip
        assert "Practice. Nobody acts on what you send here. It is deleted after 24 hours." in reporter.words
        reporter.press(button, **answers)
    assert "Practice." in reporter.words
    concern = Concern.objects.get()
    assert (concern.practice, concern.unverified, concern.retention_class) == (True, False, "practice")
    assert concern.erase_on == concern.received_on + timedelta(days=1)
    assert Duty.objects.count() == 0


def test_a_class_of_thirty_meets_no_guard(here: Cast) -> None:
    shield(here["bao"], "XA", up=True, now=datetime.now(UTC))
    token = make_link(here["bao"], "XA", datetime.now(UTC))
    for _ in range(30):
        reporter = Reporter(REMOTE_ADDR="192.0.2.1").get(f"/en/xa/practice/{token}")
        assert reporter.press("Continue", danger="yes").press("Send now").code
    assert Concern.objects.filter(practice=True, unverified=False, grouped_with=None).count() == 30
    tell()
    assert Concern.objects.filter(practice=False, unverified=False).count() == 0  # the shield holds for others


def test_practice_works_before_the_form_is_public_and_ends_with_its_link(cast: Cast) -> None:
    publish(cast, published=False)
    reporter = practise(cast)
    assert reporter.status == 200
    PracticeLink.objects.update(expires_at=datetime.now(UTC))
    reporter.press("Continue", danger="no")
    assert "This practice link is over." in reporter.words
    assert Reporter().get("/en/xa/practice/unknown").status == 404


def test_what_was_written_for_practice_a_day_ago_is_not_put_into_a_real_form(here: Cast) -> None:
    """The page is open to the public, and the form of a class lay in a browser until it opened nothing any more. The
    control: words of a real form are given back on a real page."""
    for practice in ("of a link", ""):
        old = filled(lived=27 * 3600, answers={"danger": "no"}, practice=practice)
        reporter = send("A driver of the harbour", state=old)
        assert ("This practice link is over." in reporter.words) is bool(practice)
        assert ("A driver of the harbour" in reporter.html) is not bool(practice)


def test_a_practice_link_of_a_page_that_lost_its_hours_says_so(cast: Cast) -> None:
    publish(cast, published=False)
    token = make_link(cast["bao"], "XA", datetime.now(UTC))
    now_are(ReportingPage.objects.all(), hours={})
    reporter = Reporter().get(f"/en/xa/practice/{token}")
    assert reporter.status == 200
    assert 'name="page"' not in reporter.html
    with pytest.raises(NotNow):
        make_link(cast["bao"], "XA", datetime.now(UTC))


def test_a_practice_link_is_kept_as_a_hash_and_made_by_our_own_people(here: Cast) -> None:
    token = make_link(here["bao"], "XA", NOW)
    assert token.encode() not in bytes(PracticeLink.objects.get().token)
    with pytest.raises(NotAllowed):
        make_link(here["oda"], "XA", NOW)
    assert [line.deed for line in journal.read(ReportingPage.objects.get().pk)] == ["concerns.practice_link"]


def test_a_practice_reply_starts_no_clock(here: Cast) -> None:
    code = practise(here).press("Continue", danger="yes").press("Send now").code
    Reporter().get("/en/code").press("Open", code=code).press("Send", text="more practice")
    assert Duty.objects.count() == 0


# ---- how much a flood may fill ----


RECEIPT = '<p class="receipt"'


def fast(words: str) -> Reporter:
    return send(words, ago=1)


def test_a_flood_fills_its_bound_and_no_more_and_nobody_who_tells_at_the_pace_of_people_is_asked_to_wait(
    here: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The longest waits first; its words stay on the page, no receipt was shown, and it can be sent again."""
    monkeypatch.setattr(volume, "MOST", 10)
    monkeypatch.setattr(volume, "disk_fill", lambda: 0.0)
    for number in range(30):
        guard.forget()  # how full it is may be seconds old
        last = fast(f"flood number {number} " + "and more of it " * 20)
    stored = Concern.objects.filter(unverified=True).count()
    assert 5 <= stored <= 10
    assert last.response.status_code == 503
    assert RECEIPT not in last.html
    assert "Very many messages come in just now" in last.html
    assert "flood number 29" in last.html
    state = last.html.split('name="state" value="')[1].split('"')[0]

    assert send("what somebody saw", ago=300).code, "the pace of people"
    assert Concern.objects.filter(unverified=True).count() == stored
    pressing = {"state": filled(ago=0, answers={"danger": "yes"}), "page": "phone", "go": "send"}
    assert Reporter().post("/en/xa/sent", pressing).code, "a child in danger, however fast"

    Concern.objects.filter(unverified=True).update(triage="closed_no_case")  # the leads looked at them
    guard.forget()
    assert Reporter().post("/en/xa/sent", {"state": state, "page": "check", "go": "send"}).code


def in_danger(words: str = "", ago: float = 1, address: str = "192.0.2.1", **answers: str) -> Reporter:
    """A child in danger now, told in a second."""
    state = filled(ago=ago, answers={"danger": "yes", "words": words, **answers})
    return Reporter(REMOTE_ADDR=address).post("/en/xa/sent", {"state": state, "page": "check", "go": "send"})


def test_a_flood_that_claims_danger_has_a_bound_and_a_child_in_danger_told_elsewhere_has_none(
    here: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One address fills half of the bound and its hundred. From any other one is taken in with all the words of a text,
    however fast, and at the pace of people whatever the length. Who waits is told to call and keeps each word."""
    monkeypatch.setattr(volume, "MOST", 20)
    monkeypatch.setattr(volume, "disk_fill", lambda: 0.0)
    monkeypatch.setattr(guarding, "_PRESSING", 5)
    guard.forget()
    for number in range(40):
        guard._full.clear()  # how full it is may be seconds old
        last = in_danger(f"flood number {number}")
    assert Concern.objects.count() == 15
    assert (last.status, RECEIPT in last.html) == (503, False)
    assert "Call now, if you can do so safely." in last.words
    assert "flood number 39" in last.words

    fula = "\U0001e900" * 2000  # four bytes a letter
    assert in_danger(fula, address="198.51.100.1", place=fula[:200]).code
    longer = {"more": fula, "child_words": fula, "adult_words": fula}
    assert in_danger(fula, address="203.0.113.1", **longer).status == 503
    assert in_danger(fula, address="203.0.113.1", ago=60, **longer).code


def test_a_class_that_practises_does_not_fill_the_disk(here: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    reporter = practise(here)
    monkeypatch.setattr(volume, "disk_fill", lambda: 1.0)
    reporter.press("Continue", danger="no")
    assert reporter.press("Send now", words="we practise").status == 503


def test_what_was_acknowledged_is_shown_again_however_full_it_is(here: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reload of the receipt is no new message."""
    state = filled(ago=1, answers={"danger": "no"})
    code = send("seen and told", state=state).code
    monkeypatch.setattr(volume, "MOST", 1)
    guard.forget()
    again = send("seen and told", state=state)
    assert again.code == code
    assert RECEIPT not in fast("another one").html


def test_leads_hear_of_it_at_eighty_percent_and_the_operator_too(here: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(volume, "disk_fill", lambda: 0.0)
    monkeypatch.setattr(volume, "MOST", 10)
    for number in range(7):
        fast(f"{number}")
    volume.watch(NOW)
    assert upkeep.volume().state is State.OK
    assert not Duty.objects.filter(kind="concern_many_unverified").exists()
    monkeypatch.setattr(volume, "MOST", 8)
    volume.watch(NOW)
    volume.watch(NOW)
    duty = Duty.objects.get(kind="concern_many_unverified")
    assert (duty.owner, duty.state) == ("role:supervisor", "open")
    assert upkeep.volume().state is State.WARN
    Concern.objects.update(unverified=False)
    volume.watch(NOW)
    assert not Duty.objects.filter(kind="concern_many_unverified", state="open").exists()


def test_a_full_disk_asks_the_flood_to_wait_before_anybody_else(here: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quarter of a gigabyte is never filled by what is unverified."""
    for free, full in ((volume.SPARE + volume.ROOM, 0.0), (volume.SPARE, 1.0), (0, 1.0)):
        monkeypatch.setattr(volume.shutil, "disk_usage", lambda _path, free=free: SimpleNamespace(free=free))
        assert volume.disk_fill() == full
    assert RECEIPT not in fast("now").html
    assert send("at the pace of people", ago=60).code
    minute = timedelta(minutes=1)
    assert volume.has_room(0.4, 10**6, timedelta(0))
    assert volume.has_room(0.9, 1000, 2 * minute)
    assert not volume.has_room(0.9, 4000, 2 * minute)
    assert not volume.has_room(0.9, 1000, minute / 10)
