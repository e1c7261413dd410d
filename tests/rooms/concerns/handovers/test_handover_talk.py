"""Each side of a handover hears of the other: news as a task and a mark, questions and answers, a word at the end."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from fanal import vault
from fanal.access.api import NotHere, NotNow
from fanal.clocks import api as clocks
from fanal.clocks.api import DutyKind
from fanal.clocks.contracts import DutyRef
from fanal.clocks.models import Notice
from fanal.concerns import duties
from fanal.concerns.conflict import conflict
from fanal.concerns.content import NoteContent
from fanal.concerns.handovers import clock, handovers, kept, talk
from fanal.concerns.handovers import duties as duties_handover
from fanal.concerns.handovers import received as handovers_received
from fanal.concerns.keeping import keeping
from fanal.concerns.models import Concern, Handover, HandoverMessage, ReportingPage
from fanal.concerns.triage import decisions
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.models import Bundle
from fanal.passing.api import Addition
from fanal.vocabulary.codes import DataCategory, Finding, Triage
from fanal.vocabulary.ids import short
from tests.decided import decided_as
from tests.desk import client_of, text
from tests.people import NOW, Cast, now_are
from tests.rooms.concerns.passing import BASE, Scene, scene
from tests.rooms.concerns.reporter import publish
from tests.rooms.concerns.told import DAY, HOUR

pytestmark = pytest.mark.django_db(databases="__all__")
QUESTION, WORD = "Is the boat still in the harbour?", "Two of us met the family. They are safe."
NEWS = duties_handover.NEWS


def of(cast: Cast, who: str, row: Handover) -> list[DutyRef]:
    """What somebody has to do about a handover, or their team."""
    actor = cast[who]
    found = clocks.open_duties(org=actor.org, subjects=[row.pk])
    return [one for one in found if one.person in {None, actor.person}]


def kinds(cast: Cast, who: str, row: Handover) -> set[str]:
    return {one.kind for one in of(cast, who, row)}


def asked(cast: Cast, who: str, row: Handover, words: str = QUESTION, *, question: bool = True) -> None:
    talk.write(cast[who], row.pk, words, NOW, question=question, key=uuid4())


def said(cast: Cast, who: str, row: Handover) -> list[str]:
    row.refresh_from_db()
    return list(talk.read(cast[who], row, NOW).values())


@pytest.fixture
def made(cast: Cast) -> Scene:
    return scene(cast)


@pytest.mark.parametrize("step", ["accept", "decline", "expire", "outcome"])
def test_each_answer_is_a_task_of_who_sent_it_and_a_mark_for_the_team(cast: Cast, made: Scene, step: str) -> None:
    """Amara sent it: she has the news as a task and is told of it. Femi has the mark too, and when he has read it she
    need not any more. Edo, who opens no handover, has neither."""
    row = made.offered()
    Notice.objects.all().delete()
    if step == "expire":
        clocks.sweep(NOW + 15 * DAY)
    elif step == "decline":
        handovers_received.decline(cast["nils"], row.pk, "no_capacity", NOW)
    else:
        handovers_received.accept(cast["nils"], row.pk, NOW)
    if step == "outcome":
        talk.seen(cast["amara"], row, NOW)
        handovers_received.complete(cast["nils"], row.pk, "helped", NOW)
    assert NEWS.code in kinds(cast, "amara", row)
    assert NEWS.code not in kinds(cast, "femi", row)
    assert Notice.objects.filter(person=cast["amara"].person).exists()
    assert talk.marks(cast["femi"]) == talk.marks(cast["amara"]) == {row.pk: NEWS.code}
    talk.seen(cast["edo"], row, NOW)
    assert talk.marks(cast["edo"]) == {}
    assert NEWS.code in kinds(cast, "amara", row)
    talk.seen(cast["femi"], row, NOW)
    assert NEWS.code not in kinds(cast, "amara", row)
    assert talk.marks(cast["amara"]) == {}


def test_the_news_outlives_the_copy(cast: Cast, made: Scene) -> None:
    """Nils tells the outcome and erases his copy a minute later: Amara still has her task, and his word."""
    row = made.accepted()
    talk.seen(cast["amara"], row, NOW)
    handovers_received.complete(cast["nils"], row.pk, "helped", NOW, WORD)
    handovers_received.purge(cast["nils"], row.pk, NOW)
    assert NEWS.code in kinds(cast, "amara", row)
    assert said(cast, "amara", row) == [WORD]
    assert said(cast, "nils", row) == []


def test_who_left_has_no_task_and_the_team_has_it(cast: Cast, made: Scene) -> None:
    row = made.offered("femi")
    network.people.end_membership(cast["bao"], cast["femi"].person, NOW)
    handovers_received.accept(cast["nils"], row.pk, NOW)
    assert NEWS.code in kinds(cast, "amara", row)


def test_a_partner_asks_back_and_is_answered(cast: Cast, made: Scene) -> None:
    """The question is a task of who sent it until she answers; the answer is news for who asked."""
    row, key = made.offered(), uuid4()
    for _again in range(2):
        talk.write(cast["nils"], row.pk, QUESTION, NOW, question=True, key=key)
    assert HandoverMessage.objects.count() == 1
    assert duties_handover.QUESTION.code in kinds(cast, "amara", row)
    assert said(cast, "amara", row) == said(cast, "nils", row) == [QUESTION]
    asked(cast, "amara", row, "Yes, at the north pier.", question=False)
    assert duties_handover.QUESTION.code not in kinds(cast, "amara", row)
    assert NEWS.code in kinds(cast, "nils", row)
    assert said(cast, "nils", row)[1] == "Yes, at the north pier."
    assert duties_handover.ANSWER_DUTY.code in kinds(cast, "nils", row)  # their time to accept runs on
    assert [line.deed for line in journal.read(row.pk)].count("concerns.write_handover") == 2
    assert not any(QUESTION.encode() in bytes(one.body) for one in HandoverMessage.objects.all())


def test_a_question_is_open_until_it_is_answered(cast: Cast, made: Scene) -> None:
    """Nils asks, then accepts and tells the outcome, while Amara has not answered yet: it is still her task, and his
    own is done by the outcome. Once his copy is gone he cannot read an answer any more."""
    row = made.offered()
    asked(cast, "nils", row)
    handovers_received.accept(cast["nils"], row.pk, NOW)
    assert duties_handover.QUESTION.code in kinds(cast, "amara", row)
    clocks.start(duties_handover.QUESTION, cast.nordlys, row.pk, now=NOW)
    handovers_received.complete(cast["nils"], row.pk, "helped", NOW)
    assert duties_handover.QUESTION.code in kinds(cast, "amara", row)
    assert duties_handover.QUESTION.code not in kinds(cast, "nils", row)
    handovers_received.purge(cast["nils"], row.pk, NOW)
    assert duties_handover.QUESTION.code not in kinds(cast, "amara", row)


def test_a_sender_who_asks_what_came_of_it_has_asked(cast: Cast, made: Scene) -> None:
    """Ninety days without an outcome: to ask is done here, and the outcome answers it."""
    row = made.accepted()
    clocks.sweep(NOW + 91 * DAY)
    assert duties_handover.ASK_OUTCOME.code in kinds(cast, "amara", row)
    asked(cast, "amara", row, "What came of it?")
    assert duties_handover.ASK_OUTCOME.code not in kinds(cast, "amara", row)
    assert duties_handover.QUESTION.code in kinds(cast, "nils", row)
    handovers_received.complete(cast["nils"], row.pk, "not_found", NOW)
    assert duties_handover.QUESTION.code not in kinds(cast, "nils", row)


def test_the_other_side_hears_of_what_the_sender_does(cast: Cast) -> None:
    """Added facts that were sent, and a handover that was taken back, are news for the recipient."""
    made = scene(cast)
    row = made.accepted(Addition("words", "They help to find the place"))
    kept.release(cast["amara"], row.pk, NOW)
    assert NEWS.code in kinds(cast, "nils", row)
    other = made.offered()
    handovers.withdraw(cast["amara"], other.pk, NOW)
    assert NEWS.code in kinds(cast, "nils", other)


def test_nothing_can_be_written_that_the_other_side_cannot_read(cast: Cast, made: Scene) -> None:
    """After the copy is gone, without an agreement, or as somebody without a part in it."""
    row, gone = made.offered(), made.offered()
    handovers_received.decline(cast["nils"], gone.pk, "other", NOW)
    with pytest.raises(NotNow):
        asked(cast, "nils", gone)
    for who in ("edo", "dalia", "sol", "pia"):
        with pytest.raises(NotHere):
            asked(cast, who, row)
    network.agreements.end(cast["amara"], made.agreement, NOW)
    with pytest.raises(NotNow):
        asked(cast, "nils", row)
    assert HandoverMessage.objects.count() == 0


def test_the_recipient_loses_the_keys_with_the_copy_and_the_sender_keeps_the_words(cast: Cast, made: Scene) -> None:
    row = made.offered()
    asked(cast, "nils", row)
    old = cast["nils"].keyring
    handovers_received.decline(cast["nils"], row.pk, "information_missing", NOW)
    assert said(cast, "nils", row) == []
    assert said(cast, "amara", row) == [QUESTION]
    (message,) = HandoverMessage.objects.all()
    with pytest.raises(vault.NotGranted):
        network.records.open_held(cast.aurora, message.pk, old)


def test_words_follow_a_concern_to_the_safeguarding_lead(cast: Cast, made: Scene) -> None:
    """Marked as about our own people: the intake team opens no word of it any more, Dalia does."""
    row = made.accepted()
    asked(cast, "nils", row)
    conflict.mark(cast["amara"], made.concern, NOW + HOUR)
    row.refresh_from_db()
    assert said(cast, "dalia", row) == [QUESTION]
    assert said(cast, "amara", row) == []
    (message,) = HandoverMessage.objects.all()
    with pytest.raises(vault.NotGranted):
        network.records.open_held(cast.aurora, message.pk, cast["amara"].keyring)
    assert duties_handover.QUESTION.code in {one.kind for one in clocks.open_duties(org=cast.aurora)}
    assert {one.owner for one in of(cast, "amara", row)} == {duties_handover.SAFEGUARDING}


def test_words_go_with_the_concern_or_after_ninety_days(cast: Cast, made: Scene) -> None:
    """Keys, rows: gone; a tombstone and the journal stay. Nothing of it needs a key."""
    row = made.accepted()
    asked(cast, "nils", row)
    clock.lapse(NOW + 89 * DAY)
    assert HandoverMessage.objects.count() == 1
    clock.lapse(NOW + 91 * DAY)
    assert HandoverMessage.objects.count() == 0
    assert network.tombstones(cast.aurora)["handover_words"] == 1

    other = scene(cast)
    asked(cast, "nils", other.offered())
    (message,) = HandoverMessage.objects.all()
    concern = Concern.objects.get(pk=other.concern)
    choice = decisions.Choice(Triage.CLOSED_NO_CASE, NoteContent(text="seen"), Finding.UNFOUNDED)
    decisions.decide(cast["amara"], other.concern, choice, concern.version, NOW)
    decided_as(Concern.objects.get(pk=other.concern), erase_on=NOW.date())
    keeping.erase_due(NOW + DAY)
    assert HandoverMessage.objects.count() == 0
    assert not Bundle.objects.filter(record=message.pk).exists()


# ---- what is urgent runs by the clock ----


def _office_hours(cast: Cast) -> None:
    """Both read on weekdays, from nine to five."""
    hours = {day: ["09:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
    now_are(ReportingPage.objects.all(), hours=hours)
    publish(cast, "XB", hours=hours)


def _due(row: Handover, org: UUID, kind: DutyKind) -> timedelta:
    (found,) = clocks.open_duties(org=org, subjects=[row.pk], kinds=[kind])
    return found.due_at - NOW


@pytest.mark.parametrize("danger", ["yes", "no"])
def test_a_question_about_what_is_urgent_is_answered_by_the_clock(cast: Cast, danger: str) -> None:
    """Either side: a day, also over a night and a Sunday, and the team is alerted. What is not urgent keeps office
    hours, and so does what was added and waits for the sender."""
    made = scene(cast, (*BASE, DataCategory.IDENTITY), danger=danger)
    _office_hours(cast)
    row = made.accepted(Addition("child_words", "The name helps to find her"))
    asked(cast, "nils", row)
    asked(cast, "amara", row)
    urgent, day = danger == "yes", timedelta(hours=25)
    for org, kind in (
        (cast.aurora, duties_handover.RELEASE),
        (cast.nordlys, duties_handover.QUESTION),
    ):
        assert (_due(row, org, kind) < day) is urgent, kind
    (duty,) = clocks.open_duties(org=cast.nordlys, subjects=[row.pk], kinds=[duties_handover.QUESTION])
    assert duty.alert is urgent


@pytest.mark.parametrize("danger", ["yes", "no"])
def test_a_question_is_answered_while_the_answer_still_helps(cast: Cast, danger: str) -> None:
    """Three hours before they must accept or decline: in half of that. An urgent one is a task of the whole team."""
    made = scene(cast, danger=danger)
    row = made.offered()
    assert row.answer_due is not None
    now = row.answer_due - timedelta(hours=3)
    talk.write(cast["nils"], row.pk, QUESTION, now, question=True, key=uuid4())
    (duty,) = clocks.open_duties(org=cast.aurora, subjects=[row.pk], kinds=[duties_handover.QUESTION])
    assert duty.due_at - now <= timedelta(hours=1, minutes=31)
    assert (duty.person is None) == (danger == "yes")


def test_a_concern_with_danger_that_came_back_is_decided_within_the_hour_by_the_clock(cast: Cast) -> None:
    """As when it was told: the office is closed, the hour runs all the same."""
    made = scene(cast, danger="yes")
    _office_hours(cast)
    row = made.offered()
    concern = Concern.objects.get(pk=made.concern)
    choice = decisions.Choice(Triage.ROUTE_ELSEWHERE, NoteContent())
    decisions.decide(cast["amara"], made.concern, choice, concern.version, NOW)
    night = NOW.replace(hour=22)
    handovers_received.decline(cast["nils"], row.pk, "no_capacity", night)
    (duty,) = clocks.open_duties(org=cast.aurora, subjects=[made.concern], kinds=[duties.DECIDE_URGENT])
    assert duty.due_at - night <= timedelta(minutes=65)


# ---- the pages ----


def test_the_sender_sees_a_mark_in_the_list_and_the_words_on_the_page(cast: Cast) -> None:
    """A task on the day, a count on the tab, a mark in the list; all are gone once she has looked and answered."""
    made = scene(cast, now=datetime.now(UTC))
    row = made.offered()
    amara, nils = client_of(cast, "amara"), client_of(cast, "nils")
    act = reverse("concerns:handover_write", args=[row.pk])
    key = re.search(r'name="key" value="([^"]+)"', text(nils.get(act)))
    assert key is not None
    nils.post(act, {"text": QUESTION, "question": "on", "key": key[1]})
    sent, here = reverse("concerns:handovers_sent"), reverse("concerns:handover", args=[row.pk])
    assert "Answer a partner’s question" in text(amara.get(reverse("desk:day")))
    page = text(amara.get(sent))
    assert "Handovers sent (1)" in page
    assert "a question for you" in page
    page = text(amara.get(here))
    assert QUESTION in page
    assert "asked you something" in page
    amara.post(act, {"text": "Yes, at the pier.", "key": str(uuid4())})
    assert "a question for you" not in text(amara.get(sent))
    assert "news for you" in text(nils.get(reverse("concerns:handovers_received")))
    assert "Yes, at the pier." in text(nils.get(here))
    assert "news for you" not in text(nils.get(reverse("concerns:handovers_received")))

    nils.post(reverse("concerns:handover_accept", args=[row.pk]))
    outcome = reverse("concerns:handover_outcome", args=[row.pk])
    assert "Do not name anyone" in text(nils.get(outcome))
    nils.post(outcome, {"reason": "helped", "words": WORD})
    assert "Read the news of a handover" in text(amara.get(reverse("desk:day")))
    page = text(amara.get(here))
    assert WORD in page
    assert "Outcome told: A child was helped" in page
    assert "Read the news of a handover" not in text(amara.get(reverse("desk:day")))


def test_what_was_received_stands_in_order_of_due_time(cast: Cast) -> None:
    """First the urgent one, though it is older; then the ordinary one; then what was answered, by its next step."""
    now = datetime.now(UTC)
    urgent = scene(cast, now=now, danger="yes").offered()
    made = scene(cast, now=now)
    done, plain = made.accepted(), made.offered()
    page = text(client_of(cast, "nils").get(reverse("concerns:handovers_received")))
    order = re.findall(r'href="/desk/concerns/handovers/([0-9a-f-]{36})/"', page)
    assert order == [str(urgent.pk), str(plain.pk), str(done.pk)]


def test_what_was_sent_stands_by_what_comes_first(cast: Cast) -> None:
    """News that may be read in three days do not hide that the partner must answer tomorrow."""
    now = datetime.now(UTC)
    urgent = scene(cast, now=now, danger="yes").offered()
    talk.write(cast["nils"], urgent.pk, "We look at it", now, question=False, key=uuid4())
    plain = scene(cast, now=now - HOUR).offered()
    page = text(client_of(cast, "amara").get(reverse("concerns:handovers_sent")))
    order = re.findall(r'href="/desk/concerns/handovers/([0-9a-f-]{36})/"', page)
    assert order == [str(urgent.pk), str(plain.pk)]


@pytest.mark.parametrize("decided", [True, False])
def test_what_was_declined_stands_before_what_only_waits(cast: Cast, decided: bool) -> None:
    """Its own task comes back with it, so it is due before the one that a partner may answer for three days; read or
    not. The day says that it was declined."""
    now = datetime.now(UTC)
    waits, made = scene(cast, now=now).offered(), scene(cast, now=now)
    row = made.offered("femi")
    if decided:
        choice = decisions.Choice(Triage.ROUTE_ELSEWHERE, NoteContent())
        decisions.decide(cast["femi"], made.concern, choice, Concern.objects.get(pk=made.concern).version, now)
    handovers_received.decline(cast["nils"], row.pk, "no_capacity", now)
    amara, femi = client_of(cast, "amara"), client_of(cast, "femi")
    assert "Read the news of a handover" in text(femi.get(reverse("desk:day")))
    assert "to Nordlys, XB\u00a0· Declined" in text(femi.get(reverse("desk:day")))
    url = reverse("concerns:handovers_sent")
    for mark in ("news for your team", "Declined"):
        page = text(amara.get(url))
        assert mark in page
        order = re.findall(r'href="/desk/concerns/handovers/([0-9a-f-]{36})/"', page)
        assert order == [str(row.pk), str(waits.pk)]
        talk.seen(cast["amara"], row, now)  # somebody read it: there is still something to do
    assert "Read the news of a handover" not in text(femi.get(reverse("desk:day")))


def test_each_side_reads_its_own_reason(cast: Cast) -> None:
    """Aurora: the part that Nordlys has. Nordlys: what brings it to them."""
    row = scene(cast, now=datetime.now(UTC)).offered()
    sent = text(client_of(cast, "amara").get(reverse("concerns:handovers_sent")))
    assert "Member where the adult lives, comes from or goes" in sent
    nils = client_of(cast, "nils")
    for url in (reverse("concerns:handovers_received"), reverse("concerns:handover", args=[row.pk])):
        assert "The adult lives in XB, comes from there or goes there. It happened in XA." in text(nils.get(url))


def test_a_handover_is_found_by_number_day_and_partner(cast: Cast) -> None:
    """Among many: its own number, that of the concern (at the sender only), its day, its partner, mine."""
    now = datetime.now(UTC)
    first, other = scene(cast, now=now), scene(cast, now=now - timedelta(days=5))
    one, two = first.offered(), other.offered("femi")
    amara = client_of(cast, "amara")
    url = reverse("concerns:handovers_sent")

    def shown(**chosen: str) -> set[str]:
        return set(re.findall(r'href="/desk/concerns/handovers/([0-9a-f-]{36})/"', text(amara.get(url, chosen))))

    both = {str(one.pk), str(two.pk)}
    assert shown() == both
    for number in (
        f"Number {short(one.pk)}",
        f"Numéro {short(one.pk)}",
        f"Number: #{short(one.pk)}",
        short(one.pk),
        short(one.pk).lower(),
        short(first.concern),
        f" {short(one.pk)[:3]}-{short(one.pk)[3:]}",
    ):
        assert shown(number=number) == {str(one.pk)}, number
    assert shown(day=(now - timedelta(days=5)).date().isoformat()) == {str(two.pk)}
    assert shown(partner=str(cast.nordlys)) == both
    assert shown(mine="mine") == {str(one.pk)}
    assert shown(partner=str(cast.secretariat)) == both  # no partner of ours narrows nothing
    received = text(
        client_of(cast, "nils").get(reverse("concerns:handovers_received"), {"number": short(first.concern)})
    )
    assert "Nothing fits what you chose." in received
    for wrong in ("Grey van", "Number", "Number 12", f"{short(one.pk)} van"):
        assert "A number has six signs" in text(amara.get(url, {"number": wrong})), wrong
