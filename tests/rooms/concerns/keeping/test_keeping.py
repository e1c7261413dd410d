"""How long a concern is kept: by class, held, erased early by two, and gone for good, with counts that stay right."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fanal import columns
from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.clocks import api as clocks
from fanal.clocks.models import Duty
from fanal.columns import sealed
from fanal.concerns.content import NoteContent
from fanal.concerns.keeping import custody, duties, keeping
from fanal.concerns.models import Concern, Decision, Handover, Message
from fanal.concerns.public import dialogue as public
from fanal.concerns.triage import decisions, dialogue, lists, triage
from fanal.concerns.triage.decisions import Choice
from fanal.concerns.triage.duties import SECOND
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.api import keyfile
from fanal.network.erasure import erased
from fanal.network.models import Bundle, Tombstone
from fanal.vocabulary.codes import Finding, Triage
from fanal.vocabulary.ids import day_id
from fanal.web.codes import NotFound
from tests.decided import decided_as
from tests.desk import client_of, text
from tests.meeting import ONLY_POSTGRESQL
from tests.people import NOW, Cast
from tests.rooms.concerns.passing import scene
from tests.rooms.concerns.told import DAY, Sent, named, tell

pytestmark = pytest.mark.django_db(databases="__all__")


def closed(cast: Cast, finding: Finding | None = Finding.NOT_CONFIRMED, now: datetime = NOW, **more: Any) -> Sent:
    sent = tell(cast, now, **more)
    code = Triage.CLOSED_NO_CASE if finding else Triage.INFORMATION_ONLY
    choice = Choice(code, NoteContent(text="Looked at"), finding)
    decisions.decide(cast["amara"], sent.id, choice, sent.row.version, now)
    return sent


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, tzinfo=NOW.tzinfo)


def there(sent: Sent) -> bool:
    return Concern.objects.filter(pk=sent.id).exists()


# ---- by class ----


@pytest.mark.parametrize(
    ("finding", "until"),
    [
        (Finding.UNFOUNDED, date(2027, 5, 25)),
        (Finding.NOT_ENOUGH_INFORMATION, date(2028, 11, 25)),
        (Finding.CONFIRMED, date(2027, 11, 25)),
        (None, date(2027, 11, 25)),
    ],
)
def test_it_goes_on_its_day_and_not_before(cast: Cast, finding: Finding | None, until: date) -> None:
    sent = closed(cast, finding)
    keeping.erase_due(at(until - DAY))
    assert there(sent)
    assert keeping.erase_due(at(until)) == 1
    assert not there(sent)


def test_practice_goes_after_a_day_and_spam_after_seven(cast: Cast) -> None:
    played, doubtful = tell(cast, practice=True), tell(cast, danger="no", unverified=True)
    lists.spam(cast["amara"], doubtful.id, NOW)
    keeping.erase_due(NOW)
    assert there(played)
    keeping.erase_due(NOW + DAY)
    assert (there(played), there(doubtful)) == (False, True)
    keeping.erase_due(NOW + 7 * DAY)
    assert not there(doubtful)


def test_what_is_not_decided_or_waits_for_a_case_never_goes_by_itself(cast: Cast) -> None:
    new, case = tell(cast), tell(cast)
    choice = Choice(Triage.OPEN_CASE, NoteContent(worker="marek", safe_contact="nobody knows"))
    decisions.decide(cast["amara"], case.id, named(cast, choice), case.row.version, NOW)
    keeping.erase_due(NOW + 5000 * DAY)
    assert there(new)
    assert there(case)


def test_nothing_of_it_stays_but_class_month_and_journal(cast: Cast) -> None:
    """Bundles, messages, notes, clocks go; a tombstone stays, and the journal says that it was erased."""
    sent = tell(cast)
    dialogue.write(cast["amara"], sent.id, "Which floor?", question=True, now=NOW)
    choice = Choice(Triage.CLOSED_NO_CASE, NoteContent(text="Looked at"), Finding.UNFOUNDED)
    decisions.decide(cast["amara"], sent.id, choice, sent.row.version, NOW)
    keeping.erase_due(at(date(2027, 5, 25)))
    for model, where in ((Bundle, "record"), (Duty, "subject"), (Message, "concern"), (Decision, "concern")):
        assert not model.objects.filter(**{where: sent.id}).exists(), model
    stone = Tombstone.objects.get(record=sent.id)
    assert (stone.kind, stone.month) == ("concern_unfounded", date(2027, 5, 1))
    assert network.tombstones(cast.aurora) == {"concern_unfounded": 1}
    (last, *_) = journal.read(sent.id)
    assert (last.deed, last.purpose, last.actor) == (keeping.ERASE, "concern_unfounded", None)
    assert sent.receipt is not None
    with pytest.raises(NotFound):
        public.look(sent.receipt, NOW)


@pytest.mark.django_db(databases="__all__", transaction=False)
def test_the_ledger_hears_of_it(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    sent = closed(cast)
    with django_capture_on_commit_callbacks(execute=True):
        keeping.erase_due(at(date(2027, 11, 25)))
    assert sent.id in {one.record for one in erased()}


def test_who_told_us_goes_sooner_and_the_rest_stays(cast: Cast) -> None:
    """Six months after closing; by no key; the custodian then finds nothing."""
    sent = closed(cast)
    keeping.erase_due(at(date(2027, 5, 24)))
    assert bytes(sent.row.reporter)
    keeping.erase_due(at(date(2027, 5, 25)))
    assert not bytes(sent.row.reporter)
    assert not [row for row in Bundle.objects.filter(record=sent.id) if "reporter" in row.compartments]
    assert triage.look(cast["amara"], sent.id, NOW).content.words
    with pytest.raises(NotAllowed):
        custody.open_reporter(cast["celia"], sent.id, "they_asked", NOW)


def test_who_told_us_stays_where_the_custodian_kept_it(cast: Cast) -> None:
    sent = closed(cast, Finding.NOT_ENOUGH_INFORMATION)
    custody.keep_longer(cast["celia"], sent.id, date(2027, 9, 1), "proceeding", NOW)
    keeping.erase_due(at(date(2027, 6, 1)))
    assert custody.open_reporter(cast["celia"], sent.id, "proceeding", NOW).reply_contact


# ---- grace and hold ----


def test_a_new_message_gives_thirty_days_grace(cast: Cast) -> None:
    sent = closed(cast, Finding.UNFOUNDED)
    assert sent.receipt is not None
    last = at(date(2027, 5, 20))
    public.reply(sent.receipt, day_id(last.date()), "I saw him again", 0, None, last)
    assert sent.row.erase_on == date(2027, 6, 19)
    keeping.erase_due(at(date(2027, 6, 18)))
    assert there(sent)
    keeping.erase_due(at(date(2027, 6, 19)))
    assert not there(sent)


def test_a_hold_stops_everything_until_its_day(cast: Cast) -> None:
    """Also two people; it has an owner, a reason and an end, and somebody hears when it ends."""
    sent = closed(cast, Finding.UNFOUNDED)
    until = date(2027, 8, 1)
    keeping.hold(cast["bao"], sent.id, until, "A court asked", NOW)
    row = sent.row
    assert (row.hold_owner_id, row.hold_until) == (cast["bao"].person, until)
    keeping.erase_due(at(date(2027, 7, 1)))
    assert there(sent)
    assert bytes(sent.row.reporter)
    with pytest.raises(NotNow, match="hold"):
        keeping.ask_erase(cast["amara"], sent.id, "Not needed", NOW)
    (duty,) = clocks.open_duties(org=cast.aurora)
    assert (duty.kind, duty.due_at.date()) == (duties.HOLD_ENDS.code, until)
    notes = [one.note.text for one in triage.look(cast["amara"], sent.id, NOW).decisions if one.note]
    assert "A court asked" in notes
    keeping.erase_due(at(until + DAY))
    assert not there(sent)


def test_a_hold_can_be_ended_and_needs_a_reason_and_a_day(cast: Cast) -> None:
    sent = closed(cast, Finding.UNFOUNDED)
    for until, reason in ((NOW.date(), "x"), (NOW.date() + timedelta(days=400), "x"), (date(2027, 1, 1), " ")):
        with pytest.raises(NotNow):
            keeping.hold(cast["bao"], sent.id, until, reason, NOW)
    keeping.hold(cast["bao"], sent.id, date(2027, 8, 1), "A court asked", NOW)
    with pytest.raises(NotAllowed):
        keeping.release(cast["edo"], sent.id, NOW)
    keeping.release(cast["amara"], sent.id, NOW)
    assert sent.row.hold_until is None
    assert clocks.open_duties(org=cast.aurora) == []
    keeping.erase_due(at(date(2027, 7, 1)))
    assert not there(sent)


# ---- early, by two ----


def test_erasing_early_takes_two_people(cast: Cast) -> None:
    sent = closed(cast)
    keeping.ask_erase(cast["amara"], sent.id, "Told twice", NOW)
    decision = Decision.objects.get(concern=sent.id, code=keeping.ERASE_EARLY)
    with pytest.raises(NotAllowed):
        keeping.erase_early(cast["amara"], decision.pk, NOW)
    with pytest.raises(NotHere):
        keeping.erase_early(cast["nils"], decision.pk, NOW)
    with pytest.raises(NotAllowed):
        keeping.erase_early(cast["celia"], decision.pk, NOW)
    assert there(sent)
    keeping.erase_early(cast["femi"], decision.pk, NOW)
    assert not there(sent)
    assert Tombstone.objects.filter(record=sent.id).exists()
    assert next(iter(journal.read(sent.id))).actor == cast["femi"].person


def test_what_is_not_decided_is_not_erased_and_nothing_goes_without_being_asked_for(cast: Cast) -> None:
    new, done = tell(cast), closed(cast)
    with pytest.raises(NotNow):
        keeping.ask_erase(cast["amara"], new.id, "Why not", NOW)
    with pytest.raises(NotNow):
        keeping.ask_erase(cast["amara"], done.id, " ", NOW)
    other = Decision.objects.get(concern=done.id)
    with pytest.raises(NotHere):
        keeping.erase_early(cast["femi"], other.pk, NOW)


def test_the_second_person_of_a_decision_cannot_erase_by_it(cast: Cast) -> None:
    """A wish to erase is no finding: the page of findings does not take it."""
    sent = closed(cast)
    keeping.ask_erase(cast["amara"], sent.id, "Told twice", NOW)
    decision = Decision.objects.get(concern=sent.id, code=keeping.ERASE_EARLY)
    with pytest.raises(NotHere):
        decisions.confirm(cast["femi"], decision.pk, agree=True, note=NoteContent(), now=NOW)
    assert sent.row.triage == "closed_no_case"


def test_the_second_person_can_say_no_to_an_early_erasure(cast: Cast) -> None:
    """With a reason, on the page on which the wish and its reason stand; it is kept, and nobody is asked any more."""
    sent = closed(cast)
    keeping.ask_erase(cast["amara"], sent.id, "Told twice", NOW)
    decision = Decision.objects.get(concern=sent.id, code=keeping.ERASE_EARLY)
    with pytest.raises(NotAllowed):
        keeping.keep_after_all(cast["amara"], decision.pk, "My own", NOW)
    femi, erase = client_of(cast, "femi"), reverse("concerns:erase", args=[decision.pk])
    assert "Told twice" in text(femi.get(erase))
    assert "Say why not" in text(femi.post(erase, {"agree": "no"}))
    assert clocks.open_duties(org=cast.aurora, kinds=[SECOND])
    assert femi.post(erase, {"agree": "no", "text": "The court may ask"}).status_code == 302
    assert there(sent)
    assert not clocks.open_duties(org=cast.aurora)
    with pytest.raises(NotHere):
        keeping.erase_early(cast["femi"], decision.pk, NOW)
    page = text(client_of(cast, "amara").get(reverse("concerns:concern", args=[sent.id])))
    assert "The court may ask" in page
    keeping.ask_erase(cast["amara"], sent.id, "Told twice, and asked", NOW)  # it can be asked for anew


# ---- screens ----


def test_the_countdown_shows_from_thirty_days(cast: Cast) -> None:
    now = timezone.now()
    sent = closed(cast, now=now)
    client = client_of(cast, "amara")
    url = reverse("concerns:concern", args=[sent.id])
    decided_as(sent.row, erase_on=now.date() + timedelta(days=31))
    assert "This is erased in" not in text(client.get(url))
    decided_as(sent.row, erase_on=now.date() + timedelta(days=30))
    assert "This is erased in 30 days" in text(client.get(url))
    assert "30 days" in text(client.get(reverse("concerns:decided")))


def test_hold_and_early_erasure_over_the_pages(cast: Cast) -> None:
    sent = closed(cast)
    amara, femi = client_of(cast, "amara"), client_of(cast, "femi")
    url = reverse("concerns:keeping", args=[sent.id])
    day = (timezone.now().date() + timedelta(days=60)).isoformat()
    assert amara.post(f"{url}hold/", {"until": day, "reason": "A court asked"}).status_code == 302
    assert "Amara answers for it" in text(femi.get(url))
    assert "A legal hold keeps this" in text(amara.post(f"{url}early/", {"reason_early": "Told twice"}))
    assert amara.post(f"{url}release/").status_code == 302
    assert amara.post(f"{url}early/", {"reason_early": "Told twice"}).status_code == 302
    decision = Decision.objects.get(concern=sent.id, code=keeping.ERASE_EARLY)
    erase = reverse("concerns:erase", args=[decision.pk])
    assert erase not in text(amara.get(url))
    assert erase in text(femi.get(url))
    page = text(femi.get(erase))
    assert "Erase it for good?" in page
    assert "Told twice" in page
    assert femi.post(erase, {"agree": "yes"}).status_code == 302
    assert not there(sent)
    assert femi.get(url).status_code == 404
    assert femi.get(erase).status_code == 404


def test_nothing_says_to_which_erased_concern_a_handover_belonged(cast: Cast) -> None:
    """The duties of what was sent go on, without the concern."""
    told = scene(cast)
    row = told.accepted()
    assert Duty.objects.filter(about=told.concern).exclude(subject=told.concern).exists(), "the control"
    keeping._erase(Concern.objects.get(pk=told.concern), keyfile.installation(cast.aurora), NOW)
    assert Handover.objects.get(pk=row.pk).concern_id is None
    assert not Duty.objects.filter(about=told.concern).exists()
    assert Duty.objects.filter(about=row.pk).exists()


@ONLY_POSTGRESQL
@pytest.mark.django_db(transaction=True, databases="__all__")
def test_the_database_forgets_every_text_that_a_concern_can_have() -> None:
    """What a partner was shown, too: no table that holds sealed text is passed over."""
    with CaptureQueriesContext(connection) as asked:
        keeping.scrub()
    wiped = {one["sql"].partition('"')[2].rstrip('"') for one in asked if one["sql"].startswith("VACUUM")}
    holding = {one._meta.db_table for one in columns.tables() if one._meta.app_label == "concerns" and sealed(one)}
    assert "concerns_secondopinion" in holding
    assert wiped >= holding
