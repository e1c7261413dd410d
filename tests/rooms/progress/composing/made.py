"""What tests of documents begin from: Noor of Aurora writes, Lena lets leave; Dalia advises, Omar is the lawyer. Of XA
there are numbers, a state, a programme, a reform and a law of two articles."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from fanal.access.api import reviews, stated
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.justice.gaps import gaps, reforms
from fanal.justice.gaps.counting import CountKind
from fanal.justice.gaps.policy import TELL_STATE
from fanal.justice.models import Reform
from fanal.network import api as network
from fanal.network.api import keyfile
from fanal.network.contracts import Role
from fanal.progress.composing import composing, documents, reviewing, voices
from fanal.progress.composing.blocks import shelf
from fanal.progress.composing.kinds import Kind, Output
from fanal.progress.models import Document, Observation, Vintage, Voice
from fanal.progress.observations import storing
from fanal.progress.observations.policy import COUNTED
from fanal.progress.observations.values import Line, Origin, State
from fanal.progress.policy import ADVOCATE
from tests.people import FOUNDED, NOW, Cast, gains
from tests.rooms.justice.small import with_grant
from tests.rooms.progress import places
from tests.rooms.progress.programmes import made as programmes

DAY = timedelta(days=1)
LATER = NOW + 31 * DAY
"""When what was told to a state at `NOW` may be public."""
TITLE, WORDS = "Acts abroad", "What changes\n– The double condition goes."
SAID: dict[str, Any] = {
    "output": "press", "country": "XA", "language": "en", "title": "What is known", "addressee": "", "answer_by": None,
    "ask": "",
}  # fmt: skip
VOICE: dict[str, Any] = {
    "country": "XA", "language": "en", "words": "Nobody asked us what would have helped.", "speaker": "adult",
    "uses": ["press", "brief"], "cleared_on": NOW.date(), "until": NOW.date() + 300 * DAY,
}  # fmt: skip


def advocates(cast: Cast) -> Cast:
    """Lena holds the duty beside Noor, whose role has it; Dalia advises."""
    network.grants.hold(cast["lena"].person, ADVOCATE, FOUNDED.date(), FOUNDED.date() + 3650 * DAY)
    gains(cast["dalia"].person, Role.SURVIVOR_ADVISER)
    return cast


def keep(indicator: str, *lines: Line, origin: Origin = Origin.COUNTED, now: datetime = NOW, **more: Any) -> Vintage:
    """Values as one reading that is known, whatever the indicator."""
    row = Vintage(
        indicator=indicator, version=1, origin=origin, title="A source", publisher="A bureau", licence="CC BY 4.0",
        read_on=now.date(), state=State.KNOWN, made_at=now, known_at=now, **{"shared": True} | more,
    )  # fmt: skip
    row.save()
    storing.store(row, lines)
    storing.write(row, keyfile.installation(), COUNTED, now)
    return row


def number(indicator: str = "V01", period: str = "2024", cell: str = "", **more: Any) -> str:
    """A value of XA, by its id: 12.5, between 10 and 14, of 800 in 2024."""
    given = {"value": "12.5000", "lower": "10.0000", "upper": "14.0000", "n": 800} | more
    return ref(keep(indicator, Line("XA", period, cell=cell, **given)))


def ref(row: Vintage, **which: Any) -> str:
    return str(Observation.objects.get(vintage=row, **which).pk)


def reform(cast: Cast) -> UUID:
    """A reform of XA that was told to the state in time, and published by another person."""
    for who in ("noor", "lena"):
        with_grant(cast, who)
    gaps.start(cast["noor"], "XA", NOW, CountKind.REFORMS)
    clocks.drain()
    row = reforms.draft(cast["noor"], "XA", 1, TITLE, WORDS, NOW)
    row.told_state_on = NOW.date() - 100 * DAY
    row.save()
    journal.write(row.pk, cast["noor"].signatory(), TELL_STATE, at=NOW, items=[stated.whole(row)])
    reforms.publish(cast["lena"], row.pk, NOW)
    return Reform.objects.get().pk


def voice(cast: Cast, now: datetime = NOW, **more: Any) -> Voice:
    """A statement that was cleared and reviewed by two."""
    row = voices.add(cast["noor"], VOICE | more, now)
    yes(cast["dalia"], "survivor", voices.item(row), now)
    gains(cast["pia"].person, Role.SAFEGUARDING_LEAD)
    gains(cast["marek"].person, Role.SAFEGUARDING_LEAD)
    yes(cast["marek"], "clinical", voices.item(row), now)
    return row


def yes(actor: Any, kind: str, item: reviews.Item, now: datetime) -> None:
    until = now.date() + 90 * DAY
    reviews.review(
        actor, item, reviews.Statement(kind, True, item.digest, now.date(), until=until, reviewer="Somebody"), now
    )


def begun(cast: Cast, now: datetime = NOW, **more: Any) -> Document:
    return documents.begin(cast["noor"], SAID | more, now)


def add(cast: Cast, row: Document, kind: Kind, which: str, section: str, now: datetime = NOW) -> int:
    """Add a block; its number."""
    return int(documents.add(cast["noor"], row.pk, kind, which, section, now).next_block) - 1


def write(cast: Cast, row: Document, section: str, text: str, now: datetime = NOW) -> int:
    return int(documents.write(cast["noor"], row.pk, section, text, now).next_block) - 1


def lines(cast: Cast, now: datetime = NOW) -> Document:
    """Lines for the press with a number, each bound."""
    row = begun(cast, now)
    block = add(cast, row, Kind.NUMBER, number(), "numbers", now)
    write(cast, row, "lines", f"In 2024 it was 12.5 % (10 to 14) [{block}].", now)
    return row


def report(cast: Cast, reform: UUID, language: str = "en") -> Document:
    """A report with a block of each kind. Noor and Oda assess and read; the small law is the law in force."""
    places.ready(cast)
    places.published(cast, "XA")
    programme, _measure = programmes.published(cast)
    said = voice(cast, LATER, uses=["report"])
    row = begun(cast, LATER, output="report", title="What is known of XA", language=language)
    write(cast, row, "recommendations", "Count the children who are found.", LATER)
    law = shelf.offered(composing.about(row, LATER), Kind.LAW)[0].ref
    blocks = {
        Kind.LAW: law, Kind.GAP: str(reform), Kind.NUMBER: number(), Kind.STATE: places.ITEM,
        Kind.PROGRAMME: str(programme.pk), Kind.VOICE: str(said.pk),
    }  # fmt: skip
    for kind, which in blocks.items():
        add(cast, row, kind, which, "III", LATER)
    return row


def read(cast: Cast, row: Document, now: datetime = NOW, *, law: bool = False) -> None:
    """Everybody who must read it says yes."""
    item = reviewing.item(composing.composed(Document.objects.get(pk=row.pk), now))
    if row.output != Output.LETTER:
        yes(cast["dalia"], "survivor", item, now)
    if law:
        yes(cast["omar"], "lawyer", item, now)


def left(cast: Cast, row: Document, now: datetime = NOW, *, law: bool = False) -> Any:
    """Proposed by Noor, read, and let leave by Lena."""
    documents.propose(cast["noor"], row.pk, now)
    read(cast, row, now, law=law)
    found = documents.export(cast["lena"], row.pk, now)
    row.refresh_from_db()
    return found
