"""What is published, where it is cited, and who asks for more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from fanal.columns import AT, DAY, ID, WHO, column, key, key_or_none
from fanal.network.models import Organisation, Person
from fanal.research.models.parts import HASH, ORG, PUBLISHED, STATE, WORDS
from fanal.research.models.plans import Plan, Population
from fanal.vault import Public
from fanal.vocabulary.ids import new_id

if TYPE_CHECKING:
    from fanal.research.models.studies import Study


class Release(models.Model):
    """A published bundle: its exact bytes, signed by the identity of the organisation. The bytes never change.

    `packed` is the zip of docs/disclosure.md, "A release"; kept here, so that a release is whole or not at all.
    `synthetic`: whether there are synthetic rows in it. `doi`: given by a registrar afterwards; beside the bytes.
    """

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    number = column(models.CharField(max_length=40), PUBLISHED)
    version = column(models.PositiveIntegerField(default=1), PUBLISHED)
    org = key(Organisation, PUBLISHED)
    plan = key_or_none(Plan, ID, related_name="releases")
    study: models.ForeignKey[Study | None, Study | None] = key_or_none("Study", ID, related_name="releases")
    population = key_or_none(Population, ID, related_name="releases")
    question = column(models.CharField(max_length=60), PUBLISHED)
    kind = column(models.CharField(max_length=14), PUBLISHED)
    audience = column(models.CharField(max_length=8), PUBLISHED)
    title = column(models.CharField(max_length=160), PUBLISHED)
    sentence = column(models.CharField(max_length=400), PUBLISHED)
    countries = column(models.JSONField(default=list), PUBLISHED)
    synthetic = column(models.BooleanField(default=False), PUBLISHED)
    packed = column(models.BinaryField(), PUBLISHED)
    sha256 = column(models.CharField(max_length=64), HASH)
    signature = column(models.JSONField(default=dict), PUBLISHED)
    state = column(models.CharField(max_length=10, default="published"), PUBLISHED)
    supersedes: models.ForeignKey[Release | None, Release | None] = key_or_none("self", ID)
    reason = column(models.CharField(max_length=300, blank=True), PUBLISHED)
    doi = column(models.CharField(max_length=120, blank=True), PUBLISHED)
    withdrawn_by = key_or_none(Person, WHO)
    published_by = key(Person, WHO)
    published_at = column(models.DateTimeField(), AT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number", "version"], name="research_one_version")]
        indexes = [models.Index(fields=["audience", "-published_at"], name="research_release_list")]


class Use(models.Model):
    """Where a release is cited (feeds indicator K03)."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    release = key(Release, ID, models.CASCADE, related_name="uses")
    org = key(Organisation, ORG)
    where = column(models.CharField(max_length=300), Public("S1", "a publication, speech or bill; no person in it"))
    on = column(models.DateField(), DAY)
    entered_by = key(Person, WHO)


class DataRequest(models.Model):
    """A researcher asks for more than is published: question, committee, answer. Record-level data never.

    `wanted`: table or synthetic. `release`: what answers it, where something published does.
    """

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ORG)
    asked_by = key(Person, WHO)
    wanted = column(models.CharField(max_length=10), Public("S1", "a table that is not published, or synthetic rows"))
    question = column(models.CharField(max_length=1000), WORDS)
    committee = column(models.CharField(max_length=200), Public("S1", "which ethics committee"))
    committee_number = column(models.CharField(max_length=80), Public("S1", "the number of its approval"))
    committee_on = column(models.DateField(), DAY)
    expires_on = column(models.DateField(), DAY)
    state = column(models.CharField(max_length=10, default="asked"), STATE)
    answer = column(models.CharField(max_length=1000, blank=True), WORDS)
    release = key_or_none(Release, ID)
    answered_by = key_or_none(Person, WHO)
    answered_on = column(models.DateField(null=True, blank=True), DAY)
    at = column(models.DateTimeField(), AT)
