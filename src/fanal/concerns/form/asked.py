"""What is known of a question of the form, declared beside the field that holds its answer.

From one declaration follow the form, the class and retention of what is sealed, the place on the page of a concern, and
whether it leaves in a handover (`form.py` has the questions, `questions.py` the sets that are asked).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import Enum, StrEnum
from typing import Any, Literal

from fanal.access.contracts import field_of
from fanal.vocabulary.codes import DataCategory as Cat
from fanal.vocabulary.codes import FieldCategory, Mark
from fanal.vocabulary.words import gettext_noop

CONCERN = "concern"  # retention: the class of the concern, by its finding (`retention.py`)
REPORTER = "reporter_identity"

type QuestionKind = Literal["one", "many", "text", "country", "countries", "held"]
type Condition = tuple[str, tuple[str, ...]]  # a question, and the codes of which it must have one


class Row(Enum):
    """Where an answer stands on the page of a concern and in a preview, in this order, with its heading."""

    DANGER = gettext_noop("Danger now")
    CHILD = gettext_noop("Child")
    WHERE = gettext_noop("Where")
    WHEN = gettext_noop("When")
    WHAT = gettext_noop("What")
    ADULT = gettext_noop("Adult")
    LEAVES = gettext_noop("Leaves")
    HOW_KNOWN = gettext_noop("How known")
    YOU = gettext_noop("What they are to this")
    TOLD = gettext_noop("Told already")
    ABOUT_US = gettext_noop("About our own people")
    CONTACT = gettext_noop("May others contact them")
    REACH = gettext_noop("How to reach them")
    EXPOSED = gettext_noop("Could anyone be in danger if it came out")
    NAMED_TO = gettext_noop("May be named to")
    QUOTE = ""  # a text by itself, folded (DNH-50), under the short label of its question
    NOWHERE = "-"  # staff do not read it there


class Leaves(StrEnum):
    """Whether an answer leaves in a handover."""

    BY_DEFAULT = "by_default"
    WITH_REASON = "with_reason"  # a person adds it and says why; else it stays
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Question:
    """One question, or a field that is `held` beside the answers and not asked.

    `answers`: what can be chosen, by code, in words; a question of kind `country` takes a country or one of them.
    `limit` is characters of a text or number of countries. `default` is the code that stands ticked. `only_if` names
    the answer without which this one makes no sense. `own`: a country added it, and its words are those of its file.

    For staff: `short` is the label, `said` has the answers that the desk says in other words, `then` how an answer is
    said later that was true on the day ("today"). `rank` moves it in its row, which is in the order of the form.
    `under`: the category that an agreement must allow for it to leave, where that is not its own. `stays` says why it
    does not leave; without it a field that stays is not listed.
    """

    id: str
    kind: QuestionKind
    compartment: str
    label: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    hint: str = ""
    required: bool = False
    limit: int = 0
    lines: bool = False
    default: str = ""
    only_if: Condition | None = None
    own: bool = False
    category: FieldCategory | None = None
    short: str = ""
    said: Mapping[str, str] = field(default_factory=dict)
    then: str = ""
    row: Row = Row.NOWHERE
    rank: int = 0
    leaves: Leaves = Leaves.NEVER
    under: FieldCategory | None = None
    stays: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self.answers)


@dataclass(frozen=True, slots=True)
class OneOf:
    """At least one of these questions must be answered, unless an earlier answer says otherwise."""

    questions: tuple[str, ...]
    unless: Condition | None = None


@dataclass(frozen=True, slots=True)
class Page:
    id: str
    questions: tuple[Question, ...]
    one_of: OneOf | None = None


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """The answer to a question that a country added: its id, and codes or a text."""

    question: str = field_of("S4", Cat.STORY, retention=CONCERN)
    codes: tuple[str, ...] = field_of("S4", Cat.STORY, default=(), retention=CONCERN)
    text: str = field_of("S4", Cat.STORY, retention=CONCERN)


@dataclass(frozen=True, slots=True)
class PersonCountry:
    """A country that a trained person confirmed: how it stands to the adult, and on what that rests.

    `relation`: lives_in, comes_from or travels_to. `basis`: a code of the question `basis`, or `worker`.
    """

    country: str = field_of("S5", Cat.OFFENDER, retention=CONCERN)
    relation: str = field_of("S5", Cat.OFFENDER, retention=CONCERN)
    basis: str = field_of("S5", Cat.OFFENDER, retention=CONCERN)


class Compartment:
    """Declares the fields of a compartment. All have its class; what says who told us goes with the reporter.

    Each takes `row` and `leaves`, so that nobody forgets to decide; `since` as in `field_of`.
    """

    def __init__(self, name: str, cls: str) -> None:
        self.name, self.cls = name, cls

    def one(self, category: FieldCategory, label: str, answers: Mapping[str, str], **about: Any) -> Any:
        """One of several answers."""
        return self._field("one", category, "", label=label, answers=answers, **about)

    def many(self, category: FieldCategory, label: str, answers: Mapping[str, str], **about: Any) -> Any:
        """Any of several answers."""
        return self._field("many", category, (), label=label, answers=answers, **about)

    def text(self, category: FieldCategory, label: str, limit: int, **about: Any) -> Any:
        """Words, at most so many characters."""
        return self._field("text", category, "", label=label, limit=limit, **about)

    def country(self, category: FieldCategory, label: str, answers: Mapping[str, str], **about: Any) -> Any:
        """A country, or one of the answers."""
        return self._field("country", category, "", label=label, answers=answers, **about)

    def countries(self, category: FieldCategory, label: str, limit: int, **about: Any) -> Any:
        """At most so many countries."""
        return self._field("countries", category, (), label=label, limit=limit, **about)

    def held(self, category: FieldCategory, initial: Any = "", *, row: Row, leaves: Leaves, **about: Any) -> Any:
        """What nobody is asked: found out, written down by staff, or known from the request."""
        return self._field("held", category, initial, row=row, leaves=leaves, **about)

    def _field(
        self, kind: QuestionKind, category: FieldCategory, initial: Any, *, row: Row, leaves: Leaves, since: int = 1,
        **about: Any,
    ) -> Any:  # fmt: skip
        question = Question("", kind, self.name, category=category, row=row, leaves=leaves, **about)
        if not self.cls:
            return field(default=initial, metadata={"asked": question})
        retention = REPORTER if category is Mark.REPORTER else CONCERN
        made = field_of(self.cls, category, initial, retention=retention, since=since)
        return field(default=initial, metadata={**made.metadata, "asked": question})


def declared(schemas: Iterable[Any]) -> dict[str, Question]:
    """The fields of the schemas by id, in their order."""
    return {
        part.name: replace(part.metadata["asked"], id=part.name)
        for schema in schemas
        for part in fields(schema)
        if "asked" in part.metadata
    }
