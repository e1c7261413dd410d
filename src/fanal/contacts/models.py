"""Files of countries as they are typed here (clear: they name nobody)."""

from django.db import models

from fanal.columns import AT, ID, WHO, column, key, key_or_none
from fanal.network.models import Organisation, Person
from fanal.vault import Public
from fanal.vocabulary.ids import new_id


class CountryVersion(models.Model):
    """The file of a country as one person left it. The newest that a second person confirmed counts. Only added."""

    whole = ("org", "country", "number", "text", "by", "at", "verdict", "second", "second_at", "note")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ID)
    country = column(models.CharField(max_length=2), Public("S0", "which country it is about"))
    number = column(models.PositiveIntegerField(), Public("S1", "the first of a country is 1"))
    text = column(models.TextField(), Public("S0", "numbers to call and texts of law, shown to everybody"))
    by = key(Person, WHO)
    at = column(models.DateTimeField(), AT)
    verdict = column(models.CharField(max_length=10, blank=True), Public("S1", "confirmed, given back, or it waits"))
    second = key_or_none(Person, WHO)
    second_at = column(models.DateTimeField(null=True, blank=True), AT)
    note = column(
        models.CharField(max_length=300, blank=True), Public("S1", "what is wrong in it; about a country, no person")
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country", "number"], name="contacts_one_number")]
