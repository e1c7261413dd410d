"""Who asks another member whether a child is known there, and who answers (CM-59)."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.access_terms import CLEARED, WORKERS, relation
from fanal.cases.models import Case, NetworkSearch
from fanal.cases.policy import answers
from fanal.cases.sight_table import Eye
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.results import Allowed, Answer, Refused

ASK, ANSWER, READ = "cases.ask_member", "cases.answer_member", "cases.read_member_answer"
REFUSED, ENDED = "cases.ask_member_refused", "cases.ask_member_ended"

DEEDS = {
    ASK: lazy("Asked another member whether the child is known there"),
    ANSWER: lazy("Looked whether a child is known here, for another member"),
    READ: lazy("Read what came of a question to another member"),
    REFUSED: lazy("Asked about one child again and again, and was refused"),
    ENDED: lazy("A question between two members ended without an answer"),
}


def asked_of_us(actor: Actor, thing: object) -> Answer:
    """Whether somebody answers this very question: a supervisor of the member that is asked. Of their own files, those
    that are theirs to see."""
    if isinstance(thing, NetworkSearch) and thing.partner_id != actor.org:
        return Refused("no_relation", _("This belongs to another organisation. Ask them."))
    if isinstance(thing, Case) and relation(actor, thing) is not Eye.SUPERVISOR:
        return Refused("no_relation", _("This file is of another team. Ask its supervisor."))
    return Allowed(ANSWER)


def hears(actor: Actor, thing: object) -> Answer:
    """Whether somebody hears what came of it: whoever may ask, and the supervisors of whoever was asked."""
    if isinstance(thing, NetworkSearch) and thing.partner_id == actor.org:
        return Allowed(READ) if actor.has(Role.SUPERVISOR) else asked_of_us(actor, None)
    return answers(actor, thing)


def _seen(actor: Actor, rows: QuerySet[NetworkSearch]) -> QuerySet[NetworkSearch]:
    ours = Q(case__in=access.visible(actor, Case.objects.all()).values("pk"))
    theirs = Q(partner_id=actor.org) if actor.has(Role.SUPERVISOR) else Q(pk=None)
    return rows.filter(ours | theirs)


access.scope(NetworkSearch, _seen)
access.allow(ASK, *WORKERS, needs=CLEARED, check=answers, opens=True)
access.allow(ANSWER, Role.SUPERVISOR, needs=CLEARED, check=asked_of_us, opens=True)
access.allow(READ, *WORKERS, check=hears)
