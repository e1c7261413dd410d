"""What is sealed, by compartment: frozen values whose every field says its class, purpose, retention and category.

What the form asks is declared in `form.py`; here is what people write afterwards. Choices hold codes, an empty text
means "not answered". From the metadata come the record of processing and the annex of the impact assessment (DNH-38).
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from fanal.access.contracts import Content
from fanal.access.contracts import field_of as _field_of
from fanal.concerns.form.asked import CONCERN, REPORTER, OwnAnswer, PersonCountry
from fanal.concerns.form.form import ChildIdentity, ConcernContent, PersonalContent, PersonSuspected, ReporterContent
from fanal.vocabulary.codes import DataCategory as Cat
from fanal.vocabulary.codes import Mark
from fanal.vocabulary.codes import ProcessingPurpose as Purpose

__all__ = [
    "ChildIdentity",
    "ConcernContent",
    "HandoverContent",
    "HandoverItem",
    "HandoverWords",
    "MessageContent",
    "NoteContent",
    "OwnAnswer",
    "PersonCountry",
    "PersonSuspected",
    "PersonalContent",
    "ReporterContent",
    "SecondContent",
]
field_of = partial(_field_of, retention=CONCERN)


@dataclass(frozen=True, slots=True)
class MessageContent(Content):
    """Compartment `dialogue`: one message between the reporter and the member."""

    text: str = field_of("S4", Mark.REPORTER, retention=REPORTER)
    written_at: datetime | None = field_of("S4", Mark.INTERNAL, None)  # noqa: RUF009
    addresses_removed: int = field_of("S4", Mark.INTERNAL, 0)


@dataclass(frozen=True, slots=True)
class NoteContent(Content):
    """The note of a decision. For an urgent response: who was called, when, and what they said; for bad faith the
    evidence; for a case who takes it on and who answers for the work (identifiers of people; 0.1.0 had any text), and
    how the child may safely be reached; of a concern that goes to a case, its number."""

    text: str = field_of("S4", Mark.INTERNAL, purpose=Purpose.ACCOUNT)
    called: str = field_of("S4", Mark.INTERNAL, purpose=Purpose.ACCOUNT)
    called_at: datetime | None = field_of("S4", Mark.INTERNAL, None, purpose=Purpose.ACCOUNT)  # noqa: RUF009
    they_said: str = field_of("S4", Mark.INTERNAL, purpose=Purpose.ACCOUNT)
    evidence: str = field_of("S4", Mark.INTERNAL, purpose=Purpose.ACCOUNT)
    worker: str = field_of("S4", Mark.INTERNAL, purpose=Purpose.ACCOUNT)
    safe_contact: str = field_of("S4", Mark.INTERNAL, purpose=Purpose.ACCOUNT)
    supervisor: str = field_of("S4", Mark.INTERNAL, purpose=Purpose.ACCOUNT, since=2)
    case: str = field_of("S4", Mark.INTERNAL, purpose=Purpose.ACCOUNT, since=2)


@dataclass(frozen=True, slots=True)
class HandoverItem:
    """One fact of a handover: its field, codes or a text, and the reason if it is beyond the default."""

    field: str = field_of("S4", Cat.STORY, purpose=Purpose.REFER, retention="handover")
    codes: tuple[str, ...] = field_of("S4", Cat.STORY, (), purpose=Purpose.REFER, retention="handover")
    text: str = field_of("S4", Cat.STORY, purpose=Purpose.REFER, retention="handover")
    reason: str = field_of("S4", Cat.STORY, purpose=Purpose.REFER, retention="handover")


@dataclass(frozen=True, slots=True)
class HandoverContent(Content):
    """What a recipient gets: a copy of chosen facts, in the order of the preview."""

    items: tuple[HandoverItem, ...] = field_of("S4", Cat.STORY, (), purpose=Purpose.REFER, retention="handover")


@dataclass(frozen=True, slots=True)
class HandoverWords(Content):
    """What one side wrote to the other about a handover: a question, its answer, a word with the outcome."""

    text: str = field_of("S4", Cat.STORY, purpose=Purpose.REFER, retention="handover")


@dataclass(frozen=True, slots=True)
class SecondContent(Content):
    """What a partner sees who is second person: what is asked for, of which row, to whom something would go and in
    which country, why, until when it would else be kept, the facts, and how many messages the reporter had sent then.
    All of it is what their yes is for."""

    what: str = field_of("S1", Mark.INTERNAL, purpose=Purpose.ACCOUNT)
    subject: str = field_of("S1", Mark.INTERNAL, purpose=Purpose.ACCOUNT)
    to: str = field_of("S1", Mark.INTERNAL, purpose=Purpose.ACCOUNT)
    country: str = field_of("S1", Mark.INTERNAL, purpose=Purpose.ACCOUNT)
    reason: str = field_of("S4", Mark.INTERNAL, purpose=Purpose.ACCOUNT)
    evidence: str = field_of("S4", Mark.INTERNAL, purpose=Purpose.ACCOUNT)
    kept_until: str = field_of("S1", Mark.INTERNAL, purpose=Purpose.ACCOUNT)
    items: tuple[HandoverItem, ...] = field_of("S4", Cat.STORY, (), purpose=Purpose.REFER, retention="handover")
    messages: int = field_of("S1", Mark.INTERNAL, 0, purpose=Purpose.ACCOUNT, since=2)
