"""What goes of a company that is deleted on its own request, and what stays: the history of its memberships, as data of
an organisation (docs/tourism.md, "A company that asks to be deleted").

One transaction for each company, by the installation, in the night of its day. Where somebody changed a membership past
Fanal, nothing goes, and people look at it.
"""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from fanal.access.api import NotAllowed, stated
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.journal.contracts import Item, Signatory
from fanal.learning import api as learning
from fanal.network import api as network
from fanal.network.api import keyfile
from fanal.network.contracts import NetworkError
from fanal.tourism import digest
from fanal.tourism.companies import firm
from fanal.tourism.leaving.asked import request
from fanal.tourism.leaving.duties import follow
from fanal.tourism.leaving.policy import ASK
from fanal.tourism.membership import appeals, duties, flow, keeping, rows
from fanal.tourism.membership.flow import Move, State
from fanal.tourism.membership.told import DELETED
from fanal.tourism.models import Brand, Company, Contact, Evidence, Finding, Membership, Plan, Site, Token
from fanal.tourism.plans import plans
from fanal.tourism.policy import REMOVED
from fanal.tourism.reports.reports import State as Report

logger = logging.getLogger(__name__)
_MOST: Final = 100_000
_KEPT: Final = frozenset({Report.ACCEPTED.value, Report.PUBLISHED.value})
_OVER: Final = frozenset(one.value for one in (State.WITHDRAWN, State.EXCLUDED, State.DECLINED, State.LAPSED))
_TABLES: Final = tuple(
    f"tourism_{name}"
    for name in (
        "action", "agreement", "annualreport", "appeal", "brand", "coachingnote", "company", "contact", "evidence",
        "finding", "membership", "plan", "plancomment", "reportanswer", "sanction", "site", "token", "verification",
    )
)  # fmt: skip


def look(now: datetime) -> int:
    """Delete the companies whose day has come. Returns how many."""
    went = 0
    for org in sorted(journal.records_of({ASK})):
        try:
            went += carry_out(org, now)
        except (NotAllowed, NetworkError):
            logger.warning("tourism: a company is not deleted: something of it was changed past Fanal")
    return went


@transaction.atomic
def carry_out(org: UUID, now: datetime) -> bool:
    """Delete a company whose day has come; whether it was. Raises `NotAllowed`, `NetworkError`."""
    company, asked = Company.objects.select_for_update(of=("self",)).filter(pk=org).first(), request(org)
    if company is None or asked is None or asked.done or asked.day is None or asked.day > now.date():
        return False
    by = keyfile.installation(org)
    every = list(Membership.objects.select_for_update(of=("self",)).select_related("org").filter(org_id=org))
    for row in every:
        rows.need_believed(row)
    stays = [row for row in every if not _is_nothing(row)]
    for row in every:
        _history(row, by, now) if row in stays else _erase(row, by, now)
    plans.erase(org, by, now)
    _firm(company, is_known=bool(stays))
    firm.tell_of(org, by, now)
    learning.employer_gone(org, by, now)
    for duty in clocks.open_duties(org=org, limit=_MOST):
        clocks.stop(duty.subject, clocks.kind(duty.kind), now=now, done=False, org=org)
    network.light.erase(org, by, now)
    journal.write(org, by, REMOVED, at=now)
    follow(org, request(org), now)
    transaction.on_commit(lambda: network.erasure.scrub(*_TABLES))
    return True


def _is_nothing(row: Membership) -> bool:
    """An application of which nothing was decided, and nothing is about to be."""
    decided = row.steps.filter(became__in=_OVER).exists() or row.sanctions.exists() or rows.waiting(row)
    never = State(row.state) in flow.BEFORE and row.member_since is None and row.public_code is None
    return never and not decided


def _erase(row: Membership, by: Signatory, now: datetime) -> None:
    """An application goes whole."""
    _stop(row, now)
    journal.write(row.pk, by, REMOVED, at=now)
    network.records.erase(row.org_id, row.pk, keeping.DRAFT, now.date())
    clocks.forget_file(row.pk)
    row.delete()


def _stop(row: Membership, now: datetime) -> None:
    for one in row.evidence.all():
        clocks.stop(one.pk, now=now, done=False)


def _history(row: Membership, by: Signatory, now: datetime) -> None:
    """Of a membership stays which programme, when it stood where, and what was decided; nobody's name, and nothing in
    the words of the company."""
    _stop(row, now)
    if State(row.state) in flow.WAYS[Move.WITHDRAW].starts:
        row.ended_on = row.ended_on or now.date()
        step = rows.new_step(row, Move.WITHDRAW, None, now)
        rows.put(row, Move.WITHDRAW, State.WITHDRAWN, by, now, step)
    items = [*appeals.over(row), *_dropped(row), *_emptied(row)]
    row.answers, row.reason = {}, DELETED
    rows.write(row, None, by, REMOVED, now, *items)
    duties.follow(row, now)


def _dropped(row: Membership) -> list[Item]:
    """What goes whole, as the chain of the membership names it. Documents and plans have chains of their own."""
    found = Finding.objects.filter(verification__membership=row)
    reports = row.reports.exclude(state__in=_KEPT)
    items = [stated.dropped(one) for some in (found, row.verifications, row.notes, row.comments, reports)
             for one in some.all()]  # fmt: skip
    for some in (found, row.verifications.all(), row.notes.all(), row.comments.all(), reports):
        some.delete()
    Evidence.objects.filter(membership=row).delete()
    Plan.objects.filter(membership=row).delete()
    return items


def _emptied(row: Membership) -> list[Item]:
    """What stays without names and without the words of the company."""
    for one in row.reports.all():
        one.state, one.summary, one.words, one.explained = Report.ACCEPTED.value, "", "", {}
        for said in one.answers.all():
            said.reason = ""
            said.value, said.prefilled = (
                {key: value for key, value in told.items() if key != "text"} for told in (said.value, said.prefilled)
            )
            said.save()
        digest.reckoned(one).save()
    emptied: tuple[tuple[Iterable[Any], dict[str, str]], ...] = (
        (row.agreements.all(), {"name": "", "function": ""}),
        (row.sanctions.all(), {"answer": ""}),
        (row.appeals.all(), {"words": ""}),
    )
    changed: list[Any] = list(row.reports.all())
    for some, columns in emptied:
        for one in some:
            for name, value in columns.items():
                setattr(one, name, value)
            one.save(update_fields=list(columns))
            changed.append(one)
    return [stated.whole(one) for one in changed]


def _firm(company: Company, *, is_known: bool) -> None:
    """What a company said of itself goes. Where a membership stays, so do its countries and registration numbers: one
    that was excluded is known by them if it comes again."""
    org = company.pk
    for part in (Token, Contact, Site, Brand):
        part.objects.filter(org_id=org).delete()
    company.sectors, company.website, company.unregistered, company.listed = [], "", "", False
    if not is_known:
        company.countries, company.registrations = [], []
    company.version += 1
    company.save()
