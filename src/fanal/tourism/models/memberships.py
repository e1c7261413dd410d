"""A membership of a company in a programme, what was decided about it, and what was signed and paid."""

from uuid import UUID

from django.db import models

from fanal.columns import AT, DAY, ID, WHO, column, key, key_or_none
from fanal.network.models import Organisation, Person
from fanal.vault import Public
from fanal.vocabulary.ids import new_id

_PROGRAMME = Public("S0", "which programme, in which version")
_STATE = Public("S1", "where a membership stands; the register says it in other words")
_ABOUT_FIRM = Public("S1", "about a firm; no person but the contacts is named")
_FEE = Public("S1", "a fee; never an account, a card or a bank")


class Membership(models.Model):
    """One membership. What it is, the newest deed in its chain of the journal says (`whole`): a row that was changed
    otherwise is not gone on with. `answers`: to the exclusion questions; an answer that excludes is never stored.
    `seen_by`: who found it among those that they see, so that policy asks once a page; in no column."""

    seen_by: UUID | None = None

    whole = (
        "org", "programme", "criteria", "state", "entered_on", "reason", "suspended_for", "ended_on", "report_due_on",
        "valid_until", "revenue_class", "answers", "member_since", "public_code",
    )  # fmt: skip

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    org = key(Organisation, ID, indexed=False)
    programme = column(models.CharField(max_length=40), _PROGRAMME)
    criteria = column(models.CharField(max_length=40), _PROGRAMME)
    state = column(models.CharField(max_length=16), _STATE)
    entered_on = column(models.DateField(), DAY)
    reason = column(models.CharField(max_length=30, blank=True), _STATE)
    suspended_for = column(models.CharField(max_length=10, blank=True), _STATE)
    answers = column(models.JSONField(default=dict), _ABOUT_FIRM)
    revenue_class = column(models.CharField(max_length=10, blank=True), _ABOUT_FIRM)
    member_since = column(models.DateField(null=True, blank=True), DAY)
    report_due_on = column(models.DateField(null=True, blank=True), DAY)
    valid_until = column(models.DateField(null=True, blank=True), DAY)
    ended_on = column(models.DateField(null=True, blank=True), DAY)
    public_code = column(
        models.CharField(max_length=10, unique=True, null=True, blank=True), Public("S0", "the code on its badge")
    )
    begun_at = column(models.DateTimeField(), AT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "programme"], name="tourism_one_membership")]
        indexes = [models.Index(fields=["state"], name="tourism_by_state")]


class Step(models.Model):
    """One deed in the life of a membership, or a proposal that waits for somebody (`waits`). `by` is nobody where a
    clock did it. `ground`: the rule or the kind of fact that it rests on."""

    whole = (
        "membership", "move", "was", "became", "by", "at", "second", "second_at", "words", "ground", "seat",
        "dropped_at",
    )  # fmt: skip
    waits = models.Q(became="", seat="", dropped_at=None)

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    membership = key(Membership, ID, models.CASCADE, related_name="steps")
    move = column(models.CharField(max_length=20), _STATE)
    was = column(models.CharField(max_length=16), _STATE)
    became = column(models.CharField(max_length=16, blank=True), _STATE)
    by = key_or_none(Person, WHO)
    at = column(models.DateTimeField(), AT)
    second = key_or_none(Person, WHO)
    second_at = column(models.DateTimeField(null=True, blank=True), AT)
    words = column(models.TextField(max_length=2000, blank=True), _ABOUT_FIRM)
    ground = column(models.CharField(max_length=30, blank=True), _ABOUT_FIRM)
    seat = column(models.CharField(max_length=30, blank=True), Public("S1", "for which role somebody said yes"))
    dropped_at = column(models.DateTimeField(null=True, blank=True), AT)


class Sanction(models.Model):
    """What a company is told before it is suspended or excluded for cause, and what it answered. `notice_on`: nobody
    told it yet, while a second person did not agree."""

    whole = (
        "membership", "kind", "basis", "facts", "urgent", "notice_on", "answer_due", "answer", "answered_at",
        "ended_on",
    )  # fmt: skip

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    membership = key(Membership, ID, models.CASCADE, related_name="sanctions")
    kind = column(models.CharField(max_length=12), _ABOUT_FIRM)
    basis = column(models.CharField(max_length=30), Public("S1", "of which kind the facts are"))
    facts = column(models.TextField(max_length=2000), _ABOUT_FIRM)
    urgent = column(models.BooleanField(default=False), _ABOUT_FIRM)
    notice_on = column(models.DateField(null=True, blank=True), DAY)
    answer_due = column(models.DateField(null=True, blank=True), DAY)
    answer = column(models.TextField(max_length=2000, blank=True), _ABOUT_FIRM)
    answered_at = column(models.DateTimeField(null=True, blank=True), AT)
    ended_on = column(models.DateField(null=True, blank=True), DAY)


class Appeal(models.Model):
    """What a company says against a decision. Two people who did not decide before decide it; until then, and while the
    company does not take it back, it `is_open`."""

    whole = (
        "membership", "against", "words", "made_at", "due_on", "shown", "outcome", "reasons", "first", "first_at",
        "second", "second_at",
    )  # fmt: skip
    is_open = models.Q(second=None) & ~models.Q(outcome="withdrawn")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    membership = key(Membership, ID, models.CASCADE, related_name="appeals")
    against = key(Step, ID)
    words = column(models.TextField(max_length=2000), _ABOUT_FIRM)
    made_at = column(models.DateTimeField(), AT)
    due_on = column(models.DateField(), DAY)
    shown = column(models.BooleanField(default=False), Public("S0", "whether the register says so"))
    outcome = column(models.CharField(max_length=10, blank=True), _STATE)
    reasons = column(models.TextField(max_length=2000, blank=True), _ABOUT_FIRM)
    first = key_or_none(Person, WHO)
    first_at = column(models.DateTimeField(null=True, blank=True), AT)
    second = key_or_none(Person, WHO)
    second_at = column(models.DateTimeField(null=True, blank=True), AT)


class RevenueDeclaration(models.Model):
    """In which class of yearly revenue a company says that it is."""

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    membership = key(Membership, ID, models.CASCADE, related_name="revenues")
    year = column(models.PositiveSmallIntegerField(), DAY)
    revenue_class = column(models.CharField(max_length=10), _ABOUT_FIRM)
    note = column(models.CharField(max_length=500, blank=True), _ABOUT_FIRM)
    by = key(Person, WHO)
    on = column(models.DateField(), DAY)


class FeeRecord(models.Model):
    """A fee of one year: due, waived or paid. A reference says where the payment stands in the books of whoever took
    it; nothing here can pay."""

    whole = ("membership", "year", "amount", "currency", "state", "reference", "reason", "on")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    membership = key(Membership, ID, models.CASCADE, related_name="fees")
    year = column(models.PositiveSmallIntegerField(), DAY)
    amount = column(models.DecimalField(max_digits=9, decimal_places=2), _FEE)
    currency = column(models.CharField(max_length=3), _FEE)
    state = column(models.CharField(max_length=8), _FEE)
    reference = column(models.CharField(max_length=60, blank=True), _FEE)
    reason = column(models.CharField(max_length=300, blank=True), _FEE)
    on = column(models.DateField(), DAY)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "year"], name="tourism_one_fee")]


class Agreement(models.Model):
    """What a company signed: the text, its hash, who typed their name."""

    whole = ("membership", "version", "language", "text", "sha256", "method", "name", "function", "by", "at")

    id = column(models.UUIDField(primary_key=True, default=new_id, editable=False), ID)
    membership = key(Membership, ID, models.CASCADE, related_name="agreements")
    version = column(models.CharField(max_length=40), _PROGRAMME)
    language = column(models.CharField(max_length=12), _PROGRAMME)
    text = column(models.TextField(), Public("S0", "the text of a programme that was signed"))
    sha256 = column(models.CharField(max_length=64), Public("S0", "hash of the text, or of the paper that was signed"))
    method = column(models.CharField(max_length=10), _ABOUT_FIRM)
    name = column(models.CharField(max_length=80), Public("S2", "who signed for a firm"))
    function = column(models.CharField(max_length=80), Public("S2", "who signed for a firm"))
    by = key(Person, WHO)
    at = column(models.DateTimeField(), AT)
