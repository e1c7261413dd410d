"""What of concerns goes next: the whole of one, or who told us."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from fanal.access.api import kept, may
from fanal.columns import sealed
from fanal.concerns.keeping.keeping import HOLD
from fanal.concerns.keeping.texts import KEPT
from fanal.concerns.models import Concern
from fanal.concerns.retention import REPORTER
from fanal.network.contracts import Actor, Role
from fanal.vocabulary.ids import short


@kept.goes
def of_concerns(actor: Actor, until: date) -> Iterator[kept.Going]:
    """Those of the actor's organisation, but for practice; what is about our own people the safeguarding lead alone
    sees."""
    rows = Concern.objects.filter(org_id=actor.org, practice=False).defer(*sealed(Concern))
    if not actor.has(Role.SAFEGUARDING_LEAD):
        rows = rows.filter(restricted=False)
    for row in rows.filter(erase_on__lte=until):
        yield _going(actor, row, row.retention_class, row.erase_on)
    for row in rows.filter(reporter_erase_on__lte=until).exclude(reporter=b""):
        yield _going(actor, row, REPORTER, row.reporter_erase_on)


def _going(actor: Actor, row: Concern, kind: str, day: date | None) -> kept.Going:
    assert day is not None
    url = reverse("concerns:keeping", args=[row.pk]) if may(actor, HOLD, row) else ""
    return kept.Going(_(KEPT.get(kind, kind)), row.country_of_harm, day, row.hold_until, url, short(row.pk))
