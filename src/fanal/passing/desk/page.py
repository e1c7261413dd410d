"""One passing, as both sides see it: how it stands, what came, its path, and who opened it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from fanal.access import api as access
from fanal.access.api import NotNow
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.passing import path, receiving, talk
from fanal.passing.desk import texts
from fanal.passing.kinds import Kind
from fanal.passing.models import Passing
from fanal.passing.preview import NotAddable, PreviewChanged
from fanal.passing.receiving import Read, is_readable
from fanal.passing.steps import duty_on
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.ids import short

_HOLDS = frozenset({State.OFFERED, State.ACCEPTED, State.COMPLETED})


_READ = frozenset({State.ACCEPTED.value, State.COMPLETED.value})
"""While it stands so, whoever got it may read it until its day."""


def look[R: Passing](kind: Kind[R], actor: Actor, row: R, now: datetime) -> tuple[Read[Any] | None, dict[str, Any]]:
    """What is sealed in it, where this person's keys open it, and what `passing/handover.html` shows. To open stands in
    the journal. The room adds `facts`, `why`, `acts`, `urgent`, `again` and the addresses."""
    opens = is_readable(row) and bool(access.may(actor, kind.deed("open"), row)) and _holds(actor, row)
    read = receiving.read(kind, actor, row.pk, now) if opens else None
    said = talk.read(kind, actor, row, now)
    talk.seen(kind, actor, row, now)
    mine = row.org_id == actor.org
    other, due = row.recipient if mine else row.org, duty_on(kind, row, actor.org)
    rest = bool(bytes(row.additions)) and read is not None and read.additions is None
    return read, {
        "row": row,
        "mine": mine,
        "other": f"{other.name}, {other.country}",
        "state": state_words(row, mine=mine),
        "tone": texts.TONES.get(State(row.state), ""),
        "due": due,
        "asked": due is not None and talk.is_asked(kind, actor, row),
        "now": now,
        "rest": rest,
        "waits": bool(bytes(row.additions)) and not row.released,
        "closed": is_readable(row) and read is None,
        "reads": row.state in _READ and row.access_until is not None,
        "past": row.access_until is not None and row.access_until < network.day_at(actor.org, now),
        "number": short(row.pk),
        "events": _events(kind, actor, row, said),
        "outcome": _(texts.OUTCOME.get(row.outcome, "")) if row.outcome else "",
        "purged_by_clock": row.state == State.PURGED and not receiving.is_signed(kind, row),
    }


@contextmanager
def saying(prefix: str) -> Iterator[None]:
    """Why what was looked at cannot be kept or sent, in words: `prefix` begins the names of the inputs for reasons."""
    try:
        yield
    except PreviewChanged:
        raise NotNow(_("What would leave has changed. Look at it again, then send it.")) from None
    except NotAddable as refused:
        raise NotNow(_(texts.ADDITION[refused.code]), f"{prefix}{refused.field}") from None


def state_words(row: Passing, *, mine: bool) -> str:
    """How it stands, in words of one side."""
    return _(texts.WAITS) if row.state == State.OFFERED and not mine else _(texts.STATE[State(row.state)])


def _holds(actor: Actor, row: Passing) -> bool:
    """Whether the recipient's keys are still there: after the end of access the page opens without what was sealed."""
    return row.org_id == actor.org or row.state in _HOLDS


def _events[R: Passing](kind: Kind[R], actor: Actor, row: R, said: Mapping[int, str]) -> list[dict[str, object]]:
    """The path in words, with what was written. People of the other side appear as their organisation."""
    offices = {row.org_id: row.org.name, row.recipient_id: row.recipient.name}
    signed, events = path.signed([row.pk]), []
    for step in kind.steps(row).select_related("person").order_by("at", "pk"):
        person = step.person
        who = _("by itself") if person is None else person.name
        if person is not None and person.org_id != actor.org:
            who = offices.get(person.org_id, _("the referral desk"))
        if not path.holds(kind, step, signed):
            who = _("nobody signed for it")
        what = _(texts.EVENTS[step.event])
        if step.reason in texts.REASONS:
            what = f"{what}: {_(texts.REASONS[step.reason])}"
        events.append({"when": step.at, "what": what, "who": who, "said": said.get(step.pk, "")})
    return events
