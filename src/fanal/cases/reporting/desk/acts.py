"""What can be done with a report to an authority, one row a deed."""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.cases.codes_work import ReportState
from fanal.cases.files.desk import filled
from fanal.cases.models import Report
from fanal.cases.reporting import policy, reporting
from fanal.web import api as web


def url_of(row: Report) -> str:
    """The address of a report."""
    return reverse("cases:report", args=[row.pk])


_asks, _said = partial(filled.asks, "report"), partial(filled.said, "report")


def _confirmed(_row: Report, made: Report) -> web.Words:
    if made.state == ReportState.READY:
        return lazy("It is ready. Make the paper, and hand it over.")
    return lazy("Confirmed by you. The supervisor is asked to sign it.")


REPORTS = web.Things(find=reporting.report_of, url=url_of, back=lazy("Back to the report"), asks=True)
ACTS = {
    "report_note": web.press(policy.READ_NOTE, reporting.read_note, slug="note-read"),
    "report_confirm": web.Act(
        deed=policy.CONFIRM, form=None, call=web.plain(reporting.confirm), done=_confirmed, slug="confirm"
    ),
    "report_sent": web.Act(
        deed=policy.SENT,
        title=lazy("It went to them"),
        lede=lazy("Handed over by a person, exactly as it stands on the paper. Never by e-mail."),
        form=_asks(lazy("It went to them"), "handed_how", "spoken_to", required=("handed_how", "spoken_to")),
        call=_said(reporting.sent),
        done=lazy("Kept. In thirty days we ask you what came of it."),
        slug="handed-over",
    ),
    "report_answered": web.Act(
        deed=policy.ANSWERED,
        title=lazy("What they answered"),
        lede=lazy("Their reference, the day, and what they decided. Tell the child what it means."),
        form=_asks(lazy("Keep it"), "reference", "answered_on", "outcome", "answer", required=("outcome",)),
        call=_said(reporting.answered),
        done=lazy("Kept."),
        slug="answered",
    ),
    "report_take_back": web.Act(
        deed=policy.TAKE_BACK,
        title=lazy("Do not send it"),
        lede=lazy("If the paper is printed already, destroy it."),
        call=web.plain(reporting.take_back),
        done=lazy("It is not sent."),
        slug="take-back",
    ),
    "report_told_them": web.Act(
        deed=policy.TOLD_THEM,
        title=lazy("They know that the child has taken it back"),
        lede=lazy("Ask them what they do with what they know, and tell the child."),
        form=_asks(lazy("Keep it"), "told_them", required=("told_them",)),
        call=_said(reporting.told_them),
        done=lazy("Kept."),
        slug="taken-back",
    ),
}
