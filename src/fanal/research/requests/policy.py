"""Who may ask for data, and who answers: analyst or manager of the secretariat, nobody their own request."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.network.contracts import KEYED, Actor, OrgKind, Role
from fanal.research.models import DataRequest
from fanal.research.policy import ASSENT_ROLES
from fanal.vocabulary.results import Allowed, Answer, Refused

REQUESTS = "research.requests"
ASK, ANSWER, WITHDRAW = "research.ask_for_data", "research.answer_request", "research.withdraw_request"

DEEDS = {
    ASK: lazy("Asked for data for research"),
    ANSWER: lazy("Answered a request for data"),
    WITHDRAW: lazy("Took a request for data back"),
}

_EVERY = KEYED
_ANSWERING = (Role.ANALYST, Role.MANAGER)
_READING = (*_ANSWERING, Role.DATA_PROTECTION_OFFICER, Role.AUDITOR, *ASSENT_ROLES)


def reads_requests(actor: Actor) -> bool:
    """Who answers at the secretariat, and those there who look after ethics and the law."""
    return actor.org_kind is OrgKind.SECRETARIAT and actor.has(*_READING)


def seen(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """One's own; those of the own organisation for whoever leads or audits it; all for those who answer."""
    if reads_requests(actor):
        return rows
    return rows.filter(org_id=actor.org) if actor.has(*_READING) else rows.filter(asked_by_id=actor.person)


def _answers(actor: Actor, thing: object) -> Answer:
    if isinstance(thing, DataRequest) and thing.asked_by_id == actor.person:
        return Refused("self", _("You asked for this yourself. Somebody else answers."))
    return Allowed(ANSWER)


def _withdraws(actor: Actor, thing: object) -> Answer:
    if isinstance(thing, DataRequest) and thing.asked_by_id != actor.person:
        return Refused("self", _("Whoever asked takes it back."))
    return Allowed(WITHDRAW)


def _declare() -> None:
    access.scope(DataRequest, seen)
    access.allow(ASK, Role.RESEARCHER, kinds=_EVERY)
    access.allow(WITHDRAW, Role.RESEARCHER, kinds=_EVERY, check=_withdraws)
    access.allow(ANSWER, *_ANSWERING, kinds=(OrgKind.SECRETARIAT,), own_only=False, check=_answers)
    access.allow(REQUESTS, Role.RESEARCHER, *_READING, kinds=_EVERY, own_only=False)


_declare()
