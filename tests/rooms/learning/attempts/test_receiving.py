"""What was done without a network arrives once, whatever happens on the way, and counts for nobody before the PIN."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fanal.access.api import NotNow
from fanal.journal.models import Entry
from fanal.learning import tasks
from fanal.learning.attempts import receiving, sent, waiting
from fanal.learning.certificates import issuing, keys
from fanal.learning.certificates.issuing import State
from fanal.learning.courses import library
from fanal.learning.models import Attempt, Certificate, Event, Post
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.learning import device, reviewed
from tests.rooms.learning.device import Json, harmful, part, played, post, send
from tests.rooms.learning.seated import PIN, Device, Seated, card, cohort, play, seated, sit, url

pytestmark = pytest.mark.django_db(databases="__all__")
CODE = "tourism-core"
COUNTS = ("passed", "situations", "right", "harmful", "concerns", "hits", "harmless", "false_alarms", "finished_at")


def _now() -> datetime:
    return datetime.now(UTC)


def _counts() -> list[Any]:
    row = Attempt.objects.get()
    return [getattr(row, name) for name in COUNTS]


def test_a_whole_attempt_arrives_and_counts_once_its_holder_says_so(one: Seated) -> None:
    at = _now() - timedelta(hours=3)
    made = played(one.code, CODE, at)
    [answer] = send(_now(), made)["attempts"]
    last = len(made["events"])
    assert answer == {"id": made["id"], "code": "", "accepted_through": last, "refused": []}
    row = Attempt.objects.get()
    assert (row.passed, row.confirmed, row.learner_id) == (True, False, one.learner.pk)
    assert row.finished_at
    assert abs((row.finished_at - (at + timedelta(minutes=last))).total_seconds()) < 2
    page = text(one.client.get(url("mine")))
    assert "Was it you?" in page
    assert "passed" not in page, "it counts for nobody yet"
    assert one.client.get(url("attempt", row.pk)).status_code == 404
    assert one.client.get(url("take")).json()["attempts"][0]["answers"] == []
    one.client.post(url("confirm"), {"mine": "yes"})
    page = text(one.client.get(url("mine")))
    assert "Was it you?" not in page
    assert "passed" in page
    assert "You can do this" in text(one.client.get(url("attempt", row.pk)))


def test_a_hundred_ways_to_arrive_give_one_attempt(one: Seated) -> None:
    """Shuffled, split and duplicated: the counts are those of the one way without a mishap."""
    made, chance = played(one.code, CODE, _now() - timedelta(hours=2)), random.Random(15)
    now = _now()
    _receive(now, made)
    wanted, events = _counts(), made["events"]
    for _ in range(100):
        Attempt.objects.all().delete()
        rows = events + chance.sample(events, chance.randint(0, len(events)))
        chance.shuffle(rows)
        while rows:
            cut = chance.randint(1, len(rows))
            pieces = [part(made, rows[:cut])] * chance.randint(1, 2)
            assert [answer.refused for answer in _receive(now, *pieces)] == [[]] * len(pieces)
            rows = rows[cut:]
        assert _counts() == wanted
        assert Event.objects.count() == len(events)


def _receive(now: datetime, *attempts: Json) -> list[receiving.Answer]:
    return receiving.receive({"sent_at": now.isoformat(), "attempts": list(attempts)}, now)


def test_a_replay_is_answered_like_the_first_time_and_writes_nothing(one: Seated) -> None:
    made, now = played(one.code, CODE, _now()), _now()
    made["events"][3]["item"] = "s-nowhere"
    first = send(now, made)
    before = list(Event.objects.order_by("seq").values())
    assert send(now + timedelta(days=700), made)["attempts"] == first["attempts"]
    assert first["attempts"][0]["refused"] == [{"seq": 4, "code": "unknown_item"}]
    assert list(Event.objects.order_by("seq").values()) == before
    assert Attempt.objects.get().finished_at, "what is refused is no hole"


def test_a_hole_waits_until_it_is_filled(one: Seated) -> None:
    made = played(one.code, CODE, _now())
    hole = made["events"].pop(4)
    [answer] = send(_now(), made)["attempts"]
    assert answer["accepted_through"] == 4
    assert Attempt.objects.get().finished_at is None
    one.client.post(url("confirm"), {"mine": "yes"})
    page = text(one.client.get(url("attempt", made["id"])))
    assert "still on the device" in page
    assert one.client.post(url("begin", CODE, "final")).url != url("attempt", made["id"]), "one can begin anew"
    send(_now(), part(made, [hole]))
    assert Attempt.objects.get(pk=made["id"]).passed


def test_a_hole_that_is_never_filled_counts_as_it_is_after_sixty_days(one: Seated) -> None:
    made = played(one.code, CODE, _now())
    del made["events"][4]
    send(_now(), made)
    one.client.post(url("confirm"), {"mine": "yes"})
    tasks.clear_waiting.func()
    assert Attempt.objects.get().finished_at is None
    Attempt.objects.update(kept_until=_now() - timedelta(minutes=1))
    tasks.clear_waiting.func()
    row = Attempt.objects.get()
    assert row.finished_at
    assert row.right == row.situations - 1


def test_two_devices_and_one_card_are_two_attempts_and_one_certificate(one: Seated, keyfile_kept: None) -> None:
    keys.add()
    rows = [played(one.code, CODE, _now() - timedelta(hours=n), form=form) for n, form in ((2, "B"), (1, "C"))]
    for made in rows:
        send(_now(), made)
    assert Attempt.objects.filter(passed=True).count() == 2
    address = url("certificate", rows[0]["id"])
    assert "Say first that it was you" in text(one.client.get(address))
    row = Attempt.objects.get(pk=rows[0]["id"])
    with pytest.raises(NotNow, match="Say first that it was you"):
        issuing.issue(one.learner, library.shipped()[CODE], row, "Ana Sok", _now())
    one.client.post(url("confirm"), {"mine": "yes"})
    for made in rows:
        page = text(one.client.post(url("certificate", made["id"]), {"name": "Ana Sok"}))
        assert "Ana Sok" in page
    assert Certificate.objects.count() == 1


def test_of_two_devices_one_is_lost_for_ever(one: Seated, keyfile_kept: None) -> None:
    """Of the lost one a part had arrived: it keeps nobody from the certificate of the other, and ends as it is."""
    keys.add()
    kept, lost = (played(one.code, CODE, _now() - timedelta(hours=n), form=form) for n, form in ((1, "C"), (2, "B")))
    send(_now(), part(lost, lost["events"][:4]), kept)
    one.client.post(url("confirm"), {"mine": "yes"})
    page = text(one.client.post(url("certificate", kept["id"]), {"name": "Ana Sok"}))
    assert "Ana Sok" in page
    Attempt.objects.filter(pk=lost["id"]).update(kept_until=_now() - timedelta(minutes=1))
    tasks.clear_waiting.func()
    assert Attempt.objects.get(pk=kept["id"]).passed
    assert not Attempt.objects.get(pk=lost["id"]).passed
    assert issuing.held([one.learner.pk], _now().date())[one.learner.pk][0].state is State.VALID


@pytest.mark.parametrize("off", [timedelta(days=-730), timedelta(days=730), timedelta(days=-20000)])
def test_a_clock_that_is_years_off(one: Seated, off: timedelta) -> None:
    """When it was follows of how far the device's clock is off at sending; nothing lies after it arrived."""
    real = _now() - timedelta(hours=2)
    made = played(one.code, CODE, real + off)
    made["events"][-1]["at"] = (_now() + off + timedelta(hours=5)).isoformat()
    send(_now() + off, made)
    row = Attempt.objects.get()
    assert abs((row.started_at - real).total_seconds()) < 5
    assert row.finished_at
    assert row.finished_at <= _now()
    assert {round((-off).total_seconds() / 100) == round(each.skew / 100) for each in Event.objects.all()} == {True}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"seq": 0}, "bad_seq"),
        ({"seq": 2**60}, "bad_seq"),
        ({"seq": "2"}, "bad_seq"),
        ({"seq": True}, "bad_seq"),
        ({"at": "2099-01-01T00:00:00+00:00"}, "bad_time"),
        ({"at": "yesterday"}, "bad_time"),
        ({"at": "2026-12-01T10:00:00"}, "bad_time"),
        ({"kind": "attempt.moved"}, "unknown_kind"),
        ({"kind": "refused", "item": "", "choice": ""}, "unknown_kind"),
        ({"kind": "block.seen"}, "unknown_kind"),
        ({"item": "somebody wrote this"}, "unknown_item"),
        ({"choice": "somebody wrote this"}, "unknown_choice"),
        ({"choice": ""}, "unknown_choice"),
        ({"choice": "a,a"}, "unknown_choice"),
        ({"choice": ",".join("a" * 31)}, "unknown_choice"),
        ({"choice": None}, "bad_event"),
        ({"why": "because"}, "bad_event"),
        ({"item": "x" * 65}, "bad_event"),
    ],
)
def test_one_event_is_refused_and_the_others_are_taken(one: Seated, change: Json, code: str) -> None:
    made = played(one.code, CODE, _now())
    made["events"][2] |= change
    [answer] = send(_now(), made)["attempts"]
    assert answer["refused"] == [{"seq": None if code == "bad_seq" else 3, "code": code}]
    taken = set(Event.objects.exclude(kind="refused").values_list("seq", flat=True))
    assert taken == set(range(1, len(made["events"]) + 1)) - {3}
    assert not Event.objects.filter(choice__contains="somebody").exists(), "no words of anybody are kept"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"card": "0" * 64}, "unknown_card"),
        ({"card": "Ana"}, "bad_attempt"),
        ({"course": "nothing"}, "unknown_course"),
        ({"course": "health-referral"}, "unknown_course"),
        ({"language": "tlh"}, "unknown_course"),
        ({"version": 99}, "unknown_version"),
        ({"version": "1"}, "bad_attempt"),
        ({"form": "A"}, "unknown_form"),
        ({"use": "nothing"}, "unknown_form"),
        ({"id": "x"}, "bad_attempt"),
        ({"seed": "x"}, "bad_attempt"),
        ({"started_at": "2099-01-01T00:00:00+00:00"}, "bad_attempt"),
        ({"label": "Ana"}, "bad_attempt"),
    ],
)
def test_an_attempt_that_is_none_is_refused_and_the_next_is_taken(one: Seated, change: Json, code: str) -> None:
    wrong, right = played(one.code, CODE, _now()) | change, played(one.code, CODE, _now())
    answers = send(_now(), wrong, right)["attempts"]
    assert [each["code"] for each in answers] == [code, ""]
    assert [str(row.pk) for row in Attempt.objects.all()] == [right["id"]]


def test_an_attempt_belongs_to_one_card_and_a_client_to_one_attempt(one: Seated, cast: Cast) -> None:
    other = seated(cast, "Ben")
    made = played(one.code, CODE, _now())
    send(_now(), made)
    theirs = played(other.code, CODE, _now()) | {"id": made["id"]}
    mixed = played(other.code, CODE, _now()) | {"client_id": made["client_id"]}
    own = played(one.code, CODE, _now()) | {"client_id": made["id"], "id": made["id"]}
    seed = {**made, "seed": "0" * 32}
    answers = send(_now(), theirs, mixed, own, seed)["attempts"]
    assert [each["code"] for each in answers] == ["other_attempt", "other_attempt", "bad_attempt", "other_attempt"]
    online = one.client.post(url("begin", CODE, "final")).url.rstrip("/").rsplit("/", 1)[1]
    [answer] = send(_now(), played(one.code, CODE, _now()) | {"id": online})["attempts"]
    assert answer["code"] == "other_attempt", "nothing is added to what is done at a seat"


def test_an_attempt_is_of_one_device(one: Seated) -> None:
    """Whoever reads the code on a card fills no disk with it, and nothing that was not kept is told to be."""
    rows = [played(one.code, CODE, _now(), form=form) for form in ("B", "C")]
    send(_now(), *rows)
    kept = Event.objects.count()
    new = {**rows[0], "client_id": str(uuid4())}
    mixed = {**rows[0], "client_id": rows[1]["client_id"]}
    answers = send(_now(), new, mixed, *rows)["attempts"]
    assert [each["code"] for each in answers] == ["other_attempt", "other_attempt", "", ""]
    assert Event.objects.count() == kept


def test_a_request_of_many_costs_as_many_statements_as_one_of_one(one: Seated, cast: Cast) -> None:
    cards = [one.code, *(seated(cast, f"Ana {at}").code for at in range(8))]
    counts = []
    for some in (cards[:1], cards[1:], cards):
        with CaptureQueriesContext(connection) as asked:
            answers = send(_now(), *(played(code, CODE, _now()) for code in some))["attempts"]
        assert [each["refused"] for each in answers] == [[]] * len(some)
        counts.append(len(asked))
    assert len(set(counts)) == 1, counts
    assert Attempt.objects.filter(passed=True).count() == 18


def test_a_card_fills_no_disk(one: Seated) -> None:
    made = played(one.code, CODE, _now())
    rows = [part(made, made["events"][:1]) | {"id": str(uuid4()), "client_id": str(uuid4())} for _ in range(61)]
    answers = send(_now(), *rows)["attempts"] + send(_now(), rows[60], rows[0])["attempts"]
    assert [each["code"] for each in answers] == [""] * 60 + ["too_much", "too_much", ""]
    assert Attempt.objects.count() == Event.objects.count() == 60


def test_what_comes_too_late_is_not_added(one: Seated) -> None:
    made = played(one.code, CODE, _now())
    send(_now(), part(made, made["events"][:4]))
    Attempt.objects.update(kept_until=_now() - timedelta(minutes=1))
    answers = send(_now(), made, part(made, made["events"][:4]))["attempts"]
    assert [each["code"] for each in answers] == ["too_late", ""]
    assert answers[1]["accepted_through"] == 4, "what is here is told, so that the device forgets it"
    assert Event.objects.count() == 4


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ("{", 400, "bad_json"),
        ("[" * 100_000, 400, "bad_json"),
        ("[]", 400, "bad_batch"),
        ({"sent_at": "2026-12-01T10:00:00Z"}, 400, "bad_batch"),
        ({"sent_at": "2026-12-01T10:00:00Z", "attempts": [1]}, 400, "bad_batch"),
        ({"sent_at": "2026-12-01T10:00:00Z", "attempts": [{"events": {}}]}, 400, "bad_batch"),
        ({"sent_at": "never", "attempts": []}, 400, "bad_batch"),
        ({"sent_at": "2026-12-01T10:00:00Z", "attempts": [{"events": []}] * 101}, 413, "too_much"),
        ("x" * (256 * 1024 + 1), 413, "too_much"),
    ],
)
def test_what_cannot_be_read_is_refused_whole(one: Seated, said: Any, status: int, code: str) -> None:
    answer = post(said)
    assert (answer.status_code, answer.json()) == (status, {"code": code})
    assert not Attempt.objects.exists()


def test_only_this_site_s_own_pages_send(one: Seated) -> None:
    said = {"sent_at": _now().isoformat(), "attempts": []}
    assert post(said).status_code == 200
    assert post(said, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert Device().post(device.ADDRESS, {"a": "b"}).status_code == 415
    assert Device().get(device.ADDRESS).status_code == 405
    assert not post(said).cookies


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
_NAMES = sorted({*sent.Header.__slots__, "client_id", "events", "seq", "at", "kind", "item", "choice"})


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_nothing_that_is_sent_breaks_it(one: Seated, data: st.DataObject) -> None:
    """Any value in any place: an answer of the contract, and never an error of ours."""
    made = played(one.code, CODE, _now())
    places = [made, *made["events"][:4]]
    for place in data.draw(st.lists(st.sampled_from(places), max_size=3)):
        place[data.draw(st.sampled_from(_NAMES))] = data.draw(_values)
    body: Any = {"sent_at": _now().isoformat(), "attempts": [made]}
    if data.draw(st.booleans()):
        body[data.draw(st.sampled_from(["sent_at", "attempts", "more"]))] = data.draw(_values)
    answer = post(body)
    assert answer.status_code in {200, 400, 413}
    said = answer.json()
    codes = {str(code) for code in sent.Code}
    if answer.status_code == 200:
        assert set(said) == {"received_at", "attempts"}
        for each in said["attempts"]:
            assert set(each) == {"id", "code", "accepted_through", "refused"}
            assert each["code"] in codes | {""}
            assert {refused["code"] for refused in each["refused"]} <= codes
    else:
        assert said["code"] in codes


# ---- whose it is ----


def test_somebody_else_s_is_deleted(one: Seated) -> None:
    send(_now(), played(one.code, CODE, _now(), harmful))
    one.client.post(url("confirm"), {"other": "yes"})
    assert not Attempt.objects.exists()
    assert not Event.objects.exists()


def test_on_day_61_it_is_too_late_and_the_page_says_so(one: Seated, cast: Cast) -> None:
    send(_now(), played(one.code, CODE, _now()))
    Attempt.objects.update(kept_until=_now() - timedelta(days=1))
    one.client.post(url("confirm"), {"mine": "yes"})
    assert not Attempt.objects.get().confirmed
    page = text(one.client.get(url("mine")))
    assert "came too late" in page
    assert library.shipped()[CODE].texts["title"] in page
    tasks.clear_waiting.func()
    assert Attempt.objects.exists(), "the learner reads it for a while"
    Attempt.objects.update(kept_until=_now() - waiting.TOLD - timedelta(days=1))
    tasks.clear_waiting.func()
    assert not Attempt.objects.exists()


def test_thirty_people_who_say_so_on_day_61_read_what_was_too_late_and_pass_once_more(
    cast: Cast, keyfile_kept: None
) -> None:
    keys.add()
    reviewed.all_say(cast, CODE)
    of = cohort(cast)
    codes = [card(cast, f"Person {number}", of)[1] for number in range(30)]
    send(_now(), *(played(code, CODE, _now()) for code in codes))
    Attempt.objects.update(kept_until=_now() - timedelta(days=1))
    devices = [sit(code) for code in codes]
    for client in devices:
        client.post(url("confirm"), {"mine": "yes"})
        page = text(client.get(url("mine")))
        assert page.count("came too late") == 1
        assert library.shipped()[CODE].texts["title"] in page
    assert Attempt.objects.filter(confirmed=False).count() == 30
    assert not Certificate.objects.exists()
    tasks.clear_waiting.func()
    assert Attempt.objects.count() == 30, "each reads of it for thirty days more"
    again = play(devices[0], "final", device.best)
    assert "Ana Sok" in text(devices[0].post(url("certificate", again.pk), {"name": "Ana Sok"}))


def test_a_training_lead_says_so_face_to_face_and_sees_nothing(one: Seated, cast: Cast) -> None:
    edo, row = client_of(cast, "edo"), Post.objects.get()
    address, list_of = reverse("learners:confirm_card", args=[row.pk]), reverse("learners:cohort", args=[one.cohort.pk])
    before = text(edo.get(list_of)).partition("<main")[2]
    assert "Nothing waits" in text(edo.post(address, {"sure": "on"}, follow=True))
    send(_now(), played(one.code, CODE, _now(), harmful))
    strip = str.maketrans("", "", "0123456789")
    assert len(text(edo.get(list_of)).partition("<main")[2].translate(strip)) == len(before.translate(strip))
    shown = text(edo.get(address))
    assert library.shipped()[CODE].texts["title"] not in shown
    edo.post(address, {"sure": "on"})
    assert Attempt.objects.get().confirmed
    assert Entry.objects.filter(record=one.learner.pk, deed="learning.confirm_card").count() == 1
    assert client_of(cast, "amara").get(address).status_code in {403, 404}


def test_what_was_begun_without_a_network_goes_on_with_one(one: Seated) -> None:
    made = played(one.code, CODE, _now())
    send(_now(), part(made, made["events"][:4]))
    one.client.post(url("confirm"), {"mine": "yes"})
    address = one.client.post(url("begin", CODE, "final")).url
    assert address == url("attempt", made["id"])
    assert "Situation 4 of 10" in text(one.client.get(address))
    for event in made["events"][4:-2]:
        one.client.post(address, {"item": event["item"], "choice": event["choice"]})
    one.client.post(address, {"sure": "4", "finish": "yes"})
    assert Attempt.objects.get().passed


def test_pages_read_without_a_network_are_read(one: Seated) -> None:
    course = library.shipped()[CODE]
    pages = [f"{lesson.id}.{page.id}" for lesson in course.lessons for page in lesson.pages]
    one.client.get(url("page", CODE, *pages[0].split(".")))
    made = device.header(one.code, CODE, _now(), use="lessons")
    said = [("attempt.started", "", ""), *(("block.seen", page, "") for page in pages[1:3])]
    send(_now(), device.numbered(made, said, _now()))
    one.client.post(url("confirm"), {"mine": "yes"})
    assert f"3 of {len(pages)} pages read" in text(one.client.get(url("course", CODE)))


def test_before_the_card_was_opened_anew_stays_closed(one: Seated, cast: Cast) -> None:
    """Also where it arrives afterwards: whoever sits there now may be somebody else."""
    made = played(one.code, CODE, _now() - timedelta(hours=2))
    edo, row = client_of(cast, "edo"), Post.objects.get()
    edo.post(reverse("learners:open_card", args=[row.pk]), {"sure": "on"})
    send(_now(), made)
    now_here = sit(one.code, PIN)
    now_here.post(url("confirm"), {"mine": "yes"})
    assert "shown to nobody any more" in text(now_here.get(url("attempt", made["id"])))
