"""Who does which deed on a practice (docs/progress.md, "Practices that harm")."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.network.contracts import Actor, Role
from fanal.progress.models import Practice
from fanal.progress.policy import HOUSES, PRACTICE_OFFICER

WRITE, CHECK, REFER = "progress.write_practice", "progress.check_practice", "progress.refer_practice"
SEND, ANSWER, SILENCE = "progress.send_letter", "progress.note_answer", "progress.note_silence"
ESCALATE, CLOSE = "progress.escalate_practice", "progress.close_practice"
PROPOSE, BACK, PUBLISH = "progress.propose_practice", "progress.keep_practice", "progress.publish_practice"
SECOND_OF = PROPOSE, BACK, PUBLISH
"""Whoever publishes is second to whoever proposed it, unless it was given back or published since."""
WROTE = WRITE, ANSWER, CLOSE
"""Whoever typed a text of it is not its survivor adviser."""
UNCHECKED = ANSWER, CLOSE
"""What was typed after the check is published by somebody else."""
DEEDS = {
    WRITE: lazy("Wrote down a practice that harms children"),
    CHECK: lazy("Checked a practice that somebody else wrote down"),
    REFER: lazy("Led a practice to the form for everybody, and took its text out"),
    SEND: lazy("Sent a letter about a practice"),
    ANSWER: lazy("Wrote down what was answered about a practice"),
    SILENCE: lazy("Wrote down that nobody answered about a practice"),
    ESCALATE: lazy("Went further with a practice"),
    CLOSE: lazy("Closed a practice, with what came of it"),
    PROPOSE: lazy("Proposed to publish a practice"),
    BACK: lazy("Did not publish a practice"),
    PUBLISH: lazy("Published a practice"),
}


def _own(actor: Actor, rows: QuerySet[Practice]) -> QuerySet[Practice]:
    """What is not published is seen by its organisation alone."""
    return rows.filter(org_id=actor.org)


access.scope(Practice, _own)
for _deed in DEEDS:
    _leads = (Role.MANAGER,) if _deed in {CHECK, REFER, BACK, PUBLISH} else ()
    _advises = (Role.SURVIVOR_ADVISER,) if _deed == REFER else ()  # one voice is enough (DNH-46)
    access.allow(_deed, *_leads, *_advises, grant=PRACTICE_OFFICER, kinds=HOUSES)
