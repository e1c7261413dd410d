"""That somebody talks about their work with a supervisor, month by month: a day, a form, a role. Nothing of what."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import need
from fanal.learning.models import Learner, Supervised
from fanal.vocabulary.dates import months_later

KINDS: Mapping[str, Promise] = {
    "alone": lazy("one to one"),
    "group": lazy("in a group"),
    "colleagues": lazy("among colleagues"),
}
ROLES: Mapping[str, Promise] = {
    "supervisor": lazy("my supervisor"),
    "trainer": lazy("whoever trains me"),
    "colleague": lazy("a colleague"),
    "outside": lazy("somebody from outside"),
}
MONTHS: Final = 3
"""Somebody is supervised who has an entry in each of so many months."""
_BACK: Final = timedelta(days=366)


def of(learner: Learner) -> list[Supervised]:
    """The entries of somebody, newest first."""
    return list(Supervised.objects.filter(learner=learner).order_by("-on", "-pk"))


def is_supervised(days: list[date], today: date) -> bool:
    """Whether there is an entry in each of the last three months, counted back from today."""
    return len(days) >= MONTHS and all(any(start < day <= end for day in days) for end, start in _months(today))


@lru_cache(maxsize=8)
def _months(today: date) -> list[tuple[date, date]]:
    """The ends of the last months with their beginnings, counted back from today: the same for everybody."""
    return list(pairwise(months_later(today, -back) for back in range(MONTHS + 1)))


def enter(learner: Learner, on: date, kind: str, with_role: str, today: date) -> None:
    """Keep that there was supervision; the same twice is kept once. Raises `NotNow`."""
    need(
        (not today - _BACK <= on <= today, _("Choose a day of the last year, today at the latest."), "on"),
        (kind not in KINDS, _("Choose how."), "kind"),
        (with_role not in ROLES, _("Choose with whom."), "with_role"),
    )
    Supervised.objects.get_or_create(learner=learner, on=on, kind=kind, with_role=with_role)
