"""Who may do which deed with the law. Law is public: every member sees it, and nobody reviews what they drafted."""

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.justice.models import Declaration, LawFile, Reply, Rung
from fanal.network.contracts import Actor, OrgKind, Role
from fanal.vocabulary.results import Allowed, Answer, Refused

READ, DRAFT, WITHDRAW = "law.read", "law.draft", "law.withdraw"
DECLARE, CONFIRM, REVOKE = "law.declare", "law.declare_confirm", "law.declare_withdraw"
CHECK, REVIEW, RETURN, REPLY = "law.check", "law.review", "law.return", "law.reply_entered"

DRAFTERS = (Role.CORPUS_EDITOR, Role.LEGAL_ADVOCATE, Role.LAWYER)
"""Who writes law and compares it with its text. That a reading is right, a lawyer says."""
_HOUSES = (OrgKind.MEMBER, OrgKind.SECRETARIAT)  # editors of the library work at the secretariat too

DEEDS = {
    DRAFT: lazy("Drafted the law of a country"),
    WITHDRAW: lazy("Withdrew a draft of law"),
    CHECK: lazy("Compared a provision with its text"),
    REVIEW: lazy("Reviewed a provision"),
    RETURN: lazy("Gave a provision back to its drafter"),
    DECLARE: lazy("Declared a law complete for a conduct"),
    CONFIRM: lazy("Confirmed that a law is complete for a conduct"),
    REVOKE: lazy("Withdrew that a law is complete for a conduct"),
    REPLY: lazy("Entered what a state replied"),
}


def _not_ones_own(actor: Actor, thing: object) -> Answer:
    """Checking and reviewing each need another person than the drafter."""
    if actor.person in getattr(thing, "drafters", ()):
        words = _("You drafted this. Somebody else compares it with the text, and a lawyer other than you reviews it.")
        return Refused("own_draft", words)
    return Allowed("law.check")


def _two_others(actor: Actor, thing: object) -> Answer:
    """Whoever drafted any of a law does not say that nothing is missing in it, and nobody says so twice."""
    if actor.person in getattr(thing, "authors", ()):
        words = _("You drafted a text of this law. Two lawyers who did not say what of it is complete.")
        return Refused("own_draft", words)
    if actor.person == getattr(thing, "declared_by", None):
        return Refused("self", _("You declared this. Another lawyer looks at it and confirms it."))
    return Allowed(DECLARE)


def _own_house(actor: Actor, thing: object) -> Answer:
    if isinstance(thing, LawFile) and thing.drafted_by.org_id != actor.org:
        return Refused("foreign", _("Another organisation drafted this."))
    return Allowed(WITHDRAW)


def _everybody(_actor: Actor, rows: QuerySet[Model]) -> QuerySet[Model]:
    return rows  # law, its reviews and replies of states are public; who drafted is shown to staff only


for _model in (LawFile, Rung, Declaration, Reply):
    access.scope(_model, _everybody)
access.allow(READ, *DRAFTERS, Role.CASEWORKER, Role.SUPERVISOR, Role.MANAGER, Role.ANALYST, kinds=_HOUSES)
access.allow(DRAFT, *DRAFTERS, kinds=_HOUSES)
access.allow(WITHDRAW, *DRAFTERS, kinds=_HOUSES, check=_own_house)
access.allow(CHECK, *DRAFTERS, kinds=_HOUSES, check=_not_ones_own)
access.allow(REVIEW, Role.LAWYER, kinds=_HOUSES, check=_not_ones_own)
access.allow(RETURN, *DRAFTERS, kinds=_HOUSES, check=_not_ones_own)
access.allow(DECLARE, Role.LAWYER, kinds=_HOUSES, check=_two_others)
access.allow(CONFIRM, Role.LAWYER, kinds=_HOUSES, check=_two_others)
access.allow(REVOKE, *DRAFTERS, kinds=_HOUSES)
access.allow(REPLY, *DRAFTERS, Role.MANAGER, kinds=_HOUSES)
