"""Prevalence studies and linkage runs. Histories are sealed; no pair and no record is anywhere."""

from django.db import models

from fanal.research.content import HistoriesContent
from fanal.research.models.parts import (
    AT,
    DAY,
    HASH,
    ID,
    ORG,
    PLANNED,
    REFERENCE,
    STATE,
    VERSION,
    WHO,
    WORDS,
    org_,
    who,
    who_later,
)
from fanal.vault import Declared, Public, Sealed
from fanal.vocabulary.ids import new_id


class Study(models.Model):
    """An estimate of how many children are on no list: registered before the table is opened, signed from outside."""

    stated = ("org", "made_by", "made_at", "erase_on")
    of_0_1_0 = ("research.open_study", "research.revise_study", "research.see_capture_table", "research.compute_study")
    whole = ("statistician", "estimate_sha256", "affiliation", "signed_at", "statistician_key", "signature")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    org = org_()
    question = models.CharField(max_length=60)
    title = models.CharField(max_length=160)
    source = models.CharField(max_length=10)
    source_words = models.CharField(max_length=400)
    run = models.ForeignKey("LinkageRun", on_delete=models.PROTECT, null=True, blank=True, related_name="studies")
    options = models.JSONField(default=dict)
    sensitivities = models.JSONField(default=list)
    protocol = models.JSONField(default=dict)
    registered_sha256 = models.CharField(max_length=64, blank=True)
    registered_at = models.DateTimeField(null=True, blank=True)
    table_sha256 = models.CharField(max_length=64, blank=True)
    lists = models.JSONField(default=list)
    estimate = models.TextField(blank=True)
    others = models.JSONField(default=dict)
    estimate_sha256 = models.CharField(max_length=64, blank=True)
    computing_until = models.DateTimeField(null=True, blank=True)
    computing_failed = models.CharField(max_length=20, blank=True)
    statistician = who_later()
    affiliation = models.CharField(max_length=200, blank=True)
    statistician_key = models.BinaryField(default=bytes)
    signature = models.BinaryField(default=bytes)
    signed_at = models.DateTimeField(null=True, blank=True)
    number = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=12, default="draft")
    stopped_because = models.CharField(max_length=300, blank=True)
    erase_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_by = who()
    made_at = models.DateTimeField()
    content = models.BinaryField(default=bytes)

    declared = Declared(
        row_stays=True,
        id=ID,
        org=ORG,
        question=REFERENCE,
        title=WORDS,
        source=Public("S1", "a linkage run, or a published table"),
        source_words=Public("S0", "where a published table is from"),
        run=ID,
        options=PLANNED,
        sensitivities=PLANNED,
        protocol=WORDS,
        registered_sha256=HASH,
        registered_at=AT,
        table_sha256=HASH,
        lists=Public("S1", "names of the lists of a published table; printed with the estimate"),
        estimate=Public("S1", "the estimate with its interval, as the engine wrote it"),
        others=Public("S1", "sensitivities and other methods, as the engine wrote them"),
        estimate_sha256=HASH,
        computing_until=AT,
        computing_failed=Public("S1", "the part at which computing failed last"),
        statistician=WHO,
        affiliation=Public("S0", "where the outside statistician works; printed"),
        statistician_key=Public("S0", "the public key that the signature is verified with"),
        signature=Public("S0", "the statistician's signature"),
        signed_at=AT,
        number=Public("S0", "the number that its release has"),
        state=STATE,
        stopped_because=WORDS,
        erase_on=DAY,
        version=VERSION,
        made_by=WHO,
        made_at=AT,
        content=Sealed("content", HistoriesContent),
    )


class Correction(models.Model):
    """Words of a study that a second person corrected after they were registered. Only added."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="corrections")
    field = models.CharField(max_length=20)
    words = models.CharField(max_length=400)
    because = models.CharField(max_length=300)
    by = who()
    at = models.DateTimeField()

    declared = Declared(
        id=ID,
        study=ID,
        field=Public("S1", "which text was corrected"),
        words=WORDS,
        because=WORDS,
        by=WHO,
        at=AT,
    )


class LinkageRun(models.Model):
    """How many children are on which lists: who takes part, how far it is, sizes and hashes. No pair, no record."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    org = org_()
    unit = org_()
    title = models.CharField(max_length=160)
    population = models.CharField(max_length=300)
    period = models.JSONField(default=dict)
    scheme = models.JSONField(default=dict)
    protocol = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default="draft")
    delete_by = models.DateField()
    result_sha256 = models.CharField(max_length=64, blank=True)
    quality = models.JSONField(default=dict)
    stopped_because = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_by = who()
    made_at = models.DateTimeField()

    declared = Declared(
        id=ID,
        org=ORG,
        unit=ORG,
        title=WORDS,
        population=Public("S0", "who is counted"),
        period=PLANNED,
        scheme=PLANNED,
        protocol=WORDS,
        state=STATE,
        delete_by=DAY,
        result_sha256=HASH,
        quality=Public("S1", "how many links are missed or false, as rates with intervals"),
        stopped_because=WORDS,
        version=VERSION,
        made_by=WHO,
        made_at=AT,
    )


class RunStep(models.Model):
    """One step of one participant of a run: who, when, the hash of what was sent. Only added."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(LinkageRun, on_delete=models.CASCADE, related_name="steps")
    org = org_()
    step = models.CharField(max_length=12)
    by = who()
    at = models.DateTimeField()
    rows = models.PositiveIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    signature = models.BinaryField(default=bytes)

    declared = Declared(
        id=ID,
        run=ID,
        org=ORG,
        step=STATE,
        by=WHO,
        at=AT,
        rows=Public("S1", "how long a list is"),
        digest=HASH,
        signature=Public("S1", "of the organisation, over what was sent"),
    )
