"""Telling and returning: what reporters do in the demonstration, by the same deeds as the public pages."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from fanal import vault
from fanal.concerns.form.answers import Answer
from fanal.concerns.models import Concern
from fanal.concerns.public import dialogue
from fanal.concerns.public.place import Place, place_of
from fanal.concerns.public.receive import Heard, Told, receive, reporter
from fanal.concerns.triage import assisted
from fanal.network.contracts import Actor
from fanal.site.demo import words
from fanal.site.demo.tellings import Telling
from fanal.vocabulary.filters import filter_text
from fanal.vocabulary.ids import day_id


@dataclass(frozen=True, slots=True)
class Kept:
    """A concern that was told: where it lies, and the code, as whoever told it keeps it."""

    id: UUID
    telling: Telling
    code: vault.Receipt | None = field(repr=False)

    @property
    def row(self) -> Concern:
        """The row as it stands now. Raises Concern.DoesNotExist once it is erased."""
        return Concern.objects.get(pk=self.id)


def page(country: str, when: datetime) -> Place:
    """The public page of a country. Raises LookupError where there is none."""
    found = place_of(country, when)
    if found is None:
        raise LookupError("nobody listens in this country yet")
    return found


def tell(
    telling: Telling,
    when: datetime,
    *,
    code: vault.Receipt | None = None,
    place: Place | None = None,
    first: Kept | None = None,
) -> Kept:
    """Send what somebody tells through the form. `first`: the same words came before."""
    where = place or page(telling.country, when)
    receipt = code or vault.new_receipt()
    answers, removed = _filtered(telling)
    received = receive(
        Told(
            id=day_id(when.date()),
            place=where,
            answers=answers,
            language=telling.page,
            receipt=receipt,
            now=when,
            by=reporter(where.org),
            child_door=telling.child_door,
            practice=telling.practice,
            unverified=telling.unverified,
            may_wait=telling.unverified,
            grouped_with=first.id if first else None,
            addresses_removed=removed,
        )
    )
    return Kept(received.id, telling, receipt)


def write_down(telling: Telling, actor: Actor, when: datetime) -> Kept:
    """A worker writes down what somebody tells on the phone or at the door; some can keep no code safely."""
    answers, removed = _filtered(telling)
    call = assisted.Call(
        key=day_id(when.date()),
        answers=answers,
        channel=telling.channel,
        language=telling.page,
        code=telling.coded,
        heard=Heard(worker_words=words.NOTES["heard"]),
        addresses_removed=removed,
    )
    entered = assisted.enter(actor, call, when)
    return Kept(entered.received.id, telling, entered.receipt)


def _filtered(telling: Telling) -> tuple[dict[str, Answer], int]:
    """Every text goes through the filters of the form."""
    answers: dict[str, Answer] = {}
    removed = 0
    for name, answer in telling.answers.items():
        answers[name] = answer
        if isinstance(answer, str) and " " in answer:
            found = filter_text(answer, lines=name in {"words", "child_words", "adult_words", "happening", "more"})
            answers[name], removed = found.text, removed + found.removed
    return answers, removed


def look(kept: Kept, when: datetime) -> None:
    """The person comes back with the code and reads."""
    if kept.code is not None:
        dialogue.look(kept.code, when)


def answer(kept: Kept, text: str, when: datetime) -> None:
    """The person writes back with the code."""
    if kept.code is not None:
        place = place_of(kept.telling.country, when)
        dialogue.reply(kept.code, day_id(when.date()), text, 0, place, when)
