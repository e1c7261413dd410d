"""Countries, states of evidence, partial dates, codes, answers with a reason."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.vocabulary import codes, codes_legal
from fanal.vocabulary.countries import CountryStatus, UnknownCountry, countries, country, country_name, is_country
from fanal.vocabulary.dates import Interval, PartialDate, months_later
from fanal.vocabulary.evidence import Evidence, State
from fanal.vocabulary.results import Allowed, Refused

LISTS = yaml.safe_load((Path(__file__).parent / "code_lists.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", LISTS)
def test_a_code_list_has_exactly_the_codes_of_the_case_model(name: str) -> None:
    held = getattr(codes, name, None) or getattr(codes_legal, name)
    more = "stored codes stay; a new one is added to tests/rooms/vocabulary/code_lists.yaml as well, in the same order"
    assert [code.value for code in held] == LISTS[name], more


CLEAR = ("DeclineReason", "HandoverOutcome", "Finding", "Triage", "TransitionState", "ReportChannel")
"""Lists whose codes stand in clear columns of a record: whoever has the database alone reads them."""
OF_A_PERSON = re.compile(
    r"child|girl|boy|minor|young|age|old|sex|name|family|parent|mother|father|relative|adult|suspect|offender|reporter|"
    r"place|home|hotel|school|city|injur|hurt|ill|sick|health|pregnan|disab|dead|died|missing_person|abus|rape|drug|money"
)


@pytest.mark.parametrize("name", CLEAR)
def test_a_code_in_a_clear_column_says_nothing_of_a_child_or_of_anybody_else(name: str) -> None:
    """A reason to decline says what the recipient can do; what is so with the child is told in sealed words."""
    said = [code for code in LISTS[name] if any(OF_A_PERSON.fullmatch(part) for part in code.split("_"))]
    assert said == [], f"{name} stands in a clear column: say {', '.join(said)} in sealed words instead"


def test_a_foreign_code_is_refused() -> None:
    with pytest.raises(ValueError, match="refuse"):
        codes.Triage("refuse")


def test_the_table_holds_all_official_codes_once() -> None:
    official = [found for found in countries(demonstration=True) if found.status is CountryStatus.OFFICIAL]
    assert len(official) == 249  # ISO 3166-1 since 2011
    for part in ("alpha2", "alpha3", "numeric"):
        values = [getattr(found, part) for found in official]
        assert len(set(values)) == 249
    assert all(
        len(found.alpha2) == 2 and len(found.alpha3) == 3 and len(found.numeric) == 3 and found.numeric.isdigit()
        for found in official
    )


@pytest.mark.parametrize(
    ("alpha2", "alpha3", "numeric"),
    [("KH", "KHM", "116"), ("CD", "COD", "180"), ("DE", "DEU", "276"), ("SD", "SDN", "729"), ("TL", "TLS", "626")],
)
def test_codes_belong_together(alpha2: str, alpha3: str, numeric: str) -> None:
    """Those whose code changed in the past carry the one of today."""
    assert (country(alpha2).alpha3, country(alpha2).numeric) == (alpha3, numeric)


def test_kosovo_is_user_assigned_and_not_fictional() -> None:
    assert country("XK").status is CountryStatus.USER_ASSIGNED
    assert not country("XK").demonstration
    assert country("XK") in countries(demonstration=False)


def test_fictional_countries_come_only_when_asked_for() -> None:
    fictional = {found.alpha2 for found in countries(demonstration=True)} - {
        found.alpha2 for found in countries(demonstration=False)
    }
    assert fictional == {"XA", "XB", "XC", "XD", "XE"}
    assert all(country(code).demonstration for code in fictional)


@pytest.mark.parametrize("code", ["", "kh", "KHM", "XF", "ZZ", "EU", "K H", "ĶH", "116"])
def test_an_unknown_country_is_refused_without_repeating_it(code: str) -> None:
    assert not is_country(code)
    with pytest.raises(UnknownCountry) as refused:
        country(code)
    assert str(refused.value) == "no such country"


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("KH", "fr", "Cambodge"),
        ("KH", "ar", "كمبوديا"),
        ("DE", "km", "អាល្លឺម៉ង់"),
        ("XA", "en", "XA"),  # never CLDR's "Pseudo-Accents"
        ("XB", "fr", "XB"),
        ("KH", "xx", "Cambodia"),
        ("BR", "pt-BR", "Brasil"),
    ],
)
def test_a_country_has_its_name_in_the_language_of_the_reader(code: str, language: str, name: str) -> None:
    assert country_name(code, language) == name


def test_every_country_has_a_name_in_every_language_of_the_launch_set() -> None:
    for language in ("en", "fr", "es", "pt", "ar", "ru", "th", "km", "hi", "id", "vi", "sw"):
        assert all(country_name(found.alpha2, language).strip() for found in countries(demonstration=True))


def test_an_empty_cell_is_no_data_and_never_no() -> None:
    assert State.of("") is State.NO_DATA
    assert State.of("  ") is State.NO_DATA
    assert State.of("Not assessed") is State.NOT_ASSESSED
    assert State.of("no") is State.NO
    with pytest.raises(ValueError, match="0"):
        State.of("0")


def test_a_finding_says_from_where_when_by_whom_and_until_when() -> None:
    found = Evidence(State.PARTIAL, "report, p. 3", date(2026, 5, 1), "reviewer", date(2028, 5, 1))
    assert not found.is_stale(date(2028, 4, 30))
    assert found.is_stale(date(2028, 5, 1))
    for missing in ({"source": ""}, {"date": None}, {"reviewer": ""}, {"stale_on": None}):
        parts = {"source": "s", "date": date(2026, 5, 1), "reviewer": "r", "stale_on": date(2028, 5, 1)} | missing
        with pytest.raises(ValueError, match="finding"):
            Evidence(State.NO, **parts)


def test_not_knowing_needs_no_source_and_never_goes_stale() -> None:
    assert not Evidence(State.NO_DATA).is_stale(date(2999, 1, 1))
    assert Evidence(State.NO_DATA, "searched the gazette", date(2026, 1, 1), "reviewer").state is State.NO_DATA
    with pytest.raises(ValueError, match="not assessed"):
        Evidence(State.NOT_ASSESSED, reviewer="somebody")
    with pytest.raises(ValueError, match="stale_on"):
        Evidence(State.YES, "s", date(2026, 1, 1), "r", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2012", date(2012, 1, 1), date(2012, 12, 31)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("2012-05-03", date(2012, 5, 3), date(2012, 5, 3)),
    ],
)
def test_a_partial_date_covers_the_days_that_it_may_mean(text: str, earliest: date, latest: date) -> None:
    parsed = PartialDate.parse(text)
    assert (parsed.earliest, parsed.latest, str(parsed)) == (earliest, latest, text)
    assert parsed.interval == Interval(earliest, latest)


@pytest.mark.parametrize(
    "text", ["", "12", "2012-13", "2012-02-30", "2012-2", "2012-02-", "2012/02", "٢٠١٢", "2012-05-03\n", "0000"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - several words, one class
        PartialDate.parse(text)


def test_a_day_without_its_month_is_no_date() -> None:
    with pytest.raises(ValueError, match="month"):
        PartialDate(2012, None, 3)


DAYS = st.none() | st.dates(date(2020, 1, 1), date(2020, 2, 10))


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    first, last = draw(DAYS), draw(DAYS)
    return Interval(last, first) if first and last and last < first else Interval(first, last)


@settings(max_examples=150, deadline=None)
@given(intervals(), intervals(), st.dates(date(2019, 12, 25), date(2020, 2, 20)))
def test_common_days_are_those_that_lie_in_both(one: Interval, other: Interval, day: date) -> None:
    common = one.common(other)
    assert (day in one and day in other) == (common is not None and day in common)
    assert common == other.common(one)
    assert one.overlaps(other) == (common is not None)


def test_an_interval_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends"):
        Interval(date(2020, 1, 2), date(2020, 1, 1))


def test_an_answer_is_its_own_truth_value_and_a_refusal_says_why() -> None:
    assert Allowed()
    assert Allowed("legal_duty").because == "legal_duty"
    refused = Refused("expired", "The agreement has ended.")
    assert not refused
    assert (refused.reason_code, refused.words) == ("expired", "The agreement has ended.")


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 25), 6, date(2027, 5, 25)),
        (date(2026, 11, 25), 24, date(2028, 11, 25)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 12, 1), 0, date(2026, 12, 1)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_the_month(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later
