"""A practice: written down, checked by a second person, written to, answered or not, taken further, closed; and
published only after notice and time. Where one child could be known by it, nothing of the text stays here."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, ask, found, need, need_second, stated, visible
from fanal.journal import api as journal
from fanal.network.contracts import Actor
from fanal.progress import wording
from fanal.progress.models import Practice
from fanal.progress.practices import duties, flow, reviewing, words
from fanal.progress.practices.flow import ANSWER_WITHIN, WAYS, Outcome, State
from fanal.progress.practices.policy import (
    ANSWER,
    BACK,
    CHECK,
    CLOSE,
    ESCALATE,
    PROPOSE,
    PUBLISH,
    REFER,
    SECOND_OF,
    SEND,
    SILENCE,
    UNCHECKED,
    WRITE,
)
from fanal.progress.proved import Proved
from fanal.progress.recognised import child_in
from fanal.web import api as web

COLUMNS: Final = (
    "kind", "country", "sector", "seen_on", "description", "found", "addressee", "addressee_kind", "basis",
)  # fmt: skip
_KEPT: Final = {"org", "kind", "country", "made_at"}
"""What is left of one that was referred, wherever it stood, in public too."""
_proved: Final = Proved()


def practices(actor: Actor) -> list[Practice]:
    """Those of the organisation, the newest first."""
    return list(visible(actor, Practice.objects.all()).order_by("-made_at", "pk"))


def practice(actor: Actor, pk: UUID, *, lock: bool = False) -> Practice:
    """One of them. Raises `NotHere`."""
    return found(actor, Practice, pk, "org", lock=lock)


def is_believed(row: Practice) -> bool:
    """Whether it is as the last deed left it."""
    return stated.is_each(row.pk, [row])


def next_step(row: Practice) -> str:
    """What has to be done now; nothing of one that is closed or referred."""
    return str(words.NEXT.get(State(row.state), ""))


def _write(actor: Actor, row: Practice, deed: str, now: datetime) -> Practice:
    row.version += 1
    row.save()
    journal.write(row.pk, actor.signatory(), deed, at=now, items=[stated.whole(row)])
    duties.follow(row, now)
    return row


def _held(actor: Actor, pk: UUID, deed: str) -> Practice:
    row = practice(actor, pk, lock=True)
    ask(actor, deed, row)
    stated.need_each(row.pk, [row])
    return row


def _moved(actor: Actor, pk: UUID, deed: str, to: State) -> Practice:
    """One that leads there, held and believed, already in the new state."""
    row = _held(actor, pk, deed)
    if to not in WAYS[State(row.state)]:
        raise NotNow(
            _("This cannot be done as the practice stands now: %(state)s") % {"state": words.STATES[row.state][0]}
        )
    row.state = to.value
    return row


# ---- written down ----


@transaction.atomic
def write(actor: Actor, pk: UUID | None, said: Mapping[str, Any], of_child: bool, now: datetime) -> Practice:
    """Write one down, or correct it before it is checked. Where one child could be known by it, or a crime is
    suspected, it shrinks to kind and country, and whoever wrote it tells it by the form for everybody."""
    if pk is None:
        ask(actor, WRITE)
        row = Practice(org_id=actor.org, made_at=now)
    else:
        row = _held(actor, pk, WRITE)
        need((row.state != State.PROPOSED, _("This was checked and stays as it is."), ""))
    for name in COLUMNS:
        setattr(row, name, said[name])
    texts = {name: str(said[name]) for name in ("description", "found", "basis")}
    if of_child or any(map(child_in, texts.values())):
        return _write(actor, _shrunk(row), REFER, now)
    need((row.seen_on is not None and row.seen_on > now.date(), _("Choose today or a day before it."), "seen_on"))
    wording.need_plain(actor, texts | {"addressee": row.addressee}, [row.addressee])
    return _write(actor, row, WRITE, now)


def _shrunk(row: Practice) -> Practice:
    empty = Practice()
    for name in set(Practice.whole) - _KEPT:
        setattr(row, name, getattr(empty, name))
    row.state = State.REFERRED.value
    return row


@transaction.atomic
def refer(actor: Actor, pk: UUID, now: datetime) -> Practice:
    """One child could be known by it, or a crime is suspected: nothing of the text stays here."""
    row = _moved(actor, pk, REFER, State.REFERRED)
    return _write(actor, _shrunk(row), REFER, now)


@transaction.atomic
def check(actor: Actor, pk: UUID, now: datetime) -> Practice:
    """A second person says that the facts hold, and that nobody is defamed. Raises `NotAllowed`."""
    row = _moved(actor, pk, CHECK, State.CHECKED)
    need_second(actor, row.pk, WRITE, wrote=(WRITE,))
    return _write(actor, row, CHECK, now)


# ---- the letter ----


@transaction.atomic
def send(actor: Actor, pk: UUID, letter: str, sent: date, now: datetime) -> Practice:
    """The letter went out. Time runs from the day on which this is written down: no day that is typed shortens it."""
    row = _moved(actor, pk, SEND, State.LETTER_SENT)
    need(
        (not letter.strip(), _("Write the letter."), "letter"),
        (sent > now.date(), _("Choose today or a day before it."), "sent_on"),
        (sent < row.made_at.date(), _("The letter cannot be older than the practice here."), "sent_on"),
        (bool(child_in(letter)), wording.of_child(), "letter"),
    )
    row.letter, row.sent_on, row.due_on = letter.strip(), sent, now.date() + ANSWER_WITHIN
    return _write(actor, row, SEND, now)


@transaction.atomic
def note_answer(actor: Actor, pk: UUID, answer: str, by: str, on: date, now: datetime) -> Practice:
    """What was answered, as it came: nobody edits it afterwards. A first answer stays; later ones belong to the
    outcome."""
    row = _moved(actor, pk, ANSWER, State.ANSWERED)
    need(
        (not answer.strip(), _("Write the answer as it came."), "answer"),
        (bool(row.answer), _("The answer that came first stays. Tell what came later when you close it."), "answer"),
        (on > now.date() or (row.sent_on is not None and on < row.sent_on), _("Choose the day of the answer."), "on"),
        (bool(child_in(answer)), wording.cut_child(), "answer"),
    )
    wording.need_plain(actor, {"by": by}, [row.addressee])
    row.answer, row.answered_by, row.answered_on = answer.strip(), by.strip(), on
    return _write(actor, row, ANSWER, now)


@transaction.atomic
def note_silence(actor: Actor, pk: UUID, now: datetime) -> Practice:
    """Nobody answered within the time."""
    row = _moved(actor, pk, SILENCE, State.NO_ANSWER)
    late = row.due_on is not None and now.date() >= row.due_on
    need((not late, _("The time to answer runs until %(day)s.") % {"day": web.day_words(row.due_on)}, ""))
    return _write(actor, row, SILENCE, now)


@transaction.atomic
def escalate(actor: Actor, pk: UUID, to: str, now: datetime) -> Practice:
    """Take it to somebody above."""
    row = _moved(actor, pk, ESCALATE, State.ESCALATED)
    row.escalated_to = flow.Above(to).value
    return _write(actor, row, ESCALATE, now)


@transaction.atomic
def close(actor: Actor, pk: UUID, outcome: str, text: str, now: datetime) -> Practice:
    """Close it with what came of it; that we were wrong is said as well."""
    row = _moved(actor, pk, CLOSE, State.CLOSED)
    need(
        (not text.strip(), _("Write what came of it."), "outcome_words"),
        (
            outcome == Outcome.NO_ANSWER and bool(row.answer),
            _("An answer stands here. Choose what came of it."),
            "outcome",
        ),
    )
    wording.need_plain(actor, {"outcome_words": text}, [row.addressee])
    row.outcome, row.outcome_words, row.closed_at = Outcome(outcome).value, text.strip(), now
    return _write(actor, row, CLOSE, now)


# ---- published ----


def _need_heard(row: Practice, today: date) -> None:
    need(
        (row.state in {State.REFERRED, State.PROPOSED, State.CHECKED}, _("Somebody is written to first."), ""),
        (
            not flow.is_heard(row.due_on, row.answered_on, today),
            _("The addressee has answered, or has 30 days after the letter. Nothing is published before."),
            "",
        ),
    )


@transaction.atomic
def propose(actor: Actor, pk: UUID, now: datetime) -> Practice:
    """Ask a survivor adviser and a second person whether it is published."""
    row = _held(actor, pk, PROPOSE)
    need((bool(row.public), _("This is proposed or published already."), ""))
    _need_heard(row, now.date())
    row.public = "proposed"
    return _write(actor, row, PROPOSE, now)


@transaction.atomic
def keep_back(actor: Actor, pk: UUID, now: datetime) -> Practice:
    """It is not published."""
    row = _held(actor, pk, BACK)
    need((row.public != "proposed", _("Nobody proposed to publish this."), ""))
    row.public = ""
    return _write(actor, row, BACK, now)


@transaction.atomic
def publish(actor: Actor, pk: UUID, now: datetime) -> Practice:
    """A second person publishes it, once a survivor adviser read it. Raises `NotAllowed`, `NotNow`."""
    row = _held(actor, pk, PUBLISH)
    need((row.public != "proposed", _("Nobody proposed to publish this."), ""))
    need_second(actor, row.pk, *SECOND_OF, wrote=UNCHECKED, until=PUBLISH)
    _need_heard(row, now.date())
    need(
        (
            not reviewing.is_read(row, now.date()),
            _("A survivor adviser reads it first, among the reviews: somebody who did not write it."),
            "",
        )
    )
    row.public, row.published_at = "published", now
    return _write(actor, row, PUBLISH, now)


def words_of_outcome(row: Practice) -> str:
    """What is said in public of what came of it: only what two people and an adviser read."""
    is_read = row.closed_at is not None and row.published_at is not None and row.closed_at <= row.published_at
    return row.outcome_words if is_read else ""


def published() -> list[Practice]:
    """What everybody may read: the newest first, only as the journal names it last, and nothing to which a survivor
    adviser said no since."""
    found = Practice.objects.filter(public="published").exclude(published_at=None).select_related("org")
    rows = {row.pk: row for row in found.order_by("-published_at", "pk")}
    good = _proved.of({pk: [row] for pk, row in rows.items()}, lambda pk: is_believed(rows[pk]))
    return reviewing.unrefused([row for pk, row in rows.items() if pk in good])
