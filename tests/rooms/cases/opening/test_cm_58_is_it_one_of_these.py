"""CM-58, first half, and CM-6: while a file is opened, files of a child who is alike are shown before anything is
stored; a person says whether it is one of them, and nothing that was typed is lost."""

import re
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases.closing.closing import ask_to_void
from fanal.cases.files import record
from fanal.cases.files.restricting import restrict
from fanal.cases.models import Accepted, Case, SearchToken, Told
from fanal.cases.opening import same
from fanal.cases.policy import RISK
from fanal.cases.search.policy import SEARCH
from fanal.clocks import api as clocks
from fanal.concerns import api as concerns
from fanal.journal import api as journal
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import accepted, opened
from tests.rooms.cases.course.walk import approves
from tests.rooms.cases.test_pages import POSTED
from tests.rooms.concerns.told import WORDS, Sent

pytestmark = pytest.mark.django_db(databases="__all__")
SAID = POSTED | {"child_family_name": "Anders", "child_birth_date": "2013", "child_languages": ["spa", "eng"]}


@pytest.fixture(scope="module")
def there_of_file(cast_of_file: Cast) -> Case:
    return opened(cast_of_file)


@pytest.fixture
def there(there_of_file: Case) -> Case:
    return Case.objects.get(pk=there_of_file.pk)


@pytest.fixture(scope="module")
def sent_of_file(cast_of_file: Cast, there_of_file: Case) -> Sent:
    return accepted(cast_of_file)


@pytest.fixture
def marek(cast: Cast) -> Client:
    return client_of(cast, "marek")


def hidden(page: str) -> dict[str, Any]:
    """What goes along, as a browser sends it."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">', page):
        found.setdefault(name, []).append(value)
    return {name: values for name, values in found.items() if name != "csrfmiddlewaretoken"}


def becomes(cast: Cast, case: Case, **columns: Any) -> None:
    """What a deed that is not under test would make of a file."""
    with record.writing(cast["bao"], case.pk, RISK, NOW) as (row, held):
        for name, value in columns.items():
            setattr(row, name, value)
        row.save()
        held.state(row)


def entries(cast: Cast) -> list[str]:
    return [one.purpose for one in journal.read(cast["marek"].person) if one.deed == SEARCH]


def test_it_is_asked_before_anything_is_stored(cast: Cast, there: Case, sent_of_file: Sent, marek: Client) -> None:
    address = reverse("cases:open", args=[sent_of_file.id])
    page = text(marek.post(address, SAID))
    assert "Is it one of these?" in page
    (line,) = re.findall(rf"{there.number}[^<]*", page)
    for shown in ("L. A.", "13", "Female", "Marek"):
        assert shown in line
    assert Case.objects.count() == 1
    assert entries(cast) == ["casework:1"]
    typed = hidden(page)
    assert {name: typed[name] for name in SAID} == {
        name: value if isinstance(value, list) else [value] for name, value in SAID.items()
    }
    assert "Lilo" not in re.sub(r"<input[^>]*>", "", page), "the name stands in what goes along, nowhere else"
    back = text(marek.post(address, {**typed, "same_back": "1"}))
    assert 'value="Anders"' in back
    assert "Open the file" in back
    unsaid = text(marek.post(address, typed))
    assert "needs an answer" in unsaid
    assert hidden(unsaid)["child_family_name"] == ["Anders"]
    assert Case.objects.count() == 1
    marek.post(address, {**typed, "same": "new"})
    new = Case.objects.exclude(pk=there.pk).get()
    assert Accepted.objects.get(concern=sent_of_file.id).case_id == new.pk
    assert entries(cast) == ["casework:1"], "one for what was looked at"


def test_the_concern_goes_to_the_file_that_is_there(cast: Cast, there: Case, sent_of_file: Sent, marek: Client) -> None:
    address = reverse("cases:open", args=[sent_of_file.id])
    typed = hidden(text(marek.post(address, SAID)))
    done = marek.post(address, {**typed, "same": str(there.pk)})
    assert done["Location"] == reverse("cases:file", args=[there.pk])
    assert Case.objects.count() == 1
    assert Told.objects.filter(case=there).count() == 2
    assert Accepted.objects.get(concern=sent_of_file.id).case_id == there.pk
    due = [(one.kind, one.subject) for one in clocks.open_duties(org=cast.aurora, person=cast["marek"].person)]
    assert ("case_new_concern", there.pk) in due
    assert ("first_contact", sent_of_file.id) not in due
    assert "cases.linked" in [one.deed for one in journal.read(there.pk)]
    assert WORDS in text(marek.get(reverse("cases:told", args=[sent_of_file.id])))
    assert marek.get(address)["Location"] == reverse("cases:file", args=[there.pk])
    with pytest.raises(NotNow, match="opened this file already"):
        same.add_to(cast["marek"], sent_of_file.id, there.pk, NOW)


@pytest.mark.parametrize(
    "said",
    [
        {"child_given_name": "Zaza", "child_family_name": "Quimby"},
        {"child_given_name": "", "child_family_name": ""},
        {"child_family_name": "Quimby", "child_birth_date": "2009", "child_age_at_intake": "17"},
    ],
)
def test_where_nobody_is_alike_nothing_is_asked(sent_of_file: Sent, marek: Client, said: dict[str, str]) -> None:
    marek.post(reverse("cases:open", args=[sent_of_file.id]), SAID | said)
    assert Case.objects.count() == 2


def test_what_is_missing_is_said_before_anything_is_searched(cast: Cast, sent_of_file: Sent, marek: Client) -> None:
    page = text(marek.post(reverse("cases:open", args=[sent_of_file.id]), SAID | {"consent_basis_reason": ""}))
    assert "Write why you work without consent." in page
    assert entries(cast) == []


def test_a_forged_or_stale_choice_is_refused(cast: Cast, there: Case, sent_of_file: Sent, marek: Client) -> None:
    other = opened(cast, child__given_name="Tomas", child__family_name="Kirk")
    address = reverse("cases:open", args=[sent_of_file.id])
    for which in (str(other.pk), str(sent_of_file.id), "x", ""):
        assert "Is it one of these?" in text(marek.post(address, {**SAID, "same": which, "same_seen": ""}))
    assert "Other files are alike now." in text(marek.post(address, {**SAID, "same": "new", "same_seen": ""}))
    typed = hidden(text(marek.post(address, SAID)))
    twin = opened(cast)
    page = text(marek.post(address, {**typed, "same": "new"}))
    assert "Other files are alike now." in page
    assert twin.number in page
    assert Case.objects.count() == 3
    assert not Told.objects.filter(concern=sent_of_file.id).exists()


def test_a_file_that_ended_takes_no_concern(cast: Cast, there: Case, sent_of_file: Sent, marek: Client) -> None:
    address = reverse("cases:open", args=[sent_of_file.id])
    becomes(cast, there, status="closed", stage="closure")
    page = text(marek.post(address, SAID))
    assert "ask the supervisor to open this file again" in page
    assert there.number in page
    assert f'value="{there.pk}"' not in page.replace(f'name="same_seen" value="{there.pk}"', "")
    with pytest.raises(NotNow, match="changed meanwhile"):
        same.add_to(cast["marek"], sent_of_file.id, there.pk, NOW)


def test_a_child_who_came_back_is_asked_about(cast: Cast, there: Case, sent_of_file: Sent, marek: Client) -> None:
    """The supervisor is led to the form that opens the file again, with this concern chosen; no second file opens."""
    address, bao = reverse("cases:open", args=[sent_of_file.id]), client_of(cast, "bao")
    becomes(cast, there, status="closed", stage="closure")
    typed = hidden(text(marek.post(address, SAID)))
    for _twice in range(2):
        done = marek.post(address, {**typed, "same": f"again:{there.pk}"})
        assert done["Location"] == reverse("cases:to_open")
    assert there.number in text(marek.get(done["Location"])), "it says of which file"
    assert "asked to open the file again" in text(marek.get(done["Location"]))
    assert "Open a new one only if it is another child" in text(marek.get(address))
    assert Case.objects.count() == 1
    assert "cases.ask_again" in [one.deed for one in journal.read(there.pk)]
    leads = reverse("cases:reopen", args=[there.pk])
    assert leads in text(bao.get(reverse("desk:day")))
    assert leads not in text(marek.get(reverse("desk:day")))
    form = text(bao.get(leads))
    assert re.search(rf'<option value="{sent_of_file.id}" selected>', form)
    bao.post(leads, {"concern": str(sent_of_file.id), "risk": "high"})
    new = Case.objects.get(reopened_from=there)
    assert Accepted.objects.get(concern=sent_of_file.id).case_id == new.pk
    assert leads not in text(bao.get(reverse("desk:day"))), "nothing waits any more"


def test_it_was_another_child_after_all(cast: Cast, there: Case, sent_of_file: Sent, marek: Client) -> None:
    becomes(cast, there, status="closed", stage="closure")
    same.ask_again(cast["marek"], sent_of_file.id, there.pk, NOW)
    address = reverse("cases:open", args=[sent_of_file.id])
    marek.post(address, {**hidden(text(marek.post(address, SAID))), "same": "new"})
    assert Case.objects.count() == 2
    kinds = [one.kind for one in clocks.open_duties(org=cast.aurora, subjects=[sent_of_file.id])]
    assert "file_open_again" not in kinds


def test_no_other_file_is_asked_about(cast: Cast, there: Case, sent_of_file: Sent, marek: Client) -> None:
    """Neither an open one, nor one of others, nor by somebody who was not named; nor with a concern about us."""
    address = reverse("cases:open", args=[sent_of_file.id])
    for which in (there.pk, sent_of_file.id, "x"):
        assert "Is it one of these?" in text(marek.post(address, {**SAID, "same": f"again:{which}", "same_seen": ""}))
    with pytest.raises(NotNow, match="changed meanwhile"):
        same.ask_again(cast["marek"], sent_of_file.id, there.pk, NOW)
    becomes(cast, there, status="closed", stage="closure")
    for who in ("nils", "amara", "lena"):
        with pytest.raises((NotHere, NotAllowed)):
            same.ask_again(cast[who], sent_of_file.id, there.pk, NOW)
    with pytest.raises(NotNow, match="about our own people"):
        same.ask_again(cast["marek"], accepted(cast, by="dalia", about_us="yes").id, there.pk, NOW)
    others = opened(cast)
    restrict(cast["dalia"], others.pk, NOW, "Somebody of ours")
    becomes(cast, others, owner_id=cast["amara"].person, status="closed", stage="closure")
    with pytest.raises((NotHere, NotAllowed)):
        same.ask_again(cast["marek"], sent_of_file.id, others.pk, NOW)


def test_a_file_that_was_a_mistake_is_none(cast: Cast, there: Case, sent_of_file: Sent, marek: Client) -> None:
    ask_to_void(cast["marek"], there.pk, "Opened twice", NOW)
    approves(cast, there.pk, NOW)
    marek.post(reverse("cases:open", args=[sent_of_file.id]), SAID)
    assert Case.objects.count() == 2


def test_a_restricted_file_of_others_is_neither_shown_nor_taken(cast: Cast, there: Case, marek: Client) -> None:
    """Marek is no longer of the two who are named."""
    restrict(cast["dalia"], there.pk, NOW, "Somebody of ours")
    becomes(cast, there, owner_id=cast["amara"].person)
    sent = accepted(cast)
    page = text(marek.post(reverse("cases:open", args=[sent.id]), SAID))
    assert there.number not in page
    with pytest.raises((NotHere, NotAllowed)):
        same.add_to(cast["marek"], sent.id, there.pk, NOW)
    for who in ("nils", "amara", "lena"):
        with pytest.raises((NotHere, NotAllowed)):
            same.add_to(cast[who], sent.id, there.pk, NOW)


def test_what_is_about_our_own_people_goes_to_no_file_of_a_team(cast: Cast, there: Case) -> None:
    sent = accepted(cast, by="dalia", about_us="yes")
    with pytest.raises(NotNow, match="about our own people"):
        same.add_to(cast["marek"], sent.id, there.pk, NOW)
    assert Accepted.objects.get(concern=sent.id).case_id is None


def test_ten_are_shown_and_that_there_are_more_is_said(
    cast: Cast, there: Case, sent_of_file: Sent, marek: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(same, "MOST", 1)
    opened(cast)
    page = text(marek.post(reverse("cases:open", args=[sent_of_file.id]), SAID))
    assert "More files are alike than stand here." in page
    assert len(re.findall(r'type="radio" name="same"', page)) == 2


def test_a_failing_database_is_an_error_page_and_opens_nothing(sent_of_file: Sent, marek: Client) -> None:
    def execute(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if f'"{SearchToken._meta.db_table}"' in sql:
            raise OperationalError("gone")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(execute):
        response = marek.post(reverse("cases:open", args=[sent_of_file.id]), SAID)
    assert response.status_code == 503
    assert Case.objects.count() == 1


def test_the_worker_of_that_file_reads_what_was_told(cast: Cast, there: Case) -> None:
    """The supervisor says that it is this child; whoever works with the child gets the keys."""
    sent = accepted(cast)
    same.add_to(cast["bao"], sent.id, there.pk, NOW)
    assert concerns.told(cast["marek"], sent.id, NOW).content.words == WORDS
