"""A page of a lesson, and a situation, as a reader sees them: texts of a language in place of keys."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from fanal.learning import words
from fanal.learning.attempts import drawing
from fanal.learning.courses import drawings
from fanal.learning.courses.model import Block, BlockKind, Course, Page, Question, Scenario, Truth
from fanal.learning.courses.translating import Translation

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


@dataclass(frozen=True, slots=True)
class Reply:
    """One choice of a situation with what it is worth, as it is told afterwards."""

    id: str
    say: str
    feedback: str
    judgement: str | Promise
    look: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A course in one language. `lang`: of the texts; `dir`: which way they run."""

    course: Course
    said: Translation

    @property
    def texts(self) -> Mapping[str, str]:
        return self.said.texts

    @property
    def title(self) -> str:
        return self.texts["title"]

    @property
    def lang(self) -> str:
        return self.said.language if self.said.entries else self.course.language

    @property
    def dir(self) -> str:
        """Which way the texts run: a list that runs another way than the page keeps its marks inside."""
        return "rtl" if self.lang in _RIGHT_TO_LEFT else "ltr"

    def page(self, page: Page, answers: Mapping[str, str] = MappingProxyType({})) -> dict[str, Any]:
        """Title and blocks, for `learning/player/blocks.html`. `answers`: what was chosen in its situations and
        questions."""
        return {"title": self.texts[page.title], "blocks": [self._block(block, answers) for block in page.blocks]}

    def _block(self, block: Block, answers: Mapping[str, str]) -> dict[str, Any]:
        said = [self.texts[key] for key in block.keys]
        found: dict[str, Any] = {"kind": str(block.kind), "texts": said, "ref": block.ref, "direct": block.direct}
        if block.kind is BlockKind.FIGURE:
            found["drawing"] = SafeString(drawings.drawn(self.course.drawings[block.ref], block, self.texts))
        elif block.kind is BlockKind.SCENARIO:
            found["steps"] = list(self._steps(self.course.scenario(block.ref), answers))
        elif block.kind is BlockKind.QUESTION:
            found["question"] = self.asked(self.course.question(block.ref), answers.get(block.ref, ""))
        elif block.kind in {BlockKind.TEXT, BlockKind.SCENE}:
            found["paragraphs"] = said[0].split("\n")
        return found

    def _steps(self, one: Scenario | None, answers: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        """A situation, and those that follow what was chosen in it."""
        while one is not None:
            chosen = answers.get(one.id, "")
            made = next((made for made in one.choices if made.id == chosen), None)
            yield {**self.situation(one, [chosen]), "answered": made is not None}
            one = self.course.scenario(made.next) if made and made.next else None

    def to_choose(self, one: Scenario, seed: str) -> dict[str, Any]:
        """A situation of an attempt, its choices in the order that its seed gives."""
        shuffled = [(made.id, self.texts[made.say]) for made in drawing.choices(one, seed)]
        return {**self.situation(one), "choices": shuffled}

    def situation(self, one: Scenario | None, chosen: Iterable[str] = ()) -> dict[str, Any]:
        """What is told, what one can do, and what each of it would bring."""
        assert one is not None
        return {
            "id": one.id,
            "paragraphs": self.texts[one.vignette].split("\n"),
            "choices": [(made.id, self.texts[made.say]) for made in one.choices],
            "replies": list(self._replies(one, set(chosen))),
        }

    def _replies(self, one: Scenario, chosen: set[str]) -> Iterator[Reply]:
        """Best first, as on paper: what helps is read before what does harm."""
        order = list(words.JUDGEMENTS)
        for made in sorted(one.choices, key=lambda made: order.index(made.value)):
            judgement, look = words.JUDGEMENTS[made.value]
            if made.tells and one.truth is Truth.NO_CONCERN:
                judgement = words.NEEDLESS
            yield Reply(made.id, self.texts[made.say], self._told(made.feedback), judgement, look, made.id in chosen)

    def _told(self, key: str) -> str:
        return self.texts[key] if key else ""

    def asked(self, one: Question | None, chosen: str = "") -> dict[str, Any]:
        """A question with its answers, and why each is right or not. `chosen`: ids, joined by commas."""
        assert one is not None
        mine = set(filter(None, chosen.split(",")))
        shown = sorted(one.options, key=lambda made: made.place) if chosen else one.options
        options = [
            {
                "id": made.id, "say": self.texts[made.say], "right": made.right, "place": made.place,
                "why": self._told(made.feedback), "mine": made.id in mine,
            }
            for made in shown
        ]  # fmt: skip
        found = {"id": one.id, "kind": str(one.kind), "ask": self.texts[one.ask], "options": options}
        return found | {"answered": bool(mine), "levels": range(1, 6), "chosen": chosen}
