"""What the register said, signed (docs/tourism.md, "The signed register")."""

from django.db import models

from fanal.columns import AT, column
from fanal.vault import Public


class RegisterSnapshot(models.Model):
    """The register of one day as this installation signed it. Of what a column says beside the token nothing is
    believed."""

    number = column(models.PositiveIntegerField(primary_key=True), Public("S0", "from 1, one more each day"))
    taken_at = column(models.DateTimeField(), AT)
    token = column(models.TextField(), Public("S0", "the register, signed, for everybody"))
