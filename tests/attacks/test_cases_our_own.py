"""A worker who may be the danger, a colleague who had the file before, and what both still hold (CM-34, CM-51)."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases import duties, index
from fanal.cases.acts import suspects
from fanal.cases.child_side import child_side, codes, reading
from fanal.cases.child_side import duties as child_duties
from fanal.cases.closing.closing import ask_to_close
from fanal.cases.closing.reopening import reopen
from fanal.cases.files import files, restricting, writing
from fanal.cases.models import CareLink, Case, Feedback, OwnCode, SearchCard
from fanal.cases.opening import same
from fanal.cases.opening.opening import open_file
from fanal.cases.people import people
from fanal.cases.rights import rights
from fanal.clocks import api as clocks
from fanal.concerns.conflict import conflict
from fanal.network import api as network
from fanal.network.contracts import Role
from tests.desk import client_of, text
from tests.people import NOW, Cast, are_cleared
from tests.rooms.cases.care import ANSWERS, accepted, opened
from tests.rooms.cases.course.walk import approves, closes

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = NOW + timedelta(days=2)
AUNT = {"name": "Aunt"}
HOME = {"relationship": "aunt_or_uncle", "contact_allowed": "allowed", "is_current_caregiver": True,
        "placement_address": "Mill lane 5"}  # fmt: skip


@pytest.fixture(scope="module")
def case(cast_of_file: Cast) -> Case:
    """A file of Marek's; Femi works in his team, Amara answers for work as Bao does."""
    for who, roles in (("femi", [Role.CASEWORKER]), ("amara", [Role.SUPERVISOR, Role.INTAKE_OFFICER])):
        network.people.give_roles(cast_of_file["bao"], cast_of_file[who].person, roles, NOW)
        are_cleared([cast_of_file[who].person])
    return opened(cast_of_file)


def keys(cast: Cast, who: str, record: UUID) -> set[str]:
    found = network.records.open_many(cast.aurora, [record], cast[who].keyring)
    return set(found[record].keys.compartments) if found else set()


def _says(case: Case, may_read: bool = False) -> Feedback:
    said = child_side.Said(uuid4(), "safety", {"feels_safe": "not_at_all", "words": "Of Marek"}, may_read=may_read)
    child_side.give(case, said, NOW)
    return Feedback.objects.get(pk=said.id)


def _ended(cast: Cast, case: Case) -> None:
    ask_to_close(cast["marek"], case.pk, closes(reason="child_withdrew"), NOW)
    approves(cast, case.pk, NOW)


def _again(cast: Cast, case: Case, by: str = "bao") -> Case:
    back = {"risk": "high", "why": "She rang", "worker": cast["femi"].person, "supervisor": cast["amara"].person}
    return reopen(cast[by], case.pk, back, LATER)


# ---- what the child says of the worker ----


def test_the_worker_learns_on_no_page_that_the_child_said_something(cast: Cast, case: Case) -> None:
    marek = client_of(cast, "marek")
    pages = [reverse("cases:file", args=[case.pk]), reverse("desk:day"), reverse("cases:mine")]
    before = [text(marek.get(one)) for one in pages]
    _says(case)
    kinds = (child_duties.NOT_SAFE, child_duties.READ)
    assert len(clocks.open_duties(files=[case.pk], kinds=kinds)) == 2
    for url, then in zip(pages, before, strict=True):
        page = text(marek.get(url))
        assert not [one.words for one in kinds if str(one.words) in page], url
        assert page.count("<li") == then.count("<li"), url
    assert str(child_duties.NOT_SAFE.words) in text(client_of(cast, "bao").get(pages[0]))


# ---- keys of records beside the file ----


@pytest.mark.parametrize("who", ["marek", "bao", "dalia"])
def test_a_file_for_named_people_takes_the_records_beside_it_along(cast: Cast, case: Case, who: str) -> None:
    said, agreed = _says(case), codes.make(cast["marek"], case.pk, "The club", NOW, wants=True, safe=True)
    asks = rights.register(cast["marek"], case.pk, "see", {"by": "child"}, None, NOW)
    code = OwnCode.objects.get()
    assert keys(cast, "amara", said.pk)
    assert keys(cast, "femi", code.pk)
    restricting.restrict(cast[who], case.pk, NOW)
    if who == "marek":  # who does not open it, and hands nothing on
        assert clocks.open_duties(files=[case.pk], kinds=[duties.CONNECTED])
        suspects.settle(cast["dalia"], case.pk, NOW)
    for row in (said, code, asks):
        assert not keys(cast, "femi", row.pk)
        assert not keys(cast, "amara", row.pk), "another supervisor"
    assert keys(cast, "marek", code.pk)
    assert not keys(cast, "marek", said.pk)
    assert codes.agreed(agreed, NOW) == "The club"
    assert rights.look(cast["bao"], asks.pk, NOW)
    assert keys(cast, "bao", said.pk)
    assert len(reading.of_file(cast["bao"], case.pk, NOW)[1]) == 1


# ---- the file that was given to somebody else ----


def test_whoever_had_the_file_before_does_not_learn_where_the_child_lives_now(cast: Cast, case: Case) -> None:
    _ended(cast, case)
    new = _again(cast, case)
    people.add(cast["femi"], new.pk, AUNT, HOME, LATER)
    assert "placement" not in keys(cast, "marek", case.child_id)
    found = text(client_of(cast, "marek").get(reverse("cases:file", args=[case.pk])))
    assert "Mill lane" not in found
    with files.looking(cast["femi"], new.pk, LATER) as mine:
        row = CareLink.objects.get()
        assert mine.of_child.read(row, "placement").placement_address == "Mill lane 5"


def test_who_has_no_key_to_where_the_child_sleeps_is_told_so(cast: Cast, case: Case) -> None:
    _ended(cast, case)
    new = _again(cast, case, by="amara")
    with pytest.raises(NotNow, match="safeguarding lead"):
        people.add(cast["femi"], new.pk, AUNT, HOME, LATER)
    restricting.restrict(cast["dalia"], new.pk, LATER)
    people.add(cast["femi"], new.pk, AUNT, HOME, LATER)


@pytest.mark.parametrize("who", ["marek", "bao"])
def test_whoever_had_the_file_before_shuts_nobody_out_of_the_child(cast: Cast, case: Case, who: str) -> None:
    _ended(cast, case)
    new = _again(cast, case)
    restricting.restrict(cast[who], case.pk, LATER)
    assert keys(cast, "femi", case.child_id) >= {"personal", "placement"}
    assert "placement" not in keys(cast, "marek", case.child_id)
    writing.set_about(cast["femi"], new.pk, {"given_name": "Lila"}, new.child.version, LATER)
    assert files.look(cast["femi"], new.pk, LATER).child.said["given_name"] == "Lila"


def test_a_further_file_about_our_own_people_opens_for_the_named_only(cast: Cast, case: Case) -> None:
    """The child comes back and tells of somebody of ours: the concern is marked, and its file is opened again."""
    _ended(cast, case)
    sent = accepted(cast, LATER)
    conflict.mark(cast["amara"], sent.id, LATER)
    new = reopen(cast["bao"], case.pk, {"concern": sent.id, "risk": "high"}, LATER)
    assert new.restricted
    assert not keys(cast, "femi", new.pk)
    assert not keys(cast, "femi", case.child_id)
    assert Case.objects.get(pk=case.pk).restricted


def test_one_file_for_named_people_closes_every_file_of_the_child(cast: Cast, case: Case) -> None:
    _ended(cast, case)
    new = _again(cast, case)
    said = {"status": "suspected", "known": "known", "adult_at_time": "yes", "relationship": "other_family",
            "mobility": "resident", "access_to_children_now": "no", "connected_to_us": "yes"}  # fmt: skip
    suspects.add(cast["femi"], new.pk, said, LATER)
    writing.set_about(cast["femi"], new.pk, {"given_name": "Wanda"}, new.child.version, LATER)
    assert Case.objects.get(pk=case.pk).restricted
    for record in (new.pk, case.pk, case.child_id):
        assert not keys(cast, "lena", record)
    old = SearchCard.objects.filter(case=case)
    assert {one.principal for one in old} <= {cast["marek"].person, cast["bao"].person} | {
        one.id for one in network.teams.of(cast.aurora) if one.kind == "safeguarding"
    }
    cards = [index.opened(cast["marek"], case.org_id, row) for row in old.filter(principal=cast["marek"].person)]
    assert not any(one and one.given == "Wanda" for one in cards), "who had the file before reads the new name"


def test_a_concern_about_our_own_people_becomes_a_file_for_the_named(cast: Cast) -> None:
    """Marked after it was decided that a file is opened, and before it was."""
    sent = accepted(cast, NOW)
    conflict.mark(cast["amara"], sent.id, NOW)
    made = open_file(cast["marek"], sent.id, ANSWERS, LATER)
    assert made.restricted
    assert not keys(cast, "lena", made.pk)
    assert not keys(cast, "lena", made.child_id)


def test_a_concern_about_our_own_people_does_not_go_to_a_file_of_a_team(cast: Cast, case: Case) -> None:
    sent = accepted(cast, NOW)
    conflict.mark(cast["amara"], sent.id, NOW)
    with suppress(NotNow, NotAllowed, NotHere):
        same.add_to(cast["marek"], sent.id, case.pk, LATER)
    assert Case.objects.get(pk=case.pk).restricted or not case.told.filter(concern=sent.id).exists()
    assert not keys(cast, "femi", sent.id)
    assert not keys(cast, "lena", sent.id)
