"""Behind the stage of `canary_play`: parts of ours that break and say everything, and what opened records show."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID


@contextmanager
def broken(target: str, kind: type[Exception]) -> Iterator[None]:
    """A part of ours that fails, and says everything that it was given."""

    def fails(*args: Any, **kwargs: Any) -> None:
        raise kind(f"could not do this with {args} {kwargs} {[vars_of(one) for one in args]}")

    with patch(target, fails):
        yield


def vars_of(one: object) -> object:
    """What an object holds, whatever its representation hides."""
    return {name: getattr(one, name, None) for name in getattr(type(one), "__dataclass_fields__", {})}


def day_id(now: datetime) -> UUID:
    from fanal.vocabulary.ids import day_id as of_day

    return of_day(now.date())


def version_of(concern: UUID) -> str:
    from fanal.concerns.models import Concern

    return str(Concern.objects.get(pk=concern).version)


def shown_in_opened_records(cast: Any) -> str:
    """Everything that holders of keys read: Amara of concerns, Nils of handovers, Celia of reporters, Lena of law."""
    from fanal.concerns.models import Concern, Decision, Handover, HandoverMessage, Message
    from fanal.justice.models import Matter, Proceeding, Question

    found: list[str] = []
    for concern in Concern.objects.all():
        rows = [concern, *Message.objects.filter(concern=concern), *Decision.objects.filter(concern=concern)]
        found += _read(cast["amara"], concern.org_id, concern.pk, rows)
        if concern.reporter_closed:
            found += _read(cast["celia"], concern.org_id, concern.pk, [concern])
    for handover in Handover.objects.all():
        found += _read(cast["nils"], handover.org_id, handover.pk, [handover])
    for said in HandoverMessage.objects.select_related("step__handover"):
        found += _read(cast["nils"], said.step.handover.org_id, said.pk, [said])
    for matter in Matter.objects.all():
        rows = [matter, *Question.objects.filter(matter=matter), *Proceeding.objects.filter(matter=matter)]
        found += _read(cast["lena"], matter.org_id, matter.pk, rows)
    return "\n".join(json.dumps(json.loads(one), ensure_ascii=False) for one in found)


def _read(actor: Any, org: UUID, record: UUID, rows: list[Any]) -> Iterator[str]:
    """Every sealed column of rows of a record that this person's keys open, as JSON."""
    from fanal import columns
    from fanal.access.api import Opened, RecordRef
    from fanal.network.api import records

    held = records.open_held(org, record, actor.keyring)
    door = Opened(RecordRef(org, record, ""), actor.signatory(), "test", held)
    for row in rows:
        for name, box in columns.sealed(row).items():
            if door.has(box.compartment) and bytes(getattr(row, name)):
                try:
                    yield door.read(row, name).to_json()
                except Exception as error:
                    if type(error).__name__ not in {"CannotOpen", "NotGranted"}:
                        raise


def keep_log() -> None:
    """SQLite's write-ahead log as it is now: an erasure cuts it off, and closing the database folds it in."""
    from django.conf import settings

    log = Path(settings.DATA) / "fanal.sqlite3-wal"
    if log.exists():
        shutil.copy(log, log.with_name("wal-as-it-was"))
