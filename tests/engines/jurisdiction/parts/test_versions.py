"""Which version holds on a day, with every kind of edge, against a reading day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.engines.jurisdiction.facts import Moments
from fanal.engines.jurisdiction.model import Cite, Edge, Provision, Review, ReviewStatus, Version
from fanal.engines.jurisdiction.parts.versions import agreed, commencement, holds, in_force, later, life, reference
from fanal.engines.jurisdiction.values import FALSE, TRUE, Truth, law_unknown, unknown
from fanal.vocabulary.dates import Interval

pytestmark = pytest.mark.once

DAY = timedelta(1)
AS_OF = date(2026, 11, 25)
MOMENTS = Moments(None, Interval(AS_OF, AS_OF), AS_OF)


def begins(day: str) -> Edge:
    found = date.fromisoformat(day)
    return Edge(found - DAY, found)


def ends(day: str) -> Edge:
    found = date.fromisoformat(day)
    return Edge(found, found + DAY)


def version(start: Edge | None, end: Edge | None, text: str = "text", *, unread: bool = False) -> Version[str]:
    return Version(start, end, text, Cite("code", "art. 1"), Review(), "code", unread)


def provision(*versions: Version[str]) -> Provision[str]:
    return Provision("xa.o", "XA", versions)


def truth(one: Provision[str], day: str, moments: Moments = MOMENTS) -> str:
    (found,) = in_force(one, date.fromisoformat(day), moments)
    return "/".join([found.value.truth.name, *sorted(found.value.reasons)])


def test_exact_days() -> None:
    one = provision(version(begins("2010-01-01"), ends("2014-12-31")))
    days = ("2009-12-31", "2010-01-01", "2014-12-31", "2015-01-01")
    assert [truth(one, day) for day in days] == ["F", "T", "T", "F"]


def test_between_the_edges_of_a_change() -> None:
    """At 2012-12-05 the old text still held, at 2021-11-22 the new one did."""
    change = Edge(date(2012, 12, 5), date(2021, 11, 22))
    one = provision(version(Edge(None, date(2012, 2, 24)), change, "old"), version(change, None, "new"))
    doubt = "U/law:XA/xa.o#commencement"
    days = ("1950-01-01", "2012-02-23", "2012-02-24", "2012-12-05", "2012-12-06", "2021-11-21", "2021-11-22")
    assert [truth(one, day) for day in days] == [doubt, doubt, "T", "T", doubt, doubt, "T"]
    (only,) = in_force(one, date(2012, 12, 5), MOMENTS)
    assert only.text == "old"


def test_a_text_that_ends_some_day_after_it_was_read() -> None:
    one = provision(version(None, Edge(date(2015, 11, 17), None)))
    assert [truth(one, day) for day in ("2015-11-17", "2015-11-18")] == ["T", "U/law:XA/xa.o#unread:2015-11-17"]


def test_wording_and_review() -> None:
    unread = provision(version(None, ends("2000-12-31"), unread=True), version(begins("2001-01-01"), None))
    assert [truth(unread, day) for day in ("2000-12-31", "2001-01-01")] == ["U/law:XA/xa.o#wording", "T"]
    reviewed = Review(ReviewStatus.REVIEWED, valid_until=AS_OF)
    held = provision(Version(None, None, "text", None, reviewed, "code"))
    assert truth(held, "2020-01-01") == "T"
    tomorrow = Moments(None, Interval(AS_OF, AS_OF), AS_OF + DAY)
    assert truth(held, "2020-01-01", tomorrow) == "U/law:XA/xa.o#review"
    assert reference(held, held.versions[0], {}, AS_OF + DAY).review.status is ReviewStatus.EXPIRED
    drafted = provision(version(None, None))
    strict = Moments(None, Interval(AS_OF, AS_OF), AS_OF, "checked")
    assert truth(drafted, "2020-01-01", strict) == "U/law:XA/xa.o#review"


def test_a_span_of_days_is_cut_where_the_law_changes() -> None:
    one = provision(version(None, ends("2016-06-30"), "old"), version(begins("2016-07-01"), ends("2016-10-31"), "new"))
    found = in_force(one, Interval(date(2016, 1, 1), date(2016, 12, 31)), MOMENTS)
    assert [(str(part.first), str(part.last), part.value.truth.name) for part in found] == [
        ("2016-01-01", "2016-06-30", "T"), ("2016-07-01", "2016-10-31", "T"), ("2016-11-01", "2016-12-31", "F"),
    ]  # fmt: skip


edges = st.one_of(
    st.none(),
    st.builds(
        lambda day, width: Edge(date(2000, 1, 1) + timedelta(day), date(2000, 1, 1) + timedelta(day + width)),
        st.integers(0, 60),
        st.integers(1, 20),
    ),
)


@given(edges, edges, st.integers(0, 70), st.integers(0, 40))
def test_a_span_says_of_each_day_what_that_day_says(
    start: Edge | None, end: Edge | None, first: int, length: int
) -> None:
    one = provision(version(start, end))
    days = Interval(date(2000, 1, 1) + timedelta(first), date(2000, 1, 1) + timedelta(first + length))
    for part in in_force(one, days, MOMENTS):
        for offset in range((part.last - part.first).days + 1):
            day = part.first + timedelta(offset)
            assert part.value.truth is in_force(one, day, MOMENTS)[0].value.truth is holds(one.versions[0], day)


def test_readings_agree_or_the_date_decides() -> None:
    doubt = law_unknown("XA", "xa.o#wording")
    assert agreed((TRUE, TRUE)) == TRUE
    assert agreed((FALSE, FALSE)) == FALSE
    assert agreed((TRUE, FALSE)) == unknown("fact:act.from")
    assert agreed((TRUE, doubt)) == unknown("fact:act.from", "law:XA/xa.o#wording")
    assert agreed((doubt,)) == doubt


def test_milder_law_is_looked_for_in_every_version_since() -> None:
    change = Edge(date(2012, 1, 1), date(2016, 1, 1))
    one = provision(version(None, change, "old"), version(change, ends("2019-12-31"), "new"))
    found = later(one, date(2010, 1, 1), date(2018, 1, 1), MOMENTS)
    assert sorted(part.text for part in found if part.value.is_true) == ["new", "old"]
    assert Truth.U not in {part.value.truth for part in found}  # the day of the change does not matter
    assert later(one, date(2010, 1, 1), date(2020, 1, 1), MOMENTS)[-1].value.is_false  # repealed
    open_end = provision(version(None, Edge(date(2015, 11, 17), None)))
    assert any(part.value.is_unknown for part in later(open_end, date(2010, 1, 1), date(2020, 1, 1), MOMENTS))
    assert later(one, date(2018, 1, 1), date(2018, 1, 1), MOMENTS) == ()


def test_commencement_of_an_operator() -> None:
    one = provision(
        version(None, ends("2003-12-31"), "plain"),
        version(begins("2004-01-01"), ends("2009-12-31"), "with travel"),
        version(begins("2010-01-01"), None, "more with travel"),
    )
    assert commencement(one, one.versions[2], lambda text: "travel" in text) == begins("2004-01-01")
    unread = provision(version(None, ends("2003-12-31"), "", unread=True), *one.versions[1:])
    assert commencement(unread, unread.versions[2], lambda text: "travel" in text) == Edge(None, date(2004, 1, 1))
    always = provision(version(None, None, "with travel"))
    assert commencement(always, always.versions[0], lambda text: "travel" in text) is None


def test_lives_in_words() -> None:
    assert life(version(begins("2015-01-27"), None)) == "2015-01-27/.."
    assert life(version(None, ends("1998-03-31"))) == "../1998-03-31"
    assert life(version(Edge(date(2021, 11, 22), date(2026, 4, 4)), None)) == "2021-11-22~2026-04-04/.."
    assert life(version(Edge(None, date(2012, 2, 24)), Edge(date(2015, 11, 17), None))) == "..~2012-02-24/2015-11-17~.."
