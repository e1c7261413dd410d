"""What a room says of a kind of passing on: its rows, clocks and teams, what leaves, and what follows in the room."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet

from fanal.access.api import NotHere, Opened, RecordRef, stated, visible
from fanal.clocks.api import DutyKind
from fanal.clocks.contracts import Target
from fanal.journal.contracts import Signatory
from fanal.network.contracts import Actor, OrgKind
from fanal.passing.models import Passing, PassingStep
from fanal.passing.preview import Preview
from fanal.vault import Principal
from fanal.vocabulary.codes import HandoverOutcome
from fanal.vocabulary.hours import Hours
from fanal.vocabulary.results import Allowed, Answer


@dataclass(frozen=True, slots=True)
class Duties:
    """The clocks of a kind. `answer` takes the copy back when it is late, `purge` erases it; `unanswered` brings it
    before the referral desk."""

    second: DutyKind
    answer: DutyKind
    came_back: DutyKind
    unanswered: DutyKind
    release: DutyKind
    outcome: DutyKind
    ask_outcome: DutyKind
    question: DutyKind
    news: DutyKind
    purge: DutyKind

    @property
    def work(self) -> Sequence[DutyKind]:
        """What somebody must do while it lives. What came back is over for the sender when another way is found
        (`came_back`, `unanswered`); `news` is only to be read."""
        return (
            self.second, self.answer, self.release, self.outcome, self.ask_outcome, self.question, self.purge,
        )  # fmt: skip

    @property
    def every(self) -> Sequence[DutyKind]:
        return tuple(getattr(self, one.name) for one in fields(self))

    @property
    def of_senders_team(self) -> Sequence[DutyKind]:
        """What follows it from one team of the sender to another."""
        return self.second, self.came_back, self.release, self.ask_outcome, self.question, self.news


@dataclass(frozen=True, slots=True)
class Leaving:
    """What would leave now, and what it is judged by."""

    preview: Preview[Any]
    agreement: Answer
    urgent: bool
    to_authority: bool


class Kind[R: Passing](ABC):
    """One kind. Deeds are called `<room>.<verb>_<noun>`; the room declares who may, and in words what was done."""

    room: ClassVar[str]
    noun: ClassVar[str]
    """Also the kind of its records, and the name of the key from a step to its row."""
    model: type[R]
    step_model: type[PassingStep]
    text_model: Any
    """Of `PassingText`; its `step` is a row of `step_model`."""
    duties: Duties
    empty: Any
    """What is there where nothing was sealed."""
    words: Any
    """The content of a text: made from a string, has `text`."""
    kept_as: ClassVar[tuple[str, str]]
    """Retention classes of the copy and of the texts."""
    kept_days: ClassVar[int]
    """Days for which the sender keeps texts."""

    later: ClassVar[Mapping[str, str]] = {}
    """Sealed columns besides `payload` and `additions`, each with its compartment: what the sender gives after the
    answer, by an act of its own."""
    outcomes: ClassVar[Collection[str]] = frozenset(HandoverOutcome)
    """What a recipient may say came of it."""
    otherwise: ClassVar[Mapping[str, str]] = {}
    """Deeds that are called otherwise, by verb."""

    def deed(self, verb: str) -> str:
        return self.otherwise.get(verb, f"{self.room}.{verb}_{self.noun}")

    @property
    def compartments(self) -> tuple[str, ...]:
        """Those of its sealed records."""
        return ("content", "identity", *self.later.values())

    def record_of(self, row: R) -> RecordRef:
        """The sealed record of a passing. It belongs to the sender, whoever reads it."""
        return RecordRef(row.org_id, row.pk, self.noun)

    def rows(self) -> QuerySet[R]:
        return self.model._default_manager.all()

    def row_of(self, actor: Actor, row_id: UUID, *, lock: bool = False, ends: bool = False) -> R:
        """A row that the person may see. Raises `NotHere`: for everybody else it does not exist. `ends`: for a deed
        that gives nothing and takes away, which never waits until nobody has changed the row (`steps.judged`)."""
        rows = visible(actor, self.rows()).filter(pk=row_id)
        found = rows.first()
        if found is not None and lock:
            self.hold(found.pk)
            found = rows.first()
        if found is None:
            raise NotHere
        if lock and not ends:  # for a deed, which rests on what was done before
            stated.need(found.pk, found)
        return found

    def steps(self, row: R) -> QuerySet[Any]:
        return self.step_model._default_manager.filter(**{self.noun: row})

    def texts(self, row: R) -> QuerySet[Any]:
        texts: QuerySet[Any] = self.text_model._default_manager.filter(**{f"step__{self.noun}": row})
        return texts

    # ---- what the room says ----

    @abstractmethod
    def hold(self, row_id: UUID) -> None:
        """Hold the row, and what its room changes with it, until the transaction ends."""

    @abstractmethod
    def teams(self, row: R, org: UUID) -> list[Principal]:
        """To whom it is sealed on one of its sides."""

    def file(self, row: R, org: UUID) -> UUID | None:
        """The file of that side to which it belongs, where it has one."""
        return None

    @abstractmethod
    def owner(self, row: R, org: UUID) -> Target | None:
        """Who answers for a duty on one of its sides, without a chain; None where the kind of duty says it."""

    def reads(self, row: R, org: UUID) -> Target | None:
        """Which team has it on one of its sides, where it is not that of the kind of duty."""
        return None

    @abstractmethod
    def covered(self, row: R, day: date, data: Collection[str] | None = None) -> Answer:
        """Whether an agreement in force carries it on a day, with these data categories, or with the least."""

    @abstractmethod
    def hours(self, row: R, org: UUID, *, urgent: bool) -> Hours | None:
        """The hours in which the time of a side runs; None for day and night."""

    @abstractmethod
    def again(self, actor: Actor, opened: Opened, row: R, now: datetime) -> Leaving:
        """What would leave of a stored draft now. Raises `NotNow` where nothing may go."""

    def is_still(self, actor: Actor, opened: Opened, row: R, now: datetime) -> Answer:
        """Whether what was seen before the offer would leave now, too; asked before it is sent, after their yes. Raises
        `NotNow` where nothing may go."""
        return Allowed()

    @abstractmethod
    def data_of(self, added: Any) -> Collection[str]:
        """Data categories of what was added."""

    @abstractmethod
    def is_urgent_on_record(self, row: R) -> bool:
        """Whether an emergency is on record: then one person may write to an authority."""

    def by_two(self, row: R) -> bool:
        """Whether two persons confirm it."""
        return row.recipient.kind == OrgKind.AUTHORITY

    def by_partner(self, row: R) -> bool | None:
        """Whether a partner outside has said the second yes; None where the second person is a colleague."""
        return None

    def need_partner(self, actor: Actor, row: R, preview: Preview[Any], now: datetime) -> None:
        """Raises `NotNow` where what that partner said yes to is not what would leave now."""
        raise NotImplementedError

    # ---- what follows in the room ----

    def was_draft(self, row: R, by: Signatory, now: datetime) -> None:
        """What was drafted was changed, sent or taken back: nobody outside need look at it any more."""
        return

    def beside(self, row: R) -> list[UUID]:
        """The passings of the same thing, itself too."""
        return [row.pk]

    @abstractmethod
    def came_back(self, row: R, now: datetime) -> None:
        """It is with the sender again: somebody must choose another way."""

    @abstractmethod
    def answered(self, row: R, now: datetime) -> None:
        """The other side answered, or nobody did."""

    @abstractmethod
    def completed(self, actor: Actor, row: R, payload: Any, now: datetime) -> None:
        """The recipient said what came of it."""
