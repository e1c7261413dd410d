"""The codes of what is said of a programme. Pure; their words stand in `words`."""

from enum import StrEnum


class Kind(StrEnum):
    """A policy is told in the same way as a project."""

    PROJECT = "project"
    SERVICE = "service"
    LAW = "law"
    BUDGET = "budget"


class Push(StrEnum):
    """What pushes children to where they are exploited."""

    DEBT = "debt"
    OUT_OF_SCHOOL = "out_of_school"
    THREAT = "threat"
    FAMILY_VIOLENCE = "family_violence"
    DISPLACEMENT = "displacement"
    OTHER = "other"


class Age(StrEnum):
    """The bands of the indicators; and whoever cares for children."""

    YOUNGEST = "0-9"
    MIDDLE = "10-14"
    OLDEST = "15-17"
    CARERS = "carers"


class Setting(StrEnum):
    """Where it reaches people."""

    HOME = "home"
    SCHOOL = "school"
    COMMUNITY = "community"
    WORK = "work"
    TRAVEL = "travel"
    ONLINE = "online"
    CARE = "care"
    OFFICES = "offices"


class State(StrEnum):
    """Where a programme stands. What is published stays; what is added to it is `more` until two people publish it."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    MORE = "more"


PUBLIC = frozenset({State.PUBLISHED, State.MORE})
WAITING = frozenset({State.PROPOSED, State.MORE})


class Level(StrEnum):
    """Of a result, as in IATI."""

    OUTPUT = "output"
    OUTCOME = "outcome"
    IMPACT = "impact"


class Unit(StrEnum):
    """How it is measured: part of a group, a number of something, a mean with its interval, words alone."""

    SHARE = "share"
    NUMBER = "number"
    MEAN = "mean"
    WORDS = "words"


class Counts(StrEnum):
    """What is counted. Of people no few are told."""

    CHILDREN = "children"
    PEOPLE = "people"
    THINGS = "things"


class Arm(StrEnum):
    """Who was measured."""

    PROGRAMME = "programme"
    COMPARISON = "comparison"


class Moment(StrEnum):
    """When, beside the programme."""

    BASELINE = "baseline"
    DURING = "during"
    AFTER_3 = "after_3"
    AFTER_6 = "after_6"
    AFTER_12 = "after_12"


class Comparison(StrEnum):
    """With whom those of the programme are compared: nobody; a group that was chosen when the result was known; one
    that was not; one by lot, or as good as that."""

    NONE = "none"
    BY_RESULT = "by_result"
    FOUND = "found"
    RANDOM = "random"
