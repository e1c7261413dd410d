"""What is sealed, by compartment: frozen values whose every field says its class, purpose, retention and category.

Fields of answers have the names of their questions; choices hold codes, an empty text means "not answered". The exact
time of arrival is sealed here and stands nowhere else. From the metadata come the record of processing and the annex
of the impact assessment (DNH-38).
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from fanal.access.contracts import Content
from fanal.access.contracts import field_of as _field_of
from fanal.vocabulary.codes import DataCategory as Cat
from fanal.vocabulary.codes import Mark
from fanal.vocabulary.codes import ProcessingPurpose as Purpose

CONCERN = "concern"  # retention: the class of the concern, by its finding (`retention.py`)
REPORTER = "reporter_identity"
field_of = partial(_field_of, retention=CONCERN)


@dataclass(frozen=True, slots=True)
class PersonalContent(Content):
    """Compartment `personal`: coded facts."""

    ongoing: str = field_of("S2", Cat.STORY)
    place_type: str = field_of("S2", Cat.LOCATION)
    age: str = field_of("S2", Cat.EXISTENCE)
    child_is: str = field_of("S2", Cat.EXISTENCE)


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """The answer to a question that a country added: its id, and codes or a text."""

    question: str = field_of("S4", Cat.STORY)
    codes: tuple[str, ...] = field_of("S4", Cat.STORY, ())
    text: str = field_of("S4", Cat.STORY)


@dataclass(frozen=True, slots=True)
class ConcernContent(Content):
    """Compartment `content`: what was told. `worker_words` are the worker's, where a call was written down."""

    received_at: datetime | None = field_of("S4", Mark.INTERNAL, None)  # noqa: RUF009
    language: str = field_of("S4", Mark.INTERNAL)
    reporter_type: str = field_of("S4", Mark.REPORTER, retention=REPORTER)
    told: str = field_of("S4", Cat.STORY)
    what: tuple[str, ...] = field_of("S4", Cat.STORY, ())
    words: str = field_of("S4", Cat.STORY)
    worker_words: str = field_of("S4", Mark.INTERNAL)
    how_known: str = field_of("S4", Cat.STORY)
    place: str = field_of("S4", Cat.LOCATION)
    when: str = field_of("S4", Cat.STORY)
    when_words: str = field_of("S4", Cat.STORY)
    children: str = field_of("S4", Cat.EXISTENCE)
    child_now: str = field_of("S4", Cat.STORY)
    you: str = field_of("S4", Mark.REPORTER, retention=REPORTER)
    about_us: str = field_of("S4", Mark.INTERNAL)
    happening: str = field_of("S4", Cat.STORY)
    safe_now: str = field_of("S4", Cat.STORY)
    more: str = field_of("S4", Cat.STORY)
    own: tuple[OwnAnswer, ...] = field_of("S4", Cat.STORY, ())
    addresses_removed: int = field_of("S4", Mark.INTERNAL, 0)


@dataclass(frozen=True, slots=True)
class ChildIdentity(Content):
    """Compartment `identity`: what helps to find the child."""

    child_words: str = field_of("S3", Cat.IDENTITY)


@dataclass(frozen=True, slots=True)
class PersonCountry:
    """A country that a trained person confirmed: how it stands to the adult, and on what that rests.

    `relation`: lives_in, comes_from or travels_to. `basis`: a code of the question `basis`, or `worker`.
    """

    country: str = field_of("S5", Cat.OFFENDER)
    relation: str = field_of("S5", Cat.OFFENDER)
    basis: str = field_of("S5", Cat.OFFENDER)


@dataclass(frozen=True, slots=True)
class PersonSuspected(Content):
    """Compartment `offender`: the adult. `countries` is what the reporter named, `confirmed` what triage confirmed."""

    adults: str = field_of("S5", Cat.OFFENDER)
    adult_link: str = field_of("S5", Cat.OFFENDER)
    mobility: str = field_of("S5", Cat.OFFENDER)
    countries: tuple[str, ...] = field_of("S5", Cat.OFFENDER, ())
    basis: str = field_of("S5", Cat.OFFENDER)
    leaving: str = field_of("S5", Cat.OFFENDER)
    travel: str = field_of("S5", Cat.OFFENDER)
    adult_words: str = field_of("S5", Cat.OFFENDER)
    confirmed: tuple[PersonCountry, ...] = field_of("S5", Cat.OFFENDER, ())


@dataclass(frozen=True, slots=True)
class ReporterContent(Content):
    """Compartment `reporter`: how to reach who told us. Name and `may_be_named_to` come from a call only."""

    reply: str = field_of("S5", Mark.REPORTER, retention=REPORTER)
    reply_contact: str = field_of("S5", Mark.REPORTER, retention=REPORTER)
    reply_times: str = field_of("S5", Mark.REPORTER, retention=REPORTER)
    pass_on: str = field_of("S5", Mark.REPORTER, retention=REPORTER)
    exposure: str = field_of("S5", Mark.REPORTER, retention=REPORTER)
    exposure_words: str = field_of("S5", Mark.REPORTER, retention=REPORTER)
    answer_how: str = field_of("S5", Mark.REPORTER, retention=REPORTER)
    answer_words: str = field_of("S5", Mark.REPORTER, retention=REPORTER)
    name: str = field_of("S5", Mark.REPORTER, retention=REPORTER)
    may_be_named_to: tuple[str, ...] = field_of("S5", Mark.REPORTER, (), retention=REPORTER)


@dataclass(frozen=True, slots=True)
class MessageContent(Content):
    """Compartment `dialogue`: one message between the reporter and the member."""

    text: str = field_of("S4", Mark.REPORTER, retention=REPORTER)
    written_at: datetime | None = field_of("S4", Mark.INTERNAL, None)  # noqa: RUF009
    addresses_removed: int = field_of("S4", Mark.INTERNAL, 0)


@dataclass(frozen=True, slots=True)
class NoteContent(Content):
    """The note of a decision. For an urgent response: who was called, when, and what they said; for bad faith the
    evidence; for a case who takes it on, and how the child may safely be reached."""

    text: str = field_of("S4", Mark.INTERNAL, purpose=Purpose.ACCOUNT)
    called: str = field_of("S4", Mark.INTERNAL, purpose=Purpose.ACCOUNT)
    called_at: datetime | None = field_of("S4", Mark.INTERNAL, None, purpose=Purpose.ACCOUNT)  # noqa: RUF009
    they_said: str = field_of("S4", Mark.INTERNAL, purpose=Purpose.ACCOUNT)
    evidence: str = field_of("S4", Mark.INTERNAL, purpose=Purpose.ACCOUNT)
    worker: str = field_of("S4", Mark.INTERNAL, purpose=Purpose.ACCOUNT)
    safe_contact: str = field_of("S4", Mark.INTERNAL, purpose=Purpose.ACCOUNT)


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
