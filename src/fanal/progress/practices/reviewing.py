"""A practice that is to be published is read by a survivor adviser first (DNH-46), as other content is reviewed."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import reviews, writers
from fanal.progress.models import Practice
from fanal.progress.practices import words
from fanal.progress.practices.policy import WROTE
from fanal.progress.proved import ours
from fanal.vocabulary.countries import country_name
from fanal.web import api as web

NAME: Final = "practices"
_TOLD: Final = ("description", "found", "addressee", "basis", "answer", "answered_by", "outcome", "outcome_words")


def item(row: Practice) -> reviews.Item:
    """What is to be published, as something to review: another text or answer asks anew."""
    return replace(_text(row), wrote=writers(row.pk, WROTE))


def _text(row: Practice) -> reviews.Item:
    told = [str(getattr(row, name)) for name in _TOLD]
    title = web.dots(str(words.KINDS[row.kind]), country_name(row.country, web.spoken()))
    return reviews.Item(
        NAME, row.pk.hex, title, json.dumps(told, ensure_ascii=False).encode(), lambda: _shown(row), org=row.org_id
    )


def _shown(row: Practice) -> tuple[list[str], list[list[object]]]:
    lines = (
        (_("What is done"), row.description), (_("Where it can be found"), row.found),
        (_("Who can end it"), row.addressee), (_("On which ground"), row.basis),
        (_("Answer"), row.answer), (_("By"), row.answered_by),
        (_("What came of it"), row.outcome_words or str(words.OUTCOMES.get(row.outcome, ""))),
    )  # fmt: skip
    return [_("Part"), _("Text")], [[name, text] for name, text in lines if text]


def _items() -> Iterator[reviews.Item]:
    return ours(item, Practice.objects.filter(public__in=("proposed", "published")).order_by("pk"))


def is_read(row: Practice, today: date) -> bool:
    """Whether a survivor adviser said yes to what is to be published."""
    return reviews.standing(row.org_id, item(row), today).state in reviews.GOOD


def unrefused(rows: Sequence[Practice]) -> list[Practice]:
    """Those of what is published to which no survivor adviser said no since, whatever was changed or said by others
    after that: each takes back their own no alone."""
    texts = {row.pk: _text(row) for row in rows}
    said: dict[str, list[reviews.Statement]] = {}
    for org in {row.org_id for row in rows}:
        said |= reviews.statements_of(org, [texts[row.pk] for row in rows if row.org_id == org])
    return [row for row in rows if not _is_refused(row, said[texts[row.pk].key])]


def _is_refused(row: Practice, said: Sequence[reviews.Statement]) -> bool:
    newest = {one.by: one for one in said}
    return any(not one.yes and one.at and row.published_at and one.at >= row.published_at for one in newest.values())


def waits(row: Practice, today: date) -> bool:
    """Whether a survivor adviser has to say something yet."""
    return reviews.standing(row.org_id, item(row), today).state not in reviews.GOOD | {reviews.State.REFUSED}


def declare() -> None:
    """Called once when the room starts."""
    reviews.declare_source(
        reviews.Source(
            NAME,
            lazy("Practices that harm children"),
            lazy("Does it blame or show a child, does it hurt whoever lived through it, and can it be said so?"),
            (reviews.Reviewer.SURVIVOR,),
            _items,
            waits=True,
        )
    )
