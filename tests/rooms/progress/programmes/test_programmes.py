"""The life of a programme: described, measured, published by two; what came out badly stays."""

from typing import Any

import pytest

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.clocks import api as clocks
from fanal.network.contracts import Role
from fanal.network.models import Organisation
from fanal.progress.models import Point, Programme, Remark
from fanal.progress.programmes import programmes, published
from fanal.progress.programmes.duties import READ_IT
from fanal.progress.programmes.grading import Grade
from fanal.progress.programmes.measuring import Change, change
from tests.people import NOW, Cast, gains
from tests.rooms.progress.programmes import made
from tests.rooms.progress.programmes.made import DAY, ENDS, STARTS
from tests.rooms.progress.programmes.test_theory import GOOD

pytestmark = pytest.mark.django_db(databases="__all__")


def test_two_people_publish_a_programme(cast: Cast) -> None:
    row, _one = made.whole(cast)
    programmes.propose(cast["amara"], row.pk, NOW)
    assert published.every() == [], "one person is not enough"
    with pytest.raises(NotAllowed, match="somebody else"):
        programmes.publish(cast["amara"], row.pk, NOW)
    assert [duty.kind for duty in clocks.open_duties(subjects=[row.pk])] == [READ_IT.code]
    programmes.publish(cast["bao"], row.pk, NOW)
    assert not clocks.open_duties(subjects=[row.pk])
    [entry] = published.every()
    assert entry.graded is not None
    assert entry.graded.grade is Grade.BEFORE_AFTER


def test_whoever_has_not_the_duty_does_nothing(cast: Cast) -> None:
    row, one = made.whole(cast)
    for who in ("edo", "noor"):
        with pytest.raises((NotAllowed, NotHere)):
            programmes.propose(cast[who], row.pk, NOW)
        with pytest.raises(NotAllowed):
            programmes.begin(cast[who], made.ABOUT, NOW)
    made.officers(cast, "nils")
    with pytest.raises(NotHere):
        programmes.programme(cast["nils"], row.pk)
    with pytest.raises(NotHere):
        programmes.measure(cast["nils"], one.pk)


def test_what_has_to_be_there_before(cast: Cast) -> None:
    row = made.begun(cast, lead="")
    with pytest.raises(NotNow) as why:
        programmes.propose(cast["amara"], row.pk, NOW)
    said = " ".join(str(one.words) for one in (why.value, *why.value.others))
    for words in ("theory of change", "the office, not a name", "concerns about safety"):
        assert words in said
    programmes.describe(cast["amara"], row.pk, made.ABOUT, NOW)
    programmes.outline(cast["amara"], row.pk, GOOD, NOW)
    programmes.say_safety(cast["amara"], row.pk, 0, 0, NOW.date() - 400 * DAY, NOW)
    with pytest.raises(NotNow, match="Correct the theory"):
        programmes.propose(cast["amara"], row.pk, NOW)
    programmes.add_measure(cast["amara"], row.pk, made.measure(), NOW)
    with pytest.raises(NotNow, match="older than a year"):
        programmes.propose(cast["amara"], row.pk, NOW)
    programmes.say_safety(cast["amara"], row.pk, 0, 0, NOW.date(), NOW)
    programmes.propose(cast["amara"], row.pk, NOW)


@pytest.mark.parametrize(
    ("before", "after", "said"), [(60, 60, Change.NONE), (60, 30, Change.WORSE), (40, 80, Change.BETTER)]
)
def test_a_result_that_is_none_or_bad_has_the_same_grade_and_stays(
    cast: Cast, before: int, after: int, said: Change
) -> None:
    row, one = made.published(cast, before, after)
    [entry] = published.every()
    assert entry.graded is not None
    assert entry.graded.grade is Grade.BEFORE_AFTER
    assert change(entry.measures[0]) is said
    last = Point.objects.get(moment="after_6")
    for kind, pk in (("point", last.pk), ("measure", one.pk)):
        with pytest.raises(NotNow, match="stays"):
            programmes.take_out(cast["amara"], kind, pk, NOW)
    for deed in (
        lambda: programmes.describe(cast["amara"], row.pk, made.ABOUT, NOW),
        lambda: programmes.outline(cast["amara"], row.pk, GOOD, NOW),
        lambda: programmes.design(cast["amara"], row.pk, made.LOOK, NOW),
    ):
        with pytest.raises(NotNow, match="stays as it is"):
            deed()
    better = made.point(moment="after_6", starts=ENDS, ends=ENDS + 190 * DAY, n=100, lost=0, hits=99)
    with pytest.raises(NotNow, match="stays"):
        programmes.add_point(cast["amara"], one.pk, better, NOW)


def test_a_moment_is_measured_once_and_what_is_wrong_in_a_draft_is_taken_out_first(cast: Cast) -> None:
    row, one = made.whole(cast)
    amara, other = cast["amara"], made.point(n=100, lost=0, hits=61)
    with pytest.raises(NotNow, match="If it is wrong, take it out") as why:
        programmes.add_point(amara, one.pk, other, NOW)
    assert why.value.field == "moment"
    programmes.add_point(amara, one.pk, other | {"arm": "comparison"}, NOW)
    during = made.point(moment="during", n=100, lost=0, hits=61)
    for ends in (STARTS, STARTS + DAY):
        programmes.add_point(amara, one.pk, during | {"ends": ends}, NOW)
    with pytest.raises(NotNow, match="If it is wrong, take it out"):
        programmes.add_point(amara, one.pk, during, NOW)
    programmes.take_out(amara, "point", Point.objects.get(arm="programme", moment="baseline").pk, NOW)
    programmes.add_point(amara, one.pk, other, NOW)
    programmes.propose(amara, row.pk, NOW)
    programmes.publish(cast["bao"], row.pk, NOW)
    [entry] = published.every()
    assert [one.hits for one in entry.measures[0].points if (one.arm, one.moment) == ("programme", "baseline")] == [61]


def test_it_can_be_spoken_of_and_measured_again(cast: Cast) -> None:
    row, one = made.published(cast, 60, 60)
    programmes.remark(cast["bao"], row.pk, "Half of the schools were shut by a flood.", NOW)
    later = made.point(moment="after_12", starts=ENDS, ends=ENDS + 300 * DAY, n=100, lost=10, hits=70)
    programmes.add_point(cast["bao"], one.pk, later, NOW)
    [entry] = published.every()
    assert len(entry.measures[0].points) == 2, "nothing is public before two people published it"
    programmes.propose(cast["amara"], row.pk, NOW)
    with pytest.raises(NotAllowed, match="somebody else"):
        programmes.publish(cast["bao"], row.pk, NOW + DAY)  # who wrote both
    programmes.give_back(cast["amara"], row.pk, NOW)
    programmes.propose(cast["bao"], row.pk, NOW)
    assert [one.row.state for one in published.every()] == ["more"], "what was public stays so meanwhile"
    programmes.publish(cast["amara"], row.pk, NOW + DAY)
    [entry] = published.every()
    assert len(entry.measures[0].points) == 3
    assert Remark.objects.get().published_at
    assert entry.row.published_at == NOW, "its first day stays"


def test_what_is_typed_and_not_published_can_be_taken_out(cast: Cast) -> None:
    row, one = made.whole(cast)
    programmes.take_out(cast["bao"], "measure", one.pk, NOW)
    assert not Point.objects.exists()
    assert programmes.is_believed(row := Programme.objects.get(), programmes.parts(row))


def test_a_programme_waits_unchanged_for_the_second_person(cast: Cast) -> None:
    row, one = made.whole(cast)
    programmes.propose(cast["amara"], row.pk, NOW)
    with pytest.raises(NotNow, match="Take it back first"):
        programmes.add_point(cast["amara"], one.pk, made.point(), NOW)
    programmes.give_back(cast["bao"], row.pk, NOW)
    with pytest.raises((NotAllowed, NotNow)):
        programmes.publish(cast["bao"], row.pk, NOW)
    programmes.propose(cast["bao"], row.pk, NOW)
    with pytest.raises(NotAllowed):
        programmes.publish(cast["bao"], row.pk, NOW)


@pytest.mark.parametrize("how", ["hits", "gone", "public", "state"])
def test_nobody_writes_a_result_into_the_database(cast: Cast, how: str) -> None:
    row, _one = made.published(cast)
    if how == "hits":
        Point.objects.filter(moment="after_6").update(hits=99)
    elif how == "gone":
        Point.objects.filter(moment="after_6").delete()
    elif how == "public":
        Remark.objects.create(programme=row, words="All is well.", by_id=cast["edo"].person, at=NOW, published_at=NOW)
    else:
        Programme.objects.update(comparison="random")
    assert published.every() == []
    assert published.entry(Programme.objects.get()) is None
    with pytest.raises(NotAllowed, match="somebody changed it"):
        programmes.remark(cast["amara"], row.pk, "A remark.", NOW)


def test_nobody_who_renames_an_organisation_has_another_one_measure(cast: Cast) -> None:
    row, _one = made.published(cast)
    Organisation.objects.filter(pk=cast.aurora).update(name="Royal Court")
    assert published.every() == []
    assert published.entry(Programme.objects.select_related("org").get(pk=row.pk)) is None


def test_a_state_in_the_database_publishes_nothing(cast: Cast) -> None:
    made.whole(cast)
    Programme.objects.update(state="published", published_at=NOW)
    assert published.entry(Programme.objects.get()) is None


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"n": 100, "lost": 0, "hits": 101}, "More than were measured"),
        ({"n": 100, "lost": 60, "hits": 50}, "More than were measured"),
        ({"n": 10, "lost": 11, "hits": 0}, "More were lost"),
        ({"hits": 10}, "in the group at its beginning"),
        ({"n": 100, "lost": 0}, "of how many it was so"),
        ({"n": 100, "hits": 3, "ends": NOW.date() + DAY}, "still to come"),
        ({"ends": STARTS - DAY, "n": 100, "hits": 3}, "ends before it begins"),
        ({}, "what was measured, or a target"),
        ({"target": 101}, "from 0 to 100"),
        ({"moment": "after_6", "target": 20}, "worse than what was so before"),
        ({"n": 100, "hits": 50, "comment": "Ask Maria Lopez about it."}, "names of persons"),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, more: dict[str, Any], words: str) -> None:
    _row, one = made.whole(cast)
    with pytest.raises(NotNow) as why:
        programmes.add_point(cast["amara"], one.pk, made.point() | {"moment": "during"} | more, NOW)
    assert words in " ".join(str(each.words) for each in (why.value, *why.value.others))


def test_no_target_without_a_beginning(cast: Cast) -> None:
    row = made.begun(cast)
    one = programmes.add_measure(cast["amara"], row.pk, made.measure(), NOW)
    with pytest.raises(NotNow, match="how it was before"):
        programmes.add_point(cast["amara"], one.pk, made.point(moment="during", target=70), NOW)
    other = made.measure(code="U2", no_baseline="The register begins now.")
    two = programmes.add_measure(cast["amara"], row.pk, other, NOW)
    programmes.add_point(cast["amara"], two.pk, made.point(moment="during", target=70), NOW)


def test_texts_name_nobody(cast: Cast) -> None:
    made.officers(cast)
    for name, text in (("approach", "Led by Maria Lopez of the office."), ("adverse", "Call +855 12 345 678.")):
        with pytest.raises(NotNow, match="Leave out"):
            programmes.begin(cast["amara"], made.ABOUT | {name: text}, NOW)
    with pytest.raises(NotNow, match="one child could be known"):
        programmes.begin(cast["amara"], made.ABOUT | {"approach": "We helped Lina, 12, of the harbour."}, NOW)
    with pytest.raises(NotNow, match="ends before"):
        programmes.begin(cast["amara"], made.ABOUT | {"ends": STARTS - DAY}, NOW)
    assert not Programme.objects.exists()


def test_who_leads_may_be_the_second(cast: Cast) -> None:
    row, _one = made.whole(cast)
    programmes.propose(cast["amara"], row.pk, NOW)
    gains(cast["edo"].person, Role.MANAGER)
    programmes.publish(cast["edo"], row.pk, NOW)
