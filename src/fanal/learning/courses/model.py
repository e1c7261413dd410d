"""A course as it was read from its files. Texts are kept once, by key; everything else names keys. Pure."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final

from fanal.learning.courses.acts import CLASSES, Act, ActClass

type Found = Iterator[tuple[str, str]]
"""What is wrong with a course: the key at which it is, and what it is, in words for its author."""

READ: Final = ("en", "fr", "es")
"""Source languages with a formula of reading age."""


class Audience(StrEnum):
    """Whom a course is for."""

    TOURISM = "tourism"
    CAREGIVER = "caregiver"
    CASEWORKER = "caseworker"
    MEMBER_STAFF = "member_staff"


class CourseKind(StrEnum):
    """`notice`: to tell what is worrying from what is not; `respond`: to do what helps; `outline`: objectives and
    skills alone, which nobody can play."""

    NOTICE = "notice"
    RESPOND = "respond"
    OUTLINE = "outline"


class Truth(StrEnum):
    """What a situation is. `respond` is that of courses in which every situation asks for a response."""

    CONCERN = "concern"
    NO_CONCERN = "no_concern"
    UNCLEAR = "unclear"
    RESPOND = "respond"


class Value(StrEnum):
    """What a choice is worth."""

    BEST = "best"
    ACCEPTABLE = "acceptable"
    WRONG = "wrong"
    HARMFUL = "harmful"


RIGHT = frozenset({Value.BEST, Value.ACCEPTABLE})


class BlockKind(StrEnum):
    """What stands on a page of a lesson. None of them takes a text from the learner."""

    TEXT = "text"
    SCENE = "scene"
    LIST = "list"
    FIGURE = "figure"
    CUE = "cue"
    QUESTION = "question"
    SCENARIO = "scenario"
    CONTACTS = "contacts"
    ACKNOWLEDGE = "acknowledge"
    PAUSE = "pause"


class QuestionKind(StrEnum):
    """How a question is answered. `confidence` is how sure somebody is, from 1 to 5, and has no right answer."""

    SINGLE = "single"
    SEVERAL = "several"
    ORDER = "order"
    CONFIDENCE = "confidence"


@dataclass(frozen=True, slots=True)
class Block:
    """`keys`: those of its texts (a figure: its alternative text; a cue: the sign, then its innocent reasons); `ref`:
    id of the cue, question or scenario, or the file of a figure; `labels`: of the texts inside a figure."""

    kind: BlockKind
    keys: tuple[str, ...] = ()
    ref: str = ""
    direct: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """One idea."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A few pages, of at most five minutes."""

    id: str
    title: str
    objectives: tuple[str, ...]
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """`next`: the id of the situation that follows."""

    id: str
    act: Act
    value: Value
    say: str
    feedback: str = ""
    next: str = ""

    @property
    def tells(self) -> bool:
        """Whether it is the signal."""
        return CLASSES[self.act] is ActClass.TELL


@dataclass(frozen=True, slots=True)
class Scenario:
    """A situation with what one can do. `form`: empty where it stands in a lesson or follows another; `like`: the other
    arm of a pair, from which it differs in one attribute of somebody, `varies`, and has everything else."""

    id: str
    form: str
    truth: Truth
    vignette: str
    choices: tuple[Choice, ...]
    cues: tuple[str, ...] = ()
    like: str = ""
    varies: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a question. `right`: whether it belongs to the right answer; of an order its place from 1."""

    id: str
    say: str
    right: bool = False
    place: int = 0
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """`by_part`: whether an answer of several choices that is right in part counts in part."""

    id: str
    kind: QuestionKind
    ask: str
    options: tuple[Option, ...] = ()
    by_part: bool = False


@dataclass(frozen=True, slots=True)
class PassRule:
    """From what on somebody passes: shares of 1, and harmful acts at most."""

    acts_right: float
    harmful: int = 0
    hit_rate: float | None = None
    false_alarm_rate: float | None = None


@dataclass(frozen=True)
class Course:
    """One version of a course. `since`: the day of this version; `blueprint`: situations of a final form by truth;
    `texts`: source texts by key; `safety`: keys on which somebody's safety rests."""

    code: str
    version: int
    since: date
    audience: Audience
    kind: CourseKind
    roles: tuple[str, ...]
    requires: tuple[str, ...]
    language: str
    minutes: int
    objectives: tuple[str, ...]
    skills: tuple[str, ...]
    skill_check: bool
    forms: Mapping[str, tuple[str, ...]]
    blueprint: Mapping[Truth, int]
    passing: PassRule | None
    valid_months: int
    lessons: tuple[Lesson, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    questions: tuple[Question, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    safety: frozenset[str] = field(default_factory=frozenset, repr=False)
    drawings: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def ref(self) -> str:
        """What is achieved by it: a course in a version."""
        return f"{self.code}@{self.version}"

    @property
    def playable(self) -> bool:
        return self.kind is not CourseKind.OUTLINE

    @property
    def places(self) -> list[tuple[str, Page]]:
        """Its pages in their order, each with the id of its lesson."""
        return [(lesson.id, page) for lesson in self.lessons for page in lesson.pages]

    def place(self, lesson: str, name: str) -> int | None:
        """Where a page stands among them; None where there is no such."""
        found = (at for at, (of, page) in enumerate(self.places) if (of, page.id) == (lesson, name))
        return next(found, None)

    @property
    def pages(self) -> list[Page]:
        return [page for _lesson, page in self.places]

    def scenario(self, name: str) -> Scenario | None:
        """One situation; None where there is no such."""
        return next((one for one in self.scenarios if one.id == name), None)

    def question(self, name: str) -> Question | None:
        """One question; None where there is no such."""
        return next((one for one in self.questions if one.id == name), None)

    def of_form(self, form: str) -> list[Scenario]:
        """The situations of a form, both arms of each pair."""
        return [one for one in self.scenarios if one.form == form]

    def slots(self, form: str) -> list[tuple[Scenario, ...]]:
        """What a form asks for: a situation, or one of the two arms of a pair, of which the first is like itself."""
        found: dict[str, list[Scenario]] = {}
        for one in self.of_form(form):
            found.setdefault(one.like or one.id, []).append(one)
        return [tuple(arms) for arms in found.values()]

    def cues(self) -> Iterator[Block]:
        """The signs that its lessons teach."""
        return (block for page in self.pages for block in page.blocks if block.kind is BlockKind.CUE)

    @cached_property
    def wording(self) -> bytes:
        """All of it that a review is about, in whatever language its texts are read. Whoever may give it is asked on
        many pages, by a digest of this."""
        whole = asdict(replace(self, version=0, since=date.min, texts={}, safety=frozenset(), drawings={}))
        drawn = {name: hashlib.sha256(svg.encode()).hexdigest() for name, svg in self.drawings.items()}
        said = {"course": whole, "texts": dict(self.texts), "safety": sorted(self.safety), "drawings": drawn}
        return json.dumps(said, sort_keys=True, ensure_ascii=False, default=str).encode()
