"""Who may do which deed of handovers, and which handovers a person sees.

The sender's side is whoever opens the concern, the recipient's side its main intake team; a handover about a partner's
safeguarding lead is for the recipient's safeguarding lead only. The keys say the same.
"""

from functools import partial

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fanal.access import api as access
from fanal.concerns.access_terms import INTAKE, OPENERS, in_their_teams, is_theirs, of_another_team, opens
from fanal.concerns.handovers.preview import CONFLICT
from fanal.concerns.models import Concern, Handover
from fanal.network.contracts import Actor, OrgKind, RingKind, Role
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.results import Allowed, Answer, Refused

BOTH = (OrgKind.MEMBER, OrgKind.AUTHORITY)
RECEIVERS = (*INTAKE, Role.LIAISON)
NEVER_SENT = (State.DRAFT.value,)

DEEDS = {
    "concerns.preview_handover": gettext_lazy("Looked at what a handover would take"),
    "concerns.hand_over": gettext_lazy("Took what was previewed for a handover"),
    "concerns.draft_handover": gettext_lazy("Drafted a handover"),
    "concerns.read_note": gettext_lazy("Read the note on the authorities"),
    "concerns.confirm_handover": gettext_lazy("Confirmed a handover; a second person follows"),
    "concerns.offer_handover": gettext_lazy("Sent a handover"),
    "concerns.withdraw_handover": gettext_lazy("Took a handover back"),
    "concerns.open_handover": gettext_lazy("Opened a handover"),
    "concerns.read_handover_words": gettext_lazy("Read what was written about a handover"),
    "concerns.write_handover": gettext_lazy("Wrote to the other side of a handover"),
    "concerns.erase_handover_words": gettext_lazy("What was written about a handover was erased"),
    "concerns.accept_handover": gettext_lazy("Accepted a handover"),
    "concerns.decline_handover": gettext_lazy("Declined a handover"),
    "concerns.expire_handover": gettext_lazy("Nobody answered: the copy was taken back"),
    "concerns.release_handover": gettext_lazy("Sent what was added"),
    "concerns.complete_handover": gettext_lazy("Said what came of it"),
    "concerns.renew_handover": gettext_lazy("Gave longer access"),
    "concerns.revoke_handover": gettext_lazy("Ended the access"),
    "concerns.lapse_handover": gettext_lazy("The access ended by itself"),
    "concerns.purge_handover": gettext_lazy("Erased it, and signed that nothing is left"),
    "concerns.settle_handover": gettext_lazy("Said that another way was found"),
    "concerns.call_handover": gettext_lazy("The referral desk telephoned"),
}


def _sender(actor: Actor, thing: object) -> Answer:
    if not isinstance(thing, Handover):
        return Allowed("concerns.sender")
    if thing.org_id != actor.org:
        return Refused("not_yours", _("This step belongs to the other side."))
    if thing.restricted and not actor.has(Role.SAFEGUARDING_LEAD):
        return Refused("restricted", _("Only the safeguarding lead does this."))
    if not thing.restricted and not actor.has(*INTAKE):
        return Refused("role", _("Only the intake team does this."))
    if not thing.restricted and not is_theirs(actor, thing):
        return of_another_team()
    return Allowed("concerns.sender")


def _recipient(actor: Actor, thing: object) -> Answer:
    if not isinstance(thing, Handover):
        return Allowed("concerns.recipient")
    if thing.recipient_id != actor.org or thing.state in NEVER_SENT:
        return Refused("not_yours", _("This step belongs to the other side."))
    if thing.role == CONFLICT and not actor.has(Role.SAFEGUARDING_LEAD):
        return Refused("restricted", _("Only the safeguarding lead does this."))
    if thing.role != CONFLICT and not actor.has(*RECEIVERS):
        return Refused("role", _("Only the intake team does this."))
    if thing.role != CONFLICT and not actor.in_team(RingKind.INTAKE, None):
        return of_another_team()
    return Allowed("concerns.recipient")


def _either(actor: Actor, thing: object) -> Answer:
    if isinstance(thing, Handover) and thing.org_id != actor.org:
        return _recipient(actor, thing)
    return _sender(actor, thing)


def _of_concern(actor: Actor, thing: object) -> Answer:
    """To look at what leaves: whoever opens the concern, and on a stored draft the sender's side."""
    return opens(actor, thing) if isinstance(thing, Concern) else _sender(actor, thing)


def _seen(actor: Actor, rows: QuerySet[Handover]) -> QuerySet[Handover]:
    """What we sent and what was sent to us: of intake people what their teams sent, and what came where they are in the
    main one; restricted ones for the safeguarding lead. The secretariat: nothing."""
    if actor.org_kind not in BOTH:
        return rows.none()
    lead, office = actor.has(Role.SAFEGUARDING_LEAD), actor.has(*RECEIVERS, Role.MANAGER)
    sent, got = Q(org=actor.org), Q(recipient=actor.org) & ~Q(state__in=NEVER_SENT) & ~Q(offered_at=None)
    plain = sent & Q(restricted=False) & in_their_teams(actor)
    if actor.has(Role.MANAGER) or actor.in_team(RingKind.INTAKE, None):
        plain |= got & ~Q(role=CONFLICT)
    guarded = (sent & Q(restricted=True)) | (got & Q(role=CONFLICT))
    if lead and office:
        return rows.filter(plain | guarded)
    if lead:
        return rows.filter(guarded)
    return rows.filter(plain) if office else rows.none()


def _declare() -> None:
    access.scope(Handover, _seen)
    access.allow("concerns.handovers", *OPENERS, Role.LIAISON, Role.MANAGER, kinds=BOTH)
    access.allow("concerns.handovers_as_authority", Role.LIAISON, kinds=(OrgKind.AUTHORITY,))
    for deed in ("concerns.preview_handover", "concerns.hand_over"):
        access.allow(deed, *OPENERS, check=_of_concern, opens=True)
    for deed in (
        "concerns.draft_handover",
        "concerns.confirm_handover",
        "concerns.offer_handover",
        "concerns.release_handover",
    ):
        access.allow(deed, *OPENERS, check=_sender, opens=True)
    for deed in (
        "concerns.read_note",
        "concerns.withdraw_handover",
        "concerns.renew_handover",
        "concerns.revoke_handover",
    ):
        access.allow(deed, *OPENERS, check=_sender)
    on_both = partial(access.allow, kinds=BOTH, own_only=False)
    for deed in ("concerns.accept_handover", "concerns.complete_handover"):
        on_both(deed, *RECEIVERS, Role.SAFEGUARDING_LEAD, check=_recipient, opens=True)
    for deed in ("concerns.decline_handover", "concerns.purge_handover"):
        on_both(deed, *RECEIVERS, Role.SAFEGUARDING_LEAD, check=_recipient)
    for deed in ("concerns.open_handover", "concerns.read_handover_words"):
        on_both(deed, *RECEIVERS, Role.SAFEGUARDING_LEAD, check=_either, opens=True)
    on_both("concerns.write_handover", *RECEIVERS, Role.SAFEGUARDING_LEAD, check=_either)
    access.allow("concerns.settle_handover", *OPENERS, Role.MANAGER)
    for deed in ("concerns.unanswered", "concerns.call_handover"):
        access.allow(deed, Role.REFERRAL_DESK, kinds=(OrgKind.SECRETARIAT,), own_only=False)


_declare()
