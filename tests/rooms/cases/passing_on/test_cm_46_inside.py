"""CM-11, CM-42, CM-46: a file passes from hand to hand; until the answer nothing changes, with it everything does."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases import holding
from fanal.cases.access_terms import relation
from fanal.cases.child_side import duties as child_side
from fanal.cases.codes import SafeContact
from fanal.cases.codes_work import HandOnKind
from fanal.cases.files import files, lists, restricting, writing
from fanal.cases.models import Case, HandOn, Holding
from fanal.cases.opening.opening import open_file
from fanal.cases.passing_on import inside
from fanal.cases.sight_table import Eye
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Role
from tests.desk import client_of, text
from tests.people import NOW, Cast, are_cleared
from tests.rooms.cases.care import ANSWERS, accepted, opened

pytestmark = pytest.mark.django_db(databases="__all__")
NOTE: dict[str, Any] = {
    "situation": "She goes to school again",
    "next_duties": "Ring the school; see her alone; the plan",
    "safety_now": "Through the counsellor, Tuesdays",
    "told_child": "That a colleague comes, and who",
}
LATER = NOW + timedelta(hours=1)
TODAY = NOW.date()
ASSIGN, HELP, SUPERVISE = HandOnKind.ASSIGN, HandOnKind.CO_WORK, HandOnKind.SUPERVISE


@pytest.fixture(scope="module")
def case_of_file(cast_of_file: Cast) -> Case:
    """Noor and Femi work with children too; Lena may answer for the work."""
    cast = cast_of_file
    for who, roles in (("noor", [Role.CASEWORKER]), ("femi", [Role.CASEWORKER]), ("omar", [Role.SUPERVISOR])):
        network.people.give_roles(cast["bao"], cast[who].person, roles, NOW)
        are_cleared([cast[who].person])
    return opened(cast)


def offer(
    cast: Cast, case: Case, kind: HandOnKind = ASSIGN, to: str = "noor", by: str = "marek", **more: Any
) -> HandOn:
    said = NOTE | more
    return inside.offer(cast[by], case.pk, kind, cast[to].person, said, said.pop("key", None) or uuid4(), NOW)


def opens(cast: Cast, who: str, record: UUID) -> set[str]:
    found = network.records.open_many(cast.aurora, [record], cast[who].keyring)
    return set(found[record].keys.compartments) if found else set()


def held_by(cast: Cast, case: Case, who: str) -> set[str]:
    return {one.kind for one in clocks.open_duties(files=[case.pk]) if one.person == cast[who].person}


def test_until_the_answer_the_old_worker_is_responsible_and_then_everything_moves(cast: Cast, case: Case) -> None:
    had = held_by(cast, case, "marek")
    row = offer(cast, case)
    assert Case.objects.get().owner_id == cast["marek"].person
    assert held_by(cast, case, "marek") == had
    assert held_by(cast, case, "noor") == {"handover_accept"}
    with pytest.raises(files.ReasonFirst):  # as any colleague of the team
        files.look(cast["noor"], case.pk, NOW)
    inside.accept(cast["noor"], row.pk, LATER)
    case.refresh_from_db()
    assert (case.owner_id, case.supervisor_id) == (cast["noor"].person, cast["bao"].person)
    assert held_by(cast, case, "noor") == had
    assert held_by(cast, case, "marek") == set()
    assert list(holding.differences()) == []
    assert [one.case_id for one in lists.mine(cast["noor"])] == [case.pk]
    assert list(lists.mine(cast["marek"])) == []
    for record in (case.pk, case.child_id):
        assert "placement" in opens(cast, "noor", record)
        assert "placement" not in opens(cast, "marek", record)
    found = files.look(cast["noor"], case.pk, LATER)
    assert found.of(HandOn)[0].said["safety_now"] == NOTE["safety_now"]
    writing.set_wishes(cast["noor"], case.pk, "School", case.version, LATER)
    with pytest.raises(NotAllowed):
        writing.set_wishes(cast["marek"], case.pk, "School", case.version + 1, LATER)


@pytest.mark.parametrize("missing", inside.NOTE)
def test_without_a_note_nothing_is_offered(cast: Cast, case: Case, missing: str) -> None:
    with pytest.raises(NotNow, match="needs this"):
        offer(cast, case, **{missing: ""})
    assert not HandOn.objects.exists()


def test_cm_42_a_hundred_replays_make_one(cast: Cast, case: Case) -> None:
    key = uuid4()
    rows = {offer(cast, case, key=key).pk for _ in range(100)}
    assert len(rows) == HandOn.objects.count() == 1
    with pytest.raises(NotNow, match="sent already"):
        offer(cast, case, key=key, to="femi")
    with pytest.raises(NotNow, match="waits for an answer"):
        offer(cast, case)
    row = HandOn.objects.get()
    for _ in range(100):
        inside.accept(cast["noor"], row.pk, LATER)
    assert HandOn.objects.get().version == 2


def test_some_days_beside_each_other_and_not_longer(cast: Cast, case: Case) -> None:
    with pytest.raises(NotNow, match="within 14 days"):
        offer(cast, case, until=TODAY + timedelta(days=15))
    row = offer(cast, case, until=TODAY + timedelta(days=14))
    inside.accept(cast["noor"], row.pk, LATER)
    case = Case.objects.get()
    assert relation(cast["marek"], case) is Eye.CO_WORKER
    assert "placement" in opens(cast, "marek", case.pk)
    assert files.look(cast["marek"], case.pk, LATER).eye is Eye.CO_WORKER
    after = NOW + timedelta(days=15)
    with pytest.raises(NotAllowed):  # also where the job did not run yet
        files.look(cast["marek"], case.pk, after)
    assert inside.end_due(NOW + timedelta(days=14)) == 0
    assert inside.end_due(after) == 1
    assert relation(cast["marek"], case) is Eye.TEAM
    assert "placement" not in opens(cast, "marek", case.pk) | opens(cast, "marek", case.child_id)
    assert list(holding.differences()) == []


def test_a_no_leaves_everything_as_it_was(cast: Cast, case: Case) -> None:
    row = offer(cast, case)
    with pytest.raises(NotNow, match="say why"):
        inside.decline(cast["noor"], row.pk, "", LATER)
    inside.decline(cast["noor"], row.pk, "I am away for a month", LATER)
    assert "placement" not in opens(cast, "noor", case.pk) | opens(cast, "noor", case.child_id)
    assert "handover_accept" not in held_by(cast, case, "noor")
    with pytest.raises((NotNow, NotAllowed)):
        inside.accept(cast["noor"], row.pk, LATER)
    again = offer(cast, case, to="noor")
    inside.take_back(cast["marek"], again.pk, LATER)
    with pytest.raises((NotNow, NotAllowed)):
        inside.accept(cast["noor"], again.pk, LATER)
    assert Case.objects.get().owner_id == cast["marek"].person
    assert list(holding.differences()) == []


def test_a_no_is_heard_with_its_reason_until_somebody_else_is_asked(cast: Cast, case: Case) -> None:
    row = offer(cast, case)
    own = text(client_of(cast, "marek").get(reverse("cases:hand_on", args=[row.pk])))
    assert "Take the offer back" in own
    assert "I take it" not in own, "whoever offered it does not answer"
    inside.decline(cast["noor"], row.pk, "I am away for a month", NOW)
    assert [one.pk for one in inside.refused(cast["marek"], LATER)] == [row.pk]
    assert not inside.refused(cast["bao"], LATER)
    page = text(client_of(cast, "marek").get(reverse("cases:file", args=[case.pk])))
    assert "I am away for a month" in page
    assert not inside.refused(cast["marek"], NOW + timedelta(days=15))
    HandOn.objects.filter(pk=row.pk).update(made_by=cast["bao"].person)
    assert not inside.refused(cast["bao"], LATER), "a row that somebody changed tells nothing"
    HandOn.objects.filter(pk=row.pk).update(made_by=cast["marek"].person)
    offer(cast, case, to="femi")
    assert not inside.refused(cast["marek"], LATER)


def test_where_nobody_can_take_it_the_form_says_so(cast: Cast, case: Case) -> None:
    at, words = reverse("cases:supervise", args=[case.pk]), "Nobody else here can take it."
    marek = client_of(cast, "marek")
    assert words not in text(marek.get(at))
    network.people.end_membership(cast["bao"], cast["omar"].person, NOW)
    assert words in text(marek.get(at))


def test_the_last_day_of_who_stays_beside_is_no_last_day_of_the_file(cast: Cast, case: Case) -> None:
    row = offer(cast, case, until=TODAY + timedelta(days=5))
    page = text(client_of(cast, "noor").get(reverse("cases:hand_on", args=[row.pk])))
    assert "stays beside until" in page


def test_children_whose_worker_has_left_stand_on_the_day_of_the_supervisors(cast: Cast, case: Case) -> None:
    few = opened(cast)
    restricting.restrict(cast["bao"], few.pk, NOW)
    assert not inside.left_behind(cast["bao"])
    network.people.end_membership(cast["bao"], cast["marek"].person, NOW)
    page = text(client_of(cast, "bao").get(reverse("desk:day")))
    assert "has left: offer the files to a colleague" in page
    assert reverse("cases:offer_all", args=[cast["marek"].person]) in page
    assert reverse("cases:file", args=[few.pk]) in page, "of a file for named people only one by one"
    offer(cast, case, by="bao")
    assert [one.pk for one in inside.left_behind(cast["bao"])] == [few.pk]


def test_whoever_ends_a_membership_hears_how_many_children_it_is_about(cast: Cast, case: Case) -> None:
    """Also of whom no file is open yet; and none is opened for somebody who is gone."""
    sent = accepted(cast)
    bao, end = client_of(cast, "bao"), reverse("desk:end", args=[cast["marek"].person])
    assert "Marek works with 2 children. Let a supervisor offer the files to colleagues first." in text(bao.get(end))
    assert "works with" not in text(bao.get(reverse("desk:end", args=[cast["lena"].person])))
    network.people.end_membership(cast["bao"], cast["marek"].person, NOW)
    assert "Marek has left: let intake name somebody else" in text(bao.get(reverse("desk:day")))
    with pytest.raises(NotNow, match="Marek has left"):
        open_file(cast["bao"], sent.id, ANSWERS, NOW)


def test_the_worker_and_who_answers_for_the_work_stay_two(cast: Cast, case: Case) -> None:
    for kind in (ASSIGN, SUPERVISE):
        for who in ("marek", "bao", "amara", "edo", "nils"):
            with pytest.raises(NotNow, match="cannot take it"):
                offer(cast, case, kind, to=who)
    with pytest.raises(NotNow, match="cannot take it"):
        offer(cast, case, SUPERVISE, to="noor")
    first, second = offer(cast, case, ASSIGN, to="noor"), offer(cast, case, SUPERVISE, to="omar")
    inside.accept(cast["omar"], second.pk, LATER)
    inside.accept(cast["noor"], first.pk, LATER)
    case = Case.objects.get()
    assert (case.owner_id, case.supervisor_id) == (cast["noor"].person, cast["omar"].person)
    assert relation(cast["bao"], case) is Eye.SUPERVISOR  # by the role
    assert "placement" not in opens(cast, "bao", case.pk)
    assert "placement" in opens(cast, "omar", case.pk)


def test_only_who_is_asked_answers_and_only_who_decides_offers(cast: Cast, case: Case) -> None:
    row = offer(cast, case)
    for who in ("marek", "femi", "bao", "dalia", "oda"):
        with pytest.raises((NotAllowed, NotHere, NotNow)):
            inside.accept(cast[who], row.pk, LATER)
    for who in ("femi", "dalia", "oda", "amara"):
        with pytest.raises((NotAllowed, NotHere)):
            offer(cast, case, to="noor", by=who)
        with pytest.raises((NotAllowed, NotHere)):
            inside.take_back(cast[who], row.pk, LATER)
    with pytest.raises(NotNow, match="Your keys do not open all"):
        offer(cast, opened(cast), by="omar")  # a supervisor, and not the one of this file


def test_an_offer_that_somebody_changed_by_hand_gives_nothing(cast: Cast, case: Case) -> None:
    row = offer(cast, case)
    HandOn.objects.filter(pk=row.pk).update(to=cast["femi"].person)
    for who in ("femi", "noor"):
        with pytest.raises((NotAllowed, NotHere, NotNow)):
            inside.accept(cast[who], row.pk, LATER)
    made = offer(cast, case, HELP, to="femi", until=TODAY + timedelta(days=9))
    HandOn.objects.filter(pk=made.pk).update(state="accepted")
    assert relation(cast["femi"], case) is not Eye.CO_WORKER


# ---- help ----


def test_who_helps_works_beside_until_the_last_day(cast: Cast, case: Case) -> None:
    with pytest.raises(NotNow, match="until when"):
        offer(cast, case, HELP)
    row = offer(cast, case, HELP, until=TODAY + timedelta(days=30))
    inside.accept(cast["noor"], row.pk, LATER)
    assert Case.objects.get().owner_id == cast["marek"].person
    assert relation(cast["noor"], case) is Eye.CO_WORKER
    writing.add_note(cast["noor"], case.pk, "contact", {"body": "Met"}, LATER)
    assert [one.relation for one in lists.mine(cast["noor"])] == ["co_worker"]
    assert Holding.objects.filter(principal=cast["noor"].person).count() == 1
    assert "placement" in opens(cast, "noor", case.pk) & opens(cast, "noor", case.child_id)
    said = text(client_of(cast, "marek").get(reverse("cases:around", args=[case.pk])))
    assert "or who helps with all of it" in said, "who reads where the child sleeps"
    with pytest.raises(NotAllowed):
        writing.add_note(cast["noor"], case.pk, "contact", {"body": "Met"}, NOW + timedelta(days=31))
    inside.end_help(cast["marek"], row.pk, LATER)
    assert relation(cast["noor"], case) is Eye.TEAM
    assert list(holding.differences()) == []


def test_who_helps_with_parts_sees_and_writes_these_parts(cast: Cast, case: Case) -> None:
    row = offer(cast, case, HELP, until=TODAY + timedelta(days=30), parts=("schooling",))
    inside.accept(cast["noor"], row.pk, LATER)
    found = files.look(cast["noor"], case.pk, LATER)
    assert found.child.said["given_name"] == ""
    assert found.work.said["standing"] == ""
    assert "placement" not in opens(cast, "noor", case.pk)
    safe: dict[str, Any] = {"channels_allowed": ("in_our_office",)}
    writing.set_safety(cast["noor"], case.pk, SafeContact.AGREED_TIMES, safe, LATER)
    with pytest.raises(NotAllowed):
        writing.set_wishes(cast["noor"], case.pk, "School", case.version, LATER)
    with pytest.raises(NotAllowed):
        writing.set_about(cast["noor"], case.pk, {"given_name": "Lila"}, Case.objects.get().child.version, LATER)
    writing.set_wishes(cast["marek"], case.pk, "School", case.version, LATER)


# ---- how many, and all of them ----


def many(cast: Cast, count: int) -> list[Case]:
    return [opened(cast) for _ in range(count)]


def test_cm_11_above_the_ceiling_a_manager_says_why(cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    assert inside.CEILING == 25
    monkeypatch.setattr(inside, "CEILING", 1)
    offer(cast, case)
    other = opened(cast)
    with pytest.raises(NotNow, match="Only a manager"):
        offer(cast, other, over_ceiling="She knows the family")  # a worker is no manager
    with pytest.raises(NotNow, match="Only a manager"):
        offer(cast, other, by="bao")
    row = offer(cast, other, by="bao", over_ceiling="She knows the family")
    assert files.look(cast["bao"], other.pk, NOW).of(HandOn)[0].said["over_ceiling"] == "She knows the family"
    assert row.state == "offered"


def test_cm_46_the_count_that_was_shown_is_the_count_that_is_made(cast: Cast, case: Case) -> None:
    many(cast, 2)
    marek = cast["marek"].person
    keys = {one.pk: uuid4() for one in inside.of_worker(cast["bao"], marek)}
    assert len(keys) == 3
    late = opened(cast)
    with pytest.raises(NotNow, match="not those that you saw"):
        inside.offer_all(cast["bao"], marek, cast["noor"].person, NOTE, keys, NOW)
    assert not HandOn.objects.exists()
    keys[late.pk] = uuid4()
    made = inside.offer_all(cast["bao"], marek, cast["noor"].person, NOTE, keys, NOW)
    again = inside.offer_all(cast["bao"], marek, cast["noor"].person, NOTE, keys, NOW)
    assert len(made) == len(again) == HandOn.objects.count() == 4
    assert inside.of_worker(cast["bao"], marek) == []


# ---- pages ----


def test_from_the_file_over_the_day_to_the_new_worker(cast: Cast, case: Case) -> None:
    marek, noor = client_of(cast, "marek"), client_of(cast, "noor")
    address = reverse("cases:assign", args=[case.pk])
    assert address in text(marek.get(reverse("cases:file", args=[case.pk])))
    page = text(marek.get(address))
    key = page.partition('name="request_key" value="')[2].partition('"')[0]
    posted = {f"hand_on_{name}": words for name, words in NOTE.items()}
    missing = text(marek.post(address, {**posted, "to": "", "request_key": key}))
    assert "This needs an answer." in missing
    sent = {**posted, "to": str(cast["noor"].person), "request_key": key}
    assert "Until the answer nothing changes." in text(marek.post(address, sent, follow=True))
    row = HandOn.objects.get()
    mine = reverse("cases:hand_on", args=[row.pk])
    day = text(noor.get(reverse("desk:day")))
    assert mine in day
    asked = text(noor.get(mine))
    assert case.number in asked
    assert "Lilo" not in asked
    assert NOTE["situation"] not in asked
    done = text(noor.post(reverse("cases:hand_on_accept", args=[row.pk]), follow=True))
    assert "It is with you now." in done
    assert NOTE["situation"] in done
    for who in ("oda", "edo", "amara"):
        assert client_of(cast, who).get(mine).status_code in {403, 404}


def test_all_files_of_who_leaves_on_one_page(cast: Cast, case: Case) -> None:
    many(cast, 1)
    bao, address = client_of(cast, "bao"), reverse("cases:offer_all", args=[cast["marek"].person])
    assert address in text(bao.get(reverse("cases:file", args=[case.pk])))
    answer = bao.get(address)
    page = text(answer)
    assert "that can be offered now: 2" in page
    posted = {f"hand_on_{name}": words for name, words in NOTE.items()} | {"to": str(cast["noor"].person)}
    keys = answer.context["form"]["keys"].value()
    for forged in ("nothing", "{}", "[1]", keys.replace(str(case.pk), str(uuid4()))):
        refused = text(bao.post(address, {**posted, "keys": forged, "request_key": str(uuid4())}))
        assert "not those that you saw" in refused
    assert "Offers made: 2" in text(
        bao.post(address, {**posted, "keys": keys, "request_key": str(uuid4())}, follow=True)
    )
    assert HandOn.objects.count() == 2
    assert client_of(cast, "marek").get(address).status_code == 403
    assert bao.get(reverse("cases:offer_all", args=[cast["nils"].person])).status_code == 404


def test_an_offer_tells_nobody_what_is_for_few(cast: Cast, case: Case) -> None:
    """What the child says passes the worker by; the offer itself is not among what is due."""
    child_side.begin(child_side.NOT_SAFE, case, NOW, uuid4())
    row = offer(cast, case)
    address = reverse("cases:hand_on", args=[row.pk])
    for who in ("marek", "noor"):
        page = text(client_of(cast, who).get(address))
        assert "Reach the child for the first time" in page or "Check how the child" in page
        assert "not safe at all" not in page
        assert "say yes or no" not in page
    assert "not safe at all" in text(client_of(cast, "bao").get(address))


@pytest.mark.parametrize("end", ["declined", "taken back", "ended"])
def test_an_offer_that_is_over_is_not_seen_by_whom_it_asked(cast: Cast, case: Case, end: str) -> None:
    restricting.restrict(cast["bao"], case.pk, NOW, "A colleague is her neighbour")
    row = offer(cast, case, HELP, until=TODAY + timedelta(days=9))
    page = reverse("cases:hand_on", args=[row.pk])
    noor = client_of(cast, "noor")
    assert noor.get(page).status_code == 200
    if end == "declined":
        inside.decline(cast["noor"], row.pk, "I am away", LATER)
    elif end == "taken back":
        inside.take_back(cast["marek"], row.pk, LATER)
    else:
        inside.accept(cast["noor"], row.pk, LATER)
        assert noor.get(page).status_code == 200
        inside.end_help(cast["marek"], row.pk, LATER)
    assert noor.get(page).status_code == 404
    assert client_of(cast, "marek").get(page).status_code == 200


def test_who_once_had_a_file_for_named_people_sees_nothing_of_it_any_more(cast: Cast, case: Case) -> None:
    restricting.restrict(cast["bao"], case.pk, NOW, "A colleague is her neighbour")
    row = offer(cast, case)
    inside.accept(cast["noor"], row.pk, LATER)
    page = reverse("cases:hand_on", args=[row.pk])
    assert client_of(cast, "noor").get(page).status_code == 200
    inside.accept(cast["femi"], offer(cast, case, to="femi", by="noor").pk, LATER)
    for who, status in (("marek", 404), ("noor", 404), ("femi", 200), ("bao", 200)):
        assert client_of(cast, who).get(page).status_code == status


def test_of_a_file_for_named_people_the_new_supervisor_hears_of_what_is_late(cast: Cast, case: Case) -> None:
    restricting.restrict(cast["bao"], case.pk, NOW, "A colleague is her neighbour")
    hears = {str(one.next) for one in clocks.open_duties(files=[case.pk])}
    assert hears == {f"person:{cast['bao'].person}"}
    row = offer(cast, case, SUPERVISE, to="omar")
    inside.accept(cast["omar"], row.pk, LATER)
    left = clocks.open_duties(files=[case.pk])
    assert left
    assert {str(one.next) for one in left} == {f"person:{cast['omar'].person}"}
    assert not [one for one in left if one.subject == row.pk]
