"""The clocks of reviews: thirty days before one ends, or once its wording changed, it is a duty of whoever has that
role to review anew (docs/reviews.md, "Before it ends"). Whoever brought translations that do not hold brings them in
anew. Key-less."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from fanal.access import api as access
from fanal.access.api import languages, renewing, reviews, speakers
from fanal.access.renewing import End
from fanal.access.reviews import Item, Statement
from fanal.clocks import api as clocks
from fanal.clocks.api import Owed
from fanal.clocks.contracts import Target
from fanal.network import api as network
from fanal.network.contracts import Actor, Role
from fanal.site.languages.words import theirs
from fanal.vocabulary.words import gettext_noop
from fanal.web import api as web

AGAIN = clocks.register(
    clocks.DutyKind(
        "review_again",
        gettext_noop("Review content anew: what was stated ends, or its wording changed"),
        reviews.SOON,
        Target.role(Role.MANAGER),
    )
)
REFUSED = clocks.register(
    clocks.DutyKind(
        "translation_refused",
        gettext_noop("Translations do not hold: read why, and bring them in anew"),
        timedelta(days=14),
        Target.role(Role.LANGUAGE_REVIEWER),
    )
)


def look(now: datetime) -> None:
    """Begin the duties of reviews that end soon, ended, or are of another wording; stop those of which nothing is
    left."""
    owed = (
        Owed(org.id, end.subject, (AGAIN,), {"limit": _left(end, now), "owner": Target.role(reviews.ROLES[end.kind])})
        for org in network.orgs(also_changed=True)
        for end in _due(org.id, now)
    )
    clocks.only([AGAIN], owed, now)


def _due(org: UUID, now: datetime) -> Iterator[End]:
    return (end for end in renewing.ends(org) if end.is_due(now.date()))


def _left(end: End, now: datetime) -> timedelta:
    return reviews.SOON if end.changed else clocks.until_end_of(end.until, now)


@transaction.atomic
def review(actor: Actor, item: Item, said: Statement, now: datetime) -> None:
    """State a review; the duty to do so is done where nothing is due any more."""
    reviews.review(actor, item, said, now)
    due = {end.subject for end in _due(actor.org, now)}
    subject = renewing.subject_of(item, said.kind)
    if subject not in due:
        clocks.stop(subject, AGAIN, now=now, org=actor.org)
    if item.source == languages.NAME:
        _tell(actor, item, said, now)


def _tell(actor: Actor, item: Item, said: Statement, now: datetime) -> None:
    """After a no whoever brought the language in has a task, until it comes anew or no part of it is refused."""
    code = item.name.partition("-")[0]
    came = access.stated.last(speakers.chain(code), speakers.BRING)
    if not said.yes and came and came.actor and came.org:
        clocks.start(REFUSED, came.org, speakers.chain(code), now=now, owner=Target.person(came.actor))
    elif said.yes and not any(_is_refused(actor, one, now) for one in reviews.items() if _is_of(one, code)):
        is_anew(code, now)


def _is_of(item: Item, code: str) -> bool:
    return item.source == languages.NAME and item.name.startswith(f"{code}-")


def _is_refused(actor: Actor, item: Item, now: datetime) -> bool:
    return reviews.standing(actor.org, item, now.date()).state is reviews.State.REFUSED


def is_anew(code: str, now: datetime) -> None:
    """A language came in anew, or nothing of it is refused any more: nobody has a task with it."""
    clocks.stop(speakers.chain(code), REFUSED, now=now)


def open_doors() -> None:
    """Where the duties are done; called once when the site starts."""
    web.day.lead(AGAIN, lambda _subject: reverse("desk:reviews"), about=_about, paper=True)
    web.day.lead(REFUSED, _language, about=_which, paper=True)


def _codes() -> dict[UUID, str]:
    return {speakers.chain(code): code for code, _name in settings.LANGUAGES}


def _language(subject: UUID) -> str:
    return reverse("desk:language", args=[_codes()[subject]])


def _which(_actor: Actor, subjects: Collection[UUID]) -> dict[UUID, web.day.About]:
    """Which language."""
    return {chain: web.day.About(theirs(code)) for chain, code in _codes().items() if chain in subjects}


def _about(actor: Actor, subjects: Collection[UUID]) -> dict[UUID, web.day.About]:
    """Which item, and as which reviewer."""
    found = {}
    for item in reviews.items(actor):
        for kind in reviews.source_of(item).needs:
            if (subject := renewing.subject_of(item, kind)) in subjects:
                found[subject] = web.day.About(web.dots(item.words, str(reviews.REVIEWERS[kind])))
    return found
