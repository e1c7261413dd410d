"""What somebody began, or has on a device without a network, counts in the version that it was then."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from fanal.learning import published, reviewing, tasks
from fanal.learning.attempts import attempts
from fanal.learning.certificates import issuing, jws, keys
from fanal.learning.courses import keeping, library
from fanal.learning.courses.model import Course, Scenario, Value
from fanal.learning.models import Attempt, Certificate, KeptCourse
from tests.desk import text
from tests.people import Cast
from tests.rooms.learning import reviewed
from tests.rooms.learning.device import Json, best, harmful, part, played, send
from tests.rooms.learning.seated import Seated, url

pytestmark = pytest.mark.django_db(databases="__all__")
CODE = "tourism-core"
OLD = library.shipped()[CODE]
WORST = {Value.BEST: Value.HARMFUL, Value.HARMFUL: Value.BEST}


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    """What a process reads once, another test reads anew."""
    yield
    library.spoken.cache_clear()
    reviewing._given.cache_clear()


def _turned(one: Scenario) -> Scenario:
    """What was best does harm now: whoever counts with the wrong version finds the opposite."""
    return replace(one, choices=tuple(replace(made, value=WORST.get(made.value, made.value)) for made in one.choices))


def _publish(monkeypatch: pytest.MonkeyPatch, since: datetime | None = None) -> Course:
    """The next version is here, and the one before is not any more."""
    since = since or timezone.now()
    texts = OLD.texts | {"title": "Another title"}
    new = replace(
        OLD, version=OLD.version + 1, since=since.date(), scenarios=tuple(map(_turned, OLD.scenarios)), texts=texts
    )
    monkeypatch.setattr(library, "shipped", lambda: {CODE: new})
    library.spoken.cache_clear()
    reviewing._given.cache_clear()
    return new


def _keep() -> None:
    published.keep(OLD, timezone.now())


def _sent(one: Seated, hours: float = 2, **more: object) -> Json:
    """What a device sends that loaded the older version; not begun before it is sent."""
    return played(one.code, CODE, timezone.now() - timedelta(hours=hours), **more)  # type: ignore[arg-type]


def test_what_is_played_without_a_network_counts_in_the_version_of_the_device(
    one: Seated, cast: Cast, monkeypatch: pytest.MonkeyPatch, keyfile_kept: None
) -> None:
    keys.add()
    _keep()
    made = _sent(one)
    new = _publish(monkeypatch)
    reviewed.all_say(cast, CODE)
    [answer] = send(timezone.now(), part(made, made["events"][:5]))["attempts"]
    [answer] = send(timezone.now(), made)["attempts"]
    assert (answer["code"], answer["refused"]) == ("", [])
    row = Attempt.objects.get()
    assert (row.version, row.passed, row.harmful, row.right) == (OLD.version, True, 0, row.situations)
    assert OLD.texts["title"] in text(one.client.get(url("mine"))), "what waits is named as it was"
    one.client.post(url("confirm"), {"mine": "yes"})
    page = text(one.client.get(url("attempt", row.pk)))
    assert "You can do this" in page
    assert OLD.texts["title"] in page
    assert new.texts["title"] not in page
    page = text(one.client.post(url("certificate", row.pk), {"name": "Ana Sok"}))
    assert "Ana Sok" in page
    given = Certificate.objects.get()
    said = jws.opened(given.token, keys.public_keys())[1]
    assert (given.version, said["name"]) == (OLD.version, OLD.texts["title"])
    assert issuing.checked(given, timezone.now().date()).state is issuing.State.VALID


def test_the_next_version_is_counted_as_itself(one: Seated, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _keep()
    old = _sent(one, choose=best)
    _publish(monkeypatch)
    new = _sent(one, choose=best)
    assert [each["code"] for each in send(timezone.now(), old, new)["attempts"]] == ["", ""]
    assert {(row.version, row.right == row.situations, row.harmful) for row in Attempt.objects.all()} == {
        (OLD.version, True, 0),
        (OLD.version + 1, True, 0),
    }


def test_a_device_gets_a_version_that_is_kept_and_a_seat_begins_one(one: Seated) -> None:
    assert not KeptCourse.objects.exists()
    one.client.post(url("begin", CODE, "final"))
    kept = KeptCourse.objects.get()
    assert (kept.code, kept.version) == (CODE, OLD.version)
    assert keeping.opened(bytes(kept.content)).course == OLD
    one.client.post(url("begin", CODE, "pre"))
    assert KeptCourse.objects.count() == 1


def test_what_was_begun_at_a_seat_goes_on_in_its_version(
    one: Seated, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = one.client.post(url("begin", CODE, "final")).url
    row = Attempt.objects.get()
    _publish(monkeypatch)
    reviewed.all_say(cast, CODE)
    known = {each.id: each for each in OLD.scenarios}
    while Attempt.objects.get().finished_at is None:
        going = _open(one, row)
        if going is None:
            one.client.post(address, {"finish": "yes", "sure": "4"})
        else:
            one.client.post(address, {"item": going, "choice": best(known[going])})
    assert Attempt.objects.get().passed
    assert one.client.post(url("begin", CODE, "final")).url != address
    assert Attempt.objects.get(version=OLD.version + 1).finished_at is None, "whoever begins anew has the newest"


def _open(one: Seated, row: Attempt) -> str | None:
    found = attempts.going(one.learner, row.pk)
    assert found
    return found.next_open.id if found.next_open else None


def test_a_hole_that_is_never_filled_counts_in_its_version_too(one: Seated, monkeypatch: pytest.MonkeyPatch) -> None:
    _keep()
    made = _sent(one)
    del made["events"][4]
    _publish(monkeypatch)
    send(timezone.now(), made)
    Attempt.objects.update(kept_until=timezone.now() - timedelta(minutes=1), confirmed=True)
    tasks.clear_waiting.func()
    row = Attempt.objects.get()
    assert (row.right, row.harmful) == (row.situations - 1, 0)


def test_a_version_that_was_never_given_here_is_refused(one: Seated, monkeypatch: pytest.MonkeyPatch) -> None:
    made = _sent(one)
    _publish(monkeypatch)
    assert send(timezone.now(), made)["attempts"][0]["code"] == "unknown_version"
    assert not Attempt.objects.exists()


def test_a_card_that_is_made_up_has_nobody_open_a_course(one: Seated, monkeypatch: pytest.MonkeyPatch) -> None:
    _keep()
    made = _sent(one) | {"card": "0" * 64}
    _publish(monkeypatch)
    published._opened.cache_clear()
    assert send(timezone.now(), made)["attempts"][0]["code"] == "unknown_card"
    assert published._opened.cache_info().misses == 0


@pytest.mark.parametrize("change", ["content", "digest", "signature", "version", "both"])
def test_a_copy_that_somebody_changed_counts_nothing(one: Seated, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    """Whoever writes to the database says not afterwards what was right; nothing is lost, since the device keeps it."""
    _keep()
    made = _sent(one, choose=harmful)
    _publish(monkeypatch)
    published._opened.cache_clear()
    other = keeping.packed(library.COURSES / "front-desk")
    changes: dict[str, dict[str, object]] = {
        "content": {"content": other},
        "digest": {"digest": "0" * 64},
        "signature": {"signature": b"0" * 64},
        "version": {"version": OLD.version + 5},
        "both": {"content": other, "digest": hashlib.sha256(other).hexdigest()},
    }
    KeptCourse.objects.update(**changes[change])
    made["version"] = KeptCourse.objects.get().version
    assert send(timezone.now(), made)["attempts"][0]["code"] == "unknown_version"


@pytest.mark.parametrize("change", ["planted", "content", "signature"])
def test_a_copy_that_somebody_put_there_first_keeps_no_version_from_being_kept(
    one: Seated, cast: Cast, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """While the files are here, whoever begins has them kept anew; then the next version comes, and what was begun
    counts."""
    other = keeping.packed(library.COURSES / "front-desk")
    if change == "planted":
        KeptCourse.objects.create(
            code=CODE, version=OLD.version, digest=hashlib.sha256(other).hexdigest(), content=other,
            signature=b"0" * 64, kept_at=timezone.now(),
        )  # fmt: skip
    else:
        _keep()
        KeptCourse.objects.update(**{change: other if change == "content" else b"0" * 64})
    row = attempts.begin(one.learner, OLD, "en", "final", timezone.now())
    kept = KeptCourse.objects.get()
    assert kept.digest == hashlib.sha256(keeping.packed(library.COURSES / CODE)).hexdigest()
    published._opened.cache_clear()
    _publish(monkeypatch)
    found = published.course(CODE, OLD.version)
    assert found is not None
    assert found.texts["title"] == OLD.texts["title"]
    assert row.version == OLD.version


def test_what_was_kept_is_kept_once(one: Seated) -> None:
    _keep()
    first = KeptCourse.objects.get()
    published.keep(OLD, timezone.now() + timedelta(days=3))
    assert KeptCourse.objects.get().kept_at == first.kept_at


def test_thirty_days_after_the_next_version_there_is_no_certificate_and_why_is_said(
    one: Seated, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    _keep()
    made = _sent(one)
    _publish(monkeypatch, timezone.now() - timedelta(days=32))
    reviewed.all_say(cast, CODE)
    send(timezone.now(), made)
    one.client.post(url("confirm"), {"mine": "yes"})
    page = text(one.client.get(url("certificate", made["id"])))
    assert "This was another version of the course" in page
    assert Attempt.objects.get().passed, "what was passed stays passed"


def test_where_the_course_is_not_given_any_more_that_is_said_and_nothing_is_lost(
    one: Seated, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody reviewed the next version here yet."""
    _keep()
    made = _sent(one)
    _publish(monkeypatch)
    [answer] = send(timezone.now(), made)["attempts"]
    assert answer["accepted_through"] == len(made["events"])
    one.client.post(url("confirm"), {"mine": "yes"})
    assert "You can do this" in text(one.client.get(url("attempt", made["id"])))
    assert "This course is not given any more" in text(one.client.get(url("certificate", made["id"])))
    reviewed.all_say(cast, CODE)
    assert "not given any more" not in text(one.client.get(url("certificate", made["id"])))


# ---- the form in which it is kept ----


def test_the_same_files_give_the_same_bytes() -> None:
    folder = library.COURSES / CODE
    assert keeping.packed(folder) == keeping.packed(folder)
    assert keeping.opened(keeping.packed(folder)).said["fr"].texts == library.spoken(CODE, "fr").texts


def test_what_was_kept_opens_for_ever() -> None:
    """Made on 1 December 2026, and never changed: a version that somebody has on a device must count as it did."""
    kept = keeping.opened((Path(__file__).parent / "kept" / "tourism-core-1.gz").read_bytes())
    course = kept.course
    assert (course.code, course.version, set(kept.said)) == ("tourism-core", 1, {"en", "fr"})
    assert course.forms["final"] == ("B", "C", "D")
    assert course.passing
    assert (course.passing.acts_right, course.passing.hit_rate) == (0.8, 0.75)
    worth = {one.id: [made.value.value for made in one.choices] for one in course.of_form("B")}
    assert len(worth) == 12
    assert worth["s-b1"] == ["wrong", "acceptable", "harmful", "harmful", "best"]
    assert course.texts["title"] == "Children and travel: notice, note, tell"
    assert kept.said["fr"].texts["title"] != course.texts["title"]
