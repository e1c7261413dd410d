"""The journal names the first entry that was changed, removed, reordered or forged."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from fanal import vault
from fanal.journal import api as journal
from fanal.journal import lately, proof
from fanal.journal.contracts import ActorKind, Signatory
from fanal.journal.models import Entry

NOW = datetime(2026, 11, 25, 14, 33, 12, tzinfo=UTC)
SEED = vault.Seed.new()
PERSON = uuid4()
BY = Signatory(ActorKind.PERSON, PERSON, uuid4(), SEED.signer())


@pytest.fixture(autouse=True)
def blank(db: None) -> None:
    """Without the entries of the cast's own founding."""
    Entry.objects.all().delete()


def _known(public: bytes, line: journal.Line) -> str:
    fits = (public, line.kind, line.actor) == (SEED.signer().public, ActorKind.PERSON, PERSON)
    return "" if fits else "is signed by another key"


def _chain(length: int = 5) -> list[Entry]:
    record = uuid4()
    for number in range(length):
        journal.write(record, BY, "test.deed", at=NOW + timedelta(minutes=number), items=[b"sealed %d" % number])
    return list(Entry.objects.filter(record=record))


def test_a_good_chain_has_no_defect() -> None:
    """Three chains side by side, all whole."""
    for _ in range(3):
        _chain()
    assert list(journal.verify(_known)) == []


@pytest.mark.parametrize(
    "change",
    [
        {"deed": "test.other"},
        {"actor": uuid4()},
        {"purpose": "x"},
        {"at": NOW},
        {"items": []},
        {"org": None},
        {"hash": bytes(32)},
        {"prev": bytes(32)},
        {"signature": bytes(64)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_changed_column_is_noticed_at_its_entry(change: dict[str, object]) -> None:
    """Whatever somebody rewrites in an entry, that entry is named."""
    third = _chain()[2]
    Entry.objects.filter(pk=third.pk).update(**change)
    (defect,) = journal.verify(_known)
    assert (defect.record, defect.seq) == (third.record, 3)


def test_a_removed_entry_is_noticed_at_the_next() -> None:
    """A gap cannot be closed by renumbering either."""
    entries = _chain()
    entries[1].delete()
    (defect,) = journal.verify(_known)
    assert defect.seq == 3
    Entry.objects.filter(pk=entries[2].pk).update(seq=2)
    (defect,) = journal.verify(_known)
    assert defect.seq == 2


def test_swapped_entries_are_noticed() -> None:
    """Order is part of the proof."""
    entries = _chain()
    Entry.objects.filter(pk=entries[1].pk).update(seq=99)
    Entry.objects.filter(pk=entries[2].pk).update(seq=2)
    Entry.objects.filter(pk=entries[1].pk).update(seq=3)
    (defect,) = journal.verify(_known)
    assert defect.seq == 2


def test_one_deed_is_written_into_several_chains_at_once() -> None:
    """A new one, one that is there, one behind whose end somebody planted an entry: each goes on as by itself, with as
    many statements as one takes."""
    there, planted, new = _chain()[-1], _chain()[-1], uuid4()
    whole = Entry.objects.get(pk=planted.pk)
    planted.pk, planted.seq, planted.code = uuid4(), 6, bytes(32)
    planted.save(force_insert=True)
    with CaptureQueriesContext(connection) as one:
        journal.write(uuid4(), BY, "test.deed", at=NOW)
    items = {there.record: [b"sealed"], new: [b"other"]}
    with CaptureQueriesContext(connection) as several:
        made = journal.write_each(items, BY, "test.both", at=NOW)
    assert len(several) == len(one)
    assert [(one.record, one.seq) for one in made] == [(there.record, 6), (new, 1)]
    for record, (item,) in items.items():
        (line,) = journal.told(record, ["test.both"], _known).said
        assert line[1] == {vault.item_hash(item)}
    (third,) = journal.write_each({whole.record: []}, BY, "test.both", at=NOW)
    assert third.seq == 7
    assert bytes(Entry.objects.get(record=whole.record, seq=7).prev) == bytes(whole.hash)
    assert [one.record for one in journal.verify(_known)] == [planted.record]


def test_the_last_deed_is_the_last_that_holds() -> None:
    record = _chain()[-1].record
    journal.write(record, BY, "test.other", at=NOW)
    assert journal.last(record, ["test.deed"], _known) == journal.told(record, ["test.deed"], _known).lines[-1]
    Entry.objects.filter(record=record, seq=5).update(purpose="x")
    last = journal.last(record, ["test.deed"], _known)
    assert last is not None
    assert last.seq == 4
    assert journal.last(record, ["test.none"], _known) is None


def test_what_several_deeds_named_is_told_oldest_first() -> None:
    record = _chain(2)[-1].record
    for deed in ("test.other", "test.deed"):
        journal.write(record, BY, deed, at=NOW, items=[b"sealed"])
    said = journal.newest([record], _known)[record].said(["test.other", "test.deed"])
    assert [line.seq for line, _items in said] == [1, 2, 3, 4]


def test_what_is_written_builds_on_no_entry_that_somebody_planted() -> None:
    """Nor on one that says it is an older one: the entries that this installation wrote stay one chain in their order,
    and nothing is missing when what was planted is removed."""
    second, last = itemgetter(1, 4)(_chain())
    told = journal.told(last.record, (), _known)
    assert ([line.seq for line in told.lines], told.torn) == ([1, 2, 3, 4, 5], False)
    plant = Entry.objects.get(pk=second.pk)
    plant.pk, plant.seq, plant.code, plant.deed = uuid4(), 6, bytes(32), "test.planted"
    plant.save(force_insert=True)
    journal.write(last.record, BY, "test.deed", at=NOW)
    assert bytes(Entry.objects.get(record=last.record, seq=7).prev) == bytes(last.hash)
    told = journal.told(last.record, (), _known)
    assert ([line.seq for line in told.lines], told.torn) == ([1, 2, 3, 4, 5, 7], True)
    assert [one.seq for one in journal.verify(_known)] == [6]
    Entry.objects.filter(pk=plant.pk).delete()
    assert not journal.told(last.record, (), _known).torn
    assert list(journal.verify(_known)) == []


def test_entries_in_another_order_are_noticed_by_whoever_reads_them() -> None:
    """The end of a chain was cut and written anew, so that two good entries have one place: the older is put back under
    those that came after the other."""
    *_, fourth, fifth = _chain()
    Entry.objects.filter(pk__in=[fourth.pk, fifth.pk]).delete()
    for deed in ("test.ended", "test.deed"):
        journal.write(fourth.record, BY, deed, at=NOW)
    assert not journal.told(fourth.record, ["test.ended"], _known).torn
    Entry.objects.filter(record=fourth.record, seq=4).delete()
    assert journal.told(fourth.record, ["test.ended"], _known).torn
    fourth.save(force_insert=True)
    assert journal.told(fourth.record, ["test.ended"], _known).torn


def test_a_forged_chain_with_a_foreign_key_is_noticed() -> None:
    """Somebody with the database rewrites a whole chain: the key is not that person's."""
    thief = Signatory(ActorKind.PERSON, PERSON, BY.org, vault.Seed.new().signer())
    journal.write(uuid4(), thief, "test.deed", at=NOW)
    (defect,) = journal.verify(_known)
    assert "key" in defect.why


def test_a_reporters_deed_carries_the_day_only() -> None:
    """Hours, let alone seconds, are not stored."""
    record = uuid4()
    journal.write(record, Signatory(ActorKind.REPORTER, None, None, SEED.signer()), "test.receive", at=NOW)
    assert Entry.objects.get(record=record).at == datetime(2026, 11, 25, tzinfo=UTC)


def test_heads_are_the_newest_entry_of_every_chain() -> None:
    """What the daily checkpoint seals."""
    chains = [_chain(2), _chain(3)]
    heads = {record: (seq, digest) for record, seq, digest in journal.heads()}
    assert heads == {entries[-1].record: (len(entries), bytes(entries[-1].hash)) for entries in chains}


def test_the_tail_keeps_every_entry_of_its_days_however_many_come_after(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    """Who cuts an entry and then writes without end pushes nothing out; a day that is over goes whole. A line that a
    power cut left half-written costs nothing, not even the next; what is undone leaves none."""
    settings.DATA = tmp_path
    today = date(2026, 11, 25)
    monkeypatch.setattr(lately, "_today", lambda: today)
    with django_capture_on_commit_callbacks(execute=True):
        old = _chain()
    today += timedelta(days=1)
    with django_capture_on_commit_callbacks(execute=True):
        chain = _chain()
    with (tmp_path / "journal.tail.2026-11-26").open("a") as file:
        file.write(f"\n{uuid4()} 1 {bytes(31).hex()}")
    with django_capture_on_commit_callbacks(execute=True):
        last = _chain()
        with suppress(ZeroDivisionError), transaction.atomic():
            _chain()
            raise ZeroDivisionError
    for _ in range(8):  # twice as much as the files held when they were bounded by their size
        journal.tail.FILES.add("x" * 2**20)
    assert list(journal.tail.missing()) == []
    for entries in (old, chain, last):
        entries[-1].delete()
    last[0].delete()
    wanted = [(chain[0].record, 5), (last[0].record, 1), (last[0].record, 5)]
    assert list(journal.tail.missing()) == [(old[0].record, 5), *wanted]
    today += timedelta(days=3)
    before = tmp_path / "journal.tail.before"  # as a version before called what it kept
    before.write_text("")
    with django_capture_on_commit_callbacks(execute=True):
        _chain()
    assert list(journal.tail.missing()) == wanted, "the day before three days ago is over"
    assert not before.exists()
    journal.tail.forget()
    assert list(journal.tail.missing()) == []


def test_what_0_1_0_left_is_vouched_for_page_by_page_and_of_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "_BATCH", 2)
    entries = _chain()
    Entry.objects.update(code=b"")
    assert [(defect.seq, defect.why) for defect in journal.verify(_known)] == [
        (1, "was not written by this installation")
    ]
    journal.adopt([uuid4()])
    assert list(journal.verify(_known))
    assert BY.org is not None
    journal.adopt([BY.org])
    assert list(journal.verify(_known)) == []
    assert {bytes(one.code) for one in Entry.objects.all()} == {bytes(one.code) for one in entries}
