"""How long a matter is kept: from its closing, by the law of its organisation; an exercise a year from its beginning
(docs/keeping.md, "Matters"). A matter that belongs to a file goes with it at the latest."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import keeping, kept, may, stated
from fanal.journal import api as journal
from fanal.justice.content import FILE
from fanal.justice.matters import policy
from fanal.justice.models import Matter
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.keeping import Period

EXERCISE = "exercise"
EXERCISES = Period("arrival", months=12)
HOUSE = Period("closing", months=120)
TIME = "matters.time"

keeping.record_class(keeping.RecordClass(FILE, "justice", lazy("Matter of a lawyer"), HOUSE, ("arrival",)))


def time(matter: Matter, today: date) -> None:
    """Set from its closing when it goes, or, where it is open again, that nothing ends it. It stands in the list of
    what goes next before it does, however short its time is."""
    if matter.training:
        return
    if matter.closed_on is None:
        matter.retention_class, matter.erase_on = "", None
        return
    country = network.org(matter.org_id).country
    period = keeping.periods(matter.org_id, country, today).get(FILE, HOUSE)
    started = matter.opened_on if period.start == "arrival" else matter.closed_on
    matter.retention_class, matter.erase_on = FILE, max(period.end(started), today + kept.AHEAD)


def time_closed(now: datetime) -> None:
    """What was closed before matters had an end gets one, and an exercise too."""
    rows = Matter.objects.filter(erase_on=None).exclude(training="", closed_on=None)
    for pk in list(rows.values_list("pk", flat=True)):
        with transaction.atomic():
            matter = rows.select_for_update().filter(pk=pk).first()
            if matter is None or not stated.stands(matter):
                continue
            if matter.training:
                end = max(EXERCISES.end(matter.opened_on), now.date() + kept.AHEAD)
                matter.retention_class, matter.erase_on = EXERCISE, end
            time(matter, now.date())
            matter.save(update_fields=["retention_class", "erase_on"])
            by = network.keyfile.installation(matter.org_id)
            journal.write(matter.pk, by, TIME, at=now, items=[stated.item(matter)])


@kept.goes
def of_matters(actor: Actor, until: date) -> Iterator[kept.Going]:
    """Matters of the actor's organisation. Exercises are about no child."""
    country = network.org(actor.org).country
    for row in Matter.objects.filter(org_id=actor.org, training="", erase_on__lte=until).defer("content"):
        url = reverse("justice:matter", args=[row.pk]) if may(actor, policy.HOLD, row) else ""
        assert row.erase_on is not None
        yield kept.Going(keeping.words_of(FILE), country, row.erase_on, row.hold_until, url)
