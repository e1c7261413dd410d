"""Who lets a program of a company in: whoever speaks for it."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.network.contracts import Actor
from fanal.tourism.models import Token
from fanal.tourism.policy import COMPANIES, FOCAL

LET_IN, END = "tourism.let_program_in", "tourism.end_program"
DEEDS = {
    LET_IN: lazy("Let a program of the company in"),
    END: lazy("Ended the token of a program"),
}


def _tokens(actor: Actor, rows: QuerySet[Token]) -> QuerySet[Token]:
    return rows.filter(org_id=actor.org)


access.scope(Token, _tokens)
for _deed in (LET_IN, END):
    access.allow(_deed, *FOCAL, kinds=COMPANIES)
