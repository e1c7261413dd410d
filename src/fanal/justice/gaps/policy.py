"""Who may see what falls through, and reforms before they are public: holders of the grant `law.gaps`, nobody else.

The grant is given by two people (docs/justice.md, "The grant `law.gaps`"; `access.granting`). An editor of the library
proposes it for people of any member.
"""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.journal import api as journal
from fanal.justice.models import GapsCount, GapsExport, GapsLook, Reform
from fanal.network.api import trusted
from fanal.network.contracts import Actor, OrgKind, Role
from fanal.vocabulary.results import Allowed, Answer, Refused

GRANT = "law.gaps"

GAPS, COUNT, LOOK = "law.gaps", "law.count_gaps", "law.look_at_gaps"
EXPORTS = "law.gaps_exports"
ASK_EXPORT, APPROVE_EXPORT, TAKE_EXPORT = "law.ask_export", "law.approve_export", "law.take_export"
EXPORTING = frozenset({ASK_EXPORT, APPROVE_EXPORT, TAKE_EXPORT})
REFORMS, SEARCH_REFORMS = "law.reforms", "law.search_reforms"
DRAFT_REFORM, CHANGE_REFORM, TELL_STATE = "law.draft_reform", "law.change_reform", "law.tell_state"
PUBLISH_REFORM, DROP_REFORM = "law.publish_reform", "law.drop_reform"
WRITING = frozenset({DRAFT_REFORM, CHANGE_REFORM})
"""Deeds of whoever writes a reform, and so does not publish it."""
REFORMING = WRITING | {TELL_STATE, PUBLISH_REFORM}
"""Deeds that name a reform as they left it."""

DEEDS = {
    COUNT: lazy("Had the gaps of a law counted"),
    LOOK: lazy("Looked at gaps of a law"),
    ASK_EXPORT: lazy("Asked for a table of gaps"),
    APPROVE_EXPORT: lazy("Approved a table of gaps"),
    TAKE_EXPORT: lazy("Took a table of gaps"),
    SEARCH_REFORMS: lazy("Had reforms of a law looked for"),
    DRAFT_REFORM: lazy("Drafted a reform of law"),
    CHANGE_REFORM: lazy("Changed a draft of a reform"),
    TELL_STATE: lazy("Noted that a state was told of a reform"),
    PUBLISH_REFORM: lazy("Published a reform of law"),
    DROP_REFORM: lazy("Dropped a draft of a reform"),
}

_HOUSES = (OrgKind.MEMBER, OrgKind.SECRETARIAT)


def _approves(actor: Actor, thing: object) -> Answer:
    """A second person, who holds the grant or leads the member."""
    if isinstance(thing, GapsExport) and thing.asked_by_id == actor.person:
        return Refused("self", _("You asked for this table. Somebody else approves it."))
    return Allowed(APPROVE_EXPORT)


def _takes(actor: Actor, thing: object) -> Answer:
    if isinstance(thing, GapsExport) and thing.asked_by_id != actor.person:
        return Refused("foreign", _("Only the person who asked for this table takes it."))
    return Allowed(TAKE_EXPORT)


def _publishes(actor: Actor, thing: object) -> Answer:
    """Another person than whoever drafted it or ever changed a word of it."""
    if isinstance(thing, Reform) and actor.person in wrote_reform(thing.pk, trusted.Signers()):
        return Refused("self", _("You wrote in this. Somebody else publishes it."))
    return Allowed(PUBLISH_REFORM)


def wrote_reform(reform: UUID, known: trusted.Signers) -> frozenset[UUID]:
    """Who drafted a reform or changed it since, as the journal says."""
    return frozenset(line.actor for line in journal.told(reform, WRITING, known).lines if line.actor is not None)


def _with_grant(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows if GRANT in actor.grants else rows.none()


def _own_with_grant(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(org_id=actor.org) if GRANT in actor.grants else rows.none()


def _exports(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(org_id=actor.org) if GRANT in actor.grants or actor.has(Role.MANAGER) else rows.none()


def _declare() -> None:
    access.scope(GapsLook, lambda actor, rows: rows.filter(person_id=actor.person))
    access.scope(GapsCount, _with_grant)
    access.scope(GapsExport, _exports)
    access.scope(Reform, _own_with_grant)
    access.grant_kind(
        access.GrantKind(
            GRANT,
            lazy("Gaps of the law"),
            lazy("sees which acts no country can prosecute, for the countries of the organisation"),
            frozenset({Role.CORPUS_EDITOR}),
        )
    )
    for deed in (GAPS, COUNT, LOOK, ASK_EXPORT, REFORMS, SEARCH_REFORMS):
        access.allow(deed, grant=GRANT, kinds=_HOUSES)
    for deed in (DRAFT_REFORM, CHANGE_REFORM, TELL_STATE, DROP_REFORM):
        access.allow(deed, grant=GRANT, kinds=_HOUSES)
    access.allow(EXPORTS, Role.MANAGER, grant=GRANT, kinds=_HOUSES)
    access.allow(APPROVE_EXPORT, Role.MANAGER, grant=GRANT, kinds=_HOUSES, check=_approves)
    access.allow(TAKE_EXPORT, grant=GRANT, kinds=_HOUSES, check=_takes)
    access.allow(PUBLISH_REFORM, grant=GRANT, kinds=_HOUSES, check=_publishes)


_declare()
