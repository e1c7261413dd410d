"""The panel's own page: each who sits on it gets a pack and no file, says what they think in own words, and is let out
once it is decided."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases.codes_work import HandOnKind
from fanal.cases.files import files, writing
from fanal.cases.files.restricting import restrict
from fanal.cases.grounds import grounds
from fanal.cases.interests import interests, panel
from fanal.cases.interests.duties import SAID
from fanal.cases.interests.panel import NONE, OTHER
from fanal.cases.models import BestInterests, Case, Consent, Seat
from fanal.cases.passing_on import inside, pack
from fanal.cases.seats import seats
from fanal.cases.seats.duties import SEAT
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.api import records
from fanal.network.contracts import Role
from fanal.network.models import GrantHeld
from tests.desk import client_of, text
from tests.people import NOW, Cast, are_cleared
from tests.rooms.cases.care import opened
from tests.rooms.cases.interests.test_best_interests import SAID as DECIDED
from tests.rooms.cases.interests.test_best_interests import STAYS

pytestmark = pytest.mark.django_db(databases="__all__")
HOUR = timedelta(hours=1)
SITS = ("femi", "amara", "celia")
SUMMARY = "The court asks by Friday whether the child stays"


@pytest.fixture(scope="module")
def case_of_file(cast_of_file: Cast) -> Case:
    """Four colleagues who can sit on a panel; Lena is a lawyer, with no team of casework."""
    for name in SITS:
        network.people.give_roles(cast_of_file["bao"], cast_of_file[name].person, [Role.CASEWORKER], NOW)
    are_cleared([cast_of_file[name].person for name in (*SITS, "lena", "omar")])
    case = opened(cast_of_file)
    writing.set_about(cast_of_file["marek"], case.pk, {"address": "12 Harbour Road"}, 1, NOW)
    return case


def prepared(cast: Cast, case: Case, *who: str) -> BestInterests:
    """Two ways, and who sits on the panel."""
    row = interests.begin(cast["marek"], case.pk, "bid", {"trigger": DECIDED["trigger"]}, NOW)
    return kept(cast, row, *who)


def kept(cast: Cast, row: BestInterests, *who: str, finish: bool = False, now: Any = NOW) -> BestInterests:
    sits = [cast[name].person for name in who or SITS]
    version = BestInterests.objects.get(pk=row.pk).version
    said = DECIDED if finish else DECIDED | {"decision": ""}
    return interests.keep(cast["marek"], row.case_id, row.pk, said, sits, version, now, finish=finish)


def given(cast: Cast, row: BestInterests, now: Any = NOW) -> dict[str, Seat]:
    """The seats, by who sits there."""
    with files.looking(cast["marek"], row.case_id, now) as found:
        seen = panel.leaves(found, row, now).hash
    panel.give(cast["marek"], row.case_id, row.pk, SUMMARY, seen, now)
    return {one.person.username: one for one in seats.live().filter(decision=row)}


def say(cast: Cast, who: str, seat: Seat, way: str = "1", now: Any = NOW) -> Seat:
    version = Seat.objects.get(pk=seat.pk).version
    return panel.say(cast[who], seat.pk, way, f"{who}: she is calm there", version, now)


def due(person: UUID) -> set[str]:
    return {one.kind for one in clocks.open_duties(person=person)}


def test_each_gets_a_pack_says_what_they_think_and_is_let_out_once_it_is_decided(cast: Cast, case: Case) -> None:
    row = prepared(cast, case)
    mine = given(cast, row)
    assert set(mine) == set(SITS)
    sat = panel.look(cast["femi"], mine["femi"].pk, NOW)
    assert sat.given.summary == SUMMARY
    assert sat.given.ways[0] == STAYS
    for who, way in (("femi", "1"), ("amara", NONE), ("celia", OTHER)):
        assert SEAT.code in due(cast[who].person)
        assert SAID.code not in due(cast["marek"].person)
        say(cast, who, mine[who], way)
        assert SEAT.code not in due(cast[who].person)
    assert SAID.code in due(cast["marek"].person)
    heard = {one.seat.person.username: one.view for one in panel.heard(cast["marek"], row, NOW)}
    assert {who: view.way for who, view in heard.items() if view} == {"femi": "1", "amara": NONE, "celia": OTHER}
    kept(cast, row, finish=True)
    assert not seats.live().filter(decision=row).exists()
    assert SAID.code not in due(cast["marek"].person)
    for who in SITS:
        with pytest.raises(NotHere):
            panel.look(cast[who], mine[who].pk, NOW + HOUR)
    assert all(one.view for one in panel.heard(cast["bao"], row, NOW + HOUR)), "what they said stays"


def test_nothing_tells_who_the_child_is_or_where(cast: Cast, case: Case) -> None:
    row = prepared(cast, case)
    seat = given(cast, row, timezone.now())["femi"]
    page = text(client_of(cast, "femi").get(reverse("cases:seat", args=[seat.pk])))
    for words in (SUMMARY, "Stay with the aunt", "The uncle comes", "13"):
        assert words in page
    for words in ("Lilo", "Anders", "Harbour", case.number):
        assert words not in page
    fields = {one.field for one in panel.look(cast["femi"], seat.pk, NOW).given.items}
    assert fields <= {"child.age_at_intake", "child.sex", "case.country_of_harm", "case.wishes",
                      "best_interests.trigger"}  # fmt: skip
    day = text(client_of(cast, "femi").get(reverse("desk:day")))
    assert reverse("cases:seat", args=[seat.pk]) in day
    assert case.number not in day


def test_a_seat_opens_for_whoever_sits_there_alone(cast: Cast, case: Case) -> None:
    """Not for a colleague of the panel, nor for the supervisor, the worker, another panel, another member."""
    seat = given(cast, prepared(cast, case))["femi"]
    other = opened(cast)
    theirs = given(cast, prepared(cast, other, "lena", "omar", "celia"))
    for who in ("amara", "bao", "marek", "dalia", "lena", "edo", "nils", "oda"):
        with pytest.raises((NotHere, NotAllowed)):
            panel.look(cast[who], seat.pk, NOW)
        with pytest.raises((NotHere, NotAllowed)):
            panel.say(cast[who], seat.pk, "1", "words", seat.version, NOW)
        assert client_of(cast, who).get(reverse("cases:seat", args=[seat.pk])).status_code in {403, 404}, who
    assert panel.look(cast["lena"], theirs["lena"].pk, NOW).given.summary == SUMMARY
    with pytest.raises((NotHere, NotAllowed)):
        files.look(cast["lena"], other.pk, NOW)


def test_what_one_says_the_others_of_the_panel_do_not_read(cast: Cast, case: Case) -> None:
    row = prepared(cast, case)
    mine = given(cast, row)
    say(cast, "femi", mine["femi"])
    for who in ("amara", "celia", "femi", "dalia", "nils"):
        with pytest.raises(NotAllowed):
            panel.heard(cast[who], row, NOW)
    page = reverse("cases:interests", args=[case.pk, row.pk])
    assert "femi: she is calm there" in text(client_of(cast, "marek").get(page))
    assert "femi: she is calm there" in text(client_of(cast, "bao").get(page))


def test_whoever_is_taken_off_the_panel_opens_nothing(cast: Cast, case: Case) -> None:
    row = prepared(cast, case)
    before = given(cast, row)
    kept(cast, row, "amara", "celia", "lena", now=NOW + HOUR)
    for who in SITS:
        with pytest.raises(NotHere):
            panel.look(cast[who], before[who].pk, NOW + HOUR)
        named = {holder[1] for holder in records.holders(before[who].pk)}
        assert cast[who].person not in named, "the keys went"
        assert not bytes(Seat.objects.get(pk=before[who].pk).content)
    after = given(cast, row, NOW + HOUR)
    assert set(after) == {"amara", "celia", "lena"}
    assert SEAT.code not in due(cast["femi"].person)


def test_a_row_that_somebody_changed_by_hand_opens_nothing(cast: Cast, case: Case) -> None:
    row = prepared(cast, case)
    mine = given(cast, row)
    Seat.objects.filter(pk=mine["femi"].pk).update(person=cast["lena"].person)
    with pytest.raises(NotAllowed):
        panel.look(cast["lena"], mine["femi"].pk, NOW)
    BestInterests.objects.filter(pk=row.pk).update(panel=[str(cast[one].person) for one in (*SITS, "lena")])
    with pytest.raises(NotAllowed):
        panel.look(cast["amara"], mine["amara"].pk, NOW)
    Seat.objects.filter(pk=mine["celia"].pk).update(said_at=NOW)
    assert mine["celia"].pk not in {one.seat.pk for one in panel.heard(cast["marek"], row, NOW)}


def test_a_stale_page_says_so_and_two_weeks_are_the_end(cast: Cast, case: Case) -> None:
    row = prepared(cast, case)
    seat = given(cast, row)["femi"]
    say(cast, "femi", seat)
    with pytest.raises(NotNow):
        panel.say(cast["femi"], seat.pk, "2", "again", seat.version, NOW)
    with pytest.raises(NotNow, match="Choose one"):
        say(cast, "femi", seat, "3")
    with pytest.raises(NotNow, match="two weeks"):
        panel.look(cast["femi"], seat.pk, NOW + timedelta(days=15))
    seats.end_due(NOW + timedelta(days=15))
    assert not seats.live().filter(decision=row).exists()
    with pytest.raises(NotNow, match="not what you saw"):
        panel.give(cast["marek"], case.pk, row.pk, SUMMARY, "0" * 64, NOW + HOUR)


def test_a_file_for_named_people_only_gives_nothing_to_a_panel(cast: Cast) -> None:
    case = opened(cast)
    row = prepared(cast, case)
    seat = given(cast, row)["femi"]
    restrict(cast["bao"], case.pk, NOW)
    assert not seats.live().filter(decision=row).exists()
    with pytest.raises(NotHere):
        panel.look(cast["femi"], seat.pk, NOW)
    with pytest.raises(NotNow, match="gets nothing"):
        given(cast, row)


@pytest.mark.parametrize("who", ["bao", "femi", "dalia", "nils", "edo"])
def test_only_whoever_works_with_the_child_gives_it(cast: Cast, case: Case, who: str) -> None:
    row = prepared(cast, case)
    with pytest.raises((NotAllowed, NotHere, files.ReasonFirst)):
        panel.give(cast[who], case.pk, row.pk, SUMMARY, "", NOW)


def test_over_its_pages(cast: Cast, case: Case) -> None:
    row = prepared(cast, case)
    marek, femi = client_of(cast, "marek"), client_of(cast, "femi")
    give = reverse("cases:interests_panel", args=[case.pk, row.pk])
    assert give in text(marek.get(reverse("cases:interests", args=[case.pk, row.pk])))
    form = marek.get(give)
    assert all(name in text(form) for name in ("Amara", "Celia", "Femi"))
    assert "Lilo" not in text(form).split("What stays, and why")[0]
    seen = form.context["form"].initial["seen"]
    refused = text(marek.post(give, {"summary": SUMMARY, "seen": "0" * 64}))
    assert "not what you saw" in refused
    assert SUMMARY in refused
    assert "The panel has it" in text(marek.post(give, {"summary": SUMMARY, "seen": seen}, follow=True))
    seat = Seat.objects.get(decision=row, person=cast["femi"].person)
    page = reverse("cases:seat", args=[seat.pk])
    assert "Way 1" in text(femi.get(page))
    said = {"way": "1", "words": "She is calm there", "version": str(seat.version)}
    assert "Choose" in text(femi.post(page, {**said, "way": "9"}))
    assert "You may still change it" in text(femi.post(page, said, follow=True))
    assert "She is calm there" in text(marek.get(reverse("cases:interests", args=[case.pk, row.pk])))


def test_the_ways_stay_where_the_child_does_not_let_them_be_told(cast: Cast, case: Case) -> None:
    row = prepared(cast, case)
    work = Consent.objects.get(purpose="case_management", child=case.child_id)
    less = {"given_by": "child", "recipients": work.recipients, "categories": set(work.categories) - {"story"}}
    grounds.narrow(cast["marek"], case.pk, work.pk, less, NOW)
    with files.looking(cast["marek"], case.pk, NOW + HOUR) as found:
        made = panel.leaves(found, row, NOW + HOUR)
    assert pack.OPTIONS not in {one.field for one in made.leaves}
    with pytest.raises(NotNow, match="no ground to tell them what happened"):
        given(cast, row, NOW + HOUR)
    assert not Seat.objects.filter(decision=row).exists()


def test_who_is_not_cleared_is_not_named_and_gets_nothing(cast: Cast, case: Case) -> None:
    network.people.give_roles(cast["bao"], cast["noor"].person, [Role.CASEWORKER], NOW)
    row = prepared(cast, case)
    assert cast["noor"].person not in interests.may_sit(row, NOW)
    with pytest.raises(NotNow, match="who is vetted"):
        kept(cast, row, "femi", "amara", "noor")
    GrantHeld.objects.filter(person=cast["celia"].person, code="conduct").update(until=NOW.date() - timedelta(days=1))
    with pytest.raises(NotNow, match="missing or has ended"):
        given(cast, row)
    assert not Seat.objects.filter(decision=row).exists()
    are_cleared([cast["noor"].person])
    assert cast["noor"].person in interests.may_sit(row, NOW)


def test_a_seat_ends_once(cast: Cast, case: Case) -> None:
    seat = given(cast, prepared(cast, case))["femi"]
    read = list(seats.live().filter(pk=seat.pk))
    seats.end(read, cast["marek"].signatory(), NOW)
    ended = Seat.objects.get(pk=seat.pk)
    seats.end(read, cast["bao"].signatory(), NOW + HOUR)
    again = Seat.objects.get(pk=seat.pk)
    assert (again.ended_at, again.version) == (ended.ended_at, ended.version)
    assert len([one for one in journal.read(seat.pk) if one.deed == "cases.left_seat"]) == 1


def test_who_gave_it_and_works_there_no_more_has_no_key_to_what_is_said(cast: Cast) -> None:
    case = opened(cast)
    seat = given(cast, prepared(cast, case, "femi", "amara", "lena"))["femi"]
    assert cast["marek"].person in named(seat)
    said = {"situation": "Calm", "next_duties": "Visit", "safety_now": "School", "told_child": "yes"}
    row = inside.offer(cast["marek"], case.pk, HandOnKind.ASSIGN, cast["celia"].person, said, uuid4(), NOW)
    inside.accept(cast["celia"], row.pk, NOW + HOUR)
    assert cast["marek"].person not in named(seat)
    assert {cast["femi"].person, cast["bao"].person} <= named(seat)
    say(cast, "femi", seat, now=NOW + 2 * HOUR)


def named(seat: Seat) -> set[UUID]:
    return {UUID(bytes=who) for kind, who, *_more in records.holders(seat.pk) if kind == "user"}
