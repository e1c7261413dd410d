"""Who reads a document before it leaves: a lawyer where it speaks of law, a survivor adviser where it is for everybody
(DNH-46). What it says otherwise afterwards asks anew."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import NotAllowed, reviews, writers
from fanal.progress.composing import composing, printing
from fanal.progress.composing.checking import Composed
from fanal.progress.composing.kinds import State
from fanal.progress.composing.policy import WROTE
from fanal.progress.models import Document

_NEEDS: Final[Mapping[str, tuple[reviews.Reviewer, ...]]] = {
    "documents": (reviews.Reviewer.SURVIVOR,),
    "documents_of_law": (reviews.Reviewer.SURVIVOR, reviews.Reviewer.LAWYER),
    "letters_of_law": (reviews.Reviewer.LAWYER,),
}
_TITLES: Final[Mapping[str, str | Promise]] = {
    "documents": lazy("Documents for everybody"),
    "documents_of_law": lazy("Documents about law for everybody"),
    "letters_of_law": lazy("Letters about law"),
}


def source_of(made: Composed) -> str:
    """Among which reviews it stands; nowhere where nobody has to read it."""
    if made.skeleton.public:
        return "documents_of_law" if made.is_legal else "documents"
    return "letters_of_law" if made.is_legal else ""


def item(made: Composed) -> reviews.Item:
    """A document as something to review: its own words, and what each block said."""
    row = made.row
    told = [
        row.output, row.country, row.language, row.title, row.addressee, str(row.answer_by or ""),
        [[one.id, one.section, one.kind, one.ref, one.text] for one in made.blocks],
        {which: one.digest if one else "" for which, one in made.pieces.items()},
    ]  # fmt: skip
    wording = json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
    return reviews.Item(
        source_of(made), row.pk.hex, row.title, wording, partial(_shown, made), org=row.org_id,
        wrote=writers(row.pk, WROTE),
    )  # fmt: skip


def _shown(made: Composed) -> tuple[list[str], list[list[object]]]:
    lines: list[list[object]] = []
    for part in printing.memo(made, 1, made.about.on).parts:
        lines += [[part.heading, ""]] if part.heading else []
        lines += [["", line] for line in (*part.said, *(words for words, _language in part.quoted), *part.points)]
    return [_("Part"), _("Text")], lines


def _items(source: str) -> Iterator[reviews.Item]:
    now = timezone.now()
    for row in Document.objects.filter(state=State.PROPOSED).order_by("pk"):
        with suppress(ValueError, KeyError, TypeError, NotAllowed):  # a row that none of us wrote hides no other
            made = composing.composed(row, now)
            if source_of(made) == source:
                yield item(made)


def standing(made: Composed, today: date) -> reviews.Standing | None:
    """How its reviews stand; None where it needs none."""
    return reviews.standing(made.row.org_id, item(made), today) if source_of(made) else None


def is_read(made: Composed, today: date) -> bool:
    """Whether everybody read it who must."""
    found = standing(made, today)
    return found is None or found.state in reviews.GOOD


def declare() -> None:
    """Called once when the room starts."""
    for name, needs in _NEEDS.items():
        reviews.declare_source(
            reviews.Source(
                name,
                _TITLES[name],
                lazy(
                    "Does it blame or show a child, does it hurt whoever lived through it? Does it say of the law what "
                    "the law says, and no more than its sources?"
                ),
                needs,
                partial(_items, name),
                waits=True,
            )
        )
