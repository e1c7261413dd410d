"""What the codes of skills are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from fanal.learning.skills.skills import Barrier, Mark, Use

MARKS: Mapping[Mark, tuple[Promise, str]] = {
    Mark.SHOWN: (lazy("shown"), "ok"),
    Mark.PARTLY: (lazy("partly shown"), "soon"),
    Mark.NOT_YET: (lazy("not yet"), "soon"),
    Mark.NO_CHANCE: (lazy("no chance to see"), ""),
}
USES: Mapping[Use, Promise] = {
    Use.USED: lazy("used"),
    Use.PARTLY: lazy("used in part"),
    Use.NOT_USED: lazy("not used"),
}
BARRIERS: Mapping[Barrier, Promise] = {
    Barrier.NO_OCCASION: lazy("there was no occasion"),
    Barrier.NO_TIME: lazy("there was no time"),
    Barrier.TOO_FEW: lazy("too few people are at work"),
    Barrier.RULES: lazy("a rule of the house stands against it"),
    Barrier.ROOM: lazy("the room does not allow it"),
    Barrier.NO_SUPPORT: lazy("colleagues or superiors do not support it"),
    Barrier.UNSURE: lazy("unsure how to do it"),
}


def of(mark: Mark | None) -> tuple[Promise, str]:
    """A mark, in words and with its tone."""
    return MARKS[mark] if mark else (lazy("not seen yet"), "")
