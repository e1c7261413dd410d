"""Concerns that somebody told, taken in by the real receiving function, and what tests of triage share."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from fanal import vault
from fanal.concerns.models import Concern, ReportingPage
from fanal.concerns.public.place import place_of_page
from fanal.concerns.public.receive import Told, receive, reporter
from fanal.concerns.triage.decisions import Choice
from fanal.vocabulary.codes import Triage
from fanal.vocabulary.ids import day_id
from tests.people import NOW, Cast
from tests.rooms.concerns.reporter import publish

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WORDS = "A girl in a red dress, room 12, Playa Norte"
ANSWERS: dict[str, Any] = {
    "danger": "not_sure",
    "what": ("goes_with_adult",),
    "words": WORDS,
    "how_known": "saw",
    "country": "XA",
    "place_type": "accommodation",
    "place": "Hotel Playa Norte",
    "when": "today",
    "children": "one",
    "age": "from_10_to_14",
    "child_is": "girl",
    "child_words": "Called Lilo, red dress",
    "adults": "one",
    "mobility": "foreign_tourist",
    "countries": ("XB",),
    "basis": "papers_or_booking",
    "adult_words": "Grey van, speaks loudly",
    "you": "travel_worker",
    "reply": "also_by",
    "reply_contact": "the porter, evenings",
    "pass_on": "through_member",
    "exposure": "yes",
}


@dataclass(frozen=True)
class Sent:
    """A concern with the code that its reporter holds."""

    id: UUID
    receipt: vault.Receipt | None = field(repr=False)

    @property
    def row(self) -> Concern:
        return Concern.objects.get(pk=self.id)


def named(cast: Cast, choice: Choice) -> Choice:
    """A decision in which the people of a case are named: Marek takes it on, Bao answers for the work."""
    if choice.code is not Triage.OPEN_CASE or choice.note.worker != "marek":
        return choice
    note = replace(choice.note, worker=str(cast["marek"].person), supervisor=str(cast["bao"].person))
    return replace(choice, note=note)


def page_of(cast: Cast, country: str = "XA") -> ReportingPage:
    """The published page, made at the first call."""
    return ReportingPage.objects.filter(country=country).first() or publish(cast, country)


def tell(cast: Cast, now: datetime = NOW, *, page: str = "XA", code: bool = True, **more: Any) -> Sent:
    """Tell a concern. `more`: answers in place of `ANSWERS` (None leaves one out), and `Told`'s own switches."""
    switches = {
        name: more.pop(name)
        for name in ("channel", "child_door", "practice", "unverified", "may_wait", "grouped_with")
        if name in more
    }
    answers = {name: given for name, given in {**ANSWERS, "country": page, **more}.items() if given is not None}
    place = place_of_page(page_of(cast, page), now)
    receipt = vault.new_receipt() if code else None
    told = Told(
        id=day_id(now.astimezone(UTC).date()),
        place=place,
        answers=answers,
        language="en",
        receipt=receipt,
        now=now,
        by=reporter(place.org),
        **switches,
    )
    return Sent(receive(told).id, receipt)
