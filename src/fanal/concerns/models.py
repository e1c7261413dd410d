"""Concerns and handovers: clear columns for lists and clocks, everything that was told sealed
(docs/visible-without-keys.md)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from fanal.access.models import Kept
from fanal.columns import DAY, ID, TOKEN, column, key, key_or_none
from fanal.concerns.content import (
    ChildIdentity,
    ConcernContent,
    HandoverContent,
    HandoverWords,
    MessageContent,
    NoteContent,
    PersonalContent,
    PersonSuspected,
    ReporterContent,
    SecondContent,
)
from fanal.network.models import Agreement, Organisation, Person, Team, Vouched
from fanal.passing.models import Passing, PassingStep, PassingText
from fanal.vault import Public, Sealed
from fanal.vocabulary.codes import Triage
from fanal.vocabulary.ids import new_id

UNDECIDED = (Triage.NEW.value, Triage.URGENT_RESPONSE.value)
"""What stands in `Concern.triage` while somebody must still decide."""


class ReportingPage(Vouched):
    """The public form of one member for one country: its hours, people on duty, languages, and whether it is open."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ID, models.CASCADE)
    country = column(models.CharField(max_length=2, unique=True), Public("S0", "which country it serves"))
    languages = column(models.JSONField(default=list), Public("S0", "languages offered"))
    hours = column(models.JSONField(default=dict), Public("S0", "shown to everybody"))
    duty_person = key_or_none(Person, Public("S1", "who is alerted"))
    deputy = key_or_none(Person, Public("S1", "who is alerted next"))
    team = key_or_none(Team, Public("S1", "which named team reads; empty: the main one"))
    alerts_outside_hours = column(models.BooleanField(default=False), Public("S1", "whether an alert goes at night"))
    outside_address = column(
        models.CharField(max_length=200, blank=True),
        Public("S0", "where to write about the member's own people; shown to everybody"),
    )
    shield_until = column(
        models.DateTimeField(null=True, blank=True), Public("S1", "until when the flood shield is up")
    )
    published = column(models.BooleanField(default=False), Public("S0", "whether the form is open"))
    checked_on = column(models.DateField(null=True, blank=True), DAY)


class PracticeLink(models.Model):
    """A link with which a class tries the form; what it brings goes after 24 hours."""

    page = key(ReportingPage, ID, models.CASCADE)
    token = column(models.BinaryField(max_length=32, unique=True), TOKEN)
    made_by = key(Person, ID, models.CASCADE)
    expires_at = column(models.DateTimeField(), Public("S1", "until when"))


class Concern(Kept):
    """What someone told a member."""

    stated = (
        "org", "received_on", "danger", "child_door", "country_of_harm", "triage", "finding", "unverified",
        "restricted", "practice", "duplicate_of", "reporter_closed", "closed_on", "retention_class", "erase_on",
        "reporter_erase_on", "hold_owner", "hold_until", "channel", "language", "time_critical", "question_set",
        "locator", "pepper", "team",
    )  # fmt: skip
    since: ClassVar = {"team": 2}
    of_0_1_0 = (
        "concerns.receive", "concerns.decide", "concerns.confirm", "concerns.same_as", "concerns.confirm_countries",
        "concerns.mark_conflict", "concerns.clear_conflict",
    )  # fmt: skip

    id = column(
        models.UUIDField(primary_key=True, editable=False), Public("S1", "identifier; its time part is the day")
    )
    org = key(Organisation, Public("S1", "whose concern it is"))
    team = key_or_none(Team, Public("S1", "which named team has it; empty: the main one"))
    received_on = column(models.DateField(), Public("S1", "order of triage; day only"))
    channel = column(models.CharField(max_length=20), Public("S1", "how it came"))
    language = column(models.CharField(max_length=8), Public("S1", "who can read it"))
    danger = column(models.CharField(max_length=10), Public("S1", "order of triage"))
    child_door = column(
        models.BooleanField(default=False), Public("S1", "order of triage: a young person must not wait")
    )
    time_critical = column(models.BooleanField(default=False), Public("S1", "order of triage"))
    critical_reason = column(
        models.CharField(max_length=20, blank=True), Public("S1", "which of three reasons puts it first")
    )
    country_of_harm = column(models.CharField(max_length=20), Public("S1", "which member is proposed"))
    triage = column(models.CharField(max_length=20, default="new"), Public("S1", "workflow state"))
    finding = column(models.CharField(max_length=24, blank=True), Public("S1", "workflow state: decides retention"))
    status = column(
        models.CharField(max_length=10, default="received"), Public("S1", "neutral status that the reporter sees")
    )
    new_message = column(models.BooleanField(default=False), Public("S1", "order of triage"))
    unverified = column(models.BooleanField(default=False), Public("S1", "which list"))
    restricted = column(models.BooleanField(default=False), Public("S1", "kept from the queue: a conflict of interest"))
    practice = column(models.BooleanField(default=False), Public("S1", "a class that tries the form"))
    grouped_with: models.ForeignKey[Concern | None, Concern | None] = key_or_none(
        "self", Public("S1", "the same text within the hour"), models.SET_NULL
    )
    duplicate_of: models.ForeignKey[Concern | None, Concern | None] = key_or_none(
        "self", Public("S1", "workflow state"), models.SET_NULL
    )
    imagery_signalled = column(models.BooleanField(default=False), Public("S1", "the reporter was shown the hotline"))
    question_set = column(models.CharField(max_length=40), Public("S1", "which questions were asked"))
    locator = column(
        models.BinaryField(max_length=16, null=True, blank=True, unique=True),
        Public("S1", "derived from the receipt under the pepper"),
    )
    pepper = column(models.PositiveIntegerField(default=1), Public("S1", "version of the pepper of the locator"))
    claimed_by = key_or_none(Person, Public("S1", "who holds it"), models.SET_NULL)
    claimed_until = column(models.DateTimeField(null=True, blank=True), Public("S1", "until when"))
    reporter_closed = column(
        models.BooleanField(default=False), Public("S1", "whether the reporter's part is with the custodian")
    )
    closed_on = column(models.DateField(null=True, blank=True), DAY)
    reporter_erase_on = column(models.DateField(null=True, blank=True), DAY)
    version = column(
        models.PositiveIntegerField(default=1), Public("S1", "compare-and-set: two people cannot decide at once")
    )
    personal = column(models.BinaryField(default=bytes), Sealed("personal", PersonalContent))
    content = column(models.BinaryField(default=bytes), Sealed("content", ConcernContent))
    identity = column(models.BinaryField(default=bytes), Sealed("identity", ChildIdentity))
    offender = column(models.BinaryField(default=bytes), Sealed("offender", PersonSuspected))
    reporter = column(models.BinaryField(default=bytes), Sealed("reporter", ReporterContent))

    class Meta:
        indexes = [
            models.Index(fields=["org", "triage", "unverified", "restricted"], name="concerns_queue"),
            models.Index(fields=["erase_on"], name="concerns_erase"),
        ]


class Message(models.Model):
    """One message of the thread between a reporter and the member."""

    stated = ("concern", "day", "position", "side", "by")
    of_0_1_0 = (
        "concerns.write", "concerns.reply", "concerns.decide", "concerns.mark_conflict", "concerns.clear_conflict",
    )  # fmt: skip

    id = column(models.UUIDField(primary_key=True, editable=False), ID)
    concern = key(Concern, ID, models.CASCADE, related_name="messages")
    day = column(models.DateField(), DAY)
    position = column(models.PositiveIntegerField(), Public("S1", "order in the thread"))
    side = column(models.CharField(max_length=8), Public("S1", "reporter or staff"))
    by = key_or_none(
        Person, Public("S1", "who of the staff wrote; the reporter sees the organisation only"), models.SET_NULL
    )
    question = column(models.BooleanField(default=False), Public("S1", "whether an answer is hoped for"))
    body = column(models.BinaryField(default=bytes), Sealed("dialogue", MessageContent))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["concern", "position"], name="concerns_one_thread")]
        ordering = ["position"]


class Decision(models.Model):
    """One decision of triage by a named person, some by two."""

    stated = ("concern", "code", "finding", "person", "second", "needs_second", "at")
    of_0_1_0 = (
        "concerns.decide", "concerns.confirm", "concerns.hold", "concerns.ask_erase", "concerns.sort",
        "concerns.mark_conflict", "concerns.clear_conflict",
    )  # fmt: skip

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    concern = key(Concern, ID, models.CASCADE, related_name="decisions")
    code = column(models.CharField(max_length=20), Public("S1", "what was decided"))
    finding = column(models.CharField(max_length=24, blank=True), Public("S1", "what was found"))
    person = key(Person, Public("S1", "who answers for it"))
    second = key_or_none(Person, Public("S1", "who confirmed it"))
    needs_second = column(models.BooleanField(default=False), Public("S1", "waits for a second person"))
    at = column(models.DateTimeField(), Public("S1", "when a member of staff decided"))
    note = column(models.BinaryField(default=bytes), Sealed("content", NoteContent))


class Handover(Passing):
    """A copy of chosen facts of a concern for one recipient."""

    stated = (
        "org", "recipient", "concern", "role", "state", "agreement", "urgent", "restricted", "released",
        "country_from", "country_to", "offered_at", "answer_due", "access_until", "confirmed_by", "second",
        "decline_reason", "outcome", "team",
    )  # fmt: skip
    since: ClassVar = {"team": 2}
    whole = ("concern",)
    of_0_1_0 = (
        "concerns.draft_handover", "concerns.offer_handover", "concerns.confirm_handover", "concerns.release_handover",
    )  # fmt: skip
    row_stays = True

    concern = key_or_none(
        Concern, Public("S1", "from which concern; the sender's side only"), models.SET_NULL, related_name="handovers"
    )
    payload = column(models.BinaryField(default=bytes), Sealed("content", HandoverContent))
    additions = column(models.BinaryField(default=bytes), Sealed("identity", HandoverContent))

    class Meta:
        indexes = [
            models.Index(fields=["org", "state"], name="concerns_sent"),
            models.Index(fields=["recipient", "state"], name="concerns_got"),
        ]


class HandoverEvent(PassingStep):
    """One step of a handover."""

    handover = key(Handover, ID, models.CASCADE, related_name="events")


class HandoverMessage(PassingText):
    """What was written at one step of a handover, to the other side. It goes when the copy goes."""

    step: models.OneToOneField[HandoverEvent, HandoverEvent] = column(
        models.OneToOneField(HandoverEvent, on_delete=models.CASCADE, related_name="message"), ID
    )
    body = column(models.BinaryField(default=bytes), Sealed("content", HandoverWords))


class SecondOpinion(models.Model):
    """What a small member asked its partner to say the second yes to: a record of its own, sealed to both, and to the
    partner for two days (docs/small-member.md, "The second yes")."""

    stated = (
        "org", "partner", "concern", "what", "subject", "agreement", "restricted", "state", "asked_by", "asked_at",
        "due_at", "answered_by", "answered_at", "code",
    )  # fmt: skip
    of_0_1_0: ClassVar[tuple[str, ...]] = ()

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, Public("S1", "who asks"))
    partner = key(Organisation, Public("S1", "who is asked"))
    concern = key(Concern, ID, models.CASCADE, related_name="opinions")
    what = column(models.CharField(max_length=20), Public("S1", "to what a second yes is asked"))
    subject = column(models.UUIDField(db_index=True), Public("S1", "which decision or handover it is for"))
    agreement = key(Agreement, Public("S1", "on which ground"))
    restricted = column(models.BooleanField(default=False), Public("S1", "for the safeguarding lead of the partner"))
    state = column(models.CharField(max_length=12), Public("S1", "workflow state"))
    asked_by = key(Person, Public("S1", "who asked"), indexed=False)
    asked_at = column(models.DateTimeField(), Public("S1", "when a member of staff asked"))
    due_at = column(models.DateTimeField(), Public("S1", "until when the partner sees it"))
    answered_by = key_or_none(Person, Public("S1", "who answered"), indexed=False)
    answered_at = column(models.DateTimeField(null=True, blank=True), Public("S1", "when a member of staff answered"))
    code = column(
        models.BinaryField(max_length=34, default=bytes), Public("S1", "keyed hash of what the preview showed")
    )
    shown = column(models.BinaryField(default=bytes), Sealed("content", SecondContent))
    answer = column(models.BinaryField(default=bytes), Sealed("content", HandoverWords))


class CountCell(models.Model):
    """One closed concern as coarse codes, sealed to the member's statistics ring
    (docs/concerns-triage.md, "Counting")."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ID, models.CASCADE)
    quarter = column(models.CharField(max_length=7), Public("S1", "when it may leave through disclosure control"))
    ring_version = column(models.PositiveIntegerField(), Public("S1", "which ring version opens it"))
    cell = column(models.BinaryField(), Public("S1", "ciphertext for the statistics ring"))
