"""Duties: begun once, rounded so that they tell little, moved, deferred, ended."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction

from fanal.clocks import api as clocks
from fanal.clocks.contracts import Deferral, DutyState, Step, Target
from fanal.clocks.models import Duty, Notice
from fanal.clocks.times import grain, round_up
from fanal.network import api as network
from fanal.network.contracts import RingKind, Role
from fanal.network.models import Organisation, Person
from fanal.vocabulary.hours import Hours
from tests.people import Cast
from tests.rooms.clocks.scene import ANSWER, CALENDAR, DANGER, DAY, DECIDE, HOUR, INTAKE, MANAGER, MINUTE, NOW

pytestmark = pytest.mark.django_db
OFFICE = Hours.parse("UTC", {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")})


def _told() -> dict[str, bool]:
    """Who waits for a notice, and whether it is an alert."""
    return {row.person.username: row.alert for row in Notice.objects.filter(sent_on=None).select_related("person")}


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        (10 * MINUTE, datetime(2026, 11, 25, 10, 18, tzinfo=UTC)),
        (HOUR, datetime(2026, 11, 25, 11, 10, tzinfo=UTC)),
        (DAY, datetime(2026, 11, 26, 11, 0, tzinfo=UTC)),
        (3 * DAY, datetime(2026, 11, 28, 11, 0, tzinfo=UTC)),
    ],
)
def test_a_due_time_is_rounded_up_by_a_tenth_of_its_limit_at_most(cast: Cast, limit: timedelta, due: datetime) -> None:
    duty = clocks.start(DECIDE, cast.aurora, uuid4(), now=NOW, limit=limit)
    assert duty.due_at == due
    assert timedelta(0) <= duty.due_at - (NOW + limit) <= limit / 10


@pytest.mark.parametrize("limit", [10 * MINUTE, 25 * HOUR, 3 * DAY])
def test_all_times_of_a_duty_tell_no_more_than_its_due_time(cast: Cast, limit: timedelta) -> None:
    """Two arrivals that round alike give the same row: half time, due time and next look do not narrow it down."""
    rows = []
    size = grain(limit)
    for part in (0.01, 0.3, 0.99):
        subject = uuid4()
        clocks.start(ANSWER, cast.aurora, subject, now=round_up(NOW, size) + part * size, limit=limit)
        rows.append(Duty.objects.values("due_at", "remind_at", "next_at", "made_on").get(subject=subject))
    assert rows[0] == rows[1] == rows[2]


def test_ids_tell_the_day_only(cast: Cast) -> None:
    duty = clocks.start(DANGER, cast.aurora, uuid4(), now=NOW)
    milliseconds = [row.pk.int >> 80 for row in Notice.objects.all()] + [duty.id.int >> 80]
    assert len(milliseconds) > 1
    assert {value % 86_400_000 for value in milliseconds} == {0}


def test_a_limit_in_published_hours_rests_while_the_organisation_is_closed(cast: Cast) -> None:
    evening = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)  # Friday
    duty = clocks.start(DECIDE, cast.aurora, uuid4(), now=evening, limit=10 * HOUR, hours=OFFICE)
    assert duty.due_at == datetime(2026, 12, 1, 10, 0, tzinfo=UTC)  # an hour on Friday, eight on Monday, one on Tuesday


def test_an_organisation_that_never_opens_has_clock_time(cast: Cast) -> None:
    duty = clocks.start(DECIDE, cast.aurora, uuid4(), now=NOW, hours=Hours.parse("UTC", {}))
    assert duty.due_at == datetime(2026, 11, 26, 11, 0, tzinfo=UTC)


def test_the_owner_is_told_at_the_start_and_an_urgent_duty_is_an_alert(cast: Cast) -> None:
    clocks.start(DECIDE, cast.aurora, uuid4(), now=NOW)
    assert _told() == {"amara": False, "bao": False, "femi": False}
    assert clocks.start(DECIDE, cast.nordlys, uuid4(), now=NOW, urgent=True).alert
    assert _told() | {"nils": True, "oda": True} == _told()


def test_a_start_costs_the_same_for_any_team(cast: Cast, django_assert_max_num_queries: Any) -> None:
    """It stands in the request of a reporter: duty and notices, savepoints included."""
    with django_assert_max_num_queries(8):
        clocks.start(DANGER, cast.aurora, uuid4(), now=NOW)
    with django_assert_max_num_queries(8):
        clocks.start(DECIDE, cast.aurora, uuid4(), now=NOW)


def test_a_replay_changes_nothing(cast: Cast) -> None:
    subject = uuid4()
    first = clocks.start(DECIDE, cast.aurora, subject, now=NOW)
    with transaction.atomic():
        again = [clocks.start(DECIDE, cast.aurora, subject, now=NOW + HOUR, urgent=True) for _ in range(5)]
    assert set(again) == {first}
    assert Duty.objects.filter(subject=subject).count() == 1


def test_other_kinds_organisations_and_ended_duties_leave_room(cast: Cast) -> None:
    subject = uuid4()
    first = clocks.start(DECIDE, cast.aurora, subject, now=NOW)
    clocks.start(ANSWER, cast.aurora, subject, now=NOW)
    clocks.start(DECIDE, cast.nordlys, subject, now=NOW)
    clocks.stop(subject, DECIDE, now=NOW, org=cast.aurora)
    assert clocks.start(DECIDE, cast.aurora, subject, now=NOW).id != first.id
    assert Duty.objects.filter(subject=subject).count() == 4


def test_what_cannot_be_kept_is_refused(cast: Cast) -> None:
    with pytest.raises(ValueError, match="inside its organisation"):
        clocks.start(DECIDE, cast.aurora, uuid4(), now=NOW, owner=Target.network(Role.REFERRAL_DESK))
    with pytest.raises(ValueError, match="order of time"):
        clocks.start(DECIDE, cast.aurora, uuid4(), now=NOW, chain=[Step(HOUR, MANAGER), Step(MINUTE, MANAGER)])
    with pytest.raises(ValueError, match="whole minutes"):
        Step(timedelta(seconds=-60), MANAGER)
    with pytest.raises(ValueError, match="Janitor"):
        Target.parse("role:Janitor")
    with pytest.raises(ValueError, match="two kinds"):
        clocks.register(clocks.DutyKind(DECIDE.code, "Something else", DAY, INTAKE))


def test_a_duty_that_ends_keeps_the_day_and_says_whether_it_was_late(cast: Cast) -> None:
    subject = uuid4()
    clocks.start(DECIDE, cast.aurora, subject, now=NOW)
    clocks.start(DANGER, cast.aurora, subject, now=NOW)
    ended = {duty.kind: duty for duty in clocks.stop(subject, now=NOW + HOUR)}
    assert not ended[DECIDE.code].late
    assert ended[DANGER.code].late  # nobody swept, and it was late all the same
    for row in Duty.objects.filter(subject=subject):
        assert row.state == DutyState.DONE
        assert (row.due_at.hour, row.due_at.minute, row.due_at.second) == (0, 0, 0)
        assert row.next_at is None
        assert row.remind_at is None
    assert clocks.stop(subject, now=NOW + HOUR) == []
    assert clocks.next_of([subject]) == {}


def test_a_duty_that_is_no_longer_needed_is_stopped_not_done(cast: Cast) -> None:
    subject = uuid4()
    clocks.start(ANSWER, cast.aurora, subject, now=NOW)
    assert [duty.state for duty in clocks.stop(subject, ANSWER, now=NOW, done=False)] == [DutyState.STOPPED]


def test_a_person_takes_a_duty_and_gives_it_back(cast: Cast) -> None:
    subject, amara = uuid4(), cast["amara"].person
    clocks.start(DECIDE, cast.aurora, subject, now=NOW)
    Notice.objects.all().delete()
    (held,) = clocks.move(subject, DECIDE, Target.person(amara), now=NOW)
    assert (held.person, held.owner) == (amara, INTAKE)
    assert set(_told()) == {"amara"}
    (back,) = clocks.move(subject, DECIDE, MANAGER, now=NOW)
    assert (back.person, back.owner) == (None, MANAGER)
    assert set(_told()) == {"amara", "bao"}


def test_who_leaves_loses_no_duty(cast: Cast) -> None:
    """The real deed of the network: what Femi held goes back to the team, who are told."""
    subject, done, femi = uuid4(), uuid4(), cast["femi"].person
    clocks.start(DECIDE, cast.aurora, subject, now=NOW, owner=Target.person(femi))
    clocks.start(DECIDE, cast.aurora, done, now=NOW, owner=Target.person(femi))
    clocks.stop(done, now=NOW)
    Notice.objects.all().delete()
    network.people.end_membership(cast["bao"], femi, NOW)
    (duty,) = clocks.open_duties(org=cast.aurora)
    assert (duty.subject, duty.person, duty.owner) == (subject, None, INTAKE)
    assert set(_told()) == {"amara", "bao"}


def test_duties_pass_to_a_colleague_who_is_told(cast: Cast) -> None:
    femi, amara = cast["femi"].person, cast["amara"].person
    for _ in range(3):
        clocks.start(DECIDE, cast.aurora, uuid4(), now=NOW, owner=Target.person(femi))
    Notice.objects.all().delete()
    assert clocks.reassign_person(femi, now=NOW, to=amara) == 3
    assert {duty.person for duty in clocks.open_duties(org=cast.aurora)} == {amara}
    assert set(_told()) == {"amara"}


def test_a_deferred_duty_begins_anew(cast: Cast) -> None:
    subject = uuid4()
    clocks.start(DECIDE, cast.aurora, subject, now=NOW)
    clocks.sweep(NOW + 2 * DAY)
    assert clocks.next_of([subject])[subject].state is DutyState.LATE
    (duty,) = clocks.defer(subject, DECIDE, now=NOW + 2 * DAY, limit=DAY, reason=Deferral.AUTHORITY)
    assert (duty.state, duty.late, duty.step, duty.deferred) == (DutyState.OPEN, False, 0, Deferral.AUTHORITY)
    assert clocks.sweep(NOW + 2 * DAY + HOUR).late == 0
    assert clocks.sweep(NOW + 4 * DAY).late == 1


def test_a_file_knows_the_next_duty_of_what_belongs_to_it(cast: Cast) -> None:
    file, other = uuid4(), uuid4()
    clocks.start(DECIDE, cast.aurora, file, now=NOW, limit=3 * DAY)
    sooner = clocks.start(ANSWER, cast.aurora, uuid4(), now=NOW, about=file, limit=DAY)
    clocks.start(DECIDE, cast.nordlys, uuid4(), now=NOW, about=file, limit=HOUR)
    alone = clocks.start(DECIDE, cast.aurora, other, now=NOW)
    assert clocks.next_of([file, other, uuid4()], org=cast.aurora) == {file: sooner, other: alone}
    clocks.stop(sooner.subject, now=NOW)
    assert clocks.next_of([file], org=cast.aurora)[file].subject == file
    assert clocks.forget_file(file) == 3
    assert {duty.subject for duty in clocks.open_duties()} == {other}


def test_a_chain_follows_the_limit(cast: Cast) -> None:
    """A quarter of the limit after it, and never sooner than an hour."""
    steps = (Step(timedelta(0), MANAGER), Step(HOUR, MANAGER, share=25))
    for limit, minutes in ((DAY, 6 * 60), (2 * HOUR, 60), (7 * DAY, 42 * 60)):
        duty = clocks.start(DECIDE, cast.aurora, uuid4(), now=NOW, limit=limit, chain=steps)
        assert [step["after"] for step in Duty.objects.get(pk=duty.id).chain] == [0, minutes]


def test_days_of_the_calendar_end_with_the_last_day_where_the_organisation_is(cast: Cast) -> None:
    """Regulation (EEC, Euratom) No 1182/71, art. 3: the day of the event is not counted, the last is whole."""
    Organisation.objects.filter(pk=cast.aurora).update(time_zone="Asia/Kathmandu")
    evening = datetime(2026, 11, 25, 20, 30, tzinfo=UTC)  # there it is the 26th
    duty = clocks.start(CALENDAR, cast.aurora, uuid4(), now=evening)
    assert duty.due_at == datetime(2026, 12, 3, 23, 59, tzinfo=ZoneInfo("Asia/Kathmandu"))
    summer = datetime(2027, 3, 24, 8, 0, tzinfo=UTC)
    Organisation.objects.filter(pk=cast.aurora).update(time_zone="Europe/Paris")
    duty = clocks.start(CALENDAR, cast.aurora, uuid4(), now=summer)
    assert duty.due_at == datetime(2027, 3, 31, 21, 59, tzinfo=UTC)  # the clocks went forward meanwhile


def test_lists_show_what_a_person_may_take_up_by_due_time(cast: Cast) -> None:
    amara, femi = cast["amara"].person, cast["femi"].person
    mine, free, hers, managers = uuid4(), uuid4(), uuid4(), uuid4()
    clocks.start(DECIDE, cast.aurora, mine, now=NOW, limit=3 * DAY, owner=Target.person(amara))
    clocks.start(DECIDE, cast.aurora, free, now=NOW, limit=DAY)
    clocks.start(DECIDE, cast.aurora, hers, now=NOW, owner=Target.person(femi))
    clocks.start(ANSWER, cast.aurora, managers, now=NOW, owner=MANAGER)
    clocks.start(DECIDE, cast.nordlys, uuid4(), now=NOW)

    def seen(**wanted: Any) -> list[UUID]:
        return [duty.subject for duty in clocks.open_duties(org=cast.aurora, **wanted)]

    assert seen(person=amara, owners=[INTAKE]) == [free, mine]
    assert seen(person=amara) == [mine]
    assert seen(owners=[INTAKE]) == [free]
    assert set(seen()) == {mine, free, hers, managers}
    assert seen(kinds=[ANSWER]) == [managers]
    assert len(seen(limit=2)) == 2


def test_whom_a_step_of_the_chain_told_has_it_in_the_list_until_it_is_done(cast: Cast) -> None:
    """Also while a colleague holds it; who is told later has it later."""
    amara, bao, subject = cast["amara"].person, cast["bao"].person, uuid4()
    chain = (Step(timedelta(0), MANAGER), Step(HOUR, Target.person(bao)))
    clocks.start(DECIDE, cast.aurora, subject, now=NOW, limit=DAY, owner=Target.person(amara), chain=chain)

    def seen(**wanted: Any) -> list[UUID]:
        return [duty.subject for duty in clocks.open_duties(org=cast.aurora, **wanted)]

    assert seen(owners=[MANAGER]) == []
    clocks.sweep(NOW + DAY + HOUR)
    assert seen(owners=[MANAGER]) == [subject]
    assert seen(person=bao) == seen(person=bao, owners=[INTAKE]) == []
    clocks.sweep(NOW + DAY + 2 * HOUR)
    assert seen(person=bao) == [subject]
    clocks.stop(subject, now=NOW + 2 * DAY)
    assert seen(owners=[MANAGER]) == seen(person=bao) == []


def test_due_times_of_a_list_cost_one_query(cast: Cast, django_assert_num_queries: Any) -> None:
    subjects = [uuid4() for _ in range(50)]
    for subject in subjects[1:]:
        clocks.start(DECIDE, cast.aurora, subject, now=NOW)
        clocks.start(DANGER, cast.aurora, subject, now=NOW)
    with django_assert_num_queries(1):
        found = clocks.next_of(subjects, org=cast.aurora)
    assert set(found) == set(subjects[1:])
    assert {duty.kind for duty in found.values()} == {DANGER.code}  # the earliest


def test_another_rooms_list_can_be_ordered_by_due_time(cast: Cast) -> None:
    """Any table whose rows are subjects: here the people themselves."""
    amara, bao = cast["amara"].person, cast["bao"].person
    clocks.start(DECIDE, cast.aurora, amara, now=NOW, limit=3 * DAY)
    clocks.start(DECIDE, cast.aurora, bao, now=NOW)
    listed = Person.objects.filter(pk__in=[amara, bao]).annotate(due=clocks.earliest_due("pk")).order_by("due")
    assert [row.username for row in listed] == ["bao", "amara"]


def test_an_erased_record_leaves_no_duty(cast: Cast) -> None:
    gone, kept = uuid4(), uuid4()
    for subject in (gone, kept):
        clocks.start(DECIDE, cast.aurora, subject, now=NOW)
    clocks.stop(gone, now=NOW)
    assert clocks.forget([gone]) == 1
    assert set(Duty.objects.values_list("subject", flat=True)) == {kept}


def test_a_start_that_its_deed_undoes_leaves_nothing(cast: Cast) -> None:
    with transaction.atomic():
        clocks.start(DANGER, cast.aurora, uuid4(), now=NOW)
        transaction.set_rollback(True)
    assert not Duty.objects.exists()
    assert not Notice.objects.exists()


def test_targets_and_grains() -> None:
    for target in (INTAKE, MANAGER, Target.person(uuid4()), Target.network(Role.REFERRAL_DESK)):
        assert Target.parse(str(target)) == target
    assert Target.team(RingKind.ONCALL) != Target.role(Role.DUTY_PERSON)
    assert [grain(limit) for limit in (MINUTE, 49 * MINUTE, 50 * MINUTE, 10 * HOUR - MINUTE, 10 * HOUR)] == [
        MINUTE, MINUTE, 5 * MINUTE, 5 * MINUTE, HOUR,
    ]  # fmt: skip


@pytest.mark.parametrize("change", [{"next_at": None}, {"next_at": NOW + 900 * DAY}])
def test_a_task_that_was_put_to_sleep_is_named(cast: Cast, change: dict[str, Any]) -> None:
    """Whoever writes to the database has nobody hear when it is due; a task of ours is looked at by then."""
    clocks.start(DECIDE, cast.aurora, uuid4(), now=NOW)
    assert "duty_asleep" not in {problem.code for problem in clocks.problems(NOW)}
    Duty.objects.update(**change)
    assert "duty_asleep" in {problem.code for problem in clocks.problems(NOW)}


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite tells its plan in words")
def test_what_waits_for_somebody_is_not_looked_for_among_all_duties_of_the_organisation(cast: Cast) -> None:
    """Of three thousand, ten are Amara's: each way to them has an index (My day at 35,000 files)."""
    amara, bao = cast["amara"].person, cast["bao"].person
    made = clocks.start(DECIDE, cast.aurora, uuid4(), now=NOW, person=bao)
    row = Duty.objects.get(pk=made.id)
    many = [(uuid4(), amara if one < 10 else bao) for one in range(3000)]
    Duty.objects.bulk_create(copied(row, subject, person) for subject, person in many)
    plans: list[str] = []

    def planned(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        cursor = connection.connection.execute(f"EXPLAIN QUERY PLAN {sql}".replace("%s", "?"), params)
        plans.extend(line[-1] for line in cursor if "clocks_duty" in line[-1])
        return execute(sql, params, many, context)

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with connection.execute_wrapper(planned):
        found = clocks.open_duties(org=cast.aurora, person=amara, owners=[Target.team(RingKind.INTAKE)])
    assert {one.subject for one in found} == {subject for subject, person in many if person == amara}
    used = {name for name in ("clocks_person", "clocks_unheld", "clocks_told") if any(name in plan for plan in plans)}
    assert (len(plans), used) == (3, {"clocks_person", "clocks_unheld", "clocks_told"}), plans


def copied(row: Duty, subject: UUID, person: UUID) -> Duty:
    values = {field.attname: getattr(row, field.attname) for field in Duty._meta.concrete_fields}
    return Duty(**values | {"id": uuid4(), "subject": subject, "about": subject, "person_id": person})
