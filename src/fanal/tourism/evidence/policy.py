"""Who may do which deed on a document of a company: it adds it, whoever reviews it says that they saw it."""

from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.tourism.backing import ADD, REVIEW, TAKE_BACK
from fanal.tourism.membership.policy import below, mandated
from fanal.tourism.models import Evidence
from fanal.tourism.policy import COMPANIES, FOCAL, OFFICE, REPRESENTATIVE, REVIEWERS

DEEDS = {
    ADD: lazy("Named a document of the company, by its hash"),
    REVIEW: lazy("Said whether a document of a company was seen"),
    TAKE_BACK: lazy("Took a document of the company back"),
}
access.scope(Evidence, below)
for _deed in (ADD, TAKE_BACK):
    access.allow(_deed, *FOCAL, kinds=COMPANIES)
access.allow(REVIEW, *OFFICE, REPRESENTATIVE, kinds=REVIEWERS, own_only=False, check=mandated)
