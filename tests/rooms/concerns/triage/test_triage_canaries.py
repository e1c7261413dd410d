"""What was told is unreadable to whoever runs the server and to the secretariat, through all deeds of triage (DNH-33).

What it means in triage: unique strings in every field that a reporter or a worker fills are in no column of any table
that is not ciphertext, through all deeds; and no role without the ring opens a record, whatever the policy says.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections

from fanal import vault
from fanal.access.api import NotNow
from fanal.clocks import api as clocks
from fanal.concerns.conflict import conflict
from fanal.concerns.content import NoteContent, PersonCountry
from fanal.concerns.keeping import keeping
from fanal.concerns.models import ReportingPage
from fanal.concerns.public import dialogue as public
from fanal.concerns.triage import adults, decisions, dialogue, lists, triage
from fanal.concerns.triage.decisions import Choice
from fanal.network import api as network
from fanal.network.models import Bundle
from fanal.vocabulary.codes import Finding, Triage
from fanal.vocabulary.ids import day_id
from tests.people import NOW, Cast, now_are
from tests.rooms.concerns.told import DAY, tell

pytestmark = pytest.mark.django_db(databases="__all__")

SCRIPTS = ("Zanzibarkanarienvogel{}", "كناري{}فريد", "កាណារី{}")
TEXTS = (
    "words",
    "place",
    "when_words",
    "child_words",
    "travel",
    "adult_words",
    "reply_contact",
    "reply_times",
    "exposure_words",
)
CONTROL = "kanarienvogel-in-the-open@aurora.example"


def planted() -> dict[str, str]:
    """A canary in every text of the form, in three scripts."""
    return {name: SCRIPTS[at % 3].format(at) for at, name in enumerate(TEXTS)}


def stored() -> Iterator[tuple[str, bytes]]:
    """Every value of every table of every database, as it lies there."""
    for alias in connections:
        connection = connections[alias]
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                for row in cursor.fetchall():
                    yield from ((table, _bytes(value)) for value in row)


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def found(canaries: list[str]) -> set[tuple[str, str]]:
    return {(label, one) for label, value in stored() for one in canaries if one.encode() in value}


def test_canaries_are_found_nowhere_but_in_open_records(cast: Cast) -> None:
    """Told, opened, asked, answered, confirmed, decided, refused, marked, held: each with a canary of its own."""
    given = planted()
    sent = tell(cast, danger="yes", about_us=None, **given)
    assert sent.receipt is not None
    now_are(ReportingPage.objects.all(), outside_address=CONTROL)
    staff = [f"Staffcanary{at}" for at in range(9)]
    amara, femi = cast["amara"], cast["femi"]
    triage.look(amara, sent.id, NOW)
    dialogue.write(amara, sent.id, staff[0], question=True, now=NOW)
    public.reply(sent.receipt, day_id(NOW.date()), staff[1], 0, None, NOW)
    adults.confirm(amara, sent.id, PersonCountry("XB", "lives_in", "they_said"), NOW)
    call = NoteContent(called=staff[2], called_at=NOW, they_said=staff[3])
    decisions.decide(amara, sent.id, Choice(Triage.URGENT_RESPONSE, call), sent.row.version, NOW)
    wrong = Choice(Triage.CLOSED_NO_CASE, NoteContent(text=staff[4]), Finding.BAD_FAITH)
    with pytest.raises(NotNow):
        decisions.decide(amara, sent.id, wrong, sent.row.version, NOW)
    bad = Choice(Triage.CLOSED_NO_CASE, NoteContent(text=staff[5], evidence=staff[6]), Finding.BAD_FAITH)
    first = decisions.decide(amara, sent.id, bad, sent.row.version, NOW)
    lists.similar(femi, sent.id, NOW)
    decisions.confirm(femi, first.pk, agree=False, note=NoteContent(text=staff[7]), now=NOW)
    keeping.hold(femi, sent.id, (NOW + 9 * DAY).date(), staff[8], NOW)
    conflict.mark(femi, sent.id, NOW)
    clocks.sweep(NOW + DAY)
    file = triage.look(cast["dalia"], sent.id, NOW)
    opened = repr([getattr(file, name) for name in ("personal", "content", "identity", "offender", "reporter")])
    assert file.content.words == given["words"]
    assert opened
    assert found([*given.values(), *staff]) == set()
    assert found([CONTROL]) == {("concerns_reportingpage", CONTROL)}


@pytest.mark.parametrize("username", ["edo", "sol", "tove", "nils", "oda", "pia", "quim", "celia", "dalia"])
def test_no_key_of_theirs_opens_what_was_told(cast: Cast, username: str) -> None:
    """The administrator, the secretariat, another member, and whoever of the house is not of the team."""
    sent = tell(cast)
    with pytest.raises(vault.NotGranted):
        network.records.open_held(cast.aurora, sent.id, cast[username].keyring)


def test_what_shows_of_an_open_concern_is_never_printed(cast: Cast) -> None:
    """A log line or a traceback that prints the open file prints nothing of it."""
    given = planted()
    file: Any = triage.look(cast["amara"], tell(cast, **given).id, NOW)
    assert not [one for one in given.values() if one in repr(file)]


def test_the_database_holds_bundles_for_the_team_and_the_reporter_only(cast: Cast) -> None:
    sent = tell(cast)
    kinds = sorted(Bundle.objects.filter(record=sent.id).values_list("kind", flat=True))
    assert kinds == ["reporter", "ring"]
