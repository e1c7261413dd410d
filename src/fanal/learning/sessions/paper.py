"""Answers on paper: each sheet has a form drawn at random, in an order of its own; whoever leads the session types its
letters; a tenth, drawn at random before anybody typed, is typed once more by somebody else, who does not see the first
reading. It counts once the person confirms it with card and PIN.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotAllowed, NotNow, as_seen, ask, found, need, stated, visible
from fanal.journal import api as journal
from fanal.learning.attempts import drawing
from fanal.learning.courses.model import Choice, Course, Scenario
from fanal.learning.models import GroupSession, Sheet
from fanal.learning.sessions import attending, sessions
from fanal.learning.sessions.policy import LEAD, SECOND, TYPE
from fanal.network.contracts import Actor
from fanal.vocabulary.results import Refused

LETTERS: Final = "ABCDEFGH"
NONE: Final = "-"
"""Where nothing, or more than one letter, stands on the paper."""
TENTH: Final = 10
CONFIRM_WITHIN: Final = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Asked:
    """One situation of a sheet with its choices in the order of their letters."""

    situation: Scenario
    choices: tuple[Choice, ...]


def asked(course: Course, sheet: Sheet) -> list[Asked]:
    """What stands on a sheet."""
    found = drawing.asked(course, sheet.form, sheet.seed)
    return [Asked(one, tuple(drawing.choices(one, sheet.seed))) for one in found]


def on_paper(course: Course) -> tuple[str, ...]:
    """The final forms that can be printed: those in which no situation follows another."""
    return tuple(
        form
        for form in course.forms.get("final", ())
        if not any(made.next for one in course.of_form(form) for made in one.choices)
    )


def sheets(one: GroupSession) -> list[Sheet]:
    """The sheets of a session, by number."""
    return list(one.sheets.select_related("learner").order_by("number"))


def sheet(actor: Actor, pk: UUID, *, lock: bool = False) -> Sheet:
    """One of them, with its session. Raises `NotHere`."""
    return found(actor, Sheet, pk, "session__cohort", "learner", lock=lock)


@transaction.atomic
def draw(actor: Actor, pk: UUID, now: datetime) -> int:
    """A sheet for everybody who is there and has none; how many. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    one = sessions.session(actor, pk, lock=True)
    sessions.leads(actor, one)
    as_seen(one.started_at is not None and one.closed_at is None)
    course = sessions.course_of(one)
    forms = on_paper(course) if course else ()
    before = sheets(one)
    have = {row.learner_id for row in before}
    people = [row.learner_id for row in attending.there(one) if row.learner_id not in have]
    need(
        (not forms, _("This course cannot be done on paper."), ""),
        (not people, _("Everybody who is there has a sheet."), ""),
    )
    for number, learner in enumerate(people, start=max((row.number for row in before), default=0) + 1):
        row = Sheet(session=one, learner_id=learner, number=number, form=secrets.choice(forms))
        row.seed, row.second = secrets.token_hex(16), secrets.randbelow(TENTH) == 0
        leave(row)
        row.save(force_insert=True)
    journal.write(one.pk, actor.signatory(), LEAD, at=now)
    return len(people)


def is_proved(row: Sheet) -> bool:
    """Whether a sheet is as a deed here left it: nobody who writes to the database types one, or has it read once where
    it is to be read twice."""
    return bool(row.code) and bool(stated.names(row, [bytes(row.code)]))


def leave(row: Sheet) -> None:
    """After a deed, before the sheet is written."""
    row.code = stated.named(row)


def _need_proved(row: Sheet) -> None:
    if not is_proved(row):
        raise NotAllowed(Refused("changed", stated.words()))


def stage(row: Sheet) -> str:
    """Where a sheet stands: printed, typed (it waits for a second reading), read, confirmed."""
    if row.attempt:
        return "confirmed"
    if row.read_at:
        return "read"
    return "typed" if row.typed_at else "printed"


@transaction.atomic
def type_in(actor: Actor, pk: UUID, letters: str, now: datetime) -> Sheet:
    """Type the letters of a sheet in. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    row = sheet(actor, pk, lock=True)
    ask(actor, TYPE, row.session)
    as_seen(stage(row) == "printed" and row.session.confirmed_at is None)
    if row.code:
        _need_proved(row)
    else:  # one of before this code: whether it is read twice, nobody vouches for
        row.second = True
    row.letters = _letters(actor, row, letters)
    row.typed_at, row.typed_by_id, row.read_at = now, actor.person, None if row.second else now
    leave(row)
    row.save()
    journal.write(row.session_id, actor.signatory(), TYPE, at=now)
    sessions.count_again(actor, row.session_id)
    return row


@transaction.atomic
def type_again(actor: Actor, pk: UUID, letters: str, now: datetime) -> bool:
    """Somebody else types it from the paper; False where the two readings differ: then it is typed anew by both.
    Raises `NotHere`, `NotAllowed`, `NotNow`."""
    row = sheet(actor, pk, lock=True)
    ask(actor, SECOND, row.session)
    as_seen(stage(row) == "typed")
    _need_proved(row)
    need((row.typed_by_id == actor.person, _("You typed it the first time: somebody else reads it now."), "letters"))
    same = _letters(actor, row, letters) == row.letters
    if same:
        row.read_at = now
    else:
        row.letters, row.typed_at, row.typed_by = "", None, None
    leave(row)
    row.save()
    journal.write(row.session_id, actor.signatory(), SECOND, at=now)
    return same


def _letters(actor: Actor, row: Sheet, typed: str) -> str:
    """What was typed, tidied: a letter for each situation. Raises `NotNow`."""
    course = sessions.course_of(row.session)
    if course is None:
        raise NotNow(_("Another version of this course is here by now: this sheet cannot be typed in any more."))
    each = asked(course, row)
    said = "".join(sign for sign in typed.upper() if not sign.isspace() and sign not in ",.;")
    said = said.replace("–", NONE).replace("_", NONE)
    bad = [at for at, (sign, one) in enumerate(zip(said, each, strict=False), start=1)
           if sign != NONE and sign not in LETTERS[: len(one.choices)]]  # fmt: skip
    counts = {"count": len(each), "given": len(said)}
    need(
        (sessions.is_self(actor, row.learner), _("This is your own sheet: somebody else types it in."), "letters"),
        (
            len(said) != len(each),
            _("This sheet has %(count)s situations, and you typed %(given)s. Write - where there is no letter.")
            % counts,
            "letters",
        ),
        (
            bool(bad),
            _("Situation %(number)s has no such letter.") % {"number": bad[0] if bad else 0},
            "letters",
        ),
    )
    return said


def chosen(course: Course, row: Sheet) -> Iterator[tuple[Scenario, Choice]]:
    """What the letters of a sheet say; nothing of a situation without one."""
    for one, sign in zip(asked(course, row), row.letters, strict=True):
        if sign != NONE:
            yield one.situation, one.choices[LETTERS.index(sign)]


def waiting(actor: Actor) -> list[Sheet]:
    """Sheets that wait for a second reading, but for those that this person typed."""
    rows = visible(actor, Sheet.objects.filter(read_at=None).exclude(typed_at=None).exclude(typed_by_id=actor.person))
    return list(rows.select_related("session__cohort").order_by("typed_at"))


def forget(today: date) -> int:
    """Letters that nobody confirmed within 60 days go with their sheet; so do sheets that nobody typed."""
    rows = Sheet.objects.filter(session__planned_on__lt=today - CONFIRM_WITHIN, attempt=None)
    return rows.delete()[0]
