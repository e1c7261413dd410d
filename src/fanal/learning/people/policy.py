"""Who keeps the list of those who learn: whoever trains them, in their own organisation; of a company, who speaks for
it. What somebody answered, and how often they tried, nobody of any staff sees."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.learning.attempts.opened import CARD, OPEN_CARD
from fanal.learning.models import Brought, Cohort, Learner, Post
from fanal.network.contracts import Actor, OrgKind, Role

READ, KEEP, CONFIRM = "learning.people", "learning.keep_people", "learning.confirm_card"
EMPLOYER_GONE = "learning.employer_gone"
BRING, UNDO_TABLE = "learning.bring_table", "learning.undo_table"
LEADS = (Role.CAREGIVER_TRAINER, Role.MANAGER)
_KINDS = (OrgKind.MEMBER, OrgKind.SECRETARIAT, OrgKind.COMPANY)

DEEDS = {
    KEEP: lazy("Wrote in the list of those who learn"),
    CARD: lazy("Made a training card"),
    OPEN_CARD: lazy("Opened a training card anew, face to face"),
    BRING: lazy("Took a table in"),
    UNDO_TABLE: lazy("Took a table back"),
    CONFIRM: lazy("Said, face to face, that somebody used their card without a network"),
    EMPLOYER_GONE: lazy("What an employer that was deleted kept of its people was erased"),
    "learning.pin_set": lazy("Chose a PIN"),
    "learning.card_locked": lazy("A training card was locked after ten wrong PINs"),
    "learning.deleted": lazy("Had all of their learning deleted"),
}


def _of_org(actor: Actor, rows: QuerySet[Cohort]) -> QuerySet[Cohort]:
    return rows.filter(org_id=actor.org)


def _learners(actor: Actor, rows: QuerySet[Learner]) -> QuerySet[Learner]:
    return rows.filter(posts__cohort__org_id=actor.org).distinct()


def _posts(actor: Actor, rows: QuerySet[Post]) -> QuerySet[Post]:
    return rows.filter(cohort__org_id=actor.org)


def _tables(actor: Actor, rows: QuerySet[Brought]) -> QuerySet[Brought]:
    return rows.filter(org_id=actor.org)


access.scope(Brought, _tables)
access.scope(Cohort, _of_org)
access.scope(Learner, _learners)
access.scope(Post, _posts)
for _deed in (READ, KEEP, CARD, OPEN_CARD, CONFIRM, BRING, UNDO_TABLE):
    access.allow(_deed, *LEADS, Role.COMPANY_FOCAL_POINT, kinds=_KINDS, own_only=False)
