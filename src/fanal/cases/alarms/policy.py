"""Who hears of alarms about our own people: the safeguarding lead, never the person, not through the line (CM-53)."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.models import Alarm
from fanal.cases.sight_table import WORDS, Why
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.results import Allowed, Answer, Refused

SOUND, HEAR, NOTE = "cases.alarm", "cases.alarms", "cases.note_alarm"

DEEDS = {
    SOUND: lazy("Something was noticed that the safeguarding lead should look at"),
    NOTE: lazy("Looked at an alarm"),
}


def hears(actor: Actor, thing: object) -> Answer:
    """Whether somebody looks at this very alarm: never one about oneself."""
    if isinstance(thing, Alarm) and thing.person_id == actor.person:
        return Refused(Why.CONFLICT, _(WORDS[Why.CONFLICT]))
    return Allowed(HEAR)


def _seen(actor: Actor, rows: QuerySet[Alarm]) -> QuerySet[Alarm]:
    shown = rows.filter(org_id=actor.org).exclude(person=actor.person)
    return shown if actor.has(Role.SAFEGUARDING_LEAD) else shown.none()


access.scope(Alarm, _seen)
access.allow(HEAR, Role.SAFEGUARDING_LEAD)
access.allow(NOTE, Role.SAFEGUARDING_LEAD, check=hears)
