"""Where releases show themselves: in the navigation, and on the day of whoever is asked."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.research import duties, policy
from fanal.research.desk.ended import lately
from fanal.research.desk.titles import titles
from fanal.research.models import Plan, Release
from fanal.web import api as web
from fanal.web.api import day


def open_doors() -> None:
    """Called once when the room starts."""
    web.register_open(
        lazy("Evidence"), "evidence:evidence", place=20, front=lazy("What is known: who the children are, in numbers")
    )
    web.register_open(lazy("Countries"), "evidence:countries", place=21)
    web.register_open(lazy("What can be counted"), "evidence:catalogue", place=22)
    web.register(lazy("Releases"), "research:plans", policy.PLANS, place=63, part=web.Part.EVIDENCE)
    day.section(policy.RELEASES, lately)
    for kind in (
        duties.GATE, *duties.GATES.values(), *duties.AGREE.values(), duties.OBJECTION, duties.TO_SIGN,
        *duties.MAKERS, duties.SHARE,
    ):  # fmt: skip
        day.lead(kind, lambda subject: reverse("research:plan", args=[subject]), about=titles(Plan), paper=True)
    day.lead(
        duties.STALE, lambda subject: reverse("research:release", args=[subject]), about=titles(Release), paper=True
    )
