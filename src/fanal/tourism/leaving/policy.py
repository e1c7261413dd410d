"""Who may have a company deleted: whoever speaks for it asks, and a colleague says yes; where it has nobody else, the
secretariat does."""

from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.tourism.policy import COMPANIES, FOCAL, OFFICE, OFFICES, REMOVED

ASK, AGREE, VOUCH = "tourism.ask_deletion", "tourism.agree_deletion", "tourism.vouch_deletion"
BACK = "tourism.take_deletion_back"
EVERY = (ASK, AGREE, VOUCH, BACK, REMOVED)
DEEDS = {
    ASK: lazy("Asked to have the company deleted"),
    AGREE: lazy("Said yes to having the company deleted, as the second person"),
    VOUCH: lazy("Said yes, for the secretariat, to having a company of one person deleted"),
    BACK: lazy("Took back that the company is deleted"),
}
for _deed in (ASK, AGREE, BACK):
    access.allow(_deed, *FOCAL, kinds=COMPANIES)
access.allow(VOUCH, *OFFICE, kinds=OFFICES, own_only=False)
