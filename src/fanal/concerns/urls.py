"""Addresses of the staff's screens of concerns, below `/desk/concerns/`."""

from fanal.concerns.conflict import urls as conflict
from fanal.concerns.gate import urls as gate
from fanal.concerns.handovers import urls as handovers
from fanal.concerns.keeping import urls as keeping
from fanal.concerns.second import urls as second
from fanal.concerns.triage import urls as triage

app_name = "concerns"
urlpatterns = [
    *(one for part in (triage, conflict, keeping, handovers, gate, second) for one in part.patterns),
]
