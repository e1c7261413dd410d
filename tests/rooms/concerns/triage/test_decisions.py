"""Decisions: every guard of the table, one winner, and all that follows from a decision."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from django.urls import reverse

from fanal import vault
from fanal.access.api import NotAllowed, NotNow
from fanal.clocks import api as clocks
from fanal.concerns import duties
from fanal.concerns.conflict import conflict
from fanal.concerns.content import NoteContent
from fanal.concerns.keeping import custody
from fanal.concerns.models import CountCell, Decision, Message
from fanal.concerns.public import dialogue as public
from fanal.concerns.signals import concern_accepted
from fanal.concerns.triage import decisions, triage
from fanal.concerns.triage import duties as duties_triage
from fanal.concerns.triage.decisions import Choice, Overtaken, confirm, decide
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import RingKind
from fanal.network.models import Bundle, Organisation
from fanal.vocabulary.codes import Finding, ReportChannel, Triage
from tests.desk import client_of, text
from tests.people import NOW, Cast, now_are
from tests.rooms.concerns.told import DAY, HOUR, MINUTE, Sent, named, tell

pytestmark = pytest.mark.django_db(databases="__all__")

CALL = NoteContent(called="Police of XA", called_at=NOW - MINUTE, they_said="A car goes there")
WHY = NoteContent(text="A family on holiday")
EVIDENCE = NoteContent(text="Made up", evidence="They wrote that they made it up, after a quarrel")
CASE = NoteContent(worker="marek", safe_contact="through the school")

CHOICES = {
    Triage.URGENT_RESPONSE: Choice(Triage.URGENT_RESPONSE, CALL),
    Triage.OPEN_CASE: Choice(Triage.OPEN_CASE, CASE),
    Triage.INFORMATION_ONLY: Choice(Triage.INFORMATION_ONLY, WHY),
    Triage.OUT_OF_SCOPE: Choice(Triage.OUT_OF_SCOPE, WHY, tell="Call the consumer office, 00 00"),
    Triage.CLOSED_NO_CASE: Choice(Triage.CLOSED_NO_CASE, WHY, Finding.NOT_CONFIRMED),
}


def close(finding: Finding, note: NoteContent = WHY) -> Choice:
    return Choice(Triage.CLOSED_NO_CASE, note, finding)


def taken(cast: Cast, sent: Sent, choice: Choice, who: str = "amara", now: Any = NOW) -> Decision:
    return decide(cast[who], sent.id, named(cast, choice), sent.row.version, now)


@contextmanager
def nothing_happens(sent: Sent) -> Iterator[None]:
    """The row, the decisions and the journal stand as before."""
    before = (sent.row.__dict__ | {"_state": None}, Decision.objects.count(), len(journal.read(sent.id)))
    yield
    assert before == (sent.row.__dict__ | {"_state": None}, Decision.objects.count(), len(journal.read(sent.id)))


# ---- guards ----


LACKS: list[tuple[Choice, str]] = [
    (Choice(Triage.URGENT_RESPONSE, replace(CALL, called="")), "called"),
    (Choice(Triage.URGENT_RESPONSE, replace(CALL, called_at=None)), "called_at"),
    (Choice(Triage.URGENT_RESPONSE, replace(CALL, called_at=NOW + MINUTE)), "called_at"),
    (Choice(Triage.URGENT_RESPONSE, replace(CALL, called_at=datetime(1, 1, 1, tzinfo=timezone(HOUR)))), "called_at"),
    (Choice(Triage.URGENT_RESPONSE, replace(CALL, they_said="")), "they_said"),
    (Choice(Triage.OPEN_CASE, replace(CASE, worker="")), "worker"),
    (Choice(Triage.OPEN_CASE, replace(CASE, safe_contact="")), "safe_contact"),
    (Choice(Triage.LINK_TO_CASE, WHY), "case"),
    (Choice(Triage.ROUTE_ELSEWHERE, WHY), "code"),
    (Choice(Triage.NEW, WHY), "code"),
    (Choice(Triage.INFORMATION_ONLY, NoteContent()), "text"),
    (Choice(Triage.OUT_OF_SCOPE, NoteContent(), tell="Call 00 00"), "text"),
    (Choice(Triage.OUT_OF_SCOPE, WHY), "tell"),
    (Choice(Triage.CLOSED_NO_CASE, WHY), "finding"),
    (Choice(Triage.INFORMATION_ONLY, WHY, Finding.UNFOUNDED), "finding"),
    (close(Finding.UNFOUNDED, NoteContent()), "text"),
    (close(Finding.BAD_FAITH), "evidence"),
]


@pytest.mark.parametrize(("choice", "field"), LACKS, ids=[f"{one.code}-{name}" for one, name in LACKS])
def test_a_decision_without_what_it_needs_is_no_decision(cast: Cast, choice: Choice, field: str) -> None:
    sent = tell(cast)
    with nothing_happens(sent), pytest.raises(NotNow) as lacks:
        taken(cast, sent, choice)
    assert lacks.value.field == field
    assert lacks.value.words.endswith((".", "”."))


def test_out_of_scope_without_a_code_needs_nobody_told(cast: Cast) -> None:
    """Who holds no code cannot read where to turn."""
    sent = tell(cast, code=False)
    taken(cast, sent, Choice(Triage.OUT_OF_SCOPE, WHY))
    assert not Message.objects.exists()


@pytest.mark.parametrize("username", ["celia", "edo", "dalia"])
def test_who_may_not_open_may_not_decide(cast: Cast, username: str) -> None:
    sent = tell(cast)
    with nothing_happens(sent), pytest.raises(NotAllowed):
        taken(cast, sent, CHOICES[Triage.INFORMATION_ONLY], username)


@pytest.mark.parametrize("username", ["nils", "sol"])
def test_nobody_of_another_organisation_decides(cast: Cast, username: str) -> None:
    sent = tell(cast)
    with nothing_happens(sent), pytest.raises(triage.NotHere):
        taken(cast, sent, CHOICES[Triage.INFORMATION_ONLY], username)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Phnom_Penh", "America/Lima"])
def test_a_call_from_before_it_was_told_stops_no_clock(cast: Cast, zone: str) -> None:
    """Refused at its field, in words. What a colleague wrote down from a call may have been acted on the day before."""
    now_are([Organisation.objects.get(pk=cast.aurora)], time_zone=zone)

    def call(at: datetime) -> Choice:
        return Choice(Triage.URGENT_RESPONSE, replace(CALL, called_at=at))

    by_form, by_phone = tell(cast, danger="yes"), tell(cast, danger="yes", channel=ReportChannel.PHONE)
    for sent, days in ((by_form, 2), (by_phone, 3), (by_form, 8)):
        with nothing_happens(sent), pytest.raises(NotNow) as lacks:
            taken(cast, sent, call(NOW - days * DAY))
        assert lacks.value.field == "called_at"
        assert "before the day on which it was told" in lacks.value.words
    taken(cast, by_form, call(NOW - HOUR))
    taken(cast, by_phone, call(NOW - DAY))
    assert not clocks.open_duties(org=cast.aurora, kinds=[duties.DECIDE_URGENT])


# ---- what follows ----

EXPECTED = {
    Triage.OPEN_CASE: ("working", None, "as_case", None),
    Triage.INFORMATION_ONLY: ("closed", NOW.date(), "concern_closed", date(2027, 11, 25)),
    Triage.OUT_OF_SCOPE: ("closed", NOW.date(), "out_of_scope", date(2026, 12, 25)),
    Triage.CLOSED_NO_CASE: ("closed", NOW.date(), "concern_closed", date(2027, 11, 25)),
}


@pytest.mark.parametrize("code", list(EXPECTED))
def test_a_decision_ends_the_clocks_closes_the_reporter_and_dates_the_erasure(cast: Cast, code: Triage) -> None:
    sent = tell(cast)
    taken(cast, sent, CHOICES[code])
    row = sent.row
    assert (row.status, row.closed_on, row.retention_class, row.erase_on) == EXPECTED[code]
    assert (row.triage, row.reporter_closed, row.claimed_by_id) == (code, True, None)
    assert row.reporter_erase_on == (None if code is Triage.OPEN_CASE else date(2027, 5, 25))
    goes_on = ["first_contact"] if code is Triage.OPEN_CASE else []  # that of the case
    assert [one.kind for one in clocks.open_duties(org=cast.aurora)] == goes_on
    assert CountCell.objects.filter(org_id=cast.aurora, quarter="2026-Q4").count() == 1
    (line,) = [line for line in journal.read(sent.id) if line.deed == decisions.DECIDE]
    assert line.actor == cast["amara"].person


@pytest.mark.parametrize(
    ("finding", "kept", "until"),
    [
        (Finding.CONFIRMED, "concern_closed", date(2027, 11, 25)),
        (Finding.NOT_ENOUGH_INFORMATION, "concern_not_enough_information", date(2028, 11, 25)),
        (Finding.UNFOUNDED, "concern_unfounded", date(2027, 5, 25)),
    ],
)
def test_what_was_found_says_how_long_it_is_kept(cast: Cast, finding: Finding, kept: str, until: date) -> None:
    sent = tell(cast)
    taken(cast, sent, close(finding))
    assert (sent.row.finding, sent.row.retention_class, sent.row.erase_on) == (finding, kept, until)


def test_after_the_decision_only_the_custodian_opens_who_told_us(cast: Cast) -> None:
    """By keys, not by policy alone: no bundle of the intake team holds the compartment."""
    sent = tell(cast)
    taken(cast, sent, CHOICES[Triage.INFORMATION_ONLY])
    holders = [row for row in Bundle.objects.filter(record=sent.id) if "reporter" in row.compartments]
    custodian = network.rings.principal(cast.aurora, RingKind.CUSTODIAN)
    assert [bytes(row.principal) for row in holders] == [custodian.id]
    for name in ("amara", "bao", "femi"):
        keys = network.records.open_held(cast.aurora, sent.id, cast[name].keyring).keys
        assert "reporter" not in keys.compartments
        assert triage.look(cast[name], sent.id, NOW).reporter is None
    assert custody.open_reporter(cast["celia"], sent.id, "they_asked", NOW).reply_contact == "the porter, evenings"


def test_a_copy_of_the_old_keys_does_not_open_what_was_sealed_anew(cast: Cast) -> None:
    """Whoever kept the keys of yesterday reads the yesterday's item, not today's."""
    sent = tell(cast)
    old = network.records.open_held(cast.aurora, sent.id, cast["amara"].keyring).keys
    taken(cast, sent, CHOICES[Triage.INFORMATION_ONLY])
    row = sent.row
    stored = bytes(row.reporter)
    from fanal.access.records import place
    from fanal.concerns.access_terms import ref_of

    here = place(ref_of(row), row, "reporter", int.from_bytes(stored[:4]))
    with pytest.raises(vault.CannotOpen):
        vault.open_item(old, here, stored[4:])


def test_an_urgent_response_keeps_the_concern_waiting_for_the_rest(cast: Cast) -> None:
    """The hour is kept, a day begins, the reporter can still be reached."""
    sent = tell(cast, danger="yes")
    taken(cast, sent, CHOICES[Triage.URGENT_RESPONSE])
    row = sent.row
    assert (row.triage, row.status, row.closed_on, row.reporter_closed) == ("urgent_response", "working", None, False)
    (duty,) = clocks.open_duties(org=cast.aurora)
    assert duty.kind == duties.DECIDE.code
    assert NOW + 23 * HOUR < duty.due_at <= NOW + 25 * HOUR
    assert not CountCell.objects.exists()
    taken(cast, sent, CHOICES[Triage.CLOSED_NO_CASE], now=NOW + HOUR)
    assert sent.row.triage == "closed_no_case"
    assert CountCell.objects.count() == 1
    with pytest.raises(NotNow):
        taken(cast, sent, CHOICES[Triage.URGENT_RESPONSE], now=NOW + 2 * HOUR)


def test_a_case_is_told_to_higher_rooms(cast: Cast) -> None:
    heard: list[Any] = []

    def ear(sender: object, **news: Any) -> None:
        heard.append(news["concern"])

    concern_accepted.connect(ear)
    try:
        sent, other = tell(cast), tell(cast)
        taken(cast, sent, CHOICES[Triage.OPEN_CASE])
        taken(cast, other, CHOICES[Triage.INFORMATION_ONLY])
    finally:
        concern_accepted.disconnect(ear)
    assert heard == [sent.id]


def test_out_of_scope_tells_the_reporter_where_to_turn(cast: Cast) -> None:
    """They read it with their code; the status says no more than "closed"."""
    sent = tell(cast)
    assert sent.receipt is not None
    taken(cast, sent, CHOICES[Triage.OUT_OF_SCOPE])
    thread = public.look(sent.receipt, NOW)
    assert [line.text for line in thread.lines] == ["Call the consumer office, 00 00"]
    assert thread.status == "closed"


def test_a_closed_concern_may_be_decided_anew(cast: Cast) -> None:
    """News came: what was closed becomes a case; it is counted once, and no day of erasure stays."""
    sent = tell(cast)
    taken(cast, sent, close(Finding.NOT_ENOUGH_INFORMATION))
    taken(cast, sent, CHOICES[Triage.OPEN_CASE], "femi", NOW + timedelta(days=3))
    row = sent.row
    assert (row.triage, row.finding, row.closed_on, row.erase_on) == ("open_case", "", None, None)
    assert CountCell.objects.count() == 1


# ---- two people ----


def test_bad_faith_holds_only_once_a_second_person_agrees(cast: Cast) -> None:
    sent = tell(cast)
    first = taken(cast, sent, close(Finding.BAD_FAITH, EVIDENCE))
    assert first.needs_second
    assert (sent.row.triage, sent.row.finding, sent.row.reporter_closed) == ("new", "", False)
    assert duties_triage.SECOND.code in {one.kind for one in clocks.open_duties(org=cast.aurora)}
    with pytest.raises(NotAllowed) as oneself:
        confirm(cast["amara"], first.pk, agree=True, note=NoteContent(), now=NOW)
    assert oneself.value.refusal.reason_code == "self"
    confirm(cast["femi"], first.pk, agree=True, note=NoteContent(), now=NOW + HOUR)
    row = sent.row
    assert (row.triage, row.finding, row.retention_class) == ("closed_no_case", "bad_faith", "concern_unfounded")
    assert Decision.objects.get(pk=first.pk).second_id == cast["femi"].person
    assert clocks.open_duties(org=cast.aurora) == []


def test_a_second_person_may_say_no_with_a_reason(cast: Cast) -> None:
    sent = tell(cast)
    first = taken(cast, sent, close(Finding.BAD_FAITH, EVIDENCE))
    with pytest.raises(NotNow):
        confirm(cast["femi"], first.pk, agree=False, note=NoteContent(), now=NOW)
    confirm(cast["femi"], first.pk, agree=False, note=NoteContent(text="A mistake"), now=NOW)
    assert sent.row.triage == "new"
    file = triage.look(cast["bao"], sent.id, NOW)
    assert [one.code for one in file.decisions] == ["closed_no_case", "not_agreed"]
    assert file.waiting is None
    with pytest.raises(Overtaken):
        confirm(cast["bao"], first.pk, agree=True, note=NoteContent(), now=NOW)


def test_what_became_about_our_own_people_is_not_there_for_a_second_person_either(cast: Cast) -> None:
    """Neither who decided nor what: also on the page that only asks. The control: before, a colleague is asked."""
    sent = tell(cast)
    bad_faith = reverse("concerns:second", args=[taken(cast, sent, close(Finding.BAD_FAITH, EVIDENCE)).pk])
    assert "Amara" in text(client_of(cast, "femi").get(bad_faith))
    conflict.mark(cast["bao"], sent.id, NOW + HOUR)
    assert client_of(cast, "femi").get(bad_faith).status_code == 404
    assert client_of(cast, "femi").post(bad_faith, {"agree": "yes"}).status_code in {403, 404}


def test_another_decision_lets_the_waiting_one_fall(cast: Cast) -> None:
    sent = tell(cast)
    first = taken(cast, sent, close(Finding.BAD_FAITH, EVIDENCE))
    taken(cast, sent, close(Finding.NOT_CONFIRMED), "bao")
    with pytest.raises(Overtaken):
        confirm(cast["femi"], first.pk, agree=True, note=NoteContent(), now=NOW)
    assert sent.row.finding == "not_confirmed"


def test_the_second_person_works_on_a_page_of_their_own(cast: Cast) -> None:
    sent = tell(cast)
    first = taken(cast, sent, close(Finding.BAD_FAITH, EVIDENCE))
    mine, theirs = client_of(cast, "amara"), client_of(cast, "femi")
    concern = reverse("concerns:concern", args=[sent.id])
    second = reverse("concerns:second", args=[first.pk])
    assert "A second person must confirm it" in text(mine.get(concern))
    page = text(theirs.get(concern))
    lead, told, _rest = page.partition("What we were told")
    assert told
    assert second in lead  # their task led them here: where it is done stands before everything that was told
    assert "Amara: " in lead
    assert "It holds once a second person has looked at it." in lead
    assert EVIDENCE.evidence in page
    assert "Ask a colleague" in text(mine.post(second, {"agree": "yes"}))
    assert theirs.post(second, {"agree": "yes"}).status_code == 302
    assert sent.row.finding == "bad_faith"


# ---- one winner ----


def test_who_comes_second_writes_nothing_and_sees_what_was_decided(cast: Cast) -> None:
    """The page says who decided what; what was typed is still in the form, ready to be recorded all the same."""
    sent = tell(cast)
    version = sent.row.version
    client = client_of(cast, "femi")
    taken(cast, sent, close(Finding.NOT_CONFIRMED))
    url = reverse("concerns:decide", args=[sent.id, "information_only"])
    with nothing_happens(sent):
        page = client.post(url, {"version": version, "text": "What I typed with care"})
    assert page.status_code == 409
    assert "A colleague decided a second ago" in text(page)
    assert "Amara" in text(page)
    assert "Not confirmed" in text(page)
    assert "What I typed with care" in text(page)
    again = client.post(url, {"version": sent.row.version, "text": "What I typed with care"})
    assert again.status_code == 302
    assert sent.row.triage == "information_only"


def test_a_new_message_is_shown_before_one_decides(cast: Cast) -> None:
    sent = tell(cast)
    assert sent.receipt is not None
    version = sent.row.version
    from fanal.vocabulary.ids import day_id

    public.reply(sent.receipt, day_id(NOW.date()), "They have left", 0, None, NOW)
    url = reverse("concerns:decide", args=[sent.id, "information_only"])
    page = client_of(cast, "amara").post(url, {"version": version, "text": "Nothing more"})
    assert page.status_code == 409
    assert "wrote a new message" in text(page)
    assert sent.row.triage == "new"


@pytest.mark.parametrize("version", ["", "abc", "99"])
def test_a_form_without_a_good_version_decides_nothing(cast: Cast, version: str) -> None:
    sent = tell(cast)
    url = reverse("concerns:decide", args=[sent.id, "information_only"])
    page = client_of(cast, "amara").post(url, {"version": version, "text": "Nothing more"})
    assert page.status_code in {200, 409}
    assert sent.row.triage == "new"


# ---- who leaves ----


def test_who_left_opens_nothing_that_is_written_later(cast: Cast) -> None:
    """Femi leaves; the next decision is sealed under new keys that her keys do not open, and nobody else loses."""
    sent = tell(cast)
    femi = cast["femi"]
    file = triage.look(femi, sent.id, NOW)
    assert file.content.words
    network.people.end_membership(cast["bao"], femi.person, NOW)
    decision = taken(cast, sent, close(Finding.NOT_CONFIRMED))
    # All that her keys ever opened, with every bundle of today and of before.
    with pytest.raises(vault.NotGranted):
        network.records.open_held(cast.aurora, sent.id, femi.keyring)
    from fanal.access.records import place
    from fanal.concerns.access_terms import ref_of

    stored = bytes(decision.note)
    here = place(ref_of(sent.row), decision, "note", int.from_bytes(stored[:4]))
    for name in ("amara", "bao"):
        keys = network.records.open_held(cast.aurora, sent.id, cast[name].keyring).keys
        assert WHY.text in vault.open_item(keys, here, stored[4:]).decode()
        assert max(key.epoch for key in keys.keys if key.compartment == "content") == 2
        assert triage.look(cast[name], sent.id, NOW).content == file.content
