"""Who may do which deed on a membership: a company its own moves, a representative those of a review in the countries
of their mandates, the secretariat the others; what counts against a company takes a second person."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.network.contracts import Actor, OrgKind
from fanal.tourism.membership.flow import WAYS, By, Move
from fanal.tourism.models import Appeal, FeeRecord, Membership, Plan, PlanComment, Sanction
from fanal.tourism.policy import (
    COMPANIES,
    ERASE,
    FOCAL,
    OFFICE,
    OFFICES,
    REMOVED,
    REPRESENTATIVE,
    REVIEWERS,
    SEE,
)
from fanal.vocabulary.results import Allowed, Answer, Refused

APPLY, QUESTIONS, PROPOSED = "tourism.apply", "tourism.answer_questions", "tourism.clock_proposes"
REFUSED = "tourism.refused"
ANSWER, APPEAL, TAKE_APPEAL_BACK = "tourism.answer_notice", "tourism.appeal", "tourism.take_appeal_back"
WAIVE, ASK_WAIVE = "tourism.waive_fee", "tourism.ask_waive_fee"
ASK_APPEAL, DECIDE_APPEAL, LEAVE_APPEAL = "tourism.ask_appeal", "tourism.decide_appeal", "tourism.leave_appeal"
LEAVE, GO_OVER = "tourism.leave_proposal", "tourism.go_over"
TELL, LOOK_AGAIN = "tourism.tell_company", "tourism.look_again"
ASK_VOICE, NEW_VOICE, LEAVE_VOICE = "tourism.ask_voice", "tourism.new_voice", "tourism.leave_voice"


VOICES = (ASK_VOICE, NEW_VOICE, LEAVE_VOICE)


def deed_of(move: str) -> str:
    """The deed of a move."""
    return f"tourism.{move}"


def asks_for(move: str) -> str:
    """The deed of the first of two people."""
    return f"tourism.ask_{move}"


AFTER_DELETION = (asks_for(Move.EXCLUDE), deed_of(Move.EXCLUDE), TELL, LEAVE)
"""What the secretariat still does to a membership of a company that was deleted: an exclusion that it had begun."""
DEEDS = {
    APPLY: lazy("Began an application"),
    QUESTIONS: lazy("Answered a question of an application"),
    deed_of(Move.SUBMIT): lazy("Sent an application in"),
    deed_of(Move.TAKE_UP): lazy("Took an application up"),
    asks_for(Move.DECLINE): lazy("Proposed to decline an application"),
    deed_of(Move.DECLINE): lazy("Declined an application, as the second person"),
    deed_of(Move.RETURN): lazy("Gave an application back, with what has to change"),
    deed_of(Move.APPROVE): lazy("Said yes to an application"),
    deed_of(Move.INVOICE): lazy("Sent a company its fee"),
    deed_of(Move.PAY): lazy("Wrote down that a fee was paid"),
    ASK_WAIVE: lazy("Proposed to waive a fee"),
    WAIVE: lazy("Waived a fee, as the second person"),
    deed_of(Move.SEND_AGREEMENT): lazy("The agreement was sent to a company"),
    deed_of(Move.SIGN): lazy("Signed the agreement for a company"),
    deed_of(Move.REPORT_OPENS): lazy("The time for the yearly report began"),
    deed_of(Move.REPORT_ACCEPTED): lazy("Accepted a yearly report"),
    deed_of(Move.REPORT_LATE): lazy("The yearly report is late"),
    REFUSED: lazy("Tried what could not be done any more"),
    PROPOSED: lazy("A time has passed: a decision is proposed to the secretariat"),
    deed_of(Move.SUSPEND_LATE): lazy("Suspended a membership whose report is late"),
    deed_of(Move.LAPSE): lazy("Let a membership lapse"),
    asks_for(Move.SUSPEND): lazy("Proposed to suspend a membership, and why"),
    deed_of(Move.SUSPEND): lazy("Suspended a membership for cause, as the second person"),
    asks_for(Move.EXCLUDE): lazy("Proposed to exclude a company"),
    deed_of(Move.EXCLUDE): lazy("Excluded a company, as the second person"),
    deed_of(Move.REINSTATE): lazy("Made a company a member again"),
    deed_of(Move.WITHDRAW): lazy("Ended the own membership"),
    deed_of(Move.AFTER_EXCLUSION): lazy("Applied again after an exclusion"),
    deed_of(Move.END_OF_VALIDITY): lazy("Let a membership end with its validity"),
    deed_of(Move.APPLY_AGAIN): lazy("Applied again"),
    ANSWER: lazy("Answered what a company was told"),
    APPEAL: lazy("Appealed against a decision"),
    TAKE_APPEAL_BACK: lazy("Took an appeal back"),
    ASK_APPEAL: lazy("Decided an appeal, as the first of two"),
    DECIDE_APPEAL: lazy("Decided an appeal, as the second of two"),
    LEAVE_APPEAL: lazy("Sees an appeal otherwise than the first of two"),
    LEAVE: lazy("Left a proposal as it is"),
    GO_OVER: lazy("Went over to other criteria"),
    TELL: lazy("Told a company what is proposed, as the second person"),
    LOOK_AGAIN: lazy("Looked again at an urgent suspension"),
    ERASE: lazy("What a company wrote here was erased: its time was over"),
    REMOVED: lazy("A company was deleted, as it asked"),
    ASK_VOICE: lazy("Proposed that somebody new speaks for a company"),
    NEW_VOICE: lazy("Ended the accounts of a company and invited somebody new, as the second person"),
    LEAVE_VOICE: lazy("Left the people of a company as they are"),
}


def below(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """What hangs on a membership is seen by whoever sees it."""
    return rows.filter(membership__in=access.visible(actor, Membership.objects.all()))


def mandated(actor: Actor, thing: object) -> Answer:
    """A representative acts in the countries of their mandates alone: on what they see."""
    if not isinstance(thing, Membership) or actor.org_kind is not OrgKind.MEMBER or thing.seen_by == actor.person:
        return Allowed(SEE)
    if access.visible(actor, Membership.objects.filter(pk=thing.pk)).exists():
        return Allowed(SEE)
    return Refused("mandate", _("You have no mandate for a country of this company."))


for _model in (Sanction, Appeal, Plan, PlanComment, FeeRecord):
    access.scope(_model, below)
for _deed in (APPLY, QUESTIONS, ANSWER, APPEAL, TAKE_APPEAL_BACK, GO_OVER):
    access.allow(_deed, *FOCAL, kinds=COMPANIES)
for _move, _way in WAYS.items():
    match _way.by:
        case By.COMPANY:
            access.allow(deed_of(_move), *FOCAL, kinds=COMPANIES)
        case By.REVIEWER:
            _roles = (*OFFICE, REPRESENTATIVE)
            access.allow(deed_of(_move), *_roles, kinds=REVIEWERS, own_only=False, check=mandated)
        case By.SECRETARIAT:
            access.allow(deed_of(_move), *OFFICE, kinds=OFFICES, own_only=False)
            if _way.two:
                access.allow(asks_for(_move), *OFFICE, kinds=OFFICES, own_only=False)
for _deed in (ASK_WAIVE, WAIVE, ASK_APPEAL, DECIDE_APPEAL, LEAVE_APPEAL, LEAVE, TELL, LOOK_AGAIN, *VOICES):
    access.allow(_deed, *OFFICE, kinds=OFFICES, own_only=False)
