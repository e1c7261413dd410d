"""CM-27, CM-28: no data of a child go to a provider whose check or agreement has ended, or who is stopped; a shelter is
never shown to everybody. Whom to ask is suggested in one order, with reasons."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases.codes import Service
from fanal.cases.directory import directory, duties, keeping
from fanal.cases.directory.directory import SHELTERS, Entry, Wanted
from fanal.cases.models import Provider
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from tests.people import NOW, Cast
from tests.rooms.cases.directory.scenes import SAID, TODAY, a_provider, keeper

DAY = date(2026, 11, 30)
GOOD = Entry(
    UUID(int=1), "Clinic", frozenset({"psychosocial"}), DAY + timedelta(days=90), DAY - timedelta(days=10),
    DAY + timedelta(days=60), frozenset({"Harbour"}), (0, 17), frozenset(), frozenset({"spa"}),
)  # fmt: skip


def test_a_provider_who_is_checked_and_agreed_may_get_data_until_the_earlier_day() -> None:
    answer = directory.usable(GOOD, DAY)
    assert answer
    assert answer.until == GOOD.agreement_until


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"vetted_until": DAY - timedelta(days=1)}, "vetting"),
        ({"agreement_until": DAY - timedelta(days=1)}, "agreement"),
        ({"agreement_until": None}, "agreement"),
        ({"suspended": True}, "suspended"),
        ({"ended_on": DAY}, "ended"),
        ({"holds": False}, "changed"),
    ],
)
def test_no_data_go_where_one_of_them_is_missing(change: dict[str, Any], why: str) -> None:
    answer = directory.usable(replace(GOOD, **change), DAY)
    assert not answer
    assert answer.reason_code == why
    assert answer.words


def test_the_last_day_still_counts() -> None:
    last = replace(GOOD, vetted_until=DAY, agreement_until=DAY)
    assert directory.usable(last, DAY)
    assert not directory.usable(last, DAY + timedelta(days=1))


@pytest.mark.parametrize("kind", sorted(SHELTERS))
def test_no_shelter_is_public_and_no_secret_place(kind: Service) -> None:
    assert not directory.may_be_public([kind, Service.LEGAL], confidential=False)
    assert not directory.may_be_public([Service.LEGAL], confidential=True)
    assert directory.may_be_public([Service.LEGAL], confidential=False)


# ---- whom to ask ----

WANTED = Wanted(Service.PSYCHOSOCIAL, "Harbour", 13, "female", frozenset({"spa"}))
days = st.integers(-400, 400).map(lambda n: DAY + timedelta(days=n))
entries = st.builds(
    Entry,
    id=st.uuids(),
    name=st.sampled_from(["a", "b"]),
    services=st.frozensets(st.sampled_from(["psychosocial", "legal"])),
    vetted_until=days,
    checked_on=days,
    agreement_until=st.none() | days,
    areas=st.frozensets(st.sampled_from(["Harbour", "Hill"])),
    ages=st.tuples(st.integers(0, 12), st.integers(12, 18)),
    sexes=st.frozensets(st.sampled_from(["female", "male"])),
    languages=st.frozensets(st.sampled_from(["spa", "khm"])),
    access=st.frozensets(st.sampled_from(["step_free"])),
    free_places=st.none() | st.integers(0, 3),
    counted_on=st.none() | days,
    answer_hours=st.integers(1, 72),
    suspended=st.booleans(),
    ended_on=st.none() | days,
    holds=st.booleans(),
)


@given(st.lists(entries, max_size=8, unique_by=lambda one: one.id), st.randoms())
def test_suggestions_do_not_depend_on_the_order_of_entries_and_nobody_unfit_is_one(
    given_: list[Entry], random: Any
) -> None:
    found = directory.suggest(given_, WANTED, DAY)
    again = list(given_)
    random.shuffle(again)
    assert directory.suggest(again, WANTED, DAY) == found
    giving = {one.id for one in given_ if "psychosocial" in one.services}
    assert {one.entry.id for one in (*found.suggested, *found.passed)} == giving
    for one in found.suggested:
        entry = one.entry
        assert directory.may_help(entry, DAY)
        assert directory.is_verified(entry, DAY)
        assert entry.ages[0] <= 13 <= entry.ages[1]
        assert not entry.sexes or "female" in entry.sexes
    assert all(one.why for one in found.passed)


def test_the_order_is_area_then_language_then_room_then_hours() -> None:
    def one(n: int, **more: Any) -> Entry:
        return replace(GOOD, id=UUID(int=n), **more)

    far = one(1, areas=frozenset({"Hill"}), free_places=9, counted_on=DAY, answer_hours=1)
    mute = one(2, languages=frozenset({"khm"}), free_places=9, counted_on=DAY)
    full = one(3, free_places=0, counted_on=DAY, answer_hours=1)
    slow = one(4, answer_hours=60)
    fast = one(5, answer_hours=2)
    room = one(6, free_places=2, counted_on=DAY)
    found = directory.suggest([far, mute, full, slow, fast, room], WANTED, DAY)
    assert [entry.entry.id.int for entry in found.suggested] == [6, 5, 4, 3, 2, 1]


def test_free_places_that_were_counted_long_ago_say_nothing() -> None:
    old = replace(GOOD, free_places=5, counted_on=DAY - timedelta(days=31))
    assert directory.suggest([old], WANTED, DAY).suggested[0].free is None


def test_an_entry_that_nobody_looked_at_for_a_year_is_not_suggested() -> None:
    old = replace(GOOD, checked_on=date(2025, 11, 29))
    assert [one.why for one in directory.suggest([old], WANTED, DAY).passed] == ["unverified"]
    assert directory.suggest([replace(GOOD, checked_on=date(2025, 11, 30))], WANTED, DAY).suggested


# ---- entries ----


@pytest.mark.django_db(databases="__all__")
class TestKeeping:
    def test_a_shelter_that_is_to_be_public_is_not_kept(self, cast: Cast) -> None:
        for more in ({"services": ["safe_shelter"]}, {"confidential": True}):
            with pytest.raises(NotNow, match="never shown to everybody"):
                a_provider(cast, public=True, **more)
        assert not Provider.objects.exists()
        row = a_provider(cast, public=True)
        with pytest.raises(NotNow, match="never shown to everybody"):
            keeping.change(keeper(cast), row.pk, SAID | {"public": True, "confidential": True}, row.version, NOW)
        assert Provider.objects.get().confidential is False

    def test_only_the_keeper_writes_and_only_the_safeguarding_lead_stops(self, cast: Cast) -> None:
        row = a_provider(cast)
        for who in ("marek", "bao", "dalia", "edo"):
            with pytest.raises(NotAllowed):
                keeping.change(cast[who], row.pk, SAID, row.version, NOW)
        for who in ("marek", "bao", "femi"):
            with pytest.raises(NotAllowed):
                keeping.suspend(cast[who], row.pk, NOW)
        with pytest.raises(NotHere):
            keeping.provider_of(cast["nils"], row.pk)
        keeping.suspend(cast["dalia"], row.pk, NOW)
        keeping.suspend(cast["dalia"], row.pk, NOW)  # the second press
        assert keeping.usable(row.org_id, row.pk, TODAY).reason_code == "suspended"
        keeping.allow_again(cast["dalia"], row.pk, NOW)
        assert keeping.usable(row.org_id, row.pk, TODAY)

    @pytest.mark.parametrize(
        "column", [{"vetted_until": date(2030, 1, 1)}, {"agreement_until": date(2030, 1, 1)}, {"suspended": False}]
    )
    def test_whoever_writes_the_database_opens_no_door(self, cast: Cast, column: dict[str, Any]) -> None:
        row = a_provider(cast, vetted_until=TODAY + timedelta(days=40))
        keeping.suspend(cast["dalia"], row.pk, NOW)
        Provider.objects.filter(pk=row.pk).update(**column)
        assert keeping.usable(row.org_id, row.pk, TODAY).reason_code == "changed"
        assert not directory.suggest(keeping.entries(row.org_id, TODAY), WANTED, TODAY).suggested
        with pytest.raises(NotAllowed):
            keeping.checked(keeper(cast), row.pk, "rang", 2, NOW)

    def test_each_change_stands_in_the_journal(self, cast: Cast) -> None:
        row = a_provider(cast)
        keeping.checked(keeper(cast), row.pk, "rang them", row.version, NOW)
        keeping.end(keeper(cast), row.pk, 2, NOW)
        assert [line.deed for line in journal.read(row.pk)] == ["cases.keep_directory"] * 3
        assert keeping.usable(row.org_id, row.pk, TODAY).reason_code == "ended"

    def test_a_colleague_was_faster(self, cast: Cast) -> None:
        row = a_provider(cast)
        keeping.checked(keeper(cast), row.pk, "rang", 1, NOW)
        with pytest.raises(NotNow, match="meanwhile"):
            keeping.change(keeper(cast), row.pk, SAID, 1, NOW)

    def test_thirty_days_before_its_check_ends_somebody_hears_of_it(self, cast: Cast) -> None:
        row = a_provider(cast, vetted_until=TODAY + timedelta(days=31))
        assert not clocks.open_duties(subjects=[row.pk])
        assert not [one for one in duties.of_providers(NOW) if one.subject == row.pk]
        later = NOW + timedelta(days=1)
        assert [one.subject for one in duties.of_providers(later)] == [row.pk]
        keeping.change(keeper(cast), row.pk, SAID | {"vetted_until": TODAY + timedelta(days=20)}, 1, NOW)
        assert [one.kind for one in clocks.open_duties(subjects=[row.pk])] == ["directory_vetting"]
        keeping.change(keeper(cast), row.pk, SAID, 2, NOW)
        assert not clocks.open_duties(subjects=[row.pk])
        assert not list(duties.of_providers(later))

    def test_for_an_organisation_of_the_network_its_own_day_says_nothing(self, cast: Cast) -> None:
        """What both signed here counts, and without it nothing goes."""
        other = cast["nils"].org
        row = a_provider(cast, organisation_id=other, agreement_until=date(2030, 1, 1))
        assert keeping.usable(row.org_id, row.pk, TODAY).reason_code == "agreement"
        assert keeping.may_help(row.org_id, row.pk, next(iter(row.services)), TODAY)
