"""What a company reports of a year (docs/tourism.md, "The yearly report")."""

from django.db import models

from fanal.columns import AT, DAY, ID, VERSION, WHO, column, key, key_or_none
from fanal.network.models import Person
from fanal.tourism.models.memberships import Membership
from fanal.vault import Public
from fanal.vocabulary.ids import new_id

_REPORT = Public("S1", "what a firm reports of itself; nothing that anybody told of a child, no person")


class AnnualReport(models.Model):
    """The report of a membership that is due on a day. `cut_off`: the day of what records say; `digest`: of its
    answers, so that none is changed once it was sent; `behalf`: who typed it in for the company, which then sends it;
    `explained`: by flag, what the company says to it; `words`: what had to change; `weighed`: once it was accepted, by
    which criteria and which rule it was looked at, and what it lacks for recognition; `summary`: for everybody, once
    the company publishes it."""

    whole = (
        "membership", "due_on", "cut_off", "questions", "state", "digest", "behalf", "explained", "words", "sent_by",
        "sent_at", "decided_by", "decided_at", "summary", "published_on", "weighed",
    )  # fmt: skip
    since = {"weighed": 2}

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    membership = key(Membership, ID, models.CASCADE, related_name="reports", indexed=False)
    due_on = column(models.DateField(), DAY)
    cut_off = column(models.DateField(), DAY)
    questions = column(models.CharField(max_length=40), Public("S0", "which questions were asked"))
    state = column(models.CharField(max_length=10), _REPORT)
    digest = column(models.CharField(max_length=64), Public("S1", "hash of the answers"))
    behalf = key_or_none(Person, WHO)
    explained = column(models.JSONField(default=dict), _REPORT)
    words = column(models.TextField(max_length=2000, blank=True), _REPORT)
    begun_at = column(models.DateTimeField(), AT)
    sent_by = key_or_none(Person, WHO)
    sent_at = column(models.DateTimeField(null=True, blank=True), AT)
    decided_by = key_or_none(Person, WHO)
    decided_at = column(models.DateTimeField(null=True, blank=True), AT)
    weighed = column(models.JSONField(default=dict), Public("S0", "whether a programme recognises a firm"))
    summary = column(models.TextField(max_length=1500, blank=True), Public("S0", "what a firm publishes of a year"))
    published_on = column(models.DateField(null=True, blank=True), DAY)
    version = column(models.PositiveIntegerField(default=1), VERSION)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "due_on"], name="tourism_one_report")]


class ReportAnswer(models.Model):
    """An answer: what records said on the day (`prefilled`), what the company says (`value`; empty: nothing yet), and
    where that is another, why."""

    report = key(AnnualReport, ID, models.CASCADE, related_name="answers", indexed=False)
    question = column(models.CharField(max_length=20), Public("S0", "which question"))
    prefilled = column(models.JSONField(default=dict), _REPORT)
    value = column(models.JSONField(default=dict), _REPORT)
    reason = column(models.CharField(max_length=500, blank=True), _REPORT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "question"], name="tourism_one_answer")]
