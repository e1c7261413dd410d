"""Where the room shows itself: its place in the navigation, and on My day the reviews that end."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fanal.justice.law import library, places, policy, queue, words
from fanal.justice.law.queue import Waits
from fanal.network.contracts import Actor
from fanal.web import api as web


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(_("Law"), "justice:law", policy.READ, place=60)
    web.register_open(_("Law"), "law:world", place=10, front=_("The law: what protects children in each country"))
    web.register_open(_("Treaties"), "law:treaties", place=11)
    web.day.section(policy.REVIEW, _ending)


def _ending(_actor: Actor, now: datetime) -> web.day.Section:
    """Reviews that ended, or end within 60 days; nothing is shown where there are none."""
    rows = [
        web.day.Row(
            f"{words.law_name(law)}: {places.heading(law, item)}",
            reverse("justice:law_item", args=[item.jurisdiction, item.id]),
            note=words.review_words(item.review, now.date()),
        )
        for law in library.corpus(now).laws.values()
        for kind, item in queue.waiting(law, now.date())
        if kind in {Waits.EXPIRED, Waits.EXPIRES}
    ]
    return web.day.Section(_("Reviews of law that end"), rows)
