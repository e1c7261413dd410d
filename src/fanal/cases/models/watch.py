"""Who looked where it is not theirs to look: files opened in an emergency, and alarms about our own people. And talks
between a worker and who answers for the work. Nothing of a child stands here but the file it was about."""

from __future__ import annotations

from django.db import models

from fanal.cases.models.files import CaseRow, sealed
from fanal.columns import AT, DAY, ID, WHO, column, key, key_or_none
from fanal.network.models import Organisation, Person
from fanal.vault import Public
from fanal.vocabulary.ids import new_id


class Emergency(CaseRow):
    """A file that somebody on call opened for an hour, with the reason, and what came of it. Who: `made_by`."""

    stated = ("case", "made_by", "made_at", "reason", "ends_at", "reviewed_by", "reviewed_at", "outcome")

    reason = column(models.CharField(max_length=16), Public("S1", "why it was opened"))
    ends_at = column(models.DateTimeField(), AT)
    reviewed_by = key_or_none(Person, WHO)
    reviewed_at = column(models.DateTimeField(null=True, blank=True), AT)
    outcome = column(models.CharField(max_length=16, blank=True), Public("S1", "what the review found"))

    class Meta:
        indexes = [models.Index(fields=["made_by", "ends_at"], name="cases_emergency_by")]


class Alarm(models.Model):
    """Something that somebody of ours did with files and that the safeguarding lead should look at: what and when, and
    nothing that a file holds."""

    whole = ("org", "kind", "person", "raised_at", "cases", "count", "noted_by", "noted_at", "outcome")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, Public("S1", "whose it is"), indexed=False)
    kind = column(models.CharField(max_length=16), Public("S1", "what was noticed"))
    person = key(Person, Public("S1", "about whom of the staff it is"))
    raised_at = column(models.DateTimeField(), AT)
    cases = column(models.JSONField(default=list), Public("S1", "which files"))
    count = column(models.PositiveIntegerField(default=0), Public("S1", "how often"))
    noted_by = key_or_none(Person, WHO)
    noted_at = column(models.DateTimeField(null=True, blank=True), AT)
    outcome = column(models.CharField(max_length=16, blank=True), Public("S1", "what the safeguarding lead says"))

    class Meta:
        indexes = [models.Index(fields=["org", "raised_at"], name="cases_alarm_of")]


class Supervision(models.Model):
    """A talk of a worker with who answers for the work: which files, whether somebody asked how the worker is, what was
    agreed. A record of its own, which those two open."""

    stated = ("org", "worker", "supervisor", "held_on", "cases", "wellbeing_asked", "next_due")
    of_0_1_0 = ()

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, Public("S1", "whose it is"), indexed=False)
    worker = key(Person, Public("S1", "with whom"))
    supervisor = key(Person, WHO)
    held_on = column(models.DateField(), DAY)
    cases = column(models.JSONField(default=list), Public("S1", "which files they talked about"))
    wellbeing_asked = column(models.BooleanField(default=False), Public("S1", "whether somebody asked how they are"))
    next_due = column(models.DateField(), DAY)
    content = sealed("supervision", "content")

    class Meta:
        indexes = [models.Index(fields=["org", "worker", "held_on"], name="cases_supervision_of")]
