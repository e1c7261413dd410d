"""What passes from hand to hand: the care of a child inside the organisation."""

from __future__ import annotations

from django.db import models

from fanal.cases.models.files import STATE, CaseRow, sealed
from fanal.columns import DAY, WHO, column, key, key_or_none
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
