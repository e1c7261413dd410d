"""What share of acts falls through in countries of one's own (L03 of progress), for those who may see gaps. It is told
to whoever looks, is written down as a look, and no other room keeps it: so nothing of it can leave."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, may
from fanal.justice.gaps import gaps, looks, words
from fanal.justice.gaps.counting import Step
from fanal.justice.gaps.policy import GAPS
from fanal.justice.law.words import state_name
from fanal.network.contracts import Actor
from fanal.web import api as web


@dataclass(frozen=True, slots=True)
class Share:
    """A country of one's own: between which shares its gaps lie, as counted on a day; empty and None where nobody had
    it counted. `url`: where one has it counted."""

    country: str
    words: str
    as_of: date | None
    url: str


def shares(actor: Actor, now: datetime) -> list[Share]:
    """Of each country in which the organisation works; none without the grant. Raises `NotNow` at the limit of looks,
    `NotAllowed` where the grant ended."""
    if not may(actor, GAPS):
        return []
    counts = {state: gaps.count_of(actor, state, now) for state in gaps.countries(actor)}
    done = {state: count for state, count in counts.items() if count is not None and count.step == Step.DONE}
    if done:
        try:
            looks.look(actor, 0, now)
        except looks.TooManyLooks as many:
            said = _("You looked at gaps often within this hour. You can again from %(when)s on.")
            raise NotNow(said % {"when": web.time_words(many.until)}) from None
    found = []
    for state in counts:
        url, count = reverse("justice:gaps_of", args=[state]), done.get(state)
        share = gaps.bounds(count.figures["here"]) if count else None
        told = words.between(share.lower, share.upper, share.total) if share and share.total else ""
        found.append(Share(state_name(state), told, count.as_of if count else None, url))
    return found
