"""What the guards of a membership look at, read from its rows, its company and its programme."""

from datetime import date
from typing import Any
from uuid import UUID

from fanal.network import api as network
from fanal.network.contracts import PersonState, Role
from fanal.tourism import known
from fanal.tourism.membership import duties, twice
from fanal.tourism.membership.flow import Facts, Move, State
from fanal.tourism.models import Company, Contact, Membership, Plan, Sanction, Step
from fanal.tourism.plans import plans
from fanal.tourism.policy import REPRESENTATIVE, given, reaches, representatives

SECRETARIAT = "secretariat"
SIGNATORY = "signatory"
SETTLED = ("waived", "paid")
"""A fee of which nothing is due any more, also of one who applies again in the year in which they paid."""


def speakers(org: UUID) -> list[UUID]:
    """Who speaks for a company: those with an account, as they joined. The first is the focal point, the others are
    deputies."""
    here = network.persons(org)
    return [one.id for one in here if one.state is PersonState.ACTIVE and Role.COMPANY_FOCAL_POINT in one.roles]


def signatory(org: UUID) -> Contact | None:
    """Who signs for a company."""
    return Contact.objects.filter(org_id=org, role=SIGNATORY, until=None).order_by("-since", "-pk").first()


def facts(row: Membership, today: date) -> Facts:
    """What is known of a membership today."""
    programme = known.of(row)
    company = Company.objects.filter(pk=row.org_id).first() or Company()
    people = speakers(row.org_id)
    sanction = untold(row) or open_sanction(row)
    here = row.reports.filter(due_on=row.report_due_on) if row.report_due_on else row.reports.none()
    reported = here.values_list("state", flat=True).first()
    return Facts(
        today=today,
        state=State(row.state),
        since=row.entered_on,
        days=programme.clocks,
        sectors=bool(company.sectors),
        countries=bool(company.countries),
        registered=bool(company.registrations or company.unregistered),
        revenue_class=bool(row.revenue_class) or programme.fees is None,
        focal_point=bool(people),
        deputy=len(people) > 1,
        unanswered=tuple(one.id for one in known.criteria(row).exclusions if one.id not in row.answers),
        ties=None,
        waits_for=vacant(row),
        free=known.is_free(programme),
        waived=row.fees.filter(state__in=SETTLED, year__gte=min(today.year, row.entered_on.year)).exists(),
        fee=bool(row.revenue_class),
        signatory=signatory(row.org_id) is not None,
        report_due_on=row.report_due_on,
        report_accepted=reported in {"accepted", "published"},
        report_waits=reported == "submitted",
        reminded=duties.reminded(row),
        for_cause=row.suspended_for == "cause",
        suspended=bool(row.suspended_for),
        urgent=sanction is not None and sanction.urgent,
        answered=sanction is not None and sanction.answered_at is not None,
        answer_due=sanction.answer_due if sanction is not None else None,
        ended_on=row.ended_on,
        valid_until=row.valid_until,
        **_waiting(row),
        **_planned(row, today),
    )


def _waiting(row: Membership) -> dict[str, Any]:
    """What of a proposal that waits decides on a move."""
    one = row.steps.filter(Step.waits).order_by("-at", "-pk").first()
    return {
        "noticed_on": one.at.date() if one is not None and one.by_id is None else None,
        "excluding": one is not None and one.move == Move.EXCLUDE,
    }


def _planned(row: Membership, today: date) -> dict[str, Any]:
    """What of its plan, and of its places, decides on a move from where it stands."""
    match State(row.state):
        case State.DRAFT:
            return {"owned_twice": twice.owned(row)}
        case State.PLAN_REVIEW:
            return of_plan(row, plans.of_state(row, plans.IN_REVIEW), today)
        case State.LAPSED:
            return {"new_plan": plans.renewed(row)}
    return {}


def of_plan(row: Membership, plan: Plan | None, today: date) -> dict[str, Any]:
    """What a version lacks to be approved; without one everything."""
    return {
        "plan_lacks": plans.lacking(row, plan.lines if plan else (), today),
        "open_comments": len(plans.blocking(plans.comments(row))),
    }


def open_sanction(row: Membership) -> Sanction | None:
    """What a company was told, and is not done with."""
    return row.sanctions.filter(ended_on=None).exclude(notice_on=None).order_by("-pk").first()


def untold(row: Membership) -> Sanction | None:
    """What somebody proposed to tell a company, and no second person did yet."""
    return row.sanctions.filter(ended_on=None, notice_on=None).order_by("-pk").first()


# ---- who has said yes ----


def approvals(row: Membership) -> list[Step]:
    """Who said yes since the application was taken up."""
    taken = row.steps.filter(move=Move.TAKE_UP.value).order_by("-at", "-pk").first()
    found = row.steps.filter(move=Move.APPROVE.value, dropped_at=None).exclude(seat="")
    return list(found.filter(at__gte=taken.at).order_by("at", "pk")) if taken else []


def vacant(row: Membership) -> tuple[str, ...]:
    """The roles whose yes is still to come."""
    given = [one.seat for one in approvals(row)]
    return tuple(one for one in known.of(row).approvals if one not in given)


def is_represented(row: Membership, countries: list[str], today: date) -> bool:
    """Whether somebody has a mandate to say yes to plans in a country of the company. Raises `NotAllowed` where a
    mandate of one of those who represent a programme was changed."""
    held = [one for person in representatives() for one in given(person.id) if one.may_approve and one.ended_on is None]
    return reaches([one for one in held if one.starts <= today <= one.until], row.programme, countries)


def works_in(row: Membership) -> list[str]:
    """Where the company of a membership works."""
    return list(Company.objects.get(pk=row.org_id).countries)


def seat_of(row: Membership, is_member: bool, countries: list[str], today: date) -> str:
    """For which of the roles somebody says yes now; empty where there is none for them. Where nobody has a mandate for
    a country of the company, a second person of the secretariat says it in the place of a representative."""
    free = vacant(row)
    if is_member:
        return REPRESENTATIVE.value if REPRESENTATIVE.value in free else ""
    if SECRETARIAT in free:
        return SECRETARIAT
    return "" if is_represented(row, countries, today) else next(iter(free), "")
