"""Who opens a concern: the intake team that has it, with supervisors; where our own people may be concerned only the
safeguarding lead. What was handed over follows its concern on the sender's side.

The keys say the same: a role without the ring opens nothing, whatever stands here.
"""

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from fanal.access.contracts import NotAllowed, RecordRef
from fanal.concerns.models import Concern, Handover, SecondOpinion
from fanal.network import api as network
from fanal.network.api import rings
from fanal.network.contracts import Actor, RingKind, Role, Which
from fanal.vault import Principal
from fanal.vocabulary.codes import Triage
from fanal.vocabulary.results import Allowed, Answer, Refused

INTAKE = (Role.INTAKE_OFFICER, Role.DUTY_PERSON, Role.SUPERVISOR)
"""Roles whose ring every concern is granted to, unless it is restricted."""
OPENERS = (*INTAKE, Role.SAFEGUARDING_LEAD)
TRAINED = "training:triage"
"""The clearance of whoever decides on concerns."""
KIND = "concern"


def ref_of(concern: Concern) -> RecordRef:
    """The sealed record of a concern."""
    return RecordRef(concern.org_id, concern.pk, KIND)


def circle(thing: Concern | Handover) -> tuple[Which, ...]:
    """The teams of the organisation that hold the keys of a concern, or of what it handed over. Supervisors are in the
    main intake team; beside a named one they hold theirs."""
    if thing.restricted:
        return (RingKind.SAFEGUARDING,)
    return intake(thing.team_id)


def intake(team: UUID | None) -> tuple[Which, ...]:
    """The teams that read what comes to an intake team (None: the main one)."""
    return (team, RingKind.SUPERVISORS) if team else (RingKind.INTAKE,)


def keys_of(thing: Concern | Handover) -> list[Principal]:
    """The keys of these teams. Raises `NetworkError` where one is not the organisation's."""
    return [rings.principal(thing.org_id, which) for which in circle(thing)]


def is_theirs(actor: Actor, thing: Concern | Handover) -> bool:
    """Whether somebody of the intake roles is in the team that has it."""
    return actor.has(Role.SUPERVISOR) or actor.in_team(RingKind.INTAKE, thing.team_id)


def in_their_teams(actor: Actor) -> Q:
    """What such a person sees of concerns, or of handovers that were sent: those of their teams; managers and
    supervisors all."""
    if actor.has(Role.SUPERVISOR, Role.MANAGER):
        return Q()
    mine = Q(team__in=[one.id for one in actor.teams if one.kind is RingKind.INTAKE and one.name])
    return mine | Q(team=None) if actor.in_team(RingKind.INTAKE, None) else mine


def opens(actor: Actor, thing: object) -> Answer:
    """Whether the person's role opens this very concern."""
    if isinstance(thing, Concern) and thing.practice:
        return Refused("practice", _("This was practice. It stands in the list of practice, and goes after a day."))
    return _theirs(actor, thing, "concerns.open")


def practises(actor: Actor, thing: object) -> Answer:
    """Whether the person's role opens this very concern of practice: whoever would open it were it real."""
    if isinstance(thing, Concern) and not thing.practice:
        return Refused("practice", _("This is no practice."))
    return _theirs(actor, thing, "concerns.practise")


def _theirs(actor: Actor, thing: object, deed: str) -> Answer:
    if not isinstance(thing, Concern):
        return Allowed(deed)
    if thing.restricted:
        refused = Refused("restricted", _("Only the safeguarding lead opens this one."))
        return Allowed(deed) if actor.has(Role.SAFEGUARDING_LEAD) else refused
    if not actor.has(*INTAKE):
        return Refused("role", _("Only the intake team opens this one."))
    return Allowed(deed) if is_theirs(actor, thing) else of_another_team()


def tells(_actor: Actor, thing: object) -> Answer:
    """Whether a concern became a case: whoever takes it on is told of it. Whose case it is, the keys say."""
    if isinstance(thing, Concern) and (thing.practice or thing.triage not in {Triage.OPEN_CASE, Triage.LINK_TO_CASE}):
        return Refused("no_case", _("No case was opened from this concern."))
    return Allowed("concerns.tell")


def is_by_partner(org: UUID, concern: UUID | None, subject: UUID) -> bool:
    """Whether a partner, and no colleague, is the second person to a decision or handover of a concern: in a small
    member, and where it is small no more of what one was asked about, and while a no of theirs was not taken over."""
    if network.small.is_small(org):
        return True
    no = Q(concern_id=concern, state="no")
    return SecondOpinion.objects.filter(Q(subject=subject) | no, org_id=org).exists()


def need_colleague(concern: Concern, subject: UUID) -> None:
    """Raises `NotAllowed` where no colleague is the second person to a decision, but a partner."""
    if not is_by_partner(concern.org_id, concern.pk, subject):
        return
    words = _("Your organisation is small: a partner is the second person. Ask them, at the concern.")
    if not network.small.is_small(concern.org_id):
        words = _("A partner was asked about this and stays the second person to it. Go on with them, at the concern, "
                  "or decide anew.")  # fmt: skip
    raise NotAllowed(Refused("partner", words))


def of_another_team() -> Refused:
    """The refusal of what another intake team has."""
    return Refused("team", _("Another intake team has this one. Ask a supervisor, or somebody of that team."))
