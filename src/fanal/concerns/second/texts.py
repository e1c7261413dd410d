"""What a second yes is asked to, and how it stands, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

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
