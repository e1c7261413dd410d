"""Who helps: the directory of providers that an organisation keeps. Of no child."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from fanal.columns import DAY, ID, VERSION, WHO, column, key, key_or_none
from fanal.network.models import Organisation, Person
from fanal.vault import Public
from fanal.vocabulary.ids import new_id

_OFFER = Public("S0", "who is helped, with what, when and where")
_WORK = Public("S1", "whether and how fast somebody can be sent there")


class Provider(models.Model):
    """One who helps, as the keeper of the directory knows them."""

    stated = (
        "org", "name", "organisation", "public", "confidential", "services", "areas", "age_from", "age_to", "sexes",
        "languages", "access", "hours", "free", "cost", "contact", "capacity_free", "capacity_as_of",
        "answer_hours_urgent", "answer_hours", "vetted_until", "vetted_by", "agreement_until", "suspended",
        "checked_by", "checked_on", "source", "ended_on",
    )  # fmt: skip
    of_0_1_0 = ()

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, Public("S0", "which organisation keeps the entry"), indexed=False)
    name = column(models.CharField(max_length=200), Public("S0", "how people name it"))
    organisation = key_or_none(Organisation, Public("S1", "which organisation of the network it is"))
    public = column(models.BooleanField(default=False), Public("S1", "whether everybody may read the entry"))
    confidential = column(models.BooleanField(default=False), Public("S1", "the place is kept secret"))
    services = column(models.JSONField(default=list), _OFFER)
    areas = column(models.JSONField(default=list), _OFFER)
    age_from = column(models.PositiveSmallIntegerField(), _OFFER)
    age_to = column(models.PositiveSmallIntegerField(), _OFFER)
    sexes = column(models.JSONField(default=list), _OFFER)
    languages = column(models.JSONField(default=list), _OFFER)
    access = column(models.JSONField(default=list), _OFFER)
    hours = column(models.JSONField(default=dict), _OFFER)
    free = column(models.CharField(max_length=12, blank=True), _OFFER)
    cost = column(models.CharField(max_length=200, blank=True), _OFFER)
    contact = column(models.CharField(max_length=500, blank=True), Public("S1", "how staff reach the provider"))
    capacity_free = column(models.PositiveIntegerField(null=True, blank=True), _WORK)
    capacity_as_of = column(models.DateField(null=True, blank=True), _WORK)
    answer_hours_urgent = column(models.PositiveIntegerField(default=24), _WORK)
    answer_hours = column(models.PositiveIntegerField(default=72), _WORK)
    vetted_until = column(models.DateField(), _WORK)
    vetted_by = key(Person, WHO)
    agreement_until = column(models.DateField(null=True, blank=True), _WORK)
    suspended = column(models.BooleanField(default=False), _WORK)
    checked_by = key(Person, WHO)
    checked_on = column(models.DateField(), DAY)
    source = column(models.CharField(max_length=200), Public("S1", "how this is known"))
    ended_on = column(models.DateField(null=True, blank=True), DAY)
    version = column(models.PositiveIntegerField(default=1), VERSION)

    class Meta:
        indexes = [models.Index(fields=["org", "name"], name="cases_provider_of")]


class ProviderAnswer(models.Model):
    """That somebody was asked for help, and how long the answer took. It names no file, and its identifier no time."""

    id = column(models.UUIDField(primary_key=True, default=uuid4, editable=False), ID)
    provider = key(Provider, _WORK, models.CASCADE, related_name="answers")
    asked_on = column(models.DateField(), DAY)
    answer_by = column(models.DateField(), DAY)
    hours = column(models.PositiveIntegerField(null=True, blank=True), Public("S1", "how fast somebody answers"))
