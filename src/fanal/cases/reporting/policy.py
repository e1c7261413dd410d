"""Who reports to an authority (docs/cases.md, "Reports to an authority"). The keys say the same."""

from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.access_terms import CLEARED, WORKERS
from fanal.cases.models import Report
from fanal.cases.policy import answers, of_files

SEE, PREPARE, READ_NOTE = "cases.see_report", "cases.prepare_report", "cases.read_authority_note"
CONFIRM, PAPER, SENT = "cases.confirm_report", "cases.print_report", "cases.report_handed_over"
ANSWERED, TAKE_BACK = "cases.report_answered", "cases.take_report_back"
LOST_GROUND, TOLD_THEM = "cases.report_taken_back", "cases.report_taken_back_told"

DEEDS = {
    SEE: lazy("Looked at a report to an authority"),
    PREPARE: lazy("Prepared a report to an authority"),
    READ_NOTE: lazy("Read the note on the authorities"),
    CONFIRM: lazy("Confirmed a report to an authority"),
    PAPER: lazy("Made the paper for an authority"),
    SENT: lazy("Handed a report over to an authority"),
    ANSWERED: lazy("Wrote what an authority answered"),
    TAKE_BACK: lazy("A report to an authority is not sent"),
    LOST_GROUND: lazy("A report to an authority has no ground any more"),
    TOLD_THEM: lazy("Told an authority that the child has taken it back"),
}


access.scope(Report, of_files)
for _deed in (SEE, PREPARE, CONFIRM, PAPER, SENT, ANSWERED, TAKE_BACK, TOLD_THEM):
    access.allow(_deed, *WORKERS, needs=CLEARED, check=answers, opens=True)
access.allow(READ_NOTE, *WORKERS, needs=CLEARED, check=answers)
