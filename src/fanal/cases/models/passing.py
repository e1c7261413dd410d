"""What passes from hand to hand: the care of a child inside the organisation, and help asked for outside."""

from __future__ import annotations

from django.db import models

from fanal.cases.models.care import Service
from fanal.cases.models.files import STATE, CaseRow, sealed
from fanal.columns import AT, DAY, WHO, column, key, key_or_none
from fanal.network.models import Person
from fanal.vault import Public


class HandOn(CaseRow):
    """The care of one child offered to a colleague: all of it, a part for a time, or to answer for it."""

    stated = ("case", "made_by", "made_at", "kind", "to", "before", "state", "until", "parts", "request_key")

    kind = column(models.CharField(max_length=12), Public("S1", "what is offered"))
    to = key(Person, WHO)
    before = key_or_none(Person, WHO)
    state = column(models.CharField(max_length=12), STATE)
    until = column(models.DateField(null=True, blank=True), DAY)
    parts = column(models.JSONField(default=list), Public("S1", "which parts of the file"))
    request_key = column(models.UUIDField(unique=True), Public("S1", "so that a replay makes one"))
    content = sealed("hand_on", "content")

    class Meta:
        indexes = [models.Index(fields=["to", "state"], name="cases_hand_on_to")]


class Referral(CaseRow):
    """Help asked for of one provider by telephone. Who is asked is sealed: the name of a shelter tells a place."""

    stated = (
        "case", "made_by", "made_at", "service", "recipient", "categories", "state", "urgent", "offered_at",
        "answer_due", "answered_at", "request_key", "pack_mac",
    )  # fmt: skip

    service = key(Service, Public("S1", "which help it asks for"), models.CASCADE)
    recipient = column(models.CharField(max_length=80), Public("S1", "whom the ledger must allow"))
    categories = column(models.JSONField(default=list), Public("S1", "which kinds of facts the pack holds"))
    state = column(models.CharField(max_length=12), STATE)
    urgent = column(models.BooleanField(default=False), Public("S1", "which clock"))
    offered_at = column(models.DateTimeField(null=True, blank=True), AT)
    answer_due = column(models.DateTimeField(null=True, blank=True), AT)
    answered_at = column(models.DateTimeField(null=True, blank=True), AT)
    request_key = column(models.UUIDField(unique=True), Public("S1", "so that a replay makes one"))
    pack_mac = column(models.BinaryField(max_length=34, default=bytes), Public("S1", "keyed hash of the preview"))
    personal = sealed("referral", "personal")
    content = sealed("referral", "content")


class Report(CaseRow):
    """What an authority is told, on paper. Which one is sealed; what is told of a person suspected, apart."""

    stated = (
        "case", "made_by", "made_at", "recipient", "categories", "state", "confirmed_by", "sent_at", "request_key",
        "pack_mac",
    )  # fmt: skip

    recipient = column(models.CharField(max_length=80), Public("S1", "whom the ledger must allow"))
    categories = column(models.JSONField(default=list), Public("S1", "which kinds of facts it holds"))
    state = column(models.CharField(max_length=12), STATE)
    confirmed_by = key_or_none(Person, WHO)
    sent_at = column(models.DateTimeField(null=True, blank=True), AT)
    request_key = column(models.UUIDField(unique=True), Public("S1", "so that a replay makes one"))
    pack_mac = column(models.BinaryField(max_length=34, default=bytes), Public("S1", "keyed hash of the preview"))
    personal = sealed("report", "personal")
    content = sealed("report", "content")
    offender = sealed("report", "offender")
