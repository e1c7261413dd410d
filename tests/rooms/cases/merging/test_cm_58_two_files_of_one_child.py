"""CM-58: two files of one child become one by two people, nothing is lost, and for ninety days two people undo it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases import duties, holding, index
from fanal.cases.codes import Risk, SafeContact
from fanal.cases.files import files, record, writing
from fanal.cases.files.restricting import restrict
from fanal.cases.merging import merging
from fanal.cases.merging.duties import SECOND
from fanal.cases.merging.merging import ask_join, ask_part, join, keep_apart, part
from fanal.cases.merging.policy import JOIN, SEE_BOTH
from fanal.cases.model.parts import Contact
from fanal.cases.models import Case, CaseLink, Consent, ContactSafety, Note, Told
from fanal.cases.policy import RISK, WRITE
from fanal.cases.search.search import Asked, find
from fanal.clocks import api as clocks
from fanal.clocks.contracts import Target
from fanal.journal import api as journal
from fanal.journal.models import Entry
from fanal.network.contracts import Role
from fanal.network.people import give_roles
from tests.desk import client_of, text
from tests.people import NOW, Cast, are_cleared
from tests.rooms.cases.care import opened

pytestmark = pytest.mark.django_db(databases="__all__")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OTHER: dict[str, Any] = {
    "child__given_name": "Lila",
    "child__family_name": "",
    "child__birth_date": "",
    "child__age_at_intake": 12,
    "child__languages": ("eng", "spa"),
    "child__interpreter_needed": True,
    "child__safe_to_contact": "worker_only",
    "case__risk": "critical",
}


@pytest.fixture(scope="module")
def two_of_file(cast_of_file: Cast) -> tuple[Case, Case]:
    """The file that goes on, and the other."""
    keeper = opened(cast_of_file, child__birth_date="", child__languages=("spa",), case__risk="medium")
    other = opened(cast_of_file, **(OTHER | {"child__birth_date": "2013-05"}))
    marek = cast_of_file["marek"]
    said = {"contacts": (Contact("phone", "+15550123", "child", "yes"),), "address": "Over the bakery"}
    writing.set_about(marek, other.pk, said, other.child.version, NOW)
    writing.add_note(marek, other.pk, "observation", {"body": "She sings"}, NOW)
    return keeper, other


@pytest.fixture
def two(two_of_file: tuple[Case, Case]) -> tuple[Case, Case]:
    keeper, other = (Case.objects.select_related("child").get(pk=one.pk) for one in two_of_file)
    return keeper, other


def asks(cast: Cast, two: tuple[Case, Case], now: datetime = NOW + HOUR) -> CaseLink:
    return ask_join(cast["bao"], two[1].pk, two[0].number, "The same teacher told of both", now)


def joins(cast: Cast, two: tuple[Case, Case], now: datetime = NOW + HOUR) -> None:
    asks(cast, two, now)
    join(cast["dalia"], two[1].pk, now + HOUR)
    for one in two:
        one.refresh_from_db()


def known(cast: Cast, case: Case) -> dict[str, Any]:
    return files.look(cast["marek"], case.pk, NOW + 3 * HOUR).child.said


def notes(cast: Cast, case: Case) -> list[str]:
    found = files.look(cast["marek"], case.pk, NOW + 3 * HOUR).of(Note)
    return [one.said["body"] for one in found if not one.row.risk]


def due(case: Case) -> set[str]:
    return {one.kind for one in clocks.open_duties(files=[case.pk])}


def agrees(_cast: Cast) -> None:
    assert list(holding.differences()) == []
    assert list(index.differences()) == []


def test_what_the_file_lacks_it_gets_and_what_differs_stands_twice(cast: Cast, two: tuple[Case, Case]) -> None:
    keeper, other = two
    grounds = list(Consent.objects.order_by("pk").values_list())
    joins(cast, two)
    said = known(cast, keeper)
    assert (said["given_name"], said["family_name"], said["birth_date"]) == ("Lilo", "Anders", "2013-05")
    assert said["languages"] == ("spa", "eng")
    assert said["address"] == "Over the bakery"
    assert [one.value for one in said["contacts"]] == ["+15550123"]
    assert said["other_names"] == ("Lila",)
    keeper.child.refresh_from_db()
    assert keeper.child.safe_to_contact == "worker_only", "the more careful holds"
    assert keeper.child.interpreter_needed
    assert keeper.risk == "critical"
    assert [row.risk for row in Note.objects.filter(case=keeper).exclude(risk="")] == ["critical"]
    (entry,) = notes(cast, keeper)
    assert other.number in entry
    assert "Given name: Lila" in entry
    assert "Age now: 12" in entry
    assert (other.status, keeper.status) == ("void", "open")
    assert other.retention_class == "case_victim", "kept as long as the care of a child is"
    assert due(other) == {"retention_action"}
    assert notes(cast, other)[-1] == "She sings", "what was written stays where it is"
    assert list(Consent.objects.order_by("pk").values_list()) == grounds, "no machine makes a ground (CM-40)"
    assert Told.objects.filter(case=keeper).count() == 2
    assert {"cases.ask_join", "cases.join"} <= {one.deed for one in journal.read(other.pk)}
    assert "cases.take_over" in {one.deed for one in journal.read(keeper.pk)}
    assert "cases.take_over" in {one.deed for one in journal.read(keeper.child_id)}
    for asked in (Asked(value="+15550123"), Asked(name="Lila")):
        assert keeper.pk in {one.case.pk for one in find(cast["marek"], asked, NOW).hits}
    agrees(cast)


SAID = {"device_shared": "no", "safe_person": "The nurse", "safe_times": "", "words_to_use": ""}


def can_be_reached(cast: Cast, case: Case) -> dict[str, Any]:
    with files.looking(cast["marek"], case.pk, NOW + 3 * HOUR) as found:
        row = found.newest(ContactSafety)
        assert row is not None
        return dict(row.said)


def say(cast: Cast, case: Case, **said: Any) -> None:
    writing.set_safety(cast["marek"], case.pk, SafeContact.AGREED_TIMES, SAID | said, NOW)


def test_who_must_not_learn_of_it_in_either_file_must_not_in_the_one_that_goes_on(
    cast: Cast, two: tuple[Case, Case]
) -> None:
    keeper, other = two
    say(cast, keeper, channels_allowed=("in_our_office", "voice_call"), unsafe_persons=("the stepfather",))
    also = {"safe_person": "The counsellor", "device_shared": "yes", "words_to_use": "The reading club"}
    say(cast, other, channels_allowed=("in_our_office", "visit_school"), unsafe_persons=("the uncle",), **also)
    writing.set_wishes(cast["marek"], other.pk, "Do not tell my uncle where I sleep", other.version, NOW)
    before = can_be_reached(cast, keeper)
    asks(cast, two)
    page = text(client_of(cast, "dalia").get(reverse("cases:join", args=[other.pk])))
    assert "the uncle" in page, "the second person reads it before"
    join(cast["dalia"], other.pk, NOW + 2 * HOUR)
    said = can_be_reached(cast, keeper)
    assert said["unsafe_persons"] == ("the stepfather", "the uncle")
    assert said["channels_allowed"] == ("in_our_office",), "safe is what is safe in both"
    assert (said["device_shared"], said["safe_person"]) == ("yes", "The nurse")
    assert said["words_to_use"] == "The reading club"
    (entry,) = notes(cast, keeper)
    assert "A person the child trusts: The counsellor" in entry
    assert "What the child wants: Do not tell my uncle where I sleep" in entry
    (due_,) = [one for one in clocks.open_duties(files=[keeper.pk]) if one.kind == duties.CONTACT_SAFETY.code]
    assert due_.due_at.date() == (NOW + DAY).date(), "nobody asked the child about both together"
    ask_part(cast["bao"], other.pk, "Two cousins", NOW + 2 * HOUR)
    assert part(cast["dalia"], other.pk, NOW + 3 * HOUR) == []
    assert can_be_reached(cast, keeper) == before


def test_what_was_said_since_of_how_to_reach_the_child_stays(cast: Cast, two: tuple[Case, Case]) -> None:
    keeper, other = two
    say(cast, other, channels_allowed=("in_our_office",), unsafe_persons=("the uncle",))
    joins(cast, two)
    assert can_be_reached(cast, keeper)["unsafe_persons"] == ("the uncle",), "what the file lacks, it gets"
    since = {"channels_allowed": ("visit_school",), "unsafe_persons": ("the aunt",)}
    writing.set_safety(cast["marek"], keeper.pk, SafeContact.AGREED_TIMES, SAID | since, NOW + 2 * HOUR)
    ask_part(cast["bao"], other.pk, "Two cousins", NOW + 2 * HOUR)
    assert "Who must not learn of the contact" in part(cast["dalia"], other.pk, NOW + 3 * HOUR)
    assert can_be_reached(cast, keeper)["unsafe_persons"] == ("the aunt",)


def test_the_button_pressed_twice_says_so_and_no_alarm(cast: Cast, two: tuple[Case, Case]) -> None:
    joins(cast, two)
    with pytest.raises(NotNow, match="Nobody asks for it any more"):
        join(cast["dalia"], two[1].pk, NOW + 3 * HOUR)


def test_where_nobody_else_answers_for_work_the_safeguarding_lead_has_it_at_once(
    cast: Cast, two: tuple[Case, Case]
) -> None:
    asks(cast, two)
    (one,) = [one for one in clocks.open_duties(files=[two[1].pk]) if one.kind == SECOND.code]
    assert one.owner == Target.role(Role.SAFEGUARDING_LEAD)


def test_the_risk_is_never_lowered(cast: Cast, two: tuple[Case, Case]) -> None:
    writing.set_risk(cast["bao"], two[0].pk, Risk.CRITICAL, {"body": "Worse"}, NOW)
    writing.set_risk(cast["bao"], two[1].pk, Risk.LOW, {"body": "Quiet"}, NOW)
    joins(cast, two)
    assert two[0].risk == "critical"


def test_undone_it_is_as_it_was(cast: Cast, two: tuple[Case, Case]) -> None:
    keeper, other = two
    before, was, stood = known(cast, keeper), due(other), (other.stage, other.status, other.risk)
    joins(cast, two)
    at = NOW + 10 * DAY
    ask_part(cast["bao"], other.pk, "Two cousins", at)
    assert part(cast["dalia"], other.pk, at + HOUR) == []
    for one in two:
        one.refresh_from_db()
    assert (other.stage, other.status, other.risk) == stood
    assert (other.retention_class, other.erase_on) == ("", None)
    assert due(other) >= was - {"file_looked_at"}
    assert known(cast, keeper) == before
    keeper.child.refresh_from_db()
    assert (keeper.child.safe_to_contact, keeper.child.interpreter_needed) == ("agreed_times", False)
    assert Told.objects.filter(case=keeper).count() == 1
    assert Told.objects.filter(case=other).count() == 1
    assert keeper.risk == "critical", "a person lowers it"
    assert keeper.pk not in {one.case.pk for one in find(cast["marek"], Asked(value="+15550123"), at).hits}
    writing.add_note(cast["marek"], other.pk, "observation", {"body": "She sings again"}, at + HOUR)
    agrees(cast)
    with pytest.raises(NotNow, match="not joined"):
        ask_part(cast["bao"], other.pk, "Again", at + 2 * HOUR)
    joins(cast, two, at + 3 * HOUR)
    assert other.status == "void", "and joined once more, where it was right after all"


def test_what_somebody_changed_since_stays_and_is_said(cast: Cast, two: tuple[Case, Case]) -> None:
    keeper, other = two
    joins(cast, two)
    keeper.child.refresh_from_db()
    said = {"address": "Over the school", "languages": ("spa", "eng", "fra")}
    writing.set_about(cast["marek"], keeper.pk, said, keeper.child.version, NOW + 2 * HOUR)
    ask_part(cast["bao"], other.pk, "Two cousins", NOW + DAY)
    assert part(cast["dalia"], other.pk, NOW + DAY) == ["Where the child sleeps now"]
    now = known(cast, keeper)
    assert (now["address"], now["birth_date"], now["languages"]) == ("Over the school", "", ("spa", "fra"))
    assert any("Where the child sleeps now" in one for one in notes(cast, keeper))


def test_it_takes_two_and_each_sees_both(cast: Cast, two: tuple[Case, Case]) -> None:
    keeper, other = two
    for who in ("marek", "dalia", "amara", "lena", "edo", "nils"):
        with pytest.raises((NotAllowed, NotHere, NotNow)):
            ask_join(cast[who], other.pk, keeper.number, "Why", NOW)
    with pytest.raises((NotAllowed, NotNow)):
        join(cast["dalia"], other.pk, NOW)
    asks(cast, two)
    assert "files_second_to_join" in due(other)
    for who in ("bao", "marek", "amara", "lena", "nils"):
        with pytest.raises((NotAllowed, NotHere)):
            join(cast[who], other.pk, NOW + 2 * HOUR)
    other.refresh_from_db()
    assert other.status == "open"
    join(cast["dalia"], other.pk, NOW + 2 * HOUR)
    with pytest.raises((NotAllowed, NotNow)):
        join(cast["dalia"], other.pk, NOW + 2 * HOUR)
    ask_part(cast["bao"], other.pk, "Two cousins", NOW + DAY)
    for who in ("bao", "marek", "nils"):
        with pytest.raises((NotAllowed, NotHere)):
            part(cast[who], other.pk, NOW + DAY)
    part(cast["dalia"], other.pk, NOW + DAY)
    with pytest.raises((NotAllowed, NotNow)):
        part(cast["dalia"], other.pk, NOW + DAY)


def test_on_day_91_it_is_too_late(cast: Cast, two: tuple[Case, Case]) -> None:
    joins(cast, two)
    late = NOW + 91 * DAY + HOUR
    with pytest.raises(NotNow, match="ninety days"):
        ask_part(cast["bao"], two[1].pk, "Two cousins", late)
    ask_part(cast["bao"], two[1].pk, "Two cousins", late - DAY)
    with pytest.raises(NotNow, match="ninety days"):
        part(cast["dalia"], two[1].pk, late)
    part(cast["dalia"], two[1].pk, late - DAY)


def test_left_as_they_are(cast: Cast, two: tuple[Case, Case]) -> None:
    asks(cast, two)
    keep_apart(cast["dalia"], two[1].pk, NOW + 2 * HOUR)
    assert SECOND.code not in due(two[1])
    with pytest.raises((NotAllowed, NotNow)):
        join(cast["dalia"], two[1].pk, NOW + 3 * HOUR)
    with pytest.raises(NotNow):
        keep_apart(cast["dalia"], two[1].pk, NOW + 3 * HOUR)
    joins(cast, two, NOW + 4 * HOUR)


def closed(cast: Cast, case: Case) -> None:
    with record.writing(cast["bao"], case.pk, RISK, NOW) as (row, held):
        row.status, row.stage = "closed", "closure"
        row.save()
        held.state(row)


def narrowed(cast: Cast, case: Case) -> None:
    restrict(cast["dalia"], case.pk, NOW)


@pytest.mark.parametrize(
    ("spoils", "which", "words"),
    [(closed, 0, "has ended"), (narrowed, 0, "named people only"), (narrowed, 1, "named people only")],
)
def test_what_does_not_fit_is_refused_also_where_it_came_after_it_was_asked(
    cast: Cast, two: tuple[Case, Case], spoils: Callable[[Cast, Case], None], which: int, words: str
) -> None:
    asks(cast, two)
    spoils(cast, two[which])
    with pytest.raises(NotNow, match=words):
        join(cast["dalia"], two[1].pk, NOW + 2 * HOUR)
    with pytest.raises(NotNow, match=words):
        asks(cast, two, NOW + 2 * HOUR)


def test_a_number_of_no_other_file_is_said(cast: Cast, two: tuple[Case, Case]) -> None:
    for number in ("", "x", two[1].number, "NO-0000-00000"):
        with pytest.raises(NotNow, match="No other file"):
            ask_join(cast["bao"], two[1].pk, number, "Why", NOW)


def test_a_restricted_file_of_others_does_not_exist(cast: Cast, two: tuple[Case, Case]) -> None:
    """A second supervisor, who is not named in it."""
    give_roles(cast["bao"], cast["femi"].person, [Role.SUPERVISOR], NOW)
    are_cleared([cast["femi"].person])
    narrowed(cast, two[0])
    with pytest.raises((NotNow, NotHere, NotAllowed)):
        ask_join(cast["femi"], two[1].pk, two[0].number, "Why", NOW)


def test_a_link_that_somebody_wrote_into_the_database_joins_nothing(cast: Cast, two: tuple[Case, Case]) -> None:
    third = opened(cast)
    link = asks(cast, two)
    CaseLink.objects.filter(pk=link.pk).update(to_case=third)
    with pytest.raises((NotNow, NotAllowed)):
        join(cast["dalia"], two[1].pk, NOW + 2 * HOUR)
    CaseLink.objects.filter(pk=link.pk).update(to_case=two[0], made_by=cast["dalia"].person)
    with pytest.raises((NotNow, NotAllowed)):
        join(cast["bao"], two[1].pk, NOW + 2 * HOUR)
    CaseLink.objects.all().delete()
    CaseLink.objects.create(
        case=two[1], to_case=third, made_by_id=cast["bao"].person, made_at=NOW, personal=bytes(link.personal)
    )
    with pytest.raises((NotNow, NotAllowed)):
        join(cast["dalia"], two[1].pk, NOW + 2 * HOUR)
    for one in (*two, third):
        one.refresh_from_db()
        assert one.status == "open"


def test_a_status_that_somebody_wrote_into_the_database_undoes_nothing(cast: Cast, two: tuple[Case, Case]) -> None:
    Case.objects.filter(pk=two[1].pk).update(status="void")
    with pytest.raises((NotNow, NotAllowed)):
        ask_part(cast["bao"], two[1].pk, "Why", NOW)


def test_two_who_join_crosswise_end_one_file_alone(cast: Cast, two: tuple[Case, Case]) -> None:
    asks(cast, two)
    ask_join(cast["bao"], two[0].pk, two[1].number, "The other way round", NOW + HOUR)
    join(cast["dalia"], two[1].pk, NOW + 2 * HOUR)
    with pytest.raises(NotNow, match="has ended"):
        join(cast["dalia"], two[0].pk, NOW + 2 * HOUR)
    assert Case.objects.get(pk=two[0].pk).status == "open"


def test_what_was_joined_into_a_file_that_was_joined_itself_waits_for_that(cast: Cast, two: tuple[Case, Case]) -> None:
    third = opened(cast)
    joins(cast, two)
    joins(cast, (third, two[0]), NOW + 4 * HOUR)
    assert two[0].status == "void"
    ask_part(cast["bao"], two[1].pk, "Two cousins", NOW + DAY)
    with pytest.raises(NotNow, match="Undo that first"):
        part(cast["dalia"], two[1].pk, NOW + DAY)
    ask_part(cast["bao"], two[0].pk, "Two cousins", NOW + DAY)
    part(cast["dalia"], two[0].pk, NOW + DAY)
    part(cast["dalia"], two[1].pk, NOW + DAY)
    assert {one.status for one in Case.objects.all()} == {"open"}
    agrees(cast)


def test_without_a_ground_nothing_is_taken_over(cast: Cast, two: tuple[Case, Case]) -> None:
    asks(cast, two)
    with pytest.raises(NotNow, match="ground"):
        join(cast["dalia"], two[1].pk, NOW + 400 * DAY)
    assert Case.objects.get(pk=two[1].pk).status == "open"


def test_of_a_hidden_name_no_letter_stands_in_an_entry(cast: Cast, two: tuple[Case, Case]) -> None:
    with record.writing(cast["marek"], two[1].pk, WRITE, NOW, child=True) as (case, of_child):
        record.change_child(of_child, case.child, protected_name=True)
    joins(cast, two)
    two[0].child.refresh_from_db()
    assert two[0].child.protected_name
    with record.writing(cast["bao"], two[0].pk, RISK, NOW) as (case, held):
        bodies = [held.read(one, "content").body for one in Note.objects.filter(case=case)]
    assert any("Given name: read it in the other file" in one for one in bodies)
    assert not any("Lila" in one for one in bodies)


def test_a_concern_that_waits_is_read_in_the_file_that_goes_on(cast: Cast, two: tuple[Case, Case]) -> None:
    duties.begin(duties.NEW_CONCERN, two[1], NOW)
    joins(cast, two)
    assert "case_new_concern" in due(two[0])


def test_where_the_same_team_reads_both_no_concern_is_opened_for_it(cast: Cast) -> None:
    give_roles(cast["bao"], cast["noor"].person, [Role.CASEWORKER], NOW)
    are_cleared([cast["noor"].person])
    keeper, other = opened(cast), opened(cast, by="noor")
    assert keeper.owner_id != other.owner_id
    before = Entry.objects.filter(deed="concerns.tell").count()
    joins(cast, (keeper, other))
    assert Entry.objects.filter(deed="concerns.tell").count() == before


def test_by_the_pages(cast: Cast, two: tuple[Case, Case]) -> None:
    keeper, other = two
    bao, dalia = client_of(cast, "bao"), client_of(cast, "dalia")
    file = reverse("cases:file", args=[other.pk])
    ask = reverse("cases:join_ask", args=[other.pk])
    assert ask in text(bao.get(file))
    refused = text(bao.post(ask, {"number": "x", "why": "The same teacher"}))
    assert "No other file has this number." in refused
    assert "The same teacher" in refused
    assert "A second person is asked." in text(bao.post(ask, {"number": keeper.number, "why": "Same"}, follow=True))
    join_ = reverse("cases:join", args=[other.pk])
    page = text(dalia.get(join_))
    assert "Over the bakery" in page
    assert "Lila" in page
    assert {one.record for one in Entry.objects.filter(deed=SEE_BOTH)} == {keeper.child_id, other.child_id}
    assert not Entry.objects.filter(deed=JOIN).exists(), "looking joins nothing"
    assert "Lila" not in page.partition("</title>")[0]
    assert "somebody else" in text(bao.post(join_, {}))
    assert dalia.post(join_, {})["Location"] == reverse("cases:file", args=[keeper.pk])
    marek = client_of(cast, "marek")
    assert f"Joined into file {keeper.number}" in text(marek.get(file))
    assert f"File {other.number} was joined into this one." in text(marek.get(reverse("cases:file", args=[keeper.pk])))
    bao.post(reverse("cases:part_ask", args=[other.pk]), {"why": "Two cousins"})
    dalia.post(reverse("cases:part", args=[other.pk]), {})
    other.refresh_from_db()
    assert other.status == "open"
    assert merging.asked(other) == ""
