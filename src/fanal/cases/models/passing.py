"""What passes from hand to hand: the care of a child inside the organisation, help asked for outside, and what another
member is offered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from fanal.cases.models.care import Service
from fanal.cases.models.files import STATE, Case, CaseRow, sealed
from fanal.cases.packed import PackContent, PassingWords
from fanal.columns import AT, DAY, ID, WHO, column, key, key_or_none
from fanal.network.models import Organisation, Person, Team
from fanal.passing.models import Passing, PassingStep, PassingText
from fanal.vault import Public, Sealed
from fanal.vocabulary.ids import new_id


class HandOn(CaseRow):
    """The care of one child offered to a colleague: all of it, a part for a time, or to answer for it."""

    stated = ("case", "made_by", "made_at", "kind", "to", "before", "state", "until", "parts", "request_key")

    kind = column(models.CharField(max_length=12), Public("S1", "what is offered"))
    to = key(Person, WHO, indexed=False)
    before = key_or_none(Person, WHO)
    state = column(models.CharField(max_length=12), STATE)
    until = column(models.DateField(null=True, blank=True), DAY)
    parts = column(models.JSONField(default=list), Public("S1", "which parts of the file"))
    request_key = column(models.UUIDField(unique=True), Public("S1", "so that a replay makes one"))
    content = sealed("hand_on", "content")

    class Meta:
        indexes = [
            models.Index(fields=["to", "state"], name="cases_hand_on_to"),
            models.Index(fields=["made_by", "made_at"], name="cases_hand_on_by"),
        ]


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


class ProviderPage(CaseRow):
    """A page that a code opens which was told a provider on the telephone: a record of its own, emptied when it
    ends."""

    stated = (
        "case", "made_by", "made_at", "referral", "locator", "pepper", "ends_at", "views", "ended_at", "made_of",
    )  # fmt: skip

    referral = key(Referral, Public("S1", "which help it asks for"), models.CASCADE)
    locator = column(
        models.BinaryField(max_length=16, unique=True), Public("S1", "derived from the code; names no one")
    )
    pepper = column(models.PositiveIntegerField(), Public("S1", "by which secret it was derived"))
    ends_at = column(models.DateTimeField(), AT)
    views = column(models.PositiveSmallIntegerField(default=0), Public("S1", "how often it was opened"))
    ended_at = column(models.DateTimeField(null=True, blank=True), AT)
    made_of = column(
        models.BinaryField(max_length=32), Public("S1", "hash of sealed rows: where one is another, it ends")
    )
    personal = sealed("provider_page", "personal")
    content = sealed("provider_page", "content")


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


class Transition(Passing):
    """A child, or help for one, offered to another member (`fanal.passing`). `payload`: the card; `additions`: the
    pack, after their yes; `names`: of a transfer, who the child is. `role`: which of the three kinds it is."""

    stated = (
        "org", "recipient", "case", "service", "role", "state", "agreement", "urgent", "restricted", "released",
        "country_from", "country_to", "offered_at", "answer_due", "access_until", "confirmed_by", "second",
        "decline_reason", "outcome", "team", "categories",
    )  # fmt: skip
    of_0_1_0: ClassVar[tuple[str, ...]] = ()
    whole = ("case",)
    row_stays = True

    # The indexes below begin with them.
    org = key(Organisation, Public("S1", "who hands over"), indexed=False)
    recipient = key(Organisation, Public("S1", "to whom"), indexed=False)
    case = key_or_none(
        Case, Public("S1", "from which file; the sender's side only"), models.SET_NULL, related_name="transitions"
    )
    service = key_or_none(Service, Public("S1", "which help it asks for"), models.SET_NULL)
    categories = column(models.JSONField(default=list), Public("S1", "which kinds of facts it holds"))
    payload = column(models.BinaryField(default=bytes), Sealed("content", PackContent))
    additions = column(models.BinaryField(default=bytes), Sealed("identity", PackContent))
    names = column(models.BinaryField(default=bytes), Sealed("personal", PackContent))

    class Meta:
        indexes = [
            models.Index(fields=["org", "state"], name="cases_passed"),
            models.Index(fields=["recipient", "state"], name="cases_got"),
        ]


class TransitionStep(PassingStep):
    """One step of it."""

    transition = key(Transition, ID, models.CASCADE, related_name="events")


class TransitionText(PassingText):
    """What was written at one step, to the other side. It goes when the copy goes."""

    step: models.OneToOneField[TransitionStep, TransitionStep] = column(
        models.OneToOneField(TransitionStep, on_delete=models.CASCADE, related_name="message"), ID
    )
    body = column(models.BinaryField(default=bytes), Sealed("content", PassingWords))


class TakenOver(models.Model):
    """A child whom another member hands over: who of ours takes the work on, and the file once it is open. Nothing else
    ties the two files."""

    stated = ("transition", "org", "team", "worker", "supervisor", "accepted_on", "case", "opened_at")
    of_0_1_0: ClassVar[tuple[str, ...]] = ()

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    transition: models.OneToOneField[Transition, Transition] = column(
        models.OneToOneField(Transition, on_delete=models.CASCADE, related_name="taken_over"), ID
    )
    org = key(Organisation, Public("S1", "whose it is"))
    team = key_or_none(Team, Public("S1", "which casework team gets it; empty: the main one"))
    worker = key(Person, Public("S1", "who takes it on"))
    supervisor = key(Person, Public("S1", "who answers for the work"))
    accepted_on = column(models.DateField(), DAY)
    case = key_or_none(Case, Public("S1", "the file that it became"), models.CASCADE, related_name="came")
    opened_at = column(models.DateTimeField(null=True, blank=True), AT)
