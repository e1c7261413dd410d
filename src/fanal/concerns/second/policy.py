"""Who asks a partner for the second yes, who of the partner says it, and what each side sees. The keys say the same."""

from functools import partial

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.concerns.access_terms import OPENERS, opens
from fanal.concerns.models import Concern, SecondOpinion
from fanal.concerns.second.record import ASK, BACK, END, HAND_ON, LAPSE, NO, OPEN, OUTLIVE, USE, YES
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.results import Allowed, Answer, Refused

ANSWERERS = (Role.SUPERVISOR, Role.SAFEGUARDING_LEAD)
DEEDS = {
    ASK: lazy("Asked the partner for the second yes"),
    OPEN: lazy("Looked at what the second yes is asked for"),
    YES: lazy("Said the second yes"),
    NO: lazy("Did not say the second yes"),
    BACK: lazy("Took back what the partner was asked"),
    LAPSE: lazy("Two days were over: the partner sees it no more"),
    OUTLIVE: lazy("Seven days were over: the yes counts no more"),
    USE: lazy("Rested on what the partner said"),
    END: lazy("The partner sees it no more"),
    HAND_ON: lazy("Gave it into other hands with its concern"),
}


def _asks(actor: Actor, thing: object) -> Answer:
    if isinstance(thing, SecondOpinion) and thing.org_id != actor.org:
        return Refused("not_yours", _("This step belongs to the other side."))
    return opens(actor, thing.concern if isinstance(thing, SecondOpinion) else thing)


def _answers(actor: Actor, thing: object) -> Answer:
    if not isinstance(thing, SecondOpinion):
        return Allowed(YES)
    if thing.partner_id != actor.org:
        return Refused("not_yours", _("This step belongs to the other side."))
    if not actor.has(Role.SAFEGUARDING_LEAD if thing.restricted else Role.SUPERVISOR):
        return Refused("role", _("Your role does not include this. Ask your manager who can."))
    return Allowed(YES)


def _either(actor: Actor, thing: object) -> Answer:
    is_theirs = isinstance(thing, SecondOpinion) and thing.org_id != actor.org
    return _answers(actor, thing) if is_theirs else _asks(actor, thing)


def _seen(actor: Actor, rows: QuerySet[SecondOpinion]) -> QuerySet[SecondOpinion]:
    """What we asked about concerns that the person sees; what a partner asks us, for supervisors, and for the
    safeguarding lead what is about the partner's own people."""
    asked = Q(org=actor.org, concern__in=access.visible(actor, Concern.objects.all()))
    theirs = Q(pk=None)
    for role, restricted in ((Role.SUPERVISOR, False), (Role.SAFEGUARDING_LEAD, True)):
        if actor.has(role):
            theirs |= Q(restricted=restricted)
    return rows.filter(asked | Q(partner=actor.org) & theirs)


access.scope(SecondOpinion, _seen)
for _deed in (ASK, USE):
    access.allow(_deed, *OPENERS, check=_asks, opens=True)
access.allow(BACK, *OPENERS, check=_asks)
access.allow(HAND_ON, *OPENERS, opens=True)  # the deed that gave the concern was asked already
_on_both = partial(access.allow, own_only=False, opens=True)
_on_both(OPEN, *OPENERS, check=_either)
for _deed in (YES, NO):
    _on_both(_deed, *ANSWERERS, check=_answers)
