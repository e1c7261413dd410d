"""Coded rows for counting, one file each."""

from django.db import models

from fanal.cases.models.files import WHOSE, Case
from fanal.columns import ID, column, key
from fanal.network.models import Organisation
from fanal.vault import Public
from fanal.vocabulary.ids import new_id


class StatRow(models.Model):
    """What may be counted of one file as codes, sealed to the counting team of its organisation. No word, no name.
    Whoever opted out has none."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ID, models.CASCADE, indexed=False)
    case = key(Case, WHOSE, models.CASCADE, indexed=False)
    part = column(models.CharField(max_length=10), Public("S1", "how it was, how it is, or what the child answered"))
    cohort = column(models.PositiveSmallIntegerField(), Public("S1", "year of opening: when it may leave"))
    ring_version = column(models.PositiveIntegerField(), Public("S1", "which ring version opens it"))
    row = column(models.BinaryField(), Public("S1", "ciphertext for the counting team"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "part"], name="cases_one_stat_row")]
        indexes = [models.Index(fields=["org", "cohort"], name="cases_stat_cohort")]
