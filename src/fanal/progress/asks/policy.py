"""Who does which deed on an ask (docs/progress.md, "Asks"): whoever holds the duty; a second of them, or who leads the
organisation, reads it; a survivor adviser can stop it at any time (DNH-46)."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.network.contracts import Actor, Role
from fanal.progress.models import Ask, AskFate, AskStep, AskWording
from fanal.progress.policy import ADVOCATE, HOUSES

WRITE, REVIEW, SEND = "progress.write_ask", "progress.review_ask", "progress.send_ask"
NOTE, SILENCE = "progress.note_ask", "progress.note_ask_silence"
WITHDRAW, MERGE, STOP = "progress.withdraw_ask", "progress.merge_ask", "progress.stop_ask"
FATE = "progress.note_fate"
DEEDS = {
    WRITE: lazy("Wrote what an office is asked for"),
    REVIEW: lazy("Read an ask that somebody else wrote"),
    SEND: lazy("Sent an ask to an office"),
    NOTE: lazy("Wrote down what an office did with an ask"),
    SILENCE: lazy("Wrote down that nobody answered an ask"),
    WITHDRAW: lazy("Withdrew an ask"),
    MERGE: lazy("Made an ask part of another that is the same"),
    STOP: lazy("Stopped an ask, and took its text out"),
    FATE: lazy("Wrote down what moved since an ask was adopted"),
}


def _own(actor: Actor, rows: QuerySet[Ask]) -> QuerySet[Ask]:
    """Of its organisation alone; what was sent stands on the public pages."""
    return rows.filter(org_id=actor.org)


def _below(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(ask__org_id=actor.org)


access.scope(Ask, _own)
for _part in (AskWording, AskStep, AskFate):
    access.scope(_part, _below)
_BESIDE = {REVIEW: (Role.MANAGER,), WITHDRAW: (Role.MANAGER,), STOP: (Role.MANAGER, Role.SURVIVOR_ADVISER)}
for _deed in DEEDS:
    access.allow(_deed, *_BESIDE.get(_deed, ()), grant=ADVOCATE, kinds=HOUSES)
