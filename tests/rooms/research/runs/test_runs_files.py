"""The list of a run out of files: the same as the one that is pasted, of those who agreed, by whoever has both the duty
and the keys; a second person signs the number."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotNow
from fanal.cases import api as cases
from fanal.cases.codes import ConsentPurpose
from fanal.cases.files.restricting import restrict
from fanal.cases.grounds import grounds
from fanal.cases.models import Case, Child, Consent
from fanal.cases.people import people
from fanal.cases.policy import LINK
from fanal.engines.linkage.api import ChildRow
from fanal.engines.linkage.rows import read_rows
from fanal.journal import api as journal
from fanal.research.contracts import MAKER
from fanal.research.models import RunStep
from fanal.research.runs import runs, steps
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.grounds.care import BOTH
from tests.rooms.research import linking
from tests.rooms.research.studying import give

pytestmark = pytest.mark.django_db(databases="__all__")
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
YES: dict[str, Any] = dict(BOTH)
SEX = {"f": "female", "m": "male", "x": "intersex", "": "unknown"}


def agrees(cast: Cast, case: Case, minute: int = 1) -> None:
    grounds.give(cast["marek"], case.pk, ConsentPurpose.RESEARCH_LINKAGE, YES, NOW + timedelta(minutes=minute))


def listed(cast: Cast, who: str = "bao") -> tuple[ChildRow, ...]:
    return cases.linkage_rows(cast[who], FIRST, LAST, NOW + timedelta(hours=1))


def names(cast: Cast) -> list[str]:
    return sorted(row.names[0] for row in listed(cast))


def test_a_row_has_what_a_pasted_one_has_and_the_journal_of_the_child_says_it(cast: Cast) -> None:
    case = opened(cast, child__birth_date="2013-05-04")
    agrees(cast, case)
    mother = {"relationship": "mother", "contact_allowed": "allowed"}
    people.add(cast["marek"], case.pk, {"name": "Rosa Anders", "may_be_told": "nothing"}, mother, NOW)
    [row] = listed(cast)
    pasted = "names,guardian,birth_year,birth_month,sex,place\nLilo Anders,Rosa,2013,5,f,\n"
    assert (row,) == read_rows(pasted)
    assert [one.actor for one in journal.read(case.child_id) if one.deed == LINK] == [cast["bao"].person]


def test_a_mother_who_may_not_be_told_is_on_no_list(cast: Cast) -> None:
    case = opened(cast)
    agrees(cast, case)
    mother = {"relationship": "mother", "contact_allowed": "none", "consent_barred": True}
    people.add(cast["marek"], case.pk, {"name": "Rosa Anders", "may_be_told": "nothing"}, mother, NOW)
    [row] = listed(cast)
    assert row.guardian == ""
    assert row.birth_year == 2013


def test_only_who_agreed_is_on_it_and_a_no_counts_at_once(cast: Cast) -> None:
    """Nobody is on it without a yes; a yes that was taken back, a no to being counted at all, a hidden name, a file for
    named people only and a child at risk are not on it."""
    every = {name: opened(cast, child__given_name=name) for name in ("Ana", "Bea", "Cleo", "Dot", "Eva")}
    opened(cast, child__given_name="Flo")
    at_risk = opened(cast, child__given_name="Gil", case__standing="at_risk")
    for case in (*every.values(), at_risk):
        agrees(cast, case)
    assert names(cast) == [f"{name} Anders" for name in every]
    later = NOW + timedelta(minutes=5)
    yes = Consent.objects.get(child=every["Bea"].child_id, purpose="research_linkage")
    grounds.withdraw(cast["marek"], every["Bea"].pk, yes.pk, {"given_by": "child"}, later)
    grounds.refuse(cast["marek"], every["Cleo"].pk, ConsentPurpose.STATISTICS, {"given_by": "child"}, later)
    Child.objects.filter(pk=every["Dot"].child_id).update(protected_name=True)
    restrict(cast["bao"], every["Eva"].pk, NOW)
    assert names(cast) == ["Ana Anders"]


def test_a_yes_that_somebody_wrote_by_hand_is_none(cast: Cast) -> None:
    case = opened(cast)
    Consent.objects.filter(child=case.child_id).update(purpose="research_linkage", recipients=["researcher"])
    assert listed(cast) == ()


def test_without_the_keys_or_of_others_there_is_no_list(cast: Cast) -> None:
    case = opened(cast)
    agrees(cast, case)
    for who in ("marek", "amara", "dalia", "edo"):
        with pytest.raises(NotAllowed):
            listed(cast, who)
        assert not cases.may_list_for_linkage(cast[who])
    assert listed(cast, "oda") == (), "a supervisor of another member has no file of ours"


# ---- in a run ----


@pytest.fixture
def staged(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    linking.steady(monkeypatch)
    linking.stage(cast)
    return cast


def test_the_same_run_from_files_and_from_a_pasted_list_sends_the_same(
    staged: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Children of files among others, byte by byte as if all were pasted."""
    for name in ("Ana", "Bea"):
        agrees(staged, opened(staged, child__given_name=name))
    own = listed(staged)
    rest = linking.lists_of(linking.MEMBERS)["Aurora"]
    run = linking.keyed(staged)
    run.protocol["scripts"] = {str(org): "Latn" for org in (staged.aurora, staged.nordlys)}
    terms = runs.agreement_of(run)
    name = runs.list_name(run, staged.aurora)
    sizes = {name: len(own) + len(rest), runs.list_name(run, staged.nordlys): 700}
    key = steps._key(staged["bao"], run, terms, NOW)
    made = []
    for given in ((*own, *rest), steps._pasted(linking.text([*own, *rest]))):
        linking.steady(monkeypatch)
        made.append(steps._encoded(name, run, terms, key, sizes, given, NOW))
    assert made[0] == made[1]
    assert b"Ana" not in made[0][0]


def test_the_number_of_files_and_the_number_that_was_signed_are_one(staged: Cast) -> None:
    """No child of the files of that year agreed any more: then nothing is sent."""
    agrees(staged, opened(staged))
    run = linking.declared(staged, linking.lists_of(linking.MEMBERS))
    with pytest.raises(NotNow, match="two people signed 700"):
        steps.send_files(staged["bao"], run.pk, NOW + timedelta(hours=1))
    give(staged, "marek", MAKER)
    with pytest.raises((NotAllowed, NotNow)):
        steps.send_files(staged["marek"], run.pk, NOW + timedelta(hours=1))
    assert not RunStep.objects.filter(run=run, step="sent").exists()


def test_the_pages_offer_it_to_whoever_can_make_it(staged: Cast) -> None:
    run = linking.keyed(staged)
    for case in (opened(staged), opened(staged)):
        agrees(staged, case)
    bao = client_of(staged, "bao")
    page, count = reverse("research:run", args=[run.pk]), reverse("research:run_declare_files", args=[run.pk])
    assert count in text(bao.get(page))
    assert "who agreed to be counted over several lists" in text(bao.get(count))
    assert "A list has 100 children or more" in text(bao.post(count, {"script": "Latn"}))
    give(staged, "marek", MAKER)
    marek = text(client_of(staged, "marek").get(page))
    assert reverse("research:run_declare", args=[run.pk]) in marek
    assert count not in marek
