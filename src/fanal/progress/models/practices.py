"""Practices that harm children, whom was written of them, what came of it (docs/progress.md, "Practices that harm").
Nothing here is about a child or a person: what would be is told by the form for everybody."""

from django.db import models

from fanal.columns import AT, DAY, ID, VERSION, column, key
from fanal.network.models import Organisation
from fanal.vault import Public
from fanal.vocabulary.ids import new_id

_SAID = Public("S1", "what is said of a practice of a firm or office; no person and no child is in it")


class Practice(models.Model):
    """One practice. `answer` stays as it came. `public`: nothing, `proposed` or `published`. Of one that was referred
    only kind and country are left."""

    whole = (
        "org", "kind", "country", "sector", "seen_on", "description", "found", "addressee", "addressee_kind", "basis",
        "state", "letter", "sent_on", "due_on", "answer", "answered_on", "answered_by", "escalated_to", "outcome",
        "outcome_words", "closed_at", "public", "published_at", "made_at",
    )  # fmt: skip

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ID)
    version = column(models.PositiveIntegerField(default=0), VERSION)
    kind = column(models.CharField(max_length=20), _SAID)
    country = column(models.CharField(max_length=2), _SAID)
    sector = column(models.CharField(max_length=20, blank=True), _SAID)
    seen_on = column(models.DateField(null=True, blank=True), DAY)
    description = column(models.TextField(max_length=1500, blank=True), _SAID)
    found = column(models.CharField(max_length=300, blank=True), _SAID)
    addressee = column(models.CharField(max_length=160, blank=True), _SAID)
    addressee_kind = column(models.CharField(max_length=20, blank=True), _SAID)
    basis = column(models.CharField(max_length=300, blank=True), _SAID)
    state = column(models.CharField(max_length=12, default="proposed"), _SAID)
    letter = column(models.TextField(max_length=4000, blank=True), _SAID)
    sent_on = column(models.DateField(null=True, blank=True), DAY)
    due_on = column(models.DateField(null=True, blank=True), DAY)
    answer = column(models.TextField(max_length=2000, blank=True), _SAID)
    answered_on = column(models.DateField(null=True, blank=True), DAY)
    answered_by = column(models.CharField(max_length=160, blank=True), _SAID)
    escalated_to = column(models.CharField(max_length=20, blank=True), _SAID)
    outcome = column(models.CharField(max_length=20, blank=True), _SAID)
    outcome_words = column(models.TextField(max_length=1000, blank=True), _SAID)
    closed_at = column(models.DateTimeField(null=True, blank=True), AT)
    public = column(models.CharField(max_length=10, blank=True), _SAID)
    published_at = column(models.DateTimeField(null=True, blank=True), AT)
    made_at = column(models.DateTimeField(), AT)
