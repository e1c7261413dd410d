"""Who may do which deed of a verification: the secretariat asks for it, the verifier it names looks, the company
answers; and who writes and reads notes of coaching."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.network.contracts import Actor, OrgKind
from fanal.tourism.backing import DECLARE, DROP, FIND, REPLY, TELL, VERIFY
from fanal.tourism.membership.policy import below, mandated
from fanal.tourism.models import CoachingNote, Finding, Verification
from fanal.tourism.policy import COMPANIES, FOCAL, OFFICE, OFFICES, REPRESENTATIVE, REVIEWERS, SEE
from fanal.vocabulary.results import Allowed, Answer, Refused

NOTE, ASK_NOTES = "tourism.note", "tourism.ask_notes"
DEEDS = {
    VERIFY: lazy("Asked somebody to verify a company"),
    DECLARE: lazy("Said whether they have ties to a company that they verify"),
    FIND: lazy("Wrote down what they found at a company"),
    DROP: lazy("Ended a verification without a result"),
    TELL: lazy("Told a company what was found"),
    REPLY: lazy("Answered what was found"),
    NOTE: lazy("Wrote a note of coaching"),
    ASK_NOTES: lazy("Asked to read the notes of coaching"),
}


def _verifier(actor: Actor, thing: object) -> Answer:
    """Whoever was asked verifies, and nobody in their place."""
    if isinstance(thing, Verification) and thing.verifier_id != actor.person:
        return Refused("verifier", _("Somebody else was asked to verify this company."))
    return Allowed(SEE)


def _findings(actor: Actor, rows: QuerySet[Finding]) -> QuerySet[Finding]:
    """A company reads them once it was told."""
    seen = access.visible(actor, Verification.objects.all())
    return rows.filter(verification__in=seen.exclude(told_at=None) if actor.org_kind is OrgKind.COMPANY else seen)


def _notes(actor: Actor, rows: QuerySet[CoachingNote]) -> QuerySet[Any]:
    """A company reads those that were there when it asked."""
    seen = below(actor, rows)
    return seen.exclude(shown_at=None) if actor.org_kind is OrgKind.COMPANY else seen


access.scope(Verification, below)
access.scope(Finding, _findings)
access.scope(CoachingNote, _notes)
for _deed in (VERIFY, DROP):
    access.allow(_deed, *OFFICE, kinds=OFFICES, own_only=False)
for _deed in (DECLARE, FIND, TELL):
    access.allow(_deed, *OFFICE, REPRESENTATIVE, kinds=REVIEWERS, own_only=False, check=_verifier)
for _deed in (REPLY, ASK_NOTES):
    access.allow(_deed, *FOCAL, kinds=COMPANIES)
access.allow(NOTE, *OFFICE, REPRESENTATIVE, kinds=REVIEWERS, own_only=False, check=mandated)
