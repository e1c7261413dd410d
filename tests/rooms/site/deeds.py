"""Deeds on an installation, run in a process of their own: `python -m tests.rooms.site.deeds DEED…`."""

import os
import sys
from contextlib import redirect_stderr
from datetime import UTC, datetime
from io import StringIO
from uuid import UUID

TOLD = b"what somebody told"


def make(*records: str) -> str:
    """Concerns with sealed content, their keys and journal entries; `new` makes a new identifier. Prints them."""
    from fanal.vocabulary.ids import day_id

    today = datetime.now(UTC).date()
    return " ".join(str(_concern(day_id(today) if record == "new" else UUID(record))) for record in records)


def _concern(record: UUID) -> UUID:
    from django.db import transaction

    from fanal import vault
    from fanal.access.api import stated
    from fanal.concerns.models import Concern
    from fanal.journal import api as journal
    from fanal.journal.contracts import ActorKind
    from fanal.network import api as network
    from fanal.network.contracts import RingKind
    from fanal.network.keyfile import installation

    now, org = datetime.now(UTC), network.orgs()[0].id
    with transaction.atomic():
        # Not `make`: that refuses a record that was erased, which a restore brings back.
        keys, bundles = network.records.sealed(
            org, record, ["content"], network.rings.grants(org, {RingKind.INTAKE: ["content"]})
        )
        network.records.store(bundles)
        sealed = vault.seal(keys, vault.Place(org, record, "content", "concern", record, 1), TOLD)
        row = Concern.objects.create(
            id=record, org_id=org, received_on=now.date(), channel="web_form", language="en", danger="no",
            country_of_harm="NO", question_set="core-1", content=sealed,
        )  # fmt: skip
        journal.write(
            record, installation(org, ActorKind.REPORTER), "concerns.receive", at=now, items=[sealed, stated.item(row)]
        )
    return record


def erase(*records: str) -> str:
    """Let the nightly job of retention erase concerns whose time has run out."""
    from fanal.access.api import stated
    from fanal.concerns.keeping import keeping
    from fanal.concerns.models import Concern
    from fanal.journal import api as journal
    from fanal.network.keyfile import installation

    now = datetime.now(UTC)
    for row in Concern.objects.filter(pk__in=records):
        row.retention_class, row.erase_on = "concern_closed", now.date()
        row.save()
        journal.write(row.pk, installation(row.org_id), "tests.decided", at=now, items=[stated.item(row)])
    keeping.erase_due(now)
    return "erased"


def revive(record: str) -> str:
    """What a restore does before the ledger is replayed: the record is back and its tombstone is not there."""
    from fanal.network.models import Tombstone

    Tombstone.objects.filter(pk=record).delete()
    return make(record)


def lose() -> str:
    """Every concern is lost, by accident."""
    from fanal.concerns.models import Concern

    return str(Concern.objects.all().delete()[0])


def count(*records: str) -> str:
    """How many concerns, bundles and tombstones there are of each record, as `1-1-0`."""
    from fanal.concerns.models import Concern
    from fanal.network.models import Bundle, Tombstone

    def one(record: str) -> str:
        rows = (
            Concern.objects.filter(pk=record),
            Bundle.objects.filter(record=record),
            Tombstone.objects.filter(pk=record),
        )
        return "-".join(str(found.count()) for found in rows)

    return " ".join(one(record) for record in records)


def sql(statement: str) -> str:
    """One statement on the main database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        return str(cursor.rowcount)


def waiting_notices() -> str:
    """How many people are to be told that a task is waiting."""
    from fanal.clocks.models import Notice

    return str(Notice.objects.filter(sent_on=None, alert=True).count())


def refused(*commands: str) -> str:
    """Commands of `fanal`, one after another in this process: each must end with 1. What they say, one a line."""
    from fanal.site.commands import main

    said = []
    for command in commands:
        with redirect_stderr(StringIO()) as told:
            assert main(command.split()) == 1, command
        said.append(told.getvalue().replace("\n", " "))
    return "\n".join(said)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fanal.site.settings")
    django.setup()
    deeds = {one.__name__: one for one in (make, erase, revive, lose, count, sql, waiting_notices, refused)}
    sys.stdout.write(deeds[sys.argv[1]](*sys.argv[2:]))
