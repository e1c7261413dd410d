"""What was proved of the board is kept for all processes: it says what the slow way says, and nobody who writes to the
database has it say anything else."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, models
from django.test import Client

from fanal.journal.models import Entry
from fanal.network.models import PersonKey
from fanal.progress.assessing import kept, standing
from fanal.progress.assessing.policy import PUBLISH
from fanal.progress.assessing.standing import Place
from fanal.progress.models import BesideReply, Cell, CountryAssessment, Notice, Reading, StateReply
from fanal.vocabulary.evidence import State
from fanal.vocabulary.ids import new_id
from tests.people import NOW, Cast
from tests.rooms.progress import places
from tests.rooms.progress.places import COUNTRY, DAY, ITEM

pytestmark = pytest.mark.django_db(databases="__all__")
TODAY = NOW.date()
LATER = NOW + 60 * DAY


def _process() -> standing.Board:
    """The board of a process that was started now."""
    standing._known = standing._Known()
    return standing.board(TODAY)


def _lists(board: standing.Board) -> dict[str, dict[str, Place]]:
    return {
        code: {item: Place(one.as_of, one.stale_on, one.history) for item, one in found.items()}
        for code, found in board.lists.items()
    }


def _slow() -> dict[str, dict[str, Place]]:
    board = _process()
    assert len(board.places) > 0, "each country is looked into"
    return _lists(board)


def _rows() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM web_cache")
        return {key: value for key, value in cursor.fetchall() if f'"{ITEM}"' in value}


def _put(key: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE web_cache SET value = %s WHERE cache_key = %s", [value, key])


@pytest.fixture
def looked(cast: Cast, that_day: None) -> Cast:
    """Two countries of which something is published, in one with a reply of the state and two findings; a process has
    looked at all of it, and another one need not prove anything."""
    places.ready(cast)
    places.published(cast, "AR", found="4")
    places.published(cast, found="0")
    places.assessed(cast, now=LATER, found="3")
    places.read(cast, now=LATER)
    places.publish(cast, now=LATER)
    assert _process().state(COUNTRY, ITEM) is State.PARTIAL
    return cast


def test_it_says_what_the_slow_way_says_and_looks_into_nothing(looked: Cast) -> None:
    slow = _slow()
    assert {code: list(found) for code, found in slow.items()} == {"AR": [ITEM], COUNTRY: [ITEM]}
    assert [state for _at, _day, state in slow[COUNTRY][ITEM].history] == [State.NO, State.PARTIAL]
    board = _process()
    assert _lists(board) == slow
    assert not standing._known.good
    assert standing._known.places is not None
    assert not standing._known.places.made


def test_what_is_published_since_is_looked_into_and_no_other_country(
    looked: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    places.published(looked, "AR", "SA-4d", found="2")
    proved, make = list[str](), standing._made
    monkeypatch.setattr(standing, "_made", lambda country, **_more: proved.append(country) or make(country))
    for _turn in range(2):
        assert _process().state("AR", "SA-4d") is State.PARTIAL
    assert proved == ["AR"]
    assert not standing._known.good, "what nobody asked for is let go"
    assert _lists(_process()) == _slow()


def test_each_column_of_each_row_counts(looked: Cast) -> None:
    """Whatever somebody changes, of what is published or of the journal, all of it is proved anew."""
    notice, read = Notice.objects.earliest("at"), Reading.objects.earliest("at")
    reply = StateReply.objects.create(notice=notice, office="Ministry", language="eng", words="So.", on=TODAY, at=NOW)
    BesideReply.objects.create(reply=reply, kind="answer", words="So.", by=read.by, at=NOW)
    before, tried = kept.marks(), 0
    for table in (*kept._WAYS, Entry):
        row = table._default_manager.filter(**({"deed": PUBLISH} if table is Entry else {})).earliest("pk")
        for column in table._meta.concrete_fields:
            if column.unique or column.name in {"record", "seq"}:
                continue
            was = getattr(row, column.attname)
            if (other := _other(column, was)) is None:
                continue
            tried += 1
            table._default_manager.filter(pk=row.pk).update(**{column.attname: other})
            assert kept.marks() != before, (table, column.name)
            table._default_manager.filter(pk=row.pk).update(**{column.attname: was})
            assert kept.marks() == before, (table, column.name)
    assert tried > 60


def _other(column: models.Field[Any, Any], was: Any) -> Any:
    """Another value that the column takes; None where there is no other row to point to."""
    others: dict[type[Any], Any] = {
        models.ForeignKey: lambda: column.related_model._default_manager.exclude(pk=was).values_list("pk").first(),
        models.BooleanField: lambda: not was,
        models.BinaryField: lambda: bytes(was or b"") + b"x",
        models.IntegerField: lambda: (was or 0) + 1,
        models.DateField: lambda: (was or NOW) + timedelta(days=1),
        models.JSONField: lambda: ["x"],
        models.UUIDField: new_id,
        models.CharField: lambda: "x",
        models.TextField: lambda: "x",
    }
    made = next(make for kind, make in others.items() if isinstance(column, kind))()
    return made[0] if isinstance(made, tuple) else made


def test_what_somebody_writes_into_what_is_kept_counts_for_nothing(looked: Cast) -> None:
    for key, value in _rows().items():
        assert '"partial"' in value or '"yes"' in value
        _put(key, value.replace('"partial"', '"yes"').replace('"no"', '"yes"'))
    board = _process()
    assert board.state(COUNTRY, ITEM) is State.PARTIAL
    assert [state for _at, _day, state in board.lists[COUNTRY][ITEM].history] == [State.NO, State.PARTIAL]


def test_what_is_kept_of_one_country_counts_for_no_other(looked: Cast) -> None:
    (one, first), (other, second) = _rows().items()
    _put(one, second)
    _put(other, first)
    assert {code: _process().state(code, ITEM) for code in ("AR", COUNTRY)} == {
        "AR": State.YES, COUNTRY: State.PARTIAL,
    }  # fmt: skip


def test_what_was_kept_before_is_put_back_with_the_row_gone(looked: Cast) -> None:
    """The state that stood before comes back by nobody: the journal knows what was published since."""
    before = _rows()
    later = LATER + 30 * DAY
    places.assessed(looked, now=later, found="4")
    places.read(looked, now=later)
    last = places.publish(looked, now=later)
    assert _process().state(COUNTRY, ITEM) is State.YES
    CountryAssessment.objects.filter(pk=last.assessment_id).delete()
    for key, value in before.items():
        _put(key, value)
    assert _process().state(COUNTRY, ITEM) is State.NOT_ASSESSED


def test_what_does_not_hold_is_not_kept_and_stands_again_once_it_is_mended(looked: Cast) -> None:
    CountryAssessment.objects.filter(state="no").update(rationale="XYZZY")
    for _turn in range(2):
        assert _process().state(COUNTRY, ITEM) is State.NOT_ASSESSED
        assert "XYZZY" not in Client().get(f"/en/country/{COUNTRY}.json").content.decode()
    CountryAssessment.objects.filter(state="no").update(rationale="The plan covers five of 25 provinces.")
    assert _process().state(COUNTRY, ITEM) is State.PARTIAL


def test_what_lay_there_for_a_moment_is_not_kept(looked: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A state that is another while a country is counted and right again while it is proved."""
    cache.clear()
    good, believed, marks = dict(CountryAssessment.objects.values_list("pk", "state")), standing._believed, kept.marks

    def changed() -> dict[str, str]:
        found = marks()
        CountryAssessment.objects.filter(state="partial").update(state="yes")
        return found

    def mended(of_cell: Any) -> Any:
        for pk, state in good.items():
            CountryAssessment.objects.filter(pk=pk).update(state=state)
        return believed(of_cell)

    with monkeypatch.context() as patched:
        patched.setattr(kept, "marks", changed)
        patched.setattr(standing, "_believed", mended)
        _process().state(COUNTRY, ITEM)
    assert _process().state(COUNTRY, ITEM) is State.PARTIAL


def test_a_place_that_was_moved_takes_no_other_with_it(looked: Cast) -> None:
    before = {country: _process().state(country, ITEM) for country in ("AR",)}
    cache.clear()
    board = _process()
    board.places.get("AR", {})
    board.places.made.clear()  # type: ignore[attr-defined]
    Cell.objects.filter(country=COUNTRY).update(country="ZZ")
    board = standing.board(TODAY)
    assert {country: board.state(country, ITEM) for country in before} == before
    assert COUNTRY not in list(board.lists)
    assert _process().state(COUNTRY, ITEM) is State.NOT_ASSESSED


def test_what_a_process_knew_is_proved_again_before_it_is_kept(looked: Cast) -> None:
    cache.clear()
    _process().of(COUNTRY, ITEM)
    CountryAssessment.objects.filter(cell__country=COUNTRY).update(rationale="XYZZY")
    places.published(looked, "AR", "SA-4d", found="2")
    standing.board(TODAY).state("AR", ITEM)
    assert _process().state(COUNTRY, ITEM) is State.NOT_ASSESSED


def test_with_the_keys_of_who_signed_it_falls(looked: Cast) -> None:
    assert _process().state(COUNTRY, ITEM) is State.PARTIAL
    PersonKey.objects.update(admitted_on=None)
    assert _process().state(COUNTRY, ITEM) is State.NOT_ASSESSED
