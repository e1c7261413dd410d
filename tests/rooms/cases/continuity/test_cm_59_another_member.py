"""CM-59: one member asks another whether a child is known there, and learns one sentence."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow, agreed, open_record
from fanal.access.models import AgreementSecret
from fanal.cases.codes import ConsentPurpose
from fanal.cases.continuity import continuity, duties, matching, policy
from fanal.cases.continuity.continuity import CARE, State, Wanted
from fanal.cases.files import apart, record, restricting, writing
from fanal.cases.grounds import grounds
from fanal.cases.keeping import keeping
from fanal.cases.models import Case, Child, Consent, NetworkSearch
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import AgreementPurpose
from fanal.network.models import Bundle
from fanal.vault import NotGranted
from tests.attacks.writer import kept, put_back
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.continuity.asking import ALL, asks, care, ours, staffed, theirs
from tests.rooms.concerns.passing import agree

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def scene(cast_of_file: Cast) -> tuple[Case, Case]:
    """Our file, and that of the same child at the other member."""
    staffed(cast_of_file)
    care(cast_of_file)
    known = theirs(cast_of_file, child__given_name="Lylo")
    case = ours(cast_of_file)
    for who, one in (("nils", known), ("marek", case)):
        said = {"nationalities": ("XA", "XB")}
        writing.set_about(cast_of_file[who], one.pk, said, Child.objects.get(pk=one.child_id).version, NOW)
    return case, known


@pytest.fixture
def case(scene: tuple[Case, Case]) -> Case:
    return scene[0]


@pytest.fixture
def known(scene: tuple[Case, Case]) -> Case:
    return scene[1]


def _open(org: Any, *kinds: Any) -> list[Any]:
    return clocks.open_duties(org=org, kinds=list(kinds))


def _answered(cast: Cast, row: NetworkSearch) -> None:
    continuity.answer(cast["oda"], row.pk, None, NOW)


# ---- how it goes ----


def test_whoever_asks_learns_one_sentence(cast: Cast, case: Case, known: Case) -> None:
    row = asks(cast, case)
    assert [one.subject for one in _open(cast.nordlys, duties.ANSWER)] == [row.pk]
    looked = continuity.look(cast["oda"], row.pk, NOW)
    assert [(one.case.pk, one.same) for one in looked.hits] == [(known.pk, (matching.NAME, matching.YEAR))]
    continuity.answer(cast["oda"], row.pk, known.pk, NOW)
    row.refresh_from_db()
    assert row.state == State.POSSIBLE_HIT
    assert not bytes(row.content)
    assert not _open(cast.nordlys, duties.ANSWER)
    assert [one.person for one in _open(cast.aurora, duties.ANSWERED)] == [cast["marek"].person]
    page = text(client_of(cast, "marek").get(reverse("cases:file", args=[case.pk])))
    assert "possible hit: contact the focal point of Nordlys" in page
    assert known.number not in page
    continuity.read(cast["marek"], row.pk, NOW)
    assert not _open(cast.aurora, duties.ANSWERED)


def test_no_hit_says_nothing_of_whom_we_know(cast: Cast, case: Case) -> None:
    row = asks(cast, case, by="bao")
    continuity.answer(cast["oda"], row.pk, None, NOW)
    assert continuity.of_file(cast["marek"], case)[0].state == State.NO_HIT


def test_both_sides_have_it_in_their_journal_and_no_record_names_both_children(
    cast: Cast, case: Case, known: Case
) -> None:
    row = asks(cast, case)
    continuity.answer(cast["oda"], row.pk, known.pk, NOW)
    lines = journal.read(row.pk)
    assert {(line.org, line.deed) for line in lines} == {(cast.aurora, policy.ASK), (cast.nordlys, policy.ANSWER)}
    row.refresh_from_db()
    stored = [str(getattr(row, field.attname)) for field in NetworkSearch._meta.fields]
    assert not {str(known.pk), str(known.child_id), known.number} & set(stored)
    looked = {(line.org, line.deed) for line in journal.read(known.child_id)}
    assert (cast.nordlys, policy.ANSWER) in looked, "the journal says where was looked, as the page does"


def test_pages_go_through_both_sides_and_name_no_child(cast: Cast, case: Case, known: Case) -> None:
    marek, oda = client_of(cast, "marek"), client_of(cast, "oda")
    url = reverse("cases:ask_member", args=[case.pk])
    asking = text(marek.get(url))
    assert "Nordlys" in asking
    assert "they see which of these are the same" in asking
    said = {"partner": str(cast.nordlys), "facts": ["name", "year"], "reason": "came"}
    assert marek.post(url, said).status_code == 302
    row = NetworkSearch.objects.get()
    day = text(oda.get(reverse("desk:day")))
    answer = reverse("cases:answer_member", args=[row.pk])
    assert answer in day
    page = text(oda.get(answer))
    assert re.search(rf"{known.number} \(Name.+Year of birth, give or take one\)", page)
    assert "by what: nothing else of the child there" in page
    assert "stands in the journal of each file that fits" in page
    assert not any(one in page for one in ("Lilo", "Anders", case.number, str(case.pk)))
    assert oda.post(answer, {"hit": str(known.pk)}).status_code == 302
    read = reverse("cases:member_asked", args=[row.pk])
    assert "possible hit" in text(marek.get(read))
    assert marek.post(reverse("cases:member_answer_read", args=[row.pk])).status_code == 302
    assert "has its answer" in text(oda.post(answer, {"hit": "no_hit"}))
    row.refresh_from_db()
    assert row.state == State.POSSIBLE_HIT


# ---- who may be asked, about whom ----


def test_without_an_agreement_that_names_it_nobody_is_asked(cast: Cast, case: Case) -> None:
    network.agreements.end(cast["amara"], _agreement(cast), NOW)
    agree(cast)
    agree(cast, purpose=AgreementPurpose.LINKAGE_COUNTING)
    care(cast, days=(-20, -1))
    care(cast, days=(1, 20))
    care(cast, sign=False)
    assert continuity.partners(cast["marek"], NOW) == []
    with pytest.raises(NotNow):
        asks(cast, case)
    assert not NetworkSearch.objects.exists()


def _agreement(cast: Cast) -> Any:
    return next(one.pk for one in network.agreements.of(cast.aurora) if CARE in one.purposes)


def test_an_agreement_that_ends_takes_what_was_asked(cast: Cast, case: Case) -> None:
    row = asks(cast, case)
    network.agreements.end(cast["nils"], row.agreement_id, NOW)
    row.refresh_from_db()
    assert (row.state, bytes(row.content)) == (State.UNANSWERED, b"")
    assert not AgreementSecret.objects.exists()
    care(cast)
    with pytest.raises(NotNow):
        continuity.look(cast["oda"], row.pk, NOW)


def test_an_agreement_that_ran_out_answers_nothing(cast: Cast, case: Case, known: Case) -> None:
    row = asks(cast, case)
    with pytest.raises(NotNow, match="expired"):
        continuity.answer(cast["oda"], row.pk, known.pk, NOW + 201 * DAY)


@pytest.mark.parametrize("facts", [{"name"}, set(), {"name", "sex"}, {"name", "paper"}])
def test_two_facts_that_the_file_knows(cast: Cast, case: Case, facts: set[str]) -> None:
    with pytest.raises(NotNow):
        asks(cast, case, frozenset(facts))


def test_a_reason_is_said(cast: Cast, case: Case) -> None:
    with pytest.raises(NotNow):
        continuity.ask_member(cast["marek"], case.pk, Wanted(cast.nordlys, ALL, "curious"), NOW)


def test_only_whoever_works_with_the_child_or_answers_for_it_asks(cast: Cast, case: Case) -> None:
    for who in ("dalia", "amara", "lena", "oda"):
        with pytest.raises((NotAllowed, NotHere)):
            asks(cast, case, by=who)


def test_only_about_children(cast: Cast, case: Case, known: Case) -> None:
    row = asks(cast, case, frozenset({"name", "origin"}))
    assert continuity.look(cast["oda"], row.pk, NOW).hits
    for who, one in (("nils", known), ("marek", case)):
        one.child.refresh_from_db()
        writing.set_about(cast[who], one.pk, {"birth_date": "2007"}, one.child.version, NOW)
    assert not continuity.look(cast["oda"], row.pk, NOW).hits
    continuity.answer(cast["oda"], row.pk, None, NOW)
    with pytest.raises(NotNow, match="children only"):
        asks(cast, case)


def test_a_file_that_is_closed_asks_nobody(cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "ENDED", (case.status,))
    with pytest.raises(NotNow, match="closed"):
        asks(cast, case)


def test_one_question_at_a_time(cast: Cast, case: Case) -> None:
    asks(cast, case)
    with pytest.raises(NotNow, match="already"):
        asks(cast, case, by="bao")


# ---- who can be found ----


def _hits(cast: Cast, case: Case) -> list[Any]:
    return [one.case.pk for one in continuity.look(cast["oda"], asks(cast, case).pk, NOW).hits]


def test_a_child_who_did_not_say_yes_is_not_found(cast: Cast, case: Case, known: Case) -> None:
    silent = theirs(cast, found=False)
    row = asks(cast, case)
    assert [one.case.pk for one in continuity.look(cast["oda"], row.pk, NOW).hits] == [known.pk]
    with pytest.raises(NotNow):
        continuity.answer(cast["oda"], row.pk, silent.pk, NOW)


def test_a_child_who_took_it_back_is_not_found(cast: Cast, case: Case, known: Case) -> None:
    given = Consent.objects.get(child=known.child, purpose=ConsentPurpose.CONTINUITY_SEARCH)
    row = asks(cast, case)
    grounds.withdraw(cast["nils"], known.pk, given.pk, {"given_by": "child"}, NOW + DAY)
    assert continuity.look(cast["oda"], row.pk, NOW + DAY).hits == ()
    with pytest.raises(NotNow):
        continuity.answer(cast["oda"], row.pk, known.pk, NOW + DAY)


def test_a_yes_that_somebody_wrote_into_the_database_finds_nobody(cast: Cast, case: Case, known: Case) -> None:
    other = theirs(cast, found=False)
    Consent.objects.filter(child=other.child).update(
        purpose=ConsentPurpose.CONTINUITY_SEARCH, recipients=["member_org"]
    )
    assert _hits(cast, case) == [known.pk]


def test_another_child_is_none(cast: Cast, case: Case, known: Case) -> None:
    other = theirs(cast, child__given_name="Mara", child__family_name="Kovac")
    assert other.pk not in _hits(cast, case)


# ---- attacks ----


def test_a_question_that_somebody_planted_or_changed_is_none(cast: Cast, case: Case, known: Case) -> None:
    row = asks(cast, case)
    before = dict(NetworkSearch.objects.filter(pk=row.pk).values().get())
    NetworkSearch.objects.create(**{**before, "id": uuid4()})
    planted = NetworkSearch.objects.exclude(pk=row.pk).get()
    with pytest.raises(NotAllowed):
        continuity.look(cast["oda"], planted.pk, NOW)
    planted.delete()
    for column, value in (("salt", "0" * 32), ("case_id", ours(cast).pk), ("state", "possible_hit"), ("urgent", True)):
        NetworkSearch.objects.filter(pk=row.pk).update(**{column: value})
        with pytest.raises(NotAllowed):
            continuity.look(cast["oda"], row.pk, NOW)
        assert all(one.pk != row.pk for one in continuity.of_file(cast["marek"], case))
        NetworkSearch.objects.filter(pk=row.pk).update(**{column: before[column]})
    assert continuity.look(cast["oda"], row.pk, NOW).hits


def test_an_answer_cannot_be_put_back_or_made_by_hand(cast: Cast, case: Case, known: Case) -> None:
    row = asks(cast, case)
    before = kept(NetworkSearch.objects.filter(pk=row.pk))
    continuity.answer(cast["oda"], row.pk, None, NOW)
    put_back(before)
    with pytest.raises(NotAllowed):
        continuity.answer(cast["oda"], row.pk, known.pk, NOW)


def test_what_was_asked_once_compares_with_nothing(cast: Cast, case: Case) -> None:
    """The same child, the same facts: no token of one question is one of another, and nothing lies open."""
    asked = []
    for _one in range(2):
        row = asks(cast, case)
        with open_record(cast["oda"], apart.ref(row), policy.ANSWER, purpose="casework", now=NOW, thing=row) as opened:
            asked.append(opened.read(row, "content"))
        _answered(cast, row)
    tokens = [{*one.years, *(int(each) for word in one.names for each in word.split())} for one in asked]
    assert all(tokens)
    assert not tokens[0] & tokens[1]
    secret = agreed.secret(cast["marek"], cast.nordlys, CARE, NOW)
    rows = list(NetworkSearch.objects.all())
    keys = [matching.key_of(secret, row.salt).reveal() for row in rows]
    assert len(set(keys)) == 2


def test_the_keys_of_whoever_asks_do_not_open_it(cast: Cast, case: Case) -> None:
    row = asks(cast, case)
    for who in ("marek", "bao", "dalia", "nils", "pia"):
        with pytest.raises(NotGranted):
            network.records.open_held(cast.aurora, row.pk, cast[who].keyring)
    for who in ("marek", "bao", "nils", "pia", "sol"):
        with pytest.raises((NotAllowed, NotHere)):
            continuity.look(cast[who], row.pk, NOW)
        with pytest.raises((NotAllowed, NotHere)):
            continuity.answer(cast[who], row.pk, None, NOW)


def test_a_hit_is_a_file_of_ones_own(cast: Cast, case: Case) -> None:
    row = asks(cast, case)
    for one in (case.pk, uuid4()):
        with pytest.raises(NotNow):
            continuity.answer(cast["oda"], row.pk, one, NOW)


# ---- how often ----


def test_a_series_about_one_child_is_refused_and_told(cast: Cast, case: Case) -> None:
    for name in ("Lilo", "Lila", "Lile"):
        case.child.refresh_from_db()
        writing.set_about(cast["marek"], case.pk, {"given_name": name}, case.child.version, NOW)
        _answered(cast, asks(cast, case))
    for _again in range(2):
        with pytest.raises(NotNow):
            asks(cast, case, by="bao")
    assert NetworkSearch.objects.count() == 3
    assert [one.subject for one in _open(cast.aurora, duties.SERIES)] == [case.pk]
    assert policy.REFUSED in {line.deed for line in journal.read(case.pk)}
    asks(cast, case, now=NOW + 31 * DAY)


def test_more_than_twenty_within_a_day_are_refused(cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    assert continuity.A_DAY == 20
    monkeypatch.setattr(continuity, "A_DAY", 2)
    for _one in range(2):
        _answered(cast, asks(cast, case))
    with pytest.raises(NotNow, match="twenty"):
        asks(cast, case, now=NOW + DAY / 2)
    asks(cast, case, by="bao")  # another person's count


# ---- nobody answers ----


def test_an_unanswered_question_goes_and_both_supervisors_hear(cast: Cast, case: Case, known: Case) -> None:
    row = asks(cast, case, urgent=True)
    due = _open(cast.nordlys, duties.ANSWER)[0].due_at
    assert due <= NOW + DAY + timedelta(minutes=15)
    clocks.sweep(due + timedelta(minutes=1))
    row.refresh_from_db()
    assert (row.state, bytes(row.content)) == (State.UNANSWERED, b"")
    assert [one.person for one in _open(cast.aurora, duties.UNANSWERED)] == [cast["bao"].person]
    assert [one.subject for one in _open(cast.nordlys, duties.UNANSWERED)] == [row.pk]
    with pytest.raises(NotNow):
        continuity.answer(cast["oda"], row.pk, known.pk, NOW + 2 * DAY)
    assert "not answered in time" in text(client_of(cast, "marek").get(reverse("cases:file", args=[case.pk])))
    page = text(client_of(cast, "oda").get(reverse("cases:member_asked", args=[row.pk])))
    assert case.number not in page
    for who, org in (("bao", cast.aurora), ("oda", cast.nordlys)):
        continuity.read(cast[who], row.pk, NOW + 2 * DAY)
        assert not _open(org, duties.UNANSWERED)


# ---- the file from which it was asked ----


def test_a_file_that_becomes_one_for_named_people_still_hears(cast: Cast, case: Case, known: Case) -> None:
    row = asks(cast, case)
    restricting.restrict(cast["bao"], case.pk, NOW, "It may be about our own people")
    continuity.answer(cast["oda"], row.pk, known.pk, NOW)
    assert [one.person for one in _open(cast.aurora, duties.ANSWERED)] == [cast["marek"].person]
    assert continuity.of_file(cast["marek"], Case.objects.get(pk=case.pk))[0].state == State.POSSIBLE_HIT


def test_the_question_goes_with_the_file(cast: Cast, case: Case) -> None:
    row = asks(cast, case)
    keeping.erase(Case.objects.get(pk=case.pk), cast["bao"].signatory(), NOW)
    assert not NetworkSearch.objects.exists()
    assert not Bundle.objects.filter(record=row.pk).exists()
    assert not _open(cast.nordlys, duties.ANSWER)
