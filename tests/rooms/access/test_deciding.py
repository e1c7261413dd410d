"""Who must agree, whatever was said: nobody twice, nobody on their own, for what was seen, until its day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fanal.access.deciding import Line, LineState, Seat, Voice, agreed, said_yes, standing, two

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
PEOPLE = [UUID(int=n) for n in range(1, 5)]
ORGS = [UUID(int=n) for n in range(11, 13)]
ROLES = ["ethics", "survivor", "officer"]
QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
SEATS = (Seat("gate", "ethics"), Seat("gate", "survivor"), *(Seat("gate", "officer", org) for org in ORGS))


@st.composite
def voices(draw: st.DrawFn) -> list[Voice]:
    """What four people of two organisations said, in any role, in order of time."""
    some = st.tuples(
        st.sampled_from(ROLES), st.sampled_from(PEOPLE), st.booleans(), st.sampled_from(ORGS),
        st.sampled_from(["old", "new"]), st.none() | st.dates(date(2026, 11, 20), date(2026, 11, 30)),
    )  # fmt: skip
    return [
        Voice("gate", role, person, yes, NOW + timedelta(minutes=n), org, about, until=until)
        for n, (role, person, yes, org, about, until) in enumerate(draw(st.lists(some, max_size=12)))
    ]


def _yes(lines: list[Line]) -> list[UUID | None]:
    return [line.person for line in lines if line.state is LineState.PASSED]


@QUIET
@given(voices())
def test_nobody_agrees_twice(said: list[Voice]) -> None:
    people = _yes(standing(SEATS, said))
    assert len(people) == len(set(people))


@QUIET
@given(voices(), st.sets(st.sampled_from(PEOPLE)))
def test_nobody_agrees_with_their_own(said: list[Voice], own: set[UUID]) -> None:
    assert not own & set(_yes(standing(SEATS, said, own=own)))


@QUIET
@given(voices())
def test_a_yes_lapses_when_the_content_changes(said: list[Voice]) -> None:
    """What was said of other content is as if nobody had said it."""
    of_new = [one for one in said if one.about == "new"]
    assert standing(SEATS, said, about="new") == standing(SEATS, of_new)
    assert not _yes(standing(SEATS, said, about="newer"))


@QUIET
@given(voices(), st.dates(date(2026, 11, 19), date(2026, 12, 1)))
def test_a_yes_counts_until_its_day(said: list[Voice], on: date) -> None:
    until = {(one.person, one.at): one.until for one in said}
    for line in standing(SEATS, said, on=on):
        if line.state is LineState.PASSED and line.person and line.at:
            assert (until[line.person, line.at] or date.max) >= on


@QUIET
@given(voices(), st.sets(st.sampled_from(PEOPLE)), st.dates(date(2026, 11, 19), date(2026, 12, 1)))
def test_a_no_counts_whoever_says_it_and_whenever(said: list[Voice], own: set[UUID], on: date) -> None:
    last = {(one.role, one.org if one.role == "officer" else None): one.yes for one in said}
    for seat, line in zip(SEATS, standing(SEATS, said, own=own, on=on), strict=True):
        assert (line.state is LineState.REFUSED) is (last.get((seat.role, seat.org)) is False)


@QUIET
@given(voices())
def test_all_agreed_only_where_as_many_people_as_seats_said_so_last(said: list[Voice]) -> None:
    lines = standing(SEATS, said)
    assert agreed(lines) is (len(set(_yes(lines))) == len(SEATS))
    for person in PEOPLE:
        assert said_yes(person, lines) <= {"gate"}
        assert bool(said_yes(person, lines)) is (person in _yes(lines) and not _no(person, lines))


def _no(person: UUID, lines: list[Line]) -> bool:
    return any(line.person == person and line.state is LineState.REFUSED for line in lines)


@QUIET
@given(st.tuples(*[st.none() | st.sampled_from(PEOPLE)] * 2), st.sets(st.sampled_from(PEOPLE)))
def test_two_agree_only_where_they_are_two_and_neither_gets_it(
    people: tuple[UUID | None, UUID | None], own: set[UUID]
) -> None:
    """Also where both spoke in the same second: then the first is heard first."""
    first, second = people
    lines = two((first, NOW), (second, NOW), own=own)
    assert agreed(lines) is (None not in people and first != second and own.isdisjoint({first, second}))
    assert (lines[0].state is LineState.PASSED) is (first is not None and first not in own)
    assert not _yes(two((first, None), (second, NOW), own=[*own, *PEOPLE]))


def test_four_people_who_each_say_yes_once_are_enough() -> None:
    """The control."""
    said = [
        Voice("gate", seat.role, person, True, NOW, seat.org or ORGS[0], "a")
        for seat, person in zip(SEATS, PEOPLE, strict=True)
    ]
    assert agreed(standing(SEATS, said, about="a", own=[UUID(int=9)], on=NOW.date()))
