"""What a company does with its membership, and what is done about it: one row a deed."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.network.contracts import Actor
from fanal.tourism import known
from fanal.tourism.desk import forms, grounds
from fanal.tourism.membership import appeals, applying, deciding, joining, rows, voices
from fanal.tourism.membership import policy as deeds
from fanal.tourism.membership.flow import Move
from fanal.tourism.membership.policy import asks_for, deed_of
from fanal.tourism.models import Membership
from fanal.tourism.programmes.model import Exclusion
from fanal.tourism.said import said
from fanal.web import api as web


def url_of(row: Membership) -> str:
    """The page of a membership."""
    return reverse("travel:membership", args=[row.pk])


def titled(row: Membership) -> str:
    """What a membership is called: company and programme."""
    return f"{row.org.name} · {said(known.of(row).name)}"


MEMBERSHIPS = web.Things(find=rows.find, url=url_of, back=titled, asks=True)
_SENT = web.deeds.posted


_ANEW = lazy("The questions are asked anew. What was before stays in the history.")
_APPEALED = lazy(
    "Your appeal ends with it: nobody decides it any more, and the decision stands. To hear what comes of it, wait. "
    "The questions are asked anew."
)
_LEFT = lazy(
    "The questions are asked anew. Your company left while it was suspended: it becomes a member once everybody who "
    "must has said yes, and it is written how each condition is met. Until then the register says so."
)


def _tied(call: Any) -> Any:
    return lambda actor, row, data, now: call(actor, row.pk, forms.tied(data), now)


# ---- the company ----


class Asked:
    """A question to a company, within its application."""

    def __init__(self, row: Membership, question: Exclusion) -> None:
        self.row, self.question, self.org_id = row, question, row.org_id


def _asked(actor: Actor, pk: UUID, name: str) -> Asked:
    return Asked(row := rows.find(actor, pk), known.question(row, name))


def next_question(row: Membership) -> str:
    """Where one goes on with an application: the first question without an answer, or its page."""
    for one in known.criteria(row).exclusions:
        if one.id not in row.answers:
            return reverse("travel:question", args=[row.pk, one.id])
    return url_of(row)


QUESTIONS = web.Things(find=_asked, url=lambda one: url_of(one.row), back=lambda one: titled(one.row), asks=True)
QUESTION_ACTS = {
    "question": web.Act(
        deed=deeds.QUESTIONS,
        title=lambda one: said(one.question.text),
        form=lambda request, _actor, one: forms.Question(one.row, one.question, _SENT(request)),
        template="tourism/desk/question.html",
        call=lambda actor, one, data, now: applying.answer(
            actor, one.row.pk, one.question.id, data["answer"], data.get("more", ""), now
        ),
        leads=next_question,
        forgets=True,
        slug="answer",
    ),
}

COMPANY_ACTS = {
    "revenue": web.Act(
        deed=deeds.QUESTIONS,
        title=lazy("Yearly revenue"),
        form=lambda request, _actor, row: forms.Revenue(row, _SENT(request)),
        template="tourism/desk/question.html",
        call=lambda actor, row, data, now: applying.declare_revenue(actor, row.pk, data["revenue"], data["note"], now),
        leads=next_question,
    ),
    "submit": web.Act(
        deed=deed_of(Move.SUBMIT),
        title=lazy("Send the application in"),
        lede=lazy("Whoever looks at it reads what you wrote. You hear of it here."),
        button=lazy("Send it in"),
        call=lambda actor, row, _data, now: applying.submit(actor, row.pk, now),
        done=lazy("It was sent in."),
    ),
    "sign": web.Act(
        deed=deed_of(Move.SIGN),
        title=lazy("The agreement"),
        form=lambda request, _actor, row: _sign_form(request, row),
        template="tourism/desk/sign.html",
        more=lambda _request, _actor, row: _agreement(row),
        call=lambda actor, row, data, now: joining.sign(
            actor, row.pk, data["name"], data["function"], data["consent"], data["sha256"], web.spoken(), now
        ),
        done=lazy("It is signed. Your company is a member."),
        fresh=True,
    ),
    "answer_notice": web.Act(
        deed=deeds.ANSWER,
        title=lazy("Answer what you were told"),
        form=lambda request, _actor, _row: forms.Words(lazy("Your answer"), lazy("Send the answer"), _SENT(request)),
        call=lambda actor, row, data, now: deciding.answer(actor, row.pk, data["words"], now),
        done=lazy("Your answer is there to read."),
        slug="answer",
    ),
    "appeal": web.Act(
        deed=deeds.APPEAL,
        title=lazy("Appeal against the decision"),
        lede=lazy("Two people decide who did not decide before, within 60 days."),
        form=lambda request, _actor, _row: forms.Appeal(_SENT(request)),
        call=lambda actor, row, data, now: appeals.appeal(actor, row.pk, data["words"], data["shown"], now),
        done=lazy("Your appeal is there to be decided."),
    ),
    "take_appeal_back": web.Act(
        deed=deeds.TAKE_APPEAL_BACK,
        title=lazy("Take the appeal back"),
        lede=lazy("The decision stands then."),
        call=lambda actor, row, _data, now: appeals.take_back(actor, row.pk, now),
        done=lazy("The appeal is taken back."),
    ),
    "withdraw": web.Act(
        deed=deed_of(Move.WITHDRAW),
        title=lazy("End application or membership"),
        lede=lazy("Certificates stay with the people who earned them. You may apply again at any time."),
        form=lambda request, _actor, _row: forms.Typed(_SENT(request)),
        button=lazy("End it"),
        call=lambda actor, row, data, now: applying.withdraw(actor, row.pk, data["typed"], now),
        done=lazy("It is ended."),
    ),
    "again": web.Act(
        deed=deed_of(Move.APPLY_AGAIN),
        title=lazy("Apply again"),
        lede=lambda row: _APPEALED if appeals.open_appeal(row) else _LEFT if row.suspended_for else _ANEW,
        button=lazy("Begin again"),
        call=lambda actor, row, _data, now: applying.again(actor, row.pk, now),
    ),
}


def _agreement(row: Membership) -> dict[str, str]:
    return {"text": (text := joining.text_of(row)), "sha256": joining.hash_of(text)}


def _sign_form(request: HttpRequest, row: Membership) -> forms.Sign:
    form = forms.Sign(_SENT(request))
    form.initial["sha256"] = joining.hash_of(joining.text_of(row))
    return form


# ---- representatives and the secretariat ----

REVIEW_ACTS = {
    "take_up": web.Act(
        deed=deed_of(Move.TAKE_UP),
        title=lazy("Take the application up"),
        form=lambda request, _actor, _row: forms.Ties(_SENT(request)),
        button=lazy("Take it up"),
        call=_tied(applying.take_up),
        done=lazy("You look at it now."),
    ),
    "give_back": web.Act(
        deed=deed_of(Move.RETURN),
        title=lazy("Give the application back"),
        form=lambda request, _actor, _row: forms.Words(
            lazy("What has to change? The company reads this."), lazy("Give it back"), _SENT(request)
        ),
        call=lambda actor, row, data, now: applying.give_back(actor, row.pk, data["words"], now),
        done=lazy("The company reads what has to change."),
    ),
    "approve": web.Act(
        deed=deed_of(Move.APPROVE),
        title=lazy("Say yes to the application"),
        lede=lazy("Everybody who must says yes, each of them another person."),
        form=lambda request, _actor, row: forms.Yes(row, _SENT(request)),
        button=lazy("Say yes"),
        call=lambda actor, row, data, now: applying.approve(
            actor, row.pk, forms.tied(data), now, data.get("words", ""), met=data.get("met", False)
        ),
        done=lazy("Your yes is kept."),
    ),
}


def _confirms(move: Move, title: Any, button: Any) -> web.Act:
    return web.Act(
        deed=deed_of(move),
        title=title,
        lede=lazy("The clock proposes it, since a time has passed. You decide: it happens in your name."),
        button=button,
        call=lambda actor, row, _data, now: deciding.confirm(actor, row.pk, move, now),
        done=lazy("Done. The company reads it."),
    )


def _notifies(move: Move, title: Any, lede: Any) -> web.Act:
    return web.Act(
        deed=asks_for(move),
        title=title,
        lede=lede,
        form=lambda request, _actor, _row: forms.Notice(_SENT(request), excludes=move is Move.EXCLUDE),
        call=lambda actor, row, data, now: deciding.notify(
            actor, row.pk, move, data["basis"], data["facts"], now, urgent=data.get("urgent", False),
            ties=forms.tied(data),
        ),
        done=lazy("Proposed. The company reads nothing of it until a second person tells it."),
    )  # fmt: skip


OFFICE_ACTS = {
    "ask_decline": web.Act(
        deed=asks_for(Move.DECLINE),
        title=lazy("Propose to decline the application"),
        lede=lazy("A second person decides. The company may appeal within 30 days."),
        form=lambda request, _actor, _row: forms.Decline(_SENT(request)),
        call=lambda actor, row, data, now: deciding.ask_decline(actor, row.pk, data["ground"], data["words"], now),
        done=lazy("Proposed. A second person decides."),
    ),
    "decline": web.Act(
        deed=deed_of(Move.DECLINE),
        title=lazy("Decline the application"),
        facts=grounds.proposed,
        button=lazy("Decline it, as the second person"),
        call=lambda actor, row, _data, now: deciding.decline(actor, row.pk, now),
        done=lazy("Declined. The company reads why, and may appeal."),
    ),
    "invoice": web.Act(
        deed=deed_of(Move.INVOICE),
        title=lazy("Tell the company its fee"),
        form=lambda request, _actor, row: forms.Invoice(row, _SENT(request)),
        call=lambda actor, row, data, now: joining.invoice(actor, row.pk, data["partner"], now),
        done=lazy("The company reads its fee."),
    ),
    "ask_waive": web.Act(
        deed=deeds.ASK_WAIVE,
        title=lazy("Propose to waive the fee"),
        form=lambda request, _actor, _row: forms.Words(
            lazy("Why? The company reads this."), lazy("Propose it"), _SENT(request)
        ),
        call=lambda actor, row, data, now: joining.ask_waiver(actor, row.pk, data["words"], now),
        done=lazy("Proposed. A second person decides."),
    ),
    "waive": web.Act(
        deed=deeds.WAIVE,
        title=lazy("Waive the fee"),
        facts=grounds.proposed,
        button=lazy("Waive it, as the second person"),
        call=lambda actor, row, _data, now: joining.waive(actor, row.pk, now),
        done=lazy("Waived. Nothing is due this year."),
    ),
    "pay": web.Act(
        deed=deed_of(Move.PAY),
        title=lazy("The fee was paid"),
        form=lambda request, _actor, _row: forms.Paid(_SENT(request)),
        call=lambda actor, row, data, now: joining.pay(actor, row.pk, data["reference"], now),
        done=lazy("Kept."),
    ),
    "ask_suspend": _notifies(
        Move.SUSPEND,
        lazy("Propose to suspend the membership"),
        lazy("A second person tells the company, which then has time to answer. Urgent: they suspend it at once."),
    ),
    "tell": web.Act(
        deed=deeds.TELL,
        title=lazy("Tell the company what is proposed"),
        facts=grounds.told,
        lede=lazy("It reads the facts, and has time to answer. Nothing is decided with that."),
        button=lazy("Tell it, as the second person"),
        call=lambda actor, row, _data, now: deciding.tell(actor, row.pk, now),
        done=lazy("The company reads it, and has time to answer."),
    ),
    "look_again": web.Act(
        deed=deeds.LOOK_AGAIN,
        title=lazy("Look again at the urgent suspension"),
        facts=grounds.told,
        lede=lazy("If it does not stand, make the company a member again. If it stands, write why."),
        form=lambda request, _actor, _row: forms.Words(
            lazy("Why does it stand? The company reads this."), lazy("It stands"), _SENT(request)
        ),
        call=lambda actor, row, data, now: deciding.look_again(actor, row.pk, data["words"], now),
        done=lazy("Kept. The company reads why."),
        slug="look-again",
    ),
    "suspend": web.Act(
        deed=deed_of(Move.SUSPEND),
        title=lazy("Suspend the membership"),
        facts=grounds.told,
        button=lazy("Suspend it, as the second person"),
        call=lambda actor, row, _data, now: deciding.suspend(actor, row.pk, now),
        done=lazy("Suspended. The company reads why."),
    ),
    "ask_exclude": _notifies(
        Move.EXCLUDE,
        lazy("Propose to exclude the company"),
        lazy("A second person tells the company, which then has time to answer. Both who decide have no ties to it."),
    ),
    "exclude": web.Act(
        deed=deed_of(Move.EXCLUDE),
        title=lazy("Exclude the company"),
        facts=grounds.told,
        form=lambda request, _actor, _row: forms.Ties(_SENT(request)),
        button=lazy("Exclude it, as the second person"),
        call=_tied(deciding.exclude),
        done=lazy("Excluded. The company reads why, and may appeal."),
    ),
    "suspend_late": _confirms(
        Move.SUSPEND_LATE, lazy("Suspend the membership, since the report is late"), lazy("Suspend it")
    ),
    "lapse": _confirms(Move.LAPSE, lazy("Let the membership lapse"), lazy("Let it lapse")),
    "end_of_validity": _confirms(
        Move.END_OF_VALIDITY, lazy("Let the membership end with its validity"), lazy("Let it end")
    ),
    "reinstate": web.Act(
        deed=deed_of(Move.REINSTATE),
        title=lazy("Make the company a member again"),
        facts=grounds.told,
        form=lambda request, _actor, _row: forms.Reinstate(_SENT(request)),
        call=lambda actor, row, data, now: deciding.reinstate(actor, row.pk, data["words"], data["met"], now),
        done=lazy("It is a member again."),
    ),
    "leave": web.press(deeds.LEAVE, deciding.leave, lazy("It stays as it is."), slug="leave"),
    "ask_appeal": web.Act(
        deed=deeds.ASK_APPEAL,
        title=lazy("Decide the appeal"),
        facts=grounds.appealed,
        form=lambda request, _actor, _row: forms.Outcome(_SENT(request)),
        call=lambda actor, row, data, now: appeals.propose(actor, row.pk, data["outcome"], data["reasons"], now),
        done=lazy("Kept. A second person decides."),
        slug="appeal-first",
    ),
    "decide_appeal": web.Act(
        deed=deeds.DECIDE_APPEAL,
        title=lazy("Say yes to what is proposed on the appeal"),
        facts=grounds.answered,
        button=lazy("Agree, as the second of two"),
        call=lambda actor, row, _data, now: appeals.decide(actor, row.pk, now),
        done=lazy("Decided. The company reads it."),
        slug="appeal-second",
    ),
    "ask_voice": web.Act(
        deed=deeds.ASK_VOICE,
        title=lazy("Say that nobody speaks for the company any more"),
        lede=lazy(
            "Whoever had an account there left, or lost every way in. Make sure outside this system that the company "
            "asks for it. A second person then ends the accounts and gets a link for somebody new."
        ),
        button=lazy("Propose it"),
        call=lambda actor, row, _data, now: voices.ask_for(actor, row.pk, now),
        done=lazy("Proposed. A second person decides."),
        slug="voice/ask",
    ),
    "new_voice": web.Act(
        deed=deeds.NEW_VOICE,
        title=lazy("Let somebody new speak for the company"),
        lede=lazy(
            "All accounts of the company end at once, with their sessions. You get a link: give it to this person "
            "yourself, after you made sure who they are; no e-mail is sent."
        ),
        form=lambda request, _actor, _row: forms.Deputy(_SENT(request)),
        button=lazy("End the accounts and make the link"),
        call=lambda actor, row, data, now: (row, voices.invite(actor, row.pk, data["name"], now)),
        answer=lambda request, made: web.once.link(request, web.once.INVITATION, "desk:join", made[1], url_of(made[0])),
        fresh=True,
        slug="voice/new",
    ),
    "leave_voice": web.press(deeds.LEAVE_VOICE, voices.leave, lazy("It stays as it is."), slug="voice/leave"),
    "leave_appeal": web.press(deeds.LEAVE_APPEAL, appeals.differ, lazy("It is decided anew."), slug="appeal-otherwise"),
}
ACTS = COMPANY_ACTS | REVIEW_ACTS | OFFICE_ACTS
