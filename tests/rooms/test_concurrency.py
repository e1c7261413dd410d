"""32 at once, on one chain, on one record and on many: nothing is lost, nothing is written twice, the journal holds.

Run on SQLite and on PostgreSQL, on connections of their own
(docs/vault.md, "What callers must do").
"""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Barrier, Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connections

from fanal import vault
from fanal.access.api import open_record
from fanal.concerns.access_terms import ref_of
from fanal.concerns.content import NoteContent
from fanal.concerns.handovers import handovers
from fanal.concerns.models import Concern, Decision, Handover, Message
from fanal.concerns.public import dialogue as thread_of
from fanal.concerns.public.guard import guard
from fanal.concerns.triage import decisions, dialogue, practising, triage
from fanal.journal import api as journal
from fanal.journal.models import Entry
from fanal.network import api as network
from fanal.network.contracts import RingKind
from fanal.network.models import Bundle
from fanal.site.commands.journal import defects
from fanal.vocabulary.codes import Finding, Triage
from fanal.vocabulary.ids import day_id
from tests.people import Cast
from tests.rooms.concerns.passing import agree, confirm_country
from tests.rooms.concerns.reporter import Reporter, opened, publish
from tests.rooms.concerns.told import tell

MANY = 32
pytestmark = pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES))


@pytest.fixture
def people(people: Cast) -> Cast:
    """With the form of Aurora open."""
    publish(people)
    return people


def at_once(work: Callable[[int], object], count: int = MANY) -> list[Any]:
    """`work(n)` for n below `count`, all at once on connections of their own: what each gave, or its error."""
    results: list[Any] = [None] * count
    barrier = Barrier(count)

    def run(n: int) -> None:
        try:
            barrier.wait()
            results[n] = work(n)
        except Exception as error:  # the test asserts on it
            results[n] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def failures(results: list[Any]) -> list[Any]:
    return [one for one in results if isinstance(one, BaseException)]


def journal_holds() -> bool:
    """Every chain is whole, by the same reading as `fanal journal verify`."""
    found = list(defects(lambda _done, _all: None))
    assert found == []
    return True


def test_one_chain_takes_32_writers(people: Cast) -> None:
    """Each of 160 entries is there, once, at a place of its own, and the chain verifies."""
    amara, record, now = people["amara"], uuid4(), datetime.now(UTC)

    def work(n: int) -> None:
        for turn in range(5):
            journal.write(record, amara.signatory(), "concerns.open", at=now, purpose=f"writer {n}, turn {turn}")

    assert failures(at_once(work)) == []
    entries = list(Entry.objects.filter(record=record).order_by("seq"))
    assert [one.seq for one in entries] == list(range(1, 5 * MANY + 1))
    assert len({one.purpose for one in entries}) == 5 * MANY
    assert journal_holds()


def test_32_reporters_at_once_lose_nothing(people: Cast) -> None:
    """Every page that showed a code was told the truth: each code opens, each text is there, each chain holds."""
    guard.forget()

    def work(n: int) -> list[str]:
        codes = []
        for turn in range(2):
            reporter = Reporter().get("/en/xa/").press("Continue", danger="not_sure")
            reporter.press("Send now", what=["goes_with_adult"], words=f"told by {n}, turn {turn}")
            assert reporter.status == 200
            codes.append(reporter.code)
        return codes

    results = at_once(work)
    assert failures(results) == []
    codes = [code for shown in results for code in shown]
    assert len(set(codes)) == 2 * MANY
    amara = people["amara"]
    words = Counter(opened(amara, concern)["content"].words for concern in Concern.objects.all())
    assert words == Counter(f"told by {n}, turn {turn}" for n in range(MANY) for turn in range(2))
    for code in codes:
        assert thread_of.look(vault.parse_receipt(code), datetime.now(UTC)).status == "received"
    assert journal_holds()


def test_one_receipt_sent_32_times_at_once_is_one_concern(people: Cast) -> None:
    """One row, one set of bundles, one entry of arrival; everybody who sent is shown the same code and proof."""
    reporter = Reporter().get("/en/xa/").press("Continue", danger="no")
    address, body = reporter.sending("Send now", words="pressed again and again")
    pages = at_once(lambda _n: Reporter().post(address, body))
    assert failures(pages) == []
    assert {page.status for page in pages} == {200}
    assert len({page.code for page in pages}) == 1
    assert len({page.html.split("<pre")[1].split("</pre>")[0] for page in pages}) == 1
    concern = Concern.objects.get()
    assert Counter(Bundle.objects.filter(record=concern.pk).values_list("kind", flat=True)) == {
        "ring": 1,
        "reporter": 1,
    }
    assert Entry.objects.filter(record=concern.pk, deed="concerns.receive").count() == 1
    assert journal_holds()


def test_both_sides_write_into_one_thread_at_once(people: Cast) -> None:
    """16 messages of staff and 16 of the reporter: all 32 are there, in an order of their own, and open for both."""
    amara, now = people["amara"], datetime.now(UTC)
    sent = tell(people, now)
    receipt = sent.receipt
    assert receipt is not None

    def work(n: int) -> None:
        if n % 2:
            dialogue.write(amara, sent.id, f"staff {n}", question=True, now=now)
        else:
            thread_of.reply(receipt, day_id(now.date()), f"reporter {n}", 0, None, now)

    assert failures(at_once(work)) == []
    assert list(Message.objects.values_list("position", flat=True)) == list(range(1, MANY + 1))
    lines = thread_of.look(receipt, now).lines
    assert sorted(one.text for one in lines) == sorted(f"{'staff' if n % 2 else 'reporter'} {n}" for n in range(MANY))
    assert all(one.own == one.text.startswith("reporter") for one in lines)
    assert journal_holds()


def test_all_who_renew_the_keys_of_a_record_at_once_keep_them(people: Cast) -> None:
    """No row is locked: each seals newer keys for the team. All of them count, none of the older ones does, and what
    each wrote opens."""
    now = datetime.now(UTC)
    sent = tell(people, now)
    network.people.rotate_ring(people["bao"], RingKind.INTAKE, "yearly", now)
    actors = [people[who] for who in ("amara", "femi", "bao")]

    def work(n: int) -> None:
        with open_record(
            actors[n % 3], ref_of(sent.row), triage.OPEN, purpose="intake", now=now, thing=sent.row, write=n % 2 == 0
        ) as opened:
            note = Decision(concern_id=sent.id, code="note", person_id=actors[n % 3].person, at=now)
            opened.write(note, "note", NoteContent(text=f"note {n}"))
            opened.state(note)
            note.save(force_insert=True)

    assert failures(at_once(work, 8)) == []
    with open_record(actors[0], ref_of(sent.row), triage.OPEN, purpose="intake", now=now, thing=sent.row) as opened:
        read = {opened.read(one, "note").text for one in Decision.objects.filter(concern=sent.id)}
        opened.freshen()
        assert opened.held.changed == []
    assert read == {f"note {n}" for n in range(8)}
    assert Bundle.objects.filter(record=sent.id, kind="ring", version=1).count() == 0
    assert journal_holds()


@pytest.mark.parametrize("deeds", [decisions, practising])
def test_32_decisions_on_what_was_seen_make_one(people: Cast, deeds: Any) -> None:
    """Whoever comes second is told so, and nothing of theirs is written; in practice, too."""
    now = datetime.now(UTC)
    sent = tell(people, now, practice=deeds is practising)
    actors = [people["amara"], people["femi"], people["bao"]]
    choice = decisions.Choice(Triage.CLOSED_NO_CASE, NoteContent(text="looked at"), Finding.NOT_CONFIRMED)
    results = at_once(lambda n: deeds.decide(actors[n % 3], sent.id, choice, 1, now))
    assert Counter(isinstance(one, decisions.Overtaken) for one in results) == {False: 1, True: MANY - 1}
    assert len(failures(results)) == MANY - 1
    assert Decision.objects.filter(concern=sent.id).count() == 1
    deed = practising.PRACTISE if deeds is practising else decisions.DECIDE
    assert Entry.objects.filter(record=sent.id, deed=deed).count() == 1
    assert journal_holds()


def test_one_handover_drafted_and_sent_32_times_is_one(people: Cast) -> None:
    """The same button pressed by many at once: one draft, one offer, one clock, one copy at the recipient."""
    now, key = datetime.now(UTC), uuid4()
    agree(people, now=now)
    sent = tell(people, now)
    confirm_country(people, sent.id, "XB", now=now)
    amara = people["amara"]
    drafts = at_once(lambda _n: handovers.draft(amara, sent.id, people.nordlys, key, now))
    assert failures(drafts) == []
    assert {row.pk for row in drafts} == {Handover.objects.get().pk}
    seen = _hash(amara, sent.id, people.nordlys, now)
    sendings = at_once(lambda _n: handovers.confirm(amara, drafts[0].pk, seen, now).state)
    assert failures(sendings) == []
    assert set(sendings) == {"offered"}
    row = Handover.objects.get()
    assert Counter(row.events.values_list("event", flat=True)) == {"draft": 1, "offer": 1}
    assert Bundle.objects.filter(record=row.pk, compartments=["content"]).count() == 1
    assert journal_holds()


def _hash(actor: Any, concern: UUID, recipient: UUID, now: datetime) -> str:
    preview = handovers.look(actor, concern, recipient, now).preview
    assert preview is not None
    return preview.hash
