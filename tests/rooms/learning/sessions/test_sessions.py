"""People who learn together: from a plan to somebody else's look, who was there, and what can never be."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.journal.models import Entry
from fanal.learning import reviewing
from fanal.learning.certificates import keys
from fanal.learning.certificates.policy import GRANT
from fanal.learning.courses import library
from fanal.learning.courses.model import Value
from fanal.learning.models import Attempt, Attendance, Certificate, Event, GroupSession, Learner, Post, Sheet
from fanal.learning.people import people
from fanal.learning.sessions import attending, paper, sessions
from fanal.learning.sessions.sessions import State
from fanal.network import api as network
from fanal.network.contracts import Role
from fanal.network.models import Organisation
from tests.desk import client_of, text
from tests.people import FOUNDED, Cast, gains, now_are
from tests.rooms.learning import reviewed
from tests.rooms.learning.seated import card, cohort, sit, url

pytestmark = pytest.mark.django_db(databases="__all__")
CODE = "tourism-core"
COURSE = library.shipped()[CODE]


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def one(cast: Cast, now: datetime) -> GroupSession:
    """Running: Edo leads it, Ana and Ben are on the list."""
    reviewed.all_say(cast, CODE)
    of = cohort(cast)
    people.add(cast["edo"], of, ["Ana", "Ben"], "front_desk", "en", now)
    made = sessions.plan(cast["edo"], of.pk, CODE, "en", 20, now.date(), now)
    sessions.start(cast["edo"], made.pk, now)
    return GroupSession.objects.select_related("cohort").get()


def _all_there(cast: Cast, one: GroupSession, now: datetime) -> list[Attendance]:
    return attending.by_list(cast["edo"], one.pk, set(Post.objects.values_list("pk", flat=True)), now)


def _letters(row: Sheet, value: Value = Value.BEST) -> str:
    """What somebody writes who chooses what is worth this in every situation."""
    return "".join(
        paper.LETTERS[next(at for at, made in enumerate(each.choices) if made.value is value)]
        for each in paper.asked(COURSE, row)
    )


def drawn(*, second: bool) -> None:
    """Sheets of which chance said so."""
    for row in Sheet.objects.all():
        row.second = second
        paper.leave(row)
        row.save()


def _sheet(cast: Cast, one: GroupSession, now: datetime, *, second: bool = False) -> Sheet:
    _all_there(cast, one, now)
    paper.draw(cast["edo"], one.pk, now)
    drawn(second=second)
    return Sheet.objects.select_related("session", "learner").order_by("number")[0]


def test_from_a_plan_to_somebody_elses_look(cast: Cast, now: datetime) -> None:
    reviewed.all_say(cast, CODE)
    of = cohort(cast)
    people.add(cast["edo"], of, ["Ana", "Ben"], "front_desk", "en", now)
    edo = client_of(cast, "edo")
    assert "Nothing is planned yet" in text(edo.get(reverse("sessions:sessions")))
    said = {"cohort": of.pk, "course": CODE, "language": "en", "minutes": 20, "on": now.date().isoformat()}
    edo.post(reverse("sessions:plan"), said)
    row = GroupSession.objects.get()
    place = reverse("sessions:session", args=[row.pk])
    assert "Begin now" in text(edo.get(place))
    edo.post(reverse("sessions:start", args=[row.pk]))
    posts = [str(post) for post in Post.objects.values_list("pk", flat=True)]
    edo.post(reverse("sessions:add_list", args=[row.pk]), {"posts": posts})
    page = text(edo.get(place))
    assert page.count("Went</button>") == 2
    edo.post(reverse("sessions:leave", args=[Attendance.objects.order_by("learner__label")[0].pk]))
    assert text(edo.get(place)).count("Went</button>") == 1
    edo.post(reverse("sessions:close", args=[row.pk]), {"took": 15, "count": 2, "digest": "AB" * 32})
    row.refresh_from_db()
    assert (sessions.state(row), row.sheet_count, row.sheet_digest) == (State.CLOSED, 2, "ab" * 32)
    assert not Attendance.objects.filter(out_at=None).exists()
    with pytest.raises(NotNow, match="Somebody else looks"):
        sessions.confirm(cast["edo"], row.pk, now)
    gains(cast["dalia"].person, Role.CAREGIVER_TRAINER)
    client_of(cast, "dalia").post(reverse("sessions:confirm", args=[row.pk]), {"sure": "on"})
    row.refresh_from_db()
    assert sessions.state(row) is State.CONFIRMED
    deeds = set(Entry.objects.filter(record=row.pk).values_list("deed", flat=True))
    assert deeds == {"learning.lead_session", "learning.confirm_session"}


def test_only_for_people_of_a_country_with_a_mandate(cast: Cast, now: datetime) -> None:
    reviewed.all_say(cast, CODE)
    cohort(cast)
    abroad = people.open_cohort(cast["edo"], "Far away", "XC", "site", now)
    with pytest.raises(NotNow, match="in which your organisation works"):
        sessions.plan(cast["edo"], abroad.pk, CODE, "en", 20, now.date(), now)
    assert abroad.pk not in [each.pk for each in sessions.cohorts(cast["edo"])]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"course": "front-desk"}, "a course that is given"),
        ({"course": "no-such"}, "a course that is given"),
        ({"language": "fr"}, "not given in this language"),
        ({"minutes": 0}, "how many minutes"),
        ({"minutes": 601}, "how many minutes"),
        ({"on": timedelta(days=-15)}, "of the last two weeks"),
        ({"on": timedelta(days=400)}, "of the last two weeks"),
    ],
)
def test_what_cannot_be_planned(cast: Cast, now: datetime, change: dict[str, Any], words: str) -> None:
    reviewed.all_say(cast, CODE)
    of = cohort(cast)  # makes Edo a training lead
    said: dict[str, Any] = {"course": CODE, "language": "en", "minutes": 20, "on": timedelta()} | change
    with pytest.raises(NotNow, match=words):
        sessions.plan(
            cast["edo"],
            of.pk,
            said["course"],
            said["language"],
            said["minutes"],
            now.date() + said["on"],
            now,
        )


def test_only_whoever_leads_it_and_only_in_the_organisation(cast: Cast, one: GroupSession, now: datetime) -> None:
    gains(cast["dalia"].person, Role.CAREGIVER_TRAINER)
    with pytest.raises(NotAllowed, match="whoever leads this session"):
        attending.by_label(cast["dalia"], one.pk, ["Eva"], now)
    gains(cast["nils"].person, Role.CAREGIVER_TRAINER)
    with pytest.raises(NotHere):
        sessions.session(cast["nils"], one.pk)
    assert client_of(cast, "amara").get(reverse("sessions:sessions")).status_code == 403
    assert client_of(cast, "nils").get(reverse("sessions:session", args=[one.pk])).status_code == 404


# ---- who is there ----


def test_by_card_as_it_is_typed_or_scanned(cast: Cast, one: GroupSession, now: datetime) -> None:
    learner, code, _of = card(cast, "Eva", one.cohort)
    edo = client_of(cast, "edo")
    address = reverse("sessions:add_card", args=[one.pk])
    answer = edo.post(address, {"card": f"https://site.example/learn/en/in/#{code}"}, follow=True)
    assert "Eva is there." in text(answer)
    assert "Somebody with a card" in text(answer), "the next one is scanned at once"
    attending.by_card(cast["edo"], one.pk, code.lower().replace("-", " "), now)
    assert Attendance.objects.get(learner=learner).how == "card", "twice is once"
    wrong = text(edo.post(address, {"card": "0000-0000-0000-0000"}))
    assert "not known here" in wrong
    assert "0000-0000-0000-0000" in wrong, "what was typed is still there"


def test_a_card_of_another_organisation_is_none_here(cast: Cast, one: GroupSession, now: datetime) -> None:
    gains(cast["nils"].person, Role.CAREGIVER_TRAINER)
    other = people.open_cohort(cast["nils"], "Elsewhere", "XB", "site", now)
    [made] = people.add(cast["nils"], other, ["Olga"], "driver", "en", now)
    with pytest.raises(NotNow, match="not known here"):
        attending.by_card(cast["edo"], one.pk, made.code, now)


def test_by_name_they_become_part_and_who_comes_late_is_marked(cast: Cast, one: GroupSession, now: datetime) -> None:
    [row] = attending.by_label(cast["edo"], one.pk, ["Eva"], now + timedelta(minutes=11))
    assert attending.came_late(one, row)
    assert Learner.objects.get(label="Eva").posts.get().cohort_id == one.cohort_id
    with pytest.raises(NotNow, match="Add a number"):
        attending.by_label(cast["edo"], one.pk, ["Eva"], now)
    with pytest.raises(NotNow, match="No addresses"):
        attending.by_label(cast["edo"], one.pk, ["eva@hotel.example"], now)


def test_nobody_leads_the_session_in_which_they_learn(cast: Cast, one: GroupSession, now: datetime) -> None:
    name = network.person(cast["edo"].person).name
    with pytest.raises(NotNow, match="somebody else leads"):
        attending.by_label(cast["edo"], one.pk, [name.upper()], now)
    assert not Attendance.objects.exists()


# ---- the wall, and what is printed ----


def test_one_idea_on_the_wall_and_answers_when_somebody_asks(cast: Cast, one: GroupSession) -> None:
    edo = client_of(cast, "edo")
    asks = 0
    for lesson in COURSE.lessons:
        for page in lesson.pages:
            address = reverse("sessions:show", args=[one.pk, lesson.id, page.id])
            shown = text(edo.get(address))
            assert "<form" not in shown
            assert shown.count("<h1") == 1
            if "What each answer brings" in shown:
                asks += 1
                assert 'class="replies"' not in shown
                opened = text(edo.get(f"{address}?open"))
                assert 'class="replies"' in opened or "How sure one feels" in opened
    assert asks > 3
    order = next(each for each in COURSE.questions if each.kind == "order")
    place = next(
        (lesson.id, page.id) for lesson in COURSE.lessons for page in lesson.pages
        if any(block.ref == order.id for block in page.blocks)
    )  # fmt: skip
    opened = text(edo.get(reverse("sessions:show", args=[one.pk, *place]) + "?open"))
    assert [int(n) for n in re.findall(r'<span class="num">(\d)</span>', opened)] == [1, 2, 3, 4]
    assert edo.get(reverse("sessions:show", args=[one.pk, "01", "no-such"])).status_code == 404


def test_a_sheet_to_sign_and_sheets_with_situations(cast: Cast, one: GroupSession, now: datetime) -> None:
    _all_there(cast, one, now)
    edo = client_of(cast, "edo")
    signing = text(edo.get(reverse("sessions:signing", args=[one.pk])))
    assert "Ana" in signing
    assert "Ben" in signing
    edo.post(reverse("sessions:draw_sheets", args=[one.pk]))
    page = text(edo.get(reverse("sessions:sheets", args=[one.pk])))
    assert page.count('class="sheet"') == 2
    assert page.count('class="box"') == 20
    said = re.sub(r"<[^>]+>", "", page)
    for word in ("Right too", "Can do harm", "Does not help"):
        assert word not in said, "no sheet says what is right"
    with pytest.raises(NotNow, match="has a sheet"):
        paper.draw(cast["edo"], one.pk, now)


def test_every_tenth_sheet_is_drawn_and_each_has_an_order_of_its_own(
    cast: Cast, one: GroupSession, now: datetime
) -> None:
    attending.by_label(cast["edo"], one.pk, [f"P{number}" for number in range(200)], now)
    paper.draw(cast["edo"], one.pk, now)
    rows = list(Sheet.objects.all())
    assert 5 <= sum(row.second for row in rows) <= 40
    assert {row.form for row in rows} == set(COURSE.forms["final"])
    assert len({_letters(row) for row in rows}) > 190
    assert [row.number for row in Sheet.objects.order_by("number")] == list(range(1, 201))


# ---- what is typed ----


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("ABC", "has 10 situations, and you typed 3"),
        ("ABCDEABCDEA", "you typed 11"),
        ("ABCDEABCDF", "Situation 10 has no"),
    ],
)
def test_letters_that_do_not_fit_are_told_and_kept(
    cast: Cast, one: GroupSession, now: datetime, typed: str, words: str
) -> None:
    row = _sheet(cast, one, now)
    page = text(client_of(cast, "edo").post(reverse("sessions:type_in", args=[row.pk]), {"letters": typed}))
    assert words in page
    assert f'value="{typed}"' in page
    assert Sheet.objects.get(pk=row.pk).letters == ""


def test_spaces_small_letters_and_blanks(cast: Cast, one: GroupSession, now: datetime) -> None:
    row = _sheet(cast, one, now)
    assert paper.type_in(cast["edo"], row.pk, " a b-c d–e, a.b _", now).letters == "AB-CD-EAB-"


def test_the_second_reading_is_by_somebody_else_and_blind(cast: Cast, one: GroupSession, now: datetime) -> None:
    row = _sheet(cast, one, now, second=True)
    letters = _letters(row)
    edo = client_of(cast, "edo")
    assert "Somebody else types this one" in text(
        edo.post(reverse("sessions:type_in", args=[row.pk]), {"letters": letters}, follow=True)
    )
    with pytest.raises(NotNow, match="somebody else reads it now"):
        paper.type_again(cast["edo"], row.pk, letters, now)
    gains(cast["dalia"].person, Role.CAREGIVER_TRAINER)
    dalia = client_of(cast, "dalia")
    assert reverse("sessions:type_again", args=[row.pk]) in text(dalia.get(reverse("sessions:sessions")))
    assert reverse("sessions:type_again", args=[row.pk]) not in text(edo.get(reverse("sessions:sessions")))
    assert letters not in text(dalia.get(reverse("sessions:type_again", args=[row.pk])))
    other = _letters(row, Value.HARMFUL)
    assert "The two readings differ" in text(
        dalia.post(reverse("sessions:type_again", args=[row.pk]), {"letters": other}, follow=True)
    )
    assert Sheet.objects.get(pk=row.pk).letters == ""
    paper.type_in(cast["edo"], row.pk, letters, now)
    assert paper.type_again(cast["dalia"], row.pk, letters, now)
    assert paper.stage(Sheet.objects.get(pk=row.pk)) == "read"


def test_a_session_with_a_sheet_that_waits_is_not_confirmed(cast: Cast, one: GroupSession, now: datetime) -> None:
    row = _sheet(cast, one, now, second=True)
    paper.type_in(cast["edo"], row.pk, _letters(row), now)
    sessions.close(cast["edo"], one.pk, 15, 2, "", "", now)
    gains(cast["dalia"].person, Role.CAREGIVER_TRAINER)
    with pytest.raises(NotNow, match="waits for its second reading"):
        sessions.confirm(cast["dalia"], one.pk, now)


def test_nobody_types_a_sheet_of_their_own(cast: Cast, one: GroupSession, now: datetime) -> None:
    row = _sheet(cast, one, now)
    Learner.objects.filter(pk=row.learner_id).update(label=network.person(cast["edo"].person).name)
    with pytest.raises(NotNow, match="your own sheet"):
        paper.type_in(cast["edo"], row.pk, _letters(row), now)


# ---- whose it is ----


@pytest.fixture
def key(keyfile_kept: None) -> None:
    keys.add()


def _writer(cast: Cast, one: GroupSession, now: datetime, value: Value = Value.BEST) -> tuple[Any, Sheet]:
    """Somebody with a card whose sheet was typed in."""
    learner, code, _of = card(cast, "Eva", one.cohort)
    attending.by_card(cast["edo"], one.pk, code, now)
    paper.draw(cast["edo"], one.pk, now)
    drawn(second=False)
    row = Sheet.objects.select_related("session", "learner").get(learner=learner)
    paper.type_in(cast["edo"], row.pk, _letters(row, value), now)
    return sit(code), row


def test_it_counts_once_its_writer_says_so_and_then_there_is_a_certificate(
    cast: Cast, one: GroupSession, now: datetime, key: None
) -> None:
    eva, row = _writer(cast, one, now)
    assert not Attempt.objects.exists()
    mine = text(eva.get(url("mine")))
    assert "you answered on paper" in mine
    address = url("paper", row.pk)
    assert "Did you write this sheet?" in text(eva.get(address))
    for _time in range(2):
        eva.post(address, {"mine": "yes"})
    attempt = Attempt.objects.get()
    assert (attempt.passed, attempt.right, attempt.form, attempt.seed) == (True, 10, row.form, row.seed)
    assert Sheet.objects.get(pk=row.pk).letters == "", "they are the learner's answers now, and theirs alone"
    assert "You can do this" in text(eva.get(url("attempt", attempt.pk)))
    page = text(eva.post(url("certificate", attempt.pk), {"name": "Eva Sok"}))
    assert "Eva Sok" in page
    assert Certificate.objects.count() == 1


def test_a_course_whose_review_ends_in_the_middle_of_a_session_loses_nobody_s_sheet(
    cast: Cast, one: GroupSession, now: datetime, key: None
) -> None:
    """What was written is typed, confirmed and counted; the certificate says why it waits, and comes once it is given
    again."""
    item = reviewing.course_item(COURSE)
    _learner, code, _of = card(cast, "Eva", one.cohort)
    attending.by_card(cast["edo"], one.pk, code, now)
    paper.draw(cast["edo"], one.pk, now)
    drawn(second=False)
    reviewed.says(cast, item, reviewed.Reviewer.SURVIVOR, yes=False, reasons="It hurts.")
    row = Sheet.objects.select_related("session", "learner").get(learner=_learner)
    paper.type_in(cast["edo"], row.pk, _letters(row), now)
    leads = client_of(cast, "edo")
    for name in ("session", "sheets"):
        assert leads.get(reverse(f"sessions:{name}", args=[one.pk])).status_code == 200, name
    sessions.close(cast["edo"], one.pk, 20, 1, "", "", now)
    eva = sit(code)
    eva.post(url("paper", row.pk), {"mine": "yes"})
    attempt = Attempt.objects.get()
    assert attempt.passed
    assert "This course is not given any more" in text(eva.get(url("certificate", attempt.pk)))
    reviewed.says(cast, item, reviewed.Reviewer.SURVIVOR)
    assert "Eva Sok" in text(eva.post(url("certificate", attempt.pk), {"name": "Eva Sok"}))


def test_being_there_gives_nobody_a_certificate(cast: Cast, one: GroupSession, now: datetime) -> None:
    _all_there(cast, one, now)
    sessions.close(cast["edo"], one.pk, 15, 2, "", "", now)
    gains(cast["dalia"].person, Role.CAREGIVER_TRAINER)
    sessions.confirm(cast["dalia"], one.pk, now)
    assert not Attempt.objects.exists()
    assert not Certificate.objects.exists()


def test_what_is_not_mine_is_thrown_away(cast: Cast, one: GroupSession, now: datetime) -> None:
    eva, row = _writer(cast, one, now)
    eva.post(url("paper", row.pk), {"mine": "no"})
    assert not Sheet.objects.filter(pk=row.pk).exists()
    assert not Attempt.objects.exists()
    assert eva.get(url("paper", row.pk)).status_code == 404


def test_somebody_else_confirms_nothing(cast: Cast, one: GroupSession, now: datetime) -> None:
    _eva, row = _writer(cast, one, now)
    _learner, code, _of = card(cast, "Ida", one.cohort)
    assert sit(code).post(url("paper", row.pk), {"mine": "yes"}).status_code == 404


def test_on_day_61_it_is_too_late_and_the_sheet_goes(cast: Cast, one: GroupSession, now: datetime) -> None:
    eva, row = _writer(cast, one, now)
    GroupSession.objects.update(planned_on=now.date() - timedelta(days=60))
    assert eva.get(url("paper", row.pk)).status_code == 200
    assert paper.forget(now.date()) == 0
    GroupSession.objects.update(planned_on=now.date() - timedelta(days=61))
    assert eva.get(url("paper", row.pk)).status_code == 404
    paper.forget(now.date())
    assert not Sheet.objects.exists()


def test_whoever_opens_the_card_anew_reads_nothing_and_gets_no_certificate(
    cast: Cast, one: GroupSession, now: datetime
) -> None:
    _eva, row = _writer(cast, one, now)
    post = Post.objects.select_related("cohort", "learner").get(learner=row.learner)
    made = people.new_card(cast["edo"], post, timezone.now())
    thief = sit(made.code)
    thief.post(url("paper", row.pk), {"mine": "yes"})
    attempt = Attempt.objects.get()
    assert "opened anew" in text(thief.get(url("attempt", attempt.pk)))
    page = text(thief.post(url("certificate", attempt.pk), {"name": "Edo"}))
    assert "before your card was opened anew" in page


def test_nothing_that_staff_see_tells_how_it_went(cast: Cast, one: GroupSession, now: datetime) -> None:
    """DNH-49: a sheet full of harm and one without look the same to whoever typed them, once they are confirmed."""
    pages = []
    for value in (Value.BEST, Value.HARMFUL):
        eva, row = _writer(cast, one, now, value)
        eva.post(url("paper", row.pk), {"mine": "yes"})
        shown = text(client_of(cast, "edo").get(reverse("sessions:session", args=[one.pk]))).partition("<main")[2]
        pages.append(re.sub(r'value="[^"]*"|/[0-9a-f-]{36}/|\d\d:\d\d', "", shown))
        Event.objects.all().delete()
        Attempt.objects.all().delete()
        Sheet.objects.all().delete()
        Attendance.objects.all().delete()
        Learner.objects.filter(label="Eva").delete()
    assert pages[0] == pages[1]


# ---- limits, and late ----


def test_after_fourteen_days_only_with_a_reason(cast: Cast, one: GroupSession, now: datetime) -> None:
    late = now + timedelta(days=15)
    with pytest.raises(NotNow, match="Say why"):
        sessions.close(cast["edo"], one.pk, 15, 2, "", "", late)
    sessions.close(cast["edo"], one.pk, 15, 2, "", "ill", late)
    assert GroupSession.objects.get().late == "ill"


def test_in_time_no_reason_is_kept(cast: Cast, one: GroupSession, now: datetime) -> None:
    sessions.close(cast["edo"], one.pk, 15, 2, "", "ill", now + timedelta(days=14))
    assert GroupSession.objects.get().late == ""


@pytest.mark.parametrize(
    ("took", "count", "limits"),
    [(15, 2, []), (15, 60, []), (15, 61, ["people"]), (1, 2, ["minutes"]), (1, 99, ["people", "minutes"])],
)
def test_beyond_a_limit_somebody_else_is_asked_to_look(
    cast: Cast, one: GroupSession, now: datetime, took: int, count: int, limits: list[str]
) -> None:
    sessions.close(cast["edo"], one.pk, took, count, "", "", now)
    assert sessions.limits(GroupSession.objects.get()) == limits
    network.grants.hold(cast["femi"].person, GRANT, FOUNDED.date(), FOUNDED.date() + timedelta(days=3650))
    femi = client_of(cast, "femi")
    listed = text(femi.get(reverse("sessions:sessions")))
    assert ("Look at these" in listed) is bool(limits)
    day = text(femi.get(reverse("desk:day")))
    assert ("Sessions of learning together to look at" in day) is bool(limits)
    femi.post(reverse("sessions:confirm", args=[one.pk]), {"sure": "on"})
    assert "Look at these" not in text(femi.get(reverse("sessions:sessions")))


def test_sheets_with_the_same_letters_are_odd(cast: Cast, one: GroupSession, now: datetime) -> None:
    attending.by_label(cast["edo"], one.pk, ["P1", "P2", "P3"], now)
    paper.draw(cast["edo"], one.pk, now)
    drawn(second=False)
    for row in Sheet.objects.all():
        paper.type_in(cast["edo"], row.pk, "ABCDEABCDE", now)
    sessions.close(cast["edo"], one.pk, 15, 5, "", "", now)
    assert sessions.limits(GroupSession.objects.get()) == ["equal"]


def test_many_certificates_in_a_day_are_odd(cast: Cast, one: GroupSession, now: datetime) -> None:
    attending.by_label(cast["edo"], one.pk, [f"P{number}" for number in range(200)], now)
    attending.by_label(cast["edo"], one.pk, ["P200"], now)
    sessions.close(cast["edo"], one.pk, 15, 60, "", "", now)
    GroupSession.objects.update(limits="")
    rows = [
        Certificate(
            learner=each.learner, org_id=one.org_id, code=f"C{at}", course=CODE, version=1, language="en",
            attempt=each.pk, issued_at=now + timedelta(minutes=1), expires_on=now.date(), list_number=1, list_index=at,
            token="",
        )
        for at, each in enumerate(Attendance.objects.select_related("learner"))
    ]  # fmt: skip
    Certificate.objects.bulk_create(rows[:200])
    assert sessions.limits(GroupSession.objects.get()) == []
    Certificate.objects.bulk_create(rows[200:])
    assert sessions.limits(GroupSession.objects.get()) == ["many"]


@pytest.mark.parametrize("digest", ["abc", "g" * 64, "a" * 63])
def test_what_is_no_hash_is_told(cast: Cast, one: GroupSession, digest: str) -> None:
    page = text(
        client_of(cast, "edo").post(
            reverse("sessions:close", args=[one.pk]), {"took": 15, "count": 2, "digest": digest}
        )
    )
    assert "no SHA-256" in page
    assert digest in page


def test_sheets_that_are_typed_after_it_was_closed_are_looked_at_too(
    cast: Cast, one: GroupSession, now: datetime
) -> None:
    attending.by_label(cast["edo"], one.pk, ["P1", "P2", "P3"], now)
    paper.draw(cast["edo"], one.pk, now)
    drawn(second=False)
    sessions.close(cast["edo"], one.pk, 1, 5, "", "", now)
    assert sessions.limits(GroupSession.objects.get()) == ["minutes"]
    for row in Sheet.objects.all():
        paper.type_in(cast["edo"], row.pk, "ABCDEABCDE", now)
    assert sessions.limits(GroupSession.objects.get()) == ["minutes", "equal"]


def test_no_number_is_given_twice(cast: Cast, one: GroupSession, now: datetime) -> None:
    attending.by_label(cast["edo"], one.pk, ["P1", "P2", "P3"], now)
    paper.draw(cast["edo"], one.pk, now)
    Sheet.objects.get(number=1).delete()
    paper.draw(cast["edo"], one.pk, now)
    assert sorted(Sheet.objects.values_list("number", flat=True)) == [2, 3, 4]


def test_its_days_are_those_of_the_organisation(cast: Cast) -> None:
    now_are([Organisation.objects.get(pk=cast.aurora)], time_zone="Asia/Phnom_Penh")
    reviewed.all_say(cast, CODE)
    evening = timezone.now().replace(hour=20)  # there it is the next morning
    there = evening.date() + timedelta(days=1)
    of = cohort(cast)
    with pytest.raises(NotNow, match="of the last two weeks"):
        sessions.plan(cast["edo"], of.pk, CODE, "en", 20, there - timedelta(days=15), evening)
    row = sessions.plan(cast["edo"], of.pk, CODE, "en", 20, there, evening)
    sessions.start(cast["edo"], row.pk, evening)
    GroupSession.objects.update(planned_on=there - timedelta(days=15))
    with pytest.raises(NotNow, match="Say why"):
        sessions.close(cast["edo"], row.pk, 15, 2, "", "", evening)


def test_a_list_with_nobody_left_says_so(cast: Cast, one: GroupSession, now: datetime) -> None:
    address, edo = reverse("sessions:add_list", args=[one.pk]), client_of(cast, "edo")
    assert "They are there" in text(edo.get(address))
    _all_there(cast, one, now)
    page = text(edo.get(address))
    assert "Nobody is left on the list" in page
    assert "They are there" not in page
