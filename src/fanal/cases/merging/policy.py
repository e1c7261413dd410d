"""Who joins two files of one child: a supervisor asks, a second person who answers for the work or leads safeguarding
does it; the same to undo it. Both must see both files."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.access_terms import CLEARED
from fanal.cases.policy import answers_for, stands
from fanal.cases.sight_table import Eye
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.results import Answer

ASK_JOIN, JOIN, APART = "cases.ask_join", "cases.join", "cases.keep_apart"
ASK_PART, PART = "cases.ask_part", "cases.part"
SEE_BOTH = "cases.look_at_both"
TAKE, GIVE = "cases.take_over", "cases.give_back"
"""As the journal of the file that goes on says it."""
DEEDS = {
    ASK_JOIN: lazy("Asked to join two files of one child"),
    SEE_BOTH: lazy("Looked at two files side by side"),
    JOIN: lazy("Joined two files of one child"),
    APART: lazy("Left two files as they are"),
    ASK_PART: lazy("Asked to undo that two files were joined"),
    PART: lazy("Undid that two files were joined"),
    TAKE: lazy("Joined another file of the child into it"),
    GIVE: lazy("Undid that another file was joined into it"),
}


def _second(actor: Actor, thing: object) -> Answer:
    words = _("Nobody answers for their own work. Ask a supervisor.")
    return stands(actor, thing, {Eye.SUPERVISOR, Eye.SAFEGUARDING}, words, "conflict")


for _deed in (ASK_JOIN, ASK_PART):
    access.allow(_deed, Role.SUPERVISOR, needs=CLEARED, check=answers_for, opens=True)
for _deed in (SEE_BOTH, JOIN, APART, PART, TAKE, GIVE):
    access.allow(_deed, Role.SUPERVISOR, Role.SAFEGUARDING_LEAD, needs=CLEARED, check=_second, opens=True)
