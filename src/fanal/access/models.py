"""Who gave whom a narrow duty: proposed by one person, confirmed by another, with an end."""

from django.db import models

from fanal.network.models import Organisation, Person
from fanal.vault import Declared, Public
from fanal.vocabulary.ids import new_id

_ID = Public("S1", "identifier")
_AT = Public("S1", "when")
_WHO = Public("S1", "who of the staff did it")


class GrantGiven(models.Model):
    """One grant of one person. What a person may do follows from `network.grants`; this says who gave it, and why."""

    whole = (
        "code", "org", "person", "reason", "until", "proposed_by", "proposed_at", "confirmed_by", "confirmed_at",
        "ended_at",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=40)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    until = models.DateField()
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    declared = Declared(
        id=_ID,
        code=Public("S1", "which duty"),
        org=_ID,
        person=_WHO,
        reason=Public("S1", "what it is needed for"),
        until=Public("S1", "when; the day only"),
        proposed_by=_WHO,
        proposed_at=_AT,
        confirmed_by=_WHO,
        confirmed_at=_AT,
        ended_at=_AT,
    )

    class Meta:
        indexes = [models.Index(fields=["code", "person"], name="access_grant_of")]
