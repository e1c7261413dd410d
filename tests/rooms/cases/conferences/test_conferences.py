"""A case conference: who attends reads what was seen before it was given, and no file, until it was held; then what was
decided stands in the file."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from fanal.access.api import NotAllowed, NotHere, NotNow, incident
from fanal.cases.codes_work import HandOnKind
from fanal.cases.conferences import conferences
from fanal.cases.files import files, writing
from fanal.cases.files.restricting import restrict
from fanal.cases.grounds import grounds
from fanal.cases.merging import merging
from fanal.cases.models import Case, Conference, Consent, Seat
from fanal.cases.passing_on import inside
from fanal.cases.seats import seats
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.api import records
from fanal.network.contracts import Role
from fanal.network.models import GrantHeld
from tests.desk import client_of, text
from tests.people import NOW, Cast, are_cleared
from tests.rooms.cases.care import helper, opened

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("case_of_file")]
HOUR, TODAY = timedelta(hours=1), NOW.date()
FRIDAY = TODAY + timedelta(days=3)
COME = ("femi", "celia")
GUESTS = ("a teacher, the school",)
REAL = timezone.now()
"""Where a page is opened: packs open for two weeks."""
SUMMARY = "She may change school by spring; the school and we want one plan"
PLANNED: dict[str, Any] = {"planned_for": FRIDAY, "guests": GUESTS}
HELD: dict[str, Any] = {
    "held_on": TODAY, "guests": GUESTS, "child_part": "sent_words", "child_views": "I want to stay in my class",
    "decisions": "She stays in her class; the school rings us each Monday",
}  # fmt: skip


@pytest.fixture(scope="module")
def case_of_file(cast_of_file: Cast) -> Case:
    """Two colleagues who can attend; Lena is a lawyer, with no team of casework."""
    for name in COME:
        network.people.give_roles(cast_of_file["bao"], cast_of_file[name].person, [Role.CASEWORKER], NOW)
    are_cleared([cast_of_file[name].person for name in (*COME, "lena")])
    case = opened(cast_of_file)
    writing.set_about(cast_of_file["marek"], case.pk, {"address": "12 Harbour Road"}, 1, NOW)
    return case


def people(cast: Cast, *who: str) -> list[UUID]:
    return [cast[name].person for name in who]


def planned(cast: Cast, case: Case, *who: str, now: Any = NOW, **more: Any) -> Conference:
    return conferences.plan(cast["marek"], case.pk, PLANNED | more, people(cast, *(who or COME)), now)


def fresh(row: Conference) -> Conference:
    return Conference.objects.get(pk=row.pk)


def shown(cast: Cast, case: Case, now: Any = NOW) -> str:
    with files.looking(cast["marek"], case.pk, now) as found:
        return conferences.leaves(found, now).hash


def given(cast: Cast, row: Conference, now: Any = NOW) -> dict[str, Seat]:
    """The seats, by who sits there."""
    case = Case.objects.get(pk=row.case_id)
    conferences.give(cast["marek"], case.pk, row.pk, SUMMARY, shown(cast, case, now), now)
    return {one.person.username: one for one in seats.live().filter(conference=row)}


def held(cast: Cast, row: Conference, *who: str, now: Any = NOW, **more: Any) -> Conference:
    came = people(cast, *(who or ("marek", "femi")))
    return conferences.held(cast["marek"], row.case_id, row.pk, HELD | more, came, fresh(row).version, now)


def read(cast: Cast, who: str, seat: Seat, now: Any = NOW) -> Any:
    return seats.look(cast[who], seat.pk, Conference, now)


def named(seat: Seat) -> set[UUID]:
    return {UUID(bytes=who) for kind, who, *_more in records.holders(seat.pk) if kind == "user"}


def test_who_attends_reads_it_until_it_was_held_and_what_was_decided_stays(cast: Cast, case: Case) -> None:
    row = planned(cast, case)
    mine = given(cast, row)
    assert set(mine) == set(COME)
    assert read(cast, "femi", mine["femi"]).given.summary == SUMMARY
    assert named(mine["femi"]) == {cast["femi"].person}, "nobody says anything there, and nobody else opens it"
    assert clocks.open_duties(person=cast["femi"].person) == [], "a conference has its day, and no clock"
    held(cast, row, "marek", "bao", "femi")
    assert {UUID(one) for one in fresh(row).attendees} == set(people(cast, "marek", "bao", "femi"))
    for who in COME:
        with pytest.raises(NotHere):
            read(cast, who, mine[who], NOW + HOUR)
        assert cast[who].person not in named(mine[who]), "the keys went"
        assert not bytes(Seat.objects.get(pk=mine[who].pk).content)
    (kept,) = files.look(cast["bao"], case.pk, NOW + HOUR).of(Conference)
    assert {name: kept.said[name] for name in ("guests", "child_part", "child_views", "decisions")} == {
        name: HELD[name] for name in ("guests", "child_part", "child_views", "decisions")
    }
    deeds = {one.deed for one in journal.read(case.pk)}
    assert deeds >= {"cases.plan_conference", "cases.give_conference", "cases.held_conference"}
    assert {one.deed for one in journal.read(mine["femi"].pk)} >= {"cases.sit", "cases.left_seat"}


def test_nothing_tells_who_the_child_is_or_where(cast: Cast, case: Case) -> None:
    seat = given(cast, planned(cast, case), REAL)["femi"]
    page = text(client_of(cast, "femi").get(reverse("cases:conference_seat", args=[seat.pk])))
    for words in (SUMMARY, "13", "Celia", "Femi"):
        assert words in page
    for words in ("Lilo", "Anders", "Harbour", "teacher", case.number):
        assert words not in page
    fields = {one.field for one in read(cast, "femi", seat).given.items}
    assert fields <= {"child.age_at_intake", "child.sex", "case.country_of_harm", "case.wishes"}
    day = text(client_of(cast, "femi").get(reverse("desk:day")))
    assert reverse("cases:conference_seat", args=[seat.pk]) in day
    assert case.number not in day


def test_a_seat_opens_for_whoever_sits_there_alone_and_opens_no_file(cast: Cast, case: Case) -> None:
    """Not for another who attends, the supervisor, the worker, a colleague, another member."""
    seat = given(cast, planned(cast, case, "femi", "lena"), REAL)["lena"]
    assert read(cast, "lena", seat).given.summary == SUMMARY
    for who in ("femi", "celia", "bao", "marek", "dalia", "edo", "nils", "oda"):
        with pytest.raises((NotHere, NotAllowed)):
            read(cast, who, seat)
        page = client_of(cast, who).get(reverse("cases:conference_seat", args=[seat.pk]))
        assert page.status_code in {403, 404}, who
    with pytest.raises((NotHere, NotAllowed)):
        files.look(cast["lena"], case.pk, NOW)
    assert client_of(cast, "lena").get(reverse("cases:seat", args=[seat.pk])).status_code in {403, 404}
    assert reverse("cases:conference_seat", args=[seat.pk]) not in text(client_of(cast, "bao").get(reverse("desk:day")))


@pytest.mark.parametrize("who", ["bao", "celia", "dalia", "nils", "edo"])
def test_only_whoever_leads_the_file_plans_gives_and_ends_it(cast: Cast, case: Case, who: str) -> None:
    row, no = planned(cast, case), (NotAllowed, NotHere, files.ReasonFirst)
    seen, actor = shown(cast, case), cast[who]
    with pytest.raises(no):
        conferences.plan(actor, case.pk, PLANNED, people(cast, "femi"), NOW)
    with pytest.raises(no):
        conferences.change(actor, case.pk, row.pk, PLANNED, people(cast, "femi"), 1, NOW)
    with pytest.raises(no):
        conferences.give(actor, case.pk, row.pk, SUMMARY, seen, NOW)
    with pytest.raises(no):
        conferences.held(actor, case.pk, row.pk, HELD, people(cast, "marek", "femi"), 1, NOW)
    with pytest.raises(no):
        conferences.call_off(actor, case.pk, row.pk, 1, NOW)
    assert fresh(row).version == 1


def test_who_helps_with_a_file_does_not_plan_one(cast: Cast) -> None:
    case = opened(cast)
    helper(cast, case, "femi")
    with pytest.raises(NotAllowed):
        conferences.plan(cast["femi"], case.pk, PLANNED, people(cast, "celia"), NOW + HOUR)


def test_a_conference_of_another_file_is_not_here(cast: Cast, case: Case) -> None:
    row, other = planned(cast, case), opened(cast)
    with pytest.raises(NotHere):
        conferences.change(cast["marek"], other.pk, row.pk, PLANNED, people(cast, "femi"), 1, NOW)
    page = client_of(cast, "marek").get(reverse("cases:conference", args=[other.pk, row.pk]))
    assert page.status_code == 404


def test_what_is_missing_is_said(cast: Cast, case: Case) -> None:
    for more, who, match in (
        ({"planned_for": TODAY - timedelta(days=1)}, COME, "a day to come"),
        ({"planned_for": None}, COME, "Choose the day"),
        ({}, ("bao",), "of the list"),
        ({}, ("marek",), "of the list"),
        ({}, ("nils",), "of the list"),
        ({}, ("noor",), "of the list"),
    ):
        with pytest.raises(NotNow, match=match):
            planned(cast, case, *who, **more)
    with pytest.raises(NotNow, match="Say who attends"):
        conferences.plan(cast["marek"], case.pk, {"planned_for": FRIDAY, "guests": ()}, [], NOW)
    row = planned(cast, case)
    for more, match in (
        ({"held_on": TODAY + timedelta(days=1)}, "not after today"),
        ({"held_on": TODAY - timedelta(days=1)}, "not before it was planned"),
        ({"child_part": ""}, "how the child took part"),
        ({"child_views": ""}, "or why the child was not asked"),
        ({"decisions": ""}, "what was decided"),
    ):
        with pytest.raises(NotNow, match=match):
            held(cast, row, **more)
    with pytest.raises(NotNow, match="two people or more"):
        held(cast, row, "marek", guests=())
    with pytest.raises(NotNow, match="of the list"):
        held(cast, row, "marek", "nils")
    assert fresh(row).held_on is None


def test_the_same_request_twice_makes_one_and_a_stale_page_says_so(cast: Cast, case: Case) -> None:
    row = planned(cast, case)
    with pytest.raises(NotNow, match="planned already"):
        planned(cast, case)
    conferences.change(cast["marek"], case.pk, row.pk, PLANNED, people(cast, "femi"), 1, NOW)
    with pytest.raises(NotNow):
        conferences.change(cast["marek"], case.pk, row.pk, PLANNED, people(cast, "celia"), 1, NOW)
    assert fresh(row).attendees == [str(cast["femi"].person)]
    with pytest.raises(NotNow, match="not what you saw"):
        conferences.give(cast["marek"], case.pk, row.pk, SUMMARY, "0" * 64, NOW)
    assert not Seat.objects.filter(conference=row).exists()
    given(cast, row)
    given(cast, row, NOW + HOUR)
    assert seats.live().filter(conference=row).count() == 1, "the one before ended"
    version = fresh(row).version
    held(cast, row)
    for again in (version, version + 1):
        with pytest.raises(NotNow):
            conferences.held(cast["marek"], case.pk, row.pk, HELD, people(cast, "marek", "femi"), again, NOW)
    assert planned(cast, case, now=NOW + HOUR).pk != row.pk, "the next one can be planned"


def test_what_was_seen_is_what_is_given(cast: Cast, case: Case) -> None:
    row = planned(cast, case)
    seen = shown(cast, case)
    version = Case.objects.get(pk=case.pk).version
    writing.set_wishes(cast["marek"], case.pk, "To sing", version, NOW + HOUR)
    with pytest.raises(NotNow, match="not what you saw"):
        conferences.give(cast["marek"], case.pk, row.pk, SUMMARY, seen, NOW + HOUR)
    mine = given(cast, row, NOW + HOUR)
    assert any("To sing" in one.text for one in read(cast, "femi", mine["femi"], NOW + HOUR).given.items)


def test_whoever_is_not_asked_any_more_opens_nothing(cast: Cast, case: Case) -> None:
    row = planned(cast, case)
    before = given(cast, row)
    conferences.change(cast["marek"], case.pk, row.pk, PLANNED, people(cast, "celia", "lena"), 1, NOW + HOUR)
    for who in COME:
        with pytest.raises(NotHere):
            read(cast, who, before[who], NOW + HOUR)
    after = given(cast, row, NOW + HOUR)
    assert set(after) == {"celia", "lena"}
    later = PLANNED | {"planned_for": FRIDAY + timedelta(days=1)}
    conferences.change(
        cast["marek"], case.pk, row.pk, later, people(cast, "celia", "lena"), fresh(row).version, NOW + HOUR
    )
    assert read(cast, "celia", after["celia"], NOW + HOUR), "another day takes nothing away"


def test_called_off_it_ends(cast: Cast, case: Case) -> None:
    row = planned(cast, case)
    seat = given(cast, row)["femi"]
    conferences.call_off(cast["marek"], case.pk, row.pk, 1, NOW)
    with pytest.raises(NotHere):
        read(cast, "femi", seat)
    for version in (1, 2):
        with pytest.raises(NotNow):
            conferences.call_off(cast["marek"], case.pk, row.pk, version, NOW)
    with pytest.raises(NotNow, match="is over"):
        held(cast, row)
    with pytest.raises(NotNow, match="is over"):
        given(cast, row)
    assert planned(cast, case, now=NOW + HOUR)


def test_a_row_that_somebody_changed_by_hand_opens_nothing(cast: Cast, case: Case) -> None:
    row = planned(cast, case)
    mine = given(cast, row)
    Seat.objects.filter(pk=mine["femi"].pk).update(person=cast["lena"].person)
    with pytest.raises(NotAllowed):
        read(cast, "lena", mine["femi"])
    Conference.objects.filter(pk=row.pk).update(attendees=[str(cast[one].person) for one in ("celia", "lena")])
    with pytest.raises(NotAllowed):
        read(cast, "celia", mine["celia"])
    with pytest.raises(NotNow):
        given(cast, row)
    with pytest.raises(NotNow):
        held(cast, row)
    assert not files.look(cast["marek"], case.pk, NOW).of(Conference), "nobody is shown what somebody wrote"


def test_one_that_was_held_by_hand_lets_nobody_in_again(cast: Cast, case: Case) -> None:
    """Nor does an end that somebody took out of the database: the keys went."""
    row = planned(cast, case)
    seat = given(cast, row, REAL)["femi"]
    held(cast, row)
    Seat.objects.filter(pk=seat.pk).update(ended_at=None)
    Conference.objects.filter(pk=row.pk).update(held_on=None)
    with pytest.raises((NotAllowed, NotHere)):
        read(cast, "femi", seat)
    day = text(client_of(cast, "femi").get(reverse("desk:day")))
    assert reverse("cases:conference_seat", args=[seat.pk]) not in day


def test_two_weeks_are_the_end(cast: Cast, case: Case) -> None:
    row, late = planned(cast, case), NOW + timedelta(days=15)
    seat = given(cast, row)["femi"]
    with pytest.raises(NotNow, match="two weeks"):
        read(cast, "femi", seat, late)
    assert seats.mine(cast["femi"], NOW)
    assert not seats.mine(cast["femi"], late)
    seats.end_due(late)
    assert not seats.live().filter(conference=row).exists()


def test_who_loses_the_clearance_reads_no_more_and_gets_nothing(cast: Cast, case: Case) -> None:
    row = planned(cast, case)
    seat = given(cast, row, REAL)["celia"]
    GrantHeld.objects.filter(person=cast["celia"].person, code="conduct").update(until=TODAY - timedelta(days=1))
    page = client_of(cast, "celia").get(reverse("cases:conference_seat", args=[seat.pk]))
    assert page.status_code == 403
    with pytest.raises(NotNow, match="missing or has ended"):
        given(cast, row)
    assert cast["celia"].person in conferences.may_attend(case, fresh(row), NOW), "who was asked stays named"
    assert cast["celia"].person not in conferences.may_attend(case, None, NOW)


def test_a_file_for_named_people_only_gives_nothing(cast: Cast) -> None:
    case = opened(cast)
    row = planned(cast, case)
    seat = given(cast, row)["femi"]
    restrict(cast["bao"], case.pk, NOW)
    with pytest.raises(NotHere):
        read(cast, "femi", seat)
    assert not seats.live().filter(conference=row).exists()
    with pytest.raises(NotNow, match="gets nothing"):
        given(cast, row)


@pytest.mark.parametrize("how", [{"restricted": True}, {"status": "closed"}])
def test_of_a_file_that_was_shut_elsewhere_seats_open_no_more_and_go_with_the_job(cast: Cast, how: Any) -> None:
    case = opened(cast)
    seat = given(cast, planned(cast, case))["femi"]
    Case.objects.filter(pk=case.pk).update(**how)
    with pytest.raises((NotHere, NotAllowed)):
        read(cast, "femi", seat)
    seats.end_due(NOW + HOUR)
    assert cast["femi"].person not in named(seat)


def test_of_a_file_that_is_joined_into_another_nothing_is_read_any_more(cast: Cast) -> None:
    keeper, case = opened(cast), opened(cast)
    row = planned(cast, case)
    seat = given(cast, row)["femi"]
    merging.ask_join(cast["bao"], case.pk, keeper.number, "The same teacher told of both", NOW + HOUR)
    assert read(cast, "femi", seat, NOW + HOUR)
    merging.join(cast["dalia"], case.pk, NOW + 2 * HOUR)
    with pytest.raises(NotHere):
        read(cast, "femi", seat, NOW + 2 * HOUR)
    assert not seats.live().filter(conference=row).exists()
    with pytest.raises(NotNow, match="is closed"):
        held(cast, row, now=NOW + 3 * HOUR)
    assert conferences.to_write_down(cast["marek"], NOW + timedelta(days=5)) == []


def test_what_the_child_takes_back_is_read_no_more(cast: Cast) -> None:
    case = opened(cast)
    version = Case.objects.get(pk=case.pk).version
    writing.set_wishes(cast["marek"], case.pk, "To sing", version, NOW)
    seat = given(cast, planned(cast, case))["femi"]
    assert "story" in seat.categories, "what is written for them"
    work = Consent.objects.get(purpose="case_management", child=case.child_id)
    same = {"given_by": "child", "recipients": work.recipients}
    grounds.narrow(cast["marek"], case.pk, work.pk, same | {"categories": {*work.categories} - {"education"}}, NOW)
    assert read(cast, "femi", seat), "what was given may still be told"
    work = Consent.objects.filter(purpose="case_management", child=case.child_id).latest("given_at", "pk")
    less = same | {"categories": {*work.categories} - {"story"}}
    grounds.narrow(cast["marek"], case.pk, work.pk, less, NOW + HOUR)
    with pytest.raises(NotHere):
        read(cast, "femi", seat, NOW + HOUR)
    row = Conference.objects.get(case=case)
    with pytest.raises(NotNow, match="no ground to tell them what happened"):
        given(cast, row, NOW + HOUR)


def test_who_hides_a_seat_while_the_child_takes_it_back_does_not_read_it_later(cast: Cast) -> None:
    case = opened(cast)
    seat = given(cast, planned(cast, case))["femi"]
    Seat.objects.filter(pk=seat.pk).update(categories=[])
    work = Consent.objects.get(purpose="case_management", child=case.child_id)
    grounds.withdraw(cast["marek"], case.pk, work.pk, {"given_by": "child"}, NOW + HOUR)
    Seat.objects.filter(pk=seat.pk).update(categories=seat.categories)
    with pytest.raises(NotHere):
        read(cast, "femi", seat, NOW + 2 * HOUR)


def test_a_day_that_somebody_wrote_into_the_database_stands_on_nobodys_day(cast: Cast, case: Case) -> None:
    row = planned(cast, case)
    given(cast, row)
    assert seats.mine(cast["femi"], NOW)
    Conference.objects.filter(pk=row.pk).update(planned_for=FRIDAY + timedelta(days=400))
    assert not seats.mine(cast["femi"], NOW)


def test_whoever_takes_the_file_on_goes_on_with_it(cast: Cast) -> None:
    case = opened(cast)
    row = planned(cast, case)
    given(cast, row)
    said = {"situation": "Calm", "next_duties": "Visit", "safety_now": "School", "told_child": "yes"}
    offer = inside.offer(cast["marek"], case.pk, HandOnKind.ASSIGN, cast["celia"].person, said, uuid4(), NOW)
    inside.accept(cast["celia"], offer.pk, NOW + HOUR)
    with pytest.raises((NotAllowed, NotHere)):
        held(cast, row, now=NOW + 2 * HOUR)
    seen = conferences.may_attend(Case.objects.get(pk=case.pk), fresh(row), NOW)
    assert cast["celia"].person not in seen, "the file opens for the new worker as it is"
    conferences.held(
        cast["celia"], case.pk, row.pk, HELD, people(cast, "celia", "femi"), fresh(row).version, NOW + 2 * HOUR
    )
    assert not seats.live().filter(conference=row).exists()


def test_guests_alone_get_nothing_in_writing(cast: Cast, case: Case) -> None:
    row = conferences.plan(cast["marek"], case.pk, PLANNED, [], NOW)
    with pytest.raises(NotNow, match="guests get nothing"):
        given(cast, row)
    held(cast, row, "marek")
    assert fresh(row).held_on == TODAY


def test_an_incident_names_what_somebody_read_and_what_they_could(cast: Cast, case: Case) -> None:
    mine = given(cast, planned(cast, case))
    read(cast, "femi", mine["femi"])
    for who, was_read in (("femi", True), ("celia", False)):
        report = incident.of_account(cast["dalia"], cast[who].person, TODAY, NOW)
        assert [(one.number, one.opened) for one in report.records if one.kind == "seat"] == [(case.number, was_read)]
    lena = incident.of_account(cast["dalia"], cast["lena"].person, TODAY, NOW)
    assert not [one for one in lena.records if one.kind == "seat"]


def test_what_is_written_for_them_does_not_say_who_the_child_is(cast: Cast, case: Case) -> None:
    row = planned(cast, case)
    with pytest.raises(NotNow, match="what says who the child is: Lilo") as why:
        conferences.give(cast["marek"], case.pk, row.pk, f"{SUMMARY} Lilo sleeps badly.", shown(cast, case), NOW)
    assert why.value.field == "summary"
    assert not Seat.objects.filter(conference=row).exists()
