"""Concerns and handovers: clear columns for lists and clocks, everything that was told sealed (`concerns.md` §14)."""

from django.db import models

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
)
from fanal.network.models import CODE, NUMBER, Agreement, Organisation, Person, Vouched
from fanal.vault import Declared, Public, Sealed
from fanal.vocabulary.ids import new_id

ID = Public("S1", "identifier")
DAY = Public("S1", "when; the day only")


class ReportingPage(Vouched):
    """The public form of one member for one country: its hours, people on duty, languages, and whether it is open."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    country = models.CharField(max_length=2, unique=True)
    languages = models.JSONField(default=list)
    hours = models.JSONField(default=dict)
    duty_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    deputy = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    alerts_outside_hours = models.BooleanField(default=False)
    outside_address = models.CharField(max_length=200, blank=True)
    shield_until = models.DateTimeField(null=True, blank=True)
    published = models.BooleanField(default=False)
    checked_on = models.DateField(null=True, blank=True)

    declared = Declared(
        id=ID,
        number=NUMBER,
        code=CODE,
        org=ID,
        country=Public("S0", "which country it serves"),
        languages=Public("S0", "languages offered"),
        hours=Public("S0", "shown to everybody"),
        duty_person=Public("S1", "who is alerted"),
        deputy=Public("S1", "who is alerted next"),
        alerts_outside_hours=Public("S1", "whether an alert goes at night"),
        outside_address=Public("S0", "where to write about the member's own people; shown to everybody"),
        shield_until=Public("S1", "until when the flood shield is up"),
        published=Public("S0", "whether the form is open"),
        checked_on=DAY,
    )


class Statement(models.Model):
    """A signed statement for the readiness gate: who states what for a page, until when."""

    page = models.ForeignKey(ReportingPage, on_delete=models.CASCADE, related_name="statements")
    item = models.CharField(max_length=40)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stated_on = models.DateField()
    holds_until = models.DateField()
    words = models.CharField(max_length=300, blank=True)

    declared = Declared(
        id=ID,
        page=ID,
        item=Public("S1", "what is stated"),
        by=Public("S1", "who states it"),
        stated_on=DAY,
        holds_until=DAY,
        words=Public("S1", "source or remark about the organisation, no person"),
    )


class PracticeLink(models.Model):
    """A link with which a class tries the form; what it brings goes after 24 hours."""

    page = models.ForeignKey(ReportingPage, on_delete=models.CASCADE, related_name="+")
    token = models.BinaryField(max_length=32, unique=True)
    made_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    expires_at = models.DateTimeField()

    declared = Declared(
        id=ID, page=ID, token=Public("S1", "hash of 256 random bits"), made_by=ID, expires_at=Public("S1", "until when")
    )


class Concern(models.Model):
    """What someone told a member."""

    stated = (
        "org", "received_on", "danger", "child_door", "country_of_harm", "triage", "finding", "unverified",
        "restricted", "practice", "duplicate_of", "reporter_closed", "closed_on", "retention_class", "erase_on",
        "reporter_erase_on", "hold_owner", "hold_until", "channel", "language", "time_critical", "question_set",
        "locator", "pepper",
    )  # fmt: skip
    of_0_1_0 = (
        "concerns.receive", "concerns.decide", "concerns.confirm", "concerns.same_as", "concerns.confirm_countries",
        "concerns.mark_conflict", "concerns.clear_conflict",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField()
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=8)
    danger = models.CharField(max_length=10)
    child_door = models.BooleanField(default=False)
    time_critical = models.BooleanField(default=False)
    critical_reason = models.CharField(max_length=20, blank=True)
    country_of_harm = models.CharField(max_length=20)
    triage = models.CharField(max_length=20, default="new")
    finding = models.CharField(max_length=24, blank=True)
    status = models.CharField(max_length=10, default="received")
    new_message = models.BooleanField(default=False)
    unverified = models.BooleanField(default=False)
    restricted = models.BooleanField(default=False)
    practice = models.BooleanField(default=False)
    grouped_with = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    duplicate_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    imagery_signalled = models.BooleanField(default=False)
    question_set = models.CharField(max_length=40)
    locator = models.BinaryField(max_length=16, null=True, blank=True, unique=True)
    pepper = models.PositiveIntegerField(default=1)
    claimed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    claimed_until = models.DateTimeField(null=True, blank=True)
    reporter_closed = models.BooleanField(default=False)
    closed_on = models.DateField(null=True, blank=True)
    retention_class = models.CharField(max_length=40, blank=True)
    erase_on = models.DateField(null=True, blank=True)
    reporter_erase_on = models.DateField(null=True, blank=True)
    hold_owner = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    hold_until = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    personal = models.BinaryField(default=bytes)
    content = models.BinaryField(default=bytes)
    identity = models.BinaryField(default=bytes)
    offender = models.BinaryField(default=bytes)
    reporter = models.BinaryField(default=bytes)

    declared = Declared(
        id=Public("S1", "identifier; its time part is the day"),
        org=Public("S1", "whose concern it is"),
        received_on=Public("S1", "order of triage; day only"),
        channel=Public("S1", "how it came"),
        language=Public("S1", "who can read it"),
        danger=Public("S1", "order of triage"),
        child_door=Public("S1", "order of triage: a young person must not wait"),
        time_critical=Public("S1", "order of triage"),
        critical_reason=Public("S1", "which of three reasons puts it first"),
        country_of_harm=Public("S1", "which member is proposed"),
        triage=Public("S1", "workflow state"),
        finding=Public("S1", "workflow state: decides retention"),
        status=Public("S1", "neutral status that the reporter sees"),
        new_message=Public("S1", "order of triage"),
        unverified=Public("S1", "which list"),
        restricted=Public("S1", "kept from the queue: a conflict of interest"),
        practice=Public("S1", "a class that tries the form"),
        grouped_with=Public("S1", "the same text within the hour"),
        duplicate_of=Public("S1", "workflow state"),
        imagery_signalled=Public("S1", "the reporter was shown the hotline"),
        question_set=Public("S1", "which questions were asked"),
        locator=Public("S1", "derived from the receipt under the pepper"),
        pepper=Public("S1", "version of the pepper of the locator"),
        claimed_by=Public("S1", "who holds it"),
        claimed_until=Public("S1", "until when"),
        reporter_closed=Public("S1", "whether the reporter's part is with the custodian"),
        closed_on=DAY,
        retention_class=Public("S1", "how long it is kept"),
        erase_on=DAY,
        reporter_erase_on=DAY,
        hold_owner=Public("S1", "who answers for a legal hold"),
        hold_until=DAY,
        version=Public("S1", "compare-and-set: two people cannot decide at once"),
        personal=Sealed("personal", PersonalContent),
        content=Sealed("content", ConcernContent),
        identity=Sealed("identity", ChildIdentity),
        offender=Sealed("offender", PersonSuspected),
        reporter=Sealed("reporter", ReporterContent),
    )

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

    id = models.UUIDField(primary_key=True, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="messages")
    day = models.DateField()
    position = models.PositiveIntegerField()
    side = models.CharField(max_length=8)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    question = models.BooleanField(default=False)
    body = models.BinaryField(default=bytes)

    declared = Declared(
        id=ID,
        concern=ID,
        day=DAY,
        position=Public("S1", "order in the thread"),
        side=Public("S1", "reporter or staff"),
        by=Public("S1", "who of the staff wrote; the reporter sees the organisation only"),
        question=Public("S1", "whether an answer is hoped for"),
        body=Sealed("dialogue", MessageContent),
    )

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

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="decisions")
    code = models.CharField(max_length=20)
    finding = models.CharField(max_length=24, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    needs_second = models.BooleanField(default=False)
    at = models.DateTimeField()
    note = models.BinaryField(default=bytes)

    declared = Declared(
        id=ID,
        concern=ID,
        code=Public("S1", "what was decided"),
        finding=Public("S1", "what was found"),
        person=Public("S1", "who answers for it"),
        second=Public("S1", "who confirmed it"),
        needs_second=Public("S1", "waits for a second person"),
        at=Public("S1", "when a member of staff decided"),
        note=Sealed("content", NoteContent),
    )


class Handover(models.Model):
    """A copy of chosen facts for one recipient and one purpose: a record of its own, with its own keys (Amber zone)."""

    stated = (
        "org", "recipient", "concern", "role", "state", "agreement", "urgent", "restricted", "released",
        "country_from", "country_to", "offered_at", "answer_due", "access_until", "confirmed_by", "second",
        "decline_reason", "outcome",
    )  # fmt: skip
    whole = ("concern",)
    of_0_1_0 = (
        "concerns.draft_handover", "concerns.offer_handover", "concerns.confirm_handover", "concerns.release_handover",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    concern = models.ForeignKey(Concern, on_delete=models.SET_NULL, null=True, blank=True, related_name="handovers")
    role = models.CharField(max_length=20)
    state = models.CharField(max_length=12, default="draft")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    urgent = models.BooleanField(default=False)
    restricted = models.BooleanField(default=False)
    released = models.BooleanField(default=False)
    request_key = models.UUIDField(unique=True)
    country_from = models.CharField(max_length=20)
    country_to = models.CharField(max_length=2)
    offered_at = models.DateTimeField(null=True, blank=True)
    answer_due = models.DateTimeField(null=True, blank=True)
    access_until = models.DateField(null=True, blank=True)
    note_read_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decline_reason = models.CharField(max_length=30, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    payload_hash = models.BinaryField(max_length=34, default=bytes)
    payload = models.BinaryField(default=bytes)
    additions = models.BinaryField(default=bytes)
    version = models.PositiveIntegerField(default=1)

    declared = Declared(
        row_stays=True,
        id=ID,
        org=Public("S1", "who hands over"),
        recipient=Public("S1", "to whom"),
        concern=Public("S1", "from which concern; the sender's side only"),
        role=Public("S1", "why this recipient"),
        state=Public("S1", "workflow state"),
        agreement=Public("S1", "on which ground"),
        urgent=Public("S1", "which clock"),
        restricted=Public("S1", "kept from the sender's lists: a conflict of interest"),
        released=Public("S1", "whether the recipient has what was added, too"),
        request_key=Public("S1", "so that a replay makes one"),
        country_from=Public("S1", "country of the place; the referral desk sees D → S"),
        country_to=Public("S1", "country of the recipient"),
        offered_at=Public("S1", "start of the clock"),
        answer_due=Public("S1", "end of the clock"),
        access_until=DAY,
        note_read_by=Public("S1", "who read the authority note"),
        confirmed_by=Public("S1", "who sent it"),
        second=Public("S1", "who confirmed it"),
        decline_reason=Public("S1", "why not, as a code"),
        outcome=Public("S1", "what came of it, as a code"),
        payload_hash=Public("S1", "keyed hash of what the preview showed"),
        payload=Sealed("content", HandoverContent),
        additions=Sealed("identity", HandoverContent),
        version=Public("S1", "compare-and-set"),
    )

    class Meta:
        indexes = [
            models.Index(fields=["org", "state"], name="concerns_sent"),
            models.Index(fields=["recipient", "state"], name="concerns_got"),
        ]


class HandoverEvent(models.Model):
    """One step of a handover."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="events")
    event = models.CharField(max_length=16)
    state = models.CharField(max_length=12)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=30, blank=True)

    declared = Declared(
        id=ID,
        handover=ID,
        event=Public("S1", "what happened"),
        state=Public("S1", "the state after it"),
        person=Public("S1", "who did it"),
        at=Public("S1", "when"),
        reason=Public("S1", "why, as a code"),
    )


class HandoverMessage(models.Model):
    """What was written at one step of a handover, to the other side. It goes when the copy goes."""

    whole = ("step",)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    step = models.OneToOneField(HandoverEvent, on_delete=models.CASCADE, related_name="message")
    body = models.BinaryField(default=bytes)

    declared = Declared(id=ID, step=ID, body=Sealed("content", HandoverWords))


class CountCell(models.Model):
    """One closed concern as coarse codes, sealed to the member's statistics ring (`concerns.md` §13)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    quarter = models.CharField(max_length=7)
    ring_version = models.PositiveIntegerField()
    cell = models.BinaryField()

    declared = Declared(
        id=ID,
        org=ID,
        quarter=Public("S1", "when it may leave through disclosure control"),
        ring_version=Public("S1", "which ring version opens it"),
        cell=Public("S1", "ciphertext for the statistics ring"),
    )
