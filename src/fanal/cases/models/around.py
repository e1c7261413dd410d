"""People around the child, the person suspected, and the tie to a matter of law."""

from __future__ import annotations

from django.db import models

from fanal.cases.models.files import CaseRow, ChildRow, sealed
from fanal.columns import DAY, VERSION, WHO, column, key, key_or_none
from fanal.justice.models import Matter
from fanal.network.models import Person
from fanal.vault import Public


class Caregiver(ChildRow):
    """An adult who cares or may care for the child, or one of the family."""

    stated = ("child", "made_by", "made_at")

    version = column(models.PositiveIntegerField(default=1), VERSION)
    personal = sealed("caregiver", "personal")
    identity = sealed("caregiver", "identity")
    content = sealed("caregiver", "content")


class CareLink(ChildRow):
    """One relation of the child and one adult, with its dates and its contact rule."""

    stated = ("child", "made_by", "made_at", "caregiver", "consent_barred")

    caregiver = key(Caregiver, Public("S1", "to which adult"), models.CASCADE)
    consent_barred = column(models.BooleanField(default=False), Public("S1", "may not consent, be told or contacted"))
    version = column(models.PositiveIntegerField(default=1), VERSION)
    personal = sealed("care_link", "personal")
    identity = sealed("care_link", "identity")
    content = sealed("care_link", "content")
    offender = sealed("care_link", "offender")
    placement = sealed("care_link", "placement")


class AllegedOffender(CaseRow):
    """A person suspected, in one file only: never linked, never searched, never in a list (DNH-25)."""

    stated = ("case", "made_by", "made_at")

    content = sealed("alleged_offender", "content")
    offender = sealed("alleged_offender", "offender")


class CaseProceeding(CaseRow):
    """The tie of a file and a matter of law, which must not know the file."""

    stated = ("case", "made_by", "made_at", "matter", "acts")

    matter = key_or_none(Matter, Public("S1", "which matter"), models.SET_NULL)
    acts = column(models.JSONField(default=list), Public("S1", "which acts of the file"))
    offender = sealed("case_proceeding", "offender")


class Feedback(CaseRow):
    """The child's own answers about safety and our work, and what the child writes by the own code: a record of its
    own, since whoever seals it opens nothing else. Kept from the worker unless the child says otherwise. `made_by`:
    who offered it; empty: the child, by the own code."""

    stated = (
        "case", "made_by", "made_at", "about", "service", "offered_on", "mode", "answered", "worker_may_read",
        "read_by", "read_on", "done_on",
    )  # fmt: skip

    made_by = key_or_none(Person, WHO)  # type: ignore[assignment]
    about = column(models.CharField(max_length=32), Public("S1", "what it is about"))
    service = key_or_none("cases.Service", Public("S1", "about which help"), models.SET_NULL)
    offered_on = column(models.DateField(), DAY)
    mode = column(models.CharField(max_length=32), Public("S1", "how the child answered"))
    answered = column(models.CharField(max_length=32), Public("S1", "whether the child answered"))
    worker_may_read = column(models.BooleanField(default=False), Public("S1", "whether the child lets the worker read"))
    read_by = key_or_none(Person, WHO)
    read_on = column(models.DateField(null=True, blank=True), DAY)
    done_on = column(models.DateField(null=True, blank=True), DAY)
    feedback = sealed("feedback", "feedback")


class OwnCode(CaseRow):
    """A code that a child holds: what it finds, and the key that it is. Nothing of the code itself is kept. A record of
    its own, which the code opens: what was agreed, in neutral words, and nothing of the file."""

    stated = ("case", "made_by", "made_at", "locator", "pepper", "ended_on")

    locator = column(
        models.BinaryField(max_length=16, unique=True), Public("S1", "derived from the code; names no one")
    )
    pepper = column(models.PositiveIntegerField(), Public("S1", "by which secret it was derived"))
    ended_on = column(models.DateField(null=True, blank=True), DAY)
    personal = sealed("own_code", "personal")


class SubjectRequest(CaseRow):
    """What the child, later the adult, or who speaks for them asks of us: to see, correct, add, object, erase. A record
    of its own: whoever answers opens it, and no file. `made_by` empty: asked by the own code."""

    stated = ("case", "made_by", "made_at", "kind", "received_on", "decision", "answered_on", "decided_by", "packed_on")

    made_by = key_or_none(Person, WHO)  # type: ignore[assignment]
    kind = column(models.CharField(max_length=32), Public("S1", "what is asked"))
    received_on = column(models.DateField(), DAY)
    decision = column(models.CharField(max_length=32, blank=True), Public("S1", "what was decided"))
    answered_on = column(models.DateField(null=True, blank=True), DAY)
    decided_by = key_or_none(Person, WHO)
    packed_on = column(models.DateField(null=True, blank=True), DAY)
    personal = sealed("subject_request", "personal")
    content = sealed("subject_request", "content")
