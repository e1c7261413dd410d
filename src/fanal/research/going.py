"""What of research goes next: tables of children that were read in, and those of studies."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from fanal.access.api import kept
from fanal.columns import sealed
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.research.models import ImportedTable, Study


@kept.goes
def of_tables(actor: Actor, until: date) -> Iterator[kept.Going]:
    """Those of the actor's organisation. What opens them is left to research."""
    country = network.org(actor.org).country
    for table, words in ((ImportedTable, _("Table of children that was read in")), (Study, _("Table of a study"))):
        rows = table.objects.filter(org_id=actor.org, erase_on__lte=until).exclude(content=b"")
        for row in rows.defer(*sealed(table)):
            assert row.erase_on is not None
            yield kept.Going(words, country, row.erase_on)
