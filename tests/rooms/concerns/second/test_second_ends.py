"""A partner's no ends what was asked, as a colleague's does; a question that fell is asked no more, and no task to
go on outlives it."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from fanal import vault
from fanal.access.api import NotHere, NotNow, history
from fanal.clocks import api as clocks
from fanal.clocks.contracts import Target
from fanal.clocks.models import Duty
from fanal.concerns.conflict import conflict, teams
from fanal.concerns.content import NoteContent
from fanal.concerns.handovers import handovers
from fanal.concerns.keeping import keeping
from fanal.concerns.models import Concern, Decision, SecondOpinion
from fanal.concerns.second import duties, second
from fanal.concerns.second.matters import What
from fanal.concerns.triage import decisions
from fanal.concerns.triage.decisions import Choice
from fanal.concerns.triage.triage import look
from fanal.network import api as network
from fanal.network.contracts import RingKind, Role
from fanal.vocabulary.codes import Finding, Triage
from tests.people import NOW, Cast, are_trained, gains
from tests.rooms.concerns.second.test_second import LATER, asked, in_bad_faith, says, to_police, told

pytestmark = pytest.mark.django_db(databases="__all__")
LATE = NOW + timedelta(hours=49)


def goes_on(cast: Cast) -> set[UUID]:
    """About which questions Nordlys has a task to go on."""
    return {one.subject for one in clocks.open_duties(org=cast.nordlys) if one.kind == duties.NEWS.code}


def is_asked(cast: Cast) -> bool:
    """Whether somebody of the partner has a task to answer."""
    return any(one.kind == duties.ANSWER.code for one in clocks.open_duties(org=cast.aurora))


def state(row: SecondOpinion) -> str:
    row.refresh_from_db()
    return row.state


def test_a_no_is_not_walked_round(cast: Cast) -> None:
    """Nobody is asked anew before it is taken over, also where it is decided anew; then what was asked has fallen."""
    concern = told(cast)
    decision = in_bad_faith(cast, concern)
    row = asked(cast, What.BAD_FAITH, decision.pk)
    says(cast, row, agree=False)
    with pytest.raises(NotNow, match="take over their no"):
        asked(cast, What.BAD_FAITH, decision.pk)
    anew = in_bad_faith(cast, concern, "oda")
    with pytest.raises(NotNow, match="take over their no"):
        asked(cast, What.BAD_FAITH, anew.pk)
    assert goes_on(cast) == {row.pk}
    second.carry_out(cast["oda"], row.pk, LATER)
    assert "I see it as you do" in _told(cast, concern)
    says(cast, asked(cast, What.BAD_FAITH, anew.pk))


def _told(cast: Cast, concern: UUID, who: str = "oda") -> list[str]:
    """What stands in the notes of the decisions of a concern."""
    return [one.note.text for one in look(cast[who], concern, LATER).decisions if one.note]


def test_a_no_that_is_taken_over_ends_its_task(cast: Cast) -> None:
    row = asked(cast, What.BAD_FAITH, in_bad_faith(cast, told(cast)).pk)
    says(cast, row, agree=False)
    assert goes_on(cast) == {row.pk}
    second.carry_out(cast["oda"], row.pk, LATER)
    assert not goes_on(cast)


def test_a_no_to_a_handover_takes_the_draft_back(cast: Cast) -> None:
    """Its reason stands in the concern; another draft can be asked about, the same one cannot."""
    draft, _seen = to_police(cast)
    row = asked(cast, What.TO_AUTHORITY, draft.pk)
    says(cast, row, agree=False)
    with pytest.raises(NotNow, match="take over their no"):
        asked(cast, What.TO_AUTHORITY, draft.pk)
    second.carry_out(cast["nils"], row.pk, LATER)
    draft.refresh_from_db()
    assert (draft.state, state(row)) == ("withdrawn", "used")
    assert not goes_on(cast)
    assert draft.concern_id is not None
    assert "I see it as you do" in _told(cast, draft.concern_id)
    with pytest.raises(NotHere):
        asked(cast, What.TO_AUTHORITY, draft.pk)
    assert draft.recipient_id is not None
    again = handovers.draft(cast["nils"], draft.concern_id, draft.recipient_id, UUID(int=8), LATER)
    shown = handovers.look_again(cast["nils"], again.pk, LATER)[0].preview
    assert shown is not None
    handovers.read_note(cast["nils"], again.pk, LATER)
    handovers.confirm(cast["nils"], again.pk, shown.hash, LATER)
    asked(cast, What.TO_AUTHORITY, again.pk)


def test_a_yes_that_is_taken_back_or_ends_leaves_no_task(cast: Cast) -> None:
    """Whoever asked takes it back; the agreement ends."""
    decision = in_bad_faith(cast, told(cast))
    row = asked(cast, What.BAD_FAITH, decision.pk)
    says(cast, row)
    assert goes_on(cast) == {row.pk}
    second.withdraw(cast["nils"], row.pk, LATER)
    assert not goes_on(cast)
    row = asked(cast, What.BAD_FAITH, decision.pk)
    says(cast, row)
    network.agreements.end(cast["bao"], row.agreement_id, LATER)
    assert not goes_on(cast)


def _lapses(cast: Cast, row: SecondOpinion) -> None:
    clocks.sweep(LATE)
    assert state(row) == "expired"
    assert goes_on(cast) == {row.pk}


def test_what_nobody_answered_is_over_when_it_is_asked_anew_or_falls(cast: Cast) -> None:
    concern = told(cast)
    decision = in_bad_faith(cast, concern)
    _lapses(cast, asked(cast, What.BAD_FAITH, decision.pk))
    seen = second.look(cast["nils"], What.BAD_FAITH, decision.pk, cast.aurora, LATE).hash
    row = second.ask_partner(cast["nils"], What.BAD_FAITH, decision.pk, cast.aurora, seen, LATE)
    assert not goes_on(cast)
    clocks.sweep(LATE + timedelta(hours=49))
    assert goes_on(cast) == {row.pk}
    in_bad_faith(cast, concern)
    assert not goes_on(cast)


@pytest.mark.parametrize("agree", [True, False])
def test_a_concern_in_other_hands_takes_a_yes_back_and_a_no_along(cast: Cast, agree: bool) -> None:
    """Nobody is asked round the no by the safeguarding lead either, who takes it over."""
    concern = told(cast)
    decision = in_bad_faith(cast, concern)
    row = asked(cast, What.BAD_FAITH, decision.pk)
    says(cast, row, agree=agree)
    conflict.mark(cast["oda"], concern, LATER)
    assert (state(row), goes_on(cast)) == (("withdrawn", set()) if agree else ("no", {row.pk}))
    if agree:
        asked(cast, What.BAD_FAITH, decision.pk, "pia")
        return
    assert Duty.objects.get(subject=row.pk, kind=duties.NEWS.code).owner == "role:safeguarding_lead"
    with pytest.raises(NotNow, match="take over their no"):
        asked(cast, What.BAD_FAITH, decision.pk, "pia")
    second.carry_out(cast["pia"], row.pk, LATER)
    assert not goes_on(cast)
    assert "I see it as you do" in _told(cast, concern, "pia")


def test_a_concern_of_another_team_takes_what_was_asked_along(cast: Cast) -> None:
    """Its people go on with it, under keys of theirs; the team of before opens nothing of it, nor does the partner."""
    concern = told(cast)
    gains(cast["quim"].person, Role.INTAKE_OFFICER)
    are_trained([cast["quim"].person])
    coast = network.teams.make(cast["oda"], RingKind.INTAKE, "Coast", [cast["quim"].person], NOW)
    decision = in_bad_faith(cast, concern)
    row = asked(cast, What.BAD_FAITH, decision.pk)
    teams.give_to(cast["oda"], concern, coast.id, LATER)
    assert (state(row), is_asked(cast)) == ("withdrawn", False)
    assert second.read(cast["quim"], row.pk, LATER).content.reason
    for who in ("nils", "bao"):
        with pytest.raises(vault.NotGranted):
            network.records.open_held(cast.nordlys, row.pk, cast[who].keyring)
    says(cast, asked(cast, What.BAD_FAITH, decision.pk, "quim"))
    (task,) = clocks.open_duties(org=cast.nordlys, kinds=[duties.NEWS])
    assert task.owner == Target.team(coast.id)


def test_a_decision_that_falls_is_asked_of_nobody(cast: Cast) -> None:
    """It is decided otherwise, or a colleague says no: the partner sees it no more at once."""
    concern = told(cast)
    row = asked(cast, What.BAD_FAITH, in_bad_faith(cast, concern).pk)
    anew = in_bad_faith(cast, concern, "oda")
    assert (state(row), is_asked(cast)) == ("withdrawn", False)
    with pytest.raises(NotNow):
        second.read(cast["bao"], row.pk, LATER)
    row = asked(cast, What.BAD_FAITH, anew.pk)
    decisions.confirm(cast["nils"], anew.pk, agree=False, note=NoteContent(text="Look again"), now=LATER)
    assert (state(row), is_asked(cast)) == ("withdrawn", False)


def test_an_erasure_that_a_colleague_refuses_is_asked_of_nobody(cast: Cast) -> None:
    concern = told(cast)
    choice = Choice(Triage.INFORMATION_ONLY, NoteContent(text="Hearsay"))
    decisions.decide(cast["nils"], concern, choice, Concern.objects.get(pk=concern).version, NOW)
    keeping.ask_erase(cast["nils"], concern, "Told twice", NOW)
    waits = Decision.objects.get(concern=concern, needs_second=True)
    row = asked(cast, What.ERASE_EARLY, waits.pk)
    keeping.keep_after_all(cast["oda"], waits.pk, "Somebody may ask for it", LATER)
    assert (state(row), is_asked(cast)) == ("withdrawn", False)


@pytest.mark.parametrize("how", ["changed", "withdrawn"])
def test_a_draft_that_is_another_or_gone_is_asked_of_nobody(cast: Cast, how: str) -> None:
    draft, _seen = to_police(cast)
    row = asked(cast, What.TO_AUTHORITY, draft.pk)
    if how == "changed":
        handovers.redraft(cast["nils"], draft.pk, [], LATER)
    else:
        handovers.withdraw(cast["nils"], draft.pk, LATER)
    assert (state(row), is_asked(cast)) == ("withdrawn", False)


def test_a_handover_that_goes_after_a_call_is_asked_of_nobody(cast: Cast) -> None:
    """The emergency was called about meanwhile: one person sends it, and the partner need not answer."""
    draft, seen = to_police(cast)
    row = asked(cast, What.TO_AUTHORITY, draft.pk)
    assert draft.concern_id is not None
    _calls(cast, draft.concern_id, NOW)
    assert handovers.confirm(cast["nils"], draft.pk, seen, LATER).state == "offered"
    assert (state(row), is_asked(cast)) == ("withdrawn", False)


def _calls(cast: Cast, concern: UUID, now: datetime) -> None:
    called = NoteContent(called="191", called_at=now, they_said="A car comes")
    version = Concern.objects.get(pk=concern).version
    decisions.decide(cast["nils"], concern, Choice(Triage.URGENT_RESPONSE, called), version, now)


def test_a_look_is_no_question(cast: Cast) -> None:
    """In the journal of the concern stands that somebody looked; that a partner was asked stands there once."""
    concern = told(cast)
    decision = in_bad_faith(cast, concern)
    second.look(cast["nils"], What.BAD_FAITH, decision.pk, cast.aurora, NOW)
    asks = "Asked the partner for the second yes"
    assert [one.what for one in history(cast["nils"], concern)].count(asks) == 0
    asked(cast, What.BAD_FAITH, decision.pk)
    words = [one.what for one in history(cast["nils"], concern)]
    assert (words.count(asks), words.count("Looked at what the second yes is asked for")) == (1, 2)
    assert decision.finding == Finding.BAD_FAITH
