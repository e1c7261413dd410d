"""Populations, plans and what becomes of them until something is published."""

from django.db import models

from fanal.research.content import RowsContent, SecretContent
from fanal.research.models.parts import (
    AT,
    DAY,
    HASH,
    ID,
    ORG,
    PLANNED,
    PROTECTED,
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


class Population(models.Model):
    """Whose records a plan may count, by whom, under which definition; its secret makes the noise, for as long as it
    lives. `source`: concerns, import, cases or pooled."""

    stated = ("org", "source", "class_set", "class_set_sha256", "classes_on", "opened_by", "opened_on", "closed_on")
    of_0_1_0 = ("research.open_population",)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    org = org_()
    source = models.CharField(max_length=10)
    definition = models.CharField(max_length=300)
    countries = models.JSONField(default=list)
    class_set = models.CharField(max_length=60)
    class_set_sha256 = models.CharField(max_length=64)
    classes_on = models.DateField()
    opened_by = who()
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    content = models.BinaryField(default=bytes)

    declared = Declared(
        row_stays=True,
        id=ID,
        org=ORG,
        source=Public("S1", "which room or import it counts"),
        definition=Public("S0", "who is counted; printed beside every table"),
        countries=Public("S0", "in which countries; printed beside every table"),
        class_set=REFERENCE,
        class_set_sha256=HASH,
        classes_on=Public("S0", "the day of the review of the class set, which is part of its hash"),
        opened_by=WHO,
        opened_on=DAY,
        closed_on=DAY,
        content=Sealed("content", SecretContent),
    )


class ImportedTable(models.Model):
    """Coded rows that a member read in for one population; erased when the last plan on it ends, or on its day."""

    stated = ("org", "population", "imported_by", "imported_on", "erase_on")
    of_0_1_0 = ("research.read_in",)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    org = org_()
    population = models.ForeignKey(Population, on_delete=models.PROTECT, related_name="imports")
    shape = models.CharField(max_length=10)
    imported_by = who()
    imported_on = models.DateField()
    erase_on = models.DateField()
    report = models.JSONField(default=dict)
    content = models.BinaryField(default=bytes)

    declared = Declared(
        id=ID,
        org=ORG,
        population=ID,
        shape=Public("S1", "which format the file had"),
        imported_by=WHO,
        imported_on=DAY,
        erase_on=DAY,
        report=Public("S1", "how many rows were read, rounded, and which columns were left out"),
        content=Sealed("content", RowsContent),
    )


class Plan(models.Model):
    """What is to be counted, for which question, how it is protected, and what could go wrong for whom."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    org = org_()
    number = models.CharField(max_length=40)
    release_version = models.PositiveIntegerField(default=1)
    population = models.ForeignKey(Population, on_delete=models.PROTECT, related_name="plans")
    question = models.CharField(max_length=60)
    question_version = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    sentence = models.CharField(max_length=400)
    language = models.CharField(max_length=8, default="en")
    cohorts = models.JSONField(default=list)
    tables = models.JSONField(default=list)
    policy = models.JSONField(default=dict)
    synthetic = models.JSONField(default=dict)
    protocol = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default="draft")
    gated_as = models.CharField(max_length=64, blank=True)
    stopped_because = models.CharField(max_length=300, blank=True)
    supersedes = models.ForeignKey("Release", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    made_by = who()
    made_at = models.DateTimeField()

    declared = Declared(
        id=ID,
        org=ORG,
        number=Public("S0", "the number of the release that it leads to"),
        release_version=Public("S0", "which version of that release"),
        population=ID,
        question=REFERENCE,
        question_version=REFERENCE,
        title=WORDS,
        sentence=WORDS,
        language=PLANNED,
        cohorts=PLANNED,
        tables=PLANNED,
        policy=PLANNED,
        synthetic=PLANNED,
        protocol=WORDS,
        state=STATE,
        gated_as=Public("S0", "SHA-256 of the plan that the gate passed, of which this one shows less"),
        stopped_because=WORDS,
        supersedes=ID,
        version=VERSION,
        made_by=WHO,
        made_at=AT,
    )

    class Meta:
        indexes = [models.Index(fields=["org", "state"], name="research_plan_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "release_version"], condition=~models.Q(state="stopped"), name="research_one_number"
            ),
        ]


class Contribution(models.Model):
    """A member in a pooled plan: whether it sent its masked share or objected. The vector is uniform noise to all."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="contributions")
    org = org_()
    state = models.CharField(max_length=10, default="asked")
    by = who_later()
    at = models.DateTimeField(null=True, blank=True)
    vector = models.BinaryField(default=bytes)

    declared = Declared(
        id=ID,
        plan=ID,
        org=ORG,
        state=STATE,
        by=WHO,
        at=AT,
        vector=Public("S1", "masked: uniform noise to whoever lacks one of the others"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "org"], name="research_one_contribution")]


class SealedPart(models.Model):
    """What one organisation sealed to the counting team of another: seeds of masks; of a linkage run parts of its key,
    encoded lists, test rows, and the histories that it came to. Gone when the plan or the run ends."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    about = models.UUIDField()
    kind = models.CharField(max_length=8, default="mask")
    sender = org_()
    recipient = org_()
    ring_version = models.PositiveIntegerField()
    sealed = models.BinaryField()
    made_on = models.DateField()

    declared = Declared(
        id=ID,
        about=Public("S1", "the plan or run that it belongs to"),
        kind=Public("S1", "seed of masks, part of a key, encoded list, test rows, or result of a run"),
        sender=ORG,
        recipient=ORG,
        ring_version=Public("S1", "which version of the ring opens it"),
        sealed=Public("S1", "sealed to the recipient's counting team"),
        made_on=DAY,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about", "kind", "sender", "recipient"], name="research_one_part"),
        ]


class Decision(models.Model):
    """One word of one person in one role about a plan or study: at the gate, in review, assent, veto. Only added."""

    whole = ("subject", "stage", "role", "org", "person", "verdict", "about", "reasons", "ticks", "at")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.UUIDField()
    stage = models.CharField(max_length=10)
    role = models.CharField(max_length=40)
    org = org_()
    person = who()
    verdict = models.CharField(max_length=10)
    about = models.CharField(max_length=64, blank=True)
    reasons = models.CharField(max_length=1000, blank=True)
    ticks = models.JSONField(default=list)
    at = models.DateTimeField()

    declared = Declared(
        id=ID,
        subject=Public("S1", "the plan, study or run that it is about"),
        stage=STATE,
        role=Public("S1", "in which capacity"),
        org=ORG,
        person=WHO,
        verdict=Public("S1", "what was decided"),
        about=Public("S0", "SHA-256 of what was looked at"),
        reasons=WORDS,
        ticks=Public("S1", "which tables were looked at one by one"),
        at=AT,
    )

    class Meta:
        indexes = [models.Index(fields=["subject", "at"], name="research_decisions_of")]


class Extraction(models.Model):
    """That rows were opened for a plan: how many, rounded to ten. No content."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="extractions")
    org = org_()
    by = who()
    at = models.DateTimeField()
    rows = models.PositiveIntegerField()
    opted_out = models.PositiveIntegerField(default=0)

    declared = Declared(
        id=ID,
        plan=ID,
        org=ORG,
        by=WHO,
        at=AT,
        rows=Public("S1", "how many rows, rounded to ten"),
        opted_out=Public("S1", "how many opted out, rounded to ten"),
    )


class Spend(models.Model):
    """One line of the ledger of privacy loss of a cohort: only added, hash-chained, never given back."""

    whole = ("population", "cohort", "plan", "number", "previous", "digest", "at")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    population = models.ForeignKey(Population, on_delete=models.PROTECT, related_name="spends")
    cohort = models.PositiveIntegerField()
    plan = models.UUIDField()
    number = models.PositiveIntegerField()
    row = models.JSONField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    declared = Declared(
        id=ID,
        population=ID,
        cohort=Public("S1", "which year"),
        plan=ID,
        number=ID,
        row=Public("S1", "what was spent: a fraction and its mechanism"),
        previous=HASH,
        digest=HASH,
        at=AT,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["population", "number"], name="research_one_line"),
        ]


class Draft(models.Model):
    """What a plan came to: protected tables, what the attacks said, coverage. A new one replaces the last."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="drafts")
    tables = models.JSONField(default=list)
    coverage = models.JSONField(default=dict)
    attacks = models.JSONField(default=list)
    passed = models.BooleanField(default=False)
    earlier = models.JSONField(default=list)
    packed = models.BinaryField(default=bytes)
    digest = models.CharField(max_length=64)
    made_by = who()
    made_at = models.DateTimeField()

    declared = Declared(
        id=ID,
        plan=ID,
        tables=PROTECTED,
        coverage=PROTECTED,
        attacks=Public("S1", "which attacks it withstood, in words; never a score"),
        passed=STATE,
        earlier=Public("S1", "together with which earlier releases it was attacked"),
        packed=Public("S1", "the bundle as it would be published, before reviews and signature"),
        digest=HASH,
        made_by=WHO,
        made_at=AT,
    )
