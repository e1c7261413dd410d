"""A registration number of two companies, and a place that two wrote down: each reads that it is so, and only whoever
looks at an application reads who the other is."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fanal.access.api import NotNow
from fanal.tourism.companies import companies
from fanal.tourism.membership import applying, twice
from fanal.tourism.membership.flow import State
from fanal.tourism.models import Company, Membership, Site
from tests import tables
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.tourism import firms
from tests.rooms.tourism.firms import Firm
from tests.rooms.tourism.systems.sent import HARBOUR, SITES, post, token

pytestmark = pytest.mark.django_db(databases="__all__")
TOLD = "gave one of your registration numbers"
OTHERS = "Another company calls the place with this licence its own"


def _member(firm: Firm) -> Firm:
    """It is one, by its row: what holds a place is asked of that."""
    Membership.objects.filter(pk=firm.pk).update(state=State.ACTIVE.value)
    return firm


def _second(cast: Cast, **more: str) -> Firm:
    return firms.ready(cast, **({"name": "Reef House", "who": "mina"} | more))


def _page(cast: Cast, who: str, firm: Firm) -> str:
    return text(client_of(cast, who).get(reverse("travel:membership", args=[firm.pk])))


def _place(firm: Firm, code: str = "A1", licence: str = "LX-12 7", operated: str = "owned", **more: Any) -> Site:
    told = {
        "version": 0, "code": code, "name": f"House {code}", "country": "XA", "admin1": "", "kind": "hotel",
        "rooms": 3, "licence": licence, "operated": operated, "brand": None,
    }  # fmt: skip
    return companies.keep_site(firm.rosa, told | more, None, NOW)


def test_a_company_reads_that_its_number_is_here_and_not_whose(cast: Cast) -> None:
    firms.represents(cast)
    first, second = firms.planned(firms.ready(cast)), _second(cast)
    assert TOLD not in _page(cast, "mina", second), "nobody applied yet"
    applying.submit(first.rosa, first.pk, NOW)
    assert TOLD not in _page(cast, "mina", firms.planned(second)), "who types a number learns nothing of it"
    applying.submit(second.rosa, second.pk, NOW)
    page = _page(cast, "mina", second)
    assert TOLD in page
    assert "Lantern" not in page
    assert TOLD in _page(cast, "rosa", first), "the first one, too"
    Membership.objects.filter(pk=first.pk).update(state=State.DECLINED.value)
    assert not twice.is_applied_for(second.org), "what became of an application no other company learns"


def test_whoever_looks_at_an_application_reads_both(cast: Cast) -> None:
    firms.represents(cast)
    first, second = firms.submitted(cast), firms.planned(_second(cast))
    _place(first)
    _place(second, "Z9", "lx127", "managed")
    applying.submit(second.rosa, second.pk, NOW)
    for who in ("tove", "amara"):
        page = _page(cast, who, second)
        assert "Registration number HRB 1: also Hotel Lantern, sent in" in page
        assert reverse("travel:membership", args=[first.pk]) in page
        expected = "Licence lx127: Z9 House Z9 (managed for somebody else); also Hotel Lantern, A1 House A1 (its own)"
        assert expected in page
        assert "Reef House" in _page(cast, who, first)


@pytest.mark.parametrize(
    ("number", "same"),
    [("HRB1", True), ("hrb-1", True), ("ＨＲＢ 1", True), ("HRB 11", False), ("", False), ("-", False)],
)
def test_a_number_is_the_same_however_it_is_written(cast: Cast, number: str, same: bool) -> None:
    first, second = firms.submitted(cast), _second(cast)
    Company.objects.filter(pk=second.org).update(registrations=[number] if number else [])
    assert twice.is_applied_for(second.org) is same
    assert bool(twice.companies(first.org)) is same


def test_what_is_here_twice_is_asked_of_its_own_countries_alone(cast: Cast) -> None:
    """Neither numbers nor licences of the rest of the world are read to tell it."""
    first, second = _member(firms.submitted(cast)), _second(cast)
    far = firms.ready(cast, name="Far House", who="faro", country="XB")
    _place(_member(far), "F1", country="XB")
    _place(first)
    with CaptureQueriesContext(connection) as asked:
        assert twice.companies(second.org) == {first.org: ["HRB 1"]}
        assert twice.elsewhere(second.org, ["XA"]) == {("XA", "lx127")}
        assert twice.elsewhere(second.org, ["XB"]) == {("XB", "lx127")}
        assert twice.elsewhere(second.org, []) == set()
    reads = [
        one["sql"] for one in asked if 'FROM "tourism_company"' in one["sql"] or 'FROM "tourism_site"' in one["sql"]
    ]
    assert reads
    for sql in reads:
        assert '"country" IN' in sql or "LIMIT 1" in sql, sql


def test_the_number_of_another_country_is_another(cast: Cast) -> None:
    first = firms.submitted(cast)
    second = _second(cast, country="XB")
    assert not twice.companies(first.org)
    assert TOLD not in _page(cast, "mina", second)


def test_a_representative_reads_how_many_they_do_not_see(cast: Cast) -> None:
    """Both work in XB, where she has no mandate."""
    firms.represents(cast)
    first, second = firms.submitted(cast), firms.planned(_second(cast, country="XB"))
    Company.objects.filter(pk=first.org).update(countries=["XA", "XB"])
    applying.submit(second.rosa, second.pk, NOW)
    page = _page(cast, "amara", first)
    assert "Companies besides, which you do not see: 1." in page
    assert "Reef House" not in page
    assert "Reef House" in _page(cast, "tove", first)


def test_what_another_calls_its_own_nobody_else_does(cast: Cast) -> None:
    """On the page of a place, and in a table row by row; a manager and a brand may have it, too."""
    first, second = _member(firms.submitted(cast)), _second(cast)
    _place(first)
    with pytest.raises(NotNow, match=OTHERS) as refused:
        _place(second, "Z9", "lx127")
    assert refused.value.field == "licence"
    typed = {
        "version": "0", "code": "Z9", "name": "Reef Wing", "country": "XA", "kind": "hotel", "licence": "LX 127",
        "operated": "owned",
    }  # fmt: skip
    page = text(client_of(cast, "mina").post(reverse("travel:add_place"), typed))
    assert OTHERS in page
    assert 'value="Reef Wing"' in page, "what was typed stays"
    assert "Lantern" not in page
    _place(second, "Z8", "lx127", "franchised")
    _place(second, "Z7", "lx127", country="XB")
    _place(second, "Z6", "lx128")
    head = "site_code,name,country,kind,licence_no,operated\n"
    rows = "B1,One,XA,hotel,LX127,owned\nB2,Two,XA,hotel,LX127,managed\nB3,Three,XA,hotel,LX127,\n"
    mina = client_of(cast, "mina")
    checked = tables.look(mina, tables.begin(mina, reverse("travel:places_in"), head + rows))
    assert text(mina.get(checked)).count(OTHERS) == 2, "of each row"
    tables.take(mina, checked)
    assert sorted(Site.objects.filter(org=second.org).values_list("code", flat=True)) == ["B2", "Z6", "Z7", "Z8"]


def test_a_program_is_told_row_by_row(cast: Cast) -> None:
    first, second = _member(firms.submitted(cast)), _second(cast)
    _place(first)
    here = HARBOUR | {"licence_no": "LX127"}
    sent = [here, here | {"site_code": "A2", "operated": "managed"}]
    said = post(SITES, {"rows": sent, "dry_run": False}, token(second)).json()
    assert [(one["row"], one["column"]) for one in said["problems"]] == [(1, "licence_no")]
    assert OTHERS in said["problems"][0]["words"]
    assert said["new"] == ["A2"]


def test_who_was_faster_between_check_and_taking_in_has_it(cast: Cast) -> None:
    first, second = _member(firms.submitted(cast)), _second(cast)
    mina = client_of(cast, "mina")
    table = "site_code,name,country,kind,licence_no\nB1,One,XA,hotel,LX127\nB2,Two,XA,hotel,LX9\n"
    checked = tables.look(mina, tables.begin(mina, reverse("travel:places_in"), table))
    _place(first)
    assert OTHERS in text(tables.take(mina, checked))
    assert not Site.objects.filter(org=second.org).exists()


def test_whoever_did_not_apply_keeps_nobody_out(cast: Cast) -> None:
    """Neither a draft nor an application holds a place; whoever applies beside a member says first who runs it."""
    first, second = firms.planned(firms.ready(cast)), firms.planned(_second(cast))
    _place(first)
    row = _place(second, "Z9")
    applying.submit(first.rosa, first.pk, NOW)
    assert twice.owned(Membership.objects.get(pk=second.pk)) == ()
    lack = "Who runs these places, which another company calls its own: Z9"
    assert lack not in _page(cast, "mina", second)
    _member(first)
    page = _page(cast, "mina", second)
    assert lack in page
    assert reverse("travel:places") in page
    with pytest.raises(NotNow, match=r"Another company calls these places its own.*Z9"):
        applying.submit(second.rosa, second.pk, NOW)
    told = {name: getattr(row, name) for name in ("code", "name", "country", "admin1", "kind", "rooms", "licence")}
    told |= {"operated": "owned", "brand": None, "version": 1}
    row = companies.keep_site(second.rosa, told | {"name": "Reef Wing"}, row, NOW)  # it is not shut out of its page
    companies.keep_site(second.rosa, told | {"version": 2, "operated": "managed"}, row, NOW)
    applying.submit(second.rosa, second.pk, NOW)


def test_a_place_that_was_closed_is_free(cast: Cast) -> None:
    first, second = _member(firms.submitted(cast)), _second(cast)
    row = _place(first)
    companies.close_site(first.rosa, row.pk, NOW)
    _place(second, "Z9")
    assert twice.pairs(second.org) == []


@pytest.mark.parametrize(
    ("one", "other", "same"), [("-", "—", True), ("किताब 1", "कतब 1", False), ("N.A.", "n/a", True)]
)
def test_marks_are_letters_and_signs_are_none(one: str, other: str, same: bool) -> None:
    assert (twice.plain(one) == twice.plain(other)) is same
    assert twice.licence("XA", "—") is None
