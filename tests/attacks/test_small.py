"""Who writes to the database and has no key makes no member small, is no partner, says no second yes; and a partner
sees the preview and nothing else."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from fanal import vault
from fanal.access.api import NotAllowed, NotHere, NotNow, RecordRef, history, open_record
from fanal.cases.keeping import keeping as cases_keeping
from fanal.cases.models import Told
from fanal.concerns.access_terms import KIND, ref_of
from fanal.concerns.conflict import conflict
from fanal.concerns.keeping import keeping
from fanal.concerns.models import Concern, Decision, SecondOpinion
from fanal.concerns.second import record, second
from fanal.concerns.second.matters import What
from fanal.concerns.triage import decisions, triage
from fanal.journal import api as journal
from fanal.journal.models import Entry
from fanal.network import api as network
from fanal.network import marks, unbelieved
from fanal.network.contracts import ROLE_RINGS, AgreementPurpose, NetworkError, Profile, RingKind, Role
from fanal.network.models import Agreement, Bundle, Organisation, RoleHeld
from fanal.vocabulary.codes import Finding
from fanal.vocabulary.ids import new_id
from tests.attacks.writer import Thief, kept, planted, put_back
from tests.desk import client_of, text
from tests.people import NOW, Cast, are_trained, gains, loses, now_are
from tests.rooms.cases.keeping.test_keeping import ended
from tests.rooms.concerns.passing import agree
from tests.rooms.concerns.second.test_second import BAD, LATER, asked, in_bad_faith, says, told
from tests.rooms.concerns.told import HOUR, tell
from tests.small import EVERY, grows, police, turn_small

pytestmark = pytest.mark.django_db(databases="__all__")


def _holds(concern: UUID) -> bool:
    return Concern.objects.get(pk=concern).finding == Finding.BAD_FAITH


def test_a_profile_that_somebody_writes_makes_no_colleague_the_second(cast: Cast) -> None:
    """Nor a partner of a full member's: what is stored of the organisation was changed, and nothing is done."""
    concern = told(cast)
    decision = in_bad_faith(cast, concern)
    Organisation.objects.filter(name="Nordlys").update(profile="full")
    with pytest.raises(NetworkError, match="past Fanal"):
        decisions.confirm(cast["oda"], decision.pk, agree=True, note=BAD, now=NOW)
    assert not _holds(concern)
    mine = tell(cast, NOW).id
    waits = in_bad_faith(cast, mine, "amara")
    Organisation.objects.filter(name="Aurora").update(profile="small")
    with pytest.raises(NotNow, match="past Fanal"):
        second.ask_partner(cast["amara"], What.BAD_FAITH, waits.pk, cast.nordlys, "", NOW)


def test_an_older_profile_that_is_put_back_is_none(
    cast: Cast, data: Path, django_capture_on_commit_callbacks: Any
) -> None:
    """The row with its code from when it was not small: its number is not the newest."""
    concern = told(cast)
    grows(cast["pia"])
    marks.bring_up(unbelieved.newest())
    before = kept(Organisation.objects.filter(name="Nordlys"))
    with django_capture_on_commit_callbacks(execute=True):
        network.small.choose(cast["pia"], Profile.SMALL, NOW)
    decision = in_bad_faith(cast, concern)
    put_back(before)
    with pytest.raises(NetworkError, match="past Fanal"):
        decisions.confirm(cast["oda"], decision.pk, agree=True, note=BAD, now=NOW)


def test_a_partner_that_somebody_writes_is_none(cast: Cast) -> None:
    """An agreement of a member that nobody founded, one with purposes that were not signed: nobody is asked under it,
    and the gate sees no partner."""
    decision = in_bad_faith(cast, told(cast))
    org, thief = cast.nordlys, Thief()
    true = Agreement.objects.get(purposes=["second_person"])
    planted_member = thief.organisation()
    for partner, signature in ((planted_member.pk, thief.signer.sign("agreement", b"x")), (cast.secretariat, b"")):
        row = Agreement(a_id=org, b_id=partner, purposes=["second_person"], categories=list(true.categories))
        row.starts, row.ends = true.starts, true.ends
        row.signature_a, row.signature_b = bytes(true.signature_a), signature or bytes(true.signature_b)
        row.save(force_insert=True)
        assert network.small.partners(org, NOW.date()) == [cast.aurora]
        with pytest.raises(NotNow):
            second.look(cast["nils"], What.BAD_FAITH, decision.pk, partner, NOW)
    Agreement.objects.filter(pk=true.pk).update(purposes=["concern_handover", "second_person"])
    assert network.small.partners(org, NOW.date()) == []
    loses(cast["edo"].person, Role.AUDITOR)
    RoleHeld.objects.create(person_id=cast["amara"].person, role=Role.AUDITOR, since=NOW.date())
    Agreement.objects.filter(pk=true.pk).update(purposes=["second_person"])
    assert network.small.from_partners(org, NOW.date())[Role.AUDITOR] == []


def test_a_yes_that_somebody_writes_is_none(cast: Cast) -> None:
    """Into the row, and as an entry of the journal with keys of a colleague of the partner."""
    concern = told(cast)
    row = asked(cast, What.BAD_FAITH, in_bad_faith(cast, concern).pk)
    SecondOpinion.objects.filter(pk=row.pk).update(state="yes", answered_by=cast["bao"].person, answered_at=LATER)
    with pytest.raises(NotAllowed):
        second.carry_out(cast["nils"], row.pk, LATER)
    SecondOpinion.objects.filter(pk=row.pk).update(state="asked", answered_by=None, answered_at=None)
    made = journal.write(row.pk, cast["bao"].signatory(), record.YES, at=LATER, items=[bytes(row.code)])
    planted(Entry.objects.filter(record=row.pk, seq=made.seq))
    with pytest.raises((NotAllowed, NotNow)):
        second.carry_out(cast["nils"], row.pk, LATER)
    assert not _holds(concern)


def test_a_yes_of_the_members_own_people_is_none(cast: Cast) -> None:
    """Somebody of Nordlys who writes the entry with their own true key is no partner."""
    concern = told(cast)
    row = asked(cast, What.BAD_FAITH, in_bad_faith(cast, concern).pk)
    with pytest.raises(NotAllowed):
        second.answer(cast["oda"], row.pk, agree=True, reason="Yes", now=LATER)
    journal.write(row.pk, cast["oda"].signatory(), record.YES, at=LATER, items=[bytes(row.code)])
    with pytest.raises(NotNow, match="has not said yes"):
        second.carry_out(cast["nils"], row.pk, LATER)
    assert not _holds(concern)


def test_a_yes_is_not_replayed_for_another_record(cast: Cast) -> None:
    """The row of a yes is turned to another decision, or copied for it with its entries; and a used one comes back."""
    concern = told(cast)
    row = asked(cast, What.BAD_FAITH, in_bad_faith(cast, concern).pk)
    says(cast, row)
    other = tell(cast, NOW, page="XB").id
    waits = in_bad_faith(cast, other)
    before = kept(SecondOpinion.objects.filter(pk=row.pk))
    SecondOpinion.objects.filter(pk=row.pk).update(subject=waits.pk, concern=other)
    with pytest.raises(NotAllowed):
        second.carry_out(cast["nils"], row.pk, LATER)
    put_back(before)
    twin = SecondOpinion.objects.get(pk=row.pk)
    twin.pk, twin.subject, twin.concern_id = new_id(), waits.pk, other
    twin.save(force_insert=True)
    for entry in Entry.objects.filter(record=row.pk).order_by("seq"):
        entry.pk, entry.record = None, twin.pk
        entry.save(force_insert=True)
    with pytest.raises((NotAllowed, NotNow)):
        second.carry_out(cast["nils"], twin.pk, LATER)
    assert not _holds(other)
    second.carry_out(cast["nils"], row.pk, LATER)
    assert _holds(concern)
    put_back(before)
    with pytest.raises((NotAllowed, NotHere)):
        second.carry_out(cast["nils"], row.pk, LATER)


def test_a_yes_whose_agreement_ended_does_not_come_back(cast: Cast) -> None:
    """Row, agreement and keys as they were before: the journal of both knows better."""
    concern = told(cast)
    row = asked(cast, What.BAD_FAITH, in_bad_faith(cast, concern).pk)
    says(cast, row)
    copy = kept(SecondOpinion.objects.filter(pk=row.pk), Agreement.objects.filter(pk=row.agreement_id))
    network.agreements.end(cast["bao"], row.agreement_id, LATER)
    put_back(copy)
    with pytest.raises((NotAllowed, NotNow)):
        second.carry_out(cast["nils"], row.pk, LATER)
    assert not _holds(concern)


def test_a_partner_gets_the_preview_and_no_more(cast: Cast) -> None:
    """Neither the concern nor its pages, nor another team of theirs the preview; nothing after the answer, also where
    somebody puts the keys back; nothing after two days, whatever the row says."""
    concern = told(cast)
    row = asked(cast, What.BAD_FAITH, in_bad_faith(cast, concern).pk)
    opened = Concern.objects.get(pk=concern)
    gains(cast["bao"].person, Role.INTAKE_OFFICER)
    are_trained([cast["bao"].person])
    with pytest.raises(NotHere):
        triage.look(cast["bao"], concern, NOW)
    for ref in (ref_of(opened), RecordRef(cast.aurora, concern, KIND)):
        with pytest.raises(NotAllowed), open_record(cast["bao"], ref, "concerns.open", purpose="", now=NOW):
            pass
    oda = client_of(cast, "bao")
    for name in ("concern", "opened_by", "keeping"):
        assert oda.get(reverse(f"concerns:{name}", args=[concern])).status_code == 404
    for who in ("amara", "femi", "celia", "dalia", "edo", "sol"):
        with pytest.raises((NotHere, NotAllowed)):
            second.read(cast[who], row.pk, NOW)
    bundles = kept(Bundle.objects.filter(record=row.pk))
    late = NOW + timedelta(hours=49)
    SecondOpinion.objects.filter(pk=row.pk).update(due_at=late + timedelta(days=9))
    with pytest.raises(NotAllowed):
        second.read(cast["bao"], row.pk, late)
    SecondOpinion.objects.filter(pk=row.pk).update(due_at=row.due_at)
    says(cast, row)
    put_back(bundles)
    with pytest.raises(NotNow):
        second.read(cast["bao"], row.pk, LATER)
    with (
        pytest.raises(NotAllowed),
        open_record(cast["bao"], record.ref_of(row), record.OPEN, purpose="", now=LATER, thing=row),
    ):
        pass
    page = text(oda.get(reverse("concerns:opinion", args=[row.pk])))
    assert "You no longer see what it was about" in page
    assert BAD.evidence not in page


def test_an_erasure_is_not_carried_out_on_a_row(cast: Cast) -> None:
    """Early erasure that nobody asked for, with a partner's yes to something else."""
    concern = told(cast)
    row = asked(cast, What.BAD_FAITH, in_bad_faith(cast, concern).pk)
    says(cast, row)
    Decision.objects.filter(pk=row.subject).update(code=keeping.ERASE_EARLY, finding="")
    SecondOpinion.objects.filter(pk=row.pk).update(what=What.ERASE_EARLY)
    with pytest.raises(NotAllowed):
        second.carry_out(cast["nils"], row.pk, LATER)
    assert Concern.objects.filter(pk=concern).exists()


def test_an_authority_is_no_second_person(cast: Cast) -> None:
    """Nobody there could answer, and what was asked would be sealed to whom it may never go."""
    turn_small(cast)
    unit = police(cast)
    agree(cast, EVERY, purpose=AgreementPurpose.SECOND_PERSON, by="nils", signer="leo", partner=unit)
    assert network.small.partners(cast.nordlys, NOW.date()) == []
    decision = in_bad_faith(cast, tell(cast, NOW, page="XB").id)
    with pytest.raises(NotNow, match="Only another member"):
        second.look(cast["nils"], What.BAD_FAITH, decision.pk, unit, NOW)
    with pytest.raises(NotNow, match="Only another member"):
        second.ask_partner(cast["nils"], What.BAD_FAITH, decision.pk, unit, "", NOW)


@pytest.mark.parametrize("state", ["asked", "yes", "no", "used"])
def test_the_team_keeps_no_keys_of_what_was_asked_when_a_conflict_takes_the_concern(cast: Cast, state: str) -> None:
    """Whatever became of it: the safeguarding lead reads what was asked and answered, and nobody else does."""
    concern, row = _asked_and(cast, state)
    assert _opens(cast, "nils", row.pk)
    conflict.mark(cast["nils"], concern, LATER + HOUR)
    for who in ("nils", "oda", "bao"):
        assert not _opens(cast, who, row.pk)
    read = second.read(cast["pia"], row.pk, LATER + HOUR)
    assert (read.content.evidence, read.reason) == (BAD.evidence, "I see it as you do" if state != "asked" else "")
    with pytest.raises((NotHere, NotAllowed)):
        second.read(cast["nils"], row.pk, LATER + HOUR)
    assert "safeguarding" not in " ".join(event.what for event in history(cast["bao"], row.pk))
    conflict.clear(cast["pia"], concern, LATER + 2 * HOUR)
    assert second.read(cast["nils"], row.pk, LATER + 2 * HOUR) == read


def _asked_and(cast: Cast, state: str) -> tuple[UUID, SecondOpinion]:
    concern = told(cast)
    row = asked(cast, What.BAD_FAITH, in_bad_faith(cast, concern).pk)
    if state != "asked":
        says(cast, row, agree=state == "yes")
    if state == "used":
        second.carry_out(cast["nils"], row.pk, LATER)
    return concern, row


def _opens(cast: Cast, who: str, record: UUID) -> bool:
    try:
        network.records.open_held(cast.nordlys, record, cast[who].keyring)
    except vault.NotGranted:
        return False
    return True


@pytest.mark.parametrize("agree", [True, False])
def test_who_writes_to_the_database_gives_the_team_nothing_back(cast: Cast, agree: bool) -> None:
    """The concern said to be the team's, its row of before, its keys of before."""
    concern, row = _asked_and(cast, "yes" if agree else "no")
    before = kept(SecondOpinion.objects.filter(pk=row.pk), Bundle.objects.filter(record=row.pk))
    conflict.mark(cast["nils"], concern, LATER + HOUR)
    Concern.objects.filter(pk=concern).update(restricted=False)
    for _look in range(2):
        with pytest.raises(NotAllowed):
            second.read(cast["nils"], row.pk, LATER + 2 * HOUR)
        with pytest.raises(NotAllowed):
            second.carry_out(cast["nils"], row.pk, LATER + 2 * HOUR)
        put_back(before)
    assert not _opens(cast, "nils", row.pk)


def test_keys_that_were_taken_out_do_not_keep_a_concern_with_the_team(cast: Cast) -> None:
    concern, row = _asked_and(cast, "no")
    bundles = kept(Bundle.objects.filter(record=row.pk))
    Bundle.objects.filter(record=row.pk).delete()
    conflict.mark(cast["nils"], concern, LATER + HOUR)
    put_back(bundles)
    assert Concern.objects.get(pk=concern).restricted
    assert not _opens(cast, "nils", row.pk)


def test_a_file_is_no_way_around_the_partner(cast: Cast) -> None:
    """Two colleagues erase a concern early by way of the file of a child that it became."""
    case = ended(cast)
    concern = Told.objects.get(case=case).concern_id
    now_are(Organisation.objects.filter(name="Aurora"), profile="small")
    cases_keeping.ask_erase(cast["bao"], case.pk, "Told twice", NOW)
    with pytest.raises(NotNow, match="with this file"):
        cases_keeping.erase_early(cast["dalia"], case.pk, NOW)
    assert Concern.objects.filter(pk=concern).exists()


def test_a_member_that_is_full_for_a_minute_does_not_undo_the_partners_no(cast: Cast) -> None:
    """Nor ever after: what a partner was asked about stays with the partner, whatever came of it there."""
    concern = told(cast)
    decision = in_bad_faith(cast, concern)
    row = asked(cast, What.BAD_FAITH, decision.pk)
    says(cast, row, agree=False)
    network.small.choose(cast["pia"], Profile.FULL, LATER)
    with pytest.raises(NotAllowed, match="is small"):
        decisions.confirm(cast["oda"], decision.pk, agree=True, note=BAD, now=LATER)
    network.small.choose(cast["pia"], Profile.SMALL, LATER)
    grows(cast["pia"], LATER)
    with pytest.raises(NotAllowed, match="stays the second person"):
        decisions.confirm(cast["oda"], decision.pk, agree=True, note=BAD, now=LATER)
    anew = in_bad_faith(cast, concern)
    with pytest.raises(NotAllowed, match="stays the second person"):
        decisions.confirm(cast["oda"], anew.pk, agree=True, note=BAD, now=LATER)
    second.carry_out(cast["nils"], row.pk, LATER)
    decisions.confirm(cast["oda"], anew.pk, agree=True, note=BAD, now=LATER)
    assert _holds(concern)


def test_what_waits_for_a_partner_waits_also_where_the_member_is_small_no_more(cast: Cast) -> None:
    """Taking it back makes it no colleague's; the partner can be asked about it again, and what they say counts."""
    concern = told(cast)
    decision = in_bad_faith(cast, concern)
    row = asked(cast, What.BAD_FAITH, decision.pk)
    grows(cast["pia"])
    second.withdraw(cast["nils"], row.pk, NOW)
    with pytest.raises(NotAllowed, match="stays the second person"):
        decisions.confirm(cast["oda"], decision.pk, agree=True, note=BAD, now=NOW)
    page = text(client_of(cast, "oda").get(reverse("concerns:concern", args=[concern])))
    assert "Ask your partner for the second yes" in page
    again = asked(cast, What.BAD_FAITH, decision.pk)
    says(cast, again)
    second.carry_out(cast["nils"], again.pk, LATER)
    assert _holds(concern)


def test_a_day_that_somebody_writes_makes_no_member_grow(cast: Cast) -> None:
    """Nor one that is taken away keeps it small in silence: the organisation is one that somebody changed."""
    turn_small(cast)
    Organisation.objects.filter(name="Nordlys").update(full_from=NOW.date() - timedelta(days=1))
    assert network.small.settle(NOW) == 0
    assert Organisation.objects.get(name="Nordlys").profile == "small"
    with pytest.raises(NetworkError, match="past Fanal"):
        network.small.is_small(cast.nordlys)
    Organisation.objects.filter(name="Nordlys").update(full_from=None)
    network.small.choose(cast["pia"], Profile.FULL, NOW)
    Organisation.objects.filter(name="Nordlys").update(full_from=None)
    with pytest.raises(NetworkError, match="past Fanal"):
        network.small.choose(cast["pia"], Profile.SMALL, NOW)


TOLD = {RingKind.INTAKE, RingKind.CASEWORK, RingKind.ONCALL, RingKind.SUPERVISORS}


@pytest.mark.parametrize("role", [role for role, rings in ROLE_RINGS.items() if TOLD.intersection(rings)])
def test_the_custodian_of_a_small_member_holds_no_key_of_what_was_told(cast: Cast, role: Role) -> None:
    """A liaison has that of the intake team, a caseworker that of what was told of the child."""
    turn_small(cast)
    with pytest.raises(NetworkError, match="custodian never reads"):
        network.people.give_roles(cast["oda"], cast["quim"].person, [role], NOW)
    assert role not in cast["quim"].roles
