"""Who does which deed on an ask (docs/progress.md, "Asks"): whoever speaks up for better law, or holds the duty."""

from typing import Any

from django.db.models import QuerySet

from fanal.access import api as access
from fanal.network.contracts import Actor
from fanal.progress.models import Ask, AskFate, AskStep, AskWording


def _own(actor: Actor, rows: QuerySet[Ask]) -> QuerySet[Ask]:
    """Of its organisation alone, until it is sent: then it stands on the public pages."""
    return rows.filter(org_id=actor.org)


def _below(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(ask__org_id=actor.org)


access.scope(Ask, _own)
for _part in (AskWording, AskStep, AskFate):
    access.scope(_part, _below)
