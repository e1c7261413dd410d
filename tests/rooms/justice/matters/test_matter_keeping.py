"""How long a matter is kept: from its closing by law, a hold stops even two, an exercise goes after a year."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotNow
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.justice import api as justice
from fanal.justice.matters import keeping, matters, policy, training
from fanal.justice.models import Matter
from fanal.network.models import Tombstone
from fanal.site.commands.journal import defects
from fanal.vocabulary.dates import months_later
from fanal.vocabulary.keeping import Period
from tests.desk import client_of, text
from tests.kept import ruled
from tests.people import NOW, Cast
from tests.rooms.justice.acts import matter

pytestmark = pytest.mark.django_db(databases="__all__")
TODAY = NOW.date()
HOUSE = months_later(TODAY, 120)
UNTIL = TODAY + timedelta(days=300)


def _row(found: UUID) -> Matter:
    return Matter.objects.get(pk=found)


def _closed(cast: Cast) -> UUID:
    found = matter(cast["lena"])
    matters.close(cast["lena"], found, NOW)
    return found


def test_a_matter_ends_ten_years_after_its_closing_and_not_while_it_is_open(cast: Cast) -> None:
    found = matter(cast["lena"])
    assert _row(found).erase_on is None
    matters.close(cast["lena"], found, NOW)
    assert (_row(found).retention_class, _row(found).erase_on) == ("legal_file", HOUSE)
    matters.reopen(cast["lena"], found, NOW)
    assert (_row(found).retention_class, _row(found).erase_on) == ("", None)


@pytest.mark.parametrize(
    ("period", "end"),
    [
        (Period("closing", months=30), months_later(TODAY, 30)),
        (Period("arrival", months=6), months_later(TODAY, 6)),
        (Period("closing", days=1), TODAY + timedelta(days=60)),  # it stands in the list before it goes
    ],
)
def test_a_rule_takes_the_place_of_the_house_and_nothing_goes_unseen(cast: Cast, period: Period, end: date) -> None:
    ruled(cast, "legal_file", period=period)
    assert _row(_closed(cast)).erase_on == end


def test_it_goes_in_the_night_of_its_day(cast: Cast) -> None:
    found, other = _closed(cast), matter(cast["lena"])
    day = NOW + (HOUSE - TODAY)
    assert matters.erase_due(day - timedelta(days=1)) == 0
    assert matters.erase_due(day) == 1
    assert not Matter.objects.filter(pk=found).exists()
    assert Matter.objects.filter(pk=other).exists()
    assert Tombstone.objects.get(record=found).kind == "legal_file"
    assert journal.read(found)[0].deed == policy.ERASE


def test_a_hold_stops_its_day_and_even_two(cast: Cast) -> None:
    """The control: without it, two erase it, and the night does."""
    found = _closed(cast)
    matters.hold(cast["lena"], found, UNTIL, "A court asks for it", NOW)
    Matter.objects.filter(pk=found).update(erase_on=TODAY)  # even if it were due
    assert matters.erase_due(NOW) == 0
    Matter.objects.filter(pk=found).update(erase_on=HOUSE)
    with pytest.raises(NotNow, match="legal hold"):
        matters.ask_erase(cast["lena"], found, NOW)
    matters.release(cast["marek"], found, NOW)
    matters.ask_erase(cast["lena"], found, NOW)
    matters.hold(cast["marek"], found, UNTIL, "A court asks for it after all", NOW)
    with pytest.raises(NotNow, match="legal hold"):
        matters.erase(cast["omar"], found, NOW)
    matters.release(cast["marek"], found, NOW)
    matters.erase(cast["omar"], found, NOW)
    assert not Matter.objects.exists()


def test_a_file_that_goes_leaves_a_matter_that_is_held(cast: Cast) -> None:
    held, other, by = _closed(cast), _closed(cast), cast["lena"].signatory()
    matters.hold(cast["lena"], held, UNTIL, "A court asks for it", NOW)
    assert not justice.erase_matter(held, by, NOW)
    assert justice.erase_matter(other, by, NOW)
    assert justice.erase_matter(other, by, NOW), "the second time nothing is there"
    assert [row.pk for row in Matter.objects.all()] == [held]
    assert justice.erase_matter(held, by, NOW + timedelta(days=301))


def test_the_reason_is_sealed_and_outlives_another_label(cast: Cast) -> None:
    found = matter(cast["lena"])
    matters.hold(cast["lena"], found, UNTIL, "A court asks for it", NOW)
    matters.relabel(cast["marek"], found, 1, "Harbour", "", NOW)
    content = matters.look(cast["omar"], found, NOW).content
    assert (content.label, content.hold) == ("Harbour", "A court asks for it")
    assert b"court" not in bytes(_row(found).content)
    matters.hold(cast["marek"], found, UNTIL, "It asks again", NOW)
    content = matters.look(cast["omar"], found, NOW).content
    assert (content.label, content.hold) == ("Harbour", "It asks again")


def test_the_end_of_a_hold_is_a_duty_and_a_hold_has_a_reason_and_a_day(cast: Cast) -> None:
    found = matter(cast["lena"])
    for until, reason in ((UNTIL, " "), (TODAY, "A court"), (TODAY + timedelta(days=367), "A court")):
        with pytest.raises(NotNow):
            matters.hold(cast["lena"], found, until, reason, NOW)
    matters.hold(cast["lena"], found, UNTIL, "A court", NOW)
    (duty,) = clocks.open_duties(subjects=[found])
    assert (duty.kind, duty.due_at.date()) == ("matter_hold_ends", UNTIL)
    matters.release(cast["lena"], found, NOW)
    assert not clocks.open_duties(subjects=[found])


def test_an_exercise_goes_after_a_year_and_nothing_holds_it(cast: Cast) -> None:
    case = training.CASES[0].code
    row = matters.open_matter(cast["noor"], NOW, training=case)
    assert (row.retention_class, row.erase_on) == ("exercise", months_later(TODAY, 12))
    with pytest.raises(NotAllowed):
        matters.hold(cast["noor"], row.pk, UNTIL, "Mine", NOW)
    assert matters.erase_due(NOW + timedelta(days=366)) == 1
    assert Tombstone.objects.get(record=row.pk).kind == "exercise"


def test_what_was_closed_before_matters_had_an_end_gets_one(cast: Cast) -> None:
    found, opened = _closed(cast), matter(cast["lena"])
    row = _row(found)
    row.retention_class, row.erase_on = "", None
    row.save()
    matters._say(cast["lena"], row, policy.CLOSE, NOW)
    assert matters.erase_due(NOW) == 0
    assert (_row(found).retention_class, _row(found).erase_on) == ("legal_file", HOUSE)
    assert _row(opened).erase_on is None
    assert journal.read(found)[0].deed == keeping.TIME
    assert not [one for one in defects(lambda _done, _of: None) if str(found) in one]


@pytest.mark.usefixtures("that_day")
def test_the_hold_over_the_pages(cast: Cast) -> None:
    found, lena = matter(cast["lena"]), client_of(cast, "lena")
    page, hold = reverse("justice:matter", args=[found]), reverse("justice:matter_hold", args=[found])
    refused = text(lena.post(hold, {"until": "2020-01-01", "reason": "A court asks for it"}))
    assert "Choose a day within a year from now" in refused
    assert "A court asks for it" in refused
    assert lena.post(hold, {"until": UNTIL.isoformat(), "reason": "A court asks for it"}).status_code == 302
    shown = text(client_of(cast, "marek").get(page))
    assert "Lena answers for it" in shown
    assert "A court asks for it" in shown
    assert client_of(cast, "noor").get(hold).status_code in {403, 404}
    lena.post(reverse("justice:matter_release", args=[found]))
    assert "answers for it" not in text(lena.get(page))
