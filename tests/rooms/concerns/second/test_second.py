"""A partner says the second yes for a small member: to bad faith, to erasing early, to a handover to an authority."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from fanal.access.api import NotAllowed, NotHere, NotNow, history
from fanal.clocks import api as clocks
from fanal.concerns.content import NoteContent
from fanal.concerns.handovers import handovers
from fanal.concerns.keeping import keeping
from fanal.concerns.models import Concern, Decision, Handover, SecondOpinion
from fanal.concerns.second import ending, second
from fanal.concerns.second.matters import What
from fanal.concerns.triage import decisions
from fanal.concerns.triage.decisions import Choice
from fanal.journal.models import Entry
from fanal.network import api as network
from fanal.network.api import tombstones
from fanal.network.contracts import AgreementPurpose
from fanal.vocabulary.codes import Finding, Triage
from tests.people import NOW, Cast
from tests.rooms.concerns.passing import SECRETS
from tests.rooms.concerns.told import Sent, tell
from tests.small import EVERY, grows, is_partner, police, turn_small

pytestmark = pytest.mark.django_db(databases="__all__")
LATER = NOW + timedelta(hours=3)
WHY = "The unit works at that beach and can look there today"
BAD = NoteContent(text="Told to harm a rival", evidence="The same words came to us in a letter")


def told_by(cast: Cast, now: datetime = NOW, *, partner: bool = True, **more: Any) -> Sent:
    """A concern that somebody told Nordlys, which is small, with their code."""
    turn_small(cast, now)
    if partner:
        is_partner(cast, now=now)
    return tell(cast, now, page="XB", **more)


def told(cast: Cast, now: datetime = NOW, **more: Any) -> UUID:
    return told_by(cast, now, **more).id


def in_bad_faith(cast: Cast, concern: UUID, who: str = "nils") -> Decision:
    """Somebody closes it as told in bad faith; it waits for a second person."""
    choice = Choice(Triage.CLOSED_NO_CASE, BAD, finding=Finding.BAD_FAITH)
    return decisions.decide(cast[who], concern, choice, Concern.objects.get(pk=concern).version, NOW)


def asked(cast: Cast, what: What, subject: UUID, who: str = "nils") -> SecondOpinion:
    """Nordlys is asked, after a look at what it would see."""
    seen = second.look(cast[who], what, subject, cast.aurora, NOW).hash
    return second.ask_partner(cast[who], what, subject, cast.aurora, seen, NOW, why=WHY)


def says(cast: Cast, row: SecondOpinion, *, agree: bool = True, who: str = "bao") -> None:
    second.answer(cast[who], row.pk, agree=agree, reason="I see it as you do", now=LATER)


def test_bad_faith_holds_once_the_partner_says_yes(cast: Cast) -> None:
    """They see what was previewed and nothing of who told it; whoever opens it here lets it hold, also the first."""
    concern = told(cast)
    decision = in_bad_faith(cast, concern)
    row = asked(cast, What.BAD_FAITH, decision.pk)
    read = second.read(cast["bao"], row.pk, NOW)
    assert (read.content.reason, read.content.evidence) == (BAD.text, BAD.evidence)
    assert {"country", "what", "when"} <= {item.field for item in read.content.items}
    assert not any(secret in read.content.to_json() for secret in SECRETS.values())
    with pytest.raises(NotNow, match="has not said yes"):
        second.carry_out(cast["nils"], row.pk, NOW)
    says(cast, row)
    assert second.read(cast["oda"], row.pk, LATER).reason == "I see it as you do"
    second.carry_out(cast["nils"], row.pk, LATER)
    done = Concern.objects.get(pk=concern)
    assert (done.triage, done.finding) == (Triage.CLOSED_NO_CASE, Finding.BAD_FAITH)
    with pytest.raises(NotHere):
        second.carry_out(cast["nils"], row.pk, LATER)


def test_a_colleague_is_no_second_person_here(cast: Cast) -> None:
    """Their yes is refused in words; their no counts, as everybody's does. It is theirs again when it is not small."""
    concern = told(cast)
    decision = in_bad_faith(cast, concern)
    with pytest.raises(NotAllowed, match="a partner is the second person"):
        decisions.confirm(cast["oda"], decision.pk, agree=True, note=NoteContent(), now=NOW)
    grows(cast["pia"])
    decisions.confirm(cast["oda"], decision.pk, agree=True, note=NoteContent(), now=NOW)
    assert Concern.objects.get(pk=concern).finding == Finding.BAD_FAITH
    with pytest.raises(NotNow, match="not small"):
        asked(cast, What.BAD_FAITH, in_bad_faith(cast, tell(cast, NOW, page="XB").id).pk)


def test_a_no_stands_in_the_concern_with_its_reason(cast: Cast) -> None:
    concern = told(cast)
    decision = in_bad_faith(cast, concern)
    row = asked(cast, What.BAD_FAITH, decision.pk)
    with pytest.raises(NotNow, match="Write why"):
        second.answer(cast["bao"], row.pk, agree=False, reason=" ", now=LATER)
    says(cast, row, agree=False)
    second.carry_out(cast["oda"], row.pk, LATER)
    decision.refresh_from_db()
    assert not decision.needs_second
    assert Concern.objects.get(pk=concern).triage == Triage.NEW
    assert Decision.objects.filter(concern=concern, code=decisions.NOT_AGREED).exists()


def test_early_erasure_waits_for_the_partner(cast: Cast) -> None:
    """The same way: asked, yes, erased; the copy that the partner saw is erased with it."""
    concern = told(cast)
    choice = Choice(Triage.INFORMATION_ONLY, NoteContent(text="Hearsay"))
    decisions.decide(cast["nils"], concern, choice, Concern.objects.get(pk=concern).version, NOW)
    keeping.ask_erase(cast["nils"], concern, "Told twice", NOW)
    waits = Decision.objects.get(concern=concern, code=keeping.ERASE_EARLY)
    with pytest.raises(NotAllowed, match="a partner is the second person"):
        keeping.erase_early(cast["oda"], waits.pk, NOW)
    row = asked(cast, What.ERASE_EARLY, waits.pk)
    read = second.read(cast["bao"], row.pk, NOW).content
    assert (read.reason, bool(read.kept_until)) == ("Told twice", True)
    says(cast, row)
    second.carry_out(cast["oda"], row.pk, LATER)
    assert not Concern.objects.filter(pk=concern).exists()
    assert not SecondOpinion.objects.exists()
    assert tombstones(cast.nordlys) == {"concern_closed": 1, "second_opinion": 1}


def test_a_legal_hold_stops_the_partner_too(cast: Cast) -> None:
    concern = told(cast)
    choice = Choice(Triage.INFORMATION_ONLY, NoteContent(text="Hearsay"))
    decisions.decide(cast["nils"], concern, choice, Concern.objects.get(pk=concern).version, NOW)
    keeping.ask_erase(cast["nils"], concern, "Told twice", NOW)
    row = asked(cast, What.ERASE_EARLY, Decision.objects.get(concern=concern, needs_second=True).pk)
    says(cast, row)
    keeping.hold(cast["oda"], concern, (NOW + timedelta(days=30)).date(), "A court asks", NOW)
    with pytest.raises(NotNow):
        second.carry_out(cast["nils"], row.pk, LATER)
    assert Concern.objects.filter(pk=concern).exists()


def to_police(cast: Cast, now: datetime = NOW, concern: UUID | None = None) -> tuple[Handover, str]:
    concern = concern or told(cast, now)
    unit = police(cast, now=now)
    key = UUID(int=7)
    row = handovers.draft(cast["nils"], concern, unit, key, now)
    seen = handovers.look_again(cast["nils"], row.pk, now)[0].preview
    assert seen is not None
    handovers.read_note(cast["nils"], row.pk, now)
    return handovers.confirm(cast["nils"], row.pk, seen.hash, now), seen.hash


def test_a_handover_to_an_authority_goes_after_the_partners_yes(cast: Cast) -> None:
    """Two colleagues are not enough; what the partner saw is what leaves; then whoever confirmed it sends it."""
    row, seen = to_police(cast)
    assert row.state == "draft"
    handovers.read_note(cast["oda"], row.pk, NOW)
    assert handovers.confirm(cast["oda"], row.pk, seen, NOW).state == "draft"
    opinion = asked(cast, What.TO_AUTHORITY, row.pk)
    content = second.read(cast["bao"], opinion.pk, NOW).content
    assert content.to == "Tourist police unit, XB"
    shown = handovers.look_again(cast["nils"], row.pk, NOW)[0].preview
    assert shown is not None
    assert content.items[1:] == shown.leaves
    assert (content.reason, content.items[0].field, content.items[0].codes) == (WHY, "danger", ("not_sure",))
    with pytest.raises(NotNow, match="Send it from its preview"):
        second.carry_out(cast["nils"], opinion.pk, NOW)
    assert handovers.confirm(cast["oda"], row.pk, seen, NOW).state == "draft"
    says(cast, opinion)
    sent = handovers.confirm(cast["oda"], row.pk, seen, LATER)
    assert (sent.state, sent.second_id) == ("offered", None)
    opinion.refresh_from_db()
    assert opinion.state == "used"


def test_why_a_handover_is_asked_for_is_said_and_names_nobody(cast: Cast) -> None:
    """Without it a partner would have nothing to judge by; organisations may stand there."""
    row, _seen = to_police(cast)
    seen = second.look(cast["nils"], What.TO_AUTHORITY, row.pk, cast.aurora, NOW).hash
    for why, words in ((" ", "Write why"), ("Marta Rossini saw it", "Marta Rossini"), ("So says Oda", "Oda")):
        with pytest.raises(NotNow, match=words):
            second.ask_partner(cast["nils"], What.TO_AUTHORITY, row.pk, cast.aurora, seen, NOW, why=why)
    assert not SecondOpinion.objects.exists()
    why = "The Tourist police unit works there; Nordlys cannot"
    made = second.ask_partner(cast["nils"], What.TO_AUTHORITY, row.pk, cast.aurora, seen, NOW, why=why)
    assert second.read(cast["bao"], made.pk, NOW).content.reason == why


def test_a_changed_handover_needs_a_new_yes(cast: Cast) -> None:
    """Something is added after the yes: it is not what they said yes to."""
    from fanal.passing.api import Addition

    row, _seen = to_police(cast)
    says(cast, asked(cast, What.TO_AUTHORITY, row.pk))
    handovers.redraft(cast["nils"], row.pk, [Addition("words", "Their own words say where")], LATER)
    now_seen = handovers.look_again(cast["nils"], row.pk, LATER)[0].preview
    assert now_seen is not None
    handovers.read_note(cast["nils"], row.pk, LATER)
    assert handovers.confirm(cast["nils"], row.pk, now_seen.hash, LATER).state == "draft"
    assert SecondOpinion.objects.get().state == "withdrawn"


def test_a_decision_that_is_made_anew_needs_a_new_yes(cast: Cast) -> None:
    """The yes was to another decision: nobody waits for it any more."""
    concern = told(cast)
    row = asked(cast, What.BAD_FAITH, in_bad_faith(cast, concern).pk)
    says(cast, row)
    in_bad_faith(cast, concern, "oda")
    with pytest.raises(NotHere):
        second.carry_out(cast["nils"], row.pk, LATER)
    assert Concern.objects.get(pk=concern).triage == Triage.NEW


def test_nobody_is_asked_anew_while_that_still_counts(cast: Cast) -> None:
    """A yes is not thrown away; who wants to ask anew takes it back first."""
    decision = in_bad_faith(cast, told(cast))
    row = asked(cast, What.BAD_FAITH, decision.pk)
    with pytest.raises(second.AskedAlready, match="was asked about this already"):
        asked(cast, What.BAD_FAITH, decision.pk)
    says(cast, row)
    with pytest.raises(second.AskedAlready, match="said yes"):
        asked(cast, What.BAD_FAITH, decision.pk)
    second.withdraw(cast["nils"], row.pk, LATER)
    assert asked(cast, What.BAD_FAITH, decision.pk).state == "asked"


def test_what_changed_between_look_and_press_is_looked_at_again(cast: Cast) -> None:
    decision = in_bad_faith(cast, told(cast))
    with pytest.raises(NotNow, match="changed since you looked"):
        second.ask_partner(cast["nils"], What.BAD_FAITH, decision.pk, cast.aurora, "0" * 64, NOW)
    assert not SecondOpinion.objects.exists()


def test_two_days_are_over(cast: Cast) -> None:
    """The partner sees it no more, first by the clock and then by the keys; whoever asked has a task."""
    row = asked(cast, What.BAD_FAITH, in_bad_faith(cast, told(cast)).pk)
    late = NOW + timedelta(hours=48)
    with pytest.raises(NotNow, match="two days are over"):
        second.read(cast["bao"], row.pk, late)
    with pytest.raises(NotNow):
        second.answer(cast["bao"], row.pk, agree=True, reason="Late", now=late)
    clocks.sweep(late + timedelta(minutes=1))
    row.refresh_from_db()
    assert row.state == "expired"
    assert ending.lapse(late) == 0
    kinds = {one.kind for one in clocks.open_duties(org=row.org_id)}
    assert "second_opinion_news" in kinds
    assert not clocks.open_duties(org=cast.aurora)


def test_it_ends_with_the_agreement(cast: Cast) -> None:
    """What waits and what was said yes to: both are taken back, whichever side ends it."""
    concern = told(cast)
    row = asked(cast, What.BAD_FAITH, in_bad_faith(cast, concern).pk)
    says(cast, row)
    network.agreements.end(cast["bao"], row.agreement_id, LATER)
    row.refresh_from_db()
    assert row.state == "withdrawn"
    with pytest.raises(NotNow):
        second.carry_out(cast["nils"], row.pk, LATER)
    assert Concern.objects.get(pk=concern).triage == Triage.NEW


def test_both_sides_have_it_in_their_journal(cast: Cast) -> None:
    """Colleagues by name, the other side by the name of its organisation."""
    row = asked(cast, What.BAD_FAITH, in_bad_faith(cast, told(cast)).pk)
    second.read(cast["bao"], row.pk, NOW)
    says(cast, row)
    second.carry_out(cast["oda"], row.pk, LATER)
    deeds = dict(Entry.objects.filter(record=row.pk).values_list("deed", "org"))
    assert deeds["concerns.ask_partner"] == deeds["concerns.use_opinion"] == cast.nordlys
    assert deeds["concerns.agree_opinion"] == deeds["concerns.end_opinion"] == cast.aurora
    for who, own, other in (("nils", "Nils", "Aurora"), ("bao", "Bao", "Nordlys")):
        names = {event.who for event in history(cast[who], row.pk)}
        assert {own, other} <= names


def test_a_concern_that_goes_to_the_safeguarding_lead_takes_its_question_back(cast: Cast) -> None:
    from fanal.concerns.conflict import conflict

    concern = told(cast)
    row = asked(cast, What.BAD_FAITH, in_bad_faith(cast, concern).pk)
    conflict.mark(cast["oda"], concern, NOW)
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_about_our_own_people_the_partners_safeguarding_lead_answers(cast: Cast) -> None:
    """One person alone opens it here; without the partner nobody could be second."""
    concern = told(cast, about_us="yes")
    row = asked(cast, What.BAD_FAITH, in_bad_faith(cast, concern, "pia").pk, "pia")
    with pytest.raises(NotHere):
        second.read(cast["bao"], row.pk, NOW)
    says(cast, row, who="dalia")
    second.carry_out(cast["pia"], row.pk, LATER)
    assert Concern.objects.get(pk=concern).finding == Finding.BAD_FAITH


def test_an_agreement_that_does_not_cover_it_shows_nothing(cast: Cast) -> None:
    """A yes to a part of what leaves is none."""
    row, _seen = to_police(cast)
    for one in network.agreements.of(row.org_id):
        if AgreementPurpose.SECOND_PERSON in one.purposes:
            network.agreements.end(cast["nils"], one.id, NOW - timedelta(days=1))
    is_partner(cast, EVERY[:2])
    with pytest.raises(NotNow, match="does not cover"):
        asked(cast, What.TO_AUTHORITY, row.pk)
