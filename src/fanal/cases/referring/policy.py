"""Who asks a provider for help for a child (docs/cases.md, "Help from others")."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.access_terms import CLEARED, WORKERS
from fanal.cases.models import ProviderPage, Referral
from fanal.cases.policy import answers, of_files, stands
from fanal.cases.sight_table import DEEDS as TABLE
from fanal.cases.sight_table import Deed
from fanal.network.contracts import Actor
from fanal.vocabulary.results import Answer

SEE, REFER, ANSWER = "cases.see_referral", "cases.refer", "cases.referral_answered"
TAKE_BACK, COMPLETE = "cases.take_referral_back", "cases.complete_referral"
REVOKE, PURGED, EXPIRE = "cases.revoke_referral", "cases.referral_purged", "cases.expire_referral"
PAGE, PAGE_SEEN = "cases.provider_page", "cases.provider_page_seen"
PAGE_ANSWER, PAGE_ENDED = "cases.provider_page_answered", "cases.provider_page_ended"

DEEDS = {
    SEE: lazy("Looked at what a provider is asked"),
    REFER: lazy("Asked a provider for help"),
    ANSWER: lazy("Wrote what a provider answered"),
    TAKE_BACK: lazy("Took back what a provider was asked"),
    COMPLETE: lazy("Wrote what came of help by a provider"),
    REVOKE: lazy("What a provider was told has ended"),
    PURGED: lazy("A provider wrote that nothing is left there"),
    EXPIRE: lazy("A provider did not answer in time"),
    PAGE: lazy("Made a page for a provider, opened by a code"),
    PAGE_SEEN: lazy("A provider opened the page that was made for them"),
    PAGE_ANSWER: lazy("A provider answered on the page that was made for them"),
    PAGE_ENDED: lazy("The page for a provider ended"),
}


def refers(actor: Actor, thing: object) -> Answer:
    """Whether somebody asks others for help for this very child: whoever works with it (CM-54)."""
    words = _("Whoever works with the child asks others. Ask them.")
    return stands(actor, thing, TABLE[Deed.REFER].who, words)


def _seen_pages(actor: Actor, rows: QuerySet[ProviderPage]) -> QuerySet[ProviderPage]:
    return rows.filter(referral__in=access.visible(actor, Referral.objects.all()).values("pk"))


access.scope(Referral, of_files)
access.scope(ProviderPage, _seen_pages)
access.allow(SEE, *WORKERS, needs=CLEARED, check=answers, opens=True)
access.allow(REFER, *WORKERS, needs=CLEARED, check=refers, opens=True)
access.allow(PAGE, *WORKERS, needs=CLEARED, check=refers, opens=True)
access.allow(ANSWER, *WORKERS, needs=CLEARED, check=answers, opens=True)
access.allow(TAKE_BACK, *WORKERS, needs=CLEARED, check=answers, opens=True)
access.allow(COMPLETE, *WORKERS, needs=CLEARED, check=answers, opens=True)
access.allow(REVOKE, *WORKERS, needs=CLEARED, check=answers, opens=True)
access.allow(PURGED, *WORKERS, needs=CLEARED, check=answers, opens=True)
