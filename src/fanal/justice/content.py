"""What of a matter is sealed, by compartment. No name of a child stands here: a matter is opaque to this room."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from fanal.access.contracts import Content, field_of
from fanal.vocabulary.codes import DataCategory as Cat
from fanal.vocabulary.codes import Mark, ProcessingPurpose

FILE = "legal_file"  # retention: the class of a matter; as the file that it belongs to
_kept = partial(field_of, purpose=ProcessingPurpose.JUSTICE, retention=FILE)


@dataclass(frozen=True, slots=True)
class MatterContent(Content):
    """Compartment `content`: what the people who work on it call it. Never a name of a person."""

    label: str = _kept("S4", Mark.INTERNAL)
    note: str = _kept("S4", Mark.INTERNAL)
    hold: str = _kept("S4", Mark.INTERNAL, since=2)
    """Why it is held, once it was."""


@dataclass(frozen=True, slots=True)
class QuestionContent(Content):
    """Compartment `content`: facts of one act (`fanal.facts/1` as JSON) and the answer as it was given."""

    facts: str = _kept("S5", Cat.LEGAL)
    answer: str = _kept("S5", Cat.LEGAL)
    note: str = _kept("S4", Cat.LEGAL)


@dataclass(frozen=True, slots=True)
class LegalEvent:
    """One event of a proceeding: codes of `legal_event_type`, `legal_outcome`, `order_group`."""

    on: date | None = _kept("S4", Cat.LEGAL, None)  # noqa: RUF009
    type: str = _kept("S4", Cat.LEGAL)
    outcome: str = _kept("S4", Cat.LEGAL)
    next_on: date | None = _kept("S4", Cat.LEGAL, None)  # noqa: RUF009
    order: str = _kept("S4", Cat.LEGAL)


@dataclass(frozen=True, slots=True)
class Measure:
    """A protective measure for the child and how it stands: codes of `protective_measure`, `measure_state`."""

    measure: str = _kept("S4", Cat.LEGAL)
    state: str = _kept("S4", Cat.LEGAL)


@dataclass(frozen=True, slots=True)
class ProceedingContent(Content):
    """Compartment `content`: one proceeding in one state, seen from the child's side (`case_model.yaml`).

    `provisions` are the ids of the law corpus beside the basis. Amounts are integer minor units.
    """

    kind: str = _kept("S4", Cat.LEGAL)
    state: str = _kept("S4", Cat.LEGAL)
    authority: str = _kept("S4", Cat.LEGAL)
    jurisdiction_basis: tuple[str, ...] = _kept("S4", Cat.LEGAL, ())
    provisions: tuple[str, ...] = _kept("S4", Cat.LEGAL, ())
    opened_on: date | None = _kept("S4", Cat.LEGAL, None)  # noqa: RUF009
    events: tuple[LegalEvent, ...] = _kept("S4", Cat.LEGAL, ())
    interviews: int = _kept("S4", Cat.LEGAL, 0)
    support_person: str = _kept("S4", Cat.LEGAL)
    child_role: str = _kept("S4", Cat.LEGAL)
    measures: tuple[Measure, ...] = _kept("S4", Cat.LEGAL, ())
    child_punished_for_being_exploited: str = _kept("S4", Cat.LEGAL)
    limitation_date: date | None = _kept("S4", Cat.LEGAL, None)  # noqa: RUF009
    compensation_amount: int = _kept("S4", Cat.LEGAL, 0)
    compensation_currency: str = _kept("S4", Cat.LEGAL)
    compensation_awarded_on: date | None = _kept("S4", Cat.LEGAL, None)  # noqa: RUF009
    compensation_paid_on: date | None = _kept("S4", Cat.LEGAL, None)  # noqa: RUF009
    result: str = _kept("S4", Cat.LEGAL)
    ended_on: date | None = _kept("S4", Cat.LEGAL, None)  # noqa: RUF009


@dataclass(frozen=True, slots=True)
class PrivilegedContent(Content):
    """Compartment `privileged`: between lawyer and child. The lawyers' ring alone opens it."""

    reference_number: str = _kept("S5", Cat.LEGAL)
    notes: str = _kept("S5", Cat.LEGAL)
