"""The words of what is said of a programme."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from fanal.progress.programmes.grading import Cap, Grade
from fanal.progress.programmes.kinds import (
    Age,
    Arm,
    Comparison,
    Counts,
    Kind,
    Level,
    Moment,
    Push,
    Setting,
    State,
    Unit,
)
from fanal.progress.programmes.measuring import Change, Wrong
from fanal.progress.programmes.theory import LONGEST, MOST, Code, Fault, Part
from fanal.web.api import digits

type Words = str | Promise

KINDS: Final[Mapping[str, Words]] = {
    Kind.PROJECT: lazy("Project"), Kind.SERVICE: lazy("Service"), Kind.LAW: lazy("Law or rule"),
    Kind.BUDGET: lazy("Public money"),
}  # fmt: skip
PUSH: Final[Mapping[str, Words]] = {
    Push.DEBT: lazy("Debt"), Push.OUT_OF_SCHOOL: lazy("Out of school"), Push.THREAT: lazy("Threats"),
    Push.FAMILY_VIOLENCE: lazy("Violence in the family"), Push.DISPLACEMENT: lazy("Flight or displacement"),
    Push.OTHER: lazy("Something else"),
}  # fmt: skip
AGES: Final[Mapping[str, Words]] = {
    Age.YOUNGEST: lazy("0 to 9 years"), Age.MIDDLE: lazy("10 to 14 years"), Age.OLDEST: lazy("15 to 17 years"),
    Age.CARERS: lazy("Whoever cares for children"),
}  # fmt: skip
SETTINGS: Final[Mapping[str, Words]] = {
    Setting.HOME: lazy("At home"), Setting.SCHOOL: lazy("At school"), Setting.COMMUNITY: lazy("Where people live"),
    Setting.WORK: lazy("At work"), Setting.TRAVEL: lazy("In travel"), Setting.ONLINE: lazy("Online"),
    Setting.CARE: lazy("In homes for children"), Setting.OFFICES: lazy("In offices and courts"),
}  # fmt: skip
STATES: Final[Mapping[str, tuple[Words, str]]] = {
    State.DRAFT: (lazy("Draft"), ""), State.PROPOSED: (lazy("Waits for a second person"), "soon"),
    State.PUBLISHED: (lazy("Published"), "ok"),
    State.MORE: (lazy("Published; what was added waits for a second person"), "soon"),
}  # fmt: skip
NOT_NOW: Final[Mapping[State, Words]] = {
    State.DRAFT: lazy("This is a draft. Somebody proposes to publish it first."),
    State.PROPOSED: lazy("This waits for a second person. Take it back first, then change it."),
    State.PUBLISHED: lazy("This is published and stays as it is. Write a remark, or add what was measured."),
    State.MORE: lazy("What was added waits for a second person. Take it back first."),
}
LEVELS: Final[Mapping[str, Words]] = {
    Level.OUTPUT: lazy("Output: what was done"), Level.OUTCOME: lazy("Outcome: what changed for people"),
    Level.IMPACT: lazy("Impact: what changed beyond them"),
}  # fmt: skip
UNITS: Final[Mapping[str, Words]] = {
    Unit.SHARE: lazy("How many of a group"), Unit.NUMBER: lazy("A number"),
    Unit.MEAN: lazy("A mean, with its interval"), Unit.WORDS: lazy("In words"),
}  # fmt: skip
COUNTS: Final[Mapping[str, Words]] = {
    Counts.CHILDREN: lazy("Children"), Counts.PEOPLE: lazy("Other people"), Counts.THINGS: lazy("Things"),
}  # fmt: skip
ARMS: Final[Mapping[str, Words]] = {
    Arm.PROGRAMME: lazy("The programme"), Arm.COMPARISON: lazy("Those who are compared"),
}  # fmt: skip
MOMENTS: Final[Mapping[str, Words]] = {
    Moment.BASELINE: lazy("Before"), Moment.DURING: lazy("During or at the end"),
    Moment.AFTER_3: lazy("3 months after"), Moment.AFTER_6: lazy("6 months after"),
    Moment.AFTER_12: lazy("12 months after"),
}  # fmt: skip
COMPARISONS: Final[Mapping[str, Words]] = {
    Comparison.NONE: lazy("With nobody"),
    Comparison.BY_RESULT: lazy("With a group that was chosen when the result was known"),
    Comparison.FOUND: lazy("With a group that was chosen before"),
    Comparison.RANDOM: lazy("With a group chosen by lot, or as good as by lot"),
}
GRADES: Final[Mapping[Grade, tuple[Words, Words]]] = {
    Grade.DESCRIBED: (lazy("Described"), lazy("It says how it should work. Nobody measured whether it does.")),
    Grade.MONITORED: (
        lazy("Monitored"),
        lazy("What was done is counted. What came of it is not, or not so that one could rely on it."),
    ),
    Grade.BEFORE_AFTER: (
        lazy("Before and after"), lazy("The same people were asked twice. What changed may have other reasons."),
    ),
    Grade.COMPARED: (lazy("Compared"), lazy("People in the programme were compared with others, before and after.")),
    Grade.STRONG: (lazy("Strong"), lazy("Other reasons for what changed are unlikely.")),
}  # fmt: skip
CAPS: Final[Mapping[Cap, Words]] = {
    Cap.LOST: lazy("More than 30 % could not be measured again, or nobody knows how many: at most “monitored”."),
    Cap.INTERVAL: lazy("What was measured has no interval: at most “monitored”."),
    Cap.ANALYST: lazy("Whoever reckoned also ran the programme: at most “compared”."),
    Cap.HARM: lazy("It does not say what harm was looked for: at most “before and after”."),
}
CHANGES: Final[Mapping[Change, tuple[Words, str]]] = {
    Change.BETTER: (lazy("Better than what it is compared with"), "ok"),
    Change.NONE: (lazy("No difference can be told"), "info"),
    Change.WORSE: (lazy("Worse than what it is compared with"), "danger"),
    Change.UNTOLD: (lazy("Nothing to compare with yet"), ""),
}
PARTS: Final[Mapping[Part, Words]] = {
    Part.PROBLEM: lazy("Problem"), Part.ACTIVITY: lazy("Activity"), Part.OUTPUT: lazy("Output"),
    Part.OUTCOME: lazy("Outcome"), Part.IMPACT: lazy("Impact"),
}  # fmt: skip
FAULTS: Final[Mapping[Code, Words]] = {
    Code.UNREAD: lazy("“%(about)s” begins no line of an outline. The example below shows those that there are."),
    Code.LONG: lazy("Make the line shorter: at most %(longest)s characters."),
    Code.TWICE: lazy("Another part has the code %(about)s."),
    Code.MANY: lazy("The outline has %(about)s parts. Make it shorter: at most %(most)s."),
    Code.ALONE: lazy("“%(about)s” belongs below a part, or a risk."),
    Code.ORIGIN: lazy("Say after “leads to” the code of a part, a colon, why, and [believed] or [evidence: what]."),
    Code.MISSING: lazy("There is no line “%(about)s”."),
    Code.UNKNOWN: lazy("There is no part %(about)s."),
    Code.CYCLE: lazy("This leads back to itself: %(about)s."),
    Code.NOWHERE: lazy("The activity %(about)s leads to no outcome."),
    Code.UNMEASURED: lazy("Say by what the outcome %(about)s is measured, or “not measured:” and why."),
    Code.BOTH: lazy("%(about)s is measured, and it says that it is not. Leave one out."),
    Code.NO_MEASURE: lazy("The programme has no measure %(about)s yet."),
    Code.UNWATCHED: lazy("Say below the risk, after “watch:”, by which sign one sees it."),
    Code.HARM: lazy("Say what harm it could do, in a line that begins with “harm:”."),
}
WRONG: Final[Mapping[Wrong, Words]] = {
    Wrong.ORDER: lazy("It ends before it begins."),
    Wrong.FUTURE: lazy("That is still to come. Leave the numbers empty, and write the target."),
    Wrong.GROUP: lazy("Write how many were in the group at its beginning."),
    Wrong.LOST: lazy("More were lost than were in the group."),
    Wrong.OVER: lazy("More than were measured: the group less those who were lost."),
    Wrong.HITS: lazy("Write of how many it was so."),
    Wrong.VALUE: lazy("Write the value that was measured."),
    Wrong.BOUNDS: lazy("Write both limits of the interval; the value lies between them."),
    Wrong.NOTHING: lazy("Write what was measured, or a target."),
    Wrong.TARGET: lazy("The target is worse than what was so before. Correct it, or say here why."),
    Wrong.BASELINE: lazy("Write first how it was before. Where nobody knows, the measure says why."),
    Wrong.SHARE: lazy("Write the target of a share in per cent, from 0 to 100."),
    Wrong.STAYS: lazy("This was measured and published. It stays; write a remark on it."),
    Wrong.WAITS: lazy("This was measured already. If it is wrong, take it out first, then write it anew."),
}


def fault(one: Fault) -> str:
    """What is wrong with an outline, with its line."""
    return str(FAULTS[one.code]) % {"about": one.about, "most": digits(MOST), "longest": digits(LONGEST)}


def wrong(code: Wrong) -> str:
    """Why a measurement is refused."""
    return str(WRONG[code])
