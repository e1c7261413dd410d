"""DNH-35: a bulk export needs two people, a watermark and an end.

The room of concerns has no export at all. What the rule means there: no page gives more than one concern or handover;
lists hold clear columns only; every handover is one copy for one recipient with an end, and two people send it where
it leaves the network of members. Gaps of the law name nobody and would help those who look for them: above twenty they
leave with two people, marked in every row, once, within a week.
"""

import re
from datetime import timedelta

import pytest
from django.urls import get_resolver, reverse

from fanal.access.api import NotAllowed, NotNow
from fanal.clocks import api as clocks
from fanal.concerns.handovers import handovers
from fanal.concerns.models import Handover
from fanal.justice.gaps import exports, gaps
from fanal.web import papers
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.concerns.passing import SECRETS, police, scene
from tests.rooms.justice.small import small_law, with_grant

pytestmark = pytest.mark.django_db(databases="__all__")
__all__ = ["small_law"]
_WORDS = re.compile(r"export|download|csv|json|xlsx|pdf|bulk|all-", re.IGNORECASE)


def test_no_address_gives_many() -> None:
    routes = [str(one.pattern) for one in get_resolver("fanal.concerns.urls").url_patterns]
    assert len(routes) > 20
    assert not [route for route in routes if _WORDS.search(route)]


@pytest.mark.parametrize("name", ["queue", "unverified", "decided", "handovers_sent", "handovers_received"])
def test_lists_hold_nothing_that_was_told(cast: Cast, name: str) -> None:
    """And they are pages, nothing that a machine takes along."""
    made = scene(cast)
    made.offered()
    response = client_of(cast, "amara").get(reverse(f"concerns:{name}"))
    assert response["Content-Type"].startswith("text/html")
    assert "Content-Disposition" not in response
    page = text(response)
    assert not any(secret in page for secret in (*SECRETS.values(), "Playa Norte"))


def test_one_copy_has_one_recipient_and_an_end(cast: Cast) -> None:
    row = scene(cast).accepted()
    assert row.access_until is not None
    assert row.access_until <= NOW.date() + timedelta(days=90)
    assert {field.name for field in Handover._meta.get_fields() if field.many_to_many} == set()


def test_out_of_the_network_it_takes_two(cast: Cast) -> None:
    """One person alone is refused."""
    made = scene(cast)
    row = made.drafted(to=police(cast))
    handovers.read_note(cast["amara"], row.pk, NOW)
    assert handovers.confirm(cast["amara"], row.pk, made.hash_of(row), NOW).state == "draft"


@pytest.mark.usefixtures("small_law")
def test_many_gaps_of_the_law_leave_with_two_people_a_mark_and_an_end(cast: Cast) -> None:
    """Asked for by one, approved by another, taken once; each row says whose it is."""
    with_grant(cast)
    gaps.start(cast["noor"], "XA", NOW)
    clocks.drain()
    gaps.search_on(cast["noor"], "XA", NOW)
    clocks.drain()
    row = exports.ask_for(cast["noor"], "XA", exports.ALONE + 1, "A study", NOW)
    there = client_of(cast, "noor")
    assert there.post(reverse("justice:gaps_take", args=[row.pk])).status_code == 302
    with pytest.raises(NotAllowed):
        exports.approve(cast["noor"], row.pk, NOW)
    exports.approve(cast["bao"], row.pk, NOW)
    lines = exports.take(cast["noor"], row.pk, papers.Form.CSV, NOW).decode().splitlines()
    assert len(lines) == exports.ALONE + 1 + 3
    assert all(f"Aurora · {row.pk}" in line for line in lines if "For members alone" not in line)
    with pytest.raises(NotNow):
        exports.take(cast["noor"], row.pk, papers.Form.CSV, NOW)
    late = exports.ask_for(cast["noor"], "XA", 1, "A study", NOW)
    with pytest.raises(NotNow):
        exports.take(cast["noor"], late.pk, papers.Form.CSV, NOW + timedelta(days=8))
