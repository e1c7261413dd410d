"""The review of instruments: a practitioner and a survivor adviser say here that a wording holds (docs/reviews.md).
Without both, an installation for practice and demonstration uses it and says so; one for real work does not."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import reviews, reviews_gone
from fanal.cases.assessing import instruments
from fanal.cases.assessing.instruments import Instrument
from fanal.cases.model.words import code

SOURCE = "instruments"


def item(one: Instrument) -> reviews.Item:
    """An instrument as something to review."""
    return reviews.Item(SOURCE, one.code, code("assessment_kind", one.code), one.wording, lambda: _shown(one))


def waits_for(org: UUID, one: Instrument, today: date) -> str:
    """Why nobody here vouches for an instrument, for people; empty where somebody does."""
    if reviews.standing(org, item(one), today).state in reviews.GOOD:
        return ""
    return reviews_gone.missing(item(one)) or _("Nobody has reviewed these questions here yet.")


def _items() -> Iterator[reviews.Item]:
    yield from map(item, instruments.newest().values())


def _shown(one: Instrument) -> tuple[Sequence[str], Sequence[Sequence[object]]]:
    """Every text, by section; for a sign the level that it asks for at least."""
    lines: list[Sequence[object]] = [("", one.about, "")]
    for section in one.sections:
        lines += [(section.title, ask, "") for ask in section.questions.values()]
        lines += [(section.title, sign.say, code("risk_level", sign.asks)) for sign in section.signs]
        for domain in section.words:
            meant = instruments.meanings()[domain]
            name = code("wellbeing_domain", domain)
            lines += [(name, f"{code('wellbeing_state', word)}: {text}", "") for word, text in meant.items()]
    return (_("Section"), _("Wording"), _("Asks for at least")), [*lines, *((_("Source"), s, "") for s in one.sources)]


reviews.declare_source(
    reviews.Source(
        name=SOURCE,
        title=lazy("Questions of assessments"),
        asks=lazy(
            "Would you ask a child this? Is it short, without blame, and about nothing that need not be said? Does "
            "each sign ask for the right level at least?"
        ),
        needs=(reviews.Reviewer.PRACTITIONER, reviews.Reviewer.SURVIVOR),
        items=_items,
    )
)
