"""What is published, where it is cited, and who asks for more."""

from django.db import models

from fanal.research.models.parts import AT, DAY, HASH, ID, ORG, PUBLISHED, STATE, WHO, WORDS, org_, who, who_later
from fanal.research.models.plans import Plan, Population
from fanal.vault import Declared, Public
from fanal.vocabulary.ids import new_id


class Release(models.Model):
    """A published bundle: its exact bytes, signed by the identity of the organisation. The bytes never change.

    `packed` is the zip of section 9 of the design of disclosure; kept here, so that a release is whole or not at all.
    `synthetic`: whether there are synthetic rows in it. `doi`: given by a registrar afterwards; beside the bytes.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    org = org_()
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="releases")
    study = models.ForeignKey("Study", on_delete=models.PROTECT, null=True, blank=True, related_name="releases")
    population = models.ForeignKey(Population, on_delete=models.PROTECT, null=True, blank=True, related_name="releases")
    question = models.CharField(max_length=60)
    kind = models.CharField(max_length=14)
    audience = models.CharField(max_length=8)
    title = models.CharField(max_length=160)
    sentence = models.CharField(max_length=400)
    countries = models.JSONField(default=list)
    synthetic = models.BooleanField(default=False)
    packed = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    signature = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default="published")
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    doi = models.CharField(max_length=120, blank=True)
    withdrawn_by = who_later()
    published_by = who()
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
        synthetic=PUBLISHED,
        packed=PUBLISHED,
        sha256=HASH,
        signature=PUBLISHED,
        state=PUBLISHED,
        supersedes=ID,
        reason=PUBLISHED,
        doi=PUBLISHED,
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
    org = org_()
    where = models.CharField(max_length=300)
    on = models.DateField()
    entered_by = who()

    declared = Declared(
        id=ID,
        release=ID,
        org=ORG,
        where=Public("S1", "a publication, speech or bill; no person in it"),
        on=DAY,
        entered_by=WHO,
    )


class DataRequest(models.Model):
    """A researcher asks for more than is published: question, committee, answer. Record-level data never.

    `wanted`: table or synthetic. `release`: what answers it, where something published does.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    org = org_()
    asked_by = who()
    wanted = models.CharField(max_length=10)
    question = models.CharField(max_length=1000)
    committee = models.CharField(max_length=200)
    committee_number = models.CharField(max_length=80)
    committee_on = models.DateField()
    expires_on = models.DateField()
    state = models.CharField(max_length=10, default="asked")
    answer = models.CharField(max_length=1000, blank=True)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_by = who_later()
    answered_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()

    declared = Declared(
        id=ID,
        org=ORG,
        asked_by=WHO,
        wanted=Public("S1", "a table that is not published, or synthetic rows"),
        question=WORDS,
        committee=Public("S1", "which ethics committee"),
        committee_number=Public("S1", "the number of its approval"),
        committee_on=DAY,
        expires_on=DAY,
        state=STATE,
        answer=WORDS,
        release=ID,
        answered_by=WHO,
        answered_on=DAY,
        at=AT,
    )
