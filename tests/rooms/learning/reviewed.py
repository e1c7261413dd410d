"""Courses that were reviewed here, by four people of Aurora and, in another language, a fifth."""

from datetime import timedelta

from fanal.access.api import reviews
from fanal.access.reviews import Item, Reviewer, Statement
from fanal.learning import reviewing
from fanal.learning.courses import library
from fanal.network.contracts import Role
from tests.people import NOW, Cast, gains

TODAY, UNTIL = NOW.date(), NOW.date() + timedelta(days=300)
WHO = {
    Reviewer.SURVIVOR: "celia",
    Reviewer.CLINICAL: "dalia",
    Reviewer.LAWYER: "lena",
    Reviewer.PRACTITIONER: "bao",
    Reviewer.NATIVE: "edo",
}


def says(cast: Cast, item: Item, kind: Reviewer, **more: object) -> None:
    """Whoever does it in these tests reviews an item."""
    said = {"yes": True, "until": UNTIL, "reviewer": "Somebody who knows"} | more
    reviews.review(cast[WHO[kind]], item, Statement(kind, digest=item.digest, reviewed_on=TODAY, **said), NOW)  # type: ignore[arg-type]


def people(cast: Cast) -> None:
    """They have the roles that it needs."""
    gains(cast["celia"].person, Role.SURVIVOR_ADVISER)
    gains(cast["edo"].person, Role.LANGUAGE_REVIEWER)


def all_say(cast: Cast, code: str, *languages: str) -> None:
    """A course holds, and its translations into these languages."""
    people(cast)
    item = reviewing.course_item(library.shipped()[code])
    for kind in (Reviewer.SURVIVOR, Reviewer.CLINICAL, Reviewer.LAWYER, Reviewer.PRACTITIONER):
        says(cast, item, kind)
    for language in languages:
        says(cast, reviewing.texts_item(library.spoken(code, language)), Reviewer.NATIVE)
