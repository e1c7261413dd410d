"""Whether the wording of a commitment may be read: our paraphrase is public once somebody here compared it with the
full text of the Agenda, and as long as that review holds (docs/reviews.md). A wording that is changed asks for it
anew."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import reviews
from fanal.progress import words
from fanal.progress.commitments import rubrics
from fanal.progress.commitments.rubrics import Commitment

SOURCE = "commitments"


def item_of(one: Commitment) -> reviews.Item:
    """A commitment as something to review: its wording, and what each point means."""
    wording = json.dumps([one.id, one.text, one.anchors], ensure_ascii=False).encode()
    return reviews.Item(SOURCE, one.id, words.named(one), wording, lambda: _shown(one))


def _shown(one: Commitment) -> tuple[Sequence[str], Sequence[Sequence[object]]]:
    rows = [(_("Commitment"), one.text), *((str(points), said) for points, said in enumerate(one.anchors))]
    return (_("Place"), _("Wording")), rows


def public(today: date) -> frozenset[str]:
    """The commitments whose wording everybody may read today."""
    return _public(reviews.mark(), today)


@lru_cache(maxsize=8)
def _public(_mark: object, today: date) -> frozenset[str]:
    """Kept until somebody states a review."""
    items = [item_of(one) for one in rubrics.shipped().values()]
    here = reviews.standings(words.NO_ORG, items, today)
    return frozenset(item.name for item, found in here if found.state in reviews.GOOD)


def _items() -> Iterator[reviews.Item]:
    return map(item_of, rubrics.shipped().values())


def declare() -> None:
    """Called once when the room starts."""
    reviews.declare_source(
        reviews.Source(
            name=SOURCE,
            title=lazy("Commitments of Stockholm"),
            asks=lazy(
                "Compare our wording with the full text of the Declaration and Agenda for Action. Does it say what "
                "governments promised there, no more and no less? Would two people give a state the same points?"
            ),
            needs=(reviews.Reviewer.METHODS,),
            items=_items,
            common=reviews.alike,
        )
    )
