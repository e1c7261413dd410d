"""An ask as it stands: what is asked, how it went on, what moved; and whether anybody made it so who writes to the
database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from fanal.access.api import NotAllowed, found, stated, visible
from fanal.network.contracts import Actor
from fanal.progress.asks import flow
from fanal.progress.asks.flow import Core, State
from fanal.progress.models import Ask, AskFate, AskStep, AskWording
from fanal.vocabulary.results import Refused

type Text = dict[str, str]
"""`title`, `text` and `smallest`, in one language."""


@dataclass(frozen=True, slots=True)
class Held:
    """An ask with all that was written of it, the oldest first."""

    row: Ask
    wordings: tuple[AskWording, ...]
    steps: tuple[AskStep, ...]
    fates: tuple[AskFate, ...]

    @property
    def wording(self) -> AskWording:
        """What is asked, as it was written last."""
        return self.wordings[-1]

    @property
    def refused(self) -> bool:
        """Whether a second person said no to it as it is written now."""
        last = self.steps[-1] if self.steps else None
        return last is not None and last.state == State.DRAFT and bool(last.words) and last.at >= self.wording.at

    def wrote(self, person: UUID) -> bool:
        """Whether somebody wrote in it: they are no second person."""
        return any(one.by_id == person for one in self.wordings)

    @property
    def state(self) -> State:
        return State(self.steps[-1].state) if self.steps else State.DRAFT

    @property
    def sent(self) -> AskStep | None:
        """When it went out, if it did."""
        return next((one for one in self.steps if one.state == State.SENT), None)

    @property
    def met(self) -> AskStep | None:
        """When it was adopted first, whole or in part, if it was."""
        return next((one for one in self.steps if one.state in flow.MET), None)

    @property
    def is_public(self) -> bool:
        """Whether it is for everybody: it was sent, and nobody stopped it."""
        return self.sent is not None and self.state in flow.PUBLIC

    @property
    def silent_on(self) -> date:
        """From which day on it may be said that nobody answered: counted from the day on which the letter, or the last
        word of the office, was written down here."""
        return flow.silent_on(self.steps[-1].at.date(), self.wording.addressee_kind)

    @property
    def core(self) -> Core:
        origin = str(self.row.reform or self.row.practice_id or "")
        return Core(self.wording.addressee, frozenset(self.wording.commitments), origin)

    @property
    def rows(self) -> Iterator[Any]:
        """All that the chain of the ask names whole."""
        yield self.row
        yield from self.wordings
        yield from self.steps
        yield from self.fates

    def text(self, language: str) -> Text:
        """What is asked in a language, or else as it was written first; empty of one that was stopped."""
        texts = self.wording.texts
        found: Text | None = texts.get(language) or texts.get(self.wording.lang)
        return found or {"title": "", "text": "", "smallest": ""}

    def tongue(self, language: str) -> str:
        """The language of `text`."""
        return language if language in self.wording.texts else self.wording.lang

    def after(self, now: datetime) -> datetime:
        """The instant of what is done now: behind all that was done before, so that its order is told by it."""
        last = max((one.at for one in self.rows), default=now)
        return max(now, last + timedelta(microseconds=1))


def _fetched(rows: QuerySet[Ask]) -> QuerySet[Ask]:
    parts = (("wordings", AskWording), ("steps", AskStep), ("fates", AskFate))
    every = (Prefetch(name, table._default_manager.select_related("by").order_by("at")) for name, table in parts)
    return rows.select_related("org").prefetch_related(*every)


def _held(row: Ask) -> Held | None:
    """Nothing of an ask without a word: nobody makes one."""
    parts = (tuple(getattr(row, name).all()) for name in ("wordings", "steps", "fates"))
    held = Held(row, *parts)
    return held if held.wordings else None


def many(rows: QuerySet[Ask]) -> list[Held]:
    """These asks with all of theirs, in their order."""
    return [held for row in _fetched(rows) if (held := _held(row)) is not None]


def asks(actor: Actor) -> list[Held]:
    """Those of the organisation, the newest first."""
    return many(visible(actor, Ask.objects.all()).order_by("-at", "-pk"))


def ask(actor: Actor, pk: UUID) -> Held:
    """One of them. Raises `NotHere`."""
    return of(found(actor, Ask, pk))


def of(row: Ask) -> Held:
    """An ask that is here already, with all of it. Raises `NotAllowed` where its words are gone."""
    held = next(iter(many(Ask.objects.filter(pk=row.pk))), None)
    if held is None:
        raise NotAllowed(Refused("changed", stated.words()))
    return held


def need_believed(held: Held) -> None:
    """Raises `NotAllowed` where something of it is not as it was written, or is gone: nothing may rest on it."""
    stated.need_each(held.row.pk, held.rows)


def is_believed(held: Held) -> bool:
    """Whether all of it is as it was written."""
    return stated.is_each(held.row.pk, held.rows)


def same(held: Held) -> list[Held]:
    """Other asks that ask the same of the same office: those of its own organisation, and those that everybody may
    read, the oldest first."""
    rows = Ask.objects.filter(country=held.row.country, kind=held.row.kind).exclude(pk=held.row.pk).order_by("at")
    over = {State.WITHDRAWN, State.STOPPED}
    return [
        one
        for one in many(rows)
        if one.state not in over
        and (one.row.org_id == held.row.org_id or one.is_public)
        and one.core.is_as(held.core)
        and is_believed(one)
    ]


def takes_in(held: Held, org: UUID) -> list[Held]:
    """Other asks of an organisation of which it may become a part: one that was sent stays where everybody reads it."""
    return [one for one in same(held) if one.row.org_id == org and (one.is_public or not held.is_public)]
