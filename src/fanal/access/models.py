"""Who gave whom what for a time: a narrow duty, proposed by one person and confirmed by another; a clearance. Reviews
of content, how long records are kept by law, what people signed for the gate of a room, and secrets of agreements."""

from dataclasses import dataclass

from django.db import models

from fanal.access.content import Content, field_of
from fanal.columns import AT, DAY, ID, WHO, column, key, key_or_none
from fanal.network.models import Agreement, Organisation, Person, Vouched
from fanal.vault import Public, Sealed
from fanal.vocabulary.codes import Mark
from fanal.vocabulary.ids import new_id

KIND = "agreement_secret"


@dataclass(frozen=True, slots=True)
class AgreedSecret(Content):
    """Compartment `content`: 32 bytes as hexadecimal digits."""

    value: str = field_of("S4", Mark.INTERNAL, retention=KIND)


class GrantGiven(models.Model):
    """One grant of one person. What a person may do follows from `network.grants`; this says who gave it, and why."""

    whole = (
        "code", "org", "person", "reason", "until", "proposed_by", "proposed_at", "confirmed_by", "confirmed_at",
        "ended_at",
    )  # fmt: skip

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    code = column(models.CharField(max_length=40), Public("S1", "which duty"))
    org = key(Organisation, ID)
    person = key(Person, WHO)
    reason = column(models.CharField(max_length=300), Public("S1", "what it is needed for"))
    until = column(models.DateField(), DAY)
    proposed_by = key(Person, WHO)
    proposed_at = column(models.DateTimeField(), AT)
    confirmed_by = key_or_none(Person, WHO)
    confirmed_at = column(models.DateTimeField(null=True, blank=True), AT)
    ended_at = column(models.DateTimeField(null=True, blank=True), AT)

    class Meta:
        indexes = [models.Index(fields=["code", "person"], name="access_grant_of")]


class ClearanceGiven(models.Model):
    """One clearance of one person: until when, by whom, on what it rests. What follows stands in `network.grants`."""

    whole = ("code", "org", "person", "basis", "note", "until", "given_by", "given_at", "ended_at")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    code = column(models.CharField(max_length=40), Public("S1", "which clearance"))
    org = key(Organisation, ID)
    person = key(Person, WHO)
    basis = column(models.CharField(max_length=12), Public("S1", "on what it rests"))
    note = column(models.CharField(max_length=200, blank=True), Public("S2", "which paper; never about a child"))
    until = column(models.DateField(), DAY)
    given_by = key_or_none(Person, WHO)
    given_at = column(models.DateTimeField(), AT)
    ended_at = column(models.DateTimeField(null=True, blank=True), AT)

    class Meta:
        indexes = [models.Index(fields=["org", "code"], name="access_clearance_of")]


class ReviewGiven(models.Model):
    """That somebody reviewed one wording of a content file, or that it does not hold, as one person stated it. Only
    added."""

    whole = ("item", "digest", "kind", "yes", "reviewer", "reviewed_on", "until", "reasons", "org", "by", "at")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    item = column(models.CharField(max_length=80), Public("S0", "which item of a content file"))
    digest = column(models.CharField(max_length=64), Public("S0", "SHA-256 of its wording"))
    kind = column(models.CharField(max_length=12), Public("S1", "which kind of reviewer"))
    yes = column(models.BooleanField(), Public("S1", "whether it holds"))
    reviewer = column(
        models.CharField(max_length=120, blank=True), Public("S1", "name or office, shown with the review")
    )
    reviewed_on = column(models.DateField(), DAY)
    until = column(models.DateField(null=True, blank=True), DAY)
    reasons = column(models.CharField(max_length=1000, blank=True), Public("S1", "why not; about a text, no person"))
    org = key(Organisation, ID)
    by = key(Person, WHO)
    at = column(models.DateTimeField(), AT)

    class Meta:
        indexes = [models.Index(fields=["item"], name="access_reviews_of")]


class KeepingRule(Vouched):
    """How long an organisation keeps records of a class by the law of a country, as one person typed it. The newest
    that a second person confirmed holds, until its last day. Only added."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ID, models.CASCADE)
    country = column(models.CharField(max_length=2), Public("S0", "by whose law"))
    record_class = column(models.CharField(max_length=40), Public("S0", "of which class of records"))
    version = column(models.PositiveIntegerField(), Public("S1", "the first of a class in a country is 1"))
    start = column(models.CharField(max_length=12), Public("S0", "from where it is counted"))
    months = column(models.PositiveIntegerField(default=0), Public("S0", "how long"))
    days = column(models.PositiveIntegerField(default=0), Public("S0", "how long"))
    source = column(models.CharField(max_length=300), Public("S0", "the law, with its section"))
    reviewer = column(models.CharField(max_length=120), Public("S1", "who compared it with the law, in their work"))
    reviewer_kind = column(models.CharField(max_length=12), Public("S1", "in which capacity"))
    reviewed_on = column(models.DateField(), DAY)
    stale_on = column(models.DateField(), DAY)
    typed_by = key(Person, WHO)
    typed_at = column(models.DateTimeField(), AT)
    confirmed_by = key_or_none(Person, WHO)
    confirmed_at = column(models.DateTimeField(null=True, blank=True), AT)
    ended_at = column(models.DateTimeField(null=True, blank=True), AT)
    note = column(models.CharField(max_length=300, blank=True), Public("S1", "why it was given back; about a law"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["org", "country", "record_class", "version"], name="access_one_keeping_version"
            )
        ]


class Kept(models.Model):
    """A record that ends on a day, unless a legal hold keeps it (`kept`). A record names these columns as `stated`."""

    retention_class = column(models.CharField(max_length=40, blank=True), Public("S1", "how long it is kept"))
    erase_on = column(models.DateField(null=True, blank=True), DAY)
    hold_owner = key_or_none(Person, Public("S1", "who answers for a legal hold"), models.SET_NULL)
    hold_until = column(models.DateField(null=True, blank=True), DAY)

    class Meta:
        abstract = True


class AgreementSecret(models.Model):
    """The secret of one agreement, sealed to one team on each side. It goes with the agreement."""

    stated = ("org", "agreement")
    of_0_1_0 = ()

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, Public("S1", "whose people made it"))
    agreement: models.OneToOneField[Agreement, Agreement] = column(
        models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="+"), Public("S1", "of which agreement")
    )
    body = column(models.BinaryField(default=bytes), Sealed("content", AgreedSecret))


class Statement(models.Model):
    """What somebody signed for the gate of a room, until when. It stands under the code of a row of that room."""

    org = key(Organisation, ID, models.CASCADE)
    room = column(models.CharField(max_length=40), Public("S1", "for whose gate"))
    country = column(models.CharField(max_length=2, blank=True), Public("S0", "for which country; empty: for all"))
    item = column(models.CharField(max_length=40), Public("S1", "what is stated"))
    by = key(Person, Public("S1", "who states it"))
    stated_on = column(models.DateField(), DAY)
    holds_until = column(models.DateField(), DAY)
    words = column(
        models.CharField(max_length=300, blank=True), Public("S1", "source or remark about the organisation, no person")
    )

    class Meta:
        indexes = [models.Index(fields=["org", "room", "country"], name="access_statement_of")]
