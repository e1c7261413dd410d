"""Who may do which deed with the grounds of a child (docs/cases.md, "Grounds"); to record and to sign one:
`cases.policy`."""

from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.access_terms import CLEARED, WORKERS
from fanal.cases.files import ledger
from fanal.cases.policy import answers, answers_for

WITHDRAW, RETURN = "cases.withdraw_ground", "cases.return_ground"

DEEDS = {
    RETURN: lazy("Sent back a ground that is not consent"),
    WITHDRAW: lazy("Took a ground back"),
}

access.allow(RETURN, *WORKERS, needs=CLEARED, check=answers_for, opens=True)
ledger.says_no(WITHDRAW)
# Taking back waits for no clearance: it gives nobody anything.
access.allow(WITHDRAW, *WORKERS, check=answers, opens=True)
