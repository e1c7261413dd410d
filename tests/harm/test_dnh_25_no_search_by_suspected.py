"""DNH-25: nobody searches by the person suspected, and no two members' concerns are matched. Police do that."""

from dataclasses import fields

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fanal import columns
from fanal.concerns.content import PersonSuspected
from fanal.concerns.handovers.desk.lists import Find
from fanal.concerns.models import Concern
from fanal.concerns.triage import lists, queries
from fanal.concerns.triage.desk.queue import Narrow
from fanal.vault import Blind, Sealed
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.concerns.told import DAY, tell

LISTS = ("queue", "unverified", "decided", "mine", "handovers_sent", "handovers_received")


def test_a_searchable_field_of_the_adult_cannot_be_declared() -> None:
    with pytest.raises(ValueError, match="never searched for"):
        Sealed("offender", PersonSuspected, (Blind("adult_words"),))
    assert [how for how in columns.sealed(Concern).values() if how.blind] == []


def test_lists_are_narrowed_by_clear_columns_only() -> None:
    """A closed list: a filter more needs the rule read again."""
    clear = {"country", "danger", "channel", "triage", "number", "day"}
    assert {one.name for one in fields(queries.Filters)} == clear
    assert set(Narrow.base_fields) == clear
    assert set(Find.base_fields) == {"number", "day", "partner", "mine"}


@pytest.mark.django_db(databases="__all__")
def test_a_question_in_the_address_narrows_nothing(cast: Cast) -> None:
    """Words of the adult in any parameter leave each list as it is."""
    tell(cast, adult_words="Grey van")
    client = client_of(cast, "amara")
    for name in LISTS:
        url = reverse(f"concerns:{name}")
        plain = text(client.get(url)).count("<tr")
        for parameter in ("q", "search", "name", "adult", "adult_words", "offender", "person"):
            assert text(client.get(url, {parameter: "Grey van"})).count("<tr") == plain


@pytest.mark.django_db(databases="__all__")
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=st.sampled_from(["Grey van", "Name of somebody", "سيارة رمادية", ""]),
    second=st.sampled_from(["Grey van", "Name of somebody", "สีเทา"]),
    countries=st.lists(st.sampled_from(["XB", "XC", "XD"]), max_size=2, unique=True),
)
def test_what_is_similar_does_not_depend_on_the_adult(
    cast: Cast, first: str, second: str, countries: list[str]
) -> None:
    """The same adult at two places is not found; the same place is found whoever the adult is."""
    with transaction.atomic():
        mine = tell(cast, adult_words=first, countries=tuple(countries), travel="flight 1")
        same_adult = tell(
            cast, NOW - 9 * DAY, adult_words=first, countries=tuple(countries), travel="flight 1", place="Casa Verde"
        )
        same_place = tell(cast, NOW - 9 * DAY, adult_words=second, countries=())
        found = {one.id for one in lists.similar(cast["amara"], mine.id, NOW)}
        assert found == {same_place.id}
        assert same_adult.id not in found
        transaction.set_rollback(True)


@pytest.mark.django_db(databases="__all__")
def test_no_two_members_are_matched(cast: Cast) -> None:
    """The same words at both: neither sees the other's."""
    here, there = tell(cast), tell(cast, page="XB", country="XA")
    assert lists.similar(cast["amara"], here.id, NOW) == []
    assert lists.similar(cast["nils"], there.id, NOW) == []
    for name in ("amara", "nils"):
        assert len(queries.queue(queries.waiting(cast[name]), NOW).rows) == 1
