"""CM-64: an approval is of one exact content, by a second person, one at a time; any edit lapses it at once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases import duties
from fanal.cases.approvals import approvals
from fanal.cases.approvals.approvals import Shown
from fanal.cases.approvals.desk.acts import differences
from fanal.cases.files import approving, files, record
from fanal.cases.files.approving import APPROVED, SENT_BACK, Stand
from fanal.cases.models import Approval, Case
from fanal.cases.policy import WRITE
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Role
from tests.desk import client_of, text
from tests.people import NOW, Cast

pytestmark = pytest.mark.django_db(databases="__all__")
KIND, LATER = "merge", timedelta(hours=2)


def _content(held: Any, case: Case, subject: UUID) -> dict[str, Any] | None:
    return {"wishes": held.read(case, "content").wishes} if subject == case.pk else None


def _shown(_case: Case, content: Any) -> Shown:
    return Shown([("Wishes", [("What the child wants", content["wishes"])])], child=content["wishes"])


@pytest.fixture(autouse=True)
def kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is approved here: the wishes of the child."""
    kinds = dict(approvals.KINDS)
    monkeypatch.setattr(approvals, "KINDS", kinds)
    for module in ("fanal.cases.approvals.desk.acts", "fanal.cases.approvals.desk.doors"):
        monkeypatch.setattr(f"{module}.KINDS", kinds)
    approvals.register(
        KIND, content=_content, shown=_shown, url=lambda case, _row: reverse("cases:file", args=[case.pk])
    )


def wants(cast: Cast, case: Case, words: str, now: Any = NOW) -> None:
    """The worker writes what the child wants, and says that it was touched."""
    with record.writing(cast["marek"], case.pk, WRITE, now) as (row, held):
        record.change(held, row, {"wishes": words})
        row.version += 1
        row.save()
        approvals.touched(held, row, KIND, row.pk, now)


def asked(cast: Cast, case: Case, words: str = "To go back to school", now: Any = NOW) -> Approval:
    wants(cast, case, words, now)
    return approvals.ask_approval(cast["marek"], case.pk, KIND, case.pk, now)


def where(cast: Cast, case: Case) -> Stand:
    with files.looking(cast["marek"], case.pk, NOW + LATER) as found:
        return approvals.stand(found.of_case, found.case, KIND, case.pk)


def due(case: Case) -> list[str]:
    return [one.kind for one in clocks.open_duties(files=[case.pk])]


def test_from_the_worker_to_the_supervisor_and_back(cast: Cast, case: Case) -> None:
    """My day leads to the page; it shows the child's words; sent back with a reason; asked again, and approved."""
    marek, bao = client_of(cast, "marek"), client_of(cast, "bao")
    row = asked(cast, case)
    page = reverse("cases:approval_decide", args=[case.pk, row.pk])
    assert page in text(bao.get(reverse("desk:day")))
    listed = text(bao.get(reverse("cases:to_approve")))
    assert page in listed
    assert case.number in listed
    assert "Lilo" not in listed
    assert "school" not in listed
    shown = text(bao.get(page))
    assert "To go back to school" in shown
    assert "I read it, and approve it" in shown
    assert "Write what is missing." in text(bao.post(page, {"decision": "sent_back"}))
    bao.post(page, {"decision": "sent_back", "approval_note": "Ask her about her aunt"})
    told = text(marek.get(reverse("cases:file", args=[case.pk])))
    assert "Ask her about her aunt" in told
    again = reverse("cases:approval_ask", args=[case.pk, KIND, case.pk])
    assert again in told
    marek.post(again)
    newest = Approval.objects.get(decision="")
    page = reverse("cases:approval_decide", args=[case.pk, newest.pk])
    assert "Approved." in text(bao.post(page, {"decision": "approved"}, follow=True))
    assert where(cast, case) is Stand.APPROVED
    assert bao.get(page).status_code == 302, "it is decided: nothing is asked again"


def test_any_edit_lapses_it_with_a_duty_and_a_second_look_shows_what_differs(cast: Cast, case: Case) -> None:
    row = asked(cast, case)
    approvals.decide(cast["bao"], case.pk, row.pk, APPROVED, "", NOW)
    assert where(cast, case) is Stand.APPROVED
    wants(cast, case, "To live with her aunt", NOW + LATER)
    assert where(cast, case) is Stand.LAPSED
    assert duties.LAPSED.code in due(case)
    marek = client_of(cast, "marek")
    address = reverse("cases:file", args=[case.pk])
    assert "Until it is approved again, it does not count." in text(marek.get(address))
    assert address in text(marek.get(reverse("desk:day")))
    again = approvals.ask_approval(cast["marek"], case.pk, KIND, case.pk, NOW + LATER)
    assert duties.LAPSED.code not in due(case)
    page = text(client_of(cast, "bao").get(reverse("cases:approval_decide", args=[case.pk, again.pk])))
    assert "What is different" in page
    assert "To go back to school" in page
    assert "To live with her aunt" in page


def test_what_changed_after_it_was_asked_is_not_approved(cast: Cast, case: Case) -> None:
    """The supervisor approves what they were asked; put back as it was, it can be approved again."""
    row = asked(cast, case)
    wants(cast, case, "Something else")
    assert duties.APPROVAL.code not in due(case)
    with pytest.raises(NotNow, match="changed since you were asked"):
        approvals.decide(cast["bao"], case.pk, row.pk, APPROVED, "", NOW)
    page = text(client_of(cast, "bao").get(reverse("cases:approval_decide", args=[case.pk, row.pk])))
    assert "It was changed since you were asked" in page
    wants(cast, case, "To go back to school")
    assert duties.APPROVAL.code in due(case)
    approvals.decide(cast["bao"], case.pk, row.pk, APPROVED, "", NOW)
    assert where(cast, case) is Stand.APPROVED
    with pytest.raises(NotNow, match="approved already"):
        approvals.ask_approval(cast["marek"], case.pk, KIND, case.pk, NOW)


def test_what_is_asked_anew_takes_the_place_of_what_was_asked(cast: Cast, case: Case) -> None:
    first = asked(cast, case)
    second = asked(cast, case, "Something else", NOW + LATER)
    first.refresh_from_db()
    assert first.decision == approving.REPLACED
    assert list(approvals.waiting(cast["bao"])) == [second]
    with pytest.raises(NotNow, match="decided meanwhile"):
        approvals.decide(cast["bao"], case.pk, first.pk, APPROVED, "", NOW + LATER)


def test_nobody_approves_own_work(cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the worker with a supervisor's role, not whoever asked, not whoever wrote it."""
    row = asked(cast, case)
    with pytest.raises(NotAllowed):
        approvals.decide(cast["marek"], case.pk, row.pk, APPROVED, "", NOW)
    network.people.give_roles(cast["bao"], cast["marek"].person, [Role.CASEWORKER, Role.SUPERVISOR], NOW)
    with pytest.raises(NotAllowed):
        approvals.decide(cast["marek"], case.pk, row.pk, APPROVED, "", NOW)
    assert not approvals.waiting(cast["marek"]).exists()
    by_bao = approvals.KINDS[KIND]
    monkeypatch.setitem(
        approvals.KINDS, KIND, approvals.Kind(KIND, _content, _shown, by_bao.url, by=lambda *_: {cast["bao"].person})
    )
    with pytest.raises(NotNow, match="Nobody approves their own work"):
        approvals.decide(cast["bao"], case.pk, row.pk, APPROVED, "", NOW)


def test_two_who_approve_each_other_are_told_to_the_manager(cast: Cast, case: Case) -> None:
    """In one month, at once; the manager sees who and when, and no file."""
    row = asked(cast, case)
    Approval.objects.create(
        case=case, kind=KIND, subject=case.pk, content_mac=b"x", made_by_id=cast["bao"].person,
        made_at=NOW - timedelta(days=1), decided_by_id=cast["marek"].person, decided_at=NOW - LATER, decision=APPROVED,
    )  # fmt: skip
    approvals.decide(cast["bao"], case.pk, row.pk, APPROVED, "", NOW)
    (told,) = clocks.open_duties(org=case.org_id, kinds=[duties.EACH_OTHER])
    assert told.about != case.pk
    manager = next(name for name in ("celia", "edo", "dalia") if cast[name].has(Role.MANAGER, Role.SAFEGUARDING_LEAD))
    client = client_of(cast, manager)
    page = text(client.get(reverse("cases:each_other")))
    assert "Marek" in page
    assert case.number not in page
    client.post(reverse("cases:each_other_noted", args=[row.pk]))
    assert not clocks.open_duties(org=case.org_id, kinds=[duties.EACH_OTHER])


def test_others_reach_no_approval(cast: Cast, case: Case) -> None:
    row = asked(cast, case)
    with pytest.raises(NotHere):
        approvals.decide(cast["nils"], case.pk, row.pk, APPROVED, "", NOW)
    with pytest.raises(NotHere):
        approvals.ask_approval(cast["marek"], case.pk, "no-such-kind", case.pk, NOW)
    with pytest.raises(NotHere):
        approvals.ask_approval(cast["marek"], case.pk, KIND, row.pk, NOW)
    for who in ("nils", "amara", "edo", "dalia"):
        client: Client = client_of(cast, who)
        answer = client.get(reverse("cases:approval_decide", args=[case.pk, row.pk]))
        assert answer.status_code in {403, 404}, who
        assert "school" not in text(answer)
    assert Approval.objects.get(pk=row.pk).decision == ""


def test_whoever_writes_the_database_approves_nothing(cast: Cast, case: Case) -> None:
    row = asked(cast, case)
    Approval.objects.filter(pk=row.pk).update(decision=APPROVED, decided_by=cast["bao"].person, decided_at=NOW)
    assert where(cast, case) is Stand.NOT_ASKED
    Approval.objects.filter(pk=row.pk).update(decision="", decided_by=None, decided_at=None)
    assert where(cast, case) is Stand.ASKED
    for decision in ("", "maybe"):
        with pytest.raises(NotNow, match="Approve it, or send it back"):
            approvals.decide(cast["bao"], case.pk, row.pk, decision, "", NOW)
    approvals.decide(cast["bao"], case.pk, row.pk, SENT_BACK, "Not yet", NOW)
    Approval.objects.filter(pk=row.pk).update(decision=APPROVED)
    assert where(cast, case) is not Stand.APPROVED


_text = st.text(max_size=4)
_values = st.recursive(
    _text | st.booleans() | st.none(),
    lambda one: st.lists(one, max_size=3) | st.dictionaries(_text, one, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(_text, _values, max_size=4), st.dictionaries(_text, _values, max_size=4))
def test_a_content_has_one_form_and_no_other_content_has_it(one: dict[str, Any], other: dict[str, Any]) -> None:
    forms = [approving.canonical(KIND, UUID(int=1), content) for content in (one, other)]
    assert (forms[0] == forms[1]) == (one == other)
    assert approving.canonical(KIND, UUID(int=1), dict(reversed(one.items()))) == forms[0]
    assert approving.canonical(KIND, UUID(int=2), one) != forms[0]


def test_what_differs_is_said_line_by_line_also_of_lines_of_one_name() -> None:
    then = Shown([("Goals", [("Goal", "School"), ("Goal", "Aunt")])])
    now = Shown([("Goals", [("Goal", "School"), ("Goal", "Work")]), ("Help", [("What", "Clinic")])])
    said = [(name.replace("\u00a0", " "), before, after) for name, before, after in differences(then, now)]
    assert said == [("Goals · Goal", "Aunt", "Work"), ("Help · What", "", "Clinic")]


def test_a_list_that_is_cut_says_so(cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left out in silence."""
    bao = client_of(cast, "bao")
    asked(cast, case)
    assert "Here stand those that were asked first" not in text(bao.get(reverse("cases:to_approve")))
    monkeypatch.setattr("fanal.cases.approvals.desk.lists.MOST", 0)
    assert "Here stand those that were asked first" in text(bao.get(reverse("cases:to_approve")))
