"""Plans, decisions about them, releases, studies and linkage runs (design of research, section 3). No record of anyone
is clear here: coded rows, secrets and histories are sealed to the counting team of the member that they belong to.

Questions, class sets and context are files of the corpus with a hash; rows here refer to them.
"""

from __future__ import annotations

from django.db import models

from fanal.network.models import Organisation, Person
from fanal.research.content import HistoriesContent, RowsContent, SecretContent
from fanal.vault import Declared, Public, Sealed
from fanal.vocabulary.ids import new_id

ID = Public("S1", "identifier")
DAY = Public("S1", "when; the day only")
AT = Public("S1", "when")
WHO = Public("S1", "who of the staff did it")
ORG = Public("S1", "which organisation")
REFERENCE = Public("S0", "which entry of the catalogue, which is public")
STATE = Public("S1", "how far it is")
VERSION = Public("S1", "compare-and-set: two people cannot write at once")
PLANNED = Public("S1", "what is planned: variables and rules, no data")
WORDS = Public("S1", "what people write about a plan; no person in it")
PROTECTED = Public("S1", "protected numbers: each withstood the method that made it")
PUBLISHED = Public("S0", "published")
HASH = Public("S0", "SHA-256")


def _who() -> models.ForeignKey[Person, Person]:
    return models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")


def _who_later() -> models.ForeignKey[Person | None, Person | None]:
    return models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")


def _org() -> models.ForeignKey[Organisation, Organisation]:
    return models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")


class Population(models.Model):
    """Whose records a plan may count, by whom, under which definition; its secret makes the noise, for as long as it
    lives. `source`: concerns, import, cases or pooled."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    org = _org()
    source = models.CharField(max_length=10)
    definition = models.CharField(max_length=300)
    countries = models.JSONField(default=list)
    class_set = models.CharField(max_length=60)
    class_set_sha256 = models.CharField(max_length=64)
    opened_by = _who()
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    content = models.BinaryField(default=bytes)

    declared = Declared(
        id=ID,
        org=ORG,
        source=Public("S1", "which room or import it counts"),
        definition=Public("S0", "who is counted; printed beside every table"),
        countries=Public("S0", "in which countries; printed beside every table"),
        class_set=REFERENCE,
        class_set_sha256=HASH,
        opened_by=WHO,
        opened_on=DAY,
        closed_on=DAY,
        content=Sealed("content", SecretContent),
    )


class ImportedTable(models.Model):
    """Coded rows that a member read in for one population; erased when the last plan on it ends, or on its day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    org = _org()
    population = models.ForeignKey(Population, on_delete=models.PROTECT, related_name="imports")
    shape = models.CharField(max_length=10)
    imported_by = _who()
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
    org = _org()
    population = models.ForeignKey(Population, on_delete=models.PROTECT, related_name="plans")
    question = models.CharField(max_length=60)
    question_version = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    sentence = models.CharField(max_length=400)
    language = models.CharField(max_length=8, default="en")
    cohorts = models.JSONField(default=list)
    tables = models.JSONField(default=list)
    policy = models.JSONField(default=dict)
    protocol = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default="draft")
    stopped_because = models.CharField(max_length=300, blank=True)
    supersedes = models.ForeignKey("Release", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    made_by = _who()
    made_at = models.DateTimeField()

    declared = Declared(
        id=ID,
        org=ORG,
        population=ID,
        question=REFERENCE,
        question_version=REFERENCE,
        title=WORDS,
        sentence=WORDS,
        language=PLANNED,
        cohorts=PLANNED,
        tables=PLANNED,
        policy=PLANNED,
        protocol=WORDS,
        state=STATE,
        stopped_because=WORDS,
        supersedes=ID,
        version=VERSION,
        made_by=WHO,
        made_at=AT,
    )

    class Meta:
        indexes = [models.Index(fields=["org", "state"], name="research_plan_of")]


class Contribution(models.Model):
    """A member in a pooled plan: whether it sent its masked share or objected. The vector is uniform noise to all."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="contributions")
    org = _org()
    state = models.CharField(max_length=10, default="asked")
    by = _who_later()
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
    """A random part that one member sealed to the counting team of another: seeds of masks, parts of a run's key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    about = models.UUIDField()
    sender = _org()
    recipient = _org()
    ring_version = models.PositiveIntegerField()
    sealed = models.BinaryField()
    made_on = models.DateField()

    declared = Declared(
        id=ID,
        about=Public("S1", "the plan or run that it belongs to"),
        sender=ORG,
        recipient=ORG,
        ring_version=Public("S1", "which version of the ring opens it"),
        sealed=Public("S1", "random bytes, sealed to the recipient's counting team"),
        made_on=DAY,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about", "sender", "recipient"], name="research_one_part"),
        ]


class Decision(models.Model):
    """One word of one person in one role about a plan or study: at the gate, in review, assent, veto. Only added."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.UUIDField()
    stage = models.CharField(max_length=10)
    role = models.CharField(max_length=40)
    org = _org()
    person = _who()
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
    org = _org()
    by = _who()
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
            models.UniqueConstraint(fields=["population", "cohort", "number"], name="research_one_line"),
        ]


class Draft(models.Model):
    """What a plan came to: protected tables, what the attacks said, coverage. A new one replaces the last."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="drafts")
    tables = models.JSONField(default=list)
    coverage = models.JSONField(default=dict)
    attacks = models.JSONField(default=list)
    passed = models.BooleanField(default=False)
    packed = models.BinaryField(default=bytes)
    digest = models.CharField(max_length=64)
    made_by = _who()
    made_at = models.DateTimeField()

    declared = Declared(
        id=ID,
        plan=ID,
        tables=PROTECTED,
        coverage=PROTECTED,
        attacks=Public("S1", "which attacks it withstood, in words; never a score"),
        passed=STATE,
        packed=Public("S1", "the bundle as it would be published, before signatures"),
        digest=HASH,
        made_by=WHO,
        made_at=AT,
    )


class Release(models.Model):
    """A published bundle: its exact bytes, signed by the identity of the organisation. The bytes never change.

    `packed` is the zip of section 9 of the design of disclosure; kept here, so that a release is whole or not at all.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    org = _org()
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="releases")
    study = models.ForeignKey("Study", on_delete=models.PROTECT, null=True, blank=True, related_name="releases")
    population = models.ForeignKey(Population, on_delete=models.PROTECT, null=True, blank=True, related_name="releases")
    question = models.CharField(max_length=60)
    kind = models.CharField(max_length=14)
    audience = models.CharField(max_length=8)
    title = models.CharField(max_length=160)
    sentence = models.CharField(max_length=400)
    countries = models.JSONField(default=list)
    packed = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    signature = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default="published")
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    withdrawn_by = _who_later()
    published_by = _who()
    published_at = models.DateTimeField()

    declared = Declared(
        id=ID,
        number=PUBLISHED,
        version=PUBLISHED,
        org=PUBLISHED,
        plan=ID,
        study=ID,
        population=ID,
        question=PUBLISHED,
        kind=PUBLISHED,
        audience=PUBLISHED,
        title=PUBLISHED,
        sentence=PUBLISHED,
        countries=PUBLISHED,
        packed=PUBLISHED,
        sha256=HASH,
        signature=PUBLISHED,
        state=PUBLISHED,
        supersedes=ID,
        reason=PUBLISHED,
        withdrawn_by=WHO,
        published_by=WHO,
        published_at=AT,
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number", "version"], name="research_one_version")]
        indexes = [models.Index(fields=["audience", "-published_at"], name="research_release_list")]


class Use(models.Model):
    """Where a release is cited (feeds indicator K03)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="uses")
    org = _org()
    where = models.CharField(max_length=300)
    on = models.DateField()
    entered_by = _who()

    declared = Declared(
        id=ID,
        release=ID,
        org=ORG,
        where=Public("S1", "a publication, speech or bill; no person in it"),
        on=DAY,
        entered_by=WHO,
    )


class Study(models.Model):
    """An estimate of how many children are on no list: registered before the table is opened, signed from outside."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    org = _org()
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
    estimate = models.TextField(blank=True)
    others = models.JSONField(default=dict)
    estimate_sha256 = models.CharField(max_length=64, blank=True)
    statistician = _who_later()
    affiliation = models.CharField(max_length=200, blank=True)
    signature = models.BinaryField(default=bytes)
    signed_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=12, default="draft")
    stopped_because = models.CharField(max_length=300, blank=True)
    erase_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_by = _who()
    made_at = models.DateTimeField()
    content = models.BinaryField(default=bytes)

    declared = Declared(
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
        estimate=Public("S1", "the estimate with its interval, as the engine wrote it"),
        others=Public("S1", "sensitivities and other methods, as the engine wrote them"),
        estimate_sha256=HASH,
        statistician=WHO,
        affiliation=Public("S0", "where the outside statistician works; printed"),
        signature=Public("S0", "the statistician's signature"),
        signed_at=AT,
        state=STATE,
        stopped_because=WORDS,
        erase_on=DAY,
        version=VERSION,
        made_by=WHO,
        made_at=AT,
        content=Sealed("content", HistoriesContent),
    )


class LinkageRun(models.Model):
    """How many children are on which lists: who takes part, how far it is, sizes and hashes. No pair, no record."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    org = _org()
    unit = _org()
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
    made_by = _who()
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
    org = _org()
    step = models.CharField(max_length=12)
    by = _who()
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


class DataRequest(models.Model):
    """A researcher asks for more than is published: question, committee, answer. Record-level data never."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    org = _org()
    asked_by = _who()
    question = models.CharField(max_length=1000)
    committee = models.CharField(max_length=200)
    committee_number = models.CharField(max_length=80)
    committee_on = models.DateField()
    expires_on = models.DateField()
    state = models.CharField(max_length=10, default="asked")
    answer = models.CharField(max_length=1000, blank=True)
    answered_by = _who_later()
    at = models.DateTimeField()

    declared = Declared(
        id=ID,
        org=ORG,
        asked_by=WHO,
        question=WORDS,
        committee=Public("S1", "which ethics committee"),
        committee_number=Public("S1", "the number of its approval"),
        committee_on=DAY,
        expires_on=DAY,
        state=STATE,
        answer=WORDS,
        answered_by=WHO,
        at=AT,
    )
