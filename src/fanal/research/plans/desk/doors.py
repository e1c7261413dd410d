"""Where plans show themselves: in the navigation, and on the day of whoever is asked."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.research.desk.titles import titles
from fanal.research.models import Plan
from fanal.research.plans import duties, policy
from fanal.research.plans.desk.ended import lately
from fanal.research.releases.policy import RELEASES
from fanal.web import api as web
from fanal.web.api import day


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(lazy("Releases"), "research:plans", policy.PLANS, place=63, part=web.Part.EVIDENCE)
    day.section(RELEASES, lately)
    for kind in (
        *duties.GATES.values(), *duties.AGREE.values(), duties.OBJECTION, duties.TO_SIGN, *duties.MAKERS, duties.SHARE,
    ):  # fmt: skip
        day.lead(kind, lambda subject: reverse("research:plan", args=[subject]), about=titles(Plan), paper=True)
