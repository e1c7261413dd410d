"""The clock of the third step: three months after everything was shown, whoever saw it says what of it is used."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from fanal.clocks import api as clocks
from fanal.clocks.api import Owed
from fanal.clocks.contracts import Target
from fanal.learning.courses import library
from fanal.learning.models import SkillCheck
from fanal.learning.skills import skills
from fanal.learning.skills.skills import Shown, Step
from fanal.network.contracts import Role
from fanal.vocabulary.words import gettext_noop

WITHIN: Final = timedelta(days=14)

USE = clocks.register(
    clocks.DutyKind(
        "learning_use",
        gettext_noop("Say what somebody uses of the skills that they showed three months ago"),
        WITHIN,
        Target.role(Role.CAREGIVER_TRAINER),
    )
)


def look(now: datetime) -> None:
    """Begin the duties whose day came; stop those that nobody asks for any more."""
    clocks.only([USE], _owed(now), now)


def _owed(now: datetime) -> Iterator[Owed]:
    today, courses = now.date(), library.shipped()
    rows = SkillCheck.objects.select_related("learner").exclude(step=Step.SELF)
    checks = skills.believed(rows.order_by("learner", "course", "at", "pk"))
    for (_learner, code), group in groupby(checks, lambda row: (row.learner_id, row.course)):
        of_one = list(group)
        found = skills.standing(courses[code], of_one, today) if code in courses else Shown({})
        asks = skills.is_asked(of_one, code, found, Step.SUPERVISOR, today)
        if asks and found.check and found.use_on:
            left = {"limit": clocks.until_end_of(found.use_on + WITHIN, now), "person": found.by}
            yield Owed(of_one[0].learner.org_id, found.check, (USE,), left)
