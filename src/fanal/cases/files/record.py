"""Writing into an open file: one record is opened, what is written is sealed and stated, and the rows of lists follow
in the same transaction. Every deed on a file goes through here."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotAllowed, NotNow, Opened, as_seen, open_record, stated
from fanal.cases import holding, index
from fanal.cases.access_terms import case_ref, child_ref, relation
from fanal.cases.codes import ENDED
from fanal.cases.files import ledger
from fanal.cases.files.files import ENTITY, case_of, content, parts_of, purpose_of
from fanal.cases.model.declared import model
from fanal.cases.model.sealed import Said, contents
from fanal.cases.models import Case, Child
from fanal.cases.sight_table import WORDS, Why
from fanal.network.api import trusted
from fanal.network.contracts import Actor
from fanal.vocabulary.codes import AccessPurpose
from fanal.vocabulary.results import Refused

ENTRY: Final = 2000
"""Characters of an entry."""


@contextmanager
def writing(
    actor: Actor,
    case_id: UUID,
    deed: str,
    now: datetime,
    *,
    child: bool = False,
    grounded: bool = True,
    ended: bool = False,
) -> Iterator[tuple[Case, Opened]]:
    """The row of a file, held, and its record (or that of the child), open to be written. `grounded`: whether nothing
    is written without a live ground for the work (CM-41). `ended`: whether a file that is closed or void is written,
    too. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    with transaction.atomic():
        known = trusted.Signers()
        case = case_of(actor, case_id, lock=True, known=known)
        if case.status in ENDED and not ended:
            raise NotNow(_("This file is closed: it is read, and nothing is written into it any more."))
        ref = child_ref(case.child) if child else case_ref(case)
        purpose = purpose_of(relation(actor, case))
        with (
            open_record(
                actor, ref, deed, purpose=purpose, now=now, thing=case, write=True, known=known
            ) as opened,
            _grounded(actor, case, opened if child else None, deed, now, known, grounded=grounded) as of_child,
        ):  # fmt: skip
            with _only(actor, case, now):
                yield case, opened
            done(actor, case, opened, deed, now, of_child)
        holding.write(case)
        index.follow(actor, case)


type After = Callable[[Actor, Case, Opened | None, str, datetime, Opened | None], None]
_AFTER: Final[list[After]] = []


def afterwards(call: After) -> None:
    """Let a concern above hear of each deed on a file, before it ends. Called once when the room starts."""
    _AFTER.append(call)


def done(
    actor: Actor, case: Case, opened: Opened | None, deed: str, now: datetime, beside: Opened | None = None
) -> None:
    """A deed on a file is done: tell who hears of it. `opened`: the record that is open; None after opening a file.
    `beside`: that of the child, where it is open, too."""
    for call in _AFTER:
        call(actor, case, opened, deed, now, beside)


_ONLY: ContextVar[frozenset[str] | None] = ContextVar("only", default=None)
"""The fields that somebody writes who helps with named parts; None: all."""


@contextmanager
def _only(actor: Actor, case: Case, now: datetime) -> Iterator[None]:
    """What is written inside is of the parts with which this person helps. Raises `NotAllowed` once their days are
    over."""
    token = _ONLY.set(parts_of(actor, case, now))
    try:
        yield
    finally:
        _ONLY.reset(token)


def _need_part(entity: str, said: Said) -> None:
    only, fields = _ONLY.get(), model().entities[entity].fields
    if only is not None and any(fields[name].box and fields[name].path not in only for name in said if said[name]):
        raise NotAllowed(Refused(Why.CLASS, _(WORDS[Why.CLASS])))


@contextmanager
def _grounded(
    actor: Actor, case: Case, of_child: Opened | None, deed: str, now: datetime, known: trusted.Signers, *,
    grounded: bool,
) -> Iterator[Opened | None]:  # fmt: skip
    """The record of the child, open beside that of the case, where a live ground is asked for: nothing is written
    without one (CM-41). Raises `NotNow`."""
    if not grounded or of_child is not None:
        if grounded and of_child is not None:
            _need_ground(of_child, case, now)
        yield of_child
        return
    ref, purpose = child_ref(case.child), AccessPurpose.CASEWORK
    with open_record(actor, ref, deed, purpose=purpose, now=now, thing=case, known=known) as opened:
        _need_ground(opened, case, now)
        yield opened


def _need_ground(of_child: Opened, case: Case, now: datetime) -> None:
    if not ledger.works(ledger.read(of_child, case.child), now):
        raise NotNow(_("No ground for this work is live: a supervisor must sign, or record a new one first."))


def _writable(opened: Opened, entity: str, said: Said) -> Iterator[tuple[str, Any]]:
    """What was said, by compartment that these keys open; another one stays as it is. Raises `NotAllowed` where
    something was said for that: nothing is lost unseen."""
    fields = model().entities[entity].fields
    for box, made in contents(entity, said).items():
        if opened.has(box):
            yield box, made
        elif any(fields[name].box == box and value not in _NOTHING for name, value in said.items()):
            raise NotAllowed(Refused(Why.NO_KEY, _(WORDS[Why.NO_KEY])))


_NOTHING: Final[tuple[Any, ...]] = (None, "", (), [], {})


def add[R: models.Model](opened: Opened, row: R, said: Said) -> R:
    """Seal and save a new row."""
    _need_part(ENTITY[type(row)], said)
    for box, made in _writable(opened, ENTITY[type(row)], said):
        opened.write(row, box, made)
    row.save(force_insert=True)
    opened.state(row)
    return row


def change(opened: Opened, row: Any, said: Said) -> None:
    """Write some fields of a row anew, the others as they are. The caller saves."""
    entity = ENTITY[type(row)]
    _need_part(entity, said)
    for box, made in _writable(opened, entity, said):
        before = content(opened, row, box)
        names = [name for name in said if hasattr(made, name)]
        opened.write(row, box, replace(before, **{name: getattr(made, name) for name in names}))
    opened.state(row)


def keep(opened: Opened, row: Any, said: Said) -> None:
    """`change`, and the row as a new version."""
    change(opened, row, said)
    row.version += 1
    row.save()


def kept(opened: Opened, row: Any) -> None:
    """A row of which nothing sealed changed, as a new version."""
    row.version += 1
    opened.state(row)
    row.save()


def change_child(opened: Opened, child: Child, **clear: Any) -> None:
    """Set clear columns of the child."""
    for name, value in clear.items():
        setattr(child, name, value)
    child.version += 1
    child.save(update_fields=[*clear, "version"])
    opened.state(child)


def need_now(opened: Opened, row: Any, version: int | None = None) -> None:
    """Raises `NotNow` where somebody was faster than whoever saw this `version`, or changed the row past Fanal."""
    as_seen(version in {None, row.version}, row.version)
    if not opened.holds(row):
        raise NotNow(stated.words())


def need_state(row: Any, *states: str) -> None:
    """Raises `NotNow` where a row stands elsewhere since it was looked at."""
    if row.state not in states:
        raise NotNow(_("This was decided meanwhile. Look at it again."))


def by(actor: Actor, now: datetime) -> dict[str, Any]:
    """Who makes a row, and when."""
    return {"made_by_id": actor.person, "made_at": now}


def in_entries(lines: Iterable[str], first: str = "") -> list[str]:
    """The texts of as few entries as hold all of these lines, each begun with `first`."""
    made, room = [first] if first else [], ENTRY - len(first) - 1
    for line in lines:
        for text in (line[at : at + room] for at in range(0, len(line), room)):
            if made and len(made[-1]) + len(text) < ENTRY:
                made[-1] += f"\n{text}"
            else:
                made.append(f"{first}\n{text}" if first else text)
    return made
