"""Who on call opens a file that is not theirs, and who looks at it afterwards (CM-52). The keys say the same: those of
who is on call open what is of the child, and no file for named people only."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.access_terms import SCREENED
from fanal.cases.models import Emergency
from fanal.cases.policy import case_of
from fanal.cases.sight_table import WORDS, Why
from fanal.network.contracts import Actor, RingKind, Role
from fanal.vocabulary.results import Allowed, Answer, Refused

BREAK, LOOK, REVIEW = "cases.break_glass", "cases.look_on_call", "cases.review_break_glass"

DEEDS = {
    BREAK: lazy("Opened a file on call, for an hour"),
    LOOK: lazy("Read a file on call"),
    REVIEW: lazy("Looked at why a file was opened on call"),
}


def on_call(actor: Actor, thing: object) -> Answer:
    """Whether a file can be opened by somebody on call: never one for named people only, whatever the danger."""
    case = case_of(thing)
    if case is not None and (case.org_id != actor.org or case.restricted):
        return Refused(Why.RESTRICTED, _(WORDS[Why.RESTRICTED]))
    if not any(one.kind is RingKind.ONCALL for one in actor.teams):
        return Refused(Why.NO_KEY, _(WORDS[Why.NO_KEY]))
    return Allowed(BREAK)


def opened(actor: Actor, thing: object) -> Answer:
    """Whether somebody reads by this very opening: whoever made it, as the journal says, and for that hour."""
    if not isinstance(thing, Emergency):
        return Allowed(LOOK) if thing is None else Refused(Why.NO_RELATION, _(WORDS[Why.NO_RELATION]))
    held = access.stated.kept(thing.case_id, [thing, thing.case])
    if thing.made_by_id != actor.person or len(held) < 2:
        return Refused(Why.NO_RELATION, _(WORDS[Why.NO_RELATION]))
    return on_call(actor, thing)


def reviews(actor: Actor, thing: object) -> Answer:
    """Whether somebody looks at it afterwards: never who opened it."""
    if isinstance(thing, Emergency) and thing.made_by_id == actor.person:
        return Refused(Why.CONFLICT, _(WORDS[Why.CONFLICT]))
    return Allowed(REVIEW)


def _seen(actor: Actor, rows: QuerySet[Emergency]) -> QuerySet[Emergency]:
    """One's own, and of files for which one answers; of the safeguarding lead all of the organisation."""
    ours = rows.filter(case__org_id=actor.org)
    own = ours.filter(Q(made_by=actor.person) | Q(case__supervisor=actor.person))
    return ours if actor.has(Role.SAFEGUARDING_LEAD) else own


access.scope(Emergency, _seen)
access.allow(BREAK, Role.DUTY_PERSON, needs=SCREENED, check=on_call)
access.allow(LOOK, Role.DUTY_PERSON, needs=SCREENED, check=opened, opens=True)
access.allow(REVIEW, Role.SAFEGUARDING_LEAD, check=reviews)
