"""The words of documents."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from fanal.progress.composing.kinds import Kind, Mark, Output, State

type Words = str | Promise

OUTPUTS: Final[Mapping[Output, Words]] = {
    Output.BRIEF: lazy("Brief on a bill, two pages"),
    Output.REPORT: lazy("Alternative report to a treaty body"),
    Output.LETTER: lazy("Letter to an office"),
    Output.PRESS: lazy("Lines for the press"),
}
KINDS: Final[Mapping[Kind, Words]] = {
    Kind.LAW: lazy("Law"), Kind.GAP: lazy("Smallest reform"), Kind.NUMBER: lazy("Number"),
    Kind.STATE: lazy("Where the country stands"), Kind.PROGRAMME: lazy("Programme of prevention"),
    Kind.VOICE: lazy("Statement"), Kind.TEXT: lazy("Own text"),
}  # fmt: skip
ADDS: Final[Mapping[Kind, Words]] = {
    Kind.LAW: lazy("Add a provision of law"), Kind.GAP: lazy("Add a reform"), Kind.NUMBER: lazy("Add a number"),
    Kind.STATE: lazy("Add where the country stands"), Kind.PROGRAMME: lazy("Add a programme"),
    Kind.VOICE: lazy("Add a statement"),
}  # fmt: skip
NOTHING: Final[Mapping[Kind, Words]] = {
    Kind.LAW: lazy("No provision of this country is in the library."),
    Kind.GAP: lazy("No member published a reform of this country."),
    Kind.NUMBER: lazy("No number of this country may be handed on."),
    Kind.STATE: lazy("Nobody published yet where this country stands."),
    Kind.PROGRAMME: lazy("No programme of this country is published."),
    Kind.VOICE: lazy("No statement was cleared and reviewed for such a document."),
}
STATES: Final[Mapping[State, tuple[Words, str]]] = {
    State.DRAFT: (lazy("Draft"), ""),
    State.PROPOSED: (lazy("Waits for reviews and a second person"), "soon"),
    State.EXPORTED: (lazy("It left"), "ok"),
}
MARKS: Final[Mapping[Mark, Words]] = {
    Mark.STALE: lazy("Old"), Mark.UNREVIEWED: lazy("Not reviewed"), Mark.REPEALED: lazy("Repealed"),
    Mark.NEWER: lazy("Newer value known"), Mark.DISPUTED: lazy("Under review"), Mark.WITHDRAWN: lazy("Withdrawn"),
}  # fmt: skip
SPEAKERS: Final[Mapping[str, Words]] = {
    "adult": lazy("An adult who lived through it"),
    "young": lazy("A young person, with support"),
}
LANGUAGES: Final = {"en": "English", "fr": "français", "es": "español"}
