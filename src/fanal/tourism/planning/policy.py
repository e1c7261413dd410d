"""Who may do which deed on a plan: the company writes it, whoever reviews says what is missing."""

from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.tourism.membership.policy import mandated
from fanal.tourism.plans.plans import PLAN, SAY, SEND, SETTLE
from fanal.tourism.policy import COMPANIES, FOCAL, OFFICE, REPRESENTATIVE, REVIEWERS

REPLY = "tourism.reply_on_plan"
COMMENT, SETTLE_COMMENT = "tourism.comment_plan", "tourism.settle_comment"
DEEDS = {
    PLAN: lazy("Wrote down what the company does"),
    SAY: lazy("Said how far something is"),
    SEND: lazy("Sent a plan in"),
    SETTLE: lazy("Decided what becomes of a plan"),
    COMMENT: lazy("Said something of a plan"),
    REPLY: lazy("Answered what was said of a plan"),
    SETTLE_COMMENT: lazy("Settled what was said of a plan"),
}
for _deed in (PLAN, SAY, SEND, REPLY):
    access.allow(_deed, *FOCAL, kinds=COMPANIES)
for _deed in (COMMENT, SETTLE_COMMENT, SETTLE):
    access.allow(_deed, *OFFICE, REPRESENTATIVE, kinds=REVIEWERS, own_only=False, check=mandated)
