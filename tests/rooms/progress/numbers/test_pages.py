"""Numbers for everybody: what may leave, on every page and in every file; a value never without its year."""

import csv
import io
import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fanal.network.api import keyfile
from fanal.network.contracts import Role
from fanal.progress.catalogue import catalogue
from fanal.progress.catalogue.model import Publication
from fanal.progress.models import Observation, Vintage
from fanal.progress.numbers import pages
from fanal.progress.observations import observations, storing
from fanal.progress.observations.policy import COUNTED, WITHDRAWN
from fanal.progress.observations.values import Line, Origin, State
from fanal.progress.series import importing
from tests.desk import text
from tests.people import NOW, Cast, gains
from tests.rooms.progress.made import MAP, mapped, rows

pytestmark = pytest.mark.django_db(databases="__all__")
SECRET = "7654321"


def _keep(indicator: str, *lines: Line, origin: Origin = Origin.COUNTED, **more: object) -> Vintage:
    """Values as one reading that is known, whatever the indicator."""
    row = Vintage(
        indicator=indicator, version=1, origin=origin, title="A source", publisher="A bureau", licence="CC BY 4.0",
        shared=True, read_on=NOW.date(), state=State.KNOWN, made_at=NOW, known_at=NOW, **more,
    )  # fmt: skip
    row.save()
    storing.store(row, lines)
    storing.write(row, keyfile.installation(), COUNTED, NOW)
    return row


@pytest.fixture
def school(cast: Cast) -> Cast:
    gains(cast["sol"].person, Role.ANALYST)
    _bring(cast, MAP, "KH 2019 12 both", "KH 2020 11 both", "KH 2022 10 both", "KH 2023 .. both", "KH 2024 * both")
    return cast


def _bring(cast: Cast, mapping: str, *lines: str) -> None:
    row = importing.read_in(mapped(mapping), mapping, rows(*lines), cast["tove"].signatory(), NOW)[0]
    importing.confirm(cast["sol"], row.pk, NOW)


def _country(code: str = "V01", state: str = "KH") -> str:
    return Client().get(reverse("numbers:country", args=["en", code, state])).content.decode()


def test_a_country_has_a_picture_and_the_same_values_beside_it(school: Cast) -> None:
    page = _country()
    start = page.index('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 340')
    svg = page[start : page.index("</svg>", start)]
    assert svg.count("<circle") == 3
    assert svg.count('stroke="var(--mark)"') == 1, "a line from 2019 to 2020 alone: then there is a gap"
    said = re.sub(r"<[^>]*>", " ", page[page.index("<table") :])
    told = " ".join(said.split())
    for year, value in (("2019", "12 %"), ("2020", "11 %"), ("2022", "10 %"), ("2023", "No data")):
        assert f"{year} {value}" in told
    assert "known, and not told: too few" in said
    assert "Bureau of numbers" in said
    assert "CC BY 4.0" in said


def test_a_break_stands_between_two_ways_of_counting(cast: Cast) -> None:
    _keep("T01", Line("XA", "2024", value="3.0000"), Line("XA", "2025", value="4.0000"))
    row = _keep("T01", Line("XA", "2026", value="9.0000"))
    Vintage.objects.filter(pk=row.pk).delete()
    second = Vintage(
        indicator="T01", version=2, origin=Origin.COUNTED, title="Fanal", publisher="Fanal", licence="CC BY 4.0",
        shared=True, read_on=NOW.date(), state=State.KNOWN, made_at=NOW, known_at=NOW,
    )  # fmt: skip
    second.save()
    storing.store(second, [Line("XA", "2026", value="9.0000")])
    storing.write(second, keyfile.installation(), COUNTED, NOW)
    svg = _country("T01", "XA")
    assert "counted otherwise" in svg
    assert svg.count('stroke="var(--mark)"') == 1


def test_what_may_not_be_handed_on_is_shown_with_a_link_and_leaves_in_no_file(cast: Cast) -> None:
    gains(cast["sol"].person, Role.ANALYST)
    mapping = MAP.replace("CC BY 4.0, shared: true", "all rights reserved, shared: false")
    _bring(cast, mapping, "KH 2024 12.3456 both")
    page = _country()
    assert "12.3456" in page
    assert "https://numbers.example/school" in page
    assert "may not be handed on" in page
    for name, arguments in (("file", ["V01"]), ("country_file", ["KH"])):
        for kind in ("csv", "json"):
            said = Client().get(reverse(f"numbers:{name}", args=["en", *arguments, kind])).content.decode()
            assert "12.3456" not in said
            assert "not_redistributable" in said
            assert "https://numbers.example/school" in said


def _all_public() -> str:
    """Every page and file of numbers, of every indicator and country that has a row."""
    client, found = Client(), []
    lands = set(Observation.objects.values_list("territory", flat=True)) - {"001"}
    found.append(client.get(reverse("numbers:every", args=["en"])))
    for code in catalogue.shipped().indicators:
        found.append(client.get(reverse("numbers:indicator", args=["en", code])))
        found += [client.get(reverse("numbers:country", args=["en", code, land])) for land in lands]
        found += [client.get(reverse("numbers:file", args=["en", code, kind])) for kind in ("csv", "json")]
    for land in lands:
        found += [client.get(reverse("numbers:country_file", args=["en", land, kind])) for kind in ("csv", "json")]
        found += [client.get(reverse("numbers:country_file", args=["en", land, kind])) for kind in ("csv", "json")]
    assert {one.status_code for one in found} <= {200, 404}
    return "\n".join(one.content.decode() for one in found)


def test_internal_and_unreleased_never_leave(cast: Cast) -> None:
    """Every indicator gets a value with one number, in all ways in which it must not leave; no page, no file has it."""
    for one in catalogue.shipped().indicators.values():
        below = Line("XA", "2026", value=f"{SECRET}.0000", place="harbour")
        _keep(one.id, below)
        if one.publication is not Publication.PUBLIC:
            _keep(one.id, Line("XA", "2026", value=f"{SECRET}.0000"), origin=Origin.IMPORTED)
        if one.publication is Publication.RELEASE_N30:
            _keep(one.id, Line("XA", "2026", value=f"{SECRET}.0000", n=29), origin=Origin.RELEASE)
        if one.publication not in pages.SHOWN:
            _keep(one.id, Line("XA", "2026", value=f"{SECRET}.0000", n=99), origin=Origin.RELEASE)
    said = _all_public()
    assert SECRET not in said
    assert "harbour" not in said
    assert Client().get(reverse("numbers:indicator", args=["en", "V06"])).status_code == 404
    assert observations.of_country("XA") == []


def test_what_a_release_holds_is_public(cast: Cast) -> None:
    """So that the walk above finds what is there."""
    _keep("R04", Line("XA", "2026", value="71.0000", n=80), origin=Origin.RELEASE, release="AUR-2026-001")
    _keep("T06", Line("XA", "2026", value="1.5000", n=30), origin=Origin.RELEASE, release="AUR-2026-002")
    said = _all_public()
    assert "71 %" in said
    assert "AUR-2026-001" in said
    assert "1.5" in said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("42.8571", "27.6367", "58.9336"), "42.9 % (27.6 to 59)"),
        (("71.0000", None, None), "71 %"),
        (("0.0400", "0.0100", "0.0999"), "0.04 % (0 to 0.1)"),
        (("0.0000", "0.0000", "3.8800"), "0 % (0 to 3.9)"),
        (("99.9600", "96.1240", "100.0000"), "99.96 % (96.1 to 100)"),
    ],
)  # fmt: skip
def test_what_is_reckoned_here_is_told_to_a_tenth_and_files_have_all_digits(
    cast: Cast, given: tuple[str, str | None, str | None], said: str
) -> None:
    """The ends of an interval are rounded outwards, and what is little is no zero."""
    value, lower, upper = given
    line = Line("XA", "2026", value=value, lower=lower, upper=upper, n=80)
    _keep("R04", line, origin=Origin.RELEASE, release="AUR-2026-001")
    assert said in _country("R04", "XA")
    body = Client().get(reverse("numbers:file", args=["en", "R04", "csv"])).content.decode()
    assert f",{value}," in body


def test_a_value_of_a_release_that_was_withdrawn_is_marked_and_not_drawn(cast: Cast) -> None:
    row = _keep("R04", Line("XA", "2026", value="71.0000"), origin=Origin.RELEASE, release="AUR-2026-001")
    row.withdrawn_on = NOW.date()
    storing.write(row, keyfile.installation(), WITHDRAWN, NOW)
    page = _country("R04", "XA")
    assert "withdrawn on" in page
    assert "<circle" not in page


def test_files_and_page_have_the_same_values_and_missing_is_spelled_out(school: Cast) -> None:
    def get(kind: str) -> str:
        return Client().get(reverse("numbers:file", args=["en", "V01", kind])).content.decode()

    table = list(csv.DictReader(io.StringIO(get("csv").split("\n", 1)[1])))
    held = json.loads(get("json"))["numbers"]
    page = {(one.period, one.kind.value, one.value) for one in observations.of_country("KH")}
    for found in (table, held):
        assert {(one["period"], one["kind"], Decimal(one["value"]) if one["value"] else None) for one in found} == page
    assert {one["value"] for one in table if one["kind"] != "value"} == {""}
    assert {one["value"] for one in held if one["kind"] != "value"} == {None}
    assert all(one["licence"] and one["read_on"] and one["period"] for one in table)


def test_whoever_has_a_file_is_sent_nothing(school: Cast) -> None:
    address = reverse("numbers:file", args=["en", "V01", "json"])
    first = Client().get(address)
    again = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_countries_stand_by_name_and_never_by_value(cast: Cast) -> None:
    _keep(
        "T01", Line("FR", "2026", value="9.0000"), Line("AT", "2026", value="1.0000"),
        Line("ZA", "2026", value="2.0000"), Line("BE", "2026", value="5.0000"),
    )  # fmt: skip
    page = Client().get(reverse("numbers:indicator", args=["en", "T01"])).content.decode()
    places = [page.index(f">{name}<") for name in ("Austria", "Belgium", "France", "South Africa")]
    assert places == sorted(places)


def test_a_value_that_is_old_says_so_after_its_months(cast: Cast) -> None:
    _keep("T01", Line("XA", "2025-10", value="3.0000"), Line("XB", "2025-11", value="3.0000"))
    one, other = observations.newest(observations.of_indicator("T01"))
    day = NOW.date().replace(day=1)  # 1 November 2026; T01 is old after 12 months
    assert observations.is_stale(one, day)
    assert not observations.is_stale(other, day)
    assert observations.is_stale(other, day + timedelta(days=31))


def test_an_empty_installation_has_pages_that_say_so(cast: Cast) -> None:
    for address in (
        reverse("numbers:indicator", args=["en", "V01"]), reverse("numbers:country", args=["en", "V01", "KH"]),
    ):  # fmt: skip
        assert "That is not zero." in text(Client().get(address))


def test_a_page_asks_few_questions_and_is_small(school: Cast) -> None:
    client = Client()
    address = reverse("numbers:indicator", args=["en", "V01"])
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get(address)
    assert len(asked) <= 4, [one["sql"][:90] for one in asked]
    assert len(page.content) < 60_000


def test_the_list_says_of_what_something_is_known(school: Cast) -> None:
    """Only what everybody may read counts: a value of members without a release does not."""
    released = next(one.id for one in catalogue.shipped().indicators.values() if one.publication is Publication.RELEASE)
    _keep(released, Line("KH", "2024", value="7.0000"), origin=Origin.COUNTED)
    page = text(Client().get(reverse("numbers:every", args=["en"])))
    known, _heading, unknown = page.partition("No value is known here yet")
    assert "With values" in known
    assert re.findall(r"1 country, newest of (\d+)", known) == ["2022"]
    shipped = catalogue.shipped().indicators
    assert f">{shipped['V01'].name}<" in known
    assert f">{shipped[released].name}<" in unknown
    assert "newest of" not in unknown
