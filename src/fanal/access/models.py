"""Who gave whom a narrow duty: proposed by one person, confirmed by another, with an end."""

from django.db import models

from fanal.columns import AT, DAY, ID, WHO, column, key, key_or_none
from fanal.network.models import Organisation, Person
from fanal.vault import Public
from fanal.vocabulary.ids import new_id


class GrantGiven(models.Model):
    """One grant of one person. What a person may do follows from `network.grants`; this says who gave it, and why."""

    whole = (
        "code", "org", "person", "reason", "until", "proposed_by", "proposed_at", "confirmed_by", "confirmed_at",
        "ended_at",
    )  # fmt: skip

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    code = column(models.CharField(max_length=40), Public("S1", "which duty"))
    org = key(Organisation, ID)
    person = key(Person, WHO)
    reason = column(models.CharField(max_length=300), Public("S1", "what it is needed for"))
    until = column(models.DateField(), DAY)
    proposed_by = key(Person, WHO)
    proposed_at = column(models.DateTimeField(), AT)
    confirmed_by = key_or_none(Person, WHO)
    confirmed_at = column(models.DateTimeField(null=True, blank=True), AT)
    ended_at = column(models.DateTimeField(null=True, blank=True), AT)

    class Meta:
        indexes = [models.Index(fields=["code", "person"], name="access_grant_of")]
