"""Where the plan shows itself: on the page of its file, beside what pushes the child, to whoever approves, on
the day."""

from uuid import UUID

from django.urls import reverse

from fanal.cases.approvals import approvals
from fanal.cases.files.desk import parts
from fanal.cases.files.desk.doors import about_rows
from fanal.cases.models import Goal, Plan, Service
from fanal.cases.planning import duties, plans
from fanal.cases.planning.desk import acts, plan
from fanal.cases.planning.desk.approval import shown
from fanal.cases.planning.policy import SEE
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    parts.add(parts.Part(30, "cases/planning/part.html", plan.part), Plan, Goal, Service)
    parts.answer(plan.answers)
    approvals.register(
        plans.APPROVED_AS, content=plans.content, shown=shown, url=lambda case, _subject: acts.url_of(case)
    )
    web.day.lead(duties.SERVICE_DUE, _where, about=about_rows(Service), deed=SEE)


def _where(subject: UUID) -> str:
    row = Service.objects.filter(pk=subject).only("case_id").first()
    return reverse("cases:plan", args=[row.case_id]) if row else reverse("cases:mine")
