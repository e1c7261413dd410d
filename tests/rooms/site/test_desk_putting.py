"""A task is put off: by whoever leads, as far as its kind allows, with a reason, and nothing else ends it."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from fanal.clocks import api as clocks
from fanal.clocks.contracts import DutyRef, DutyState, Target
from fanal.concerns import duties
from fanal.concerns.handovers import duties as duties_handover
from fanal.journal import api as journal
from fanal.network.contracts import Role
from tests.desk import client_of, text
from tests.people import NOW, Cast

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("that_day")]
DAY = timedelta(days=1)
KIND = duties_handover.ASK_OUTCOME
LATER = NOW.date() + 20 * DAY


def _begun(org: UUID, **more: object) -> DutyRef:
    return clocks.start(KIND, org, uuid4(), now=NOW, owner=Target.role(Role.MANAGER), **more)  # type: ignore[arg-type]


def _address(duty: DutyRef) -> str:
    return reverse("desk:put-off", args=[duty.id])


def test_whoever_leads_puts_it_off_with_a_reason(cast: Cast) -> None:
    duty, bao = _begun(cast.aurora), client_of(cast, "bao")
    clocks.sweep(NOW + 9 * DAY)
    assert clocks.next_of([duty.subject])[duty.subject].state is DutyState.LATE
    assert _address(duty) in text(bao.get(reverse("desk:day")))
    answer = bao.post(_address(duty), {"until": LATER.isoformat(), "reason": "authority"}, follow=True)
    page = text(answer)
    assert "It is put off." in page
    assert "We wait for an authority" in page
    now = clocks.next_of([duty.subject])[duty.subject]
    assert (now.state, now.due_at.date()) == (DutyState.OPEN, LATER)
    (line,) = journal.read(duty.subject)
    assert (line.deed, line.purpose) == ("clocks.put_off", f"authority {LATER}")


@pytest.mark.parametrize(
    ("until", "reason", "told"),
    [
        (NOW.date() + 31 * DAY, "authority", "Choose a day from tomorrow until"),
        (NOW.date(), "authority", "Choose a day from tomorrow until"),
        (NOW.date() - DAY, "authority", "Choose a day from tomorrow until"),
        (LATER, "", "Choose a reason."),
        (LATER, "lazy", ""),
    ],
)
def test_what_cannot_be_says_why_and_keeps_what_was_typed(cast: Cast, until: object, reason: str, told: str) -> None:
    duty = _begun(cast.aurora)
    bao = client_of(cast, "bao")
    page, before = (
        text(bao.post(_address(duty), {"until": str(until), "reason": reason})),
        text(bao.get(_address(duty))),
    )
    assert page.count(told) > before.count(told), "the day is also said beforehand"
    assert 'role="alert"' in page
    assert 'role="alert"' not in before
    assert str(until) in page
    assert clocks.next_of([duty.subject])[duty.subject].due_at == duty.due_at


def test_nobody_puts_off_what_is_not_theirs_to_put_off(cast: Cast) -> None:
    """Not theirs, ended, elsewhere, and what a child waits for: there is no such page."""
    mine, theirs = _begun(cast.aurora), _begun(cast.nordlys)
    ended, child = _begun(cast.aurora), clocks.start(duties.DECIDE_URGENT, cast.aurora, uuid4(), now=NOW)
    clocks.stop(ended.subject, now=NOW)
    sent = {"until": LATER.isoformat(), "reason": "authority"}
    for who, duty in (("bao", theirs), ("bao", ended), ("bao", child)):
        assert client_of(cast, who).post(_address(duty), sent).status_code == 404
    for who in ("lena", "femi"):
        assert client_of(cast, who).post(_address(mine), sent).status_code in {403, 404}
    assert clocks.next_of([mine.subject])[mine.subject].due_at == mine.due_at
    held = clocks.start(KIND, cast.aurora, uuid4(), now=NOW, person=cast["femi"].person)
    assert client_of(cast, "femi").post(_address(held), sent).status_code == 403  # an intake officer does not lead
