"""The one door: policy, keys and journal in the same call."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.http import Http404, HttpRequest, HttpResponse

from fanal.access import api as access
from fanal.access import policy, views
from fanal.access.contracts import RecordRef
from fanal.concerns.models import ReportingPage
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor, NetworkError, OrgKind, RingKind, Role
from fanal.vocabulary.results import Refused
from tests.people import NOW, Cast


@pytest.fixture(autouse=True)
def rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "_rules", dict(policy._rules))
    access.allow("test.open", Role.INTAKE_OFFICER, Role.MEMBER_ADMIN, opens=True)


def _ref(cast: Cast) -> RecordRef:
    ref = RecordRef(cast.aurora, uuid4(), "test")
    network.records.make(ref.org, ref.id, ["content"], network.rings.grants(ref.org, {RingKind.INTAKE: ["content"]}))
    return ref


def test_an_opening_leaves_an_entry(cast: Cast) -> None:
    """Who, which deed, why."""
    ref = _ref(cast)
    with access.open_record(cast["femi"], ref, "test.open", purpose="casework", now=NOW) as opened:
        assert opened.has("content")
    (line,) = journal.read(ref.id)
    assert (line.actor, line.deed, line.purpose) == (cast["femi"].person, "test.open", "casework")


@pytest.mark.parametrize(
    ("username", "code"), [("celia", "role"), ("nils", "foreign"), ("edo", "not_granted"), ("sol", "kind")]
)
def test_policy_and_keys_each_refuse_with_a_reason(cast: Cast, username: str, code: str) -> None:
    """A wrong role, another organisation, a role without the key, another kind of organisation: nothing opens,
    nothing is written."""
    ref = _ref(cast)
    with (
        pytest.raises(access.NotAllowed) as refused,
        access.open_record(cast[username], ref, "test.open", purpose="casework", now=NOW),
    ):
        pass
    assert refused.value.refusal.reason_code == code
    assert refused.value.refusal.words
    assert journal.read(ref.id) == []


def test_two_records_open_together_or_not_at_all(cast: Cast) -> None:
    """Each has an entry of its own; where one does not open, nothing was opened."""
    one, two = _ref(cast), _ref(cast)
    with access.open_records(cast["femi"], [one, two], "test.open", purpose="casework", now=NOW) as both:
        assert [opened.ref for opened in both] == [one, two]
        assert all(opened.has("content") for opened in both)
    for ref in (one, two):
        (line,) = journal.read(ref.id)
        assert (line.actor, line.deed, line.purpose) == (cast["femi"].person, "test.open", "casework")
    shut = RecordRef(cast.aurora, uuid4(), "test")
    network.records.make(
        shut.org, shut.id, ["content"], network.rings.grants(shut.org, {RingKind.CASEWORK: ["content"]})
    )
    third = _ref(cast)
    with (
        pytest.raises(access.NotAllowed) as refused,
        access.open_records(cast["femi"], [third, shut], "test.open", purpose="casework", now=NOW),
    ):
        pass
    assert refused.value.refusal.reason_code == "not_granted"
    assert journal.read(third.id) == journal.read(shut.id) == []


def test_records_that_do_not_belong_together_do_not_open_together(cast: Cast) -> None:
    """None at all, one twice, so that what is written into one of the two is lost, of two organisations, or what the
    policy is asked about is of another: nothing is opened."""
    mine = _ref(cast)
    theirs = RecordRef(cast.nordlys, uuid4(), "test")
    team = network.rings.grants(theirs.org, {RingKind.INTAKE: ["content"]})
    network.records.make(theirs.org, theirs.id, ["content"], team)
    foreign = ReportingPage(org_id=cast.nordlys)
    for refs, thing in (([], None), ([mine, mine], None), ([mine, theirs], mine), ([mine, _ref(cast)], foreign)):
        with (
            pytest.raises(ValueError, match="organisation"),
            access.open_records(cast["femi"], refs, "test.open", purpose="casework", now=NOW, thing=thing),
        ):
            pass
    assert journal.read(mine.id) == journal.read(theirs.id) == []


def test_a_deed_that_does_not_say_that_it_opens_opens_nothing(cast: Cast) -> None:
    """An incident counts the deeds that say so: none can be forgotten there."""
    access.allow("test.shut", Role.INTAKE_OFFICER)
    ref = _ref(cast)
    for door in (
        access.open_record(cast["femi"], ref, "test.shut", purpose="", now=NOW),
        access.scan_records(cast["femi"], ref, [ref.id], "test.shut", purpose="", now=NOW),
    ):
        with pytest.raises(ValueError, match=r"test\.shut opens what is sealed"), door:  # type: ignore[attr-defined]
            pass
    assert journal.read(ref.id) == []


def test_what_fails_inside_leaves_nothing(cast: Cast) -> None:
    """The entry and the write stand or fall together."""
    ref = _ref(cast)
    with pytest.raises(ZeroDivisionError), access.open_record(cast["femi"], ref, "test.open", purpose="", now=NOW):
        _ = 1 // 0
    assert journal.read(ref.id) == []


def test_an_undeclared_deed_cannot_be_asked_for(cast: Cast) -> None:
    """A forgotten rule is an error of the programmer, never a yes."""
    with pytest.raises(KeyError):
        access.may(cast["femi"], "test.forgotten")


def test_a_rule_is_declared_once() -> None:
    """Two rooms cannot disagree about a deed."""
    with pytest.raises(ValueError, match="twice"):
        access.allow("test.open", Role.MANAGER, kinds=[OrgKind.MEMBER])


def test_staff_read_the_clock_on_their_wall(cast: Cast) -> None:
    """A page for staff is drawn in the time zone of their organisation, and nobody else's page is."""
    from django.utils import timezone

    network_org = cast["femi"]
    request = HttpRequest()
    request.actor = replace(network_org, time_zone="Asia/Phnom_Penh")  # type: ignore[attr-defined]
    seen: list[str] = []

    @access.staff("test.open")
    def view(request: HttpRequest, actor: Actor) -> HttpResponse:
        seen.append(str(timezone.get_current_timezone()))
        return HttpResponse()

    view(request)
    assert (seen, str(timezone.get_current_timezone())) == (["Asia/Phnom_Penh"], "UTC")


@pytest.mark.parametrize(
    ("raised", "status", "told"),
    [
        (access.NotNow("It ended yesterday."), 409, "It ended yesterday."),
        (NetworkError("The key is an older one."), 409, "The key is an older one."),
        (access.NotAllowed(Refused("role", "Ask your manager.")), 403, "Ask your manager."),
        (access.Unreadable("A newer version wrote it."), 409, "A newer version wrote it."),
        (access.NotHere(), 404, ""),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, Exception) else "",
)
def test_what_a_deed_of_a_page_raises_is_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, raised: Exception, status: int, told: str
) -> None:
    """A view that forgot that a deed may not be done fails nobody: the person reads why."""

    @access.staff("test.open")
    def view(request: HttpRequest, actor: Actor) -> HttpResponse:
        raise raised

    monkeypatch.setattr(
        views, "render", lambda _request, _page, shown, status: HttpResponse(shown["words"], status=status)
    )
    request = HttpRequest()
    request.actor = cast["femi"]  # type: ignore[attr-defined]
    try:
        answer = view(request)
    except Http404:
        assert status == 404
        return
    assert answer.status_code == status
    assert told in answer.content.decode()
