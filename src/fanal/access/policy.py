"""The table of rules. Each room declares its own in `<room>/policy.py`, loaded when the room starts."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from fanal.access.contracts import UNCLEARED, Check, Rule
from fanal.access.kinds import names
from fanal.network import api as network
from fanal.network.contracts import Actor, OrgKind, PersonState, Role
from fanal.vocabulary.results import Allowed, Refused

_rules: dict[str, Rule] = {}
_scopes: dict[type[Model], Callable[[Actor, QuerySet[Any]], QuerySet[Any]]] = {}


def allow(
    deed: str,
    *roles: Role,
    kinds: Iterable[OrgKind] = (OrgKind.MEMBER,),
    grant: str = "",
    grants: Iterable[str] = (),
    needs: Iterable[str] = (),
    own_only: bool = True,
    check: Check | None = None,
    opens: bool = False,
) -> None:
    """Declare who may do a deed: one of the roles, the grant, or one of several grants; the clearances that whoever
    does it needs besides; and whether it opens what is sealed. Raises ValueError when the deed is declared already."""
    if deed in _rules:
        raise ValueError(f"the deed {deed} is declared twice")
    held = frozenset(grants) | ({grant} if grant else frozenset())
    _rules[deed] = Rule(deed, frozenset(roles), frozenset(kinds), grant, own_only, check, held, tuple(needs), opens)


def scope(model: type[Model], seen: Callable[[Actor, QuerySet[Any]], QuerySet[Any]]) -> None:
    """Declare which rows of a model a person may see."""
    _scopes[model] = seen


def rules() -> dict[str, Rule]:
    """Every declared rule by deed."""
    return dict(_rules)


def opens(deed: str) -> bool:
    """Whether a deed opens what is sealed: after an incident it counts. An undeclared deed raises KeyError."""
    return _rules[deed].opens


def may(actor: Actor | None, deed: str, thing: object = None) -> Allowed | Refused:
    """Whether a person may do a deed, to a thing if one is given, and why not. An undeclared deed raises KeyError."""
    rule = _rules[deed]
    if actor is None:
        return Refused("signed_out", _("Sign in first."))
    if actor.org_kind not in rule.kinds:
        return Refused("kind", _("Your organisation does not do this."))
    if not actor.has(*rule.roles) and rule.grants.isdisjoint(actor.grants):
        return Refused("role", _("Your role does not include this. Ask your manager who can."))
    owner = getattr(thing, "org_id", None)
    if rule.own_only and isinstance(owner, UUID) and owner != actor.org:
        return Refused("foreign", _("This belongs to another organisation."))
    answer = rule.check(actor, thing) if rule.check is not None and thing is not None else Allowed(deed)
    lacking = tuple(code for code in rule.needs if code not in actor.grants)
    return _uncleared(lacking) if answer and lacking else answer


def able(deed: str, org: UUID, on: date) -> frozenset[UUID]:
    """Whom of an organisation `may` lets do a deed on a day, whatever it is done to."""
    rule = _rules[deed]
    if network.org(org).kind not in rule.kinds:
        return frozenset()
    lacking = [network.grants.holders(code, on, [org]) for code in rule.needs]
    held = frozenset[UUID]().union(*(network.grants.holders(code, on, [org]) for code in rule.grants))
    return frozenset(
        one.id
        for one in network.persons(org)
        if one.state is PersonState.ACTIVE
        and (not rule.roles.isdisjoint(one.roles) or one.id in held)
        and all(one.id in cleared for cleared in lacking)
    )


def _uncleared(codes: tuple[str, ...]) -> Refused:
    words = _("For this you need a clearance: %(names)s. Ask your manager or safeguarding lead.")
    return Refused(UNCLEARED, words % {"names": " · ".join(names(codes))}, codes)


def visible[M: Model](actor: Actor, rows: QuerySet[M]) -> QuerySet[M]:
    """The rows of a query that a person may see. A model without a declared scope shows nothing."""
    seen = _scopes.get(rows.model)
    return seen(actor, rows) if seen is not None else rows.none()
