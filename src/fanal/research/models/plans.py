"""Populations, plans and what becomes of them until something is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from fanal.columns import AT, DAY, ID, VERSION, WHO, column, key, key_or_none
from fanal.network.models import Organisation, Person
from fanal.research.content import RowsContent, SecretContent
from fanal.research.models.parts import HASH, ORG, PLANNED, PROTECTED, REFERENCE, STATE, WORDS
from fanal.vault import Public, Sealed
from fanal.vocabulary.ids import new_id

if TYPE_CHECKING:
    from fanal.research.models.releases import Release


class Population(models.Model):
    """Whose records a plan may count, by whom, under which definition; its secret makes the noise, for as long as it
    lives. `source`: concerns, import, cases or pooled."""

    stated = ("org", "source", "class_set", "class_set_sha256", "classes_on", "opened_by", "opened_on", "closed_on")
    of_0_1_0 = ("research.open_population",)
    row_stays = True

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ORG)
    source = column(models.CharField(max_length=10), Public("S1", "which room or import it counts"))
    definition = column(models.CharField(max_length=300), Public("S0", "who is counted; printed beside every table"))
    countries = column(models.JSONField(default=list), Public("S0", "in which countries; printed beside every table"))
    class_set = column(models.CharField(max_length=60), REFERENCE)
    class_set_sha256 = column(models.CharField(max_length=64), HASH)
    classes_on = column(
        models.DateField(), Public("S0", "the day of the review of the class set, which is part of its hash")
    )
    opened_by = key(Person, WHO)
    opened_on = column(models.DateField(), DAY)
    closed_on = column(models.DateField(null=True, blank=True), DAY)
    content = column(models.BinaryField(default=bytes), Sealed("content", SecretContent))


class ImportedTable(models.Model):
    """Coded rows that a member read in for one population; erased when the last plan on it ends, or on its day."""

    stated = ("org", "population", "imported_by", "imported_on", "erase_on")
    of_0_1_0 = ("research.read_in",)

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ORG)
    population = key(Population, ID, related_name="imports")
    shape = column(models.CharField(max_length=10), Public("S1", "which format the file had"))
    imported_by = key(Person, WHO)
    imported_on = column(models.DateField(), DAY)
    erase_on = column(models.DateField(), DAY)
    report = column(
        models.JSONField(default=dict),
        Public("S1", "how many rows were read, rounded, and which columns were left out"),
    )
    content = column(models.BinaryField(default=bytes), Sealed("content", RowsContent))


class Plan(models.Model):
    """What is to be counted, for which question, how it is protected, and what could go wrong for whom."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ORG)
    number = column(models.CharField(max_length=40), Public("S0", "the number of the release that it leads to"))
    release_version = column(models.PositiveIntegerField(default=1), Public("S0", "which version of that release"))
    population = key(Population, ID, related_name="plans")
    question = column(models.CharField(max_length=60), REFERENCE)
    question_version = column(models.PositiveIntegerField(), REFERENCE)
    title = column(models.CharField(max_length=160), WORDS)
    sentence = column(models.CharField(max_length=400), WORDS)
    language = column(models.CharField(max_length=8, default="en"), PLANNED)
    cohorts = column(models.JSONField(default=list), PLANNED)
    tables = column(models.JSONField(default=list), PLANNED)
    policy = column(models.JSONField(default=dict), PLANNED)
    synthetic = column(models.JSONField(default=dict), PLANNED)
    protocol = column(models.JSONField(default=dict), WORDS)
    state = column(models.CharField(max_length=12, default="draft"), STATE)
    gated_as = column(
        models.CharField(max_length=64, blank=True),
        Public("S0", "SHA-256 of the plan that the gate passed, of which this one shows less"),
    )
    stopped_because = column(models.CharField(max_length=300, blank=True), WORDS)
    supersedes: models.ForeignKey[Release | None, Release | None] = key_or_none("Release", ID)
    version = column(models.PositiveIntegerField(default=1), VERSION)
    made_by = key(Person, WHO)
    made_at = column(models.DateTimeField(), AT)

    class Meta:
        indexes = [models.Index(fields=["org", "state"], name="research_plan_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "release_version"], condition=~models.Q(state="stopped"), name="research_one_number"
            ),
        ]


class Contribution(models.Model):
    """A member in a pooled plan: whether it sent its masked share or objected. The vector is uniform noise to all."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    plan = key(Plan, ID, models.CASCADE, related_name="contributions")
    org = key(Organisation, ORG)
    state = column(models.CharField(max_length=10, default="asked"), STATE)
    by = key_or_none(Person, WHO)
    at = column(models.DateTimeField(null=True, blank=True), AT)
    vector = column(
        models.BinaryField(default=bytes), Public("S1", "masked: uniform noise to whoever lacks one of the others")
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "org"], name="research_one_contribution")]


class SealedPart(models.Model):
    """What one organisation sealed to the counting team of another: seeds of masks; of a linkage run parts of its key,
    encoded lists, test rows, and the histories that it came to. Gone when the plan or the run ends."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    about = column(models.UUIDField(), Public("S1", "the plan or run that it belongs to"))
    kind = column(
        models.CharField(max_length=8, default="mask"),
        Public("S1", "seed of masks, part of a key, encoded list, test rows, or result of a run"),
    )
    sender = key(Organisation, ORG)
    recipient = key(Organisation, ORG)
    ring_version = column(models.PositiveIntegerField(), Public("S1", "which version of the ring opens it"))
    sealed = column(models.BinaryField(), Public("S1", "sealed to the recipient's counting team"))
    made_on = column(models.DateField(), DAY)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about", "kind", "sender", "recipient"], name="research_one_part"),
        ]


class Decision(models.Model):
    """One word of one person in one role about a plan or study: at the gate, in review, assent, veto. Only added."""

    whole = ("subject", "stage", "role", "org", "person", "verdict", "about", "reasons", "ticks", "at")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    subject = column(models.UUIDField(), Public("S1", "the plan, study or run that it is about"))
    stage = column(models.CharField(max_length=10), STATE)
    role = column(models.CharField(max_length=40), Public("S1", "in which capacity"))
    org = key(Organisation, ORG)
    person = key(Person, WHO)
    verdict = column(models.CharField(max_length=10), Public("S1", "what was decided"))
    about = column(models.CharField(max_length=64, blank=True), Public("S0", "SHA-256 of what was looked at"))
    reasons = column(models.CharField(max_length=1000, blank=True), WORDS)
    ticks = column(models.JSONField(default=list), Public("S1", "which tables were looked at one by one"))
    at = column(models.DateTimeField(), AT)

    class Meta:
        indexes = [models.Index(fields=["subject", "at"], name="research_decisions_of")]


class Extraction(models.Model):
    """That rows were opened for a plan: how many, rounded to ten. No content."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    plan = key(Plan, ID, models.CASCADE, related_name="extractions")
    org = key(Organisation, ORG)
    by = key(Person, WHO)
    at = column(models.DateTimeField(), AT)
    rows = column(models.PositiveIntegerField(), Public("S1", "how many rows, rounded to ten"))
    opted_out = column(models.PositiveIntegerField(default=0), Public("S1", "how many opted out, rounded to ten"))


class Spend(models.Model):
    """One line of the ledger of privacy loss of a cohort: only added, hash-chained, never given back."""

    whole = ("population", "cohort", "plan", "number", "previous", "digest", "at")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    population = key(Population, ID, related_name="spends")
    cohort = column(models.PositiveIntegerField(), Public("S1", "which year"))
    plan = column(models.UUIDField(), ID)
    number = column(models.PositiveIntegerField(), ID)
    row = column(models.JSONField(), Public("S1", "what was spent: a fraction and its mechanism"))
    previous = column(models.CharField(max_length=64), HASH)
    digest = column(models.CharField(max_length=64), HASH)
    at = column(models.DateTimeField(), AT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["population", "number"], name="research_one_line"),
        ]


class Draft(models.Model):
    """What a plan came to: protected tables, what the attacks said, coverage. A new one replaces the last."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    plan = key(Plan, ID, models.CASCADE, related_name="drafts")
    tables = column(models.JSONField(default=list), PROTECTED)
    coverage = column(models.JSONField(default=dict), PROTECTED)
    attacks = column(
        models.JSONField(default=list), Public("S1", "which attacks it withstood, in words; never a score")
    )
    passed = column(models.BooleanField(default=False), STATE)
    earlier = column(
        models.JSONField(default=list), Public("S1", "together with which earlier releases it was attacked")
    )
    packed = column(
        models.BinaryField(default=bytes),
        Public("S1", "the bundle as it would be published, before reviews and signature"),
    )
    digest = column(models.CharField(max_length=64), HASH)
    made_by = key(Person, WHO)
    made_at = column(models.DateTimeField(), AT)
