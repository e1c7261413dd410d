"""Who may do which deed of triage. What opens a concern is asked of `access_terms`; the keys say the same."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.concerns.access_terms import INTAKE, OPENERS, TRAINED, in_their_teams, opens, practises, tells
from fanal.concerns.models import Concern
from fanal.network.contracts import Actor, Role

_DUE = (*OPENERS, Role.MANAGER, Role.CUSTODIAN)

DEEDS = {
    "concerns.receive": lazy("It was told to us"),
    "concerns.return": lazy("Read our answers with the code"),
    "concerns.reply": lazy("Wrote to us with the code"),
    "concerns.enter": lazy("Wrote down what somebody told"),
    "concerns.open": lazy("Opened it"),
    "concerns.decide": lazy("Decided"),
    "concerns.confirm": lazy("Looked at a decision as the second person"),
    "concerns.follow": lazy("It follows what was decided on the same concern"),
    "concerns.came_back": lazy("It came back from the partner and waits to be decided"),
    "concerns.write": lazy("Wrote to the person who told us"),
    "concerns.settle_message": lazy("Said that a message needs no answer"),
    "concerns.confirm_countries": lazy("Said which countries are confirmed"),
    "concerns.sort": lazy("Moved it between the lists"),
    "concerns.same_as": lazy("Said that it is the same as another"),
    "concerns.search": lazy("Looked for similar concerns"),
    "concerns.practise": lazy("Decided for practice"),
    "concerns.tell": lazy("Read it for the care of the child"),
    "concerns.found": lazy("It was shown as similar to another"),
}


def _seen(actor: Actor, rows: QuerySet[Concern]) -> QuerySet[Concern]:
    """The clear columns of one's own organisation: of intake people what their teams have, restricted ones only for the
    safeguarding lead. Practice stands in a list of its own (`practising.rows`)."""
    own = rows.filter(org_id=actor.org, practice=False)
    seen = Q(pk=None)
    if actor.has(Role.SAFEGUARDING_LEAD):
        seen |= Q(restricted=True)
    if actor.has(*INTAKE, Role.MANAGER):
        seen |= Q(restricted=False) & in_their_teams(actor)
    if actor.has(Role.CUSTODIAN):
        seen |= Q(restricted=False, reporter_closed=True)
    return own.filter(seen)


access.clearance_kind(access.ClearanceKind(TRAINED, lazy("Training: triage"), frozenset(OPENERS)))
access.scope(Concern, _seen)
access.allow("concerns.queue", *_DUE)
access.allow("concerns.restricted", Role.SAFEGUARDING_LEAD)
access.allow("concerns.enter", *INTAKE)
for _deed in ("concerns.open", "concerns.search"):  # what somebody told is read also where nobody may decide on it
    access.allow(_deed, *OPENERS, check=opens, opens=True)
access.allow("concerns.practise", *OPENERS, check=practises, opens=True)  # without the clearance: one learns by it
access.allow("concerns.tell", Role.CASEWORKER, Role.SUPERVISOR, Role.SAFEGUARDING_LEAD, check=tells, opens=True)
access.allow("concerns.found", *OPENERS, opens=True)  # what a search showed; the entry is its own
for _deed in (
    "concerns.decide",
    "concerns.confirm",
    "concerns.write",
    "concerns.confirm_countries",
    "concerns.sort",
    "concerns.same_as",
):
    access.allow(_deed, *OPENERS, needs=(TRAINED,), check=opens, opens=True)
access.allow("concerns.settle_message", *OPENERS, needs=(TRAINED,), check=opens)
