"""Who asks to end a file, who opens it again, who calls it a mistake. Who approves is a supervisor (`approvals`)."""

from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.access_terms import CLEARED, WORKERS
from fanal.cases.policy import answers, answers_for, works
from fanal.network.contracts import Role

ASK_CLOSE, ASK_VOID, REOPEN, CARD = "cases.ask_close", "cases.ask_void", "cases.reopen", "cases.card"

DEEDS = {
    ASK_CLOSE: lazy("Asked to close a file"),
    ASK_VOID: lazy("Asked to end a file that was opened by mistake"),
    REOPEN: lazy("Opened the file of a child again"),
    CARD: lazy("Looked at the card for the child"),
}

access.allow(ASK_CLOSE, *WORKERS, needs=CLEARED, check=works, opens=True)
access.allow(ASK_VOID, *WORKERS, needs=CLEARED, check=answers, opens=True)
access.allow(REOPEN, Role.SUPERVISOR, needs=CLEARED, check=answers_for, opens=True)
access.allow(CARD, *WORKERS, needs=CLEARED, check=answers, opens=True)
