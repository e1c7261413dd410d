"""What a second yes is asked to, and how it stands, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from fanal.concerns.models import SecondOpinion
from fanal.concerns.second.matters import What

WHAT: Mapping[str, Promise] = {
    What.BAD_FAITH: lazy("Close it as told in bad faith"),
    What.ERASE_EARLY: lazy("Erase it early, for good"),
    What.TO_AUTHORITY: lazy("Hand it over to an authority"),
}
STATE: Mapping[str, Promise] = {
    "asked": lazy("waits for the partner"),
    "yes": lazy("the partner said yes"),
    "no": lazy("the partner said no"),
    "withdrawn": lazy("taken back"),
    "expired": lazy("nobody answered in two days"),
    "outlived": lazy("nobody used the yes in seven days"),
    "used": lazy("done"),
}
TONES = {"asked": "soon", "yes": "ok", "no": "danger", "expired": "danger", "outlived": "danger"}
_SAID_YES: Mapping[str, Promise] = {
    What.BAD_FAITH: lazy("%(partner)s said yes: close it as told in bad faith"),
    What.ERASE_EARLY: lazy("%(partner)s said yes: erase it early"),
    What.TO_AUTHORITY: lazy("%(partner)s said yes: send the handover"),
}
_NEWS: Mapping[str, Promise] = {
    "no": lazy("%(partner)s said no: read why, and take it over"),
    "expired": lazy("%(partner)s did not answer in two days: ask anew, or decide otherwise"),
    "outlived": lazy("The yes of %(partner)s is seven days old and counts no more: ask anew, or decide otherwise"),
}


def news(row: SecondOpinion) -> str:
    """What whoever asked has to do now that it is answered or ended; empty while nobody answered."""
    words = _SAID_YES.get(row.what) if row.state == "yes" else _NEWS.get(row.state)
    return str(words) % {"partner": row.partner.name} if words else ""
