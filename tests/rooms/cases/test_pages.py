"""The screens of files over the real pages: what waits, opening with what was told, the file and each of its deeds."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from fanal.access.api import NotNow
from fanal.cases.codes import Risk, SafeContact
from fanal.cases.files import files, writing
from fanal.cases.files.desk import file
from fanal.cases.grounds import grounds
from fanal.cases.models import Accepted, Case, Child, Consent, Note, PushFactor
from fanal.cases.opening.desk import opening
from fanal.cases.opening.opening import open_file
from fanal.cases.passing_on import preview
from fanal.network import api as network
from fanal.network.contracts import Role
from tests.desk import client_of, text
from tests.people import NOW, Cast, are_cleared
from tests.rooms.cases.care import ANSWERS, UNMET, accepted, opened
from tests.rooms.concerns.told import WORDS

pytestmark = pytest.mark.django_db(databases="__all__")

POSTED = {
    "child_given_name": "Lilo",
    "child_age_at_intake": "13",
    "child_sex": "female",
    "child_safe_to_contact": "agreed_times",
    "case_standing": "victim",
    "case_risk": "high",
    "case_country_of_harm": "XA",
    "consent_child_assented": "not_asked",
    "consent_given_by": "nobody",
    "consent_basis": "child_protection_best_interests",
    "consent_basis_reason": "Not met yet",
}


def test_what_waits_to_be_opened_is_not_cut_in_silence(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST", 1)
    marek, address = client_of(cast, "marek"), reverse("cases:to_open")
    first = accepted(cast)
    assert "More than" not in text(marek.get(address))
    later = accepted(cast, NOW + timedelta(days=1))
    page = text(marek.get(address))
    assert "More than 1 wait" in page
    assert [reverse("cases:open", args=[one.id]) in page for one in (first, later)] == [True, False]


def test_from_the_day_to_an_open_file(cast: Cast) -> None:
    """My day → what was told, filled in → the file, with the child's wishes first; the concern's list says nothing."""
    sent = accepted(cast)
    marek = client_of(cast, "marek")
    address = reverse("cases:open", args=[sent.id])
    day = text(marek.get(reverse("desk:day")))
    assert address in day
    assert "No file yet" in day
    assert address in text(marek.get(reverse("cases:to_open")))
    page = text(marek.get(address))
    assert "Marek works with the child, Bao answers for the work." in page
    assert "Told: Called Lilo, red dress" in page
    assert "Told: 10 to 14" in page
    assert "The teacher knows" in page
    assert re.search(r'value="female"[^>]*checked', page)
    assert "the porter, evenings" not in page
    empty = marek.post(address, {})
    assert text(empty).count("This needs an answer.") >= 7
    assert not Child.objects.exists()
    done = marek.post(address, POSTED)
    case = Case.objects.get()
    assert done["Location"] == reverse("cases:file", args=[case.pk])
    assert marek.get(address)["Location"] == reverse("cases:file", args=[case.pk])
    shown = text(marek.get(done["Location"]))
    assert "Nobody has written yet what the child wants." in shown
    assert shown.index("What the child wants") < shown.index("How to reach the child") < shown.index("What pushes")
    assert case.number in text(marek.get(reverse("cases:mine")))
    assert not re.search(r"\bLilo\b", text(marek.get(reverse("cases:mine"))))
    assert Accepted.objects.get().case_id == case.pk


def test_at_most_twenty_answers_open_a_file(cast: Cast) -> None:
    page = text(client_of(cast, "marek").get(reverse("cases:open", args=[accepted(cast).id])))
    names = {part.split('"')[0] for part in page.split('name="')[1:]}
    asked = {name for name in names if name.startswith(("child_", "case_", "consent_"))}
    assert len(asked) <= 20, sorted(asked)


@pytest.fixture
def marek(cast: Cast) -> Client:
    return client_of(cast, "marek")


def test_each_deed_of_the_file(cast: Cast, marek: Client) -> None:
    case = opened(cast)

    def at(name: str, *more: object) -> str:
        return reverse(f"cases:{name}", args=[case.pk, *more])

    def send(name: str, **data: str) -> str:
        return text(marek.post(at(name), data, follow=True))

    assert "I want to go back to school" in send("wishes", case_wishes="I want to go back to school", version="1")
    stale = send("wishes", case_wishes="Something older", version="1")
    assert "A colleague changed this meanwhile." in stale
    assert "Something older" in stale, "what was typed is kept"
    safety = {"child_safe_to_contact": "agreed_times", "contact_safety_channels_allowed": "through_safe_person"}
    said = {"contact_safety_unsafe_persons": "the uncle", "contact_safety_safe_person": "the school nurse"}
    page = send("safety", **safety, **said, version="1")
    assert "Must not learn of it: the uncle." in page
    assert "the school nurse" in page
    assert "Choose at least one way." in send("safety", child_safe_to_contact="agreed_times", version="2")
    assert "met her at school" in send("note", note_kind="contact", note_reached="yes", note_body="met her at school")
    assert Note.objects.get().reached
    push = {"push_factor_code": "debt", "push_factor_level": "household", "push_factor_source": "child_said"}
    assert "Debt" in send("push", **push, push_factor_state="present")
    row = PushFactor.objects.get()
    change = at("push_change", row.pk)
    page = text(marek.post(change, {**push, "push_factor_state": "easing", "version": "1"}, follow=True))
    assert "Debt" in page
    assert PushFactor.objects.get().version == 2
    assert "Kept" in send("about", child_given_name="Lilo", child_sex="female", child_age_at_intake="13", version="2")


def test_risk_goes_up_at_once_and_down_where_the_child_was_reached(cast: Cast, marek: Client) -> None:
    case = opened(cast)
    risk = reverse("cases:risk", args=[case.pk])
    marek.post(risk, {"case_risk": "critical", "note_body": "The uncle is back", "version": "1"})
    assert Case.objects.get().risk == "critical"
    refused = text(marek.post(risk, {"case_risk": "low", "note_body": "Quiet", "version": "2"}))
    assert "Nobody has reached the child for thirty days." in refused
    assert "Quiet" in refused
    met = {"note_kind": "contact", "note_reached": "yes", "note_body": "Met"}
    marek.post(reverse("cases:note", args=[case.pk]), met)
    marek.post(risk, {"case_risk": "medium", "note_body": "With her aunt now", "version": "2"})
    assert Case.objects.get().risk == "medium"


def test_a_page_that_stood_open_overwrites_neither_how_a_child_is_reached_nor_the_risk(
    cast: Cast, marek: Client
) -> None:
    """Two windows: the first says never, and who must not learn of it; the other still shows what was before."""
    case = opened(cast)
    safety, risk = (reverse(f"cases:{name}", args=[case.pk]) for name in ("safety", "risk"))
    yes = {"child_safe_to_contact": "yes", "contact_safety_channels_allowed": "voice_call", "version": "1"}
    assert 'name="version" value="1"' in text(marek.get(safety))
    no = {"child_safe_to_contact": "never", "contact_safety_unsafe_persons": "the driver", "version": "1"}
    assert marek.post(safety, no).status_code == 302
    stale = text(marek.post(safety, yes | {"contact_safety_words_to_use": "the reading club"}))
    assert "A colleague changed this meanwhile." in stale
    assert "the reading club" in stale, "what was typed is kept"
    case.refresh_from_db()
    assert case.child.safe_to_contact == "never"
    assert "the driver" in text(marek.get(reverse("cases:file", args=[case.pk])))
    marek.post(risk, {"case_risk": "critical", "note_body": "He is back", "version": "1"})
    stale = text(marek.post(risk, {"case_risk": "high", "note_body": "As before", "version": "1"}))
    assert "A colleague changed this meanwhile." in stale
    assert Case.objects.get().risk == "critical"


def test_the_supervisor_signs_why_there_is_no_consent(cast: Cast, marek: Client) -> None:
    case = opened(cast, datetime.now(UTC), **UNMET)
    bao, address = client_of(cast, "bao"), reverse("cases:file", args=[case.pk])
    assert "Read why, and sign it" in text(bao.get(address))
    assert "Read why, and sign it" not in text(marek.get(address))
    sign = reverse("cases:sign", args=[case.pk, Consent.objects.get().pk])
    assert marek.post(sign).status_code == 403
    assert "Signed." in text(bao.post(sign, follow=True))
    assert Consent.objects.get().second_signature_id == cast["bao"].person
    assert "There is nothing to sign" in text(bao.post(sign, follow=True))


@pytest.mark.parametrize("who", ["amara", "femi", "lena", "celia", "edo", "nils", "sol"])
def test_for_others_the_file_does_not_exist(cast: Cast, who: str) -> None:
    case = opened(cast)
    client = client_of(cast, who)
    for name in ("file", "history", "wishes", "safety", "note", "push", "risk", "about"):
        answer = client.get(reverse(f"cases:{name}", args=[case.pk]))
        assert answer.status_code in {403, 404}, (who, name)
        assert not re.search(r"\bLilo\b", text(answer))
    for name in ("mine", "team", "to_open", "closed"):
        answer = client.get(reverse(f"cases:{name}"))
        assert case.number not in text(answer)


def test_a_colleague_reads_it_with_a_reason_and_the_supervisor_hears(cast: Cast) -> None:
    """The safeguarding lead, as a colleague of the team: why first; then who looked is looked at."""
    case = opened(cast)
    dalia, bao = client_of(cast, "dalia"), client_of(cast, "bao")
    address, history = (reverse(f"cases:{name}", args=[case.pk]) for name in ("file", "history"))
    page = text(dalia.get(address))
    assert "Why do you read this file?" in page
    assert not re.search(r"\bLilo\b", page)
    assert "This needs an answer." in text(dalia.post(address, {}))
    assert "Lilo" in text(dalia.post(address, {"reason": "safety"}))
    assert history in text(bao.get(reverse("desk:day")))
    assert "I looked at it" in text(bao.get(history))
    bao.post(history)
    assert history not in text(bao.get(reverse("desk:day")))


def test_what_was_told_is_for_whoever_works_with_the_child(cast: Cast) -> None:
    """A colleague holds the keys of the team: the file asks them why, and no other page goes around it."""
    femi = cast["femi"].person
    network.people.give_roles(cast["bao"], femi, [Role.CASEWORKER], NOW)
    are_cleared([femi])
    sent, colleague = accepted(cast), client_of(cast, "femi")
    told, form = (reverse(f"cases:{name}", args=[sent.id]) for name in ("told", "open"))
    for page in (told, form):
        refused = colleague.get(page)
        assert refused.status_code == 404
        assert WORDS not in text(refused)
    case = open_file(cast["marek"], sent.id, ANSWERS, NOW)
    address = reverse("cases:file", args=[case.pk])
    assert "Why do you read this file?" in text(colleague.get(address))
    refused = colleague.get(told)
    assert refused.status_code == 403
    assert WORDS not in text(refused)
    read = text(colleague.post(address, {"reason": "covering"}))
    assert "Lilo" in read
    assert told not in read
    for who in ("marek", "bao"):
        assert WORDS in text(client_of(cast, who).get(told))


def test_the_list_begins_anew_where_somebody_made_its_address_up(cast: Cast, marek: Client) -> None:
    case = opened(cast)
    for after in ("x", "_", f"2026-01-01_{case.pk}", f"2026-01-01T00:00:00_{case.pk}"):
        assert case.number in text(marek.get(reverse("cases:mine"), {"after": after}))


def test_without_vetting_or_code_of_conduct_nothing_opens(cast: Cast, marek: Client) -> None:
    case = opened(cast)
    network.grants.end(cast["marek"].person, "vetting")
    answer = marek.get(reverse("cases:file", args=[case.pk]))
    assert "You need a clearance first" in text(answer)
    assert not re.search(r"\bLilo\b", text(answer))
    assert case.number in text(marek.get(reverse("cases:mine"))), "the list shows no content"


def test_without_a_second_signature_the_ground_ends_after_a_day_and_nothing_is_written(cast: Cast) -> None:
    """CM-41, CM-77: the worker reads, the supervisor signs, the worker goes on."""
    case, later = opened(cast, **UNMET), NOW + timedelta(hours=25)
    note: dict[str, object] = {"body": "Met at school"}
    writing.add_note(cast["marek"], case.pk, "contact", note, NOW + timedelta(hours=1))
    for deed in (
        lambda: writing.add_note(cast["marek"], case.pk, "contact", note, later),
        lambda: writing.set_risk(cast["marek"], case.pk, Risk.CRITICAL, note, later),
        lambda: writing.set_safety(cast["marek"], case.pk, SafeContact.NEVER, {}, later),
    ):
        with pytest.raises(NotNow, match="No ground for this work is live"):
            deed()
    found = files.look(cast["marek"], case.pk, later)
    assert not found.grounded
    assert found.child.said["given_name"] == "Lilo"
    grounds.sign(cast["bao"], case.pk, Consent.objects.get().pk, later)
    writing.add_note(cast["marek"], case.pk, "contact", note, later)
    assert files.look(cast["marek"], case.pk, later).grounded
    assert not files.look(cast["marek"], case.pk, NOW + timedelta(days=366)).grounded


def test_a_ground_that_ended_is_recorded_anew(cast: Cast, marek: Client) -> None:
    """Nobody signed; the guardian and the child agree now; the page fills in nothing of it beforehand."""
    case = opened(cast, **UNMET)  # days ago
    address = reverse("cases:ground", args=[case.pk])
    assert address in text(marek.get(reverse("cases:file", args=[case.pk])))
    page = text(marek.get(address))
    assert not re.search(r'value="(consent|agreed|legal_guardian)"[^>]*checked', page)
    alone = {"consent_given_by": "child", "consent_child_assented": "agreed", "consent_basis": "consent"}
    assert "A guardian must agree, and so must the child." in text(marek.post(address, alone))
    both = {**alone, "consent_given_by": "legal_guardian"}
    assert "The ground is recorded." in text(marek.post(address, both, follow=True))
    note = {"note_kind": "contact", "note_body": "Met"}
    assert "The entry is kept." in text(marek.post(reverse("cases:note", args=[case.pk]), note, follow=True))
    assert Consent.objects.count() == 2


@pytest.mark.parametrize(("said", "kept", "told"), [("", None, ""), ("no", False, "No"), ("yes", True, "Yes")])
def test_what_nobody_said_of_an_interpreter_is_no_no_and_leaves_as_nothing(
    cast: Cast, marek: Client, said: str, kept: bool | None, told: str
) -> None:
    """DNH-45: not known stays not known, in the form, the column, the file and what leaves."""
    address = reverse("cases:open", args=[accepted(cast).id])
    marek.post(address, POSTED | {"child_interpreter_needed": said})
    case = Case.objects.get()
    assert case.child.interpreter_needed is kept
    with files.looking(cast["marek"], case.pk, datetime.now(UTC)) as found:
        leaves = {field.name: value for field, value in preview._said(found.child)}
        shown = dict(file.facts(found.child))
    assert leaves.get("interpreter_needed") is kept
    assert shown.get("Is an interpreter needed?", "") == told
    about = reverse("cases:about", args=[case.pk])
    assert "Is an interpreter needed?" in text(marek.get(about))
    for answer, then in (("yes", True), ("no", False), ("", None)):
        case.refresh_from_db()
        sent = {"child_given_name": "Lilo", "child_interpreter_needed": answer, "version": str(case.child.version)}
        assert marek.post(about, sent).status_code == 302
        case = Case.objects.get()
        assert case.child.interpreter_needed is then
