"""Where the room shows itself: its place in the navigation, and on My day what of the law waits."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.justice.law import declaring, library, places, policy, queue, words
from fanal.justice.law.codes import CONDUCTS
from fanal.justice.law.declared import Declared, Stands
from fanal.justice.law.desk.complete import STANDS
from fanal.justice.law.queue import Waits
from fanal.network.contracts import Actor
from fanal.web import api as web

type Stood = tuple[Declared, Stands]
_NAMED = 5  # so many reviews that end are named; the rest is a number
_COUNTED = {
    Waits.DRAFTER: lazy("Provisions that were given back to their drafter: %(count)s"),
    Waits.CHECK: lazy("Provisions to be compared with their text: %(count)s"),
    Waits.REVIEW: lazy("Provisions to be reviewed by a lawyer: %(count)s"),
}


def open_doors() -> None:
    """Called once when the room starts."""
    web.register(lazy("Law"), "justice:law", policy.READ, place=60)
    web.register_open(lazy("Law"), "law:world", place=10, front=lazy("The law: what protects children in each country"))
    web.register_open(lazy("Treaties"), "law:treaties", place=11, under="law:world")
    web.day.section(policy.CHECK, _waiting)
    web.day.section(policy.CONFIRM, _completeness)


def _waiting(actor: Actor, now: datetime) -> web.day.Section:
    """How much waits for what this person may do: for a lawyer, reviews that ended or end within 60 days one by one,
    the most pressing first; then how many provisions."""
    on, corpus = now.date(), library.corpus(now)
    held = [(kind, code, item) for code, waits in library.reviews_waiting(now).items() for kind, item in waits]
    reviews = bool(access.may(actor, policy.REVIEW))
    stale = [one for kind in (Waits.EXPIRED, Waits.EXPIRES) for one in held if one[0] is kind and reviews]
    rows = list[web.day.Row]()
    for _kind, code, item in stale[:_NAMED]:
        named, url, note = places.ending(corpus.laws[code], item, on)
        rows.append(web.day.Row(named, url, note=note))
    if len(stale) > _NAMED:
        more = _("%(count)s more reviews that ended, or end within 60 days")
        rows.append(_count(more, [code for _kind, code, _item in stale[_NAMED:]]))
    for kind, counted in _COUNTED.items():
        codes = [code for waits, code, _item in held if waits is kind]
        if codes and (reviews or kind is not Waits.REVIEW):
            rows.append(_count(str(counted), codes))
    return web.day.Section(_("Law that waits for you"), rows)


def _count(said: str, codes: Sequence[str]) -> web.day.Row:
    """So many, in how many countries; of one country they stand on its page."""
    whole = sorted(set(codes))
    url = reverse("justice:law_queue", args=whole) if len(whole) == 1 else reverse("justice:law")
    where = words.state_name(whole[0]) if len(whole) == 1 else _("in %(n)s countries") % {"n": web.digits(len(whole))}
    return web.day.Row(said % {"count": web.digits(len(codes))}, url, note=where)


def _completeness(actor: Actor, now: datetime) -> web.day.Section:
    """What another lawyer declared complete and this one may confirm, what this one took part in and is over, then what
    ends within 60 days."""
    held = [pair for found in library.declarations(now).values() for pair in found]
    waits = [one for one, stands in held if stands is Stands.WAITING]
    rows = [
        _declared(one, _("waits for a second reviewer"))
        for one in waits
        if access.may(actor, policy.CONFIRM, declaring.asked_about(one.row, now))
    ]
    rows += [
        _declared(one, web.apart(filter(None, (STANDS[stands][0], one.row.note))))
        for one, stands in _over(actor, held, now)
    ]
    rows += [
        _declared(one, _("It is complete until %(day)s.") % {"day": web.day_words(one.row.valid_until)})
        for one, stands in held
        if stands is Stands.IN_FORCE and one.row.valid_until <= now.date() + queue.SOON
    ]
    return web.day.Section(_("Law that is declared complete"), rows)


def _over(actor: Actor, held: Sequence[Stood], now: datetime) -> Iterator[Stood]:
    """What this person declared or confirmed and what came to an end without them, until its days are declared anew; a
    withdrawal for 60 days."""
    ended = {Stands.CHANGED, Stands.LOST, Stands.WITHDRAWN}
    for one, stands in held:
        row = one.row
        mine = actor.person in {row.declared_by_id, row.confirmed_by_id} and actor.person != row.withdrawn_by_id
        old = row.withdrawn_at is not None and row.withdrawn_at < now - queue.SOON
        if stands in ended and mine and not old and not any(_anew(other, one) for other in held):
            yield one, stands


def _anew(other: Stood, one: Declared) -> bool:
    newer, stands = other
    return stands in {Stands.WAITING, Stands.IN_FORCE} and newer.follows(one)


def _declared(one: Declared, note: str) -> web.day.Row:
    title = f"{words.state_name(one.row.jurisdiction)}: {CONDUCTS[one.row.conduct]}"
    return web.day.Row(title, reverse("justice:law_declared", args=[one.row.pk]), note=note)
