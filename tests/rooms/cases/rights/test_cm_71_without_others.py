"""CM-71: what a person gets who asks what is kept of them is made without data of others, by construction."""

from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from fanal.access.api import NotAllowed, NotHere, NotNow, open_record
from fanal.cases.access_terms import child_ref
from fanal.cases.files import record, writing
from fanal.cases.model.declared import model
from fanal.cases.models import Caregiver, CareLink, Case, SubjectRequest
from fanal.cases.rights import duties, pack, rights
from fanal.cases.rights.desk import pages
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Role
from fanal.vocabulary.ids import new_id
from tests.desk import client_of, text
from tests.people import NOW, Cast, are_cleared, gains
from tests.rooms.cases.care import opened
from tests.rooms.cases.child_side.own import Phone, coded

pytestmark = pytest.mark.django_db(databases="__all__")
FIELDS = sorted(model().fields, key=lambda one: one.path)


@pytest.fixture(scope="module")
def case(cast_of_file: Cast) -> Case:
    """A file of Marek's; Celia answers requests, and opens no file."""
    celia = cast_of_file["celia"].person
    gains(celia, Role.DATA_PROTECTION_OFFICER)
    are_cleared([celia])
    return opened(cast_of_file)


def _asked(cast: Cast, case: Case, kind: str = "see", **said: Any) -> SubjectRequest:
    return rights.register(cast["marek"], case.pk, kind, {"by": "child", **said}, None, NOW)


def _answered(cast: Cast, row: SubjectRequest, decision: str = "granted", reason: str = "") -> None:
    rights.check(cast["celia"], row.pk, "in_person", NOW)
    if row.kind == "see":
        rights.put_together(cast["marek"], row.pk, NOW)
    rights.decide(cast["celia"], row.pk, decision, reason, NOW)


# ---- the paper ----


@given(st.sampled_from(FIELDS))
def test_no_field_about_somebody_else_is_ever_given(field: Any) -> None:
    if pack.given(field):
        assert field.entity not in {"caregiver", "care_link", "alleged_offender", "push_factor", "conference"}
        assert field.category not in {"family", "offender"}
        assert field.box not in {"offender", "placement", "privileged", "reporter", "feedback"}
        assert (
            field.kind not in {"ref", "ref_list", "contact", "contact_list", "long_text"}
            or field.path in pack.OWN_WORDS
        )


def test_the_control_of_that_own_facts_and_own_words_are_given() -> None:
    wanted = {"child.given_name", "child.sex", "case.wishes", "contact_safety.channels_allowed"}
    assert wanted <= {one.path for one in FIELDS if pack.given(one)}


def test_the_paper_holds_what_is_the_persons_own_and_no_word_of_others(cast: Cast, case: Case) -> None:
    marek = cast["marek"]
    writing.set_wishes(marek, case.pk, "I want to go back to school", Case.objects.get(pk=case.pk).version, NOW)
    writing.add_note(marek, case.pk, "observation", {"body": "Her uncle Anselm shouted"}, NOW)
    row = _asked(cast, case)
    _answered(cast, row)
    got = {pair.key: pair.value for pair in rights.paper(cast["celia"], row.pk, NOW).said["pack"]}
    assert "Lilo" in got.values()
    assert "I want to go back to school" in got.values()
    assert "Anselm" not in repr(got)
    assert "" in got.values()  # that there are texts of ours is said
    csv = client_of(cast, "celia").post(reverse("cases:request_paper", args=[row.pk]), {"form": "csv"})
    paper = csv.content.decode()
    assert "Lilo" in paper
    assert "Anselm" not in paper
    assert 'filename="information.csv"' in csv["Content-Disposition"]


def test_nothing_goes_out_before_it_is_granted(cast: Cast, case: Case) -> None:
    row = _asked(cast, case)
    rights.put_together(cast["marek"], row.pk, NOW)
    with pytest.raises(NotNow):
        rights.paper(cast["celia"], row.pk, NOW)
    SubjectRequest.objects.filter(pk=row.pk).update(decision="granted")  # whoever writes the database grants nothing
    with pytest.raises(NotAllowed):
        rights.paper(cast["celia"], row.pk, NOW)


# ---- who does what ----


def test_whoever_answers_opens_the_request_and_never_the_file(cast: Cast, case: Case) -> None:
    row = _asked(cast, case, statement="I was never in that house")
    celia = cast["celia"]
    assert rights.look(celia, row.pk, NOW).said["statement"] == "I was never in that house"
    assert not network.records.open_many(cast.aurora, [case.pk, case.child_id], celia.keyring)
    assert client_of(cast, "celia").get(reverse("cases:file", args=[case.pk])).status_code in {403, 404}
    with pytest.raises((NotAllowed, NotHere)):
        rights.put_together(celia, row.pk, NOW)


@pytest.mark.parametrize("who", ["marek", "bao", "dalia", "edo", "nils", "lena"])
def test_nobody_else_answers(cast: Cast, case: Case, who: str) -> None:
    row = _asked(cast, case)
    with pytest.raises((NotAllowed, NotHere)):
        rights.check(cast[who], row.pk, "in_person", NOW)
    with pytest.raises((NotAllowed, NotHere)):
        rights.decide(cast[who], row.pk, "granted", "", NOW)


def test_it_is_answered_within_a_month_once_it_is_known_who_asks(cast: Cast, case: Case) -> None:
    row = _asked(cast, case)
    due = clocks.open_duties(kinds=[duties.ANSWER], subjects=[row.pk])[0].due_at
    assert 29 <= (due - NOW).days <= 31
    with pytest.raises(NotNow, match="Make sure first"):
        rights.decide(cast["celia"], row.pk, "granted", "", NOW)
    rights.check(cast["celia"], row.pk, "in_person", NOW)
    with pytest.raises(NotNow, match="put together"):
        rights.decide(cast["celia"], row.pk, "granted", "", NOW)
    with pytest.raises(NotNow, match="Write why"):
        rights.decide(cast["celia"], row.pk, "refused", "", NOW)
    rights.decide(cast["celia"], row.pk, "refused", "The court asked us to wait; you can complain there", NOW)
    assert not clocks.open_duties(subjects=[row.pk])
    with pytest.raises(NotNow, match="answered already"):
        rights.decide(cast["celia"], row.pk, "granted", "", NOW)


def test_a_granted_erasure_is_a_duty_and_erases_nothing_by_itself(cast: Cast, case: Case) -> None:
    row = _asked(cast, case, "erase")
    _answered(cast, row)
    assert [one.kind for one in clocks.open_duties(subjects=[row.pk])] == [duties.ERASE.code]
    assert Case.objects.filter(pk=case.pk).exists()


def test_the_persons_own_words_stand_on_the_file_and_nobody_changes_them(cast: Cast, case: Case) -> None:
    row = _asked(cast, case, "add_statement", statement="It was not my fault that I left")
    _answered(cast, row)
    for who in ("marek", "bao"):
        page = text(client_of(cast, who).get(reverse("cases:file", args=[case.pk])))
        assert "It was not my fault that I left" in page
    found = rights.statements(cast["marek"], case, NOW)
    assert [one.said["statement"] for one in found] == ["It was not my fault that I left"]


def test_what_a_child_asks_by_the_own_code_is_in_the_queue(cast: Cast, case: Case) -> None:
    phone = Phone()
    phone.code(coded(cast, case))
    phone.press("ask")
    assert "You did not choose anything yet." in phone.press("ask_send")
    form = phone.html
    assert "You get an answer within a month" in phone.press("ask_send", wish="see", text="Who knows me?", adult="1")
    phone.html = form
    phone.press("ask_send", wish="see", text="Who knows me?")
    row = SubjectRequest.objects.get()
    assert row.made_by_id is None
    said = rights.look(cast["celia"], row.pk, NOW).said
    assert (said["by"], said["statement"], said["identity_checked"]) == ("adult_survivor", "Who knows me?", "")
    page = text(client_of(cast, "celia").get(reverse("cases:requests")))
    assert reverse("cases:subject_request", args=[row.pk]) in page
    assert "Lilo" not in page


@pytest.mark.parametrize("who", ["marek", "edo", "nils"])
def test_the_queue_is_of_whoever_answers(cast: Cast, case: Case, who: str) -> None:
    _asked(cast, case)
    assert client_of(cast, who).get(reverse("cases:requests")).status_code in {403, 404}


def test_the_queue_says_that_more_wait(cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_MOST", 1)
    first, address = _asked(cast, case), reverse("cases:requests")
    assert "More than" not in text(client_of(cast, "celia").get(address))
    later = _asked(cast, case, "correct")
    page = text(client_of(cast, "celia").get(address))
    assert "More than 1 wait" in page
    assert reverse("cases:subject_request", args=[first.pk]) in page
    assert reverse("cases:subject_request", args=[later.pk]) not in page


def test_all_of_it_on_the_pages(cast: Cast, case: Case) -> None:
    marek, celia = client_of(cast, "marek"), client_of(cast, "celia")
    address = reverse("cases:request", args=[case.pk])
    assert "What is asked for" in text(marek.get(address))
    marek.post(address, {"subject_request_kind": "see", "subject_request_by": "child"})
    row = SubjectRequest.objects.get()
    page = reverse("cases:subject_request", args=[row.pk])
    assert page in text(celia.get(reverse("desk:day")))
    assert "must be put together first" in text(celia.get(page))
    celia.post(reverse("cases:request_check", args=[row.pk]), {"subject_request_identity_checked": "in_person"})
    marek.post(reverse("cases:request_pack", args=[row.pk]))
    assert "Lilo" in text(celia.get(page))
    celia.post(reverse("cases:request_decide", args=[row.pk]), {"subject_request_decision": "granted"})
    assert "Take it along as a PDF" in text(celia.get(page))
    assert "Lilo" not in text(celia.get(reverse("cases:requests")))


# ---- who may not ask (CM-36) ----


def _relative(cast: Cast, case: Case, *, barred: bool) -> UUID:
    marek = cast["marek"]
    with open_record(
        marek, child_ref(case.child), "cases.write", purpose="casework", now=NOW, thing=case, write=True
    ) as found:
        who = record.add(found, Caregiver(child=case.child, **record.by(marek, NOW)), {"name": "Anselm"})
        link = CareLink(id=new_id(), child=case.child, caregiver=who, consent_barred=barred, **record.by(marek, NOW))
        record.add(found, link, {"relationship": "uncle_aunt"})
    return link.pk


def test_who_may_not_be_told_of_a_child_may_not_ask_for_it(cast: Cast, case: Case) -> None:
    said = {"by": "representative"}
    with pytest.raises(NotNow, match="may not be told"):
        rights.register(cast["marek"], case.pk, "see", said, _relative(cast, case, barred=True), NOW)
    assert not SubjectRequest.objects.exists()
    rights.register(cast["marek"], case.pk, "see", said, _relative(cast, case, barred=False), NOW)
    assert SubjectRequest.objects.exists()


def test_lifting_the_bar_in_the_database_lets_nobody_ask(cast: Cast, case: Case) -> None:
    link = _relative(cast, case, barred=True)
    CareLink.objects.filter(pk=link).update(consent_barred=False)
    with pytest.raises(NotNow, match="may not be told"):
        rights.register(cast["marek"], case.pk, "see", {"by": "representative"}, link, NOW)


def test_a_relation_of_another_child_speaks_for_nobody_here(cast: Cast, case: Case) -> None:
    other = opened(cast)
    link = _relative(cast, other, barred=False)
    with pytest.raises(NotHere):
        rights.register(cast["marek"], case.pk, "see", {"by": "representative"}, link, NOW)
