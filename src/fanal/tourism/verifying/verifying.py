"""A verification: who was asked, what they say of ties, what they found, what the company answers. Nobody verifies a
company to which they have ties, or that they coached in the cycle that runs."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, ask, found, need, stated, visible
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor, OrgKind, PersonRef, PersonState
from fanal.tourism import backing, known
from fanal.tourism.backing import DECLARE, DROP, FIND, KINDS, REPLY, TELL, VERIFY
from fanal.tourism.companies import companies
from fanal.tourism.membership import flow, rows, seen
from fanal.tourism.membership.flow import State
from fanal.tourism.models import Finding, Membership, Verification
from fanal.tourism.plans import plans
from fanal.tourism.policy import OFFICE, mandates, reaches, representatives
from fanal.tourism.programmes.model import Requirement, Scope
from fanal.tourism.scoring.model import TOP
from fanal.tourism.verifying import coaching, duties

ANSWER_WITHIN: Final = timedelta(days=30)
VERIFIED: Final = flow.MEMBER | {State.SUSPENDED}
"""The states in which somebody looks how far a company is."""


def verifications(actor: Actor, row: Membership) -> list[Verification]:
    """Those of a membership, the newest first."""
    seen_here = visible(actor, Verification.objects.filter(membership=row))
    return list(seen_here.select_related("verifier__org").order_by("-asked_at", "-pk"))


def verification(actor: Actor, pk: UUID) -> Verification:
    """One of them. Raises `NotHere`."""
    return found(actor, Verification, pk, "membership__org", "verifier__org")


def finding(actor: Actor, pk: UUID) -> Finding:
    """One thing that was found. Raises `NotHere`."""
    return found(actor, Finding, pk, "verification__membership__org", "site")


def verifiers(row: Membership, today: date) -> list[PersonRef]:
    """Whom one can ask: people of the secretariat, and those with a mandate for a country of the company, who did not
    coach it in this cycle; by name."""
    offices = network.orgs(OrgKind.SECRETARIAT)
    people = [one for office in offices for one in network.persons(office.id) if set(OFFICE) & set(one.roles)]
    people += representatives()
    here = seen.works_in(row)
    return sorted(
        (
            one
            for one in people
            if one.state is PersonState.ACTIVE
            and (set(OFFICE) & set(one.roles) or reaches(mandates(one.id, today), row.programme, here))
            and not coaching.coached(row, one.id, today)
        ),
        key=lambda one: one.name,
    )


def is_open(one: Verification) -> bool:
    """Whether somebody still looks."""
    return one.told_at is None and one.ended_at is None


@transaction.atomic
def ask_for(actor: Actor, pk: UUID, kind: str, person: UUID | None, now: datetime) -> Verification:
    """Ask somebody to look how far a company is. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    row = rows.held(actor, pk, VERIFY)
    runs = row.verifications.filter(told_at=None, ended_at=None).exists()
    free = {one.id for one in verifiers(row, now.date())}
    need(
        (State(row.state) not in VERIFIED, _("Members alone are verified."), ""),
        (runs, _("Somebody verifies this company already."), ""),
        (kind not in KINDS, _("Choose from the list."), "kind"),
        (person == actor.person, _("Ask somebody else: whoever asks does not verify."), "person"),
        (person not in free, _("Choose somebody who did not coach the company in this cycle."), "person"),
    )
    assert person is not None
    one = Verification(membership=row, kind=kind, verifier_id=person, asked_by_id=actor.person, asked_at=now)
    _write(actor, one, VERIFY, now, [])
    return one


def _write(actor: Actor, one: Verification, deed: str, now: datetime, findings: list[Finding]) -> None:
    one.save()
    journal.write(one.membership_id, actor.signatory(), deed, at=now, items=[*map(stated.whole, (one, *findings))])
    duties.follow(one, findings, now)


def _open(actor: Actor, pk: UUID, deed: str) -> tuple[Verification, list[Finding]]:
    """One that runs, with what was found; its membership is held, and all of it as it was left."""
    one, findings = _held(actor, pk, deed)
    if not is_open(one):
        raise NotNow(_("This verification is over."))
    return one, findings


def _held(actor: Actor, pk: UUID, deed: str) -> tuple[Verification, list[Finding]]:
    rows.find(actor, verification(actor, pk).membership_id, lock=True)
    one = verification(actor, pk)
    ask(actor, deed, one)
    rows.need_believed(one.membership)
    return one, backing.findings(one)


@transaction.atomic
def declare(actor: Actor, pk: UUID, ties: bool | None, now: datetime) -> Verification:
    """The verifier says whether they have ties to the company: one who has is asked no more."""
    one, findings = _open(actor, pk, DECLARE)
    need((ties is None, _("Say whether you have ties to this company."), "ties"))
    one.ties = "yes" if ties else "none"
    if ties:
        one.ended_at = now
    _write(actor, one, DECLARE, now, findings)
    return one


def _looks(actor: Actor, one: Verification, now: datetime) -> None:
    coached = coaching.coached(one.membership, actor.person, now.date())
    need(
        (one.ties != "none", _("Say first whether you have ties to this company."), ""),
        (coached, _("You coached this company in this cycle. Somebody else verifies it."), ""),
    )


def asked(row: Membership, today: date) -> dict[str, Requirement]:
    """What one can look at: the requirements that are asked of the company, by their codes."""
    return {one.id: one for one in plans.required(row, plans.company_of(row, today))}


@transaction.atomic
def find(actor: Actor, pk: UUID, told: Mapping[str, Any], now: datetime) -> Finding:
    """Write down what one saw of a requirement, at a place or for the company: the level that it supports, and what has
    to change until when. What one wrote of it before is corrected."""
    one, findings = _open(actor, pk, FIND)
    _looks(actor, one, now)
    row, today, change = one.membership, now.date(), told["change"].strip()
    requirement = asked(row, today).get(told["requirement"])
    sites = companies.by_code(actor, row.org_id, [told["site"]] if told["site"] else [], "site")
    by_place = requirement is not None and requirement.scope is Scope.SITE and bool(plans.company_of(row, today).sites)
    need(
        (requirement is None, _("Choose from the list."), "requirement"),
        (by_place and not sites, _("Say at which place, by its code."), "site"),
        (not by_place and bool(sites), _("This is asked of the company, not of a place. Leave it empty."), "site"),
        (told["level"] not in range(TOP + 1), _("Choose how far it is."), "level"),
        (not told["seen"].strip(), _("Write what you saw."), "seen"),
        (bool(change) != (told["change_by"] is not None), _("What has to change needs a day."), "change_by"),
        (
            told["change_by"] is not None and told["change_by"] <= today,
            _("Choose a day that is still to come."),
            "change_by",
        ),
    )
    site = sites[0] if sites else None
    key = (told["requirement"], site.pk if site else None)
    before = next((each for each in findings if (each.requirement, each.site_id) == key), None)
    made = before or Finding(verification=one, requirement=key[0], site=site)
    made.level, made.seen = told["level"], told["seen"].strip()
    made.change, made.change_by = change, told["change_by"]
    made.save()
    _write(actor, one, FIND, now, [*(each for each in findings if each.pk != made.pk), made])
    return made


@transaction.atomic
def tell(actor: Actor, pk: UUID, now: datetime) -> Verification:
    """The company reads what was found, and has 30 days to answer; from today on it counts."""
    one, findings = _open(actor, pk, TELL)
    _looks(actor, one, now)
    need((not findings, _("Write first what you found."), ""))
    one.told_at, one.answer_due = now, now.date() + ANSWER_WITHIN
    _write(actor, one, TELL, now, findings)
    return one


@transaction.atomic
def reply(actor: Actor, pk: UUID, words: str, now: datetime) -> Finding:
    """The company answers one thing that was found; both texts stay."""
    which = finding(actor, pk)
    one, findings = _held(actor, which.verification_id, REPLY)
    made = next((each for each in findings if each.pk == which.pk), None)
    if made is None or one.told_at is None:
        raise NotHere
    need(
        (made.answered_at is not None, _("This was answered already. Both texts stay."), ""),
        (not words.strip(), _("Write your answer."), "words"),
    )
    made.answer, made.answered_at = words.strip(), now
    made.save(update_fields=["answer", "answered_at"])
    _write(actor, one, REPLY, now, findings)
    return made


@transaction.atomic
def drop(actor: Actor, pk: UUID, now: datetime) -> Verification:
    """End it without a result: the company reads nothing, and nothing counts."""
    one, findings = _open(actor, pk, DROP)
    one.ended_at = now
    _write(actor, one, DROP, now, findings)
    return one


def title(row: Membership, requirement: str) -> Mapping[str, str]:
    """What a requirement asks; its code where these criteria know it no more."""
    found_one = known.criteria(row).requirement(requirement)
    return found_one.text if found_one else {"en": requirement}
