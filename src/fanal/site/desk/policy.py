"""Who may do which deed of the network and see which of its screens. Deeds that need the organisation's signature are
for key keepers: for others the keys would refuse them anyway."""

from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access import api as access
from fanal.network.api import small
from fanal.network.contracts import KEYED, ROLE_RINGS, Actor, OrgKind, Role
from fanal.network.queries import Colleague
from fanal.site.desk import going
from fanal.vocabulary.results import Allowed, Refused

_LEADS = (Role.MEMBER_ADMIN, Role.MANAGER)
_HELP = (*_LEADS, Role.KEY_KEEPER)


def _own_or_help(actor: Actor, thing: object) -> Allowed | Refused:
    if isinstance(thing, Colleague) and (thing.id == actor.person or actor.has(*_HELP, Role.SAFEGUARDING_LEAD)):
        return Allowed("network.sign_out_everywhere")
    return Refused("role", _("You can sign out yourself. For a colleague, ask your manager."))


def _not_oneself(actor: Actor, thing: object) -> Allowed | Refused:
    """No one approves their own act, or gives themselves a role (docs/access.md, "Rules")."""
    if isinstance(thing, Colleague | UUID) and actor.person == (thing.id if isinstance(thing, Colleague) else thing):
        return Refused("self", _("You cannot do this for yourself. Ask a colleague."))
    return Allowed("network")


def declare() -> None:
    """Declare every rule; called once when the site starts."""
    everybody, every = tuple(Role), KEYED
    # All that people of light organisations may do so far: sign in, and look after their own account.
    for deed in ("desk.day", "network.change_password", "network.new_code", "network.choose_notices"):
        access.allow(deed, *everybody, kinds=OrgKind)
    access.allow("desk.agreements", *everybody, kinds=every)
    seers = (*_HELP, Role.SUPERVISOR, Role.SAFEGUARDING_LEAD, Role.DATA_PROTECTION_OFFICER, Role.AUDITOR)
    access.allow("desk.people", *seers, kinds=every)
    access.allow("desk.keys", *seers, Role.SYSADMIN, kinds=every)
    journal = (Role.AUDITOR, Role.MANAGER, Role.SAFEGUARDING_LEAD, Role.DATA_PROTECTION_OFFICER)
    access.allow("journal.read", *journal, kinds=every)
    for deed in ("desk.figures", "desk.take_figures"):
        access.allow(deed, Role.MANAGER, Role.SUPERVISOR, Role.SAFEGUARDING_LEAD)
    access.allow("desk.clocks", Role.MANAGER, Role.SUPERVISOR, Role.SAFEGUARDING_LEAD, Role.AUDITOR)
    access.allow("clocks.put_off", Role.SUPERVISOR, Role.MANAGER, Role.SAFEGUARDING_LEAD, kinds=every)
    access.allow(going.SEE, Role.DATA_PROTECTION_OFFICER, Role.SAFEGUARDING_LEAD)
    for deed in ("network.invite", "network.withdraw_invitation"):
        access.allow(deed, *_LEADS, kinds=every)
    for deed in ("network.give_role", "network.take_role"):
        access.allow(deed, *_LEADS, kinds=every, check=_not_oneself)
    access.allow(small.CHOOSE, Role.MEMBER_ADMIN)
    # Whoever holds the key of a team can seal it to a newcomer of that team, and nobody else can.
    access.allow("network.admit", *ROLE_RINGS, *_HELP, kinds=every, check=_not_oneself)
    access.allow("network.make_reset_link", *_HELP, kinds=every, check=_not_oneself)
    access.allow("network.end_membership", Role.KEY_KEEPER, kinds=every, check=_not_oneself)
    for deed in ("network.put_on_rota", "network.set_hand_over"):  # a public page is a member's
        access.allow(deed, Role.SUPERVISOR, Role.MANAGER)
    for deed in ("make_team", "join_team", "leave_team", "close_team", "fill_teams"):
        access.allow(f"network.{deed}", Role.KEY_KEEPER, kinds=every)
    access.allow("network.sign_out_everywhere", *everybody, kinds=OrgKind, check=_own_or_help)
    for deed in ("network.propose_agreement", "network.sign_agreement", "network.end_agreement", "network.rotate_ring"):
        access.allow(deed, Role.KEY_KEEPER, kinds=every, own_only=False)
    for deed in ("network.let_in", "network.withdraw_founding"):
        access.allow(deed, Role.KEY_KEEPER, Role.MANAGER, kinds=(OrgKind.SECRETARIAT,))
    access.allow("network.founder_share", *everybody, kinds=every)
    access.allow("network.kit_drill", Role.KEY_KEEPER, Role.MANAGER, kinds=every)
