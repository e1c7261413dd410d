"""Whether an organisation may open files of children."""

from django.db import models

from fanal.columns import DAY, ID, column
from fanal.network.models import Organisation, Vouched
from fanal.vault import Public
from fanal.vocabulary.ids import new_id


class Readiness(Vouched):
    """The care of children of one organisation: switched on through its gate, and since when something lapsed."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org: "models.OneToOneField[Organisation, Organisation]" = column(
        models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+"), ID
    )
    on = column(models.BooleanField(default=False), Public("S1", "whether files may be opened"))
    lapsed_on = column(models.DateField(null=True, blank=True), DAY)
