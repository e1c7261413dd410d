"""The desk of a representative with the companies of a network: few queries, and a page that a slow line brings."""

import re
from datetime import timedelta
from string import ascii_uppercase

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fanal.access.api import may, stated, visible
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.api import keyfile
from fanal.network.contracts import NewOrg, OrgKind
from fanal.tourism import day, known, policy
from fanal.tourism.companies import firm
from fanal.tourism.membership.duties import REVIEW
from fanal.tourism.membership.flow import Move
from fanal.tourism.membership.policy import deed_of
from fanal.tourism.models import Company, Mandate, Membership
from fanal.tourism.policy import KEEP
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.tourism import firms

pytestmark = pytest.mark.django_db(databases="__all__")
STATES = ("active", "submitted")


def many(number: int) -> None:
    """So many companies with a membership each, as deeds would have left them."""
    current = known.programme(firms.CODE).current(NOW.date())
    assert current is not None
    today = NOW.date()
    for at in range(number):
        new = NewOrg(f"Firm {at:04}", OrgKind.COMPANY, "XA", ("XA",), ("en",))
        org, _shares = network.organisations.establish(new, [], NOW - timedelta(days=400), (0, 0))
        row = Company.objects.create(org=org, sectors=["accommodation"], countries=["XA"], made_on=today)
        by = keyfile.installation(org.id)
        journal.write(org.id, by, KEEP, at=NOW, items=[stated.whole(row, places=firm._places([org.id])[org.id])])
        membership = Membership.objects.create(
            org=org, programme=firms.CODE, criteria=current.version, state=STATES[at % len(STATES)],
            entered_on=today - timedelta(days=9), begun_at=NOW, report_due_on=today + timedelta(days=20),
        )  # fmt: skip
        journal.write(membership.pk, by, deed_of(Move.SIGN), at=NOW, items=[stated.whole(membership)])


def _asked(client: Client, path: str) -> tuple[list[str], int]:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(path)
    assert page.status_code == 200
    return [one["sql"] for one in queries], len(page.content)


@pytest.fixture
def amara(cast: Cast) -> Client:
    """A representative of the country of all of them, with sixty applications that wait for her."""
    firms.represents(cast)
    many(120)
    return client_of(cast, "amara")


def _rows(page: str, heading: str) -> list[str]:
    """The companies of the table below a heading, as they stand there."""
    table = page.partition(f'id="{heading}"')[2].partition("</table>")[0]
    return list(dict.fromkeys(re.findall(r"Firm \d{4}", table)))


def _following(page: str, name: str) -> str:
    return next(iter(re.findall(rf'href="(/desk/travel/\?{name}=\d+)"', page)), "")


def test_the_desk_of_a_representative_needs_twelve_queries_and_a_hundred_kilobytes(amara: Client) -> None:
    """Beside that of the session, which on SQLite lies in a database of its own."""
    found, size = _asked(amara, reverse("travel:home"))
    assert len([one for one in found if '"network_sessionrow"' not in one]) == 12, found
    assert size < 100_000


def test_every_company_stands_on_one_page_of_the_list_and_all_that_waits_on_one_of_the_other(amara: Client) -> None:
    for name, heading, number in (("from", "all", 120), ("waiting", "needs", 60)):
        seen, address = [], reverse("travel:home")
        while address:
            page = text(amara.get(address))
            there = _rows(page, heading)
            assert len(there) <= 50
            seen += there
            address = _following(page, name)
        assert len(seen) == len(set(seen)) == number


def test_where_all_stand_counts_those_of_other_pages_too(amara: Client) -> None:
    funnel = text(amara.get(f"{reverse('travel:home')}?from=100")).partition('id="funnel"')[2].partition("</table>")[0]
    assert [int(one) for one in re.findall(r"<span>(\d+)</span>", funnel)][::2] == [60, 60]


def test_two_lists_of_pages_have_names_of_their_own(amara: Client) -> None:
    page = text(amara.get(reverse("travel:home")))
    names = re.findall(r'<nav class="pages" aria-label="([^"]+)"', page)
    assert len(names) == len(set(names)) == 2


def test_a_page_of_one_company_asks_mandates_once_for_all_its_buttons(cast: Cast) -> None:
    """Once to find the membership, and not again for each deed that could be offered."""
    firms.represents(cast)
    one = firms.in_review(cast)
    client = client_of(cast, "amara")
    for name in ("membership", "plan"):
        found, _size = _asked(client, reverse(f"travel:{name}", args=[one.pk]))
        assert sum('FROM "tourism_mandate"' in sql for sql in found) == 1, name


def test_who_has_no_mandate_for_a_country_finds_no_company_there(cast: Cast) -> None:
    """Also where a code is part of another word, and where another programme is meant."""
    firms.represents(cast)
    many(2)
    amara = cast["amara"]
    assert len(visible(amara, Membership.objects.all())) == 2
    for countries in (["XAB"], ["X"], []):
        Company.objects.update(countries=countries)
        assert not visible(amara, Membership.objects.all()).exists(), countries
    Company.objects.update(countries=["XB", "XA"])
    assert len(visible(amara, Membership.objects.all())) == 2
    Membership.objects.update(programme="another")
    assert not visible(amara, Membership.objects.all()).exists()


def test_a_membership_that_nobody_found_is_asked_of_the_mandates(cast: Cast) -> None:
    firms.represents(cast)
    many(1)
    row = Membership.objects.get()
    assert may(cast["amara"], deed_of(Move.TAKE_UP), row)
    Company.objects.update(countries=["XB"])
    assert not may(cast["amara"], deed_of(Move.TAKE_UP), row)


def test_past_the_end_of_a_list_it_begins_again(amara: Client) -> None:
    """Whoever did the last that waits on the second page comes back to what waits, and reads no "nothing"."""
    here = reverse("travel:home")
    first = amara.get(here).content.decode()
    past = amara.get(here, {"waiting": "4000", "from": "9999"}).content.decode()
    assert "Nothing waits for you" not in past
    assert "No company has applied yet" not in past
    assert set(re.findall(r"Firm \d{4}", past)) == set(re.findall(r"Firm \d{4}", first))


def test_my_day_of_a_representative_shows_the_most_urgent_and_how_many_there_are(cast: Cast) -> None:
    """With few queries of its own, however many there are; the rest of the page is asked by other rooms."""
    firms.represents(cast)
    many(120)
    Membership.objects.filter(state="active").update(state="overdue")
    last = Membership.objects.filter(state="overdue").latest("pk")
    Membership.objects.filter(pk=last.pk).update(report_due_on=NOW.date() - timedelta(days=90))
    with CaptureQueriesContext(connection) as queries:
        rows = day.waits(cast["amara"], NOW).rows
    assert len(queries) <= 15
    words = [str(one.words) for one in rows]
    told = "The most urgent stand here; in all there are 60. To the list of companies"
    assert words == [REVIEW.words] * day.MOST + [told] + ["Its yearly report is late"] * day.MOST + [told]
    assert last.org.name in str(rows[day.MOST + 1].note), "who is late for longest comes first"
    assert reverse("travel:home") in text(client_of(cast, "amara").get(reverse("desk:day")))


def test_two_thousand_mandates_are_asked_at_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite takes no thousand conditions beside one another."""
    firms.represents(cast)
    many(2)
    codes = [first + second for first in ascii_uppercase for second in ascii_uppercase]
    made = [
        Mandate(programme=f"{firms.CODE}{n or ''}", countries=codes[at::10]) for n in range(200) for at in range(10)
    ]
    monkeypatch.setattr(policy, "mandates", lambda _person, _on: made)
    assert len(made) == 2000
    assert visible(cast["amara"], Membership.objects.all()).count() == 2
    made[:] = [one for one in made if "XA" not in one.countries]
    assert not visible(cast["amara"], Membership.objects.all()).exists()


def test_mandates_of_several_programmes_reach_no_country_of_another(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    firms.represents(cast)
    many(2)
    made = [Mandate(programme=firms.CODE, countries=["XB"]), Mandate(programme="another", countries=["XA", "XB"])]
    monkeypatch.setattr(policy, "mandates", lambda _person, _on: made)
    assert not visible(cast["amara"], Membership.objects.all()).exists()
    Company.objects.update(countries=["XA", "XB"])
    assert visible(cast["amara"], Membership.objects.all()).count() == 2
