"""Who writes a report, who reads it once it was sent, and who decides (docs/tourism.md, "The yearly report")."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.network.contracts import Actor
from fanal.tourism.membership.flow import Move
from fanal.tourism.membership.policy import below, deed_of, mandated
from fanal.tourism.models import AnnualReport, Membership, ReportAnswer
from fanal.tourism.policy import COMPANIES, FOCAL, OFFICE, REPRESENTATIVE, REVIEWERS

WRITE, WRITE_FOR, SEND = "tourism.write_report", "tourism.write_report_for", "tourism.send_report"
RETURN, ACCEPT = "tourism.return_report", deed_of(Move.REPORT_ACCEPTED)
PUBLISH, HIDE = "tourism.publish_report", "tourism.hide_report"
DEEDS = {
    WRITE: lazy("Wrote in the yearly report"),
    WRITE_FOR: lazy("Typed something into the yearly report for the company"),
    SEND: lazy("Sent the yearly report"),
    RETURN: lazy("Gave the yearly report back, with what has to change"),
    PUBLISH: lazy("Published the summary of the yearly report"),
    HIDE: lazy("Took the summary of the yearly report back"),
}


def _answers(actor: Actor, rows: QuerySet[ReportAnswer]) -> QuerySet[ReportAnswer]:
    return rows.filter(report__membership__in=access.visible(actor, Membership.objects.all()))


access.scope(AnnualReport, below)
access.scope(ReportAnswer, _answers)
for _deed in (WRITE, SEND, PUBLISH, HIDE):
    access.allow(_deed, *FOCAL, kinds=COMPANIES)
for _deed in (WRITE_FOR, RETURN):
    access.allow(_deed, *OFFICE, REPRESENTATIVE, kinds=REVIEWERS, own_only=False, check=mandated)
