"""The steps of a course whose skills are seen in practice, as the learner reads them."""

from datetime import date
from typing import Any

from fanal.learning.models import Learner
from fanal.learning.player.showing import Shown
from fanal.learning.skills import skills, words
from fanal.learning.skills.skills import Step


def steps(learner: Learner, shown: Shown, today: date) -> dict[str, Any]:
    """What an observer saw of each skill, when it is asked what is used, and whether that is asked now."""
    if not shown.course.skill_check:
        return {}
    checks = skills.checks_of([learner.pk], shown.course)
    found = skills.standing(shown.course, checks, today)
    return {
        "skills": [(shown.texts[key], *words.of(found.marks.get(key))) for key in shown.course.skills],
        "all_shown": found.since is not None,
        "use_on": found.use_on,
        "asks_use": skills.is_asked(checks, shown.course.code, found, Step.SELF, today),
    }
