"""What of one's own research came to its end lately: nothing is left to do, and whoever made it wants to know."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from fanal.access.api import visible
from fanal.network.contracts import Actor
from fanal.research.contracts import ContributionState, PlanState
from fanal.research.models import Plan, Release
from fanal.research.plans.reviewing import OBJECTED
from fanal.web.api import day

LATELY = timedelta(days=14)


def lately(actor: Actor, now: datetime) -> day.Section:
    """Plans to which a member objected, and releases that were signed, of two weeks."""
    since = now - LATELY
    objected = visible(actor, Plan.objects.filter(made_by=actor.person, state=PlanState.STOPPED))
    objected = objected.filter(
        stopped_because=OBJECTED, contributions__state=ContributionState.OBJECTED, contributions__at__gte=since
    )
    mine = Q(plan__made_by=actor.person) | Q(study__made_by=actor.person)
    signed = visible(actor, Release.objects.filter(mine, published_at__gte=since)).order_by("-published_at")
    rows = [
        day.Row(title, reverse("research:plan", args=[pk]), note=_("A member objected: it is not published."))
        for pk, title in objected.order_by("pk").values_list("pk", "title").distinct()
    ] + [
        day.Row(title, reverse("research:release", args=[pk]), note=_("It is signed and published."))
        for pk, title in signed.values_list("pk", "title")
    ]
    return day.Section(_("What became of your research"), rows)
