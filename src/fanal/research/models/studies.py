"""Prevalence studies and linkage runs. Histories are sealed; no pair and no record is anywhere."""

from __future__ import annotations

from django.db import models

from fanal.columns import AT, DAY, ID, VERSION, WHO, column, key, key_or_none
from fanal.network.models import Organisation, Person
from fanal.research.content import HistoriesContent
from fanal.research.models.parts import HASH, ORG, PLANNED, REFERENCE, STATE, WORDS
from fanal.vault import Public, Sealed
from fanal.vocabulary.ids import new_id


class Study(models.Model):
    """An estimate of how many children are on no list: registered before the table is opened, signed from outside."""

    stated = ("org", "made_by", "made_at", "erase_on")
    of_0_1_0 = ("research.open_study", "research.revise_study", "research.see_capture_table", "research.compute_study")
    whole = ("statistician", "estimate_sha256", "affiliation", "signed_at", "statistician_key", "signature")
    row_stays = True

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ORG)
    question = column(models.CharField(max_length=60), REFERENCE)
    title = column(models.CharField(max_length=160), WORDS)
    source = column(models.CharField(max_length=10), Public("S1", "a linkage run, or a published table"))
    source_words = column(models.CharField(max_length=400), Public("S0", "where a published table is from"))
    run: models.ForeignKey[LinkageRun | None, LinkageRun | None] = key_or_none("LinkageRun", ID, related_name="studies")
    options = column(models.JSONField(default=dict), PLANNED)
    sensitivities = column(models.JSONField(default=list), PLANNED)
    protocol = column(models.JSONField(default=dict), WORDS)
    registered_sha256 = column(models.CharField(max_length=64, blank=True), HASH)
    registered_at = column(models.DateTimeField(null=True, blank=True), AT)
    table_sha256 = column(models.CharField(max_length=64, blank=True), HASH)
    lists = column(
        models.JSONField(default=list),
        Public("S1", "names of the lists of a published table; printed with the estimate"),
    )
    estimate = column(
        models.TextField(blank=True), Public("S1", "the estimate with its interval, as the engine wrote it")
    )
    others = column(
        models.JSONField(default=dict), Public("S1", "sensitivities and other methods, as the engine wrote them")
    )
    estimate_sha256 = column(models.CharField(max_length=64, blank=True), HASH)
    computing_until = column(models.DateTimeField(null=True, blank=True), AT)
    computing_failed = column(
        models.CharField(max_length=20, blank=True), Public("S1", "the part at which computing failed last")
    )
    statistician = key_or_none(Person, WHO)
    affiliation = column(
        models.CharField(max_length=200, blank=True), Public("S0", "where the outside statistician works; printed")
    )
    statistician_key = column(
        models.BinaryField(default=bytes), Public("S0", "the public key that the signature is verified with")
    )
    signature = column(models.BinaryField(default=bytes), Public("S0", "the statistician's signature"))
    signed_at = column(models.DateTimeField(null=True, blank=True), AT)
    number = column(models.CharField(max_length=40, blank=True), Public("S0", "the number that its release has"))
    state = column(models.CharField(max_length=12, default="draft"), STATE)
    stopped_because = column(models.CharField(max_length=300, blank=True), WORDS)
    erase_on = column(models.DateField(null=True, blank=True), DAY)
    version = column(models.PositiveIntegerField(default=1), VERSION)
    made_by = key(Person, WHO)
    made_at = column(models.DateTimeField(), AT)
    content = column(models.BinaryField(default=bytes), Sealed("content", HistoriesContent))


class Correction(models.Model):
    """Words of a study that a second person corrected after they were registered. Only added."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    study = key(Study, ID, models.CASCADE, related_name="corrections")
    field = column(models.CharField(max_length=20), Public("S1", "which text was corrected"))
    words = column(models.CharField(max_length=400), WORDS)
    because = column(models.CharField(max_length=300), WORDS)
    by = key(Person, WHO)
    at = column(models.DateTimeField(), AT)


class LinkageRun(models.Model):
    """How many children are on which lists: who takes part, how far it is, sizes and hashes. No pair, no record."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ORG)
    unit = key(Organisation, ORG)
    title = column(models.CharField(max_length=160), WORDS)
    population = column(models.CharField(max_length=300), Public("S0", "who is counted"))
    period = column(models.JSONField(default=dict), PLANNED)
    scheme = column(models.JSONField(default=dict), PLANNED)
    protocol = column(models.JSONField(default=dict), WORDS)
    state = column(models.CharField(max_length=12, default="draft"), STATE)
    delete_by = column(models.DateField(), DAY)
    result_sha256 = column(models.CharField(max_length=64, blank=True), HASH)
    quality = column(
        models.JSONField(default=dict), Public("S1", "how many links are missed or false, as rates with intervals")
    )
    stopped_because = column(models.CharField(max_length=300, blank=True), WORDS)
    version = column(models.PositiveIntegerField(default=1), VERSION)
    made_by = key(Person, WHO)
    made_at = column(models.DateTimeField(), AT)


class RunStep(models.Model):
    """One step of one participant of a run: who, when, the hash of what was sent. Only added."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    run = key(LinkageRun, ID, models.CASCADE, related_name="steps")
    org = key(Organisation, ORG)
    step = column(models.CharField(max_length=12), STATE)
    by = key(Person, WHO)
    at = column(models.DateTimeField(), AT)
    rows = column(models.PositiveIntegerField(null=True, blank=True), Public("S1", "how long a list is"))
    digest = column(models.CharField(max_length=64, blank=True), HASH)
    signature = column(models.BinaryField(default=bytes), Public("S1", "of the organisation, over what was sent"))
