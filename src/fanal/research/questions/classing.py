"""The review of class sets: nobody counts in classes that two people did not look at first (refusal X1).

An ethics reviewer and a survivor adviser, of the organisation or of the secretariat, two people, each for the exact
file (`access.reviews`). A file that changes is another class set and is reviewed anew. What version 0.1.0 stored of it,
decisions of this room, counts as long.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import reviews, reviews_gone
from fanal.engines.disclosure.contracts import MISSING, ClassSet, Variable, canonical
from fanal.network.contracts import Role
from fanal.research import deciding, table_words, words
from fanal.research.contracts import Stage
from fanal.research.questions import catalogue
from fanal.vocabulary.dates import months_later
from fanal.web import api as web

SOURCE = "classes"
_ETHICS, _SURVIVOR = reviews.Reviewer.ETHICS, reviews.Reviewer.SURVIVOR
_KINDS = {Role.ETHICS_REVIEWER: _ETHICS, Role.SURVIVOR_ADVISER: _SURVIVOR}
DEEDS = {deciding.REVIEW_CLASSES: lazy("Reviewed the classes in which children are counted")}
"""What version 0.1.0 wrote into the journal."""

_WAITS = {
    reviews.State.WAITING: lazy(
        "Nobody reviewed these classes yet. An ethics reviewer and a survivor adviser look at them first."
    ),
    reviews.State.ENDED: lazy(
        "The review of these classes ended. An ethics reviewer and a survivor adviser look at them again."
    ),
    reviews.State.CHANGED: lazy(
        "These classes were changed after their review. An ethics reviewer and a survivor adviser look at them again."
    ),
    reviews.State.REFUSED: lazy("Somebody who reviewed these classes says no. Read why, and talk with them."),
}


def item(name: str) -> reviews.Item:
    """A class set as something to review. Raises `CatalogueError` for a name that there is not."""
    found = catalogue.class_set(name)
    return reviews.Item(SOURCE, name, words.class_set(name), canonical(found), lambda: _shown(found))


def standing(org: UUID, name: str, today: date) -> reviews.Standing:
    """How the review of a class set stands for an organisation."""
    return reviews.standing(org, item(name), today)


def classes_for(org: UUID, name: str, today: date) -> ClassSet:
    """A class set with the day of its review for an organisation; `reviewed_on` None where somebody is missing."""
    classes = catalogue.class_set(name)
    if classes.reviewed_on is not None:
        return classes
    return catalogue.reviewed(classes, standing(org, name, today).on)


def waits_for(org: UUID, name: str, today: date) -> str:
    """Why nobody here vouches for a class set, for people; empty where somebody does."""
    state = standing(org, name, today).state
    if catalogue.class_set(name).reviewed_on is not None or state in reviews.GOOD:
        return ""
    return reviews_gone.missing(item(name)) or str(_WAITS[state])


def _items() -> Iterator[reviews.Item]:
    """Those whose file does not say itself that they were reviewed."""
    yield from (item(name) for name in catalogue.class_sets() if catalogue.class_set(name).reviewed_on is None)


def _shown(found: ClassSet) -> tuple[Sequence[str], Sequence[Sequence[object]]]:
    """What is counted, in which classes."""
    return (_("Variable"), _("Classes"), _("Sensitive")), [_cells(one) for one in found.variables]


def _cells(variable: Variable) -> list[str]:
    codes = web.apart(table_words.code_label(variable, code) for code in variable.codes if code != MISSING)
    return [table_words.variable_label(variable), codes, _("yes") if variable.sensitive else ""]


def _before(one: reviews.Item) -> Iterable[reviews.Statement]:
    """What was decided of this file in version 0.1.0."""
    for row in deciding.held(uuid5(NAMESPACE_URL, f"fanal.classes/{one.digest}"), Stage.CLASSES):
        day, yes = row.at.date(), row.verdict in deciding.YES
        yield reviews.Statement(
            _KINDS[Role(row.role)], yes, row.about, day, months_later(day, reviews.LONGEST) if yes else None,
            reasons=row.reasons, org=row.org_id, by=row.person_id, at=row.at,
        )  # fmt: skip


reviews.declare_source(
    reviews.Source(
        name=SOURCE,
        title=lazy("Classes in which children are counted"),
        asks=lazy(
            "Think of the reader who knows much about one child and looks for the rest. Coarser classes are safer; "
            "finer ones are never added later."
        ),
        needs=(_ETHICS, _SURVIVOR),
        items=_items,
        before=_before,
    )
)
