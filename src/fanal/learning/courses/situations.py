"""What the situations, questions and forms of a course must hold (docs/courses.md, "What is checked"). Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from fanal.learning.courses import guessing
from fanal.learning.courses.acts import CLASSES, ActClass
from fanal.learning.courses.model import (
    READ,
    RIGHT,
    BlockKind,
    Course,
    CourseKind,
    Found,
    Question,
    QuestionKind,
    Scenario,
    Truth,
    Value,
)
from fanal.learning.courses.paths import DEEPEST
from fanal.vocabulary.files import twice

FEWEST_CHOICES: Final = 5
FEWEST_ANSWERS: Final = 3
WORDS: Final = (40, 90)
"""Of a situation, in a language whose words are apart."""


def faults(course: Course, others: Mapping[str, Course]) -> Found:
    """All of it. `others`: the courses that this one may require, by code."""
    yield from _scenarios(course, others)
    yield from _questions(course)
    if course.playable:
        yield from _forms(course)


def _scenarios(course: Course, others: Mapping[str, Course]) -> Found:
    known = {one.id: one for one in course.scenarios}
    courses = [course, *(others[name] for name in course.requires if name in others)]
    signs = {block.ref for of in courses for block in of.cues()}
    followed = {made.next for one in course.scenarios for made in one.choices}
    shown = {block.ref for page in course.pages for block in page.blocks if block.kind is BlockKind.SCENARIO}
    for one in course.scenarios:
        for name in set(one.cues) - signs:
            yield one.id, f"there is no sign {name} in this course or those that it requires"
        if not one.form and one.id not in followed | shown:
            yield one.id, "nobody ever meets this situation"
        if one.form and one.id in followed:
            yield one.id, "what follows another situation stands in no form"
        if one.like and course.texts[one.vignette] == course.texts[known[one.like].vignette]:
            yield one.id, "the arms of a pair differ in what is told"
        yield from _choices(course, one, known)
        yield from _ends(one, known, ())


def _choices(course: Course, one: Scenario, known: Mapping[str, Scenario]) -> Found:
    yield from ((one.id, words) for words in _values(course.kind, one))
    for made in one.choices:
        if bool(made.feedback) == bool(made.next):
            yield f"{one.id}.{made.id}", "after a choice comes its feedback, or the situation that follows"
        if made.next and made.next not in known:
            yield f"{one.id}.{made.id}", f"there is no situation {made.next}"
    low, high = WORDS
    if course.language in READ and one.form and not low <= (n := len(course.texts[one.vignette].split())) <= high:
        yield one.vignette, f"a situation is told in {low} to {high} words, not {n}"


_TELLS: Final[Mapping[Truth, tuple[frozenset[Value], str]]] = {
    Truth.CONCERN: (frozenset({Value.BEST}), "where there is a concern, to tell is the best"),
    Truth.UNCLEAR: (frozenset({Value.BEST, Value.ACCEPTABLE}), "where it is not clear, to tell is right"),
    Truth.NO_CONCERN: (frozenset({Value.WRONG}), "where there is no concern, to tell can be chosen, and is wrong"),
}
"""By what a situation is, what one of the choices by which somebody tells is worth. To tell is never harmful."""


def _values(kind: CourseKind, one: Scenario) -> Iterator[str]:
    """Whether what the choices are worth goes with what the situation is."""
    values = {made.value for made in one.choices}
    tells = {made.value for made in one.choices if made.tells}
    if Value.BEST not in values or values <= RIGHT:
        yield "one choice at least is the best, and one is not right"
    if (one.truth is Truth.RESPOND) != (kind is CourseKind.RESPOND):
        yield "truth is respond in courses of that kind, and nowhere else"
    wanted, words = _TELLS.get(one.truth, (tells, ""))
    if wanted and not tells & wanted:
        yield words
    if any(CLASSES[made.act] is ActClass.HARMFUL and made.value in RIGHT for made in one.choices):
        yield "an act that can do harm is never right"
    if one.truth in _TELLS and Value.HARMFUL in tells:
        yield "to tell in good faith is never harmful"
    if one.truth is Truth.NO_CONCERN and tells & RIGHT:
        yield "where there is no concern, to carry on is right"


def _ends(one: Scenario, known: Mapping[str, Scenario], before: tuple[str, ...]) -> Found:
    """No situation follows itself, and no more than three each other."""
    if one.id in before:
        yield before[0], f"situations follow each other in a circle: {' → '.join([*before, one.id])}"
        return
    if len(before) == DEEPEST:
        yield before[0], f"more than {DEEPEST} situations follow each other"
        return
    for made in one.choices:
        if made.next in known:
            yield from _ends(known[made.next], known, (*before, one.id))


# ---- questions ----


def _questions(course: Course) -> Found:
    asked = {block.ref for page in course.pages for block in page.blocks if block.kind is BlockKind.QUESTION}
    for one in course.questions:
        if one.id not in asked:
            yield one.id, "no page asks this question"
        yield from ((one.id, words) for words in _question(one))


def _question(one: Question) -> Iterator[str]:
    if one.kind is QuestionKind.CONFIDENCE:
        if one.options:
            yield "how sure somebody is has no answers to word"
        return
    right, number = sum(option.right for option in one.options), len(one.options)
    if number < FEWEST_ANSWERS or twice(option.id for option in one.options):
        yield f"{FEWEST_ANSWERS} answers at least, each with an id of its own"
    if not all(option.feedback for option in one.options):
        yield "each answer says why"
    places = sorted(option.place for option in one.options)
    in_order = list(range(1, number + 1)) if one.kind is QuestionKind.ORDER else [0] * number
    if places != in_order:
        yield "answers to be put in order have their places from 1, and others have none"
    if one.kind is QuestionKind.SINGLE and right != 1:
        yield "exactly one answer is right"
    if one.kind is QuestionKind.SEVERAL and not 0 < right < number:
        yield "some answers are right, and some are not"
    if one.by_part and one.kind is not QuestionKind.SEVERAL:
        yield "only an answer of several choices counts in part"


# ---- forms ----


def _forms(course: Course) -> Found:
    named = [form for forms in course.forms.values() for form in forms]
    for form in twice(named):
        yield f"forms.{form}", "a form has one use"
    for form in sorted({one.form for one in course.scenarios if one.form} - set(named)):
        yield f"forms.{form}", "it is not said what this form is for"
    if len(course.forms.get("final", ())) < 2:
        yield "forms.final", "two final forms at least: a second try uses another"
    for form in named:
        if not course.slots(form):
            yield f"forms.{form}", "no situation is of this form"
    for form in course.forms.get("final", ()):
        yield from ((f"forms.{form}", words) for words in _final(course, form))


def _final(course: Course, form: str) -> Iterator[str]:
    slots = course.slots(form)
    counts = Counter(arms[0].truth for arms in slots)
    wanted = {truth: number for truth, number in course.blueprint.items() if number}
    if counts != wanted:
        told = ", ".join(f"{truth} {number}" for truth, number in sorted(counts.items()))
        yield f"it does not fit the blueprint: it has {told or 'nothing'}"
    for arms in slots:
        values = [one.value for one in arms[0].choices]
        if len(values) < FEWEST_CHOICES or Value.HARMFUL not in values:
            yield f"{arms[0].id}: {FEWEST_CHOICES} choices at least, one of them harmful"
    if slots and counts == wanted:
        if (chance := guessing.chance(course, form)) >= guessing.MOST:
            yield f"whoever guesses passes in {float(chance):.2%} of tries, and not in less than {guessing.MOST}"
        for habit in guessing.passes_by_habit(course, form):
            yield f"whoever always does the same passes: {habit}"
