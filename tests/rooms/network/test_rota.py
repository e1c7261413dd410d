"""Who is on duty: by week, on single days otherwise, handed over at a time; who left is passed over, and a gap is seen
seven days ahead."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from fanal.concerns.public.place import place_of_page
from fanal.network import api as network
from fanal.network.contracts import NetworkError, RingKind
from fanal.network.models import Organisation, Person, Rota
from fanal.network.rota import OnDuty
from tests.people import NOW, Cast, now_are
from tests.rooms.concerns.told import page_of, tell

pytestmark = pytest.mark.django_db(databases="__all__")
WEEK, DAY, HOUR = timedelta(days=7), timedelta(days=1), timedelta(hours=1)
MONDAY = date(2026, 11, 23)  # of the week of NOW, a Wednesday


def person(username: str) -> UUID:
    return Person.objects.get(username=username).pk


@pytest.fixture
def intake(cast: Cast) -> UUID:
    return network.teams.main(cast.aurora, RingKind.INTAKE)


def put(cast: Cast, team: UUID, day: date, first: str, second: str = "", *, single: bool = False) -> None:
    deputy = person(second) if second else None
    network.rota.put(cast["bao"], team, day, person(first) if first else None, deputy, NOW, single=single)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def test_a_week_is_handed_over_at_its_hour(cast: Cast, intake: UUID) -> None:
    """Until eight on Monday it is who had the week before; a single day has its own people from its hour on."""
    put(cast, intake, MONDAY + DAY, "amara", "femi")
    put(cast, intake, MONDAY + WEEK, "femi", "bao")
    put(cast, intake, MONDAY + 3 * DAY, "bao", single=True)
    found = [
        network.rota.on_duty(intake, moment)
        for moment in (
            at(MONDAY, 7, 59), at(MONDAY, 8), at(MONDAY + 3 * DAY, 8), at(MONDAY + 4 * DAY, 8),
            at(MONDAY + WEEK, 7, 59), at(MONDAY + WEEK, 8), at(MONDAY + 2 * WEEK, 8),
        )
    ]  # fmt: skip
    amara, bao, femi = map(person, ("amara", "bao", "femi"))
    first, second = OnDuty(amara, femi), OnDuty(femi, bao)
    assert found == [None, first, OnDuty(bao, None), first, first, second, None]


def test_the_hour_is_that_of_the_organisation(cast: Cast, intake: UUID) -> None:
    """In Phnom Penh it is eight seven hours before UTC; another day of handing over takes its weeks along."""
    now_are([Organisation.objects.get(pk=cast.aurora)], time_zone="Asia/Phnom_Penh")
    put(cast, intake, MONDAY, "amara")
    assert network.rota.on_duty(intake, at(MONDAY, 0, 59)) is None
    assert network.rota.on_duty(intake, at(MONDAY, 1)) == OnDuty(person("amara"), None)
    put(cast, intake, MONDAY + WEEK, "bao")
    for weekday in (4, 6, 0, 2):
        network.rota.hand_over_at(cast["bao"], intake, weekday, 17 * 60, NOW)
        assert network.rota.on_duty(intake, NOW) == OnDuty(person("amara"), None), "whoever has it stays"
    network.rota.hand_over_at(cast["bao"], intake, 4, 17 * 60, NOW)
    assert network.rota.on_duty(intake, at(MONDAY + 4 * DAY, 9, 59)) == OnDuty(person("amara"), None)
    assert network.rota.on_duty(intake, at(MONDAY + 4 * DAY, 10)) == OnDuty(person("bao"), None)


def test_whoever_left_is_passed_over_and_a_gap_is_seen(cast: Cast, intake: UUID) -> None:
    """The deputy has it; where nobody is left the days are missing."""
    assert network.rota.gaps(intake, NOW) == [], "no rota, no gap"
    put(cast, intake, MONDAY, "femi", "amara")
    assert network.rota.gaps(intake, NOW) == [MONDAY + WEEK + n * DAY for n in range(3)]
    put(cast, intake, MONDAY + WEEK, "amara")
    assert network.rota.gaps(intake, NOW) == []
    network.people.end_membership(cast["bao"], person("femi"), NOW)
    assert network.rota.on_duty(intake, NOW) == OnDuty(person("amara"), None)
    put(cast, intake, MONDAY, "")
    assert network.rota.gaps(intake, NOW)[0] == NOW.date()


def test_what_cannot_be(cast: Cast, intake: UUID) -> None:
    """Somebody of another team, twice the same, a day long ago, another organisation's team: a sentence, and nothing
    changed."""
    for first, second, day in (
        ("celia", "", MONDAY), ("amara", "amara", MONDAY), ("", "amara", MONDAY), ("amara", "", MONDAY - 2 * WEEK),
        ("amara", "", MONDAY + 60 * WEEK),
    ):  # fmt: skip
        with pytest.raises(NetworkError):
            put(cast, intake, day, first, second)
    with pytest.raises(NetworkError):
        network.rota.put(cast["oda"], intake, MONDAY, None, None, NOW, single=False)
    with pytest.raises(NetworkError):
        network.rota.hand_over_at(cast["bao"], intake, 9, 0, NOW)
    assert not any(row.weeks or row.days for row in Rota.objects.all())


def test_what_came_by_the_page_is_held_by_who_is_on_duty(cast: Cast, intake: UUID) -> None:
    """The rota stands before whom the page names; where it names nobody, the page does."""
    from fanal.clocks import api as clocks

    page = page_of(cast)
    assert place_of_page(page, NOW).duty_person == person("amara")
    put(cast, intake, MONDAY, "bao", "amara")
    assert (place_of_page(page, NOW).duty_person, place_of_page(page, NOW).deputy) == (person("bao"), person("amara"))
    sent = tell(cast, danger="yes")
    assert {one.person for one in clocks.open_duties(subjects=[sent.id])} == {person("bao")}
    assert place_of_page(page, NOW + 2 * WEEK).duty_person == person("amara")


def test_a_rota_that_somebody_changed_sends_nobody_anywhere(cast: Cast, intake: UUID) -> None:
    """Whoever writes another name into the database: the page's people have it, no deed vouches for it, it is named."""
    from fanal.network import unbelieved

    put(cast, intake, MONDAY, "bao")
    Rota.objects.update(weeks={MONDAY.isoformat(): [str(person("femi"))]})
    assert network.rota.on_duty(intake, NOW) is None
    assert place_of_page(page_of(cast), NOW).duty_person == person("amara")
    with pytest.raises(NetworkError):
        put(cast, intake, MONDAY, "bao")
    assert any("the rota of Intake" in line for line in unbelieved.unbelieved())
