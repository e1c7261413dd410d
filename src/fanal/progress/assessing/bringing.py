"""Assessments of one country that come in as a table: the form to take along, filled in. Each row is what the page of a
place takes, by the same form and the same deed; a second person reads each as ever."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, ask
from fanal.network.contracts import Actor
from fanal.progress.assessing import assessing, cells
from fanal.progress.assessing.cells import Place
from fanal.progress.assessing.policy import ASSESS
from fanal.progress.models import CountryAssessment
from fanal.web import api as web

_SAID: Final = (
    "state", "points", "as_of", "rationale", "citations", "searched", "differs", "confidence", "ties", "corrects",
)  # fmt: skip


def is_new(actor: Actor, where: Place, told: Mapping[str, Any], now: datetime) -> bool:
    """Whether it says something else than the newest assessment of a place. Raises as `assessing.assess`, and keeps
    nothing."""
    row, live = assessing.drafted(actor, where, told, now), cells.work(where.cell)
    return live is None or _said(row) != _said(live.assessment)


def _said(row: CountryAssessment) -> list[object]:
    return [getattr(row, name) for name in _SAID]


@transaction.atomic
def bring(actor: Actor, country: str, given: Sequence[Mapping[str, Any]], now: datetime) -> web.tables.Came:
    """Keep all of them, or none: `given` has an `item` and what `assessing.assess` takes, a day as text. Raises
    `NotAllowed`, `NotNow` with the place at which it stopped."""
    ask(actor, ASSESS)
    came = web.tables.Came()
    for told in given:
        where = cells.place(country, told["item"])
        try:
            assessing.assess(actor, where, {**told, "as_of": date.fromisoformat(told["as_of"])}, now)
        except NotNow as why:
            words = _("%(item)s: %(why)s Nothing was kept. Look at the rows again.")
            raise NotNow(words % {"item": told["item"], "why": why.words}) from None
        came.new.append(told["item"])
    return came
