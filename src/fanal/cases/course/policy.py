"""Who moves a file: whoever works with the child. To its end it goes with a supervisor's approval (`closing`)."""

from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.access_terms import CLEARED, WORKERS
from fanal.cases.policy import works

MOVE, REPORTED, READ_CONCERN = "cases.move", "cases.reported", "cases.read_new_concern"

DEEDS = {
    MOVE: lazy("Moved a file to its next step"),
    REPORTED: lazy("Wrote down what was done about the duty to report"),
    READ_CONCERN: lazy("Read a new concern about the child"),
}

for _deed in DEEDS:
    access.allow(_deed, *WORKERS, needs=CLEARED, check=works, opens=True)
