"""A company as it describes itself, and who speaks for a programme in a country."""

import re
from collections.abc import Iterable

from django.db import models
from django.db.models.functions import Cast

from fanal.columns import AT, DAY, ID, TOKEN, VERSION, WHO, column, key, key_or_none
from fanal.network.models import Organisation, Person
from fanal.vault import Public
from fanal.vocabulary.ids import new_id

FIRM = Public("S0", "what a firm says of itself")
_NAMED = Public("S2", "who speaks for a firm: the programme must reach them")


class Company(models.Model):
    """What a company says of itself, beside name and country of its organisation. Its newest deed names it whole, with
    its places (`companies/firm`): what the register says of it is no more than that."""

    whole = ("org", "sectors", "countries", "registrations", "unregistered", "website", "listed")

    org = column(models.OneToOneField(Organisation, models.PROTECT, primary_key=True, related_name="+"), ID)
    sectors = column(models.JSONField(default=list), FIRM)
    countries = column(models.JSONField(default=list), FIRM)
    registrations = column(models.JSONField(default=list), FIRM)
    unregistered = column(models.CharField(max_length=300, blank=True), FIRM)
    website = column(models.CharField(max_length=120, blank=True), FIRM)
    listed = column(models.BooleanField(default=False), Public("S0", "whether its places may stand in the register"))
    made_on = column(models.DateField(), DAY)
    version = column(models.PositiveIntegerField(default=1), VERSION)

    @classmethod
    def working_in(cls, countries: Iterable[str]) -> models.QuerySet["Company"]:
        """Those that say that they work in one of these countries, as the database finds them: their list is kept as
        text with codes in quotes."""
        codes = "|".join(sorted(map(re.escape, countries)))
        return cls.objects.annotate(said=Cast("countries", models.TextField())).filter(said__regex=f'"({codes})"')


class Brand(models.Model):
    """A brand of a company, under which some of its places stand."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ID, indexed=False)
    name = column(models.CharField(max_length=120), FIRM)
    made_on = column(models.DateField(), DAY)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "name"], name="tourism_one_brand")]


class Site(models.Model):
    """A place of a company. `cohort`: the people who learn there, by their identifier in the room of learning; `flags`:
    pairs of what laws ask of a place (`kinds.FLAGS`) and whether it is so."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ID, indexed=False)
    brand = key_or_none(Brand, ID, models.SET_NULL)
    code = column(models.CharField(max_length=40), FIRM)
    name = column(models.CharField(max_length=120), FIRM)
    country = column(models.CharField(max_length=2), FIRM)
    admin1 = column(models.CharField(max_length=80, blank=True), FIRM)
    kind = column(models.CharField(max_length=30), FIRM)
    rooms = column(models.PositiveIntegerField(null=True, blank=True), FIRM)
    licence = column(models.CharField(max_length=80, blank=True), FIRM)
    operated = column(models.CharField(max_length=12), FIRM)
    flags = column(models.JSONField(default=list), FIRM)
    cohort = column(models.UUIDField(null=True, blank=True), ID)
    made_on = column(models.DateField(), DAY)
    closed_on = column(models.DateField(null=True, blank=True), DAY)
    version = column(models.PositiveIntegerField(default=1), VERSION)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "code"], name="tourism_one_site")]


class Contact(models.Model):
    """Who speaks for a company."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ID)
    role = column(models.CharField(max_length=20), Public("S1", "what they do for the firm"))
    name = column(models.CharField(max_length=80), _NAMED)
    function = column(models.CharField(max_length=80, blank=True), _NAMED)
    since = column(models.DateField(), DAY)
    until = column(models.DateField(null=True, blank=True), DAY)


class Mandate(models.Model):
    """That somebody of a member speaks for a programme in countries, for a time. The secretariat gives it; the chain of
    the person names it."""

    whole = ("person", "org", "programme", "countries", "may_approve", "starts", "until", "given_by", "ended_on")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    person = key(Person, Public("S1", "who speaks for a programme"))
    org = key(Organisation, ID)
    programme = column(models.CharField(max_length=40), Public("S0", "which programme"))
    countries = column(models.JSONField(default=list), Public("S0", "in which countries"))
    may_approve = column(models.BooleanField(default=False), Public("S1", "whether their yes to a plan counts"))
    starts = column(models.DateField(), DAY)
    until = column(models.DateField(), DAY)
    given_by = key(Person, WHO)
    ended_on = column(models.DateField(null=True, blank=True), DAY)


class Token(models.Model):
    """That a program of a company sends its tables, as one of its people let it, for a time. The chain of the token
    names it; `code`: of the installation, over its secret."""

    whole = ("org", "name", "code", "made_by", "made_at", "until", "ended_on")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ID)
    name = column(models.CharField(max_length=60), Public("S1", "what a firm calls a program of its own"))
    code = column(models.BinaryField(), TOKEN)
    made_by = key(Person, WHO)
    made_at = column(models.DateTimeField(), AT)
    until = column(models.DateField(), DAY)
    ended_on = column(models.DateField(null=True, blank=True), DAY)
