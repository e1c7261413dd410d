"""A series comes in: one person proposes it, another confirms it; what is wrong leaves nothing behind."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from fanal.access.api import NotAllowed, NotNow
from fanal.network.contracts import Role
from fanal.progress.catalogue import catalogue
from fanal.progress.catalogue.model import Publication
from fanal.progress.models import Observation, Vintage
from fanal.progress.observations import observations, storing
from fanal.progress.observations.policy import CONFIRM
from fanal.progress.observations.values import Line, Origin, State
from fanal.progress.series import importing
from fanal.site.commands import main
from tests.people import NOW, Cast, gains
from tests.rooms.progress.made import MAP, mapped, rows, table

pytestmark = pytest.mark.django_db(databases="__all__")
LINES = ("KH 2023 12 both", "KH 2024 11.5 both", "TH 2024 .. both", "VN 2024 * both")
LATER = NOW + timedelta(days=40)


@pytest.fixture
def two(cast: Cast) -> Cast:
    """Tove and Sol do this work."""
    gains(cast["sol"].person, Role.ANALYST)
    return cast


def _proposed(cast: Cast, *lines: str, text: str = MAP, now: object = NOW) -> Vintage:
    return importing.read_in(mapped(text), text, rows(*(lines or LINES)), cast["tove"].signatory(), now)[0]  # type: ignore[arg-type]


def _known(cast: Cast, *lines: str, text: str = MAP, now: object = NOW) -> Vintage:
    row = _proposed(cast, *lines, text=text, now=now)
    return importing.confirm(cast["sol"], row.pk, now)  # type: ignore[arg-type]


def _said(**which: object) -> list[tuple[str, str, str, str]]:
    found = observations.of_indicator("V01", **which)  # type: ignore[arg-type]
    return [(one.territory, one.period, one.kind, "" if one.value is None else str(one.value)) for one in found]


def test_nothing_is_known_before_a_second_person_confirms_it(two: Cast) -> None:
    row = _proposed(two)
    assert _said() == []
    with pytest.raises(NotAllowed, match="somebody else"):
        importing.confirm(two["tove"], row.pk, NOW)
    importing.confirm(two["sol"], row.pk, NOW)
    assert _said() == [
        ("KH", "2023", "value", "12.0000"), ("KH", "2024", "value", "11.5000"), ("TH", "2024", "no_data", ""),
        ("VN", "2024", "suppressed", ""),
    ]  # fmt: skip
    with pytest.raises(NotNow):
        importing.confirm(two["sol"], row.pk, NOW)


def test_a_revision_is_a_new_vintage_and_the_old_one_can_be_read(two: Cast) -> None:
    first = _known(two)
    cited = Observation.objects.get(vintage=first, territory="KH", period="2024")
    _known(two, "KH 2024 14 both", now=LATER)
    assert ("KH", "2024", "value", "14.0000") in _said()
    assert ("KH", "2023", "value", "12.0000") in _said(), "what a later vintage does not say stays known"
    assert ("KH", "2024", "value", "11.5000") in _said(known_on=LATER - timedelta(days=1))
    assert _said(known_on=NOW - timedelta(days=1)) == []
    then = observations.cited(cited.pk)
    assert then is not None
    assert str(then.value) == "11.5000"
    now = observations.newer(then)
    assert now is not None
    assert str(now.value) == "14.0000"


def test_the_same_vintage_twice_is_refused(two: Cast) -> None:
    _known(two)
    with pytest.raises(NotNow, match="nothing of it is new"):
        _proposed(two, now=LATER)
    assert Vintage.objects.count() == 1
    assert Observation.objects.count() == 4


def test_one_wrong_row_at_the_end_leaves_nothing(two: Cast) -> None:
    with pytest.raises(importing.RowsRefused) as error:
        _proposed(two, *LINES, "bg 2024 12 both")
    assert error.value.report.refused == 1
    assert (Vintage.objects.count(), Observation.objects.count()) == (0, 0)


def test_what_is_dropped_leaves_no_value(two: Cast) -> None:
    row = _proposed(two)
    importing.drop(two["sol"], row.pk, NOW)
    assert Observation.objects.count() == 0
    with pytest.raises(NotNow):
        importing.confirm(two["sol"], row.pk, NOW)
    assert _proposed(two, now=LATER).state == State.PROPOSED, "it may come again"


def test_a_value_that_somebody_wrote_into_the_database_is_not_shown(two: Cast) -> None:
    row = _known(two)
    Observation.objects.filter(territory="KH", period="2024").update(value="1.0000")
    assert {territory for territory, *_rest in _said()} == {"TH", "VN"}, "no value of that country is believed"
    Observation.objects.filter(territory="KH", period="2024").update(value="11.5000")
    assert len(_said()) == 4
    Observation.objects.filter(territory="KH", period="2023").delete()
    assert {territory for territory, *_rest in _said()} == {"TH", "VN"}
    Vintage.objects.filter(pk=row.pk).update(licence="None")
    assert _said() == []


def test_a_yes_that_somebody_wrote_into_the_database_is_none(two: Cast) -> None:
    row = _proposed(two)
    Vintage.objects.filter(pk=row.pk).update(state=State.KNOWN, known_at=NOW, known_by=two["sol"].person)
    assert _said() == []


def test_values_that_changed_between_the_two_are_not_confirmed(two: Cast) -> None:
    row = _proposed(two)
    Observation.objects.filter(vintage=row, territory="KH", period="2024").update(value="1.0000")
    with pytest.raises(NotAllowed, match="somebody changed it"):
        importing.confirm(two["sol"], row.pk, NOW)


def test_places_below_a_country_are_their_owners(two: Cast) -> None:
    text = MAP.replace("value: percent\n", "value: percent\nplace: sex\n").replace("cells: {sex: sex}\n", "")
    _known(two, "KH 2024 12 north", "KH 2024 30 south", text=text)
    assert observations.of_country("KH") == []
    assert observations.of_indicator("V01") == []
    mine = observations.of_staff("V01", two["tove"].org)
    assert [(one.place, str(one.value)) for one in mine] == [("north", "12.0000"), ("south", "30.0000")]
    assert observations.of_staff("V01", two["nils"].org) == []


def test_who_does_other_work_brings_nothing_in(two: Cast) -> None:
    row = _proposed(two)
    for who in ("marek", "amara"):
        with pytest.raises(NotAllowed):
            importing.confirm(two[who], row.pk, NOW)


def test_the_command_looks_first_and_keeps_for_two_people(
    two: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "map.yaml").write_text(MAP.replace("read_on: 2026-11-20", "read_on: 2026-01-05"), "utf-8")
    path = tmp_path / "school.csv"
    path.write_text(table("KH 2024 12 both", "bg 2024 12 both"), "utf-8")
    arguments = ["progress", "import", str(path), "--map", str(tmp_path / "map.yaml")]
    assert main([*arguments, "--keep"]) == 1
    said = capsys.readouterr().out
    assert "row 3, country: Codes of territories are written in capitals." in said
    assert said.endswith("Nothing was kept.\n")
    path.write_text(table(*LINES), "utf-8")
    assert main([*arguments, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["kept"] is False
    assert Vintage.objects.count() == 0
    assert main([*arguments, "--keep"]) == 0
    row = Vintage.objects.get()
    assert (row.state, row.origin, row.rows) == (State.READ, Origin.IMPORTED, 4)
    assert main([*arguments, "--keep"]) == 2
    assert "nothing of it is new" in capsys.readouterr().err
    later = row.made_at
    with pytest.raises(NotNow):
        importing.confirm(two["sol"], row.pk, later)
    importing.propose(two["tove"], row.pk, later)
    with pytest.raises(NotAllowed):
        importing.confirm(two["tove"], row.pk, later)
    importing.confirm(two["sol"], row.pk, later)
    assert len(_said()) == 4


def test_a_file_that_is_no_table_is_told(two: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "map.yaml").write_text(MAP.replace("read_on: 2026-11-20", "read_on: 2026-01-05"), "utf-8")
    path = tmp_path / "school.csv"
    for text, words in (("country,year\nKH,2024\n", "no column percent, sex"), ("", "the file is empty")):
        path.write_text(text, "utf-8")
        assert main(["progress", "import", str(path), "--map", str(tmp_path / "map.yaml")]) == 2
        assert words in capsys.readouterr().err


def test_what_went_back_and_what_another_source_says_alike_is_new(two: Cast) -> None:
    _known(two, "KH 2024 11 both")
    _known(two, "KH 2024 12 both", now=LATER)
    _known(two, "KH 2024 11 both", now=LATER + timedelta(days=1))
    assert _said() == [("KH", "2024", "value", "11.0000")]
    with pytest.raises(NotNow, match="nothing of it is new"):
        _known(two, "KH 2024 11 both", now=LATER + timedelta(days=2))
    other = MAP.replace("publisher: Bureau of numbers", "publisher: Another bureau")
    _known(two, "KH 2024 11 both", text=other, now=LATER + timedelta(days=3))
    assert Vintage.objects.count() == 4


def test_what_is_an_organisations_own_is_shown_to_it_alone(two: Cast) -> None:
    """Below a country, and where the organisation decides who reads it."""
    chosen = next(
        one.id for one in catalogue.shipped().indicators.values() if one.publication is Publication.PROGRAMME_CHOICE
    )
    for indicator, place in (("V01", "KH-1"), (chosen, "")):
        row = Vintage(
            org_id=two.aurora, indicator=indicator, version=1, origin=Origin.IMPORTED, title="Own", publisher="Aurora",
            licence="own", read_on=NOW.date(), state=State.KNOWN, made_at=NOW, known_at=NOW,
        )  # fmt: skip
        row.save()
        storing.store(row, [Line("KH", "2024", value="7.0000", place=place)])
        storing.write(row, two["noor"].signatory(), CONFIRM, NOW)
        assert len(observations.of_staff(indicator, two.aurora)) == 1
        assert observations.of_staff(indicator, two["tove"].org) == []
        assert len(importing.lines(row, two["noor"])) == 1
        assert importing.lines(row, two["tove"]) == []
        assert observations.of_indicator(indicator) == []
