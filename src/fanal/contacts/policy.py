"""Who may type what is known of a country, and who may confirm it: whoever answers for the public page there.

A country has one file on an installation. Who keeps it is a member with a mandate there; where two have one, whoever
began (as with the public page).
"""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.contacts.models import CountryVersion
from fanal.network import api as network
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.results import Allowed, Answer, Refused

READ, WRITE = "contacts.read", "contacts.write"
CONFIRM, GIVE_BACK = "contacts.confirm", "contacts.give_back"
CHANGING = frozenset({WRITE, CONFIRM, GIVE_BACK})
"""Deeds that name a version as they left it."""
KEEPERS = (Role.MANAGER, Role.SAFEGUARDING_LEAD, Role.SUPERVISOR, Role.DUTY_PERSON)

DEEDS = {
    WRITE: lazy("Typed in the file of a country"),
    CONFIRM: lazy("Confirmed the file of a country"),
    GIVE_BACK: lazy("Gave the file of a country back"),
}


def _there(actor: Actor, thing: object) -> Answer:
    """In a country of one's own mandate, which nobody changed past this program. `thing`: the country, or a version."""
    country = thing.country if isinstance(thing, CountryVersion) else thing
    if country not in network.org(actor.org).mandates or not network.org_holds(actor.org):
        return Refused("foreign", _("Your organisation does not work in this country."))
    return Allowed(WRITE)


def _own(actor: Actor, rows: QuerySet[CountryVersion]) -> QuerySet[CountryVersion]:
    return rows.filter(org_id=actor.org)


access.scope(CountryVersion, _own)
access.allow(READ, *KEEPERS, Role.INTAKE_OFFICER)
for _deed in (WRITE, CONFIRM, GIVE_BACK):
    access.allow(_deed, *KEEPERS, check=_there)
