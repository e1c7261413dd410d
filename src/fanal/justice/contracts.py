"""What the room takes and gives. A child is never among it."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from fanal.vocabulary.codes import YesNoUnknown


@dataclass(frozen=True, slots=True)
class MatterRef:
    """A matter as the room that knows the child keeps it."""

    id: UUID
    org: UUID
    opened_on: date
    closed_on: date | None
    training: str


@dataclass(frozen=True, slots=True)
class ActFacts:
    """One act of the case model, as far as it is coded. `first` and `last` are days known in part (`2026`, `2026-03`).

    `forms`: codes of `exploitation_form`. Countries are ISO 3166-1 alpha-2. Empty: not known.
    """

    forms: tuple[str, ...]
    first: str = ""
    last: str = ""
    age_at_time: int | None = None
    country: str = ""
    online: YesNoUnknown = YesNoUnknown.UNKNOWN
    child_nationality: tuple[str, ...] = ()
    child_residence: tuple[str, ...] = ()
    suspect_nationality: tuple[str, ...] = ()
    suspect_residence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asking:
    """The case question of a matter, filled in: a form that is sent to `url` with `fields`. Nothing of it stands in the
    address."""

    url: str
    fields: tuple[tuple[str, str], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class QuestionRef:
    """A question that was put in a matter: its days and where its answer stands, nothing of what was asked."""

    id: UUID
    asked_on: date
    as_of: date
    url: str


@dataclass(frozen=True, slots=True)
class ProceedingRef:
    """A proceeding in a list: codes and days, no authority, no reference, no words."""

    id: UUID
    kind: str = field(repr=False)
    state: str = field(repr=False)
    child_role: str = field(repr=False)
    opened_on: date | None = field(repr=False)
    next_on: date | None = field(repr=False)
    interviews: int = field(repr=False)
    support_person: str = field(repr=False)
    child_punished: str = field(repr=False)
    limitation_date: date | None = field(repr=False)
    result: str = field(repr=False)
    ended_on: date | None = field(repr=False)
    url: str
