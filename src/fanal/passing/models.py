"""Columns that every kind of passing on has. A room's models inherit them and add what it is of, what is sealed, and
which columns its entries name (docs/passing.md)."""

from typing import Any

from django.db import models

from fanal.columns import AT, DAY, ID, column, key, key_or_none
from fanal.network.models import Agreement, Organisation, Person, Team
from fanal.vault import Public
from fanal.vocabulary.ids import new_id


class Passing(models.Model):
    """A copy of chosen facts for one recipient and one purpose: a record of its own, with its own keys (Amber zone).

    `payload` opens with compartment `content` from the offer, `additions` with `identity` after acceptance.
    """

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, Public("S1", "who hands over"))
    recipient = key(Organisation, Public("S1", "to whom"))
    team = key_or_none(Team, Public("S1", "which of the sender's named teams has it; empty: the main one"))
    role = column(models.CharField(max_length=20), Public("S1", "why this recipient"))
    state = column(models.CharField(max_length=12, default="draft"), Public("S1", "workflow state"))
    agreement = key(Agreement, Public("S1", "on which ground"))
    urgent = column(models.BooleanField(default=False), Public("S1", "which clock"))
    restricted = column(
        models.BooleanField(default=False), Public("S1", "kept from the sender's lists: a conflict of interest")
    )
    released = column(models.BooleanField(default=False), Public("S1", "whether the recipient has what was added, too"))
    request_key = column(models.UUIDField(unique=True), Public("S1", "so that a replay makes one"))
    country_from = column(
        models.CharField(max_length=20), Public("S1", "country of the place; the referral desk sees D → S")
    )
    country_to = column(models.CharField(max_length=2), Public("S1", "country of the recipient"))
    offered_at = column(models.DateTimeField(null=True, blank=True), Public("S1", "start of the clock"))
    answer_due = column(models.DateTimeField(null=True, blank=True), Public("S1", "end of the clock"))
    access_until = column(models.DateField(null=True, blank=True), DAY)
    note_read_by = key_or_none(Person, Public("S1", "who read the authority note"), models.SET_NULL)
    confirmed_by = key_or_none(Person, Public("S1", "who sent it"))
    second = key_or_none(Person, Public("S1", "who confirmed it"))
    decline_reason = column(models.CharField(max_length=30, blank=True), Public("S1", "why not, as a code"))
    outcome = column(models.CharField(max_length=20, blank=True), Public("S1", "what came of it, as a code"))
    payload_hash = column(
        models.BinaryField(max_length=34, default=bytes), Public("S1", "keyed hash of what the preview showed")
    )
    version = column(models.PositiveIntegerField(default=1), Public("S1", "compare-and-set"))

    payload: Any
    additions: Any

    class Meta:
        abstract = True


class PassingStep(models.Model):
    """One step of a passing."""

    event = column(models.CharField(max_length=16), Public("S1", "what happened"))
    state = column(models.CharField(max_length=12), Public("S1", "the state after it"))
    person = key_or_none(Person, Public("S1", "who did it"), models.SET_NULL)
    at = column(models.DateTimeField(), AT)
    reason = column(models.CharField(max_length=30, blank=True), Public("S1", "why, as a code"))

    class Meta:
        abstract = True


class PassingText(models.Model):
    """What was written at one step, to the other side. It goes when the copy goes."""

    whole = ("step",)

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)

    step: Any
    step_id: int
    body: Any

    class Meta:
        abstract = True
